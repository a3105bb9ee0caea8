import io
from datetime import datetime

import openpyxl
import pytest

from desk.all_doors import all_doors_workbook
from desk.case_hand import Hand
from desk.events import Parameters, add_event_parameters
from desk.findings import import_findings
from desk.shelf import CountyShelf
from desk.visit_first import set_first_kinds
from geo.sheets import sheet_of
from rules.errors import EventError
from rules.times import CHINA_TIME
from tests.desk.field_world import PLANNER, made_workspace

STRUCK = datetime(2025, 11, 18, 14, 0, tzinfo=CHINA_TIME)
QUAKE = Parameters(magnitude=6.5, lon=104.5, lat=31.5, depth_km=10, at=STRUCK)


@pytest.fixture
def world(tmp_path):
    workspace = made_workspace(tmp_path / "w")
    event_id = add_event_parameters(workspace, QUAKE, "t")
    yield Hand(workspace, PLANNER), event_id
    workspace.ledger.close()


def opened(world, **told):
    hand, event_id = world
    content = all_doors_workbook(CountyShelf(hand.workspace), event_id, "en", **told)
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_every_door_is_there_in_the_order_of_visits(world):
    table = rows(opened(world)["All doors"])
    doors = [row for row in table if row[0] in (1, 2, 3)]
    assert [row[0] for row in doors] == [1, 2, 3]
    assert {row[1] for row in doors} == {"H1", "H2", "H3"}


def test_a_door_without_a_place_has_empty_cells(world):
    (lost,) = [row for row in rows(opened(world)["All doors"]) if row[1] == "H2"]
    assert lost[6] is None and lost[7] is None and lost[14] is None


def test_what_was_found_is_on_record_and_its_door_in_no_sheet_to_fill_in(world):
    line = {"household_id": "H1", "tag": "红", "visited_at": "2025-11-19 09:30"}
    import_findings(*world, sheet_of(list(line), [(2, line)], "back.csv"))
    book = opened(world, village_sheets=True)
    (seen,) = [row for row in rows(book["All doors"]) if row[1] == "H1"]
    assert seen[16] == "red" and seen[17].startswith("2025-11-19")
    left = [row[1] for row in rows(book["柳沟村"])]
    assert "H2" in left and "H1" not in left


def test_a_door_is_in_no_class_where_nobody_counted_who_depends(world):
    set_first_kinds(world[0], ["some_depend"])
    table = rows(opened(world)["All doors"])
    named = {row[13] for row in table if row[0] in (1, 2, 3)}
    assert named == {None}


def test_an_event_that_is_not_on_record_is_refused(world):
    with pytest.raises(EventError, match="no event"):
        all_doors_workbook(CountyShelf(world[0].workspace), "eq-none", "en")
