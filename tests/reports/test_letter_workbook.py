"""Notices as workbooks: numbers stay numbers, and the text comes along."""

import io
from datetime import date

import openpyxl

from reports.letter import Letter, Sheet
from reports.letter_workbook import letter_workbook

DAY = date(2026, 11, 22)


def made(**more):
    sheet = Sheet(
        title="排名表",
        headings=("乡镇", "时限", "逾期率"),
        rows=(("=1+1", DAY, 0.125), ("乙镇", None, float("nan"))),
        widths=(1, 1, 1),
        left=(0,),
        ratios=(2,),
        says="截至2026年10月31日",
        notes=("注：" + "长" * 90,),
    )
    told = {"title": "关于进展\n情况的通报", "body": ("# 一、情况", "正常。")}
    told |= {"sender": "甲局", "dated": DAY, "sheets": (sheet,), "stamp": "演示数据"}
    content = letter_workbook(Letter(**told | more))
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_table_stands_under_its_title_its_day_and_its_stamp():
    page = made()["排名表"]
    assert page["A1"].value == "排名表"
    assert (page["A2"].value, page["C2"].value) == ("演示数据", "截至2026年10月31日")
    assert [cell.value for cell in page[3]] == ["乡镇", "时限", "逾期率"]


def test_a_share_is_a_number_in_per_cent_and_what_is_not_known_is_empty():
    page = made()["排名表"]
    assert (page["C4"].value, page["C4"].number_format) == (0.125, "0.0%")
    assert page["B4"].value.date() == DAY
    assert (page["B5"].value, page["C5"].value) == (None, None)


def test_a_name_never_becomes_a_formula():
    cell = made()["排名表"]["A4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_long_note_is_broken_and_its_row_is_high_enough():
    page = made()["排名表"]
    assert page["A6"].alignment.wrap_text
    assert page.row_dimensions[6].height > 60


def test_the_text_comes_along():
    page = made(to="各乡镇")["正文"]
    assert [row[0] for row in page.values] == [
        "演示数据",
        "关于进展情况的通报",
        "各乡镇：",
        "一、情况",
        "正常。",
        "甲局",
        "2026年11月22日",
    ]
