"""The water of the chosen flood on the map."""

from layers import event_depth, event_extent
from layers.page import _described
from tests.layers.test_drawings import pixels, tile_at

FLOOD = {"page": "responder", "lang": "en", "event": "f1"}
QUAKE = FLOOD | {"event": "q1"}


def test_deep_water_is_drawn_and_dry_land_is_not(shelf):
    """The water lies in a strip along the middle, deeper to the east."""
    drawn = pixels(event_depth.tile(shelf, FLOOD, tile_at(104.6, 31.26, 13)))
    assert (drawn[..., 3] > 0).any() and (drawn[..., 3] == 0).any()
    assert event_depth.tile(shelf, FLOOD, tile_at(104.6, 31.2, 13)) is None


def test_the_extent_is_one_area_for_each_polygon(shelf):
    told = event_extent.features(shelf, FLOOD)["features"]
    assert len(told) == 1 and told[0]["properties"] == {"s": 0}


def test_an_event_without_water_lists_neither(shelf, monkeypatch):
    for module, name in ((event_depth, "event_depth"), (event_extent, "event_extent")):
        told = described(module.LAYER, shelf, FLOOD)
        assert told["listed"] and told["shown"] and told["address"]
        with monkeypatch.context() as patch:
            patch.setattr(shelf, name, lambda choice: None)
            assert not described(module.LAYER, shelf, QUAKE)["listed"]
        assert not described(module.LAYER, shelf, FLOOD | {"event": ""})["listed"]


def described(layer, shelf, choice):
    return _described(layer, layer.draw(shelf, choice), shelf, choice, str)
