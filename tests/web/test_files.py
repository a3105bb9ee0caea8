import re

import pytest

from layers.assets import asset_address, own_links
from tests.web.asking import ask
from web.answers import FOREVER


def test_everything_the_page_links_is_served_and_may_be_kept(app):
    html = ask(app, "/map?lang=en").body.decode()
    links = re.findall(r'(?:src|href)="(/assets/[^"]+)"', html)
    assert len(links) > 8
    for address in links:
        answer = ask(app, address)
        assert answer.status == 200, address
        assert answer.headers["cache-control"] == FOREVER


def test_the_slices_of_the_typeface_are_served(app):
    styles = [address for _, address in own_links()[1] if "fontsource" in address]
    for address in styles:
        files = re.findall(r"url\(\./(files/[^)]+)\)", ask(app, address).body.decode())
        folder = address.rpartition("/")[0]
        for file in (files[0], files[-1]):
            assert ask(app, f"{folder}/{file}").status == 200


@pytest.mark.parametrize(
    "address",
    [
        asset_address("leaflet", "package.json"),
        asset_address("leaflet", "dist/../package.json"),
        asset_address("leaflet", "dist/leaflet.js").replace("@1", "@2"),
        asset_address("own", "../guard.py"),
        asset_address("own", "%2e%2e/guard.py"),
        "/assets/axe-core@4.14.1/axe.js",
        "/assets/leaflet/dist/leaflet.js",
    ],
)
def test_nothing_else_is_served(app, address):
    assert ask(app, address).status == 404
