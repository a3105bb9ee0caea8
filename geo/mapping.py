"""Which column of a table is which of ours: proposed, remembered, told by a person."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from geo.column_shapes import LOOKS, shape_of
from geo.column_words import (
    EXACT,
    fields_of,
    ignored_names,
    is_personal_of_another,
    likeness,
    plain_name,
    unit_of,
    units,
)
from geo.headings import Headings, find_headings
from geo.sheets import Sheet
from rules.errors import SchemaError
from rules.language import N_
from rules.parameters import load_parameters

TABLE_TARGETS = ("households", "list", "findings", "codes", "layer")
_LOOKED_AT = 200  # cells of each column
_BY_SHAPE = 0.5
_COORDINATES = ("lon", "lat", "x", "y", "place")
# A village's code may not be that of its county or town, whatever the heading says.
_DIGITS = {"village_code": (6, 9), "town_code": (6,)}

Told = tuple[str, dict[str, Any]]  # English message id and its values


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """Which place of a table holds which of our fields.

    Attributes
    ----------
    target : str
        One of :data:`rules.vocabulary.TARGETS` that has a table.
    headings : Headings
        As they stand in the file.
    columns : mapping of str to int
        The place of each field that the table has.
    units : mapping of str to str
        The unit that a heading tells, by field, where it tells one.
    """

    target: str
    headings: Headings
    columns: Mapping[str, int]
    units: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Write the mapping as text that :meth:`from_json` reads."""
        told = asdict(self) | {"columns": dict(self.columns), "units": dict(self.units)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, sheet: Sheet | None = None) -> "ColumnMapping":
        """Read a mapping; of a sheet if one is given, wherever its headings stand.

        Raises
        ------
        SchemaError
            If the text is no mapping, or the headings of the sheet are others.
        """
        try:
            told = json.loads(text)
            names = tuple(map(str, told["headings"].pop("names")))
            headings = Headings(names=names, **_whole(told["headings"]))
            columns = _whole(told["columns"])
            mapping = cls(
                target=str(told["target"]),
                headings=headings,
                columns=columns,
                units={str(k): str(v) for k, v in told["units"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SchemaError(N_("this is no mapping of columns")) from error
        mapping._require_sane()
        return mapping if sheet is None else mapping.on(sheet)

    def on(self, sheet: Sheet) -> "ColumnMapping":
        """Return the mapping for another sheet with the same headings.

        Raises
        ------
        SchemaError
            If its headings are others.
        """
        found = find_headings(sheet)
        ours = tuple(map(plain_name, self.headings.names))
        if tuple(map(plain_name, found.names)) != ours:
            message = N_("{file}: its headings are not those of the mapping: {known}")
            known = ", ".join(filter(None, found.names))
            raise SchemaError(message, file=sheet.file, known=known)
        return replace(self, headings=found)

    def _require_sane(self) -> None:
        known = self.target in TABLE_TARGETS and fields_of(self.target)
        places = list(self.columns.values())
        fits = set(self.columns) <= set(known or ()) and len(set(places)) == len(places)
        width = len(self.headings.names)
        if not known or not fits or any(not 0 <= at < width for at in places):
            raise SchemaError(N_("this is no mapping of columns"))


class Proposal(NamedTuple):
    """How a table may be read.

    Attributes
    ----------
    mapping : ColumnMapping
        For the target that fits best, or for the one that was asked for.
    scores : dict of str to float
        How well each target fits: 0 is not at all.
    unmapped : tuple of str
        Headings of the columns that are not taken.
    reasons : dict of str to (str, dict)
        Why each field is where it is: message id and values.
    twice : tuple of str
        Headings that would fit a field that another column has already.
    """

    mapping: ColumnMapping
    scores: dict[str, float]
    unmapped: tuple[str, ...]
    reasons: dict[str, Told]
    twice: tuple[str, ...] = ()


class _Column(NamedTuple):
    place: int
    name: str
    sample: list[str]
    shape: str


def propose(
    sheet: Sheet, target: str | None = None, headings: Headings | None = None
) -> Proposal:
    """Propose which column is which, by the headings and then by the values.

    Parameters
    ----------
    target : str, optional
        What the table is to be; by default what it fits best.
    headings : Headings, optional
        Where they are known; by default they are looked for.
    """
    headings = find_headings(sheet) if headings is None else headings
    columns = _columns(sheet, headings)
    found = {target: _found(columns, target) for target in TABLE_TARGETS}
    scores = {name: round(_score(columns, name, found[name]), 3) for name in found}
    best = target or max(scores, key=lambda name: scores[name])
    places = {name: column.place for name, (column, _) in found[best].items()}
    taken = set(places.values())
    mapping = ColumnMapping(
        target=best, headings=headings, columns=places, units=_units(found[best])
    )
    left = tuple(c.name for c in columns if c.name and c.place not in taken)
    reasons = {name: why for name, (_, why) in found[best].items()}
    return Proposal(mapping, scores, left, reasons, _twice(columns, best, taken))


def _whole(numbers: dict[str, Any]) -> dict[str, int]:
    if not all(type(number) is int for number in numbers.values()):
        raise TypeError
    return numbers


def _columns(sheet: Sheet, headings: Headings) -> list[_Column]:
    rows = len(sheet.rows)
    step = max(1, (rows - headings.body) // _LOOKED_AT)
    at = pa.array(np.arange(headings.body, rows, step)[: 2 * _LOOKED_AT], pa.int64())
    columns = []
    for place, name in enumerate(headings.names):
        cells = sheet.column(place).take(at).to_pylist()
        sample = [cell.strip() for cell in cells if cell and cell.strip()]
        columns.append(_Column(place, name, sample, shape_of(sample)))
    return columns


def _found(columns: list[_Column], target: str) -> dict[str, tuple[_Column, Told]]:
    """Give each field the column that fits it best, the surest first."""
    wishes = [
        (fit, -column.place, name, column)
        for name, key in fields_of(target).items()
        for column in columns
        if (fit := _fit(column, name, key))
    ]
    taken: dict[str, tuple[_Column, Told]] = {}
    for fit, _, name, column in sorted(wishes, reverse=True, key=lambda w: w[:3]):
        places = {other.place for other, _ in taken.values()}
        if name in taken or column.place in places:
            continue
        key = fields_of(target)[name]
        looks = (LOOKS.get(key, ""), {})
        named = (N_("its heading is {name}"), {"name": column.name})
        taken[name] = (column, looks if fit == _BY_SHAPE else named)
    return _with_whole_places(taken)


def _fit(column: _Column, name: str, key: str) -> float:
    fit = likeness(column.name, name, key) if column.name else 0.0
    if fit and _holds_other_codes(column, name):
        return 0.0
    if fit and key == "household_id" and fit < EXACT and _only_counts(column):
        return 0.0
    if fit or column.shape != key:
        return fit
    known = any(
        likeness(column.name, other, other) for other in ("name", *_COORDINATES)
    )
    ignored = plain_name(column.name) in ignored_names()
    if ignored or known or is_personal_of_another(column.name, key):
        return 0.0
    return _BY_SHAPE


def _holds_other_codes(column: _Column, name: str) -> bool:
    digits = [len(c) for c in column.sample if c.isascii() and c.isdigit()]
    other = sum(count in _DIGITS.get(name, ()) for count in digits)
    return bool(digits) and other > len(column.sample) / 2


def _only_counts(column: _Column) -> bool:
    """Tell whether a column counts its rows; such a number names no household."""
    numbers = [int(c) for c in column.sample if c.isascii() and c.isdigit()]
    counted = len(numbers) == len(column.sample) and numbers[:1] == [1]
    return counted and len(numbers) > 1 and numbers == sorted(numbers)


def _with_whole_places(
    taken: dict[str, tuple[_Column, Told]],
) -> dict[str, tuple[_Column, Told]]:
    """Keep one way of telling where a house is; half a place is none."""
    for pair in (("lon", "lat"), ("x", "y")):
        if sum(name in taken for name in pair) == 1:
            fits = {name: told for name, told in taken.items() if name not in pair}
            surely = all(taken[name][1][1] for name in pair if name in taken)
            taken = taken if surely and pair == ("lon", "lat") else fits
    ways = [("lon", "lat"), ("x", "y"), ("place",)]
    whole = [way for way in ways if set(way) <= set(taken)]
    spare = {name for way in whole[1:] for name in way}
    return {name: told for name, told in taken.items() if name not in spare}


def _units(found: dict[str, tuple[_Column, Told]]) -> dict[str, str]:
    told = {name: unit_of(column.name) for name, (column, _) in found.items()}
    return {name: unit for name, unit in told.items() if unit in units()}


def _score(
    columns: list[_Column], target: str, found: dict[str, tuple[_Column, Told]]
) -> float:
    words = load_parameters("columns")[target]
    if not all(set(need) & set(found) for need in words["needs"]):
        return 0.0
    marks = len(set(words["marks"]) & set(found))
    told = [c for c in columns if c.name and plain_name(c.name) not in ignored_names()]
    taken = {column.place for column, _ in found.values()}
    against = sum(
        any(likeness(column.name, key, key) > _BY_SHAPE for key in words["against"])
        for column in told
        if column.place not in taken or target in ("layer", "list")
    )
    coverage = len(found) / max(1, len(told), len(found))
    return max(0.05, coverage + 0.2 * marks - 0.3 * against)


def _twice(columns: list[_Column], target: str, taken: set[int]) -> tuple[str, ...]:
    known = fields_of(target)
    again = [
        column.name
        for column in columns
        if column.place not in taken
        and any(likeness(column.name, name, name) == EXACT for name in known)
    ]
    return tuple(dict.fromkeys(again))
