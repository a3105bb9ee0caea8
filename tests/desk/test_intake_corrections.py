"""What people put right: rows in Excel as Excel leaves them, columns by their word."""

from dataclasses import replace

import openpyxl
import pytest

from desk.intake import take
from desk.intake_plan import Plan
from desk.intake_seen import see
from desk.quarantine import correct_from, quarantine_file
from geo.mapping import propose
from geo.sight import read_sheet
from ledger.codes import code_changes
from ledger.households import record_of
from rules.errors import SchemaError
from tests.desk.intake_world import CLERK, TOWN, clerks_file, hand, make_county
from tests.geo.reading import read_here


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


@pytest.fixture
def workspace(tmp_path):
    made = make_county(tmp_path)
    yield made
    made.ledger.close()


@pytest.fixture
def brought_back(workspace, tmp_path):
    """The rows of a clerk's file that were set aside, as downloaded."""
    path = clerks_file(tmp_path / "台账.xlsx")
    told = take(hand(workspace), path, see(workspace, path).plan)
    back = tmp_path / "隔离.xlsx"
    content = quarantine_file(workspace, CLERK, told["intake_id"], "fix", "zh_CN")
    back.write_bytes(content)
    return back, told["intake_id"]


def edited(path, edit):
    book = openpyxl.load_workbook(path)
    edit(book.active)
    book.save(path)


def test_columns_that_a_clerk_adds_to_the_quarantine_do_no_harm(
    workspace, brought_back
):
    def edit(page):
        heads = [cell.value for cell in page[2]]
        for line in page.iter_rows(min_row=4):
            if line[0].value == "6":
                line[heads.index("structure")].value = "土坯"
        page.insert_cols(1)
        page["A1"], page["A2"], page["A4"] = page["B1"].value, "备注", "²"
        page.cell(2, page.max_column + 1).value = "经办"

    back, intake_id = brought_back
    edited(back, edit)
    assert see(workspace, back).quarantine == intake_id
    made = correct_from(hand(workspace), back, intake_id)
    assert (made["corrected"], made["rejected"]) == (1, 4)
    assert record_of(workspace.ledger, "A002")["structure"] == "土坯"


def test_a_quarantine_without_its_headings_is_refused_with_the_way_out(
    workspace, brought_back
):
    back, intake_id = brought_back
    edited(back, lambda page: page.delete_rows(2))
    with pytest.raises(SchemaError, match="put it back"):
        correct_from(hand(workspace), back, intake_id)


@pytest.mark.parametrize("target", ["list", "codes"])
def test_a_persons_word_on_the_columns_is_followed(workspace, tmp_path, target):
    """Two columns would do; the person takes the second."""
    text, field, plan = {
        "list": ("姓名,曾用名,类别\n甲,乙,低保户\n", "name", {"department": "民政"}),
        "codes": (
            f"旧代码,新代码,其他代码\n{TOWN}007,{TOWN}200,{TOWN}201\n", "new_code", {},
        ),
    }[target]  # fmt: skip
    path = tmp_path / "表.csv"
    path.write_text(text, "utf-8")
    sheet = read_sheet(path)
    mapping = propose(sheet, target).mapping
    second = {"name": 1, "new_code": 2}[field]
    mapping = replace(mapping, columns={**mapping.columns, field: second})
    told = Plan(target=target, mapping=mapping.to_json(), **plan)
    assert take(hand(workspace), path, told)["imported"] == 1
    if target == "codes":
        (row,) = code_changes(workspace.ledger)
        assert row["new_code"] == f"{TOWN}201"
