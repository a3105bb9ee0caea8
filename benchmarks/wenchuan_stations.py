"""Guess each station from the others: ``python -m benchmarks.wenchuan_stations``.

Stations of 2008 within 300 km of the rupture, by kind: observed by experts, felt
(did-you-feel-it), instrumental.  Guesses at each: the blend of the expected intensity
with all the others, the expected intensity alone (ellipses around a line source,
strike unknown), the nearest other station, and the nearest of the same network.
The values are Modified Mercalli intensity (MMI), not degrees of the Chinese scale,
and nothing is said of single households.

With a station go the others on its spot, and the same record in another network:
some instruments stand in the list twice, with places up to 60 km apart.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely

from geo.crs import to_metric
from geo.observations import METRES_PER_KM, Observations, gathered
from geo.quake import Quake, field_of
from geo.shaking_field import Places, condition
from geo.sight import read_sheet
from geo.station_shaking import quake_of
from geo.stations import Stations, read_stations
from rules.parameters import load_parameters

DATA = Path(__file__).parents[1] / "data" / "wenchuan-2008"
METRIC_CRS = "EPSG:4543"
WITHIN_KM, SPOT_KM = 300.0, 0.5
TWIN_KM, TWIN_RATIO = 80.0, 0.02  # of places and of peak accelerations
COVERED_SDS = 1.6449  # 90 % of a normal law lies within
KINDS = ("observed", "felt", "instrumental")


class World(NamedTuple):
    """Stations near the rupture: their places, what is told and what is expected."""

    stations: Stations
    observations: tuple[Observations, ...]
    source: np.ndarray  # of each station: which of the observations
    row: np.ndarray  # and its row there
    places: Places
    gone: np.ndarray  # bool (station, station): leaves with it
    between: float


class Guess(NamedTuple):
    """Guesses at one station, MMI; ``*_sd`` of what the station would tell."""

    blend: float
    blend_sd: float
    field: float
    ellipse: float
    ellipse_sd: float
    nearest: float
    same_source: float


def rupture() -> shapely.Geometry:
    """Return the planes that broke, seen from above, in metres."""
    planes, corners = [], []
    for line in (DATA / "Hartzell11_fault.txt").read_text("ascii").splitlines():
        if line[:1] not in (">", "#"):
            corners.append([float(word) for word in line.split()[:2]])
        elif corners:
            planes.append(corners)
            corners = []
    return shapely.union_all(
        [
            shapely.Polygon(
                np.column_stack(to_metric(*np.transpose(plane), METRIC_CRS))
            )
            for plane in [*planes, corners]
            if plane
        ]
    )


def world(quake: Quake | None = None) -> World:
    """Read the list; by default the earthquake is the one it tells itself."""
    stations = read_stations(DATA / "stationlist.xml")
    sheet = read_sheet(DATA / "stationlist.xml")
    at = sheet.line(0).index("pga_percent_g")
    pga = np.array([float(text) for text in sheet.column(at).to_pylist()[1:]])
    easting_m, northing_m = to_metric(stations.lon, stations.lat, METRIC_CRS)
    near = shapely.distance(rupture(), shapely.points(easting_m, northing_m))
    near = near <= WITHIN_KM * METRES_PER_KM
    stations = _taken(stations, near)
    easting_m, northing_m, pga = easting_m[near], northing_m[near], pga[near]
    sigma = load_parameters("attenuation")["sigma"]["parameters"]
    field = field_of(quake or quake_of(stations.origin, stations.file), METRIC_CRS)
    expected, spread = field.at(easting_m, northing_m)
    own = np.hypot(spread, sigma["within"])
    groups = list(zip(stations.kind, stations.source, strict=True))
    known = list(dict.fromkeys(groups))
    source = np.array([known.index(group) for group in groups])
    rows = np.array([np.count_nonzero(source[:i] == s) for i, s in enumerate(source)])
    return World(
        stations=stations,
        observations=stations.observations(METRIC_CRS),
        source=source,
        row=rows,
        places=Places(easting_m, northing_m, expected.astype(float), own.astype(float)),
        gone=_gone(easting_m, northing_m, pga, np.array(stations.kind)),
        between=sigma["between"],
    )


def _taken(stations: Stations, rows: np.ndarray) -> Stations:
    columns = {n: getattr(stations, n)[rows] for n in ("lon", "lat", "degree")}
    words = {
        n: tuple(np.array(getattr(stations, n), object)[rows])
        for n in ("name", "source", "kind")
    }
    return Stations(file=stations.file, origin=stations.origin, **columns, **words)


def _gone(
    easting_m: np.ndarray, northing_m: np.ndarray, pga: np.ndarray, kind: np.ndarray
) -> np.ndarray:
    distance_km = np.hypot(
        easting_m[:, None] - easting_m, northing_m[:, None] - northing_m
    )
    distance_km /= METRES_PER_KM
    twins = np.abs(pga[:, None] / pga - 1.0) <= TWIN_RATIO
    twins &= (distance_km <= TWIN_KM) & (kind[:, None] == "instrumental")
    twins &= kind == "instrumental"
    return (distance_km <= SPOT_KM) | twins


def guesses(here: World, rows: np.ndarray) -> Iterator[Guess]:
    """Guess stations, each from all the others."""
    for at in rows:
        left = np.flatnonzero(~here.gone[at])
        yield Guess(*_blended(here, at, left), *_plain(here, at, left))


def _blended(here: World, at: int, left: np.ndarray) -> tuple[float, float, float]:
    sources = [
        each.take(here.row[left[here.source[left] == number]])
        for number, each in enumerate(here.observations)
    ]
    evidence = gathered(sources)
    mine = here.source[at]
    number = sum(len(each) > 0 for each in sources[:mine])
    bent = condition(
        _expected_at(here, evidence.easting_m, evidence.northing_m, left),
        evidence,
        between_degree=here.between,
    )
    place = here.places.take(np.array([at]))
    told, variance = bent.told_at(place, number)
    expected = here.places.expected_degree[at]
    more = bent.more[number] if number < len(bent.more) else 0.0
    whole = np.sqrt(variance[0] + here.observations[mine].sigma_degree ** 2 + more)
    return expected + told[0], whole, expected + bent.shift(place)[0]


def _expected_at(
    here: World, easting_m: np.ndarray, northing_m: np.ndarray, left: np.ndarray
) -> Places:
    """Return the places of evidence, of which some are means of stations on a spot."""
    off = np.hypot(
        easting_m[:, None] - here.places.easting_m[left],
        northing_m[:, None] - here.places.northing_m[left],
    )
    return here.places.take(left[off.argmin(axis=1)])


def _plain(here: World, at: int, left: np.ndarray) -> tuple[float, float, float, float]:
    """Return the ellipse and its standard deviation, and the two nearest stations."""
    places, mine = here.places, here.observations[here.source[at]]
    off = np.hypot(
        places.easting_m[left] - places.easting_m[at],
        places.northing_m[left] - places.northing_m[at],
    )
    same = here.source[left] == here.source[at]
    errors = (mine.sigma_degree, mine.offset_sigma_degree, here.between)
    whole = np.sqrt(np.sum(np.square(errors)) + places.within_degree[at] ** 2)
    degree = here.stations.degree[left]
    nearest_same = (
        degree[np.where(same, off, np.inf).argmin()] if same.any() else np.nan
    )
    return places.expected_degree[at], whole, degree[off.argmin()], nearest_same


class Score(NamedTuple):
    """How a guess did: MMI, MMI, share of stations within its 90 % interval."""

    bias: float
    rmse: float
    covered: float


def score(found: np.ndarray, true: np.ndarray, sd: np.ndarray | float) -> Score:
    """Compare guesses with what the stations told."""
    off = found - true
    covered = np.mean(np.abs(off) <= COVERED_SDS * sd)
    return Score(float(np.mean(off)), float(np.sqrt(np.mean(off**2))), float(covered))


def scores(
    here: World, guessed_rows: np.ndarray | None = None
) -> dict[str, dict[str, Score]]:
    """Return the score of each guess by kind; ``"all"`` is every station guessed."""
    if guessed_rows is None:
        guessed_rows = np.arange(len(here.stations))
    kind = np.array(here.stations.kind)[guessed_rows]
    true = here.stations.degree[guessed_rows]
    guessed = Guess(*map(np.array, zip(*guesses(here, guessed_rows), strict=True)))
    methods = {
        "blend": (guessed.blend, guessed.blend_sd),
        "ellipse": (guessed.ellipse, guessed.ellipse_sd),
        "nearest": (guessed.nearest, np.nan),
        "nearest of its network": (guessed.same_source, np.nan),
        "blend, network's offset unknown": (guessed.field, np.nan),
    }
    return {
        name: {
            method: score(found[rows], true[rows], sd if np.isscalar(sd) else sd[rows])
            for method, (found, sd) in methods.items()
        }
        for name, rows in [("all", kind != "")] + [(k, kind == k) for k in KINDS]
    }


def main() -> None:
    here = world()
    found = scores(here)
    counts = {name: here.stations.kind.count(name) for name in KINDS}
    print(f"{len(here.stations)} stations within {WITHIN_KM:.0f} km, MMI: {counts}")
    for name, by_method in found.items():
        for method, (bias, rmse, covered) in by_method.items():
            share = "" if method not in ("blend", "ellipse") else f"{covered:6.0%}"
            print(f"{name:13s} {method:32s} {bias:+6.2f} {rmse:6.2f} {share}")
    lost = [
        name
        for name, told in found.items()
        if told["blend"].rmse >= min(told["ellipse"].rmse, told["nearest"].rmse)
    ]
    if lost:
        sys.exit(f"the blend does not beat both in RMSE: {', '.join(lost)}")


if __name__ == "__main__":
    main()
