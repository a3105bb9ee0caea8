"""The plan in Excel: every figure a number, every text a text."""

import io
from datetime import datetime

import openpyxl
import pytest

from reports.plan_workbook import plan_workbook
from reports.proposal import MEASURE_WORDS
from reports.proposal_tables import SHORT_WORDS
from rules.language import translator
from rules.vocabulary import RETROFITS
from tests.reports.small_proposal import house, proposal, village

ENGLISH = translator("en")


def sheets(**more):
    made = plan_workbook(proposal(**more), ENGLISH)
    book = openpyxl.load_workbook(io.BytesIO(made))
    return {page.title: page for page in book.worksheets}


def rows(page):
    """Return the cells from the headings on, by heading."""
    top = page.freeze_panes
    heads, *below = page.iter_rows(min_row=int(top[1:]) - 1, values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in below]


@pytest.fixture(scope="module")
def pages():
    return sheets()


def test_there_is_a_sheet_for_each_question(pages):
    assert [*pages] == [
        "Plan", "Villages", "Households of the plan", "Money", "Money by town",
        "Demands and their price", "To move away", "Why not chosen", "Parameters",
    ]  # fmt: skip


def test_every_measure_has_words():
    assert [*MEASURE_WORDS] == [*SHORT_WORDS] == [*RETROFITS]


def test_the_plan_tells_the_totals(pages):
    told = {row["Figure"]: row["Value"] for row in rows(pages["Plan"])}
    assert told["Qualify"] == 80
    assert told["strengthen with high-ductility concrete"] == 2
    assert told["Subsidy (CNY)"] == 122_000
    assert told["Risk removed (people), low"] == 1.0


def test_villages_keep_their_numbers_and_reasons(pages):
    first, second = rows(pages["Villages"])
    assert (first["Code"], first["HDC"], first["Repair"]) == ("990001100201", 2, 0)
    assert first["Subsidy (CNY)"] + second["Subsidy (CNY)"] == 122_000
    assert first["Among the first 2"] == 0.75
    assert first["Reason 3"] == "结构单一。"


def test_a_household_is_a_number_with_its_zeros(pages):
    first, _ = rows(pages["Households of the plan"])
    assert first["Household"] == "001"
    assert first["Retrofit measure"] == "strengthen with high-ductility concrete"
    assert not {"Name", "Head"} & {*first}


def test_what_is_unknown_is_an_empty_cell(pages):
    _, second = rows(pages["Why not chosen"])
    assert second["Rank"] is None and second["Among the first 2"] is None
    _, other = rows(pages["Demands and their price"])
    assert other["Risk removed changes by (people)"] is None


def test_a_parameter_keeps_its_day(pages):
    (row,) = rows(pages["Parameters"])
    assert row["Dated"] == datetime(2026, 1, 1)
    assert row["Checked at its source"] == "not checked"


@pytest.mark.parametrize("text", ["=1+1", "+86", "@SUM(A1)", "http://a.example"])
def test_what_looks_like_a_formula_or_a_link_stays_text(text):
    made = sheets(houses=[house(1, reason=text)])["Households of the plan"]
    cells = [cell for line in made.iter_rows() for cell in line if cell.value == text]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)]


def test_the_stamp_stands_on_every_sheet_and_in_its_header(pages):
    for page in pages.values():
        assert page["A2"].value == "Demonstration data"
        assert "Demonstration data" in page.oddHeader.right.text


def test_the_headings_are_repeated_on_every_printed_page(pages):
    for page in pages.values():
        row = int(page.freeze_panes[1:]) - 1
        assert page.print_title_rows == f"${row}:${row}"


def test_an_empty_plan_is_a_workbook_too():
    made = sheets(
        villages=(), houses=(), towns=(), demands=(), vetoed=(), passed=(), stamp=""
    )
    assert rows(made["Villages"]) == []
    assert made["Plan"]["A2"].value != "Demonstration data"


def test_a_village_with_fewer_reasons_leaves_the_others_empty():
    two = [*proposal().villages, village(3, "五村", {"hdc": 1}, 1, reasons=("一",))]
    last = rows(sheets(villages=two)["Villages"])[-1]
    assert (last["Reason 1"], last["Reason 2"]) == ("一", None)


def test_the_same_plan_has_the_same_bytes():
    first, second = (plan_workbook(proposal(), ENGLISH) for _ in range(2))
    assert first == second
