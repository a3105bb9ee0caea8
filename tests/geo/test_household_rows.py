"""Ledgers as offices keep them: each row is taken, refused or left out."""

import pytest

from geo.household_cells import MOST_NOTES
from rules.errors import SchemaError
from tests.geo.ledgers import check, plain, told
from tests.geo.sheets import OTHER, WHOLE, sheet

TITLES = [
    ["安和县农村危房台账"] * 8,
    ["填报单位：安河镇", "", "", "", "", "填报日期：2023年5月", "", ""],
]
HEADINGS = [
    ["序号", "户主姓名", "身份证号", "村", "住房情况", "住房情况", "坐标", "坐标"],
    ["序号", "户主姓名", "身份证号", "村", "结构", "面积（亩）", "经度", "纬度"],
]
ZHANG = ["1", "张三", WHOLE, "柳沟", "砖木结构", "0.3", "103.5", "31.25"]
LI = ["2", "李四", OTHER, "柳沟村委会", "砖混", "0.3", "103.5", "31.25"]
TOTAL = ["合计", "", "", "", "", "0.6", "", ""]
REMARK = ["注：本表一式三份"] * 8


def test_a_ledger_with_titles_merged_headings_a_total_and_a_remark_is_read():
    found = check(sheet(*TITLES, *HEADINGS, ZHANG, LI, TOTAL, REMARK))
    assert found.rejects == [] and found.count == 2
    assert found.table.index.tolist() == [5, 6]
    row = found.table.loc[5].dropna().to_dict()
    assert row == {
        "household_id": "H-002X",
        "head_name": "张三",
        "id_number": WHOLE,
        "village_code": "990001100200",
        "town_code": "990001100",
        "village_name": "柳沟",
        "structure": "砖木",
        "area_m2": 200.0,
        "lon": 103.5,
        "lat": 31.25,
    }
    assert [(n.row, n.field, n.reason) for n in found.notes] == [
        (5, "village_name", "its village was found by name: 990001100200"),
        (5, "structure", "was read as 砖木"),
        (5, "area_m2", "was turned into 200 square metres"),
        (6, "village_name", "its village was found by name: 990001100200"),
        (6, "area_m2", "was turned into 200 square metres"),
        (7, "", "left out: a total, no entry"),
        (8, "", "left out: a remark, no entry"),
    ]


def test_the_columns_that_the_file_tells_are_known():
    attrs = check(sheet(*HEADINGS, ZHANG)).table.attrs
    assert attrs["ignored_columns"] == ["序号"]
    assert attrs["columns"] == [
        "household_id",
        "head_name",
        "id_number",
        "village_code",
        "village_name",
        "lon",
        "lat",
        "structure",
        "area_m2",
    ]


def test_headings_in_the_midst_and_rows_of_nothing_but_a_number_are_left_out():
    found = check(sheet(*HEADINGS, ZHANG, HEADINGS[1], ["3"], [], LI))
    assert found.table.index.tolist() == [3, 7] and found.rejects == []
    assert [n.reason for n in found.notes if not n.field] == [
        "left out: the headings again",
        "left out: nothing in the columns that are taken",
    ]


def test_a_family_called_total_stays_a_family():
    found = plain(["户编号", "户主姓名", "村代码"], ["H1", "总计", "990001100200"])
    assert found.table["head_name"].tolist() == ["总计"]


def test_a_family_without_a_number_is_named_by_its_head_and_village():
    seen = []

    def id_of(text):
        seen.append(text)
        return f"H{len(seen)}"

    names = ["户主姓名", "身份证号", "村", "房屋结构"]
    lines = ["张三", WHOLE], ["李四", ""], ["李四", ""], ["", ""], ["王五", "1"]
    found = plain(names, *([*line, "柳沟", "砖木"] for line in lines), id_of=id_of)
    assert seen == [WHOLE, "李四|990001100200"]
    assert found.table["household_id"].tolist() == ["H1", "H2"]
    assert [r[3] for r in told(found.rejects)] == [
        "the same person as in row 3",
        "no number and no name tells whose household this is",
        "needs 17 digits and a digit or X",
    ]


