"""The table of towns and villages over a workspace: in, out, and before the map."""

from datetime import date, datetime

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
from shapely.geometry import box

from desk.case_hand import Hand
from desk.codes import keep_change
from desk.eligibility import household_eligibility
from desk.fortification import table_of
from desk.fortification_import import import_fortification
from desk.household_table import household_table, with_hazards
from desk.judging import judged
from desk.layer_store import add_layer, hazard_layers
from desk.shelf import CountyShelf
from desk.snapshot import exposure_of, hazards_of
from desk.veto import vetoes_of
from geo.eligibility import Answer
from geo.fortification import BASES
from geo.sheets import Sheet
from rules.errors import AccessError
from tests.desk.field_world import (
    LEADER,
    LONG_AGO,
    OTHER_TOWN,
    PLANNER,
    TOWN,
    VILLAGE,
    made_workspace,
)

HEAD = ["代码", "峰值加速度", "实施日期"]


def sheet(*lines):
    columns = zip(HEAD, *lines, strict=True)
    cells = pa.table({str(at): pa.array(column) for at, column in enumerate(columns)})
    rows = np.arange(1, len(lines) + 2)
    return Sheet(cells=cells, rows=rows, file="区划.xlsx", format="xlsx")


def layer(workspace, kind, **facts):
    ground = gpd.GeoDataFrame(
        {name: [value] for name, value in facts.items()},
        geometry=[box(104, 31, 105, 32)],
        crs="EPSG:4490",
    )
    words = {"title": kind, "source": kind, "actor": "t", "at": LONG_AGO}
    add_layer(workspace, kind, ground, **words)


@pytest.fixture
def hand(tmp_path):
    """All of the county at 7 degrees, 0.10 g, by the map."""
    workspace = made_workspace(tmp_path / "w")
    layer(workspace, "seismic_zone", design_intensity_degree=7.0, pga_g=0.1)
    yield Hand(workspace, PLANNER)
    workspace.ledger.close()


def by_house(workspace, column, on=None):
    exposure = exposure_of(workspace)
    found = hazards_of(workspace, exposure, hazard_layers(workspace, on), on)[column]
    ids = exposure.household_id.to_pylist()
    return {
        id_: None if np.isnan(value) else value
        for id_, value in sorted(zip(ids, found.tolist(), strict=True))
    }


def test_the_map_holds_until_a_table_is_taken_in_and_then_the_table(hand):
    told = by_house(hand.workspace, "design_intensity_degree")
    assert told == {"H1": 7, "H2": None, "H3": 7}
    told = import_fortification(hand, sheet([TOWN, "0.20", ""], ["1", "0.20", ""]))
    assert (told["imported"], told["unchanged"], told["rejected"]) == (1, 0, 1)
    told = by_house(hand.workspace, "design_intensity_degree")
    assert told == {"H1": 8, "H2": 8, "H3": 7}
    assert by_house(hand.workspace, "pga_g") == {"H1": 0.2, "H2": 0.2, "H3": 0.1}
    basis = by_house(hand.workspace, "fortification_basis")
    assert [BASES[code] for code in basis.values()] == ["town", "town", "polygon"]


def test_the_screening_is_kept_and_the_table_laid_over_it(hand):
    kept = hand.workspace.folder("snapshots")
    by_house(hand.workspace, "pga_g")
    before = sorted(path.name for path in kept.glob("*.parquet"))
    import_fortification(hand, sheet([VILLAGE, "0.30", ""]))
    assert by_house(hand.workspace, "pga_g")["H1"] == 0.3
    assert sorted(path.name for path in kept.glob("*.parquet")) == before


def test_the_same_table_twice_changes_nothing(hand):
    table = sheet([TOWN, "0.20", ""], [OTHER_TOWN, "0.05", ""])
    import_fortification(hand, table)
    position = hand.workspace.ledger.position()
    told = import_fortification(hand, table)
    assert (told["imported"], told["unchanged"]) == (0, 2)
    assert hand.workspace.ledger.position() == position


def test_a_past_day_has_the_table_of_its_time(hand):
    early = Hand(hand.workspace, PLANNER, at=datetime(2025, 2, 1, 8))
    import_fortification(early, sheet([TOWN, "0.20", ""]))
    on_map, table = by_house, "design_intensity_degree"
    assert on_map(hand.workspace, table, date(2025, 1, 20))["H1"] == 7
    assert on_map(hand.workspace, table, date(2025, 2, 2))["H1"] == 8


