"""From the door to the order of visits: what teams bring back is kept once."""

import io
from datetime import datetime
from random import Random

import numpy as np
import openpyxl
import pyarrow as pa
import pytest

from desk.case_hand import Hand
from desk.events import Parameters, add_event_parameters
from desk.findings import findings_of, import_findings
from desk.order_file import order_csv
from desk.sheets import village_map, visit_table, visit_workbook
from desk.shelf import CountyShelf
from geo.mapping import propose
from geo.sheets import Sheet
from ledger.roles import Acting, Role
from rules.errors import AccessError, EventError, PlanningError, SchemaError
from rules.times import CHINA_TIME
from tests.desk.field_world import PLANNER, TOWN, VILLAGE, made_workspace

STRUCK = datetime(2025, 11, 18, 14, 0, tzinfo=CHINA_TIME)
QUAKE = Parameters(magnitude=6.5, lon=104.5, lat=31.5, depth_km=10, at=STRUCK)
HEAD = ["finding_id", "household_id", "tag", "visited_at", "team"]


@pytest.fixture
def world(tmp_path):
    workspace = made_workspace(tmp_path / "w")
    event_id = add_event_parameters(workspace, QUAKE, "t")
    yield Hand(workspace, PLANNER), event_id
    workspace.ledger.close()


def sheet(*lines, head=HEAD):
    columns = zip(head, *lines, strict=True)
    cells = pa.table({str(at): pa.array(column) for at, column in enumerate(columns)})
    rows = np.arange(1, len(lines) + 2)
    return Sheet(cells=cells, rows=rows, file="back.csv", format="csv")


def counts(told):
    return [told[n] for n in ("imported", "unchanged", "rejected", "unvisited")]


def found_at(id_, household_id, tag, time="2025-11-19 09:30", team="一队"):
    return [id_, household_id, tag, time, team]


def bring(world, *lines, acting=None):
    hand, event_id = world
    hand = Hand(hand.workspace, acting or hand.acting)
    return import_findings(hand, event_id, sheet(*lines))


def test_what_was_brought_twice_is_kept_once(world):
    lines = [found_at("f1", "H1", "红"), found_at("f2", "H3", "绿")]
    assert counts(bring(world, *lines)) == [2, 0, 0, 0]
    assert counts(bring(world, *reversed(lines), lines[0])) == [0, 3, 0, 0]
    assert [row["finding_id"] for row in findings_of(*world)] == ["f1", "f2"]


def test_a_second_content_under_one_number_is_refused_with_the_first(world):
    bring(world, found_at("f1", "H1", "红"))
    told = bring(world, found_at("f1", "H1", "绿"))
    assert counts(told) == [0, 0, 1, 0]
    assert told["rows"] == [
        {
            "row": 2,
            "part": "",
            "field": "finding_id",
            "value": "f1",
            "reason": "on record it says something else: 红, "
            "2025-11-19T09:30:00+08:00, event eq-001",
        }
    ]


def test_good_rows_are_taken_although_others_are_refused(world):
    told = bring(
        world,
        found_at("f1", "H1", "红"),
        found_at("f2", "H9", "绿"),
        found_at("f3", "H2", "绿", time="2025-11-18 13:59"),
        found_at("f4", "H2", "绿", time="2099-11-20 12:01"),
    )
    assert counts(told) == [1, 0, 3, 0]
    assert [row["row"] for row in told["rows"]] == [4, 5, 3]


def test_the_newest_finding_at_a_door_speaks_of_it_in_any_order(world):
    lines = [
        found_at("f1", "H1", "红", time="2025-11-19 15:00"),
        found_at("f2", "H1", "绿", time="2025-11-19 09:00"),
        found_at("f3", "H3", "黄", time="2025-11-20"),
        found_at("f4", "H3", "绿", time="2025-11-19 23:59"),
    ]
    Random(1).shuffle(lines)
    for line in lines:
        bring(world, line)
    visited = CountyShelf(world[0].workspace).triaged(world[1]).visited
    assert visited.counts() == {"绿": 0, "黄": 1, "红": 1}


def test_visited_doors_come_last(world):
    shelf = CountyShelf(world[0].workspace)
    before = visit_table(shelf, world[1], {})
    first = before["household_id"][0]
    bring(world, found_at("f1", first, "红"))
    shelf = CountyShelf(world[0].workspace)
    table = visit_table(shelf, world[1], {})
    assert table["household_id"].tolist()[-1] == first
    assert table["rank"].tolist() == [1, 2, 3]
    assert table["tag"].tolist() == ["", "", "红"]
    hidden = visit_table(shelf, world[1], {}, unvisited_only=True)
    assert hidden["rank"].tolist() == [1, 2]


