"""Households in Excel: text stays text, numbers keep their digits."""

from datetime import date, datetime

import openpyxl
import pyarrow as pa
import pytest

from reports import household_workbook as module
from reports.household_workbook import household_workbook
from rules.errors import FileError

LON = 104.12345678901234  # needs 17 digits


def test_every_value_is_what_it_is(tmp_path):
    path = tmp_path / "a.xlsx"
    table = pa.table(
        {
            "household_id": ["007", "=1+1", "http://a"],
            "lon": [LON, 0.1, None],
            "no_house": [True, False, None],
            "retrofitted_on": [date(2019, 5, 1), None, None],
        }
    )
    household_workbook(path, table, ["演示数据 · 县"])
    rows = list(openpyxl.load_workbook(path).active.iter_rows())
    values = [[cell.value for cell in row] for row in rows]
    assert values == [
        ["演示数据 · 县", None, None, None],
        ["household_id", "lon", "no_house", "retrofitted_on"],
        ["007", LON, "是", datetime(2019, 5, 1)],
        ["=1+1", 0.1, "否", None],
        ["http://a", None, None, None],
    ]
    text = rows[3][0]
    assert (text.data_type, text.number_format, text.hyperlink) == ("s", "@", None)


def test_more_rows_than_excel_holds_are_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    with pytest.raises(FileError, match="holds 3 rows, not 3; export a CSV"):
        household_workbook(tmp_path / "a.xlsx", pa.table({"n": [1, 2, 3]}), [])
