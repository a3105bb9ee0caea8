"""Read the first sheet of an Excel file as text, cell by cell."""

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from rules.errors import FileError
from rules.language import N_

_EXACT = 10**15  # beyond it Excel has lost digits, and so shows 5.1E+17


def read(path: Path, options: dict) -> pa.Table:
    """Return columns of text, named by the first row; empty cells are ``""``.

    A number of 16 digits and more is written as Excel shows it, ``5.1e+17``: its
    last digits are lost, and nobody shall take it for a whole one.
    """
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (CalamineError, OSError) as error:
        message = N_("{file}: not a readable Excel file; save it again as .xlsx")
        raise FileError(message, file=path.name) from error
    rows = sheet.to_python(skip_empty_area=False)
    if not rows:
        raise FileError(N_("{file}: the first sheet is empty"), file=path.name)
    header = [_text(cell).strip() for cell in rows[0]]
    columns = zip(*rows[1:], strict=True) if len(rows) > 1 else [()] * len(header)
    texts = [pa.array(map(_text, column), pa.string()) for column in columns]
    return pa.table(texts, names=header)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        whole = float(cell).is_integer() and abs(cell) < _EXACT
        return str(int(cell)) if whole else repr(float(cell))
    if isinstance(cell, datetime) or not isinstance(cell, date):
        return str(cell)
    return cell.isoformat()