def test_the_order_file_ends_with_what_was_found(world):
    bring(world, found_at("f1", "H1", "红"))
    found = CountyShelf(world[0].workspace).triaged(world[1])
    head, *lines = order_csv(found).decode().splitlines()
    names = head.replace('"', "").split(",")
    assert names[:7] == ["household_id", "rank", "p1", "p2", "p3", "p4", "p5"]
    assert names[-4:] == ["visited_at", "tag", "damage_grade", "again"]
    ends = {line.split(",")[0]: line.split(",")[-4:] for line in lines}
    assert ends['"H1"'] == ['"2025-11-19T09:30:00+08:00"', '"红"', "", "false"]
    assert ends['"H2"'] == ["", "", "", "false"]


def test_the_order_file_itself_brings_nothing_new(world, tmp_path):
    bring(world, found_at("f1", "H1", "红"))
    path = tmp_path / "order.csv"
    path.write_bytes(order_csv(CountyShelf(world[0].workspace).triaged(world[1])))
    assert counts(import_findings(*world, path)) == [0, 1, 0, 2]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_printed_sheet_comes_back_filled_in(world, tmp_path, lang):
    hand, event_id = world
    printed = visit_workbook(CountyShelf(hand.workspace), event_id, "", lang)
    book = openpyxl.load_workbook(io.BytesIO(printed))
    for page in book.worksheets:
        rows = list(page.iter_rows())
        head = next(at for at, row in enumerate(rows) if row[2].value)
        tag, grade, at, team, _ = rows[head + 1][-5:]
        tag.value, grade.value, team.value = "黄", 3, "二队"
        at.value = datetime(2025, 11, 19, 9, 30)
    path = tmp_path / "back.xlsx"
    book.save(path)
    assert counts(import_findings(hand, event_id, path)) == [2, 0, 0, 1]
    assert counts(import_findings(hand, event_id, path)) == [0, 2, 0, 1]
    told = {(r["tag"], r["damage_grade"], r["team"]) for r in findings_of(*world)}
    assert told == {("黄", 3, "二队")}
    again = visit_workbook(CountyShelf(hand.workspace), event_id, "", lang)
    assert len(openpyxl.load_workbook(io.BytesIO(again)).sheetnames) == 1


def test_where_every_door_was_visited_nothing_is_printed(world):
    bring(world, *[found_at(f"f{n}", f"H{n}", "绿") for n in (1, 2, 3)])
    shelf = CountyShelf(world[0].workspace)
    with pytest.raises(PlanningError, match="no door is left to visit"):
        visit_workbook(shelf, world[1], "", "en")
    with pytest.raises(PlanningError, match="no door of village 990001100200"):
        village_map(shelf, world[1], VILLAGE, "en")


def test_a_mapping_told_by_a_person_is_followed(world):
    head = ["甲", "household_id", "tag", "visited_at", "team"]
    lines = sheet(found_at("f1", "H1", "红"), head=head)
    mapping = propose(lines, target="findings").mapping
    told = import_findings(*world, lines, mapping)
    assert counts(told) == [1, 0, 0, 0]


def test_a_responder_brings_findings_of_the_own_event_only(world):
    hand, event_id = world
    responder = Acting("周队", Role.RESPONDER, event_id=event_id)
    assert bring(world, found_at("f1", "H1", "红"), acting=responder)["imported"] == 1
    other = Hand(hand.workspace, Acting("周队", Role.RESPONDER, event_id="eq-009"))
    with pytest.raises(AccessError, match="works on event 'eq-009'"):
        import_findings(other, event_id, sheet(found_at("f2", "H1", "红")))
    with pytest.raises(AccessError, match="works on event 'eq-009'"):
        findings_of(other, event_id)


def test_a_town_brings_and_reads_its_own_findings_only(world):
    officer = Acting("王镇办", Role.TOWN_OFFICER, TOWN)
    told = bring(
        world, found_at("f1", "H1", "红"), found_at("f2", "H3", "绿"), acting=officer
    )
    assert counts(told) == [1, 0, 1, 0]
    assert told["rows"][0]["reason"] == "the house lies outside of your area"
    bring(world, found_at("f2", "H3", "绿"))
    own = Hand(world[0].workspace, officer)
    assert [r["household_id"] for r in findings_of(own, world[1])] == ["H1"]


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FINANCE])
def test_who_goes_to_no_door_brings_nothing(world, role):
    with pytest.raises(AccessError, match="brings no findings"):
        bring(world, found_at("f1", "H1", "红"), acting=Acting("x", role))


def test_an_unknown_event_and_a_sheet_of_something_else_are_refused(world):
    with pytest.raises(EventError, match="no event 'eq-009'"):
        import_findings(world[0], "eq-009", sheet(found_at("f1", "H1", "红")))
    with pytest.raises(SchemaError, match="missing columns"):
        import_findings(*world, sheet(["1", "2"], head=["序号", "备注"]))


def test_the_history_says_who_brought_which_file(world):
    bring(world, found_at("f1", "H1", "红"))
    hand = world[0]
    ledger = hand.workspace.ledger
    assert ledger.position("findings") == ledger.position()
