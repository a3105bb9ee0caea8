"""Lists of stations, floods and levels of water as reports of an event."""

import numpy as np
import pytest
from affine import Affine

from desk.event_reports import reports_of_event, take_event, take_report
from desk.event_sources import Aid, WaterLevel
from desk.layer_store import import_layer
from desk.reported import struck_by
from desk.snapshot import exposure_of
from desk.struck import struck_by_event
from geo.damage import HEAVY
from geo.raster_files import write_geotiff
from geo.water_level import AT_THE_EDGE, SKETCH
from ledger.register import events
from rules.errors import EventError
from tests.desk.event_world import EAST, PLACES, made_county, message

EAST_LON, LAT = PLACES[EAST]


@pytest.fixture
def workspace(tmp_path):
    made = made_county(tmp_path / "w", houses=3)
    yield made
    made.ledger.close()


def stations(path, lon=104.5, quake=True, name="A"):
    told = f'<earthquake lat="31.5" lon="{lon}" mag="6.0" depth="10"/>' * quake
    station = f'<station code="{name}" lat="{LAT}" lon="{EAST_LON}" intensity="9.0" '
    path.write_text(f'<shakemap-data>{told}{station} netid="X"/></shakemap-data>')
    return path


def depths(path, depth_m):
    """Write one depth over the eastern village."""
    transform = Affine(0.01, 0, 104.65, 0, -0.01, 31.55)
    values = np.full((10, 10), depth_m, np.float32)
    write_geotiff(path, values, transform, crs="EPSG:4326", unit="metre")
    return path


def in_the_east(workspace):
    ids = exposure_of(workspace).household_id.to_pylist()
    return np.array([id_.startswith("E") for id_ in ids])


def heavy(workspace, event_id="flood-001"):
    damage = struck_by_event(workspace, event_id).damage
    return damage.probabilities[in_the_east(workspace), HEAVY].sum(axis=1)


def test_a_list_of_stations_that_tells_its_earthquake_is_an_event(workspace, tmp_path):
    take_event(workspace, "t", stations(tmp_path / "stationlist.xml"))
    (row,) = events(workspace.ledger)
    assert (row["form"], row["magnitude"], row["lon"]) == ("stations", 6.0, 104.5)
    struck, exposure = struck_by(workspace, "eq-001"), exposure_of(workspace)
    shaking, east = struck.shaking(exposure), in_the_east(workspace)
    assert shaking.source == "blend"
    assert shaking.intensity_degree[east].min() > shaking.intensity_degree[~east].max()
    drawn = struck._intensity_at(exposure)(exposure.lon, exposure.lat)
    np.testing.assert_allclose(drawn, shaking.intensity_degree, atol=0.1)


def test_a_list_that_places_the_earthquake_elsewhere_is_caught(workspace, tmp_path):
    take_event(workspace, "t", message(6.0, lon=104.5))
    path = stations(tmp_path / "stationlist.xml", lon=105.5)
    with pytest.raises(EventError, match=r"105\.500, 31\.500.*104\.500, 31\.500"):
        take_report(workspace, "t", "eq-001", path)
    assert len(reports_of_event(workspace, "eq-001")) == 1


def test_a_message_elsewhere_than_a_list_on_record_is_caught_too(workspace, tmp_path):
    take_event(workspace, "t", stations(tmp_path / "stationlist.xml"))
    with pytest.raises(EventError, match="km apart"):
        take_report(workspace, "t", "eq-001", message(6.0, lon=105.2))


def test_a_list_without_an_earthquake_is_none_of_its_own(workspace, tmp_path):
    path = stations(tmp_path / "stationlist.xml", quake=False)
    with pytest.raises(EventError, match="no earthquake of its own"):
        take_event(workspace, "t", path)
    take_event(workspace, "t", message(6.0))
    assert take_report(workspace, "t", "eq-001", path).number == 2


def test_earth_walls_in_water_that_stood_for_long_are_lost(workspace, tmp_path):
    path = depths(tmp_path / "depth.tif", 0.3)
    take_event(workspace, "t", path, Aid(hazard="flood"))
    shallow = heavy(workspace)
    assert take_report(workspace, "t", "flood-001", path, Aid("flood")).number == 1
    taken = take_report(workspace, "t", "flood-001", path, Aid("flood", 48.0))
    assert (taken.number, taken.is_new) == (2, True)
    assert reports_of_event(workspace, "flood-001")[1]["duration_h"] == 48.0
    assert (heavy(workspace) > shallow + 0.1).all()


def test_the_newest_depth_of_a_flood_stands_alone(workspace, tmp_path):
    take_event(workspace, "t", depths(tmp_path / "a.tif", 2.0), Aid("flood"))
    deep = heavy(workspace)
    newer = depths(tmp_path / "b.tif", 0.2)
    take_report(workspace, "t", "flood-001", newer, Aid("flood"))
    assert (heavy(workspace) < deep).all()


def test_a_level_of_water_fills_the_ground_of_the_elevation_model(workspace, tmp_path):
    level = WaterLevel(level_m=502.0, lon=EAST_LON, lat=LAT)
    with pytest.raises(EventError, match="as a layer of kind dem"):
        take_event(workspace, "t", level)
    path = depths(tmp_path / "dem.tif", 500.0)
    import_layer(workspace, path, "dem", "t")
    taken = take_event(workspace, "t", level, Aid(hours=3))
    (row,) = reports_of_event(workspace, taken.event_id)
    assert (row["form"], row["title"]) == ("water_level", "水位 502 m · 104.70, 31.50")
    struck = struck_by_event(workspace, taken.event_id)
    assert struck.hazard[in_the_east(workspace)] == pytest.approx([2.0] * 3)
    assert [remark.message for remark in struck.remarks] == [SKETCH, AT_THE_EDGE]


def test_an_earthquake_does_not_stand_for_hours(workspace, tmp_path):
    path = stations(tmp_path / "stationlist.xml")
    with pytest.raises(EventError, match="only water stands"):
        take_event(workspace, "t", path, Aid(hours=3))
