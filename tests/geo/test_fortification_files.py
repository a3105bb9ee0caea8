"""Tables of GB 18306-2015 as offices keep them."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from geo.fortification_files import read_fortification
from geo.known_places import KnownPlaces
from geo.sheets import Sheet
from rules.errors import SchemaError

PLACES = KnownPlaces(
    names={
        "990001100": "安和镇",
        "990001100200": "柳沟村",
        "990001101": "云顶乡",
        "990001101200": "柳沟村",
    },
    changes={"990001109": "990001101"},
)
TODAY = date(2026, 11, 22)


def read(head, *lines):
    columns = zip(head, *lines, strict=True)
    cells = pa.table({str(at): pa.array(column) for at, column in enumerate(columns)})
    sheet = Sheet(
        cells=cells, rows=np.arange(1, len(lines) + 2), file="区划.xlsx", format="xlsx"
    )
    return read_fortification(sheet, places=PLACES, county="990001", today=TODAY)


def values(found):
    return [
        (r["place_code"], r["pga_g"], r["design_intensity_degree"]) for r in found.rows
    ]


def reasons(found):
    return [(r.row, r.field, r.reason) for r in found.rejects]


def test_a_table_by_code():
    found = read(
        ["代码", "峰值加速度（g）", "烈度", "特征周期/s"],
        ["990001100", "0.20", "8", "0.40"],
        ["990001100200", "0.15g", "Ⅶ度", "0.45s"],
        ["990001101000", "", "七度", ""],
    )
    assert values(found) == [("990001100", 0.2, 8), ("990001100200", 0.15, 7)]
    assert [r["spectrum_period_s"] for r in found.rows] == [0.4, 0.45]
    assert reasons(found) == [
        (4, "design_intensity_degree", "is no number from 5 to 10")
    ]


def test_a_table_by_name():
    found = read(
        ["乡镇", "行政村", "地震动峰值加速度"],
        ["安和镇", "", "0.20"],
        ["云顶", "", "0.10"],
        ["云顶乡", "柳沟村委会", "0.15"],
        ["", "柳沟村", "0.15"],
        ["无名镇", "", "0.15"],
    )
    assert values(found) == [
        ("990001100", 0.2, 8),
        ("990001101", 0.1, 7),
        ("990001101200", 0.15, 7),
    ]
    assert reasons(found) == [
        (5, "place_code", "is no village on record, or the name of several"),
        (6, "place_code", "is no town on record, or the name of several"),
    ]


def test_the_degree_follows_from_the_acceleration():
    found = read(["代码", "峰值加速度"], ["990001100", "0.30"], ["990001101", "0.05"])
    assert values(found) == [("990001100", 0.3, 8), ("990001101", 0.05, 6)]


def test_an_old_code_is_recoded():
    assert values(read(["代码", "烈度"], ["990001109", "7"])) == [
        ("990001101", None, 7)
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (["140825100", "0.10", ""], "lies outside of this county"),
        (["990001100", "0.10", "8"], "0.1 g is not 8 degrees; correct one of the two"),
        (["990001100", "", ""], "has neither an acceleration nor a degree"),
        (["990001100", "200", ""], "is no number from 0.04 to 1.0"),
        (["990001100", "高", ""], "is no number from 0.04 to 1.0"),
        (["990001100", "", "7.5"], "is no whole degree"),
        (["9900011", "0.1", ""], "is not a code of 9 digits (town) or 12 (village)"),
        (["990001", "0.1", ""], "is not a code of 9 digits (town) or 12 (village)"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(line, reason):
    found = read(["代码", "峰值加速度", "烈度"], line)
    assert found.rows == []
    assert [why for _, _, why in reasons(found)] == [reason]


def test_of_a_place_that_stands_twice_the_higher_counts_and_is_noted():
    found = read(
        ["代码", "峰值加速度"],
        ["990001100", "0.20"],
        ["990001100", "0.10"],
        ["990001101", "0.10"],
        ["990001101", "0.10"],
    )
    assert values(found) == [("990001100", 0.2, 8), ("990001101", 0.1, 7)]
    assert [(n.row, n.value) for n in found.notes] == [(3, "990001100")]


def test_the_file_stands_for_a_source_that_is_not_told():
    found = read(["代码", "烈度", "依据"], ["990001100", "7", ""])
    assert found.rows[0]["source"] == "区划.xlsx"
    found = read(["代码", "烈度", "依据"], ["990001100", "7", "GB 18306-2015"])
    assert found.rows[0]["source"] == "GB 18306-2015"


def test_a_first_day_is_read_and_a_coming_one_refused():
    head = ["代码", "烈度", "实施日期"]
    found = read(
        head, ["990001100", "7", "2016-06-01"], ["990001101", "7", "2099-01-01"]
    )
    assert [r["valid_from"] for r in found.rows] == [date(2016, 6, 1)]
    assert reasons(found) == [(3, "valid_from", "lies in the future")]


def test_a_table_without_places_or_values_is_refused():
    with pytest.raises(SchemaError, match="missing columns: 代码, 峰值加速度"):
        read(["名称", "面积"], ["甲", "3"])
