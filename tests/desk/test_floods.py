"""Floods: who may live in a house again, rivers that were there before, the slope."""

import io

import geopandas as gpd
import numpy as np
import pyarrow.csv as pa_csv
import pytest
import shapely
from affine import Affine

from desk.event_reports import take_event, take_report
from desk.event_sources import Aid, WaterLevel
from desk.flooded import IN_RIVER, NO_DEPTH
from desk.habitable import counts
from desk.layer_store import add_layer
from desk.order_file import order_csv
from desk.shelf import CountyShelf
from desk.triage import triage_event
from desk.visit_why import visit_rows
from geo.flood_damage import Habitable
from geo.raster_files import write_geotiff
from geo.water_level import AT_THE_EDGE, SKETCH
from tests.desk.event_world import EAST, PLACES, find, grid_xml, made_county, message

LON, LAT = PLACES[EAST]
FLOOD = Aid(hazard="flood")
WATER_ROW, PLACE_ROW = "After the water the house", "Place of the house"
SLOPE_ROW = "Share of the slope that may slide"


@pytest.fixture
def workspace(tmp_path):
    made = made_county(tmp_path / "w", houses=4)
    yield made
    made.ledger.close()


def grid(path, values, west=104.65, north=31.55, cell=0.01):
    transform = Affine(cell, 0, west, 0, -cell, north)
    write_geotiff(path, values, transform, crs="EPSG:4326", unit="metre")
    return path


def deep(tmp_path, depth_m=2.0):
    """Water over the whole eastern village, none in the west."""
    values = np.zeros((10, 50), np.float32)
    values[:, 40:] = depth_m
    return grid(tmp_path / "depth.tif", values, west=104.25)


def extent(tmp_path):
    path = tmp_path / "extent.geojson"
    water = shapely.box(104.65, 31.45, 104.75, 31.55)
    gpd.GeoDataFrame(geometry=[water], crs="EPSG:4326").to_file(path)
    return path


def river(workspace, shape):
    rows = gpd.GeoDataFrame({"name": ["河"]}, geometry=[shape], crs="EPSG:4490")
    add_layer(workspace, "river", rows, title="r", source="t", actor="t")


def at_houses(workspace, values, event_id="flood-001"):
    ids = triage_event(workspace, event_id).exposure.household_id.to_pylist()
    return dict(sorted(zip(ids, values, strict=True)))


def panel(workspace, household_id, event_id="flood-001"):
    found = triage_event(workspace, event_id)
    position = found.exposure.household_id.to_pylist().index(household_id)
    return dict(visit_rows(found, position, str))


def table(found, slides=None):
    read = pa_csv.read_csv(io.BytesIO(order_csv(found, slides)))
    return {row["household_id"]: row for row in read.to_pylist()}


def test_earth_walls_in_deep_water_are_not_lived_in_before_they_are_seen(
    workspace, tmp_path
):
    take_event(workspace, "t", deep(tmp_path), FLOOD)
    found = triage_event(workspace, "flood-001")
    assert counts(found.habitable) == {"yes": 4, "no": 4, "open": 0}
    rows = table(found)
    assert [rows[id_]["habitable"] for id_ in ("W000", "E000")] == ["yes", "no"]
    assert panel(workspace, "E000")[WATER_ROW] == "may not be lived in"


def test_what_a_team_finds_speaks_for_its_own_door(workspace, tmp_path):
    take_event(workspace, "t", deep(tmp_path), FLOOD)
    tags = zip(("E000", "E001", "W000"), ("绿", "黄", "红"), strict=True)
    rows = [(f"f-{id_}", id_, tag, "2026-07-02") for id_, tag in tags]
    find(workspace, "flood-001", *rows)
    found = triage_event(workspace, "flood-001")
    told = at_houses(workspace, found.habitable.tolist())
    assert (told["E000"], told["E001"], told["W000"]) == (1, -1, 0)
    assert (told["E002"], told["W001"]) == (0, 1)
    assert panel(workspace, "E001")[WATER_ROW] == "to be appraised"
    assert table(found)["E001"]["habitable"] in (None, "")


@pytest.mark.parametrize("form", ["depth", "extent"])
def test_a_house_in_a_river_of_the_map_is_not_counted_as_flooded(
    workspace, tmp_path, form
):
    path = extent(tmp_path) if form == "extent" else deep(tmp_path)
    river(workspace, shapely.Point(LON, LAT).buffer(0.00011))  # holds E000 only
    taken = take_event(workspace, "t", path, FLOOD)
    found = triage_event(workspace, "flood-001")
    assert at_houses(workspace, found.struck.in_river)["E000"]
    assert found.struck.in_river.sum() == 1
    heavy = at_houses(workspace, found.heavy)
    assert np.isnan(heavy["E000"]) and heavy["E001"] > 0.5
    assert at_houses(workspace, found.habitable)["E000"] == Habitable.UNKNOWN
    (remark,) = [r for r in taken.remarks if r.message == IN_RIVER]
    assert str(remark).startswith("1 houses")
    assert str(remark) in found.note(str)
    assert ([r.message for r in taken.remarks] == [NO_DEPTH, IN_RIVER]) == (
        form == "extent"
    )
    assert panel(workspace, "E000")[PLACE_ROW].startswith("doubtful")
    assert PLACE_ROW not in panel(workspace, "E001")


