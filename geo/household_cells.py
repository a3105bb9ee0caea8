"""The cells of a household file, and what was found wrong in them."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules.language import N_

NAMES = frozenset({"head_name", "village_name", "town_name"})
AS_NUMBER = r"^[0-9.]+[eE]\+?[0-9]+$"
LOST_DIGITS = N_("was stored as a number and lost digits; store it as text")


class Table(NamedTuple):
    """Cells as text, with their ``row``, and the columns nobody asked for."""

    cells: pa.Table
    ignored: list[str]


class Problem(NamedTuple):
    """A value that cannot be taken: see :class:`geo.household_files.Reject`."""

    row: int
    field: str
    value: str
    message: str
    values: dict[str, Any]


class Checker:
    """The cells of a file, what was found wrong in them, and what they mean."""

    def __init__(self, cells: pa.Table) -> None:
        self.rows = cells["row"].to_numpy()
        self.cells = cells
        self.problems: list[Problem] = []

    def text(self, name: str) -> pa.ChunkedArray:
        """Return a column as text; full-width signs become plain, but not in names."""
        if name not in self.cells.column_names:
            return pa.chunked_array([pa.repeat("", len(self.rows))])
        column = self.cells[name]
        return column if name in NAMES else pc.utf8_normalize(column, form="NFKC")

    def refuse(self, name: str, wrong: Any, message: str, **values: Any) -> None:
        """Note that the rows marked in ``wrong`` hold what they must not."""
        for at in np.flatnonzero(np.asarray(wrong)):
            value = self.value(name, at)
            self.problems.append(
                Problem(int(self.rows[at]), name, value, message, values)
            )

    def value(self, name: str, at: int) -> str:
        """Return what stands in the file."""
        known = name in self.cells.column_names
        return self.cells[name][int(at)].as_py() if known else ""
