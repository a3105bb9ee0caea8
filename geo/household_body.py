"""The rows of a table that are entries of it: no totals, no remarks, no headings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.column_words import plain_name, units
from geo.headings import is_note
from geo.household_cells import MOST_NOTES, Reject
from geo.mapping import ColumnMapping
from geo.sheets import Sheet
from rules.language import N_
from rules.parameters import load_parameters

Corrections = Mapping[int, Mapping[str, str]]

TOTAL = N_("left out: a total, no entry")
REMARK = N_("left out: a remark, no entry")
AGAIN = N_("left out: the headings again")
NOTHING = N_("left out: nothing in the columns that are taken")
_FIRST_PLACES = 3  # in which a total or a remark is written
_SHOWN = 80
_SMALL = "^[0-9]{1,6}[人户]?$"  # how many there are, and nobody's number
_TELLING = ("household_id", "id_number", "village_code")


@dataclass(frozen=True, kw_only=True)
class Body:
    """The entries of a table.

    Attributes
    ----------
    columns : dict of str to text
        By field, without blanks around; ``""`` is empty.
    rows : int64
        The number of each row.
    units : mapping of str to str
        As the headings tell.
    width : int
        Cells of the headings.
    ragged : dict of int to (int, str)
        Cells and beginning of the rows that are not so wide, by position.
    left_out : list of Reject
        Rows that are no entries, and what they are.
    """

    columns: dict[str, pa.ChunkedArray]
    rows: np.ndarray
    units: Mapping[str, str]
    width: int
    ragged: dict[int, tuple[int, str]] = field(default_factory=dict)
    left_out: list[Reject] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)

    def left_out_counts(self) -> dict[tuple[str, str], int]:
        """Count the rows that are no entries, by field (none) and message."""
        return {("", message): count for message, count in self.counts.items()}

    def cells_of(self, at: int) -> dict[str, str]:
        """Return the text of each field in the row at a position."""
        told = {name: column[at].as_py() for name, column in self.columns.items()}
        for name, unit in self.units.items():
            text = told.get(name, "")
            plain = text and text.replace(".", "", 1).isdecimal()
            if plain and units().get(unit, ("", 1.0))[1] != 1.0:
                told[name] = text + unit
        return told


def body_of(
    sheet: Sheet,
    mapping: ColumnMapping,
    corrections: Corrections = MappingProxyType({}),
) -> Body:
    """Return the entries of a sheet, its columns by field.

    Parameters
    ----------
    corrections : mapping
        Text in place of a cell, by row and field.
    """
    start = mapping.headings.body
    cells, rows = sheet.cells.slice(start), sheet.rows[start:]
    columns = {name: _text(cells.column(at)) for name, at in mapping.columns.items()}
    columns = _corrected(columns, rows, corrections)
    lone, kinds = _no_entries(cells, columns, mapping)
    counted = _widths(cells)
    left_out, counts = _told(cells, rows, kinds, lone)
    kept = ~lone
    width = len(mapping.headings.names)
    if counted is not None:
        width = _heading_width(sheet, mapping)
    body = Body(
        columns=columns if kept.all() else _kept(columns, kept),
        rows=rows[kept],
        units=mapping.units,
        width=width,
        ragged=_ragged(cells, counted, width, kept),
        left_out=left_out,
        counts=counts,
    )
    return body


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    column = pc.fill_null(column, "") if column.null_count else column
    return pc.utf8_trim_whitespace(column)


def _kept(
    columns: dict[str, pa.ChunkedArray], kept: np.ndarray
) -> dict[str, pa.ChunkedArray]:
    mask = pa.array(kept)
    return {name: column.filter(mask) for name, column in columns.items()}


def _corrected(
    columns: dict[str, pa.ChunkedArray], rows: np.ndarray, corrections: Corrections
) -> dict[str, pa.ChunkedArray]:
    by_field: dict[str, dict[int, str]] = {}
    for row, told in corrections.items():
        for name, text in told.items():
            by_field.setdefault(name, {})[row] = text
    for name, texts in by_field.items():
        column = columns.get(name, pa.chunked_array([pa.repeat("", len(rows))]))
        where = np.isin(rows, list(texts))
        new = [texts[row].strip() for row in rows[where].tolist()]
        whole = column.combine_chunks()
        mask = pa.array(where)
        whole = pc.replace_with_mask(whole, mask, pa.array(new, pa.string()))
        columns = columns | {name: pa.chunked_array([whole])}
    return columns


def _no_entries(
    cells: pa.Table, columns: dict[str, pa.ChunkedArray], mapping: ColumnMapping
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Tell which rows are no entries, and what each kind of them is."""
    count = len(cells)
    blank, again = np.ones(count, bool), np.zeros(count, int)
    untold = np.ones(count, bool)
    for name, column in columns.items():
        empty = pc.equal(column, "").to_numpy()
        blank &= empty
        if leaf := _leaf(mapping, name):
            again += pc.equal(column, leaf).to_numpy()
        if name in _TELLING:
            count_only = pc.match_substring_regex(column, _SMALL).to_numpy()
            small = count_only & (name != "household_id")
            untold &= empty | small | _same_as_first(cells, column)
    repeated = again >= max(2, len(columns) / 2)
    first = _first_texts(cells)
    total = untold & _any_is(first, _total_words()) & ~blank
    remark = untold & ~total & _remarks(cells, first, untold)
    kinds = {AGAIN: repeated, TOTAL: total & ~repeated, REMARK: remark & ~repeated}
    lone = blank | repeated | total | remark
    kinds[NOTHING] = blank & ~repeated & ~total & ~remark
    return lone, kinds


