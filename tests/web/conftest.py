import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from tests.layers.fake_shelf import FakeShelf
from web.guard import Guard
from web.routes import routes


@pytest.fixture(scope="package")
def shelf(tmp_path_factory):
    return FakeShelf(tmp_path_factory.mktemp("rasters"))


@pytest.fixture(scope="package")
def app(shelf):
    guard = Middleware(Guard, hosts=["localhost", "127.0.0.1"])
    return Starlette(routes=routes(lambda: shelf), middleware=[guard])
