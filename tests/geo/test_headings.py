"""Where the headings of a table stand, and what they say together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.headings import Headings, find_headings, fingerprint, is_note
from tests.geo.sheets import WHOLE, sheet

ONE = ["序号", "户主姓名", "身份证号码", "房屋结构", "建筑面积"]
BODY = ["1", "张三", WHOLE, "砖木", "54"]


def found(*lines, **how):
    headings = find_headings(sheet(*lines, **how))
    return headings.first, headings.count, headings.names


def test_headings_may_be_the_first_row():
    assert found(ONE, BODY) == (0, 1, tuple(ONE))


@pytest.mark.parametrize(
    "titles",
    [
        [["安和县农村危房台账"]],
        [["安和县农村危房台账"] * 5],  # merged over the table
        [["附件1"], ["安和县农村危房台账（2023年）"]],
        [["台账"], ["填报单位：安河镇", "", "", "填报日期：2023年5月"]],
        [["台账"], ["填报单位", "安河镇", "", "填报日期", "2023年5月1日"]],
        [[], ["", "", "台账"], []],
    ],
)
def test_titles_and_who_filled_it_in_stand_above(titles):
    assert found(*titles, ONE, BODY) == (len(titles), 1, tuple(ONE))


def test_merged_headings_are_joined_from_the_top():
    first, count, names = found(
        ["台账"] * 5,
        ["序号", "户主姓名", "住房情况", "住房情况", "住房情况"],
        ["序号", "户主姓名", "结构", "面积", "面积"],
        ["序号", "户主姓名", "结构", "建筑面积", "占地面积"],
        ["1", "张三", "砖木", "54", "60"],
    )
    assert (first, count) == (1, 3)
    assert names == (
        "序号", "户主姓名", "住房情况/结构", "住房情况/面积/建筑面积",
        "住房情况/面积/占地面积",
    )  # fmt: skip


def test_a_group_that_is_not_merged_stands_above_the_blanks_at_its_right():
    _, count, names = found(
        ["序号", "户主姓名", "住房情况", "", "备注"],
        ["", "", "结构类型", "面积", ""],
        ["1", "张三", "砖木", "54", ""],
    )
    assert count == 2
    assert names == ("序号", "户主姓名", "住房情况/结构类型", "住房情况/面积", "备注")


def test_a_question_that_nobody_knows_counts_beneath_its_group():
    _, count, names = found(
        ["户主信息", "", "家庭情况", ""],
        ["姓名", "身份证号", "其中：女", "其中：残疾"],
        ["张三", WHOLE, "1", "0"],
    )
    assert count == 2
    assert names[2:] == ("家庭情况/其中：女", "家庭情况/其中：残疾")


def test_numbers_of_columns_and_units_belong_to_the_headings():
    first, count, names = found(
        ONE, ["", "", "", "", "（平方米）"], ["甲", "乙", "1", "2", "3"], BODY
    )
    assert (first, count) == (0, 2) and names[4] == "建筑面积(平方米)"
    first, count, names = found(
        ONE, ["", "", "", "", "平方米"], ["1", "2", "3", "4", "5"], BODY
    )
    assert (first, count) == (0, 3) and names[4] == "建筑面积(平方米)"


def test_a_first_row_of_small_numbers_is_no_row_of_column_numbers():
    assert found(["户编号", "层数", "人口"], ["1", "2", "3"])[:2] == (0, 1)


def test_a_second_row_that_says_the_same_in_chinese_belongs_to_them():
    names = found(["household_id", "grade"], ["户编号", "鉴定等级"], ["H1", "C"])[2]
    assert names == ("household_id/户编号", "grade/鉴定等级")


def test_words_in_the_table_are_no_headings():
    rows = ["户主姓名", "与户主关系", "电话"], ["张三", "户主", "无"]
    assert found(*rows)[:2] == (0, 1)


def test_unknown_words_above_values_are_headings_too():
    assert found(["台账"], ["foo", "bar", "baz"], ["x", "1", "2"])[:2] == (1, 1)


def test_a_table_may_have_no_headings():
    assert found(["1", "张三", WHOLE], ["2", "李四", WHOLE]) == (0, 0, ("", "", ""))
    assert found() == (0, 0, ())


def test_files_of_features_name_their_columns_in_the_first_row():
    line = ["ZHDMC", "LX", "lon", "lat"]
    assert found(line, ["姓名", "电话", "1", "2"], format="geojson")[:2] == (0, 1)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (["注：本表一式三份", "", ""], True),
        (["填表人：张三", "", "审核人：李四"], True),
        (["单位：万元", "", ""], True),
        (["张三", "12", "砖木"], False),
        (["", "", ""], False),
    ],
)
def test_what_is_said_about_a_table_is_told_from_it(line, is_one):
    assert is_note(line) is is_one


def test_one_kind_of_file_has_one_fingerprint():
    plain = Headings(first=0, count=1, names=("户编号", "面积"))
    spaced = Headings(first=3, count=1, names=(" 户 编号", "面积*"))
    other = Headings(first=0, count=1, names=("面积", "户编号"))
    assert fingerprint(plain) == fingerprint(spaced) != fingerprint(other)


@given(st.integers(0, 4), st.permutations(range(5)))
def test_titles_and_the_order_of_columns_change_nothing(titles, order):
    lines = [["台账"]] * titles + [[line[at] for at in order] for line in (ONE, BODY)]
    first, count, names = found(*lines)
    assert (first, count) == (titles, 1)
    assert names == tuple(ONE[at] for at in order)