def _leaf(mapping: ColumnMapping, name: str) -> str:
    """Return the last row of a column's heading; ``""`` if it has no column."""
    place = mapping.columns.get(name)
    return "" if place is None else mapping.headings.names[place].split("/")[-1]


def _same_as_first(cells: pa.Table, column: pa.ChunkedArray) -> np.ndarray:
    """Tell where a cell repeats the first one: it was merged over the row."""
    first = _text(cells.column(0))
    return (
        pc.equal(column, first).to_numpy()
        & ~pc.match_substring_regex(column, "^[0-9A-Za-z]").to_numpy()
    )


def _first_texts(cells: pa.Table) -> list[pa.ChunkedArray]:
    return [_text(column) for column in cells.columns[:_FIRST_PLACES]]


def _total_words() -> frozenset[str]:
    return frozenset(load_parameters("columns")["left_out"]["totals"])


def _any_is(columns: list[pa.ChunkedArray], words: frozenset[str]) -> np.ndarray:
    """Tell in which rows one of some columns holds one of some words."""
    found = np.zeros(len(columns[0]) if columns else 0, bool)
    for column in columns:
        short = pc.less_equal(pc.utf8_length(column), 12).to_numpy()
        for at in np.flatnonzero(short & _starts(column, words)).tolist():
            found[at] |= plain_name(column[at].as_py()) in words
    return found


def _starts(column: pa.ChunkedArray, words: frozenset[str]) -> np.ndarray:
    begins = "".join(sorted({word[0] for word in words}))
    pattern = f"^[{begins}{begins.upper()}]"
    return pc.match_substring_regex(column, pattern).to_numpy()


def _remarks(
    cells: pa.Table, first: list[pa.ChunkedArray], untold: np.ndarray
) -> np.ndarray:
    """Tell which rows say something about the table; few are looked at."""
    words = load_parameters("columns")["left_out"]["notes"]
    found = np.zeros(len(untold), bool)
    maybe = np.zeros(len(untold), bool)
    for column in first:
        maybe |= _starts(column, frozenset(words))
    for at in np.flatnonzero(maybe & untold).tolist():
        line = [(column[at].as_py() or "").strip() for column in cells.columns]
        found[at] = is_note(line)
    return found


def _told(
    cells: pa.Table, rows: np.ndarray, kinds: dict[str, np.ndarray], lone: np.ndarray
) -> tuple[list[Reject], dict[str, int]]:
    """List the rows that were left out; rows without any text are none."""
    listed: list[Reject] = []
    counts: Counter[str] = Counter()
    for message, where in kinds.items():
        for at in np.flatnonzero(where).tolist():
            text = _line(cells, at)
            if text and counts[message] < MOST_NOTES:
                listed.append(Reject(int(rows[at]), "", text, message))
            counts[message] += bool(text)
    return listed, {message: count for message, count in counts.items() if count}


def _line(cells: pa.Table, at: int, between: str = " ") -> str:
    texts = [column[at].as_py() or "" for column in cells.columns]
    told = dict.fromkeys(text.strip() for text in texts if text.strip())
    return between.join(told)[:_SHOWN]


def _widths(cells: pa.Table) -> np.ndarray | None:
    """Count the cells of each row, where a file has rows of different widths."""
    if not any(column.null_count for column in cells.columns):
        return None
    return sum(pc.is_valid(column).to_numpy().astype(int) for column in cells.columns)


def _heading_width(sheet: Sheet, mapping: ColumnMapping) -> int:
    headings = mapping.headings
    lines = sheet.cells.slice(headings.first, headings.count)
    counts = _widths(lines)
    whole = len(headings.names)
    return int(counts.max()) if counts is not None and len(counts) else whole


def _ragged(
    cells: pa.Table, counted: np.ndarray | None, width: int, kept: np.ndarray
) -> dict[int, tuple[int, str]]:
    if counted is None:
        return {}
    beyond = np.zeros(len(counted), bool)
    for column in cells.columns[width:]:
        beyond |= pc.not_equal(_text(column), "").to_numpy()
    odd = (counted < width) | beyond
    positions = np.cumsum(kept) - 1
    return {
        int(positions[at]): (int(counted[at]), _row_text(cells, at))
        for at in np.flatnonzero(odd & kept).tolist()
    }


def _row_text(cells: pa.Table, at: int) -> str:
    texts = [column[at].as_py() for column in cells.columns]
    return ",".join(text for text in texts if text is not None)[:_SHOWN]
