"""Household files: every row checked, every refused row told with its reason."""

import codecs
import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo.file_kinds import kind_of
from geo.household_cells import Table
from geo.household_checks import checked
from geo.isolated import read_isolated
from rules.errors import FileError, SchemaError
from rules.language import N_
from rules.vocabulary import HOUSEHOLD_COLUMNS

Bounds = tuple[float, float, float, float]  # west, south, east, north

REQUIRED = ("household_id", "village_code")
_ENCODINGS = ("utf-8-sig", "gb18030")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Reject:
    """Why a row was not taken.

    Attributes
    ----------
    row : int
        As a spreadsheet counts: the header is row 1.
    field : str
        The column; empty if it is the whole row.
    value : str
        What stands there.
    message : str
        English message id with ``{fields}`` for ``values``.
    """

    row: int
    field: str
    value: str
    message: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Say the reason in English."""
        return self.message.format(**self.values)


def read_households(
    path: Path,
    *,
    bounds: Bounds | None = None,
    county: str | None = None,
    this_year: int | None = None,
) -> tuple[pd.DataFrame, list[Reject]]:
    """Read households from CSV (UTF-8, GB 18030) or Excel, by the template.

    A row with any bad value is refused whole; the others are taken.

    Parameters
    ----------
    path : Path
        The file; its first row names the columns, in any order.
    bounds : west, south, east, north, optional
        Of the county, degrees: houses beyond are refused.
    county : str, optional
        Six digits with which every village code must begin.
    this_year : int, optional
        No house is built later; by default, the year of today.

    Returns
    -------
    table : pandas.DataFrame
        ``HOUSEHOLD_COLUMNS`` in that order: text, ``float64`` for ``lon`` and
        ``lat``, ``Int16`` for whole numbers; missing means unknown.  The index
        ``row`` is the row of the file; ``attrs["columns"]`` names those the
        file has, ``attrs["ignored_columns"]`` the
        columns that were not asked for.
    rejects : list of Reject
        In the order of the rows.

    Raises
    ------
    FileError
        If the file is empty, damaged, or neither CSV nor Excel.
    SchemaError
        If a needed column is missing, or one appears twice.
    """
    found = kind_of(path)
    if found == "excel":
        table = _numbered(read_isolated("workbook", path), path.name)
        rejects: list[Reject] = []
    elif found == "text":
        table, rejects = _csv(path)
    else:
        message = N_("{file}: not a household table, but {found}; give CSV or Excel")
        raise FileError(message, file=path.name, found=found)
    households, problems = checked(
        table, bounds=bounds, county=county, this_year=this_year or date.today().year
    )
    rejects += [Reject(*problem) for problem in problems]
    households.attrs["ignored_columns"] = table.ignored
    households.attrs["columns"] = [
        name for name in households if name in table.cells.column_names
    ]
    return households, sorted(rejects, key=lambda reject: reject.row)


def _csv(path: Path) -> tuple[Table, list[Reject]]:
    encoding = _encoding(path)
    header, delimiter = _header(path, encoding)
    rejects: list[Reject] = []

    def skip(row: pyarrow.csv.InvalidRow) -> str:
        message = N_("the row has {actual} cells, the header {expected}")
        counts = {"actual": row.actual_columns, "expected": row.expected_columns}
        rejects.append(Reject(row.number, "", row.text[:80], message, counts))
        return "skip"

    parsing = pyarrow.csv.ParseOptions(
        delimiter=delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,  # rows keep their numbers
        invalid_row_handler=skip,
    )
    cells = _cells(path, encoding, parsing, header)
    return _numbered(cells, path.name, {reject.row for reject in rejects}), rejects


def _cells(
    path: Path, encoding: str, parsing: pyarrow.csv.ParseOptions, header: list[str]
) -> pa.Table:
    """Read all cells as text."""
    reading = pyarrow.csv.ReadOptions(use_threads=False, encoding=encoding)
    types = dict.fromkeys(header, pa.string())
    text = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=False)
    try:
        return pyarrow.csv.read_csv(path, reading, parsing, text)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        message = N_("{file}: not a readable CSV file; save it again as CSV")
        raise FileError(message, file=path.name) from error


def _encoding(path: Path) -> str:
    for name in _ENCODINGS:
        if _decodes(path, name):
            return name.removesuffix("-sig")  # Arrow skips the mark by itself
    message = N_("{file}: its text is neither UTF-8 nor GB 18030; save it as UTF-8")
    raise FileError(message, file=path.name)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _header(path: Path, encoding: str) -> tuple[list[str], str]:
    with path.open(encoding=f"{encoding}-sig" if encoding == "utf-8" else encoding,
                   newline="") as file:  # fmt: skip
        line = file.readline(_CHUNK)
    delimiter = "," if "," in line else "\t" if "\t" in line else ","
    return next(csv.reader([line], delimiter=delimiter)), delimiter


def _numbered(
    cells: pa.Table, file: str, skipped: frozenset[int] | set[int] = frozenset()
) -> Table:
    """Name the columns, number the rows, and leave out rows without any content."""
    names = [name.strip().lower() for name in cells.column_names]
    _require_columns(names, file)
    count = len(cells) + len(skipped)
    rows = [row for row in range(2, count + 2) if row not in skipped]
    columns = {
        name: pc.utf8_trim_whitespace(cells.column(at))
        for at, name in enumerate(names)
        if name in HOUSEHOLD_COLUMNS
    }
    ignored = [name for name in names if name and name not in HOUSEHOLD_COLUMNS]
    table = pa.table(columns | {"row": pa.array(rows, pa.int64())})
    filled = [pc.not_equal(table[name], "") for name in columns]
    some = filled[0]
    for other in filled[1:]:
        some = pc.or_(some, other)
    return Table(cells=table.filter(some), ignored=ignored)


def _require_columns(names: list[str], file: str) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        message = N_("{file}: missing columns: {missing}; its columns are: {known}")
        known = ", ".join(names)
        raise SchemaError(message, file=file, missing=", ".join(missing), known=known)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        message = N_("{file}: columns that appear twice: {names}")
        raise SchemaError(message, file=file, names=", ".join(twice))
