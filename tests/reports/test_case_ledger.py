"""Rule W13: the three ledgers, in the shape offices use."""

import io
from datetime import date

import openpyxl
import pandas as pd

from reports.case_ledger import CaseSheet, case_ledger

GROUPS = (("基本信息", ("序号", "户主")), ("进度", ("开工",)))


def opened(table, **more):
    sheet = CaseSheet(
        name="甲镇", title="甲镇台账", note="截至 2026-11-22", groups=GROUPS,
        table=table, **more,
    )  # fmt: skip
    return openpyxl.load_workbook(io.BytesIO(case_ledger([sheet]))).active


def test_title_groups_and_columns_stand_above_the_rows():
    row = {"序号": 1, "户主": "张*", "开工": date(2026, 3, 1)}
    page = opened(pd.DataFrame([row]))
    merged = {str(area) for area in page.merged_cells.ranges}
    assert merged == {"A1:C1", "A3:B3"}
    assert [cell.value for cell in page[4][:3]] == ["序号", "户主", "开工"]
    assert page["A5"].value == 1
    assert page["C5"].value.date() == date(2026, 3, 1)
    assert page["A7"].value == "填报单位（盖章）："


def test_an_unknown_is_an_empty_cell_and_no_formula_is_taken_for_one():
    page = opened(pd.DataFrame([{"序号": 1, "户主": "=1+1", "开工": None}]))
    assert page["B5"].data_type == "s"
    assert page["C5"].value is None


def test_demonstration_data_are_stamped_and_an_empty_ledger_still_has_its_head():
    page = opened(pd.DataFrame(columns=["序号", "户主", "开工"]), stamp="演示数据")
    assert page["C2"].value == "演示数据"
    assert page["A6"].value == "填报单位（盖章）："