def test_a_river_drawn_as_a_line_has_no_inside(workspace, tmp_path):
    river(workspace, shapely.LineString([(LON - 1, LAT), (LON + 1, LAT)]))
    take_event(workspace, "t", deep(tmp_path), FLOOD)
    found = triage_event(workspace, "flood-001")
    assert not found.struck.in_river.any() and found.note(str) == ""


def test_an_earthquake_has_no_answer_of_the_kind(workspace):
    take_event(workspace, "t", message(6.0))
    found = triage_event(workspace, "eq-001")
    assert found.habitable is None
    assert "habitable" not in next(iter(table(found).values()))
    assert WATER_ROW not in panel(workspace, "E000", "eq-001")


def test_a_level_is_a_sketch_and_says_nothing_where_no_height_is_known(
    workspace, tmp_path
):
    """E000 to E003 stand on 500 m; the cells further east have no height."""
    heights = np.full((10, 12), 500.0, np.float32)
    heights[:, 5:] = np.nan
    dem = grid(
        tmp_path / "dem.tif", heights, west=LON - 0.0009, cell=0.0002, north=31.501
    )
    add_layer(workspace, "dem", dem, title="d", source="t", actor="t")
    level = WaterLevel(level_m=502.0, lon=LON, lat=LAT)
    taken = take_event(workspace, "t", level)
    assert [remark.message for remark in taken.remarks] == [SKETCH, AT_THE_EDGE]
    found = triage_event(workspace, taken.event_id)
    depths = at_houses(workspace, found.hazard)
    assert depths["E000"] == 2.0
    assert np.isnan(depths["E003"]) and np.isnan(depths["W000"])
    later = WaterLevel(level_m=501.0, lon=LON, lat=LAT)
    assert take_report(workspace, "t", taken.event_id, later).number == 2
    depths = at_houses(workspace, triage_event(workspace, taken.event_id).hazard)
    assert depths["E000"] == 1.0


def test_the_map_draws_the_water_of_a_flood_and_of_nothing_else(workspace, tmp_path):
    take_event(workspace, "t", deep(tmp_path), FLOOD)
    take_event(workspace, "t", message(6.0))
    shelf = CountyShelf(workspace)
    assert shelf.event_depth({"event": "flood-001"}).suffix == ".tif"
    assert shelf.event_extent({"event": "flood-001"}) is None
    for choice in ({"event": "eq-001"}, {"event": "no"}, {}):
        assert shelf.event_depth(choice) is None and shelf.event_extent(choice) is None
    take_report(workspace, "t", "flood-001", extent(tmp_path), FLOOD)
    assert shelf.event_depth({"event": "flood-001"}) is None
    assert len(shelf.event_extent({"event": "flood-001"})) == 1


def with_velocity(path):
    """Write a ShakeMap of 7 degrees and 40 cm/s."""
    text = grid_xml(path, 7.0).read_text()
    text = text.replace("<grid_data>", _PGV + "<grid_data>")
    path.write_text(text.replace(" 7.0\n", " 7.0 40\n").replace(" 7.0<", " 7.0 40<"))
    return path


_PGV = '<grid_field index="4" name="PGV" units="cms"/>'


def test_the_slope_stands_beside_the_order_and_is_no_part_of_it(workspace, tmp_path):
    take_event(workspace, "t", with_velocity(tmp_path / "grid.xml"))
    shelf = CountyShelf(workspace)
    assert shelf.slides("us1") is None  # no heights
    before = table(shelf.triaged("us1"))
    assert "landslide_ratio" not in before["E000"]
    steep = np.tile(np.arange(50) * 800.0, (10, 1)).astype(np.float32)
    dem = grid(tmp_path / "dem.tif", steep, west=104.65, cell=0.01)
    add_layer(workspace, "dem", dem, title="d", source="t", actor="t")
    shelf = CountyShelf(workspace)
    slides, found = shelf.slides("us1"), shelf.triaged("us1")
    after = table(found, slides)
    assert 0.1 < after["E000"]["landslide_ratio"] < 0.5
    assert after["W000"]["landslide_ratio"] in (None, "")
    assert {id_: r["score"] for id_, r in after.items()} == {
        id_: r["score"] for id_, r in before.items()
    }
    ids = found.exposure.household_id.to_pylist()
    told = dict(visit_rows(found, ids.index("E000"), str, slides))[SLOPE_ROW]
    assert "%" in told and "look up" in told
    assert (
        dict(visit_rows(found, ids.index("W000"), str, slides))[SLOPE_ROW] == "unknown"
    )
    choice = {"lang": "en", "page": "responder", "event": "us1"}
    described = shelf.describe_house(ids.index("E000"), choice)
    assert SLOPE_ROW in dict(described.rows)
