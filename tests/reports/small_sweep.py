"""Teams that sweep three villages: small, and drawn always the same."""

from dataclasses import replace
from datetime import date

import numpy as np

from reports.team_sheet import SheetStop, TeamSheet

VILLAGES = (
    ("柳沟村", 102.10, 31.05),
    ("上坪村", 102.16, 31.02),
    ("河西村", 102.05, 30.98),
)
BASE = (102.12, 31.00)
SPREAD_DEGREE = 0.004


def stop(place=1, lon=102.1, lat=31.05, **told):
    plain = {
        "household_id": f"990001001001-{place:04}",
        "village": "柳沟村",
        "people": 4,
        "dependents": 1,
        "structure": "土坯",
        "grade": "C",
        "heavy_probability": 0.62,
        "danger": 2.48,
        "arrive_min": 6.0 * place,
    }
    return SheetStop(place=place, lon=lon, lat=lat, **plain | told)


def team(stops=(), **told):
    plain = {
        "county": "示范县",
        "event_title": "示范县6.3级地震",
        "day": date(2026, 11, 22),
        "language": "zh_CN",
        "demonstration": True,
        "drill": False,
        "mission_id": "m-20261122-01",
        "team": "1",
        "team_name": "一队",
        "base": BASE,
        "route": (tuple((s.lon, s.lat) for s in stops if s.is_placed),),
        "link": "https://localhost/team/Zk3u1oPq9sT2vWxYz0AbCd",
        "printed_at": "2026-11-22 18:46",
        "starts_at": "08:00",
        "base_name": "城关镇政府",
        "length_m": 14_300.0,
        "minutes": 512.0,
        "sources": ("震动图：四参数估计", "道路、河流：示范图层"),
    }
    return TeamSheet(stops=tuple(stops), **plain | told)


def swept(doors, seed=0, **told):
    """Return the sheet of a team that goes from village to village."""
    draw = np.random.default_rng(seed)
    stops = []
    for name, lon, lat in VILLAGES:
        count = doors // len(VILLAGES) + (name == VILLAGES[0][0]) * (doors % 3)
        places = draw.normal((lon, lat), SPREAD_DEGREE, (count, 2))
        for at in np.argsort(places[:, 0]):
            where = {"lon": places[at, 0], "lat": places[at, 1]}
            stops.append(stop(len(stops) + 1, **where, village=name))
    return team(stops, **LINES, **told)


def _wave(west, south, east, north, seed):
    draw = np.random.default_rng(seed)
    at = np.linspace(0, 1, 40)
    lat = south + at * (north - south) + np.cumsum(draw.normal(0, 0.002, 40))
    return tuple(zip(west + at * (east - west), lat, strict=True))


ROADS = (
    _wave(102.0, 31.08, 102.2, 31.0, 1),
    _wave(102.04, 30.95, 102.12, 31.07, 2),
)
LINES = {
    "roads": ROADS,
    "rivers": (_wave(101.99, 30.99, 102.21, 31.04, 3),),
    "outline": (((102.0, 30.94), (102.2, 30.94), (102.2, 31.09), (102.0, 31.09)),),
    "blocked": (((102.08, 31.0), (102.09, 31.005)),),
}
FIRST = team([stop(1), stop(2, lon=102.11)])
TWO = (FIRST, replace(team([stop(1)]), team="2", team_name="二队"))


def many_roads(count):
    """Return short roads all over the county, ten places each."""
    draw = np.random.default_rng(9)
    starts = draw.uniform((102.0, 30.94), (102.2, 31.09), (count, 1, 2))
    steps = np.cumsum(draw.normal(0, 0.0007, (count, 10, 2)), axis=1)
    return tuple(tuple(map(tuple, line)) for line in (starts + steps).tolist())
