"""What leaves comes back unchanged."""

import numpy as np
import pytest
from shapely import LineString, box

from desk.case_hand import Hand
from desk.exporting import export_households, export_layer, export_map
from desk.intake import planned, take
from desk.intake_seen import see
from desk.layer_store import add_layer, vector_layer
from geo.layer_files import read_layer
from ledger.roles import Acting, Role
from tests.desk.export_world import HOMES, county, features, layers, own_county

__all__ = ["county", "own_county"]

FORMS = (".csv", ".xlsx", ".gpkg", ".geojson", ".kml")


def taken_back(workspace, path):
    hand = Hand(workspace, Acting("t", Role.PLANNER))
    return take(hand, path, planned(see(workspace, path)))


@pytest.mark.parametrize("form", FORMS)
def test_households_come_back_unchanged(own_county, tmp_path, form):
    path = tmp_path / f"out{form}"
    export_households(own_county, path, with_hazards=False)
    told = taken_back(own_county, path)
    counts = {name: told[name] for name in ("imported", "unchanged", "rejected")}
    assert counts == {"imported": 0, "unchanged": len(HOMES), "rejected": 0}, told


def test_households_with_hazards_come_back_unchanged(own_county, tmp_path):
    path = tmp_path / "out.xlsx"
    export_households(own_county, path, with_hazards=True)
    told = taken_back(own_county, path)
    assert (told["imported"], told["unchanged"]) == (0, len(HOMES)), told


def test_a_csv_guarded_for_excel_comes_back_unchanged(own_county, tmp_path):
    path = tmp_path / "out.csv"
    export_households(own_county, path, with_hazards=False, for_excel=True)
    told = taken_back(own_county, path)
    assert (told["imported"], told["unchanged"]) == (0, len(HOMES)), told


@pytest.mark.parametrize("kind", sorted(layers()))
@pytest.mark.parametrize("form", [".gpkg", ".geojson", ".kml"])
def test_a_layer_comes_back_as_it_left(county, tmp_path, kind, form):
    path = tmp_path / f"out{form}"
    export_layer(county, kind, path)
    left, back = vector_layer(county, kind), read_layer(path, kind)
    assert len(back) == len(left)
    for name in left.columns.drop("geometry"):
        ours, theirs = (t[name].astype(object).tolist() for t in (left, back))
        assert [_plain(v) for v in theirs] == [_plain(v) for v in ours], name
    for ours, theirs in zip(left.geometry, back.geometry, strict=True):
        assert ours.hausdorff_distance(theirs) < 1e-9 and ours.equals(theirs)


@pytest.mark.parametrize("form", [".gpkg", ".geojson", ".kml"])
def test_what_a_fault_and_a_flood_way_say_comes_back(own_county, tmp_path, form):
    line = LineString([(104.41, 31.41), (104.79, 31.59)])
    ground = box(104.4, 31.4, 104.6, 31.6)
    told = {
        "fault": features(
            [line, line],
            name=["甲", None],
            activity=["全新世", None],
            overburden_m=[np.nan, 75.5],
        ),
        "flood_extent": features(
            [ground, ground],
            return_period_years=[20.0, np.nan],
            flood_way=[None, "是"],
        ),
    }
    for kind, content in told.items():
        add_layer(own_county, kind, content, title=kind, source=kind, actor="t")
        path = tmp_path / f"{kind}{form}"
        export_layer(own_county, kind, path)
        back = read_layer(path, kind)
        for name in content.columns.drop("geometry"):
            ours, theirs = (t[name].astype(object).tolist() for t in (content, back))
            assert [_plain(v) for v in theirs] == [_plain(v) for v in ours], name


def test_households_come_back_from_the_whole_map(own_county, tmp_path):
    path = tmp_path / "map.gpkg"
    export_map(own_county, path)
    told = taken_back(own_county, path)  # the first table is that of the households
    assert (told["imported"], told["unchanged"]) == (0, len(HOMES)), told


def _plain(value):
    return None if value is None or value != value else value


def test_numbers_of_a_zone_are_the_same_numbers(county, tmp_path):
    export_layer(county, "seismic_zone", tmp_path / "z.kml")
    back = read_layer(tmp_path / "z.kml", "seismic_zone")
    assert back["design_intensity_degree"].tolist() == [8.0, 6.0]
    assert np.isnan(back["pga_g"].iloc[1])
