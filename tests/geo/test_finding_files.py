from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.finding_cells import damage_grade, tag_word, visit_reason, visit_time
from geo.finding_files import After, made_id, read_findings, together
from geo.list_cells import CannotBe
from geo.sheets import Sheet
from rules.errors import SchemaError
from rules.times import CHINA_TIME
from rules.vocabulary import TAGS

HEAD = [
    "finding_id", "household_id", "tag", "damage_grade", "reason", "visited_at", "team",
]  # fmt: skip
STRUCK = datetime(2026, 11, 20, 14, 0, tzinfo=CHINA_TIME)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=CHINA_TIME)
AFTER = After(event_id="eq-001", happened_at=STRUCK, now=NOW)


def sheet(*lines, part=""):
    columns = zip(*lines, strict=True)
    cells = pa.table({str(at): pa.array(column) for at, column in enumerate(columns)})
    rows = np.arange(1, len(lines) + 1)
    return Sheet(cells=cells, rows=rows, file="f.csv", format="csv", part=part)


def read(*lines, head=HEAD, part=""):
    return read_findings(sheet(head, *lines, part=part), after=AFTER)


def told(found):
    return [(reject.row, reject.field, reject.reason) for reject in found.rejects]


def test_a_table_in_the_order_of_the_contract_is_read():
    line = ["f1", "H1", "红", "4", "ordered", "2026-11-21T09:30:00+08:00", "一队"]
    (row,) = read(line).rows
    assert row == {
        "row": 2,
        "part": "",
        "finding_id": "f1",
        "household_id": "H1",
        "tag": "红",
        "damage_grade": 4,
        "reason": "ordered",
        "visited_at": "2026-11-21T09:30:00+08:00",
        "team": "一队",
        "occupied": None,
        "note": None,
        "lon": None,
        "lat": None,
    }


def test_an_export_of_kobo_is_read_with_groups_in_its_headings():
    head = ["start", "end", "door/household_id", "door/tag", "_id", "_uuid", "_tags",
            "_submission_time", "_submitted_by", "meta/instanceID"]  # fmt: skip
    line = ["2026-11-21T01:30:00Z", "2026-11-21T09:35:00.123+08:00", "H1", "yellow",
            "17", "u-1", "", "2026-11-21T20:00:00", "team3", "uuid:1"]  # fmt: skip
    (row,) = read(line, head=head).rows
    assert (row["finding_id"], row["household_id"], row["tag"]) == ("u-1", "H1", "黄")
    assert row["visited_at"] == "2026-11-21T09:35:00+08:00"
    assert (row["team"], row["damage_grade"]) == ("team3", None)


def test_where_only_the_upload_has_a_time_it_is_that_of_the_server():
    head = ["_uuid", "household_id", "tag", "_submission_time"]
    (row,) = read(["u-1", "H1", "green", "2026-11-21T02:00:00"], head=head).rows
    assert row["visited_at"] == "2026-11-21T10:00:00+08:00"


def test_an_export_of_odk_central_is_read_too():
    head = ["SubmissionDate", "door-household_id", "door-tag", "meta-instanceID",
            "KEY", "SubmitterName"]  # fmt: skip
    line = ["2026-11-21T02:00:00.000Z", "H1", "red", "uuid:1", "uuid:1", "二队"]
    (row,) = read(line, head=head).rows
    assert (row["finding_id"], row["tag"], row["team"]) == ("uuid:1", "红", "二队")
    assert row["visited_at"] == "2026-11-21T10:00:00+08:00"


def test_of_a_visit_sheet_only_the_doors_with_a_tag_were_visited():
    head = [
        "序号",
        "户号",
        "排查结论（绿、黄、红）",
        "震损等级（1至5）",
        "入户时间",
        "队伍",
    ]
    lines = [
        ["安河县 柳沟村 · 入户顺序", "", "", "", "", ""],
        head,
        ["1", "H1", "绿", "", "2026年11月21日 9:30", "一队"],
        ["2", "H2", "", "", "", ""],
        ["3", "H3", "", "3", "", ""],
    ]
    found = read(*lines[1:], head=lines[0], part="柳沟村")
    assert [row["household_id"] for row in found.rows] == ["H1"]
    assert found.unvisited == 1
    assert told(found) == [(5, "tag", "is empty")]
    assert found.rejects[0].part == "柳沟村"


