"""Which sweeps a year asks for, and which towns have not held them (rule W6)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.workspace import Workspace
from ledger.fieldwork import happened, sweeps, towns
from rules.fieldwork import SweepWindow, disaster_window, seasonal_windows

LOOKED_BACK_DAYS = 365

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SweepDue:
    """One sweep that the rule asks of one town.

    Attributes
    ----------
    state : str
        ``"reported"``, ``"ended"``, ``"under_way"``, ``"due"``, ``"late"`` (its
        time is over and it was not begun) or ``"to_come"``.
    """

    window: SweepWindow
    town_code: str
    town_name: str
    state: str
    sweep_id: str | None = None


def sweeps_due(workspace: Workspace, on: date, area: str = "") -> list[SweepDue]:
    """List the sweeps that a year asks of each town, and which are missing.

    Two seasons every year, and every large disaster on record that happened within
    the year before the day (rule W6).
    """
    ledger = workspace.ledger
    windows = [*seasonal_windows(on.year), *_disasters(workspace, on)]
    rows = sweeps(ledger, area=area, on=on)
    named = sorted(towns(ledger, on).items())
    return [
        _due(window, town, rows, on)
        for window in windows
        for town in named
        if town[0].startswith(area)
    ]


def _due(
    window: SweepWindow, town: tuple[str, str], rows: list[Row], on: date
) -> SweepDue:
    found = [
        row for row in rows if row["area_code"] == town[0] and _answers(row, window)
    ]
    last = found[-1] if found else None
    return SweepDue(
        window=window,
        town_code=town[0],
        town_name=town[1],
        state=_state(window, last, on),
        sweep_id=last["sweep_id"] if last else None,
    )


def _answers(row: Row, window: SweepWindow) -> bool:
    """Tell whether a sweep is the one that a window asks for."""
    if window.event_id is not None:
        return row["event_id"] == window.event_id
    same_year = row["begun_on"].year == window.begins.year
    return row["season"] == window.season and same_year


def _state(window: SweepWindow, row: Row | None, on: date) -> str:
    if row is not None:
        ended = "ended" if row["ended_on"] else "under_way"
        return "reported" if row["reported_on"] else ended
    if on < window.begins:
        return "to_come"
    return "due" if on <= window.until else "late"


def _disasters(workspace: Workspace, on: date) -> list[SweepWindow]:
    made = []
    for event in happened(workspace.ledger, on):
        day = event["happened_on"]
        if day is None or not 0 <= (on - day).days <= LOOKED_BACK_DAYS:
            continue
        made.append(disaster_window(event["event_id"], day, event["magnitude"]))
    return [window for window in made if window is not None]
