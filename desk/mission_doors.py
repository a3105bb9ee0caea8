"""Which doors a mission may visit, in which order, and how urgent each is."""

import json
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desk.judging import judged
from desk.mission_settings import MissionSettings
from desk.triage import Triaged
from desk.watch_houses import prone
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.sweep_doors import Doors
from ledger.findings import last_by_household
from ledger.missions import OPEN, mission_stops, missions
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, UNKNOWN

Row = dict


def doors_after(
    workspace: Workspace, triaged: Triaged, settings: MissionSettings
) -> np.ndarray:
    """Return the unvisited doors of an area after an event, first to visit first.

    What an earlier mission left unvisited comes first; doors of missions that are
    still open are left to them, unless this one is made in their stead.
    """
    exposure = triaged.exposure
    rows = missions(workspace.ledger, triaged.event["event_id"])
    taken = _named(workspace, [r for r in rows if r["state"] == OPEN], exposure)
    before = _named(workspace, rows, exposure)
    if settings.instead:
        taken = np.zeros(len(exposure), bool)
    order = triaged.result.order
    free = ~triaged.visited.doors & ~taken & within(exposure, settings.area)
    order = order[free[order]]
    return np.concatenate([order[before[order]], order[~before[order]]])


def doors_of_season(
    workspace: Workspace, settings: MissionSettings, sweep_id: str
) -> tuple[Exposure, np.ndarray, np.ndarray]:
    """Return the houses of a town for a sweep of a season (rule W6).

    Returns
    -------
    exposure : Exposure
    order : int array
        Positions of doors that this sweep has not seen, the first first.
    points : float array, along the exposure, see ``sweeps.toml``.
    """
    found = judged(workspace)
    exposure = found.exposure
    law = load_parameters("sweeps")["seasonal"]
    flood, geohazard = prone(found, extents=False)
    by_grade = [*(law["grade"].get(word, 0.0) for word in GRADES), law["grade_unknown"]]
    points = np.array(by_grade)[exposure.grade]
    points += law["geohazard"] * geohazard + law["flood"] * flood
    points += law["dependents"] * (exposure.dependents > 0)
    rows = [r for r in missions(workspace.ledger) if _sweep_of(r) == sweep_id]
    seen = _seen(workspace, rows, exposure)
    taken = _named(workspace, [r for r in rows if r["state"] == OPEN], exposure)
    if settings.instead:
        taken = np.zeros(len(exposure), bool)
    free = within(exposure, settings.area) & ~seen & ~taken
    order = np.lexsort((exposure.morton, -points))
    return exposure, order[free[order]], points


def doors_for(exposure: Exposure, order: np.ndarray, score: np.ndarray) -> Doors:
    """Return doors as they are planned, in an order of positions."""
    stay = load_parameters("sweeps")["teams"]["minutes_per_door"]
    return Doors(
        position=order,
        easting_m=exposure.easting_m[order],
        northing_m=exposure.northing_m[order],
        score=score[order].astype(float),
        minutes=np.full(len(order), stay),
    )


def within(exposure: Exposure, area: str) -> np.ndarray:
    """Tell which households live in an area; all of them where none is named."""
    if not area:
        return np.ones(len(exposure), bool)
    inside = [code.startswith(area) for code in exposure.village_codes]
    return np.array([*inside, False])[exposure.village]


def positions_of(exposure: Exposure, ids: Iterable[str]) -> np.ndarray:
    """Return the positions of households; -1 of those that are not there any more."""
    named = pa.array(list(ids), pa.string())
    place = pc.index_in(named, value_set=exposure.household_id)
    return pc.fill_null(place, UNKNOWN).to_numpy(zero_copy_only=False)


def _named(workspace: Workspace, rows: Iterable[Row], exposure: Exposure) -> np.ndarray:
    """Tell which doors some missions name."""
    ids = [
        stop["household_id"]
        for row in rows
        for stop in mission_stops(workspace.ledger, row["mission_id"])
    ]
    return _marked(exposure, ids)


def _seen(workspace: Workspace, rows: Iterable[Row], exposure: Exposure) -> np.ndarray:
    """Tell which doors the teams of some missions of a season were at."""
    ids = [
        id_
        for row in rows
        for id_ in last_by_household(workspace.ledger, row["mission_id"])
    ]
    return _marked(exposure, ids)


def _marked(exposure: Exposure, ids: list[str]) -> np.ndarray:
    marked = np.zeros(len(exposure), bool)
    place = positions_of(exposure, ids)
    marked[place[place >= 0]] = True
    return marked


def _sweep_of(row: Row) -> str:
    return json.loads(row["settings"]).get("sweep_id") or ""
