"""A table as it stands in a file: every cell as text, title and headings and all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Cells of a file before anybody said what they mean.

    Attributes
    ----------
    cells : pyarrow.Table
        Text, in columns named by their place: ``"0"``, ``"1"``, …; ``""`` is empty,
        null a cell that a short row does not have.  A cell that was
        merged over several places stands in each of them.
    rows : int64
        The number of each row, as a spreadsheet counts.
    file, format, encoding, part : str
        As in :class:`geo.sight.Sight`.
    """

    cells: pa.Table
    rows: np.ndarray
    file: str
    format: str
    encoding: str = ""
    part: str = ""

    def line(self, at: int) -> list[str]:
        """Return the cells of the row at a position."""
        return [column[at].as_py() or "" for column in self.cells.columns]

    def column(self, place: int) -> pa.ChunkedArray:
        """Return a column by its place."""
        return self.cells.column(place)


def sheet_of(
    names: Sequence[str], lines: Iterable[tuple[int, Mapping[str, str]]], file: str
) -> Sheet:
    """Make a sheet of cells by column name: a heading, and a numbered row for each.

    Parameters
    ----------
    names : sequence of str
        The columns, in order.
    lines : iterable of (number, cells)
        A cell that is missing is empty.
    """
    lines = list(lines)
    columns = {
        str(at): pa.array([name, *[cells.get(name, "") for _, cells in lines]])
        for at, name in enumerate(names)
    }
    rows = np.array([0, *[number for number, _ in lines]], np.int64)
    return Sheet(cells=pa.table(columns), rows=rows, file=file, format="kept")
