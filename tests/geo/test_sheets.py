"""A sheet is its cells as text, and the numbers of its rows."""

from geo.sheets import sheet_of
from tests.geo.sheets import sheet


def test_a_line_is_its_cells_and_what_is_missing_is_empty():
    made = sheet(["户编号", "姓名"], ["007"], short=None)
    assert made.line(0) == ["户编号", "姓名"]
    assert made.line(1) == ["007", ""]


def test_a_column_is_found_by_its_place():
    made = sheet(["a", "b"], ["1", "2"])
    assert made.column(1).to_pylist() == ["b", "2"]


def test_rows_by_name_become_a_sheet_with_their_own_numbers():
    lines = [(7, {"grade": "D", "household_id": "007"}), (12, {"grade": "C"})]
    made = sheet_of(["household_id", "grade"], lines, "in-1")
    assert (made.file, made.format, made.rows.tolist()) == ("in-1", "kept", [0, 7, 12])
    assert [made.line(at) for at in range(3)] == [
        ["household_id", "grade"],
        ["007", "D"],
        ["", "C"],
    ]


def test_what_is_not_among_the_names_is_left_out():
    made = sheet_of(["grade"], [(1, {"grade": "D", "phone": "1"})], "in-1")
    assert made.line(1) == ["D"]
    assert made.cells.num_columns == 1


def test_rows_may_come_one_by_one_and_be_none():
    lines = ((at, {"a": str(at)}) for at in (1, 2))
    assert sheet_of(["a"], lines, "x").column(0).to_pylist() == ["a", "1", "2"]
    assert sheet_of(["a"], [], "x").rows.tolist() == [0]
