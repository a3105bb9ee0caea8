"""Who was seen when: by visits on record, and by what teams found at the doors."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from desk.sweeps import SweepProgress, sweep_progress
from desk.workspace import Workspace
from ledger.fieldwork import (
    reported_households,
    sweeps,
    visits,
    visits_of_sweeps,
)
from ledger.findings import findings, villages_of
from ledger.missions import missions
from ledger.register import events
from rules.parameters import load_parameters
from rules.times import CHINA_TIME, instant

Row = dict[str, Any]


def last_seen(workspace: Workspace, area: str = "") -> dict[str, date]:
    """Return the last day somebody was at the door of each household of an area.

    Both count: visits of the office, and findings of teams after an event or in a
    sweep of a season; one of unknown time counts for nothing.
    """
    rows = visits(workspace.ledger, area=area)  # by their day
    seen = {row["household_id"]: row["visited_on"] for row in rows}
    for row in _all_findings(workspace):
        moment = instant(row["visited_at"])
        if moment is not None:
            day = moment.astimezone(CHINA_TIME).date()
            seen[row["household_id"]] = max(seen.get(row["household_id"], day), day)
    return seen


def sweeps_walked(
    workspace: Workspace, area: str = "", on: date | None = None
) -> list[SweepProgress]:
    """Return how far each sweep is, the findings of its teams counted too (rule W6).

    A sweep after a disaster is walked by whoever brings findings of its event; one of
    a season by the teams of the missions that were made for it.
    """
    ledger = workspace.ledger
    rows = sweep_progress(workspace, area, on)
    told = visits_of_sweeps(ledger, tuple(row.sweep_id for row in rows), on)
    brought = _brought(workspace, area)
    return [
        _walked(workspace, row, told, brought.get(row.sweep_id, ())) for row in rows
    ]


def _walked(
    workspace: Workspace, row: SweepProgress, told: Iterable[Row], found: Iterable[Row]
) -> SweepProgress:
    tags = load_parameters("follow_up")["consequences"]["tags"]
    homes = villages_of(workspace.ledger, (one["household_id"] for one in found))
    inside = [
        one
        for one in found
        if homes.get(one["household_id"], "").startswith(row.town_code)
    ]
    own = [visit for visit in told if visit["sweep_id"] == row.sweep_id]
    seen = {one["household_id"] for one in (*own, *inside)}
    doubted = {visit["household_id"] for visit in own if visit["suspected"]}
    doubted |= {one["household_id"] for one in inside if one["tag"] in tags}
    reported = reported_households(workspace.ledger, doubted)
    return replace(
        row, visited=len(seen), suspected=len(doubted), reported=len(reported)
    )


def _brought(workspace: Workspace, area: str) -> dict[str, list[Row]]:
    """Return the findings that belong to each sweep, by the sweep's id."""
    ledger = workspace.ledger
    about = {
        row["sweep_id"]: [row["event_id"]] if row["event_id"] else []
        for row in sweeps(ledger, area=area)
    }
    for row in missions(ledger):
        sweep_id = json.loads(row["settings"]).get("sweep_id")
        if row["event_id"] is None and sweep_id in about:
            about[sweep_id].append(row["mission_id"])
    brought = {id_: findings(ledger, id_) for id_ in {*chain(*about.values())}}
    return {
        sweep_id: [row for id_ in ids for row in brought[id_]]
        for sweep_id, ids in about.items()
    }


def _all_findings(workspace: Workspace) -> Iterable[Row]:
    ledger = workspace.ledger
    seasons = [r["mission_id"] for r in missions(ledger) if r["event_id"] is None]
    for about in (*(row["event_id"] for row in events(ledger)), *seasons):
        yield from findings(ledger, about)
