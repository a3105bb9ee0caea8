"""Sheets made by hand."""

import numpy as np
import pyarrow as pa

from geo.sheets import Sheet

WHOLE = "11010519491231002X"
OTHER = "440524188001010014"


def sheet(*lines, format="xlsx", short=""):
    """Return a sheet of some lines; a shorter one ends in ``short``."""
    width = max(map(len, lines), default=0)
    whole = [[*line, *[short] * (width - len(line))] for line in lines]
    columns = [[line[at] for line in whole] for at in range(width)]
    cells = {str(at): pa.array(c, pa.string()) for at, c in enumerate(columns)}
    rows = np.arange(1, len(lines) + 1)
    return Sheet(cells=pa.table(cells), rows=rows, file="ledger.xlsx", format=format)
