"""Rows set aside in Excel: everything text, what is at fault marked."""

import io

import openpyxl
import pytest

from reports.quarantine_workbook import (
    HEADING_ROWS,
    MARK,
    QuarantineSheet,
    quarantine_workbook,
)

FAULT_COLOUR = "FFFFE8A3"
CELLS = {"household_id": "000123", "id_number": "510105195001010001", "lon": "104.5"}


def page_of(*rows, names=("household_id", "id_number", "lon")):
    made = quarantine_workbook(
        QuarantineSheet(
            intake_id="in-7",
            title="改正后再拖入",
            fields=[(name, f"表头 {name}") for name in names],
            more=("行 row", "原因 reason", "建议 suggestion"),
            rows=rows,
        )
    )
    book = openpyxl.load_workbook(io.BytesIO(made))
    (page,) = book.worksheets
    return page


def values(page):
    return [list(line) for line in page.iter_rows(values_only=True)]


@pytest.fixture
def page():
    wrong = frozenset({"id_number"})
    return page_of((4, CELLS, "校验码不对", "id_number → 1", wrong))


def test_the_first_cell_tells_to_which_file_the_rows_belong(page):
    assert page["A1"].value == f"{MARK} in-7"
    assert page["B1"].value == "改正后再拖入"


def test_names_for_the_machine_stand_above_words_for_people(page):
    assert values(page)[1] == [
        "行 row", "household_id", "id_number", "lon", "原因 reason", "建议 suggestion",
    ]  # fmt: skip
    assert values(page)[2][1:4] == ["表头 household_id", "表头 id_number", "表头 lon"]
    assert page.freeze_panes == "B4"


def test_each_row_has_its_number_its_cells_and_why(page):
    assert values(page)[HEADING_ROWS:] == [
        ["4", "000123", "510105195001010001", "104.5", "校验码不对", "id_number → 1"]
    ]


def test_numbers_keep_their_zeros_and_all_their_digits(page):
    line = page[HEADING_ROWS + 1]
    assert [cell.data_type for cell in line] == ["s"] * 6
    assert {cell.number_format for cell in line[:4]} == {"@"}
    assert (line[1].value, line[2].value) == ("000123", "510105195001010001")


def test_what_is_at_fault_is_marked_and_nothing_else(page):
    colours = {
        cell.column: cell.fill.fgColor.rgb
        for cell in page[HEADING_ROWS + 1]
        if cell.fill.fill_type == "solid"
    }
    assert colours == {3: FAULT_COLOUR}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=HYPERLINK(\"http://a\")", "+8613800000000", "-1", "@SUM(A1)",
     "{=1}", "http://a.example", "mailto:a@b", "'007", "\t=1"],
)  # fmt: skip
def test_what_looks_like_a_formula_or_a_link_stays_text(text):
    page = page_of((1, {"household_id": text}, text, text, frozenset()))
    line = page[HEADING_ROWS + 1]
    for cell in (line[1], line[4], line[5]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_cell_that_a_row_does_not_have_is_empty():
    page = page_of((1, {"lon": "104.5"}, "", "", frozenset({"household_id"})))
    assert [cell.value for cell in page[HEADING_ROWS + 1]] == [
        "1", "", "", "104.5", "", "",
    ]  # fmt: skip


def test_rows_stand_in_the_order_they_are_given():
    page = page_of(*[(at, CELLS, "", "", frozenset()) for at in (9, 4, 12)])
    assert [line[0] for line in values(page)[HEADING_ROWS:]] == ["9", "4", "12"]


def test_without_rows_there_are_only_headings():
    page = page_of(names=())
    assert len(values(page)) == HEADING_ROWS
    assert values(page)[1] == ["行 row", "原因 reason", "建议 suggestion"]
