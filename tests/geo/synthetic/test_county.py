"""The county as a whole."""

import numpy as np
import pandas as pd
import pytest

from geo.synthetic import make_county
from rules.errors import SchemaError
from rules.vocabulary import LAYER_KINDS, RASTER_KINDS

from .conftest import TODAY

TABLES = ("households", "memberships", "people", "cases", "steps")


def test_the_same_seed_makes_the_same_county(county):
    again = make_county(2500, seed=1, until=TODAY)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(county, name), getattr(again, name))
    for kind, table in county.layers.items():
        assert table.equals(again.layers[kind]), kind
    np.testing.assert_array_equal(county.dem.values, again.dem.values)
    np.testing.assert_array_equal(county.flood_depth.values, again.flood_depth.values)


def test_every_kind_of_layer_is_there(county):
    assert county.layers.keys() == set(LAYER_KINDS) - RASTER_KINDS
    assert all(table.crs == "EPSG:4490" for table in county.layers.values())
    assert all(table.is_valid.all() for table in county.layers.values())
    assert all(len(table) for table in county.layers.values())


@pytest.mark.parametrize("households", [0, -5, 3_000_001])
def test_numbers_that_no_county_has_are_refused(households):
    with pytest.raises(SchemaError, match=f"not {households}"):
        make_county(households, seed=1, until=TODAY)
