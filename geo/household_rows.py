"""Households from a table, however it is laid out: every row checked or left out."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.household_body import Body, Corrections, body_of
from geo.household_cells import Checker, Reject
from geo.household_checks import IdOf, house, household_ids, made_ids, people
from geo.household_coordinates import Bounds, Readings, places, told_places
from geo.household_villages import villages
from geo.known_places import KnownPlaces
from geo.mapping import ColumnMapping
from geo.sheets import Sheet
from rules.errors import SchemaError
from rules.language import N_
from rules.vocabulary import HOUSEHOLD_COLUMNS

KEPT = "kept"  # the format of rows that come out of quarantine
# What a file says in columns of its own, and what of ours it tells.
_TELLS = {"x": ("lon",), "y": ("lat",), "place": ("lon", "lat")}


@dataclass(frozen=True, kw_only=True)
class HouseholdRows:
    """What a table of households holds.

    Attributes
    ----------
    table : DataFrame
        The rows without fault, as :func:`geo.household_files.read_households` says.
    rejects : list of Reject
        What is wrong with the others, in the order of the rows.
    notes : list of Reject
        What was taken otherwise than it stands, or is no household and was left
        out: of each kind the first ``geo.household_cells.MOST_NOTES``.
    noted : dict of (str, str) to int
        How often each kind of note applies, by field and message.
    xy : DataFrame
        ``row, x, y, reading`` of the places that were converted, as given.
    count : int
        Rows that were checked.
    """

    table: pd.DataFrame
    rejects: list[Reject]
    notes: list[Reject]
    noted: dict[tuple[str, str], int]
    xy: pd.DataFrame
    count: int
    _body: Body = field(repr=False)

    def cells_of(self, row: int) -> dict[str, str]:
        """Return the text of each field of a row, as it stands in the file.

        What stands in a unit of its heading says so itself: ``0.3亩``.

        Raises
        ------
        KeyError
            If the row was not checked.
        """
        return self._body.cells_of(self._positions[row])

    @cached_property
    def _positions(self) -> dict[int, int]:
        rows = self._body.rows.tolist()
        return {row: at for at, row in enumerate(rows)}


def check_households(
    sheet: Sheet,
    mapping: ColumnMapping,
    *,
    places: KnownPlaces | None,
    bounds: Bounds | None,
    county: str | None,
    this_year: int,
    reading: Readings = None,
    id_of: IdOf | None = None,
    corrections: Corrections | None = None,
) -> HouseholdRows:
    """Check every row of a table of households; those with a fault are refused whole.

    Parameters
    ----------
    places : KnownPlaces, optional
        Villages on record: their names lead to their codes, old codes to new ones;
        where they are complete, a code of no village is refused.
    bounds : west, south, east, north, optional
        Of the county, degrees: houses beyond are refused.
    county : str, optional
        Six digits with which every village code must begin.
    this_year : int
        No house is built later.
    reading : str or mapping, optional
        How coordinates are read, all or by form; by default they are degrees.
    id_of : callable, optional
        Names a household by what tells its head apart (his number, or his name and
        village), in a table without a column that names it.
    corrections : mapping, optional
        Text that stands in place of a cell, by row and field.

    Raises
    ------
    SchemaError
        If the table does not say which household, or not in which village.
    """
    _require_fields(sheet, mapping, id_of)
    body = body_of(sheet, mapping, corrections or {})
    kept = sheet.format == KEPT
    checker = Checker(body.columns, body.rows, looked_at=kept)
    _refuse_ragged(checker, body)
    columns = people(checker) | villages(checker, places, county)
    if "household_id" in body.columns:
        columns["household_id"] = household_ids(checker)
    columns |= house(checker, this_year, dict(mapping.units))
    where = _places(checker, bounds, reading)
    columns |= {"lon": where.lon, "lat": where.lat}
    if id_of is not None and "household_id" not in body.columns:
        columns["household_id"] = made_ids(checker, columns, id_of)
    return _gathered(checker, columns, body, mapping, where.given)


_places = places  # the name is that of a parameter too


def coordinates_of(
    sheet: Sheet, mapping: ColumnMapping
) -> tuple[list[str], list[str], list[str]]:
    """Return the texts of both coordinates and the village codes, row by row.

    Rows that are no households are left out; without columns for it, a text is
    empty.
    """
    body = body_of(sheet, mapping)
    checker = Checker(body.columns, body.rows)
    told = told_places(body.columns, {n: checker.text(n) for n in body.columns})
    empty = [""] * len(body.rows)
    codes = checker.text("village_code").to_pylist()
    if told is None:
        return empty, empty, codes
    return told.x.to_pylist(), told.y.to_pylist(), codes


def _require_fields(sheet: Sheet, mapping: ColumnMapping, id_of: IdOf | None) -> None:
    """Refuse a table that does not say which household, or not where."""
    known = set(mapping.columns)
    missing = []
    named = id_of is not None and known & {"id_number", "head_name"}
    if "household_id" not in known and not named:
        missing.append("household_id")
    if not known & {"village_code", "village_name"}:
        missing.append("village_code")
    if missing:
        message = N_("{file}: missing columns: {missing}; its columns are: {known}")
        names = ", ".join(filter(None, mapping.headings.names)) or "-"
        told = ", ".join(missing)
        raise SchemaError(message, file=sheet.file, missing=told, known=names)


def _refuse_ragged(checker: Checker, body: Body) -> None:
    message = N_("the row has {actual} cells, the header {expected}")
    for at, (actual, text) in body.ragged.items():
        values = {"actual": actual, "expected": body.width}
        checker.refuse_one(at, "", text, message, values)


def _gathered(
    checker: Checker,
    columns: dict[str, Any],
    body: Body,
    mapping: ColumnMapping,
    given: pd.DataFrame,
) -> HouseholdRows:
    """Put the rows without fault in a table, and the others in the order of rows."""
    kept = ~checker.refused
    index = pd.Index(checker.rows[kept], name="row")
    table = pd.DataFrame(
        {name: _series(columns[name], kept, index) for name in HOUSEHOLD_COLUMNS},
        copy=False,
    )
    told = {ours for name in body.columns for ours in _TELLS.get(name, (name,))}
    told |= {"household_id", "village_code"}
    table.attrs["columns"] = [name for name in HOUSEHOLD_COLUMNS if name in told]
    table.attrs["ignored_columns"] = _ignored(mapping)
    notes, noted = checker.notes()
    for kind, count in body.left_out_counts().items():
        noted[kind] = noted.get(kind, 0) + count
    return HouseholdRows(
        table=table,
        rejects=sorted(_ragged_alone(checker, body), key=lambda reject: reject.row),
        notes=sorted([*notes, *body.left_out], key=lambda note: note.row),
        noted=noted,
        xy=given[~given["row"].isin(checker.rows[checker.refused])],
        count=len(body.rows),
        _body=body,
    )


def _ragged_alone(checker: Checker, body: Body) -> list[Reject]:
    """Return what is wrong; in a row of another width nothing but that."""
    ragged = {int(checker.rows[at]) for at in body.ragged}
    if not ragged:
        return checker.rejects
    return [r for r in checker.rejects if not r.field or r.row not in ragged]


def _ignored(mapping: ColumnMapping) -> list[str]:
    taken = set(mapping.columns.values())
    names = enumerate(mapping.headings.names)
    return [name for at, name in names if name and at not in taken]


_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


def _series(column: Any, kept: np.ndarray, index: pd.Index) -> pd.Series:
    if isinstance(column, pa.Array | pa.ChunkedArray):
        mask = pa.array(kept)
        texts = column.filter(mask).cast(pa.large_string())
        blank = pc.equal(texts, "")
        texts = pc.if_else(blank, None, texts)
        return pd.Series(pd.array(texts, dtype=_TEXT), index, copy=False)
    return pd.Series(column[kept], index, copy=False)
