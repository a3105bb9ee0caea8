"""Which column of a table is which of ours."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.column_words import fields_of, known_names, names_of
from geo.mapping import TABLE_TARGETS, ColumnMapping, propose
from rules.errors import SchemaError
from rules.parameters import load_parameters
from rules.vocabulary import HOUSEHOLD_COLUMNS, TARGETS
from tests.geo.sheets import WHOLE, sheet

LEDGER = {
    "户主姓名": "张三",
    "公民身份号码": WHOLE,
    "联系电话": "13912345678",
    "银行卡号": "6217000010001234567",
    "乡镇": "安河镇",
    "村委会": "柳沟村",
    "经度": "103.51",
    "纬度": "31.25",
    "房屋结构": "砖木",
    "层数": "1",
    "建成年份": "1978",
    "危房等级": "C级",
    "家庭人口": "3",
    "对象类别": "低保户",
    "建筑面积(㎡)": "54",
    "是否抗震达标": "否",
}
MEANT = {
    "head_name",
    "id_number",
    "phone",
    "account",
    "town_name",
    "village_name",
    "lon",
    "lat",
    "structure",
    "storeys",
    "year_built",
    "grade",
    "occupants",
    "groups",
    "area_m2",
    "meets_seismic_standard",
}


def proposed(names, values=None, target=None, **how):
    return propose(sheet(names, values or [""] * len(names), **how), target)


def columns(names, values=None, target=None):
    mapping = proposed(names, values, target).mapping
    return {names[at]: field for field, at in mapping.columns.items()}


def test_a_ledger_in_chinese_is_understood_whole():
    found = proposed(list(LEDGER), list(LEDGER.values()))
    assert found.mapping.target == "households"
    assert set(found.mapping.columns) == MEANT and found.unmapped == ()
    assert found.mapping.units == {"area_m2": "m2"}
    told = {
        name: text.format(**values) for name, (text, values) in found.reasons.items()
    }
    assert told["head_name"] == "its heading is 户主姓名"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("一卡通账号", "account"),
        ("村代码", "village_code"),
        ("行政村", "village_name"),
        ("东坐标", "x"),
        ("Y坐标", "y"),
        ("坐标", "place"),
        ("结构类型", "structure"),
        ("建造年代", "year_built"),
        ("鉴定等级", "grade"),
        ("常住人口数（人）", "occupants"),
        ("是否有其他安全住房（是/否）", "other_safe_home"),
        ("改造时间", "retrofitted_on"),
        ("房屋主体结构类型", "structure"),
        ("house/structure", "structure"),
        ("house-structure", "structure"),
        ("survey/house/Year_Built", "year_built"),
        ("4、房屋建成年份（年）", "year_built"),
        ("住房情况/建筑面积", "area_m2"),
        ("户主信息/姓名", "head_name"),
        ("household_id/户编号", "household_id"),
    ],
)
def test_a_column_is_known_by_any_of_its_names(name, field):
    pair = {"x": "北坐标", "y": "X坐标"}
    extra = [pair[field]] if field in pair else []
    assert columns([name, *extra], target="households")[name] == field


@pytest.mark.parametrize(
    "name",
    [
        "配偶身份证号",
        "配偶/姓名",
        "包保干部姓名",
        "联系人电话",
        "宅基地面积",
        "残疾等级",
        "与户主关系",
        "困难等级",
        "备注",
        "序号",
        "改造年份",
        "是否危房等级鉴定",
        "劳动力人口数",
    ],
)
def test_what_belongs_to_another_is_left_alone(name):
    assert columns(["户编号", "村代码", name]).keys() == {"户编号", "村代码"}


def test_columns_are_known_by_what_stands_in_them_where_their_names_are_not():
    names = ["甲列", "乙列", "丙列", "丁列", "戊列", "己列"]
    values = [WHOLE, "990001101001", "13912345678", "103.51", "31.25", "C级"]
    found = propose(sheet(names, values, values, values), "households")
    assert dict(found.mapping.columns) == {
        "id_number": 0,
        "village_code": 1,
        "phone": 2,
        "lon": 3,
        "lat": 4,
        "grade": 5,
    }
    assert found.reasons["id_number"] == (
        "its values look like identity numbers",
        {},
    )


def test_values_never_speak_against_a_name():
    names = ["户编号", "村代码", "配偶身份证号", "建议 suggestion"]
    found = columns(names, ["1", "990001101001", WHOLE, "C"])
    assert set(found) == {"户编号", "村代码"}


def test_one_cell_may_hold_both_coordinates():
    values = ["H1", "990001101001", "103.51,31.25"]
    found = columns(["户编号", "村代码", "位置"], values)
    assert found["位置"] == "place"


def test_a_number_that_only_counts_rows_names_no_household():
    lines = [[str(n), "990001101001", "张三"] for n in range(1, 6)]
    counted = propose(sheet(["编号", "村代码", "户主姓名"], *lines))
    named = propose(
        sheet(["编号", "村代码", "户主姓名"], *[[f"A{a}", b, c] for a, b, c in lines])
    )
    assert "household_id" not in counted.mapping.columns
    assert named.mapping.columns["household_id"] == 0


def test_the_code_of_a_county_is_no_code_of_a_village():
    names = ["户编号", "行政区划代码", "村名"]
    assert "行政区划代码" not in columns(names, ["1", "990001", "柳沟村"])
    assert (
        columns(names, ["1", "990001101001", "柳沟村"])["行政区划代码"]
        == "village_code"
    )


@pytest.mark.parametrize(
    ("names", "values", "target"),
    [
        (
            ["姓名", "身份证号", "类别", "认定日期"],
            ["张三", WHOLE, "低保户", "2023-05-01"],
            "list",
        ),
        (["姓名", "身份证号", "乡镇", "村", "对象类别", "鉴定等级"], [""] * 6, "list"),
        (
            ["户主姓名", "身份证号", "村", "房屋结构", "危房等级"],
            [""] * 5,
            "households",
        ),
        (["household_id", "village_code"], ["1", "2"], "households"),
        (
            ["旧代码", "新代码", "变更日期"],
            ["990001101001", "990001102001", ""],
            "codes",
        ),
        (["old_code", "new_code"], ["1", "2"], "codes"),
        (
            ["household_id", "tag", "damage_grade", "team"],
            ["H1", "红", "4", "一组"],
            "findings",
        ),
        (
            ["灾害点名称", "灾害类型", "经度", "纬度"],
            ["x", "滑坡", "103.5", "31.2"],
            "layer",
        ),
        (
            ["名称", "类型", "X", "Y"],
            ["卫生院", "医院", "35512345", "3456789"],
            "layer",
        ),
        (["户编号", "户主姓名", "村代码", "经度", "纬度"], [""] * 5, "households"),
    ],
)
def test_what_a_table_brings_shows_in_its_columns(names, values, target):
    found = proposed(names, values)
    assert found.mapping.target == target
    assert max(found.scores, key=found.scores.get) == target


def test_the_names_of_the_head_come_before_those_of_others():
    names = ["姓名", "户主姓名", "身份证号", "村代码", "房屋结构"]
    assert columns(names)["户主姓名"] == "head_name"
    assert columns(names, target="list")["姓名"] == "name"


def test_our_own_names_are_taken_before_all_others():
    extra = ["原因 reason", "建议 suggestion", "行 row", "户编号"]
    found = proposed([*HOUSEHOLD_COLUMNS, *extra])
    assert [*found.mapping.columns] and found.twice == ()
    assert dict(found.mapping.columns) == {
        name: at for at, name in enumerate(HOUSEHOLD_COLUMNS)
    }


def test_a_column_that_comes_twice_is_told():
    assert proposed(["household_id", "village_code", "lon", "lat", "lon"]).twice == (
        "lon",
    )


def test_a_mapping_is_kept_as_text_and_found_again_under_other_titles():
    first = sheet(["户编号", "村代码", "面积(亩)"], ["H1", "990001101001", "0.3"])
    second = sheet(
        ["台账"], ["户编号", "村代码", "面积（亩）"], ["H2", "990001101001", "1"]
    )
    mapping = propose(first).mapping
    text = mapping.to_json()
    assert ColumnMapping.from_json(text) == mapping
    assert json.loads(text)["units"] == {"area_m2": "亩"}
    again = ColumnMapping.from_json(text, second)
    assert again.headings.first == 1 and again.columns == mapping.columns


@pytest.mark.parametrize(
    "change",
    [
        {"target": "event"},
        {"target": "nothing"},
        {"columns": {"lon": 9}},
        {"columns": {"lon": -1}},
        {"columns": {"lon": 0, "lat": 0}},
        {"columns": {"secret": 0}},
        {"columns": {"lon": "0"}},
        {"columns": []},
        {"headings": {}},
        {"units": 3},
    ],
)
def test_a_text_that_is_no_mapping_is_refused(change):
    text = proposed(["户编号", "村代码"]).mapping.to_json()
    with pytest.raises(SchemaError, match="no mapping of columns"):
        ColumnMapping.from_json(json.dumps(json.loads(text) | change))


def test_a_mapping_of_other_headings_is_refused():
    mapping = proposed(["户编号", "村代码"]).mapping
    with pytest.raises(SchemaError, match="its headings are not those"):
        mapping.on(sheet(["户编号", "村名"], ["1", "2"]))


def test_every_word_is_of_one_field_of_a_table_and_every_field_has_names():
    words = load_parameters("columns")
    assert set(TABLE_TARGETS) < set(TARGETS)
    for target in TABLE_TARGETS:
        keys = list(fields_of(target).values())
        names = [name for key in keys for name in names_of(key)]
        assert len(set(names)) == len(names), target
        assert set(keys) <= set(words["names"]["words"])
        marks = {*words[target]["marks"], *sum(words[target]["needs"], ())}
        assert marks <= set(fields_of(target))
        assert set(words[target]["against"]) <= set(words["names"]["words"])
    assert set(words["others"]["words"]) <= set(words["names"]["words"])
    assert set(HOUSEHOLD_COLUMNS) < set(fields_of("households")) and known_names()


@settings(max_examples=30)
@given(st.permutations(list(LEDGER)))
def test_the_order_of_columns_changes_nothing(names):
    assert columns(names) == columns(list(LEDGER))
