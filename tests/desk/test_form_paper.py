"""Rule R1: what a counted or filed form says on paper, and in its proof."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from desk.form_filing import Filing
from desk.form_found import FormCheck, FormFound
from desk.form_paper import (
    form_file,
    form_paper,
    form_proof,
    paper_name,
    proof_file,
    values_of,
)
from desk.workspace import create_workspace
from geo.form_cells import FormCell, FormPart, NotCounted
from rules.forms import load_form
from rules.remarks import Remark

FORM, OCTOBER = load_form("form1"), date(2026, 10, 1)
HERE = "990001100201"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = create_workspace(
        tmp_path_factory.mktemp("w") / "w",
        county_code="990001",
        county_name="甲县",
        policy_code="990001",
        demonstration=True,
    )
    yield made
    made.ledger.close()


def counted(**parts) -> FormFound:
    """Count a form by hand: parts by column (``c24``); the others are empty."""
    cells = {
        column.number: FormCell(
            number=column.number,
            value=sum(part.amount for part in parts.get(f"c{column.number}", ())),
            parts=tuple(parts.get(f"c{column.number}", ())),
        )
        for column in FORM.columns
    }
    return FormFound(
        form="form1",
        month=OCTOBER,
        since=date(2026, 1, 1),
        until=date(2026, 10, 31),
        position=9,
        recorded_to=date(2026, 11, 1),
        template=FORM,
        cells=cells,
        not_counted=(),
    )


def begun(*ids: str) -> list[FormPart]:
    return [FormPart(id_, f"C-{id_}", HERE, 1) for id_ in ids]


def with_unknown(found: FormFound, number: int, count: int) -> FormFound:
    cell = replace(found.cells[number], unknown=count)
    return replace(found, cells={**found.cells, number: cell})


def filed(number: int, values: dict) -> Filing:
    return Filing(
        filing_id=f"form1-2026-10-{number}", form="form1", month=OCTOBER,
        number=number, position=9, made_at="2026-11-02T09:00:00+08:00",
        values=values, sha256="", reasons={"costs": "补录中"},
    )  # fmt: skip


def test_a_number_without_any_known_amount_is_unknown_and_nothing_is_nought():
    found = with_unknown(counted(), 27, 2)
    assert (values_of(found)[27], values_of(found)[1]) == (None, 0)
    some = counted(c27=[FormPart("H1", "C1", HERE, 30_000)])
    assert values_of(with_unknown(some, 27, 2))[27] == 30_000


def test_a_draft_says_so_and_a_correction_which_one(workspace):
    found, values = counted(c1=begun("H1")), {1: 1}
    assert form_paper(workspace, found).state == "草稿（未上报）"
    assert form_paper(workspace, found, filed(1, values)).state == ""
    assert form_paper(workspace, found, filed(3, values)).state == "第 2 次更正"


def test_what_was_filed_stands_whatever_is_counted_now(workspace):
    found = counted(c1=begun("H1", "H2"))
    file = form_file(workspace, found, filed(1, {**values_of(found), 1: 1}))
    page = openpyxl.load_workbook(io.BytesIO(file)).active
    assert (page["A2"].value, page["A8"].value) == (
        "甲县2026年10月农村危房改造进度报表",
        1,
    )
    assert page["S1"].value == "演示数据"


def test_the_paper_tells_of_the_slip_and_of_what_is_not_counted(workspace):
    paper = form_paper(workspace, with_unknown(counted(), 27, 2))
    assert paper.remarks == (
        "注：第 11 栏表头“农村易返贫致贫”为文件原文，按“脱贫享受政策户”统计。",
        "注：第 27 栏另有 2 户金额不详，未计入。",
    )


def test_the_proof_sets_last_month_beside_this_one(workspace):
    before = with_unknown(counted(c1=begun("H1", "H3")), 21, 1)
    proof = form_proof(workspace, counted(c1=begun("H1", "H2")), before=before)
    assert (proof.cells[0].value, proof.cells[0].before) == (2, 2)
    assert proof.cells[20].before is None
    moved = [(move.number, move.thing_id, move.entered) for move in proof.moves]
    assert moved == [(1, "H2", True), (1, "H3", False)]
    assert [part.household_id for part in proof.parts] == ["H1", "H2"]


def test_the_proof_of_a_filed_form_carries_its_signed_reasons(workspace):
    says = Remark(message="{count}", values={"count": 2})
    check = FormCheck(id="costs", ok=False, blocks=False, says=says, clause="第27栏")
    why = NotCounted(household_id="H9", case_id="C9", why=Remark(message="x"))
    found = replace(counted(), checks=(check,), not_counted=(why,))
    proof = form_proof(workspace, found, filing=filed(1, values_of(found)))
    (told,) = proof.checks
    assert (told.says, told.reason, told.clause) == ("2", "补录中", "第27栏")
    assert [one.household_id for one in proof.missing] == ["H9"]
    assert form_proof(workspace, found).checks[0].reason == ""
    assert proof_file(proof, ".json")[:1] == b"{"
    assert proof_file(proof)[:2] == b"PK"


def test_the_files_are_named_after_the_county_the_month_and_the_form(workspace):
    name = paper_name(workspace, counted())
    assert name.startswith("演示数据-甲县-2026-10-农村危房改造进度报表")
    assert "明细" in paper_name(workspace, counted(), proof=True)
    first, second = (paper_name(workspace, counted(), number=n) for n in (1, 2))
    assert ("首次上报" in first, "第1次更正" in second) == (True, True)
