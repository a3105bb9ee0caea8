"""Rule R1: the proof of a form tells what stands behind each number."""

import io
import json
from dataclasses import replace
from datetime import date

import openpyxl

from reports.form_proof import (
    FormProof,
    ProofCell,
    ProofCheck,
    ProofMissing,
    ProofMove,
    ProofPart,
    proof_json,
    proof_workbook,
)

PROOF = FormProof(
    form="form1",
    title="甲县2026年10月农村危房改造进度报表",
    since=date(2026, 1, 1),
    until=date(2026, 10, 31),
    position=7,
    cells=[
        ProofCell(number=1, label="开工户数", unit="户", value=2, before=1),
        ProofCell(number=27, label="完成投资总额", unit="万元", value=None, unknown=2),
        ProofCell(number=24, label="已支付", unit="万元", value=12_345, before=20_000),
    ],
    parts=[
        ProofPart(
            number=1, household_id="H1", thing_id="C1", village_code="990001100201",
            place="甲镇 甲村", amount=1,
        ),
        ProofPart(
            number=24, household_id="H1", thing_id="P1", village_code="990001100201",
            place="甲镇 甲村", amount=12_345,
        ),
    ],
    moves=[
        ProofMove(number=1, thing_id="H2", entered=True),
        ProofMove(number=24, thing_id="P0", entered=False),
    ],
    checks=[
        ProofCheck(id="a", ok=True, blocks=True, says="合计相符", columns=(1, 2)),
        ProofCheck(id="b", ok=None, blocks=False, says="不详", reason="待补"),
        ProofCheck(id="c", ok=False, blocks=True, says="不符", households=("H1", "H2")),
    ],
    missing=[ProofMissing(household_id="H9", case_id="C9", why="未经认定")],
    stamp="演示数据",
)  # fmt: skip


def sheets():
    book = openpyxl.load_workbook(io.BytesIO(proof_workbook(PROOF)))
    return {
        page.title: [list(row) for row in page.iter_rows(min_row=4, values_only=True)]
        for page in book
    }


def test_each_number_stands_beside_last_month_and_what_came_and_went():
    assert sheets()["各栏数据"] == [
        [1, "开工户数", "户", 2, 1, 1, 1, None, None],
        [27, "完成投资总额", "万元", None, None, None, None, None, 2],
        [24, "已支付", "万元", 1.2345, 2, -0.7655, None, 1, None],
    ]


def test_each_part_names_its_household_by_number_and_its_amount():
    assert sheets()["逐户明细"] == [
        [1, "H1", "C1", "990001100201", "甲镇 甲村", 1, "户"],
        [24, "H1", "P1", "990001100201", "甲镇 甲村", 12345, "元"],
    ]
    assert sheets()["与上月比较"] == [[1, "H2", "新计入"], [24, "P0", "不再计入"]]
    assert sheets()["未计入"] == [["H9", "C9", "未经认定"]]


def test_each_check_tells_its_result_its_weight_and_the_signed_reason():
    rows = [row[:4] + row[5:] for row in sheets()["勾稽关系"]]
    assert rows == [
        ["a", "通过", "不得上报", "合计相符", None, "1、2", None],
        ["b", "无法判断", "须书面说明", "不详", "待补", None, None],
        ["c", "不通过", "不得上报", "不符", None, None, "H1、H2"],
    ]


def test_a_check_is_named_by_its_chinese_title_and_in_json_by_its_id():
    asks = "Columns 2 to 9 add up to column 1"
    check = ProofCheck(id="started_total", ok=True, blocks=True, says="", asks=asks)
    proof = replace(PROOF, checks=[check])
    book = openpyxl.load_workbook(io.BytesIO(proof_workbook(proof)))
    told = book["勾稽关系"]["A4"].value
    assert told == "第2至9栏之和等于第1栏"
    assert json.loads(proof_json(proof))["checks"][0]["id"] == "started_total"


def test_the_head_tells_the_period_the_entry_and_the_stamp():
    page = openpyxl.load_workbook(io.BytesIO(proof_workbook(PROOF))).active
    assert page["A1"].value == f"{PROOF.title}　数据明细（内部留存）"
    assert page["A2"].value == (
        "统计期间 2026-01-01 至 2026-10-31；台账第 7 条记录止；演示数据"
    )


def test_as_json_it_tells_the_same_and_always_in_the_same_words():
    told = json.loads(proof_json(PROOF))
    assert told["until"] == "2026-10-31"
    assert told["cells"][1]["value"] is None
    assert told["parts"][1]["amount"] == 12345
    assert told["checks"][2]["households"] == ["H1", "H2"]
    assert proof_json(PROOF) == proof_json(PROOF)


def test_a_change_is_told_only_where_both_numbers_are_known():
    known = ProofCell(number=1, label="", unit="户", value=5, before=7)
    unknown = ProofCell(number=1, label="", unit="户", value=5)
    assert (known.change, unknown.change) == (-2, None)
