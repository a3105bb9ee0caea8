"""The register of layers: what counts on a day, editions, findings, readings."""

from datetime import date

import geopandas as gpd
import numpy as np
import pytest
from affine import Affine
from shapely import Point

from desk.case_hand import Hand
from desk.layer_editing import end_layer, reread_layer, set_layer
from desk.layer_register import (
    layer_history,
    layer_of,
    register,
)
from desk.layer_store import (
    hazard_layers,
    raster_layer,
    vector_layer,
)
from desk.shelf import CountyShelf
from desk.snapshot import exposure_of, hazards_of
from geo.raster_files import write_geotiff
from ledger.roles import Acting, Role
from ledger.schema import dwelling, household
from rules.editions import State
from rules.errors import AccessError, CRSError, LayerError, StaleEditError
from tests.desk.layer_world import (
    BOTH,
    DAY,
    FIRST,
    PLANNER,
    TODAY,
    WEST,
    added,
    ids,
    made,
    zones,
)
from tests.geo.reading import read_here


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    read_here(monkeypatch)
    workspace = made(tmp_path)
    yield workspace
    workspace.ledger.close()


@pytest.fixture
def hand(workspace):
    return Hand(workspace, PLANNER)


def test_a_past_day_uses_what_was_on_record_and_in_force_then(workspace):
    old = added(workspace, "seismic_zone", zones(BOTH, degree=[7]), at=FIRST)
    new = added(workspace, "seismic_zone", zones(BOTH, degree=[8]))
    before, today = date(2022, 1, 1), TODAY
    assert ids(workspace, on=before) == [old]
    assert ids(workspace, on=today) == ids(workspace) == [new]
    assert ids(workspace, on=date(2020, 4, 30)) == []
    column = "design_intensity_degree"
    assert vector_layer(workspace, "seismic_zone")[column].tolist() == [8]
    assert vector_layer(workspace, "seismic_zone", before)[column].tolist() == [7]
    state = {r["layer_id"]: r for r in register(workspace, Acting("a", Role.LEADER))}
    assert (state[old]["state"], state[old]["replaced_by"]) == (State.REPLACED, new)
    assert (workspace.folder("layers") / state[old]["file"]).is_file()


def test_geohazards_of_two_files_add_up(workspace):
    points = gpd.GeoDataFrame(
        {"radius_m": [50.0]}, geometry=[Point(103.05, 31.05)], crs="EPSG:4490"
    )
    for title in ("north", "south"):
        added(workspace, "geohazard", points, title=title)
    assert len(vector_layer(workspace, "geohazard")) == 2
    for title in ("2025", "2026"):
        added(workspace, "flood_extent", zones(BOTH), title=title, series="防洪图")
    assert len(ids(workspace, "flood_extent")) == 1


def test_the_newest_raster_in_force_counts(workspace, tmp_path):
    path = tmp_path / "depth.tif"
    transform = Affine(0.01, 0, 103.0, 0, -0.01, 31.1)
    write_geotiff(path, np.ones((9, 9)), transform, crs="EPSG:4490", unit="metre")
    first = added(workspace, "flood_depth", path, at=FIRST)
    added(workspace, "flood_depth", path, valid_from=TODAY + DAY)
    assert raster_layer(workspace, "flood_depth").name == f"{first}.tif"
    assert raster_layer(workspace, "flood_depth", date(2019, 1, 1)) is None


def home(workspace, lon=103.05, lat=31.05):
    with workspace.ledger.writing(
        actor="t", verb="survey", scope="exposure", at=FIRST
    ) as entry:
        village = "990001100200"
        entry.write(household, [{"household_id": "A", "village_code": village}])
        entry.write(dwelling, [{"household_id": "A", "lon": lon, "lat": lat}])


def degree_of_house(workspace, on=None):
    layers = hazard_layers(workspace, on)
    found = hazards_of(workspace, exposure_of(workspace), layers)
    return found["design_intensity_degree"].tolist()


