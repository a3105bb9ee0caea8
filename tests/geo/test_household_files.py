from datetime import date

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from geo.household_checks import _check_characters_fit
from geo.household_files import Reject, read_households
from rules.errors import FileError, SchemaError
from rules.identity import is_valid
from rules.vocabulary import HOUSEHOLD_COLUMNS
from tests.geo.reading import read_here

GOOD = {
    "household_id": "H1",
    "head_name": "赵一",
    "id_number": "11010519491231002X",
    "phone": "13912345678",
    "account": "6217000010001234567",
    "village_code": "990001101001",
    "village_name": "青石村",
    "town_code": "990001101",
    "town_name": "青石镇",
    "lon": "103.5",
    "lat": "31.25",
    "structure": "土坯",
    "storeys": "1",
    "year_built": "1978",
    "grade": "D",
    "occupants": "3",
    "dependents": "2",
    "groups": "低保户;脱贫不稳定户",
    "other_safe_home": "否",
    "no_house": "no",
    "disaster_rebuild_aid": "0",
    "housing_aid_before": "FALSE",
    "good_samaritan": "是",
    "area_m2": "54.5",
    "meets_seismic_standard": "yes",
    "retrofitted_on": "2019-05-01",
}
MEANT = {
    "lon": 103.5, "lat": 31.25, "storeys": 1, "year_built": 1978,
    "occupants": 3, "dependents": 2, "groups": "脱贫不稳定户;低保户",
    "other_safe_home": False, "no_house": False, "disaster_rebuild_aid": False,
    "housing_aid_before": False, "good_samaritan": True,
    "meets_seismic_standard": True, "area_m2": 54.5,
    "retrofitted_on": date(2019, 5, 1),
}  # fmt: skip


