"""Workbooks as offices keep them."""

from datetime import date, datetime
from zipfile import ZipFile

import openpyxl
import pytest

from geo.readers.spreadsheet import opened, rows_of, sheet_of, size_of, text_of
from rules.errors import FileError

ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>
<office:spreadsheet><table:table table:name="户">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def book(path, cells, *, merged=(), sheet="表"):
    made = openpyxl.Workbook()
    made.active.title = sheet
    for place, value in cells.items():
        made.active[place] = value
    for places in merged:
        made.active.merge_cells(places)
    made.save(path)
    return path


def rows(path, part=""):
    sheet = sheet_of(opened(path, path.name), part, path.name)
    _, width = size_of(sheet, path.name)
    return dict(rows_of(sheet, width))


def test_every_cell_is_text_as_excel_shows_it(tmp_path):
    cells = {"A1": 1.0, "B1": 0.5, "C1": date(2020, 1, 2), "D1": True, "E1": "00123"}
    cells |= {"F1": datetime(2020, 1, 2, 3, 4), "G1": 510722199001011234}
    assert rows(book(tmp_path / "a.xlsx", cells)) == {
        1: ["1", "0.5", "2020-01-02", "TRUE", "00123", "2020-01-02 03:04:00",
            "5.107221990010113e+17"],
    }  # fmt: skip


def test_a_merged_cell_stands_in_each_of_its_places(tmp_path):
    cells = {"B2": "台账", "B4": "户主", "C4": "坐标", "C5": "经度", "D5": "纬度"}
    merged = ("B2:D2", "B4:B5", "C4:D4", "F9:XFD9")
    found = rows(book(tmp_path / "a.xlsx", cells, merged=merged))
    assert found[2] == ["", "台账", "台账", "台账"]
    assert found[4] == ["", "户主", "坐标", "坐标"]
    assert found[5] == ["", "户主", "经度", "纬度"]


def test_the_first_sheet_with_content_is_read_unless_another_is_named(tmp_path):
    made = openpyxl.Workbook()
    made.create_sheet("一")["A1"] = "甲"
    made.create_sheet("二")["A1"] = "乙"
    made.save(tmp_path / "a.xlsx")
    assert rows(tmp_path / "a.xlsx") == {1: ["甲"]}
    assert rows(tmp_path / "a.xlsx", "二") == {1: ["乙"]}
    with pytest.raises(FileError, match="has no part 三; its parts are: Sheet, 一, 二"):
        rows(tmp_path / "a.xlsx", "三")
    with pytest.raises(FileError, match="the sheet Sheet is empty"):
        rows(tmp_path / "a.xlsx", "Sheet")


def test_a_blank_far_at_the_right_does_not_count(tmp_path):
    path = book(tmp_path / "a.xlsx", {"A1": "a", "XFD1": " "})
    assert rows(path) == {1: ["a"]}
    with pytest.raises(FileError, match="1 rows x 16384 columns are too many"):
        rows(book(tmp_path / "b.xlsx", {"A1": "a", "XFD1": "b"}))


def test_an_open_document_is_read_too(tmp_path):
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p>'
    row = "".join(cell.format(word) + "</table:table-cell>" for word in "甲乙")
    with ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        content = ODS.format(rows=f"<table:table-row>{row}</table:table-row>")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    assert rows(tmp_path / "a.ods") == {1: ["甲", "乙"]}


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_damaged_workbook_is_refused(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content + b"nothing")
    with pytest.raises(FileError, match=r"a\.xlsx: not a readable Excel file"):
        opened(path, path.name)


def test_numbers_that_lost_digits_show_it():
    assert text_of(10.0**15) == "1000000000000000.0"
    assert text_of(123456789012345678) == "1.2345678901234568e+17"
