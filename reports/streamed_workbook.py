"""Large tables as a workbook, written row by row so that the file is never in memory.

As :mod:`reports.workbook`, without formats of single cells.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO

import pandas as pd
import xlsxwriter

from reports.workbook import WRITING, sheet_name, width_of, write_cell

STREAMED = {**WRITING, "in_memory": False, "constant_memory": True}


def streamed_workbook(
    sheets: Iterable[tuple[str, Sequence[str], pd.DataFrame]],
) -> bytes:
    """Write tables to a workbook, one sheet each.

    Parameters
    ----------
    sheets : iterable of (sheet name, lines above the table, table)
        A missing value is an empty cell.

    Examples
    --------
    >>> table = pd.DataFrame({"户": ["=1+1"]})
    >>> streamed_workbook([("甲村", ["演示数据"], table)])[:2]
    b'PK'
    """
    target, taken = BytesIO(), set()
    with xlsxwriter.Workbook(target, STREAMED) as book:
        bold = book.add_format({"bold": True})
        formats = {"cell": None, "date": book.add_format({"num_format": "yyyy-mm-dd"})}
        for name, lines, table in sheets:
            sheet = book.add_worksheet(sheet_name(name, taken))
            for row, line in enumerate(lines):
                sheet.write_string(row, 0, line, bold)
            for at, heading in enumerate(table.columns):
                sheet.write_string(len(lines), at, str(heading), bold)
                shown = table[heading].head(200).tolist()
                sheet.set_column(at, at, width_of(str(heading), shown))
            rows = table.itertuples(index=False, name=None)
            for row, cells in enumerate(rows, start=len(lines) + 1):
                for at, value in enumerate(cells):
                    write_cell(sheet, row, at, value, formats)
            sheet.freeze_panes(len(lines) + 1, 0)
    return target.getvalue()