def test_every_answer_reads_the_table(hand):
    """Rule H5: below 7 degrees no pilot, whatever the map says."""
    import_fortification(hand, sheet([TOWN, "0.05", ""]))
    found = judged(hand.workspace)
    rows = np.array(found.exposure.household_id.to_pylist()) == "H1"
    assert found.verdicts["seismic_retrofit"].eligible[rows].tolist() == [Answer.NO]
    one = household_eligibility(hand.workspace, "H1")
    answer = next(a for a in one.answers if a.task == "seismic_retrofit")
    assert answer.answer is Answer.NO
    assert "seismic-intensity" in {rule.id for rule in answer.refuses}


def test_a_file_that_leaves_says_where_the_degree_came_from(hand):
    import_fortification(hand, sheet([TOWN, "0.20", ""]))
    exposure = exposure_of(hand.workspace)
    table = with_hazards(hand.workspace, exposure, household_table(exposure))
    rows = {row["household_id"]: row for row in table.to_pylist()}
    name = "design_intensity_degree_source"
    assert rows["H1"][name] == "区划.xlsx"
    assert rows["H3"][name].endswith("seismic_zone")
    assert not [n for n in table.column_names if "_fault_8_" in n]


def test_a_code_that_changed_since_is_followed(hand):
    import_fortification(hand, sheet(["990001109", "0.20", ""]))
    keep_change(hand, "990001109", TOWN, source="x")
    assert [row["place_code"] for row in table_of(hand.workspace)] == [TOWN]
    assert by_house(hand.workspace, "design_intensity_degree")["H1"] == 8


def test_a_leader_takes_no_table_in(hand):
    with pytest.raises(AccessError):
        import_fortification(Hand(hand.workspace, LEADER), sheet([TOWN, "0.2", ""]))


def test_a_county_without_hazard_layers_is_not_held_up(hand):
    exposure = exposure_of(hand.workspace)
    hazards = hazards_of(hand.workspace, exposure, hazard_layers(hand.workspace))
    found = vetoes_of(hand.workspace, exposure, hazards)
    assert found.not_judged == ("avoid_geohazard", "avoid_flood_way", "avoid_fault")
    assert found.answer.tolist() == [Answer.NO] * 3


def test_a_layer_in_force_is_judged_and_a_house_without_place_waits(hand):
    layer(hand.workspace, "flood_extent", flood_way="是")
    exposure = exposure_of(hand.workspace)
    hazards = hazards_of(hand.workspace, exposure, hazard_layers(hand.workspace))
    found = vetoes_of(hand.workspace, exposure, hazards)
    ids = exposure.household_id.to_pylist()
    told = dict(zip(ids, found.answer.tolist(), strict=True))
    assert told == {"H1": Answer.YES, "H2": Answer.UNKNOWN, "H3": Answer.YES}
    before = vetoes_of(hand.workspace, exposure, hazards, date(2024, 12, 31))
    assert before.by_rule == {}


def told_of(hand, id_):
    shelf = CountyShelf(hand.workspace)
    position = shelf.exposure().household_id.to_pylist().index(id_)
    return dict(shelf.describe_house(position, {"lang": "en"}).rows)["Design intensity"]


def test_a_house_is_told_what_its_degree_rests_on(hand):
    assert told_of(hand, "H1") == "7 degrees"
    assert told_of(hand, "H2") == "unknown"
    import_fortification(hand, sheet([VILLAGE, "0.20", ""], [OTHER_TOWN, "0.10", ""]))
    assert told_of(hand, "H2") == "8 degrees · by the table of villages"
    assert told_of(hand, "H3") == "7 degrees · by the table of towns"


def test_a_house_near_a_boundary_is_told_both_sides(hand):
    zones = gpd.GeoDataFrame(
        {"design_intensity_degree": [7.0, 8.0]},
        geometry=[box(104, 31, 104.5001, 32), box(104.5001, 31, 105, 32)],
        crs="EPSG:4490",
    )
    words = {"title": "z", "source": "z", "actor": "t", "at": LONG_AGO}
    add_layer(hand.workspace, "seismic_zone", zones, **words)
    assert told_of(hand, "H1") == "7 degrees · near a boundary: 8 on its other side"
    assert told_of(hand, "H3") == "8 degrees"


def test_a_village_on_the_map_has_the_degree_of_the_table(hand):
    layer(hand.workspace, "village_boundary", code=VILLAGE, name="柳沟村")

    def told():
        place = CountyShelf(hand.workspace).describe_place(104.5, 31.5, {"lang": "en"})
        return dict(place.rows)["Design intensity"]

    assert told() == "7 degrees"
    import_fortification(hand, sheet([TOWN, "0.20", ""]))
    assert told() == "8 degrees"
