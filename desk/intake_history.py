"""The files that were taken in, and their conversions, undone or done otherwise."""

import json
from collections import Counter
from typing import Any

import numpy as np

from desk.case_hand import Hand
from desk.intake_plan import Plan
from desk.workspace import Workspace
from geo.datum import convert
from geo.mapping import ColumnMapping
from ledger.editing import Edit, edit_together
from ledger.intake_schema import placement
from ledger.intakes import intakes, placements, places_of, require_reader
from ledger.roles import Acting, require_may_act
from ledger.schema import dwelling
from rules.errors import PlanningError
from rules.language import N_

Row = dict[str, Any]


def history(workspace: Workspace, acting: Acting) -> list[Row]:
    """Return the files taken in, the newest first, with ``waiting`` and ``columns``.

    Raises
    ------
    AccessError
        If the role does not read what comes in.
    """
    require_reader(acting)
    return [row | {"columns": _columns(row)} for row in intakes(workspace.ledger)]


def _columns(row: Row) -> dict[str, str]:
    """Return which heading of the file was taken for which of our columns."""
    told = Plan.from_dict(json.loads(row["mapping"])).mapping
    if not told:
        return {}
    mapping = ColumnMapping.from_json(told)
    return {name: mapping.headings.names[at] for name, at in mapping.columns.items()}


def convertible(workspace: Workspace, intake_id: str) -> dict[str, int]:
    """Return how many houses of a file stand where a reading put them, by reading."""
    standing = Counter(row["reading"] for row in _standing(workspace, intake_id))
    return dict(standing)


def reread(hand: Hand, intake_id: str, reading: str, now: str = "") -> int:
    """Read the converted coordinates of a file otherwise, or as they stood.

    Houses that somebody placed otherwise since stay where they are.

    Parameters
    ----------
    reading : str
        One of :data:`geo.datum.READINGS`; ``lonlat`` undoes the conversion;
        ``""`` leaves the houses without a place.
    now : str
        Only the houses that are read so now; by default all of the file.

    Returns
    -------
    int
        How many houses moved.

    Raises
    ------
    PlanningError
        If no house of this file stands where a conversion put it.
    """
    workspace = hand.workspace
    require_may_act(hand.acting, "county", workspace.county_code)
    rows = _standing(workspace, intake_id)
    rows = [row for row in rows if now in ("", row["reading"])]
    if not rows:
        raise PlanningError(
            N_("no house of this file stands where a conversion put it any more")
        )
    places = _converted(rows, reading)
    edits = []
    for row, (lon, lat) in zip(rows, places, strict=True):
        key = {"household_id": row["household_id"]}
        moved = {"lon": lon, "lat": lat}
        edits.append(Edit(dwelling, key, moved, row["house_version"]))
        told = moved | {"reading": reading or "none"}
        edits.append(Edit(placement, key, told, row["entry_seq"]))
    edit_together(
        workspace.ledger,
        edits,
        acting_name=hand.acting.name,
        role=hand.acting.role.value,
        verb="read coordinates again",
        scope="exposure",
        note=f"{intake_id}: {reading or 'none'}",
    )
    return len(rows)


def _converted(rows: list[Row], reading: str) -> list[tuple[float | None, ...]]:
    if not reading:
        return [(None, None)] * len(rows)
    x, y = (np.array([row[name] for row in rows], float) for name in ("x", "y"))
    pairs = np.stack(convert(x, y, reading), axis=1).tolist()
    return [tuple(None if v != v else v for v in pair) for pair in pairs]


def _standing(workspace: Workspace, intake_id: str) -> list[Row]:
    """Return the conversions of a file that still are where they put their house."""
    houses = places_of(workspace.ledger)
    found = []
    for row in placements(workspace.ledger, intake_id):
        now = houses.get(row["household_id"])
        if now is not None and now[:2] == (row["lon"], row["lat"]):
            found.append(row | {"house_version": now[2]})
    return found
