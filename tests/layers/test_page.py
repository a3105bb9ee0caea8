import json
import re

import folium
import pytest

from layers.assets import (
    FOLIUM_SCRIPTS,
    OWN_FOLDER,
    ROOT,
    SCRIPTS,
    asset_address,
    local_links,
)
from layers.page import map_page, sheet_state
from rules.errors import LayerError

CHOICE = {"page": "planner", "lang": "en"}


def test_the_page_names_no_other_host(shelf):
    html = map_page(shelf, CHOICE, str, "n0nce")
    assert not re.findall(r"https?:|//[a-z]+\.", html)
    assert set(re.findall(r'(?:src|href)="(/[a-z]+/)', html)) == {"/assets/"}


def test_the_one_inline_script_carries_the_nonce(shelf):
    html = map_page(shelf, CHOICE, str, "n0nce")
    scripts = re.findall(r"<script([^>]*)>", html)
    assert [s for s in scripts if "src=" not in s] == [' nonce="n0nce"']
    assert "<style" not in html
    assert 'style="' not in html


def test_a_county_name_cannot_become_a_script(shelf, monkeypatch):
    monkeypatch.setattr(
        shelf, "county_name", "</title><script>alert(1)</script>", raising=False
    )
    assert "<script>alert" not in map_page(shelf, CHOICE, str, "n")


def test_words_of_a_choice_cannot_become_a_script(shelf):
    html = map_page(shelf, CHOICE | {"town": "</script><script>alert(1)"}, str, "n")
    assert "<script>alert" not in html


def test_the_state_tells_addresses_and_legends(shelf):
    state = sheet_state(shelf, CHOICE, str)
    layers = {layer["id"]: layer for layer in state["layers"]}
    assert layers["seismic-zone"]["shown"]
    assert not layers["area"]["shown"]
    assert "shaking" not in layers
    assert layers["house"]["legend"]["entries"][0] == {
        "colour": "#fdf3ab", "label": "A", "sign": "dot",
    }  # fmt: skip
    assert layers["house"]["minZoom"] == 13
    assert layers["village"]["maxZoom"] == 12
    assert state["stamp"] == "Demonstration data"


def test_the_largest_circle_is_told_by_its_number(shelf):
    state = sheet_state(shelf, CHOICE, str)
    village = next(layer for layer in state["layers"] if layer["id"] == "village")
    assert village["legend"]["entries"][-1]["label"] == "largest circle: 70"


def test_what_travels_for_another_choice_is_small(shelf):
    assert len(json.dumps(sheet_state(shelf, CHOICE, str))) < 10_000


def test_every_file_of_folium_is_ours_or_left_out():
    used = [*folium.Map.default_js, *folium.plugins.VectorGridProtobuf.default_js]
    links = local_links(used, FOLIUM_SCRIPTS)
    assert [key for key, _ in links] == ["leaflet", "vectorGrid"]
    assert all(address.startswith("/assets/") for _, address in links)


def test_a_file_folium_asks_for_and_nobody_mapped_is_refused():
    with pytest.raises(LayerError, match="folium asks for d3, not served locally"):
        local_links([("d3", "https://example.org/d3.js")], FOLIUM_SCRIPTS)


def test_a_plugin_nobody_mapped_breaks_the_page(shelf, monkeypatch):
    from layers.elements import Pictures

    def foreign(self, **_):
        link = folium.JavascriptLink("https://example.org/x.js")
        self.get_root().header.add_child(link, name="x")

    monkeypatch.setattr(Pictures, "render", foreign)
    with pytest.raises(LayerError, match="folium asks for x"):
        map_page(shelf, CHOICE, str, "n")


def test_every_script_of_ours_is_linked():
    """The page of a team has its own, see the tests of ``web``."""
    ours = {path.name for path in OWN_FOLDER.glob("*.js")}
    assert {name for name in ours if not name.startswith("team")} == set(SCRIPTS)


def test_a_package_that_is_not_served_has_no_address():
    with pytest.raises(LayerError, match="axe-core is not served"):
        asset_address("axe-core", "axe.js")


def test_npm_packages_are_exact_and_their_lock_names_no_host():
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    asked = manifest["dependencies"] | manifest["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    assert {f"node_modules/{name}" for name in asked} <= json.loads(lock)[
        "packages"
    ].keys()
