"""The proposal on paper: filled, stamped, without names."""

import io

import openpyxl
import pytest
from docx import Document

from desk.plan_paper import paper, proposal, totals_of, write_paper
from desk.plan_settings import BudgetLine, PlanSettings
from desk.plan_sheets import houses_on_paper, money, passed, towns, vetoed
from desk.shelf import CountyShelf
from rules.errors import FileError
from rules.language import translator
from tests.desk.plan_world import FLOODED, HEAD, ID_NUMBER, OTHER_TOWN

STAMP = translator("zh_CN")("Demonstration data")
LINES = (
    BudgetLine(name="中央", amount_cny=60_000, tasks=("dangerous_house_retrofit",)),
    BudgetLine(name="市县", amount_cny=120_000),
)


@pytest.fixture(scope="module")
def found(plan_shelf):
    """Two sources, a floor and a limit, so that every table has a row."""
    asked = PlanSettings(
        budgets=LINES, floors=((OTHER_TOWN, 4),), most_villages=3, capacity=8
    )
    return plan_shelf.plan(asked)


@pytest.fixture(scope="module")
def word(plan_shelf, found):
    return Document(io.BytesIO(paper(plan_shelf, found, ".docx", scenario="甲方案")))


@pytest.fixture(scope="module")
def book(plan_shelf, found):
    made = paper(plan_shelf, found, ".xlsx", scenario="甲方案")
    return openpyxl.load_workbook(io.BytesIO(made))


def cells_of(document):
    return [cell.text for table in document.tables
            for row in table.rows for cell in row.cells]  # fmt: skip


def text_of(document):
    """All of its words, headers and footers too."""
    paragraphs = [p.text for p in document.paragraphs]
    for section in document.sections:
        for edge in (section.header, section.footer):
            paragraphs += [p.text for p in edge.paragraphs]
            paragraphs += [c.text for t in edge.tables for r in t.rows for c in r.cells]
    return "\n".join([*paragraphs, *cells_of(document)])


def cells_in(book):
    return [str(cell) for page in book.worksheets
            for row in page.iter_rows(values_only=True)
            for cell in row if cell is not None]  # fmt: skip


def test_word_names_the_county_the_plan_and_each_chosen_village(word, found):
    text = text_of(word)
    assert "安和县" in text and "甲方案" in text
    for name in found.villages["village_name"]:
        assert name in text
    assert f"{found.plan.cost_cny / 10_000:.2f}".rstrip("0").rstrip(".") in text


def test_word_has_the_map_and_says_what_it_shows(word):
    shape = word.inline_shapes[0]._inline
    assert "安和县" in text_of(word)
    assert "入选" in shape.docPr.get("descr")


def test_demonstration_data_is_stamped_on_every_page(word, book):
    headers = "".join(p.text for s in word.sections for p in s.header.paragraphs)
    footers = "".join(p.text for s in word.sections for p in s.footer.paragraphs)
    assert STAMP in headers + footers
    for page in book.worksheets:
        shown = "".join(map(str, cells_in_page(page)))
        printed = f"{page.oddHeader.center.text}{page.oddFooter.center.text}"
        printed += f"{page.oddHeader.left.text}{page.oddHeader.right.text}"
        printed += f"{page.oddFooter.left.text}{page.oddFooter.right.text}"
        assert STAMP in shown + printed, page.title


def cells_in_page(page):
    return [c for row in page.iter_rows(values_only=True) for c in row if c is not None]


def test_households_stand_in_excel_alone_and_never_by_name(word, book, found):
    """Rule A1: the paper goes up the line, the list of ids stays in the office."""
    cells = cells_in(book)
    assert {*found.houses["household_id"]} <= {*cells}
    assert not {*found.houses["household_id"]} & {*cells_of(word)}
    for text in (text_of(word), "\n".join(cells)):
        assert HEAD not in text and ID_NUMBER not in text


def test_the_houses_on_paper_are_those_of_the_plan(found):
    rows = houses_on_paper(found, str)
    assert [row.household_id for row in rows] == [*found.houses["household_id"]]
    assert sum(row.cost_cny for row in rows) == found.plan.cost_cny
    unseen = [row for row in rows if row.household_id.startswith("U")]
    assert {row.structure for row in unseen} <= {"unknown"}


def test_the_money_adds_up_by_source_and_by_town(found):
    """Rule M3."""
    lines, shares = money(found, str), towns(found)
    assert {line.name: line.used_cny for line in lines} == found.plan.by_budget
    assert sum(line.used_cny for line in lines) == found.plan.cost_cny
    for line in lines:
        paid = sum(share.by_budget_cny.get(line.name, 0) for share in shares)
        assert paid == line.used_cny <= line.amount_cny
    assert sum(share.households for share in shares) == len(found.houses)
    removed = sum(share.removed.value for share in shares)
    assert removed == pytest.approx(found.saved.value, rel=1e-6)


def test_villages_that_are_not_chosen_have_a_reason(plan_shelf, found):
    told = passed(found, plan_shelf.draws(found.settings), str)
    chosen = {*found.villages["village_name"]}
    assert not chosen & {one.village for one in told}
    (out,) = [one for one in told if one.rank is None]
    assert (out.village, out.entitled) == ("滩头村", 4)
    assert out.reason.startswith("The village is out")
    assert all(one.reason for one in told)


def test_a_village_out_but_kept_is_not_among_those_passed_over(plan_shelf, planned):
    found = planned(10_000_000, keep=(FLOODED,))
    told = passed(found, plan_shelf.draws(found.settings), str)
    assert "滩头村" not in {one.village for one in told}
    text = text_of(Document(io.BytesIO(paper(plan_shelf, found, ".docx"))))
    assert "滩头村" in text and "None" not in text


def test_families_that_should_move_are_counted_by_village(found):
    by_village = {one.village: one for one in vetoed(found, str)}
    assert (by_village["河口村"].vetoed, by_village["河口村"].out) == (2, False)
    assert by_village["滩头村"].reasons == {"a flood way": 3}
    assert totals_of(found).vetoed == sum(one.vetoed for one in by_village.values())


def test_every_demand_has_its_price(plan_shelf, found):
    told = proposal(plan_shelf, found, "en")
    demands = [one.demand for one in told.demands]
    assert "at least so many households in 云顶乡" in demands
    assert "at most so many villages" in demands
    assert "money of 中央" in demands
    assert all(one.change_people >= 0 for one in told.demands)


def test_an_empty_plan_can_be_printed(plan_shelf, planned):
    for ending in (".docx", ".xlsx"):
        assert paper(plan_shelf, planned(5_000), ending)
    told = proposal(plan_shelf, planned(5_000), "en")
    assert told.map_says == "Map of the county: no village is chosen."
    assert not any("inf" in sentence.split() for sentence in told.uncertainty)


def test_real_data_are_not_stamped(plan_shelf, found):
    real = CountyShelf(plan_shelf.workspace)
    real.demonstration = False
    assert proposal(real, found, "en").stamp == ""


@pytest.mark.parametrize("name", ["plan.pdf", "plan", "plan.doc"])
def test_another_kind_of_file_is_refused_and_none_is_left(
    plan_shelf, found, tmp_path, name
):
    with pytest.raises(FileError, match=f"{name}: a proposal is written as"):
        write_paper(plan_shelf, found, tmp_path / name)
    assert not [*tmp_path.iterdir()]


def test_a_proposal_is_written_by_the_ending_of_its_name(plan_shelf, found, tmp_path):
    path = tmp_path / "方案.XLSX"
    write_paper(plan_shelf, found, path, "en")
    assert "Villages" in openpyxl.load_workbook(path).sheetnames
