"""Texts of cells, as programs and people write them."""

import pyarrow as pa
import pytest

from geo.readers.separated import delimiter_of, table_of
from rules.errors import FileError


def read(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    delimiter = delimiter_of(path)
    width, batches = table_of(path, delimiter, path.name)
    table = pa.Table.from_batches(batches)
    *columns, numbers = (column.to_pylist() for column in table.columns)
    assert len(columns) == width
    return dict(zip(numbers, map(list, zip(*columns, strict=True)), strict=True))


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_what_stands_between_cells_is_found_out(tmp_path, mark):
    words = [word for word in ("甲, 乙", "丙; 丁", "戊 | 己") if mark not in word]
    text = "".join(f"{number}{mark}{word}\n" for number, word in enumerate(words))
    assert list(read(tmp_path, text).values()) == [
        [str(number), word] for number, word in enumerate(words)
    ]


def test_a_line_that_names_the_mark_is_believed(tmp_path):
    assert read(tmp_path, "sep=;\na,b;c\n1,5;2\n")[3] == ["1,5", "2"]


def test_a_title_above_and_short_rows_keep_their_places(tmp_path):
    text = "某县台账\na,b,c\n1,2,3\n4\n5,6,7\n"
    assert read(tmp_path, text) == {
        1: ["某县台账", None, None],
        2: ["a", "b", "c"],
        3: ["1", "2", "3"],
        4: ["4", None, None],
        5: ["5", "6", "7"],
    }


def test_cells_beyond_the_headings_are_kept(tmp_path):
    rows = "".join(f"{n},b\n" for n in range(300))
    assert read(tmp_path, "a,b\n" + rows + "1,2,3\n")[302] == ["1", "2", "3"]


def test_blank_rows_go_and_the_others_keep_their_numbers(tmp_path):
    assert list(read(tmp_path, "a,b\n\n1,2\n , \n,\n3,4\n\n\n")) == [1, 3, 6]


def test_a_cell_may_have_lines_and_quotation_marks(tmp_path):
    text = 'a,b\n"x\ny","1 ""2"""\n5" pipe,z\n'
    assert read(tmp_path, text)[2] == ["x\ny", '1 "2"']


@pytest.mark.parametrize("end", ["", "\n", "\n3,4\n5,6\n"])
def test_a_quotation_that_never_ends_is_told_with_its_row(tmp_path, end):
    with pytest.raises(FileError, match=r"table\.csv: a quotation mark in row 2"):
        read(tmp_path, 'a,b\n1,"2' + end)


def test_two_quotations_that_swallow_the_rows_between_are_told(tmp_path):
    rows = "".join(f"{n},{'地' * 30}\n" for n in range(2000))
    with pytest.raises(FileError, match="quotation mark in row 2 is never closed"):
        read(tmp_path, 'a,b\n1,"2\n' + rows + '3,"4\n')


def test_a_table_no_office_has_is_refused(tmp_path):
    with pytest.raises(FileError, match="1 rows x 2500 columns are too many"):
        read(tmp_path, "," * 2499 + "x\n")
