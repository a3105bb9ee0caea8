"""Slopes that an earthquake may bring down."""

import numpy as np
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st

from geo.landslide import slide_coverage, slope_at
from geo.raster_files import write_geotiff

CELL = 0.0005
METRES_EAST = CELL * 111_320 * np.cos(np.radians(30.975))


def test_the_printed_equation_is_followed_by_hand():
    """PGV 20 cm/s, 30 degrees, wetness 6: logit p = -6.3 + 4.943 + 1.8 + .18 + .899."""
    p = 1 / (1 + np.exp(-1.5216))
    share = np.exp(-7.592 + 5.237 * p - 3.042 * p**2 + 4.035 * p**3)
    found = slide_coverage(np.array([20.0]), np.array([30.0]))
    assert found == pytest.approx(share, rel=1e-3)


@given(st.floats(0, 300), st.floats(0, 300), st.floats(0, 60))
def test_more_shaking_never_slides_less(one, other, slope):
    weak, strong = slide_coverage(np.array(sorted((one, other))), np.full(2, slope))
    assert 0 <= weak <= strong <= 1


def test_what_is_not_known_stays_unknown():
    found = slide_coverage(np.array([np.nan, 20.0]), np.array([30.0, np.nan]))
    assert np.isnan(found).all()


def test_a_house_at_the_foot_has_the_slope_above_it(tmp_path):
    """Flat in the west, rising one in one in the east."""
    columns = np.arange(100)
    heights = np.tile(np.maximum(columns - 50, 0) * METRES_EAST, (100, 1))
    path = tmp_path / "dem.tif"
    transform = Affine(CELL, 0, 104.0, 0, -CELL, 31.0)
    write_geotiff(path, heights, transform, crs="EPSG:4490", unit="metre")
    column = np.array([10, 49, 80, 500])
    lon = 104.0 + (column + 0.5) * CELL
    found = slope_at(path, lon, np.full(4, 30.975))
    assert found[0] == 0
    assert found[1:3] == pytest.approx(45, abs=0.1)
    assert np.isnan(found[3])
