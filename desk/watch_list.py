"""The disaster-prone watch list (rule E4): who lives where it floods or slides.

By village: the houses in flood and geohazard layers, when they were looked at last,
and which sweep is due next (rule W6).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from desk.describe import word
from desk.judging import Judged, judged
from desk.layer_register import layers_in_force
from desk.sweeps_due import SweepDue, sweeps_due
from desk.watch_houses import (
    IN_FLOOD,
    IN_GEOHAZARD,
    OF_HOUSES,
    prone,
    watched_houses,
)
from desk.watch_visits import last_seen
from desk.workspace import Workspace
from geo.exposure import Exposure
from ledger.fieldwork import sweeps
from reports.workbook import workbook
from rules.dossier import DANGEROUS
from rules.language import N_, translator
from rules.stamps import stamp_of

TOWN_DIGITS = 9
DAYS_PER_YEAR = 365
FLOOD_LAYERS = ("flood_extent", "flood_depth")
GEOHAZARD_LAYERS = ("geohazard",)
OPEN_STATES = ("due", "under_way", "ended", "late", "to_come")
STATE_WORDS = {
    "late": N_("late: not begun in time"),
    "due": N_("due now"),
    "under_way": N_("under way"),
    "ended": N_("walked, not reported yet"),
    "reported": N_("reported"),
    "to_come": N_("to come"),
}
COLUMNS = {
    "town_name": N_("Town"),
    "village_name": N_("Village"),
    "village_code": N_("Code"),
    "houses": N_("Houses"),
    "flood": N_("In flood layers"),
    "geohazard": N_("In geohazard layers"),
    "both": N_("In both"),
    "dangerous": N_("Of these grade C or D"),
    "people": N_("People there, counted"),
    "unplaced": N_("Without place: not known"),
    "last_sweep": N_("Last sweep of the town"),
    "last_visit": N_("Last visit to one of them"),
    "visited": N_("Seen within a year"),
    "next_sweep": N_("Next sweep until"),
    "next_state": N_("State of that sweep"),
}
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WatchList:
    """The houses under the watch of rule E4.

    Attributes
    ----------
    villages : list of dict
        Keys of :data:`COLUMNS`; those with the most houses first.  A village without
        such houses is left out, but counts where none of its houses has a place.
    houses : list of dict
        Keys of :data:`OF_HOUSES`, and ``village_code, lon, lat``.
    missing : tuple of str
        Layer kinds that would tell and are not in force.
    """

    villages: list[Row]
    houses: list[Row]
    missing: tuple[str, ...]


def watch_list(
    workspace: Workspace,
    on: date | None = None,
    *,
    area: str = "",
    known: Judged | None = None,
) -> WatchList:
    """List the houses in flood or geohazard layers, by village (rule E4).

    Parameters
    ----------
    on : date, optional
        For the sweeps due; today by default.
    area : str
        Code of a town or village; ``""`` the county.
    known : Judged, optional
        Households and hazards, where they are at hand.
    """
    day, found = on or date.today(), known or judged(workspace)
    exposure, kinds = found.exposure, _kinds(workspace)
    flood, geohazard = prone(found, bool(kinds & {"flood_extent"}))
    inside = _inside(exposure, area)
    houses = np.flatnonzero((flood | geohazard) & inside)
    seen = last_seen(workspace, area)
    rows = watched_houses(found, houses, (flood, geohazard), seen)
    villages = _villages(exposure, inside, rows)
    _add_sweeps(villages, workspace, day, area)
    villages.sort(key=_most_first)
    return WatchList(
        villages=villages,
        houses=sorted(rows, key=lambda h: (h["village_code"], h["household_id"])),
        missing=_missing(kinds),
    )


def _most_first(village: Row) -> tuple[int, str]:
    count = village["flood"] + village["geohazard"] - village["both"]
    return -count, village["village_code"]


def watch_workbook(
    workspace: Workspace, found: WatchList, lang: str, on: date
) -> bytes:
    """Return the watch list as a workbook: villages, and the houses behind them."""
    say = translator(lang)
    told = [f"{workspace.county_name} · {say('Disaster-prone watch list')} · {on}"]
    stamp = stamp_of(workspace, say)
    lines = [*([stamp] if stamp else []), *told]
    villages = _named(found.villages, COLUMNS, say)
    houses = _named(found.houses, OF_HOUSES, say)
    return workbook(
        [(say("Villages"), lines, villages), (say("Houses"), lines, houses)]
    )


def _named(rows: list[Row], names: dict[str, str], say: Any) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=[*names])
    if "next_state" in table:
        words = table["next_state"].map(STATE_WORDS, na_action="ignore")
        table["next_state"] = words.map(say, na_action="ignore")
    if "why" in table:
        table["why"] = ["; ".join(map(say, why)) for why in table["why"]]
        table["structure"] = [word(s, say) if s else "" for s in table["structure"]]
    return table.rename(columns={name: say(title) for name, title in names.items()})


def _kinds(workspace: Workspace) -> set[str]:
    return {row["kind"] for row in layers_in_force(workspace)}


def _missing(kinds: set[str]) -> tuple[str, ...]:
    flood = () if kinds & {*FLOOD_LAYERS} else FLOOD_LAYERS[:1]
    return (*flood, *(kind for kind in GEOHAZARD_LAYERS if kind not in kinds))


def _inside(exposure: Exposure, area: str) -> np.ndarray:
    within = [code.startswith(area) for code in exposure.village_codes]
    return np.array([*within, not area])[exposure.village]


def _villages(exposure: Exposure, inside: np.ndarray, rows: Iterable[Row]) -> list[Row]:
    """Count the houses of the list by village."""
    by_village: dict[str, list[Row]] = {}
    for row in rows:
        by_village.setdefault(row["village_code"], []).append(row)
    size = len(exposure.village_codes) + 1
    unplaced = inside & ~np.isfinite(exposure.lon)
    houses, lost = (
        np.bincount(exposure.village[mask] + 1, minlength=size)
        for mask in (inside, unplaced)
    )
    at = {code: i + 1 for i, code in enumerate(exposure.village_codes)} | {"": 0}
    return [
        {"houses": int(houses[at[code]]), "unplaced": int(lost[at[code]])}
        | _counted(own)
        for code, own in by_village.items()
    ]


def _counted(rows: list[Row]) -> Row:
    why = Counter(reason for row in rows for reason in row["why"])
    people = [row["occupants"] for row in rows if row["occupants"] is not None]
    days = [row["last_visit"] for row in rows if row["last_visit"]]
    return {
        **{n: rows[0][n] for n in ("village_code", "village_name", "town_name")},
        "flood": why[IN_FLOOD],
        "geohazard": why[IN_GEOHAZARD],
        "both": sum(len(row["why"]) > 1 for row in rows),
        "dangerous": sum(row["grade"] in DANGEROUS for row in rows),
        "people": sum(people),
        "last_visit": max(days, default=None),
        "visits": days,
    }


def _add_sweeps(villages: list[Row], workspace: Workspace, on: date, area: str) -> None:
    """Say of each village when its town was swept last, and until when it is next."""
    town = area[:TOWN_DIGITS]
    made = sweeps(workspace.ledger, area=town)  # by the day they began
    last = {row["area_code"]: row["ended_on"] or row["begun_on"] for row in made}
    due = next_sweeps(workspace, on, town)
    year_ago = on - timedelta(days=DAYS_PER_YEAR)
    for village in villages:
        code = village["village_code"][:TOWN_DIGITS]
        one = due.get(code)
        village["last_sweep"] = last.get(code)
        village["visited"] = sum(day > year_ago for day in village.pop("visits"))
        village["next_sweep"] = one.window.until if one else None
        village["next_state"] = one.state if one else None


def next_sweeps(workspace: Workspace, on: date, area: str = "") -> dict[str, SweepDue]:
    """Return the sweep that comes next in each town (rule W6), by the town's code.

    What is due comes before what is under way, before what was missed, before what
    is to come; after the last sweep of a year, the first one of the next.
    """
    asked = sweeps_due(workspace, on, area)
    asked += sweeps_due(workspace, date(on.year + 1, 1, 1), area)
    found: dict[str, SweepDue] = {}
    for one in asked:
        if one.state in OPEN_STATES:
            known = found.setdefault(one.town_code, one)
            found[one.town_code] = min(known, one, key=_urgency)
    return found


def _urgency(one: SweepDue) -> tuple[int, date]:
    return OPEN_STATES.index(one.state), one.window.until