def test_a_layer_whose_day_has_come_takes_effect_without_anything_recorded(
    workspace, monkeypatch
):
    home(workspace)
    added(workspace, "seismic_zone", zones(BOTH, degree=[7]), at=FIRST)
    later = TODAY + DAY
    added(workspace, "seismic_zone", zones(BOTH, degree=[8]), valid_from=later)
    assert degree_of_house(workspace) == [7]

    class Tomorrow(date):
        @classmethod
        def today(cls):
            return later

    monkeypatch.setattr("desk.layer_register.date", Tomorrow)
    assert degree_of_house(workspace) == [8]


def test_a_road_does_not_ask_for_the_hazards_to_be_read_again(workspace):
    before = hazard_layers(workspace).key
    added(workspace, "facility", zones(Point(103, 31)).iloc[:, -1:])
    assert hazard_layers(workspace).key == before
    added(workspace, "seismic_zone", zones(BOTH))
    assert hazard_layers(workspace).key != before


def test_ending_a_layer_says_what_counts_again(workspace, hand):
    added(workspace, "seismic_zone", zones(BOTH), at=FIRST, title="old")
    wrong = added(workspace, "seismic_zone", zones(WEST), title="wrong")
    told = end_layer(hand, wrong, TODAY)
    assert [m.format(**v) for m, v in told] == [
        "wrong (seismic_zone-2) does not count any more",
        "old (seismic_zone-1) counts now",
    ]


def test_each_change_is_a_version_with_who_and_when(workspace, hand):
    name = added(workspace, "seismic_zone", zones(BOTH))
    set_layer(hand, name, {"edition": " 2015 版 ", "valid_from": date(2016, 6, 1)})
    first, second = layer_history(workspace, hand.acting, name)
    assert (first["changes"], second["actor"]) == ({}, "Li")
    assert second["changes"] == {
        "edition": (None, "2015 版"),
        "valid_from": (None, date(2016, 6, 1)),
    }
    told = CountyShelf(workspace).source("seismic_zone")
    assert told == "test · 2015 版 · 2016-06-01"


def test_only_the_county_changes_the_register_and_only_what_it_saw(workspace, hand):
    name = added(workspace, "seismic_zone", zones(BOTH))
    version = layer_of(workspace, name)["version"]
    town = Hand(workspace, Acting("Wang", Role.TOWN_OFFICER, "990001100"))
    with pytest.raises(AccessError, match="ask: planner"):
        set_layer(town, name, {"edition": "1"})
    set_layer(hand, name, {"edition": "1"}, version=version)
    with pytest.raises(StaleEditError, match="was changed by Li"):
        set_layer(hand, name, {"edition": "2"}, version=version)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"valid_from": TODAY, "valid_to": TODAY - DAY}, "cannot end on"),
        ({"title": "  "}, "needs 1 to 120 characters"),
        ({"edition": "x" * 41}, "needs 1 to 40 characters"),
        ({"kind": "road"}, "not set by hand"),
        ({"valid_from": "soon"}, "needs a day"),
    ],
)
def test_what_cannot_be_said_of_a_layer_is_refused(workspace, hand, changes, fault):
    name = added(workspace, "seismic_zone", zones(BOTH))
    with pytest.raises(LayerError, match=fault):
        set_layer(hand, name, changes)
    with pytest.raises(LayerError, match="no layer moon-1; layers are: seismic_zone-1"):
        set_layer(hand, "moon-1", {"edition": "1"})


def test_a_reading_that_carries_a_map_away_or_is_none_changes_nothing(workspace, hand):
    name = added(workspace, "seismic_zone", zones(BOTH))
    with pytest.raises(CRSError, match="outside China"):
        reread_layer(hand, name, "lonlat/swapped")
    with pytest.raises(CRSError, match="no reading"):
        reread_layer(hand, name, "moon")
    assert len(layer_history(workspace, hand.acting, name)) == 1
