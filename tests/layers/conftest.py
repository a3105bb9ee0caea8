import pytest

from tests.layers.fake_shelf import FakeShelf


@pytest.fixture(scope="package")
def shelf(tmp_path_factory):
    return FakeShelf(tmp_path_factory.mktemp("rasters"))
