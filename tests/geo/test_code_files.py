from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from geo.code_files import read_codes
from geo.sheets import Sheet
from rules.errors import SchemaError

HEAD = ["旧代码", "新代码", "日期", "依据"]
DAY = "2021-05-01"


def sheet(*lines):
    columns = zip(*lines, strict=True)
    cells = pa.table({str(at): pa.array(column) for at, column in enumerate(columns)})
    rows = np.arange(1, len(lines) + 1)
    return Sheet(cells=cells, rows=rows, file="codes.xlsx", format="xlsx")


def read(*lines, recorded=None, head=HEAD):
    return read_codes(
        sheet(head, *lines),
        recorded=recorded or {},
        today=date(2026, 11, 22),
        county="990001",
    )


def told(found):
    return [(reject.row, reject.field, reject.reason) for reject in found.rejects]


def test_a_table_of_changes_is_read_with_its_day_and_source():
    found = read(
        ["990001100007", "990001400007", "2021年5月1日", "民函〔2021〕3号"],
        ["990001100000", "９９０００１４００", "", ""],
        ["990001101009", "撤销", DAY, ""],
    )
    assert found.rejects == []
    assert [tuple(row.values())[1:] for row in found.rows] == [
        ("990001100007", "990001400007", date(2021, 5, 1), "民函〔2021〕3号"),
        ("990001100", "990001400", None, "codes.xlsx"),
        ("990001101009", None, date(2021, 5, 1), "codes.xlsx"),
    ]


def test_english_headings_below_a_title_are_found():
    lines = ["Codes", "", "", ""], ["old_code", "new_code", "changed_on", "source"]
    found = read(lines[1], ["990001100007", "990001400007", DAY, ""], head=lines[0])
    assert [row["row"] for row in found.rows] == [3]


def test_a_sheet_without_the_headings_is_refused():
    with pytest.raises(SchemaError, match="missing columns: old_code, new_code"):
        read(["1", "2", "3", "4"], head=["a", "b", "c", "d"])


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (["99000", "990001400007", "", ""], "old_code", "9 digits"),
        (["990001100007", "9.9E+11", "", ""], "new_code", "9 digits"),
        (["990001100007", "990001400", "", ""], "new_code", "these differ"),
        (["990001100007", "990001100007", "", ""], "new_code", "the old code itself"),
        (["990002100007", "990003400007", "", ""], "new_code", "in this county"),
        (["990001100007", "990001400007", "2099-01-01", ""], "changed_on", "future"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(line, field, reason):
    ((row, at, why),) = told(read(line))
    assert (row, at) == (2, field) and reason in why


def test_one_code_does_not_become_two():
    found = read(
        ["990001100007", "990001400007", "", ""],
        ["990001100007", "990001400008", "", ""],
        ["990001100007", "990001400007", DAY, ""],
        ["990001100001", "990001400001", "", ""],
    )
    assert [row for row, _, _ in told(found)] == [2, 3, 4]
    assert "row 3 gives 990001400008" in told(found)[0][2]
    assert [row["old_code"] for row in found.rows] == ["990001100001"]


def test_what_contradicts_the_record_is_refused():
    recorded = {"990001100007": "990001400001"}
    found = read(["990001100007", "990001400007", "", ""], recorded=recorded)
    assert "on record it became 990001400001" in told(found)[0][2]


def test_a_circle_is_refused_in_each_of_its_rows():
    found = read(
        ["990001100001", "990001100002", "", ""],
        ["990001100002", "990001100003", "", ""],
        ["990001100009", "990001400009", "", ""],
        recorded={"990001100003": "990001100001"},
    )
    assert [row for row, _, _ in told(found)] == [2, 3]
    assert {why for _, _, why in told(found)} == {
        "with the other changes it leads in a circle"
    }
