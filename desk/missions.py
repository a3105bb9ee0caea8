"""Missions: a day of teams, made, kept, and told again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

import numpy as np

from desk.case_hand import Hand
from desk.mission_doors import doors_after, doors_for, doors_of_season
from desk.mission_record import mission_area
from desk.mission_routes import barriers_at, in_degrees, keep_ways
from desk.mission_settings import MissionSettings
from desk.mission_sweeps import joined_sweep
from desk.triage import Triaged, triage_event
from desk.workspace import Workspace
from geo.crs import to_metric
from geo.exposure import Exposure
from geo.sweep_doors import LEFT_OUT_WORDS, LeftOut
from geo.sweep_routes import SweepPlan, SweepSettings, plan_sweep
from ledger import missions as record
from ledger.missions import CLOSED as CLOSED
from ledger.missions import OPEN as OPEN
from ledger.missions import token_hash
from ledger.roles import Role, is_within, require_area
from rules.errors import AccessError, EventError
from rules.language import N_

SCOPE = "missions"
MAY_SEND = (Role.PLANNER, Role.RESPONDER, Role.TOWN_OFFICER)
TOKEN_BYTES = 16
LOOKED_AT = 4  # doors of the order for one that is visited

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MadeMission:
    """A mission just put on record.

    Attributes
    ----------
    tokens : mapping of str to str
        The secret in the link of each team; told once, kept nowhere.
    left_out : mapping of str to int
        How many doors were left out, by the reason (message ids).
    """

    mission_id: str
    tokens: Mapping[str, str]
    left_out: Mapping[str, int]


def make_mission(
    hand: Hand,
    event_id: str | None,
    settings: MissionSettings,
    triaged: Triaged | None = None,
) -> MadeMission:
    """Plan the day of some teams, and put it on record.

    Parameters
    ----------
    event_id : str or None
        ``None`` for a sweep of a season (rule W6).
    triaged : Triaged, optional
        The order of visits, where it is at hand.

    Raises
    ------
    AccessError
        If this role sends no teams there.
    EventError
        If there is no such event, no door is left, or none can be reached.
    """
    _require_may_send(hand, settings.area)
    if (event_id is None) != bool(settings.season):
        raise EventError(N_("a mission follows an event or a season, not both"))
    workspace, more = hand.workspace, {}
    if event_id is None:
        more["sweep_id"] = joined_sweep(hand, settings)
        found = doors_of_season(workspace, settings, more["sweep_id"])
        exposure, order, score = found
    else:
        triaged = triaged or triage_event(workspace, event_id)
        exposure, score = triaged.exposure, triaged.result.score
        order = doors_after(workspace, triaged, settings)
    if not len(order):
        raise EventError(
            N_("no door is left to visit there: all were visited, or belong to an open "
               "mission")
        )  # fmt: skip
    plan = _planned(workspace, settings, exposure, order, score)
    return _recorded(hand, event_id, settings, (exposure, plan, order), more)


def new_tokens(hand: Hand, mission_id: str) -> dict[str, str]:
    """Give the teams of a mission new links; the old ones lead nowhere any more.

    Raises
    ------
    AccessError
        If this role sends no teams.
    PlanningError
        If there is no such mission.
    """
    _require_may_send(hand, mission_area(hand.workspace, mission_id))
    teams = record.mission_teams(hand.workspace.ledger, mission_id)
    tokens = {row["team"]: token_urlsafe(TOKEN_BYTES) for row in teams}
    hashes = {team: token_hash(token) for team, token in tokens.items()}
    with hand.workspace.ledger.transaction() as transaction:
        record.renew_tokens(
            transaction,
            lambda: hand.entry(transaction, "renew links", scope=SCOPE),
            mission_id,
            hashes,
        )
    return tokens


def close_mission(hand: Hand, mission_id: str) -> None:
    """Close a mission: its links take nothing new.

    Raises
    ------
    AccessError
        If this role sends no teams.
    PlanningError
        If there is no such mission.
    """
    _require_may_send(hand, mission_area(hand.workspace, mission_id))
    with hand.workspace.ledger.transaction() as transaction:
        record.close_mission(
            transaction,
            lambda: hand.entry(transaction, "close mission", scope=SCOPE),
            mission_id,
        )


def _require_may_send(hand: Hand, area: str) -> None:
    require_area(hand.acting)
    if hand.acting.role not in MAY_SEND:
        raise AccessError(
            N_("a {role} does not send teams; ask: {who}"),
            role=hand.acting.role.value,
            who=", ".join(role.value for role in MAY_SEND),
        )
    if not is_within(hand.acting, area):
        raise AccessError(
            N_("teams are sent within area {area}; choose a town there"),
            area=hand.acting.area,
        )


def _planned(
    workspace: Workspace,
    settings: MissionSettings,
    exposure: Exposure,
    order: np.ndarray,
    score: np.ndarray,
) -> SweepPlan:
    """Plan the first doors of an order of positions."""
    lon, lat = settings.base
    easting_m, northing_m = to_metric([lon], [lat], exposure.metric_crs)
    asked = SweepSettings(
        teams=settings.teams,
        base_easting_m=float(easting_m[0]),
        base_northing_m=float(northing_m[0]),
        hours=settings.hours,
        doors_per_day=settings.doors_per_day,
        pace=settings.pace,
    )
    barriers = barriers_at(workspace, settings, exposure.metric_crs)
    wanted = settings.teams * settings.doors_per_day
    first = order[: LOOKED_AT * wanted]
    plan = plan_sweep(doors_for(exposure, first, score), asked, barriers)
    if not (plan.team >= 0).any():
        raise EventError(N_("the hours do not suffice for a single door; give more"))
    return plan


def _recorded(
    hand: Hand,
    event_id: str | None,
    settings: MissionSettings,
    found: tuple[Exposure, SweepPlan, np.ndarray],
    more: Row,
) -> MadeMission:
    exposure, plan, order = found
    teams = {str(n): day for n, day in enumerate(plan.days, 1) if len(day.doors)}
    tokens = {team: token_urlsafe(TOKEN_BYTES) for team in teams}
    counts = _left_out(plan, len(order))
    with hand.workspace.ledger.transaction() as transaction:
        mission_id = _next_id(hand.workspace, hand.day)
        if settings.instead and event_id is not None:
            _close_open(hand, transaction, event_id)
        wanted = _row(
            hand,
            event_id,
            settings,
            mission_id,
            more | {"left_out": {why.name: n for why, n in counts.items()}},
        )
        record.save_mission(
            transaction,
            lambda: hand.entry(transaction, "make mission", scope=SCOPE),
            wanted | {"teams": len(teams)},
            [_team_row(mission_id, t, day, tokens[t]) for t, day in teams.items()],
            _stop_rows(exposure, plan, order),
        )
    crs = exposure.metric_crs
    ways = {team: in_degrees(day.legs, crs) for team, day in teams.items()}
    keep_ways(hand.workspace, mission_id, ways)
    left_out = {LEFT_OUT_WORDS[why]: n for why, n in counts.items()}
    return MadeMission(mission_id=mission_id, tokens=tokens, left_out=left_out)


def _left_out(plan: SweepPlan, doors: int) -> dict[LeftOut, int]:
    """Count the doors left out by the reason, with those that were not looked at."""
    counts = plan.counts()
    counts[LeftOut.LATER] += doors - len(plan.team)
    return {why: n for why, n in counts.items() if n and why in LEFT_OUT_WORDS}


def _close_open(hand: Hand, transaction: Any, event_id: str) -> None:
    for row in record.missions(hand.workspace.ledger, event_id):
        if row["state"] == OPEN:
            record.close_mission(
                transaction,
                lambda: hand.entry(transaction, "close mission", scope=SCOPE),
                row["mission_id"],
            )


def _next_id(workspace: Workspace, on: date) -> str:
    start = f"M{on:%Y%m%d}-"
    known = [row["mission_id"] for row in record.missions(workspace.ledger)]
    number = sum(id_.startswith(start) for id_ in known) + 1
    return f"{start}{number:02d}"


def _row(
    hand: Hand,
    event_id: str | None,
    settings: MissionSettings,
    mission_id: str,
    more: Row,
) -> Row:
    at = (hand.at or datetime.now()).astimezone()
    return {
        "mission_id": mission_id,
        "event_id": event_id,
        "season": settings.season or None,
        "title": settings.title or mission_id,
        "made_at": at.isoformat(timespec="seconds"),
        "base_lon": settings.base[0],
        "base_lat": settings.base[1],
        "settings": settings.to_json(**more),
        "state": OPEN,
    }


def _team_row(mission_id: str, team: str, day: Any, token: str) -> Row:
    return {
        "team": team,
        # Unlike its number alone, no other mission has it: findings are signed so.
        "name": f"{mission_id}-{team}",
        "token_sha256": token_hash(token),
        "doors": len(day.doors),
        "length_m": round(day.length_m, 1),
        "minutes": round(day.minutes, 1),
    }


def _stop_rows(exposure: Exposure, plan: SweepPlan, rows: np.ndarray) -> list[Row]:
    at = np.flatnonzero(plan.team >= 0)
    ids = exposure.household_id.take(rows[at]).to_pylist()
    return [
        {
            "household_id": id_,
            "team": str(plan.team[one] + 1),
            "place": int(plan.place[one]),
            "arrive_min": round(float(plan.arrive_min[one]), 1),
            "walk_m": round(float(plan.walk_m[one]), 1),
        }
        for id_, one in zip(ids, at.tolist(), strict=True)
    ]
