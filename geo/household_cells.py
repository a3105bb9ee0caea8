"""The cells of a household file, what was found wrong in them, and what was changed."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules.language import N_

NAMES = frozenset({"head_name", "village_name", "town_name", "county_name"})
AS_NUMBER = r"^[0-9.]+[eE]\+?[0-9]+$"
LOST_DIGITS = N_("was stored as a number and lost digits; store it as text")
READ_AS = N_("was read as {meant}")
MOST_NOTES = 1000  # listed of each kind; the others are only counted

Say = Callable[[int], str]  # of the position of a row


@dataclass(frozen=True)
class Reject:
    """Why a row was not taken, or what of it was taken otherwise than it stands.

    Attributes
    ----------
    row : int
        As a spreadsheet counts.
    field : str
        The column; empty if it is the whole row.
    value : str
        What stands there.
    message : str
        English message id with ``{fields}`` for ``values``.
    suggestion : str
        What could stand there instead; ``""`` where nobody can tell.
    """

    row: int
    field: str
    value: str
    message: str
    values: dict[str, Any] = field(default_factory=dict)
    suggestion: str = ""

    @property
    def reason(self) -> str:
        """Say the reason in English."""
        return self.message.format(**self.values)


class _Note(NamedTuple):
    name: str
    where: np.ndarray  # positions
    message: str
    meant: Say | None


class Checker:
    """The cells of a file by field, what is wrong with them, and what they mean.

    Attributes
    ----------
    rows : int64
        The number of each row.
    looked_at : bool
        Whether a person has looked at the rows since they were in a file.
    rejects : list of Reject
        What was found wrong.
    refused : bool
        The rows that something is wrong with.
    """

    def __init__(
        self,
        cells: Mapping[str, pa.ChunkedArray],
        rows: np.ndarray,
        *,
        looked_at: bool = False,
    ) -> None:
        self.cells, self.rows, self.looked_at = cells, rows, looked_at
        self.rejects: list[Reject] = []
        self.refused = np.zeros(len(rows), bool)
        self._notes: list[_Note] = []
        self._plain: dict[str, pa.ChunkedArray] = {}

    def text(self, name: str) -> pa.ChunkedArray:
        """Return a column as text; full-width signs become plain, but not in names."""
        if name not in self._plain:
            self._plain[name] = self._text(name)
        return self._plain[name]

    def _text(self, name: str) -> pa.ChunkedArray:
        if name not in self.cells:
            return pa.chunked_array([pa.repeat("", len(self.rows))])
        column = self.cells[name]
        if name in NAMES or pc.all(pc.string_is_ascii(column)).as_py() is not False:
            return column
        return pc.utf8_trim_whitespace(pc.utf8_normalize(column, form="NFKC"))

    def given(self, name: str) -> np.ndarray:
        """Tell in which rows a column holds anything."""
        return pc.not_equal(self.text(name), "").to_numpy()

    def refuse(
        self,
        name: str,
        wrong: Any,
        message: str,
        instead: Say | None = None,
        **values: Any,
    ) -> None:
        """Tell that the rows marked in ``wrong`` hold what they must not.

        ``instead`` says what could stand there, by the position of the row.
        """
        for at in np.flatnonzero(np.asarray(wrong)).tolist():
            told = instead(at) if instead else ""
            self.refuse_one(at, name, self.value(name, at), message, values, told)

    def refuse_one(
        self,
        at: int,
        name: str,
        value: str,
        message: str,
        values: dict[str, Any],
        instead: str = "",
    ) -> None:
        """Tell what is wrong with one row, by its position."""
        self.refused[at] = True
        row = int(self.rows[at])
        self.rejects.append(Reject(row, name, value, message, values, instead))

    def note(
        self, name: str, where: Any, message: str = READ_AS, meant: Say | None = None
    ) -> None:
        """Tell that the rows marked in ``where`` are taken otherwise than they stand.

        ``meant`` says what was taken, by the position of the row.
        """
        positions = np.flatnonzero(np.asarray(where))
        if len(positions):
            self._notes.append(_Note(name, positions, message, meant))

    def notes(self) -> tuple[list[Reject], dict[tuple[str, str], int]]:
        """Return what was taken otherwise, of each kind the first, and how often."""
        listed: list[Reject] = []
        counts: Counter[tuple[str, str]] = Counter()
        for note in self._notes:
            positions = note.where[~self.refused[note.where]]
            kind = note.name, note.message
            spare = max(0, MOST_NOTES - counts[kind])
            counts[kind] += len(positions)
            listed += [self._told(note, at) for at in positions[:spare].tolist()]
        return listed, {kind: count for kind, count in counts.items() if count}

    def _told(self, note: _Note, at: int) -> Reject:
        values = {"meant": note.meant(at)} if note.meant else {}
        value = self.value(note.name, at)
        return Reject(int(self.rows[at]), note.name, value, note.message, values)

    def value(self, name: str, at: int) -> str:
        """Return what stands in the file."""
        return self.cells[name][at].as_py() if name in self.cells else ""


def differs(one: pa.ChunkedArray, other: pa.ChunkedArray) -> np.ndarray:
    """Tell in which rows two columns of text differ."""
    return pc.not_equal(one, other).to_numpy()


def said_by(column: pa.ChunkedArray) -> Say:
    """Return what tells the text of a column by the position of the row."""
    return lambda at: str(column[at].as_py())
