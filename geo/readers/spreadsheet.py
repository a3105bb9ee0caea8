"""Read a sheet of Excel or LibreOffice as text, cell by cell."""

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from geo.readers.cells import MOST_CELLS, MOST_COLUMNS, NumberedRow, require_bounds
from rules.errors import FileError
from rules.language import N_

_EXACT = 10**15  # beyond it Excel has lost digits, and so shows 5.1E+17
_MOST_FILLED = 1_000_000  # cells of merged ranges
_MOST_SEARCHED = 100 << 20
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml$")
_NO_VALUE = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_ERROR = re.compile(rb"<c\b[^>]*\bt=\"e\"")
_SAYS_ENCRYPTED = re.compile("password|encrypt", re.I)
_INSIDE = {
    "EncryptedPackage": N_("{file}: has a password; save it again without one"),
    "WordDocument": N_("{file}: a document; copy its table into Excel and save that"),
    "PowerPoint Document": N_(
        "{file}: a document; copy its table into Excel and save that"
    ),
}

Merged = tuple[tuple[int, int], tuple[int, int]]


def require_workbook(path: Path, name: str) -> None:
    """Refuse what only looks like an old Excel file: Word, or one with a password.

    Raises
    ------
    FileError
        Naming what it is.
    """
    content = path.read_bytes()
    for inside, message in _INSIDE.items():
        if inside.encode("utf-16-le") in content:
            raise FileError(message, file=name)


def opened(path: Path, name: str) -> CalamineWorkbook:
    """Open a workbook.

    Raises
    ------
    FileError
        If it has a password, or is damaged.
    """
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        message = N_("{file}: has a password; save it again without one")
        raise FileError(message, file=name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: BaseException) -> FileError:
    if _SAYS_ENCRYPTED.search(str(error)):
        message = N_("{file}: has a password; save it again without one")
        return FileError(message, file=name)
    message = N_("{file}: not a readable Excel file; save it again as .xlsx")
    return FileError(message, file=name)


def names_of(book: CalamineWorkbook) -> tuple[str, ...]:
    """Name the sheets of cells, hidden ones last."""
    sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    shown = [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible]
    return (*shown, *(s.name for s in sheets if s.name not in shown))


def sheet_of(book: CalamineWorkbook, part: str, name: str) -> CalamineSheet:
    """Return the sheet of a name, or the first with content.

    Raises
    ------
    FileError
        If there is none, or it is damaged.
    """
    names = names_of(book)
    if part and part not in names:
        message = N_("{file}: has no part {part}; its parts are: {parts}")
        raise FileError(message, file=name, part=part, parts=", ".join(names))
    for title in [part] if part else names:
        try:
            sheet = book.get_sheet_by_name(title)
        except (CalamineError, OSError, ValueError) as error:
            raise _damaged(name, error) from error
        if sheet is not None and sheet.end is not None:
            return sheet
    if part:
        message = N_("{file}: the sheet {part} is empty")
        raise FileError(message, file=name, part=part)
    raise FileError(N_("{file}: no sheet holds anything"), file=name)


def size_of(sheet: CalamineSheet, name: str) -> tuple[int, int]:
    """Return the last row and column in use, counted from 1.

    Raises
    ------
    FileError
        If it is larger than any office's table.
    """
    rows, columns = (last + 1 for last in sheet.end)
    if columns > MOST_COLUMNS and rows * columns <= MOST_CELLS:
        columns = sheet.start[1] + max(map(_used, sheet.iter_rows()), default=0)
    require_bounds(rows, columns, name)
    return rows, columns


def notes_of(path: Path) -> list[str]:
    """Say what an ``.xlsx`` shows in Excel and nobody else can read."""
    said = {
        _NO_VALUE: N_(
            "some formulas have no value; open the file in Excel and save it there"
        ),
        _ERROR: N_("some cells show an error such as #N/A; they are taken as empty"),
    }
    try:
        with ZipFile(path) as book:
            sheets = [i for i in book.infolist() if _SHEETS.match(i.filename)]
            if sum(sheet.file_size for sheet in sheets) > _MOST_SEARCHED:
                return []
            contents = [book.read(sheet) for sheet in sheets]
    except (BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError):
        return []
    return [text for what, text in said.items() if any(map(what.search, contents))]


def _used(row: list) -> int:
    places = (at for at in range(len(row), 0, -1) if text_of(row[at - 1]).strip())
    return next(places, 0)


def rows_of(sheet: CalamineSheet, width: int) -> Iterator[NumberedRow]:
    """Yield the rows as text; a merged cell stands in each of its places."""
    left = [""] * sheet.start[1]
    merged = sorted(sheet.merged_cell_ranges or [], reverse=True)
    open_: list[tuple[Merged, str]] = []
    room = _MOST_FILLED
    for number, cells in enumerate(sheet.iter_rows()):
        row = [*left, *map(text_of, cells)][:width]
        while merged and merged[-1][0][0] <= number:
            range_ = merged.pop()
            (top, first), _ = range_
            text = row[first] if top == number and first < len(row) else ""
            open_ += [(range_, text)] if text else []
        for (_, first), (_, last) in (range_ for range_, _ in open_):
            room -= min(last + 1, width) - first
        if open_ and room > 0:
            _fill(row, open_)
            open_ = [(r, text) for r, text in open_ if r[1][0] > number]
        yield number + 1, row


def _fill(row: list[str], merged: list[tuple[Merged, str]]) -> None:
    for ((_, first), (_, last)), text in merged:
        for place in range(first, min(last + 1, len(row))):
            row[place] = row[place] or text


def text_of(cell: object) -> str:
    """Write a cell as Excel shows it.

    A number of 16 digits and more becomes ``5.1e+17``: its last digits are lost, and
    nobody shall take it for a whole one.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        whole = float(cell).is_integer() and abs(cell) < _EXACT
        return str(int(cell)) if whole else repr(float(cell))
    if isinstance(cell, datetime) or not isinstance(cell, date):
        return str(cell)
    return cell.isoformat()
