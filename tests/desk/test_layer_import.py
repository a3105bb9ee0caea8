"""Layer files taken in: what is told, recorded, replaced and converted."""

from datetime import date

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point, Polygon, box

from desk.case_hand import Hand
from desk.layer_editing import end_layer, reread_layer, set_layer
from desk.layer_register import findings_of, layer_history, layer_of
from desk.layer_store import import_layer, vector_layer
from geo.datum import convert, unconvert
from tests.desk.layer_world import (
    BOTH,
    EAST,
    FIRST,
    PLANNER,
    TODAY,
    WEST,
    added,
    filed,
    ids,
    made,
    said,
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


def test_an_import_tells_repairs_overlaps_and_what_it_replaces(workspace, tmp_path):
    added(workspace, "seismic_zone", zones(BOTH, degree=[7]), at=FIRST, title="old")
    bow = Polygon([(103.0, 31.0), (103.1, 31.1), (103.1, 31.0), (103.0, 31.1)])
    path = filed(tmp_path, zones(bow, box(103.0, 31.0, 103.2, 31.1)))
    told = import_layer(
        workspace, path, "seismic_zone", "Li", edition="2026", scale="1:10000",
        source="某图", valid_from=date(2026, 1, 1), role="planner",
    )  # fmt: skip
    assert (told["imported"], told["repaired"]) == (2, 1)
    (pair,) = told["overlaps"]
    assert (pair["first"], pair["second"], pair["values"]) == (1, 2, [8.0, 7.0])
    assert told["gaps"] == [] and told["area_change_ratio"] == pytest.approx(0.2, 0.01)
    lines = said(told)
    assert lines[0].startswith("1 invalid polygons repaired; 19.9991% of")
    assert "say 8 and 7 degrees of the same" in lines[2]
    assert lines[3].startswith("replaces old (seismic_zone-1), in force since")
    row = layer_of(workspace, told["layer_id"])
    kept = ("edition", "scale", "source", "valid_from", "recorded_by", "repaired")
    assert [row[name] for name in kept] == [
        "2026", "1:10000", "某图", date(2026, 1, 1), "Li", 1,
    ]  # fmt: skip
    assert row["overlap_m2"] == pytest.approx(pair["m2"]) and row["gap_m2"] == 0
    assert row["crs"].startswith("EPSG:4490")
    found = findings_of(workspace, row)
    assert found["remade"][0]["row"] == 1 and len(found["overlaps"]) == 1


def test_gaps_are_those_of_the_county(workspace, tmp_path):
    county = gpd.GeoDataFrame(
        {"code": ["990001"], "name": ["x"]}, geometry=[BOTH], crs="EPSG:4490"
    )
    added(workspace, "county_boundary", county)
    told = import_layer(workspace, filed(tmp_path, zones(WEST)), "seismic_zone", "t")
    (gap,) = told["gaps"]
    assert 103.1 < gap["lon"] < 103.2 and told["gap_m2"] == pytest.approx(1.06e8, 0.01)


def test_half_a_county_in_place_of_the_whole_is_warned_of(workspace, tmp_path):
    added(workspace, "seismic_zone", zones(BOTH, degree=[7]), title="whole")
    told = import_layer(workspace, filed(tmp_path, zones(WEST)), "seismic_zone", "t")
    assert said(told)[-1].startswith("covers only 50% of the ground of whole")
    path = filed(tmp_path, zones(EAST), "east")
    set_layer(Hand(workspace, PLANNER), told["layer_id"], {"edition": "2026"})
    told = import_layer(workspace, path, "seismic_zone", "t", edition="2026")
    assert len(ids(workspace)) == 2 and told["quality"] == []


def test_a_file_that_looks_like_one_on_record_is_said_to_count_beside_it(
    workspace, tmp_path
):
    flood = gpd.GeoDataFrame({"depth_m": [1.0]}, geometry=[WEST], crs="EPSG:4490")
    import_layer(workspace, filed(tmp_path, flood, "洪水"), "flood_extent", "t")
    changed = filed(tmp_path, flood.assign(depth_m=2.0), "洪水")
    told = import_layer(workspace, changed, "flood_extent", "t")
    assert said(told)[0].startswith("洪水 (flood_extent-1) counts as well")


def test_the_same_file_twice_changes_nothing_unless_it_had_ended(
    workspace, hand, tmp_path
):
    path = filed(tmp_path, zones(WEST, EAST))
    first = import_layer(workspace, path, "seismic_zone", "t")["layer_id"]
    again = import_layer(workspace, path, "seismic_zone", "t")
    assert (again["imported"], again["unchanged"]) == (0, 2)
    assert again["layer_id"] == first and len(ids(workspace)) == 1
    end_layer(hand, first, TODAY)
    assert ids(workspace) == []
    assert import_layer(workspace, path, "seismic_zone", "t")["imported"] == 2


def test_an_older_edition_brought_later_does_not_count_and_says_why(
    workspace, tmp_path
):
    added(workspace, "seismic_zone", zones(BOTH), valid_from=date(2016, 6, 1))
    path = filed(tmp_path, zones(BOTH, degree=[6]))
    told = import_layer(
        workspace, path, "seismic_zone", "t", valid_from=date(2001, 8, 1)
    )
    assert told["layer_id"] not in ids(workspace)
    assert "in force since 2016-06-01, is newer" in said(told)[0]


def test_a_shifted_map_is_converted_recorded_and_can_be_read_otherwise(
    workspace, hand, tmp_path
):
    shifted = np.column_stack(unconvert([103.05], [31.05], "gcj02"))
    point = gpd.GeoDataFrame(
        {"radius_m": [50.0]}, geometry=[Point(*shifted[0])], crs="EPSG:4490"
    )
    path = filed(tmp_path, point)
    told = import_layer(workspace, path, "geohazard", "t", reading="gcj02")
    name = told["layer_id"]

    def place():
        return vector_layer(workspace, "geohazard").geometry.iloc[0]

    assert place().distance(Point(103.05, 31.05)) < 1e-6
    assert layer_of(workspace, name)["reading"] == "gcj02"
    first = layer_of(workspace, name)["file"]
    made = reread_layer(hand, name, "lonlat")
    assert place().distance(Point(*shifted[0])) < 1e-6
    assert layer_of(workspace, name)["reading"] is None
    assert {first, made} <= {p.name for p in workspace.folder("layers").iterdir()}
    reread_layer(hand, name, "bd09")
    expected = np.column_stack(convert(*shifted.T, "bd09"))[0]
    assert place().distance(Point(*expected)) < 1e-6
    assert len(layer_history(workspace, hand.acting, name)) == 3


def test_metres_without_a_crs_are_read_as_the_zone_they_are_in(workspace, tmp_path):
    short = zones(BOTH).rename(columns={"design_intensity_degree": "intensity"})
    short.to_crs("EPSG:4543").to_file(tmp_path / "zones.shp")
    (tmp_path / "zones.prj").unlink()
    told = import_layer(
        workspace, tmp_path / "zones.shp", "seismic_zone", "t", reading="EPSG:4543"
    )
    bounds = vector_layer(workspace, "seismic_zone").total_bounds
    assert np.allclose(bounds, BOTH.bounds, atol=1e-6)
    assert layer_of(workspace, told["layer_id"])["reading"] == "EPSG:4543"