def text_of(*rows, columns=HOUSEHOLD_COLUMNS):
    lines = [",".join(columns)]
    lines += [",".join(row.get(name, "") for name in columns) for row in rows]
    return "\n".join(lines) + "\n"


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read without the child process, which the workbooks here do have."""
    read_here(monkeypatch)

    def read(*rows, encoding="utf-8", text=None, **options):
        path = tmp_path / "households.csv"
        path.write_text(text or text_of(*rows), encoding=encoding)
        return read_households(path, this_year=2024, **options)

    return read


def told(rejects):
    return [(r.row, r.field, r.value, r.reason) for r in rejects]


def test_a_good_row_comes_out_in_the_order_of_the_template(read):
    table, rejects = read(GOOD)
    assert rejects == [] and tuple(table.columns) == HOUSEHOLD_COLUMNS
    assert table.iloc[0].to_dict() == GOOD | MEANT
    assert table.index.tolist() == [2]


def test_what_is_empty_is_unknown(read):
    table, rejects = read({"household_id": "H1", "village_code": "990001101001"})
    known = table.iloc[0].dropna().to_dict()
    assert rejects == []
    assert known == {
        "household_id": "H1", "village_code": "990001101001", "town_code": "990001101",
    }  # fmt: skip


def test_columns_may_be_few_in_any_order_and_more_than_asked(read):
    table, _ = read(text="remark,VILLAGE_CODE,household_id \nx,990001101001,7\n")
    assert table["household_id"].tolist() == ["7"]
    assert table.attrs["ignored_columns"] == ["remark"]
    assert tuple(table.columns) == HOUSEHOLD_COLUMNS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_excel_writes_is_understood(read, encoding):
    table, _ = read(GOOD, encoding=encoding)
    assert table["village_name"].tolist() == ["青石村"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"household_id": ""}, "is empty"),
        ({"household_id": "1.0E+15"}, "was stored as a number and lost digits"),
        ({"id_number": "110105194912310021"}, "its check digit is wrong"),
        ({"id_number": "5.10123E+17"}, "was stored as a number and lost digits"),
        ({"id_number": "1101051949"}, "needs 17 digits and a digit or X"),
        ({"village_code": "99000110100"}, "needs 12 digits"),
        ({"town_code": "990001102"}, "is not the town of the village_code"),
        ({"lon": "east"}, "is not a number of degrees"),
        ({"lon": "13.5"}, "is not in China, 73.0 to 136.0"),
        ({"lat": "103.5"}, "is not in China, 3.0 to 54.0"),
        ({"lat": ""}, "is empty, but lon is not"),
        ({"structure": "木屋"}, "not one of: 土坯 夯土"),
        ({"storeys": "two"}, "needs a whole number from 1 to 50"),
        ({"storeys": "1.5"}, "needs a whole number from 1 to 50"),
        ({"storeys": "0"}, "needs a whole number from 1 to 50"),
        ({"year_built": "2025"}, "needs a whole number from 1800 to 2024"),
        ({"grade": "三级"}, "not one of: A B C D"),
        ({"grade": "危房"}, "may mean C D; write one of them"),
        ({"structure": "土木结构"}, "may mean 土坯 夯土; write one of them"),
        ({"id_number": "110105194913310021"}, "the birthday in it does not exist"),
        ({"id_number": "110105194912310000"}, "was stored as a number and lost digits"),
        ({"head_name": "赵" * 81}, "is longer than 80 letters"),
        ({"occupants": "-1"}, "needs a whole number from 0 to 99"),
        ({"dependents": "4"}, "more dependents than occupants"),
        ({"groups": "低保户;富裕户"}, "not one of: 脱贫享受政策户"),
        ({"no_house": "maybe"}, "is neither yes nor no; write 是 or 否"),
        ({"other_safe_home": "2"}, "is neither yes nor no"),
        ({"area_m2": "0"}, "needs square metres from 1.0 to 9999.0"),
        ({"area_m2": "54 尺"}, "needs square metres"),
        ({"area_m2": "54500"}, "needs square metres from 1.0 to 9999.0"),
        ({"retrofitted_on": "2019年5月"}, "is not a day up to"),
        ({"retrofitted_on": "2025-01-01"}, "is not a day up to 2024-12-31"),
        ({"retrofitted_on": "2019-02-29"}, "is not a day up to"),
        ({"retrofitted_on": "spring 2019"}, "is not a day up to"),
    ],
)
def test_a_bad_value_refuses_its_row_with_field_value_and_reason(read, change, reason):
    ((name, value),) = change.items()
    other = GOOD | {"household_id": "H2"}
    table, rejects = read(GOOD | change, other)
    assert table["household_id"].tolist() == ["H2"]
    ((row, field, shown, why),) = told(rejects)
    assert (row, field, shown) == (2, name, value) and why.startswith(reason)


def test_the_second_of_two_equal_households_is_refused_naming_the_first(read):
    rows = [GOOD, GOOD | {"household_id": "H2"}, GOOD, GOOD]
    table, rejects = read(*rows)
    assert table["household_id"].tolist() == ["H1", "H2"]
    reason = "duplicate household_id, first in row 2"
    assert told(rejects) == [
        (4, "household_id", "H1", reason), (5, "household_id", "H1", reason),
    ]  # fmt: skip


def test_a_row_with_two_faults_tells_both(read):
    _, rejects = read(GOOD | {"storeys": "x", "grade": "E"})
    assert sorted(reject.field for reject in rejects) == ["grade", "storeys"]


def test_houses_outside_the_county_are_refused(read):
    inside, outside = GOOD, GOOD | {"household_id": "H2", "lon": "104.5"}
    nowhere = GOOD | {"household_id": "H3", "lon": "", "lat": ""}
    table, rejects = read(inside, outside, nowhere, bounds=(103, 31, 104, 32))
    assert table["household_id"].tolist() == ["H1", "H3"]
    assert told(rejects) == [(3, "lon", "104.5", "outside the county")]


def test_villages_of_another_county_are_refused(read):
    _, rejects = read(GOOD, county="990002")
    assert told(rejects)[0][3] == "is no village of county 990002"


def test_rows_keep_the_numbers_a_spreadsheet_shows(read):
    lines = text_of(
        GOOD, GOOD | {"household_id": "H2", "head_name": '"line\nbreak"'}, GOOD
    ).splitlines(keepends=True)
    lines.insert(1, "\n")  # row 2 is blank
    lines.insert(2, "," * 25 + "\n")  # row 3 has cells, all empty
    lines.append("H9,only two\n")  # row 7
    table, rejects = read(text="".join(lines))
    assert table.index.tolist() == [4, 5]
    assert [(r.row, r.field) for r in rejects] == [(6, "household_id"), (7, "")]
    assert rejects[1].reason == "the row has 2 cells, the header 26"


def test_many_rows_keep_their_numbers_too(read):
    rows = [GOOD | {"household_id": f"H{number}"} for number in range(2, 20_002)]
    rows[15_000] |= {"grade": "E"}
    table, rejects = read(*rows)
    assert (table.index == table["household_id"].str[1:].astype(int)).all()
    assert [reject.row for reject in rejects] == [15_002]


def test_missing_columns_are_named(read):
    with pytest.raises(SchemaError, match="missing columns: village_code; its columns"):
        read(text="household_id,lon,lat\n1,103,31\n")
    with pytest.raises(SchemaError, match="columns that appear twice: lon"):
        read(text="household_id,village_code,lon,lon\n")


def test_a_header_alone_is_no_household(read):
    table, rejects = read(text=text_of())
    assert len(table) == 0 and rejects == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"%PDF-1.7", "a document; copy its table into Excel"),
        (b"PK\x03\x04rest", "cannot be unpacked"),
        (b"household_id,village_code\n\xff\xff\xff,1\n", "neither UTF-8 nor GB 18030"),
    ],
)
def test_files_of_another_type_get_one_clear_error(
    tmp_path, monkeypatch, content, says
):
    read_here(monkeypatch)
    path = tmp_path / "households.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=says):
        read_households(path)


def workbook(path, *rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def test_excel_is_read_and_an_identity_number_in_a_number_cell_is_refused(tmp_path):
    path = workbook(
        tmp_path / "households.xlsx",
        ("household_id", "village_code", "id_number", "lon", "lat", "storeys"),
        (1001, "990001101001", "11010519491231002X", 103.5, 31.5, 2),
        (1002, 990001101001, 110105194912310029, 103.5, 31.5, 1),
        (),
        (1004, "990001101001", "", 103.5, 31.5, "two"),
    )
    table, rejects = read_households(path, this_year=2024)
    assert table["household_id"].tolist() == ["1001"]
    assert table.index.tolist() == [2]
    lost = "was stored as a number and lost digits; store it as text"
    assert told(rejects) == [
        (3, "id_number", "1.1010519491231e+17", lost),
        (5, "storeys", "two", "needs a whole number from 1 to 50"),
    ]


def test_a_damaged_workbook_is_refused(tmp_path, monkeypatch):
    whole = workbook(tmp_path / "good.xlsx", ("household_id", "village_code"))
    path = tmp_path / "households.xlsx"
    path.write_bytes(whole.read_bytes().replace(b"sheet1", b"sheetX"))
    read_here(monkeypatch)
    with pytest.raises(FileError, match=r"households\.xlsx: not a readable Excel file"):
        read_households(path)


def test_a_reason_can_be_translated():
    reject = Reject(2, "lon", "", "is empty, but {other} is not", {"other": "lat"})
    assert reject.reason == "is empty, but lat is not"


@given(st.lists(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True), min_size=1))
def test_all_numbers_at_once_are_judged_as_one_by_one(ids):
    column = pd.Series(ids, dtype="str")
    found = _check_characters_fit(column)
    assert found.tolist() == [is_valid(text) for text in ids]