def test_a_finding_without_an_id_is_the_same_one_whenever_it_is_read():
    line = ["", "H1", "绿", "", "", "2026-11-21 09:30", "一队"]
    first, again = read(line).rows[0], read([*line[:3], "1", *line[4:]]).rows[0]
    assert first["finding_id"] == again["finding_id"] == made_id("eq-001", first)
    other = read(["", "H1", "绿", "", "", "2026-11-21 09:31", "一队"]).rows[0]
    assert other["finding_id"] != first["finding_id"]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (["f", "", "红", "", "", "", ""], "household_id", "is empty"),
        (["f", "H1", "蓝", "", "", "", ""], "tag", "not one of: 绿 黄 红"),
        (["f", "H1", "红", "6", "", "", ""], "damage_grade", "not one of: 1 2 3 4 5"),
        (["f", "H1", "红", "", "随便", "", ""], "reason", "not one of: ordered asked"),
        (["f", "H1", "红", "", "", "14:05", ""], "visited_at", "is no time"),
        (["f", "H1", "红", "", "", "2026-11-22 12:01", ""], "visited_at", "future"),
        (["f", "H1", "红", "", "", "2026-11-20 13:59", ""], "visited_at", "2026-11-20"),
        (["f" * 65, "H1", "红", "", "", "", ""], "finding_id", "longer than 64"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(line, field, reason):
    ((row, at, why),) = told(read(line))
    assert (row, at) == (2, field) and reason in why


def test_the_day_of_the_event_and_today_are_no_reason_to_refuse():
    days = ["2026-11-20", "2026-11-22", "2026-11-20 14:00", "2026-11-22T04:00:00Z"]
    lines = [[f"f{day}", "H1", "绿", "", "", day, ""] for day in days]
    assert told(read(*lines)) == []


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2026-11-22 14:05", "2026-11-22T14:05:00+08:00"),
        ("2026/11/22 14:05", "2026-11-22T14:05:00+08:00"),
        ("2026-11-22T14:05", "2026-11-22T14:05:00+08:00"),
        ("2026.11.22 9:5:7", "2026-11-22T09:05:07+08:00"),
        ("２０２６年１１月２２日１４时５分", "2026-11-22T14:05:00+08:00"),
        ("2026-11-22T06:05:00.5+0000", "2026-11-22T14:05:00+08:00"),
        ("2026-11-22 00:00:00", "2026-11-22"),
        ("46348.586805555555", "2026-11-22T14:05:00+08:00"),
        ("2026-11-22", "2026-11-22"),
    ],
)
def test_a_time_is_read_as_people_and_spreadsheets_write_it(written, read_as):
    assert visit_time(written) == read_as


@pytest.mark.parametrize("text", ["2026-13-01", "2026-11-22 25:00", "nan", "3", "下午"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(CannotBe):
        visit_time(text)


@given(st.datetimes(datetime(2008, 1, 1), datetime(2099, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=CHINA_TIME)
))  # fmt: skip
def test_a_time_that_was_read_is_read_again_as_the_same(moment):
    assert visit_time(moment.isoformat()) == moment.isoformat()


def test_words_of_tags_grades_and_reasons_are_told_apart():
    assert [tag_word(w) for w in ("GREEN", "限制使用", "红牌")] == list(TAGS)
    assert [damage_grade(w) for w in ("毁坏", "ⅱ", "4级", "")] == [5, 2, 4, None]
    assert [visit_reason(w) for w in ("按序", "求助", "")] == ["ordered", "asked", None]


def test_one_number_with_two_contents_keeps_the_first_and_names_it():
    line = ["f1", "H1", "红", "", "", "", ""]
    first = read(line, line, part="柳沟村")
    second = read(["f1", "H1", "绿", "", "", "", ""], part="新桥村")
    found = together([first, second])
    assert [row["tag"] for row in found.rows] == ["红"]
    assert found.repeated == 1
    ((row, field, why),) = told(found)
    assert (row, field) == (2, "finding_id") and "柳沟村 2" in why


def test_a_sheet_without_tags_is_no_return():
    with pytest.raises(SchemaError, match="missing columns"):
        read(["H1", "x"], head=["household_id", "remarks"])


def test_what_a_telephone_saved_says_more_than_a_tag():
    head = [*HEAD, "occupied", "note", "found_lon", "found_lat"]
    line = ["f1", "H1", "红", "", "asked", "2026-11-21 09:30", "一队"]
    found = read([*line, "true", "墙  裂", "104.5", "31.5"], head=head)
    (row,) = found.rows
    told = [row[name] for name in ("occupied", "note", "lon", "lat")]
    assert told == [True, "墙 裂", 104.5, 31.5]


def test_the_longitude_of_a_house_is_not_where_the_team_stood():
    line = ["f1", "H1", "红", "", "asked", "2026-11-21 09:30", "一队", "104.5"]
    found = read(line, head=[*HEAD, "经度"])
    assert found.rows[0]["lon"] is None


def test_a_remark_that_is_too_long_to_be_kept_is_refused():
    line = ["f1", "H1", "红", "", "asked", "2026-11-21 09:30", "一队", "很" * 401]
    found = read(line, head=[*HEAD, "备注"])
    assert told(found) == [(2, "note", "is longer than 400 signs")]
