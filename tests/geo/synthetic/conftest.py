from datetime import date

import pytest

from geo.synthetic import make_county

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def county():
    return make_county(2500, seed=1, until=TODAY)


@pytest.fixture(scope="session")
def metres(county):
    """The layers in metres, for measuring."""
    return {kind: table.to_crs("EPSG:4544") for kind, table in county.layers.items()}
