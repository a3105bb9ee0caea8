"""Findings that a later earthquake has made old: those doors are visited again."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desk.hazard_now import StruckBy
from desk.recent import Recent
from desk.reported import struck_by
from desk.workspace import Workspace
from geo.exposure import Exposure
from ledger.findings import findings
from ledger.register import events
from rules.errors import EventError
from rules.parameters import load_parameters
from rules.times import instant

Row = dict[str, Any]

KEPT = 4  # later earthquakes whose shaking is at hand
_shaken = Recent(KEPT)


def stale_findings(
    workspace: Workspace, event_id: str, exposure: Exposure
) -> frozenset[str]:
    """Name the findings of an event that no longer hold.

    A finding is stale where an earthquake on record came after it and its rounded
    intensity at that door is at least what counts as shaken.  A finding whose time
    nobody wrote down counts as made when it was received; one of a day alone, as made
    when the day began.

    Returns
    -------
    frozenset of str
        Ids of findings.
    """
    later = _earthquakes_after(workspace, event_id)
    if not later:
        return frozenset()
    rows = findings(workspace.ledger, event_id)
    position = _positions(rows, exposure)
    stale: set[str] = set()
    for happened_at, other in later:
        older = [n for n, row in enumerate(rows) if _is_before(row, happened_at, other)]
        older = [n for n in older if position[n] >= 0]
        if older:
            shaken = _shaken_by(workspace, other["event_id"], exposure)
            stale |= {rows[n]["finding_id"] for n in older if shaken[position[n]]}
    return frozenset(stale)


def _earthquakes_after(
    workspace: Workspace, event_id: str
) -> list[tuple[datetime, Row]]:
    """Return the other earthquakes, but those known to be older than the event."""
    rows = events(workspace.ledger)
    begun = next(
        (instant(row["happened_at"]) for row in rows if row["event_id"] == event_id),
        None,
    )
    timed = [(instant(row["happened_at"]), row) for row in rows]
    return [
        (at, row)
        for at, row in timed
        if row["event_id"] != event_id
        and row["hazard"] == "earthquake"
        and at is not None
        and (begun is None or at > begun)
    ]


def _is_before(row: Row, happened_at: datetime, other: Row) -> bool:
    found = instant(row["visited_at"]) or instant(row.get("received_at"))
    if found is None:  # recorded before anybody knew of the earthquake
        return row["entry_seq"] < other["entry_seq"]
    return found < happened_at


def _positions(rows: Iterable[Row], exposure: Exposure) -> np.ndarray:
    """Return where the household of each finding stands; -1 if nowhere."""
    ids = pa.array([row["household_id"] for row in rows], pa.string())
    found = pc.index_in(ids, value_set=exposure.household_id)
    return found.fill_null(-1).to_numpy(zero_copy_only=False)


def _shaken_by(workspace: Workspace, event_id: str, exposure: Exposure) -> np.ndarray:
    """Tell which households an earthquake shook; nobody where it is not known."""
    struck = struck_by(workspace, event_id)
    key = (workspace.mark, struck.mark, exposure.position, len(exposure))
    return _shaken.get(key, partial(_where_shaken, struck, exposure))


def _where_shaken(struck: StruckBy, exposure: Exposure) -> np.ndarray:
    shaken_from = load_parameters("attenuation")["reach"]["shaken_from_degree"]
    try:
        degree = struck.shaking(exposure).intensity_degree
    except EventError:  # it no longer reaches a house of the county
        return np.zeros(len(exposure), dtype=bool)
    return np.floor(degree + 0.5) >= shaken_from
