"""Codes that changed: kept, suggested, and given to households when asked to."""

from datetime import datetime

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
from shapely.geometry import box

from desk.case_hand import Hand
from desk.codes import (
    code_table,
    drop_change,
    households_to_recode,
    import_codes,
    keep_change,
    known_places,
    recode_households,
    suggested_changes,
)
from desk.layer_store import add_layer
from geo.known_places import RECODED
from geo.sheets import Sheet
from ledger.households import place_names, record_of
from ledger.roles import Acting, Role
from ledger.schema import place
from rules.errors import AccessError, PlanningError
from tests.desk.field_world import (
    LONG_AGO,
    OTHER_VILLAGE,
    PLANNER,
    TOWN,
    VILLAGE,
    made_workspace,
)

NEW_TOWN = "990001400"
NEW_VILLAGE = f"{NEW_TOWN}200"
HEAD = ["旧代码", "新代码", "日期", "依据"]


@pytest.fixture
def hand(tmp_path):
    workspace = made_workspace(tmp_path / "w")
    yield Hand(workspace, PLANNER)
    workspace.ledger.close()


def table(*lines):
    columns = zip(HEAD, *lines, strict=True)
    cells = pa.table({str(at): pa.array(column) for at, column in enumerate(columns)})
    rows = np.arange(1, len(lines) + 2)
    return Sheet(cells=cells, rows=rows, file="变更.xlsx", format="xlsx")


def draw(hand, **names):
    """Add an edition of outlines: villages in a row, by code."""
    codes = [code.removeprefix("c") for code in names]
    shapes = [
        box(104 + n / 100, 31, 104.01 + n / 100, 31.01) for n in range(len(codes))
    ]
    content = gpd.GeoDataFrame(
        {"code": codes, "name": [*names.values()]}, geometry=shapes, crs="EPSG:4490"
    )
    told = {"title": "outlines", "source": "t", "actor": "t"}
    add_layer(hand.workspace, "village_boundary", content, **told)


def test_a_table_is_kept_once_and_recodes_nobody(hand):
    lines = [TOWN, NEW_TOWN, "2024-05-01", "民函〔2024〕3号"]
    told = import_codes(hand, table(lines))
    assert (told["imported"], told["unchanged"], told["rejected"]) == (1, 0, 0)
    told = import_codes(hand, table(lines))
    assert (told["imported"], told["unchanged"], told["rejected"]) == (0, 1, 0)
    assert record_of(hand.workspace.ledger, "H1")["village_code"] == VILLAGE
    (row,) = code_table(hand.workspace)
    assert (row["old_code"], row["old_name"], row["new_code"]) == (
        TOWN,
        "安和镇",
        NEW_TOWN,
    )
    assert row["source"] == "民函〔2024〕3号"


def test_what_contradicts_the_record_is_refused_until_that_is_dropped(hand):
    keep_change(hand, TOWN, NEW_TOWN, source="电话")
    told = import_codes(hand, table([TOWN, "990001500", "", ""]))
    assert (told["imported"], told["rejected"]) == (0, 1)
    assert "on record it became 990001400" in told["rows"][0]["reason"]
    drop_change(hand, TOWN)
    assert import_codes(hand, table([TOWN, "990001500", "", ""]))["imported"] == 1
    with pytest.raises(PlanningError, match="no change of code 990001777"):
        drop_change(hand, "990001777")


def test_a_change_that_cannot_be_is_not_kept(hand):
    with pytest.raises(PlanningError, match="these differ"):
        keep_change(hand, TOWN, NEW_VILLAGE, source="x")


def test_without_outlines_the_record_is_all_that_is_known(hand):
    places = known_places(hand.workspace)
    assert not places.complete and VILLAGE in places.names
    keep_change(hand, TOWN, NEW_TOWN, source="x")
    places = known_places(hand.workspace)
    assert VILLAGE not in places.names
    assert places.recode(VILLAGE) == (NEW_VILLAGE, RECODED)


