from datetime import date

import pytest
import xlsxwriter

from geo.list_files import read_list
from geo.mapping import propose
from rules.errors import FileError, SchemaError
from tests.geo.reading import read_here
from tests.geo.sheets import sheet

PLACES = {
    "990001100": "安河镇",
    "990001101": "青石镇",
    "990001100200": "柳沟村",
    "990001100201": "新桥村",
    "990001101200": "新桥村",
}
WHOLE = "11010519491231002X"


@pytest.fixture
def here(monkeypatch):
    """Read without the child process, which the other tests do have."""
    read_here(monkeypatch)


@pytest.fixture
def read(tmp_path):
    def read(text, encoding="utf-8", group="低保户"):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding=encoding)
        return read_list(path, places=PLACES, today=date(2024, 1, 1), group=group)

    return read


def told(problems):
    return [(p.row, p.field, p.value, p.reason) for p in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_as_offices_send_it_with_a_title_and_chinese_headings(
    here, read, encoding
):
    found = read(
        "安和县农村低保对象名单,,,,,,\n"
        "序号,姓名,身份证号码,联系电话,乡镇,村,认定日期\n"
        f"1,张 三,{WHOLE},139 1234 5678,安河镇,柳沟村委会,2023年5月1日\n",
        encoding=encoding,
    )
    assert found.rejects == [] and found.notes == []
    assert found.rows == [
        {
            "row": 3,
            "name": "张 三",
            "id_number": WHOLE,
            "phone": "13912345678",
            "village_code": "990001100200",
            "group_name": "低保户",
            "certified_on": date(2023, 5, 1),
            "grade": None,
        }
    ]


@pytest.mark.parametrize(
    ("written", "note"),
    [
        (WHOLE, None),
        (WHOLE.lower(), None),
        ("１１０１０５１９４９１２３１００２Ｘ", None),
        ("110105 19491231 002X", None),
        (f"'{WHOLE}", None),
        ("110105491231002", "was written in the old form of 15 digits"),
    ],
)
def test_an_identity_number_is_read_in_every_form_it_is_written_in(
    here, read, written, note
):
    """Rule G6."""
    found = read(f"name,id_number\n张三,{written}\n")
    assert [row["id_number"] for row in found.rows] == [WHOLE]
    assert [n.reason for n in found.notes] == ([note] if note else [])


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("110105194912310021", "its check digit is wrong"),
        ("1101051949123100", "needs 17 digits and a digit or X"),
        ("1.10105E+17", "was stored as a number and lost digits; store it as text"),
        ("110105491331002", "the birthday in it does not exist"),
    ],
)
def test_an_identity_number_that_cannot_be_is_refused(here, read, written, reason):
    """Rule G6."""
    found = read(f"姓名,身份证号\n张三,{written}\n")
    assert found.rows == []
    assert told(found.rejects) == [(2, "id_number", written, reason)]


def test_a_workbook_with_an_identity_number_stored_as_a_number_is_refused(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["某县名单"])
        sheet.write_row(1, 0, ["姓名", "身份证号", "认定日期", "房屋等级"])
        sheet.write_row(2, 0, ["张三", 110105194912310020])
        sheet.write_row(3, 0, ["李四", WHOLE])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(3, 2, date(2023, 5, 1), day)
        sheet.write(3, 3, "D级")
    found = read_list(path, places=PLACES, today=date(2024, 1, 1), group="低保户")
    assert [(r.row, r.field) for r in found.rejects] == [(3, "id_number")]
    (row,) = found.rows
    assert (row["name"], row["grade"]) == ("李四", "D")
    assert row["certified_on"] == date(2023, 5, 1)


def test_a_village_is_found_by_its_name_and_what_is_not_certain_stays_unknown(
    here, read
):
    found = read(
        "姓名,村,乡镇\n"
        "甲,柳沟,\n"
        "乙,新桥村,\n"
        "丙,新桥村,青石\n"
        "丁,石头村,\n"
        "戊,柳沟村,青石镇\n"
        "己,,\n"
    )
    assert [row["village_code"] for row in found.rows] == [
        "990001100200", None, "990001101200", None, None, None,
    ]  # fmt: skip
    assert [(n.row, n.reason.split(",")[0]) for n in found.notes] == [
        (3, "is the name of several villages"),
        (5, "is no village on record"),
        (6, "is no village of that town"),
    ]