def test_a_table_that_names_no_household_or_no_village_is_refused():
    with pytest.raises(SchemaError, match="missing columns: household_id"):
        plain(["户主姓名", "村代码"], ["张三", "1"], id_of=None)
    with pytest.raises(
        SchemaError, match="village_code; its columns are: 户编号, 层数"
    ):
        plain(["户编号", "层数"], ["H1", "1"])


@pytest.mark.parametrize(
    ("name", "value", "suggestion"),
    [
        ("structure", "石砌", "石木"),
        ("structure", "砖混结构房子", "砖混"),
        ("groups", "低保护", "低保户"),
        ("grade", "E", ""),
        ("id_number", "110105194912310021", ""),
    ],
)
def test_a_suggestion_is_a_word_and_never_an_invented_number(name, value, suggestion):
    found = plain(["household_id", "village_code", name], ["H1", "990001100200", value])
    assert [r.suggestion for r in found.rejects] == [suggestion]


def test_a_corrected_cell_stands_in_place_of_the_one_in_the_file():
    names = ["户编号", "村代码", "层数"]
    lines = ["H1", "990001100200", "x"], ["H2", "990001100200", "2"]
    fixed = {2: {"storeys": "1", "grade": "C"}, 3: {"household_id": " H3 "}}
    found = plain(names, *lines, corrections=fixed)
    assert found.rejects == []
    assert found.table["household_id"].tolist() == ["H1", "H3"]
    assert found.table["storeys"].tolist() == [1, 2]
    assert found.table["grade"].iloc[0] == "C"


def test_the_cells_of_a_row_are_kept_as_they_stand_with_the_unit_of_their_heading():
    found = check(sheet(*HEADINGS, [*ZHANG[:4], "土木", "0.3", "", ""]))
    assert found.cells_of(3) == {
        "head_name": "张三",
        "id_number": WHOLE,
        "village_name": "柳沟",
        "structure": "土木",
        "area_m2": "0.3亩",
        "lon": "",
        "lat": "",
    }


def test_rows_out_of_quarantine_are_found_again_by_our_own_names():
    spoken = ["", "户编号", "村代码", "房屋结构", "", ""]
    names = [
        "行 row",
        "household_id",
        "village_code",
        "structure",
        "原因 reason",
        "建议 suggestion",
    ]
    line = ["7", "H1", "990001100200", "砖木", "may mean 土坯 夯土", "C"]
    found = plain(names, spoken, line)
    assert found.rejects == [] and found.table["structure"].tolist() == ["砖木"]
    assert found.table.index.tolist() == [3]


def test_rows_of_another_width_are_refused_with_nothing_but_that():
    lines = ["household_id", "village_code", "grade"], ["H1", "990001100200"]
    long = ["H2", "990001100200", "C", "x"]
    found = check(sheet(*lines, long, format="csv", short=None))
    assert [(r.row, r.value, r.reason) for r in found.rejects] == [
        (2, "H1,990001100200", "the row has 2 cells, the header 3"),
        (3, "H2,990001100200,C,x", "the row has 4 cells, the header 3"),
    ]


def test_many_notes_of_one_kind_are_counted_and_the_first_are_listed():
    lines = [[f"H{n}", "990001100200", "C级"] for n in range(MOST_NOTES + 5)]
    found = plain(["户编号", "村代码", "鉴定等级"], *lines)
    assert len(found.notes) == MOST_NOTES
    assert found.noted == {("grade", "was read as {meant}"): MOST_NOTES + 5}


def test_nothing_is_noted_of_a_row_that_is_refused():
    found = plain(
        ["户编号", "村代码", "鉴定等级", "层数"], ["H1", "990001100200", "丙", "x"]
    )
    assert found.notes == [] and len(found.rejects) == 1


def test_a_number_that_ends_in_zeros_is_taken_from_a_row_that_somebody_looked_at():
    names = ["household_id", "village_code", "id_number"]
    line = ["H1", "990001100200", "990001195007150000"]
    assert [r.field for r in check(sheet(names, line)).rejects] == ["id_number"]
    assert check(sheet(names, line, format="kept")).rejects == []
