"""Which of the registered layers count on a day: series, editions, days in force.

Layers of one kind belong to series.  Of a series the edition that began last counts,
whatever came before stays on record; files that are parts of one edition say so by
the same word and count together.  A zonation, a boundary or a raster has one series
unless another is named; of roads, rivers or geohazards each file is a series of its
own, so that files add up.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from rules.vocabulary import RASTER_KINDS

Row = Mapping[str, Any]

ONE_SERIES = RASTER_KINDS | {
    "seismic_zone",
    "county_boundary",
    "town_boundary",
    "village_boundary",
}


class State(StrEnum):
    """How a layer stands on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"
    REPLACED = "replaced"


def series_of(row: Row) -> tuple[str, str]:
    """Return the kind and the series of a layer.

    Examples
    --------
    >>> series_of({"layer_id": "road-7", "kind": "road", "series": None})
    ('road', 'road-7')
    >>> series_of({"layer_id": "dem-8", "kind": "dem", "series": ""})
    ('dem', 'dem')
    >>> series_of({"layer_id": "road-9", "kind": "road", "series": "省道"})
    ('road', '省道')
    """
    kind = row["kind"]
    own = kind if kind in ONE_SERIES else row["layer_id"]
    return kind, row["series"] or own


def begins_on(row: Row) -> date:
    """Return the first day a layer counts: as stated, or the day it was recorded."""
    return row["valid_from"] or row["recorded_on"]


def in_force(rows: Iterable[Row], on: date) -> list[Row]:
    """Return the layers that count on a day, in the order given.

    Parameters
    ----------
    rows : iterable of mapping
        ``layer_id, kind, series, edition, valid_from, valid_to, recorded_on`` of
        every layer on record, the oldest first; of two that began on one day, the
        later one is the newer.
    """
    standing = [row for row in rows if _state(row, on) is State.IN_FORCE]
    newest = _newest(standing)
    return [row for row in standing if _goes_with(row, newest[series_of(row)])]


def states(rows: Iterable[Row], on: date) -> dict[str, State]:
    """Return how each layer stands on a day, by its id."""
    rows = list(rows)
    counting = {row["layer_id"] for row in in_force(rows, on)}
    found = {}
    for row in rows:
        state = _state(row, on)
        replaced = state is State.IN_FORCE and row["layer_id"] not in counting
        found[row["layer_id"]] = State.REPLACED if replaced else state
    return found


def replaced_by(rows: Iterable[Row], layer_id: str, on: date) -> Row | None:
    """Return the layer that counts in another's place, ``None`` if there is none."""
    rows = list(rows)
    (own,) = (row for row in rows if row["layer_id"] == layer_id)
    newest = _newest([row for row in rows if _state(row, on) is State.IN_FORCE])
    found = newest.get(series_of(own))
    return None if found is None or _goes_with(own, found) else found


def _state(row: Row, on: date) -> State:
    if row["valid_to"] is not None and on >= row["valid_to"]:
        return State.ENDED
    return State.IN_FORCE if begins_on(row) <= on else State.NOT_YET


def _newest(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    newest: dict[tuple[str, str], Row] = {}
    for row in rows:
        known = newest.get(series_of(row))
        if known is None or begins_on(row) >= begins_on(known):
            newest[series_of(row)] = row
    return newest


def _goes_with(row: Row, newest: Row) -> bool:
    """Tell whether a layer is the newest of its series, or a part of its edition."""
    if row["layer_id"] == newest["layer_id"]:
        return True
    return bool(row["edition"]) and row["edition"] == newest["edition"]
