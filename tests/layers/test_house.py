from dataclasses import replace

import mapbox_vector_tile
import numpy as np
import pytest

from layers.base import TileAddress
from layers.house import BUFFER, EXTENT, LAYER
from layers.house_index import mercator

CHOICE = {"page": "planner", "lang": "en"}


def points(shelf, address, choice=CHOICE):
    tile = LAYER.tile(shelf, choice, address)
    read = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    features = read["houses"]["features"] if read else []
    return [(*f["geometry"]["coordinates"], f["properties"]["c"]) for f in features]


def tiles(shelf, zoom):
    across, down = mercator(shelf.exposure().lon, shelf.exposure().lat)
    pairs = np.column_stack([across, down]) * 2.0**zoom
    return [
        TileAddress(zoom, *pair)
        for pair in np.unique(pairs.astype(int), axis=0).tolist()
    ]


@pytest.mark.parametrize("zoom", [16, 18])
def test_every_single_house_is_drawn_in_its_own_tile(shelf, zoom):
    inside = sum(
        0 <= x < EXTENT and 0 <= y < EXTENT
        for address in tiles(shelf, zoom)
        for x, y, _ in points(shelf, address)
    )
    assert inside == len(
        shelf.exposure()
    )  # at these zooms no two share a quarter pixel


def test_symbols_are_not_cut_at_the_edge_of_a_tile(shelf):
    found = [p for address in tiles(shelf, 14) for p in points(shelf, address)]
    x, y, _ = np.array(found).T
    assert x.min() < 0 <= EXTENT < x.max()
    assert min(x.min(), y.min()) >= -BUFFER
    assert max(x.max(), y.max()) < EXTENT + BUFFER


def test_below_zoom_13_there_are_no_houses(shelf):
    assert LAYER.tile(shelf, CHOICE, TileAddress(12, 3237, 1672)) is None


def test_a_filter_leaves_only_the_houses_asked_for(shelf):
    address = tiles(shelf, 14)[4]
    graded = points(shelf, address, CHOICE | {"grade": "D"})
    assert graded
    assert {c for _, _, c in graded} == {3}


def test_the_unknown_class_comes_after_the_known_ones(shelf):
    classes = {c for address in tiles(shelf, 14) for _, _, c in points(shelf, address)}
    assert classes == {0, 1, 2, 3, 4}


def test_only_what_is_drawn_the_same_is_drawn_once(shelf, monkeypatch):
    # three households at one place, two of one class
    houses = shelf.exposure().take(np.array([5, 5, 5]))
    houses = replace(houses, grade=np.array([3, 3, 0], np.int8))
    monkeypatch.setattr(shelf, "houses", houses)
    across, down = mercator(houses.lon[0], houses.lat[0])
    address = TileAddress(14, int(across * 2**14), int(down * 2**14))
    assert sorted(c for _, _, c in points(shelf, address)) == [0, 3]
