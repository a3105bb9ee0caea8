"""What every layer must do; a new module is tested by being there."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from layers import all_layers
from layers.base import CHOICE_KEYS, FILTERS, PAGES, TileAddress
from layers.elements import HOUSE_ZOOM
from layers.house_index import mercator
from rules.vocabulary import LAYER_KINDS

LAYERS = all_layers()
PLANS = {"plan": "p1", "against": "p2", "mission": "M1"}
EVERYTHING = {"page": "responder", "lang": "en", "event": "e1"} | PLANS


class EmptyShelf:
    version, county_name, demonstration, drill = "0-0", "空县", False, False
    bounds = (104.0, 31.0, 105.0, 32.0)

    def __init__(self, shelf):
        self.houses = shelf.exposure().take(shelf.exposure().lon < 0)

    def vector(self, kind):
        assert kind in LAYER_KINDS
        return None

    def raster(self, kind):
        assert kind in LAYER_KINDS
        return None

    def exposure(self):
        return self.houses

    def event_raster(self, choice):
        return None

    def event_depth(self, choice):
        return None

    def event_extent(self, choice):
        return None

    def event_origin(self, choice):
        return gpd.GeoDataFrame(geometry=[], crs="EPSG:4490")

    def visited_doors(self, choice):
        return gpd.GeoDataFrame({"tag": []}, geometry=[], crs="EPSG:4490")

    def plan_classes(self, choice):
        return np.full(0, 255, np.uint8)

    def plan_villages(self, choice):
        columns = ("code", "households", "cost_cny", "state")
        return pd.DataFrame({name: [] for name in columns})

    def mission_routes(self, choice):
        return gpd.GeoDataFrame({"kind": [], "team": [], "place": []}, geometry=[])

    def house_scale(self, choice):
        from layers.base import Scale

        return Scale(title="", labels=("A",))


@pytest.fixture(params=LAYERS.values(), ids=LAYERS)
def layer(request):
    return request.param


def test_a_layer_belongs_to_pages_we_have(layer):
    assert layer.pages <= PAGES
    assert layer.shown <= PAGES


def test_a_layer_asks_only_for_what_can_be_chosen(layer):
    assert {*layer.asks, *layer.needs, *layer.yields_to} <= set(CHOICE_KEYS)
    assert set(layer.needs) <= set(layer.asks)


def test_a_layer_is_drawn_from_an_address_of_the_data_version(layer, shelf):
    drawing = layer.draw(shelf, EVERYTHING)
    assert drawing.address.startswith(("/features/", "/tiles/"))
    assert f"v={shelf.version}" in drawing.address


def test_a_layer_without_data_draws_nothing(layer, shelf):
    drawing = layer.draw(EmptyShelf(shelf), EVERYTHING)
    assert drawing.address is None
    assert not drawing.show


def test_the_address_changes_only_with_what_the_layer_asks_for(layer, shelf):
    plain = layer.draw(shelf, EVERYTHING).address
    shown = layer.draw(shelf, EVERYTHING | {"lang": "zh_CN", "selected": "1"}).address
    assert shown == plain
    if "grade" in layer.asks:
        assert layer.draw(shelf, EVERYTHING | {"grade": "D"}).address != plain


def test_a_layer_answers_its_own_address(layer, shelf):
    drawing = layer.draw(shelf, EVERYTHING)
    if layer.features:
        told = layer.features(shelf, EVERYTHING)
        assert told["features"]
        json.dumps(told, allow_nan=False)
        styles = told.get("styles") or drawing.options.get("styles")
        used = {f["properties"].get("s", 0) for f in told["features"]}
        assert not styles or max(used) < len(styles)
    else:
        across, down = mercator(104.52, 31.262)
        side = 2**HOUSE_ZOOM
        address = TileAddress(HOUSE_ZOOM, int(across * side), int(down * side))
        assert layer.tile(shelf, EVERYTHING, address)


def test_a_legend_names_each_colour(layer, shelf):
    legend = layer.legend(shelf, EVERYTHING)
    assert all(entry.label for entry in legend.entries)


def test_layers_that_filter_ask_for_every_filter():
    filtering = [layer for layer in LAYERS.values() if set(layer.asks) & set(FILTERS)]
    assert all(set(FILTERS) <= set(layer.asks) for layer in filtering)


def test_two_layers_of_one_id_are_refused(monkeypatch):
    from layers import fault, river
    from rules.errors import LayerError

    all_layers.cache_clear()
    monkeypatch.setattr(fault, "LAYER", river.LAYER)
    with pytest.raises(LayerError, match="two modules declare the layer river"):
        all_layers()
    monkeypatch.undo()
    all_layers.cache_clear()