def test_each_refused_value_says_its_row_and_why(here, read):
    found = read(
        "name,group_name,certified_on,grade\n"
        ",低保户,,\n"
        "甲,富裕户,,\n"
        "乙,,2024-02-30,\n"
        "丙,,2025-01-01,\n"
        "丁,,,E\n"
        "戊,农村低保,20231231,c级\n",
    )
    assert [(r.row, r.field, r.reason[:12]) for r in found.rejects] == [
        (2, "name", "is empty"),
        (3, "group_name", "not one of: "),
        (4, "certified_on", "is not a day"),
        (5, "certified_on", "lies in the "),
        (6, "grade", "not one of: "),
    ]
    assert [r["group_name"] for r in found.rows] == ["低保户"]


def test_a_phone_that_cannot_be_made_out_is_left_out_and_noted(here, read):
    found = read("姓名,联系电话\n甲,1391234567\n乙,0359-7522345\n丙,无\n")
    assert [row["phone"] for row in found.rows] == [None, "03597522345", None]
    assert [(n.row, n.field) for n in found.notes] == [(2, "phone"), (4, "phone")]


def test_one_person_twice_is_refused_and_two_of_one_name_need_more(here, read):
    found = read(
        "name,id_number,village_code,phone\n"
        f"张三,{WHOLE},,\n"
        f"张叁,{WHOLE.lower()},,\n"
        "李四,,990001100200,13912345678\n"
        "李四,,990001100200,13912345679\n"
        "李四,,990001100200,13912345678\n"
    )
    assert [row["row"] for row in found.rows] == [2, 4, 5]
    assert [(r.row, r.reason) for r in found.rejects] == [
        (3, "the same person as in row 2"),
        (6, "the same person as in row 4"),
    ]


def test_days_and_grades_in_other_forms_are_taken_with_a_note(here, read):
    found = read("姓名,认定日期,鉴定等级\n甲,45047,丙级\n乙,2023 5 1,/\n")
    assert [row["certified_on"] for row in found.rows] == [date(2023, 5, 1)] * 2
    assert [row["grade"] for row in found.rows] == ["C", None]
    assert [(n.row, n.reason) for n in found.notes] == [
        (2, "was taken as the day that a spreadsheet counts so: 2023-05-01"),
        (2, "was read as C"),
        (3, "was taken as unknown"),
    ]


def test_a_list_may_be_a_sheet_with_merged_headings_a_total_and_a_remark():
    table = sheet(
        ["低保名单"] * 3, ["对象", "对象", "村"], ["姓名", "身份证号", "村"],
        ["张三", WHOLE, "柳沟"], ["合计", "1", ""], ["注：共1人"] * 3,
    )  # fmt: skip
    mapping = propose(table, "list").mapping
    for told_mapping in (None, mapping):
        how = {"places": PLACES, "today": date(2024, 1, 1), "group": "低保户"}
        found = read_list(table, mapping=told_mapping, **how)
        assert [(row["row"], row["name"]) for row in found.rows] == [(4, "张三")]
        assert [(n.row, n.reason) for n in found.notes] == [
            (5, "left out: a total, no entry"), (6, "left out: a remark, no entry"),
        ]  # fmt: skip


def test_rows_without_a_group_need_one_from_outside(here, read):
    found = read("姓名\n甲\n", group=None)
    assert [(r.field, r.reason) for r in found.rejects] == [("group_name", "is empty")]


def test_a_file_without_names_or_of_another_kind_is_refused(here, read, tmp_path):
    with pytest.raises(
        SchemaError, match="missing columns: 姓名; its columns are: 编号"
    ):
        read("编号,电话\n1,2\n")
    path = tmp_path / "x.csv"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(FileError, match="a document; copy its table into Excel"):
        read_list(path, places={}, today=date(2024, 1, 1))
