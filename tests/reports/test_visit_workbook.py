import io
import math
from datetime import datetime

import numpy as np
import openpyxl
import pytest

from geo.finding_files import HEADINGS, REQUIRED, After, read_findings
from geo.named_columns import named_columns
from geo.sight import look, read_sheet
from reports import visit_workbook as module
from reports.visit_book import Doors, VillageRow, VisitBook, doors_of_villages
from reports.visit_workbook import visit_workbook
from rules.errors import SchemaError
from rules.language import translator
from rules.times import CHINA_TIME
from tests.reports.small_sweep import TWO

NAN = math.nan
DOORS = Doors(
    rank=np.array([1, 2, 3]),
    household_id=["H1", "=1+1", "H3"],
    town=["甲乡"] * 3,
    village=["柳沟村", "上坪村", "柳沟村"],
    structure=["土坯", "", "砖混"],
    grade=["C", "", "A"],
    hazard=np.array([7.94, NAN, 7.0]),
    p_heavy=np.array([0.6, NAN, 0.0]),
    people=np.array([4.0, 2.6, 3.0]),
    dependents=np.array([1, -1, 0]),
    danger=np.array([2.4, NAN, 0.0]),
    effort=np.array([1.0, 1.5, 2.0]),
    score=np.array([2.9, NAN, 0.0]),
    first=["school", "", ""],
    lon=np.array([102.1, NAN, 102.2]),
    lat=np.array([31.0, NAN, 31.1]),
    tag=["", "", "红"],
    visited_at=["", "", "2026-11-22"],
)
VILLAGE = VillageRow(
    town="甲乡", village="柳沟村", households=2, visited=1,
    danger_low=1.0, danger_middle=2.44, danger_high=4.0,
    heavy_low=NAN, heavy_middle=NAN, heavy_high=NAN,
)  # fmt: skip


def book(**told):
    plain = {
        "county": "示范县",
        "event_title": "示范县6.3级地震",
        "language": "en",
        "demonstration": True,
        "drill": False,
        "doors": DOORS,
        "villages": [VILLAGE],
        "teams": TWO,
    }
    return VisitBook(**plain | told)


def opened(**told):
    return openpyxl.load_workbook(io.BytesIO(visit_workbook(book(**told))))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_notes_teams_villages_and_all_doors_have_sheets():
    names = opened().sheetnames
    assert names == ["Notes", "1 一队", "2 二队", "By village", "All doors"]


def test_what_is_unknown_is_an_empty_cell_and_zero_a_zero():
    table = rows(opened()["All doors"])
    known, unknown, visited = table[3:]
    assert unknown[1] == "=1+1"
    assert unknown[4:10] == [None, None, None, None, 2.6, None]
    assert visited[7:11] == [0, 3, 0, 0]
    assert (known[4], visited[16]) == ("adobe", "red")


def test_a_village_shows_its_interval():
    assert rows(opened()["By village"])[3] == [
        "甲乡", "柳沟村", 2, 1, 1, 2.4, 4, None, None, None,
    ]  # fmt: skip


def test_each_village_has_a_sheet_of_its_unvisited_doors_where_asked():
    full = opened(village_sheets=True)
    assert full.sheetnames[3:5] == ["柳沟村", "上坪村"]
    assert [row[1] for row in rows(full["柳沟村"])[2:]] == ["Household", "H1"]
    assert full["By village"].cell(4, 2).hyperlink.location == "'柳沟村'!A1"


def test_doors_that_were_visited_are_in_no_sheet_to_fill_in():
    told = [
        (village, [s.household_id for s in stops])
        for _, village, stops in doors_of_villages(DOORS)
    ]
    assert told == [("柳沟村", ["H1"]), ("上坪村", ["=1+1"])]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_is_filled_in_comes_back_as_findings(tmp_path, language):
    path, say = tmp_path / "back.xlsx", translator(language)
    path.write_bytes(visit_workbook(book(language=language, teams=TWO[:1])))
    filled = openpyxl.load_workbook(path)
    sheet = filled["1 一队"]
    heads = [cell.value for cell in sheet[3]]
    typed = {
        "Found (green, yellow, red)": say("红"),
        "Damage grade (1 to 5)": 4,
        "Visited at": datetime(2026, 11, 22, 9, 30),
        "Lived in": say("no"),
        "Remarks": "墙体开裂",
    }
    for heading, value in typed.items():
        sheet.cell(5, heads.index(say(heading)) + 1, value)
    filled.save(path)
    found, unread = [], []
    for part in look(path).parts:
        cells = read_sheet(path, part=part)
        try:
            named_columns(cells, HEADINGS, REQUIRED)
        except SchemaError:
            unread.append(part)
            continue
        found.append(read_findings(cells, after=AFTER))
    (row,) = [row for one in found for row in one.rows]
    assert row["household_id"] == TWO[0].stops[1].household_id
    assert (row["tag"], row["damage_grade"], row["team"]) == ("红", 4, "一队")
    assert row["visited_at"] == "2026-11-22T09:30:00+08:00"
    assert row["reason"] == "ordered"
    assert (row["occupied"], row["note"]) == (False, "墙体开裂")
    assert not [reject for one in found for reject in one.rejects]
    assert sum(one.unvisited for one in found) == 1
    assert len(unread) == 3  # notes, villages, all doors


AFTER = After(
    event_id="e",
    happened_at=datetime(2026, 11, 20, tzinfo=CHINA_TIME),
    now=datetime(2026, 11, 23, tzinfo=CHINA_TIME),
)


def test_a_workbook_of_the_teams_alone_is_small():
    assert opened(doors=None, villages=()).sheetnames == ["Notes", "1 一队", "2 二队"]


def test_cells_to_fill_in_offer_their_words():
    offered = opened()["1 一队"].data_validations.dataValidation
    assert '"green,yellow,red"' in [rule.formula1 for rule in offered]


def test_progress_grows_to_the_number_of_rows(monkeypatch):
    monkeypatch.setattr(module, "ROWS_TOLD", 2)
    told = []
    visit_workbook(book(), lambda done, of: told.append((done, of)))
    assert told == sorted(told) and told[-1] == (7, 7)
    assert len(told) > 2


def test_more_doors_than_a_sheet_holds_go_on_in_another(monkeypatch):
    monkeypatch.setattr(module, "ROWS_IN_SHEET", 2)
    full = opened()
    assert full.sheetnames[-2:] == ["All doors", "All doors 2"]
    assert rows(full["All doors 2"])[3][1] == "H3"


@pytest.mark.slow
def test_a_county_of_200_000_doors_is_written():
    count = 200_000
    many = Doors(
        **{
            name: np.resize(np.array(values), count)
            for name, values in DOORS.columns().items()
        }
    )
    told = []
    visit_workbook(book(doors=many), lambda done, of: told.append((done, of)))
    assert told[-1] == (count + 4, count + 4)