def test_the_outlines_of_all_villages_are_the_register(hand):
    draw(hand, **{f"c{NEW_VILLAGE}": "柳沟村", f"c{OTHER_VILLAGE}": None})
    places = known_places(hand.workspace)
    assert places.complete
    assert [*places.names] == ["990001101", NEW_TOWN, NEW_VILLAGE, OTHER_VILLAGE]
    assert places.likely(VILLAGE, "柳沟村", "")[0] == NEW_VILLAGE


def test_the_outline_of_one_village_of_many_is_no_register(hand):
    at = datetime(2025, 2, 1)
    head = {"actor": "t", "verb": "survey", "scope": "exposure", "at": at}
    with hand.workspace.ledger.writing(**head) as entry:
        villages = [f"9900011002{n:02}" for n in range(10)]
        entry.write(place, [{"code": v, "name": f"{v}村"} for v in villages])
    draw(hand, **{f"c{OTHER_VILLAGE}": "远村"})
    places = known_places(hand.workspace)
    assert not places.complete
    assert {VILLAGE, OTHER_VILLAGE} <= places.names.keys()


def test_old_outlines_and_old_names_are_compared_with_the_register(hand):
    with pytest.raises(PlanningError, match="no register of villages"):
        suggested_changes(hand.workspace)
    draw(hand, **{f"c{VILLAGE}": "柳沟村", f"c{OTHER_VILLAGE}": "远村"})
    assert suggested_changes(hand.workspace) == []
    draw(hand, **{f"c{NEW_TOWN}201": "柳沟新村", f"c{OTHER_VILLAGE}": "远村"})
    (told,) = suggested_changes(hand.workspace)
    assert (told["old_code"], told["new_code"]) == (VILLAGE, f"{NEW_TOWN}201")
    assert told["overlap_ratio"] == pytest.approx(1)
    keep_change(hand, VILLAGE, f"{NEW_TOWN}201", source="对照")
    assert suggested_changes(hand.workspace) == []


def test_households_are_recoded_when_asked_and_the_history_keeps_the_old(hand):
    keep_change(hand, TOWN, NEW_TOWN, source="x")
    (row,) = households_to_recode(hand.workspace)
    assert (row["old_code"], row["new_code"], row["households"]) == (
        VILLAGE,
        NEW_VILLAGE,
        2,
    )
    assert recode_households(hand) == {"households": 2, "villages": 1, "left": 0}
    ledger = hand.workspace.ledger
    assert record_of(ledger, "H1")["village_code"] == NEW_VILLAGE
    assert record_of(ledger, "H3")["village_code"] == OTHER_VILLAGE
    assert record_of(ledger, "H1", LONG_AGO.date())["village_code"] == VILLAGE
    assert place_names(ledger)[NEW_VILLAGE] == "柳沟村"
    assert place_names(ledger)[NEW_TOWN] == "安和镇"
    assert recode_households(hand) == {"households": 0, "villages": 0, "left": 0}


def test_what_nobody_knows_a_new_code_for_is_left_and_said(hand):
    keep_change(hand, VILLAGE, None, source="x")
    draw(hand, **{f"c{NEW_VILLAGE}": "新村", f"c{NEW_TOWN}201": "又一村"})
    told = [(r["old_code"], r["reason"]) for r in households_to_recode(hand.workspace)]
    assert told == [
        (VILLAGE, "was abolished, and no code took its place"),
        (OTHER_VILLAGE, "is not in force, and no change is on record"),
    ]
    assert recode_households(hand) == {"households": 0, "villages": 0, "left": 3}


@pytest.mark.parametrize("act", [recode_households, lambda h: drop_change(h, TOWN),
                                 lambda h: import_codes(h, table())])  # fmt: skip
def test_codes_are_the_county_s_to_change(hand, act):
    officer = Hand(hand.workspace, Acting("王", Role.TOWN_OFFICER, TOWN))
    with pytest.raises(AccessError):
        act(officer)
