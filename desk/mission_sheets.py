"""The papers of a mission: filled from the record and the county's layers."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import shapely

from desk.mission_record import Mission, MissionStop, MissionTeam
from desk.shelf import CountyShelf
from geo.crs import to_metric
from reports.team_sheet import Lines, SheetStop, TeamSheet
from reports.visit_book import VisitBook
from rules.language import N_, translator
from rules.parameters import load_parameters
from rules.times import CHINA_TIME

GROUND = {"road": "roads", "river": "rivers", "county_boundary": "outline"}
SOURCE_WORDS = {"road": N_("Roads"), "river": N_("Rivers"), "bridge": N_("Bridges")}
SEASON_WORDS = {
    "after_rain": N_("Sweep after the rainy season"),
    "after_thaw": N_("Sweep after the thaw"),
}
NEAR_BASE_M = 150.0
TEAM_PATH = "/team/"


def team_sheets(
    shelf: CountyShelf,
    mission: Mission,
    *,
    language: str,
    tokens: Mapping[str, str] | None = None,
    address: str = "",
) -> tuple[TeamSheet, ...]:
    """Return the papers of the teams of a mission, team by team.

    Parameters
    ----------
    tokens : mapping of str to str, optional
        The secret in the link of each team, where it is at hand.
    address : str
        Where phones find this program, as ``"http://localhost:8501"``.
    """
    say = translator(language)
    made = datetime.fromisoformat(mission.made_at).astimezone(CHINA_TIME)
    same: dict[str, Any] = {
        "county": shelf.county_name,
        "event_title": title_of(shelf, mission, language),
        "day": made.date(),
        "language": language,
        "demonstration": shelf.demonstration,
        "drill": shelf.drill,
        "mission_id": mission.mission_id,
        "base": mission.settings.base,
        "base_name": base_name(shelf, mission.settings.base),
        "printed_at": f"{datetime.now(CHINA_TIME):%Y-%m-%d %H:%M}",
        "blocked": _lines(np.array(mission.settings.closed(), object)),
        "sources": tuple(
            f"{say(words)}: {source}"
            for kind, words in SOURCE_WORDS.items()
            if (source := shelf.source(kind))
        ),
    }
    same |= {name: _drawn(shelf, kind) for kind, name in GROUND.items()}
    links = team_links(address, tokens or {})
    return tuple(_sheet(same, team, links.get(team.team, "")) for team in mission.teams)


def team_links(address: str, tokens: Mapping[str, str]) -> dict[str, str]:
    """Return the address of each team's page; none where it is not known.

    Examples
    --------
    >>> team_links("http://localhost:8501/", {"1": "abc"})
    {'1': 'http://localhost:8501/team/abc'}
    """
    if not address:
        return {}
    start = address.rstrip("/") + TEAM_PATH
    return {team: start + token for team, token in tokens.items()}


def team_book(sheets: tuple[TeamSheet, ...]) -> VisitBook:
    """Return the workbook of the teams' lists, to be typed into and dropped again."""
    first = sheets[0]
    same = ("county", "event_title", "language", "demonstration", "drill", "printed_at")
    told = {name: getattr(first, name) for name in same}
    return VisitBook(**told, doors=None, villages=(), teams=sheets)


def title_of(shelf: CountyShelf, mission: Mission, language: str) -> str:
    """Name what a mission follows: its event, or a season."""
    if mission.event_id is None:
        season = translator(language)(SEASON_WORDS[mission.season])
        return f"{season} · {mission.title}"
    titles = {row["event_id"]: row["title"] for row in shelf.events()}
    return titles.get(mission.event_id) or mission.event_id


def base_name(shelf: CountyShelf, base: tuple[float, float]) -> str:
    """Name the facility at a base; ``""`` if there is none within 150 m."""
    facilities = shelf.vector("facility")
    if facilities is None or "name" not in facilities:
        return ""
    crs = shelf.exposure().metric_crs
    middles = facilities.geometry.representative_point()
    places = np.stack(to_metric(middles.x, middles.y, crs), axis=1)
    away = np.hypot(
        *(places - np.stack(to_metric([base[0]], [base[1]], crs), axis=1)).T
    )
    near = int(np.nanargmin(away))
    return str(facilities["name"].iloc[near]) if away[near] <= NEAR_BASE_M else ""


def _sheet(same: dict[str, Any], team: MissionTeam, link: str) -> TeamSheet:
    return TeamSheet(
        **same,
        team=team.team,
        team_name=team.name,
        stops=tuple(_stop(stop) for stop in team.stops),
        route=tuple(leg for leg in team.legs if len(leg) > 1),
        link=link,
        starts_at=load_parameters("sweeps")["teams"]["starts_at"],
        length_m=math.nan if team.length_m is None else team.length_m,
        minutes=math.nan if team.minutes is None else team.minutes,
    )


def _stop(stop: MissionStop) -> SheetStop:
    same = ("place", "household_id", "people", "dependents", "structure", "grade",
            "danger", "arrive_min", "lon", "lat")  # fmt: skip
    return SheetStop(
        **{name: getattr(stop, name) for name in same},
        village=stop.village_name,
        heavy_probability=stop.heavy,
    )


def _drawn(shelf: CountyShelf, kind: str) -> Lines:
    features = shelf.vector(kind)
    if features is None:
        return ()
    return _lines(features.geometry.to_numpy())


def _lines(shapes: np.ndarray) -> Lines:
    """Return lines, and the edges of areas, as places; points are left out."""
    parts = shapely.get_parts(shapes)
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = [*parts[~areas], *shapely.get_rings(parts[areas])]
    places = [shapely.get_coordinates(line) for line in lines]
    return tuple(place for place in places if len(place) > 1)
