import io
import math
from dataclasses import replace

import openpyxl
import pytest

from reports.difference_pdf import difference_pdf
from reports.difference_sheet import (
    DifferenceSheet,
    Moved,
    Total,
    VillageMoved,
    difference_xlsx,
)
from tests.reports.printed import PAGE, Printed

NAN = math.nan


def moved(household_id, before, after, **told):
    plain = {"degree_before": 7.04, "degree_after": 7.9, "why": "report 2"}
    return Moved(
        household_id=household_id,
        village="柳沟村",
        rank_before=before,
        rank_after=after,
        **plain | told,
    )


SHEET = DifferenceSheet(
    county="示范县",
    event_title="示范县6.3级地震",
    language="en",
    demonstration=True,
    drill=False,
    before="report 1",
    after="report 2",
    least_places=50,
    total_before=Total(210, 640, 1800),
    total_after=Total(NAN, NAN, NAN),
    households=20_000,
    moved_count=2,
    rows=[
        moved("H-near", 5, 9),
        moved("H-back", 10, 400, degree_after=NAN),
        moved("H-up", 700, 1),
        moved("H-new", None, 3, why="no place before"),
    ],
    villages=[
        VillageMoved(
            village=name, households=9, moved=n, degree_before=7, degree_after=NAN
        )
        for name, n in (("甲村", 0), ("乙村", 3))
    ],
)


@pytest.fixture
def printed(monkeypatch):
    return Printed(monkeypatch)


def cells(content, at):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[c.value for c in row] for row in book.worksheets[at].iter_rows()]


def test_doors_that_moved_far_come_first_in_the_new_order():
    order = [row.household_id for row in SHEET.ordered]
    assert order == ["H-up", "H-new", "H-back", "H-near"]
    assert [row.moved for row in SHEET.ordered] == [699, None, -390, -4]


def test_villages_come_by_how_many_of_their_doors_moved():
    assert [row.village for row in SHEET.ordered_villages] == ["乙村", "甲村"]


def test_the_workbook_holds_every_door_and_leaves_unknown_cells_empty():
    rows = cells(difference_xlsx(SHEET), 0)
    at = next(i for i, row in enumerate(rows) if row[0] == "Household")
    assert [row[0] for row in rows[at + 1 :]] == ["H-up", "H-new", "H-back", "H-near"]
    assert rows[at + 3][2:7] == [10, 400, -390, 7, None]
    assert rows[1][0] == "Demonstration data"


def test_a_formula_in_a_name_stays_text():
    sheet = replace(SHEET, rows=[moved("=1+1", 1, 99)])
    assert "=1+1" in [row[0] for row in cells(difference_xlsx(sheet), 0)]


def test_the_paper_says_what_changed_and_why(printed):
    difference_pdf(SHEET)
    page = printed.pages[0]
    assert "2 of 20,000 doors moved by 50 places or more (0.0%)" in page
    expected = "Houses heavily damaged or destroyed, expected"
    assert f"{expected}: 640 (210–1,800) → unknown" in page
    assert {"report 2: 3", "no place before: 1", "H-up", "–"} <= set(page)


def test_what_the_paper_leaves_out_is_counted(printed):
    many = [moved(f"H{n}", n + 1000, n + 1) for n in range(200)]
    content = difference_pdf(replace(SHEET, rows=many), most=120)
    assert len(PAGE.findall(content)) == 3
    listed = [word for word in printed.words if word.startswith("H")]
    assert [word for word in listed if word[1:].isdigit()] == [
        f"H{n}" for n in range(120)
    ]
    told = "the first 120 of 200; all are in the workbook"
    assert any(told in word for word in printed.words)


def test_nothing_that_changed_is_a_page_all_the_same(printed):
    content = difference_pdf(replace(SHEET, rows=[], villages=[], moved_count=0))
    assert len(PAGE.findall(content)) == 1
    assert content == difference_pdf(
        replace(SHEET, rows=[], villages=[], moved_count=0)
    )
