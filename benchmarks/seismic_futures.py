"""Simulated futures: 30 years of earthquakes around a county, and how it was shaken.

Only futures in which some village was shaken at VII or more are kept.  What is assumed
stands in ``pilot_futures.toml``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely

from geo.attenuation import Epicentre, intensity_along
from geo.exposure import Exposure
from rules.parameters import Parameters, load_parameters

_KM = 1000.0


def assumed() -> Parameters:
    """Return the tables of ``pilot_futures.toml``."""
    return load_parameters("pilot_futures", Path(__file__).parent)


class Event(NamedTuple):
    """An earthquake, with the direction of its rupture."""

    epicentre: Epicentre
    strike_degree: float
    on_fault: bool


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where the houses stand, in cells that are shaken alike.

    Attributes
    ----------
    east_m, north_m : float64 arrays, one per cell
    cell : int64 array, one per house; -1 without place.
    root : float64 array (cells, cells)
        Times white noise gives noise of the spatial correlation.
    shares : float64 array (villages, cells)
        Of a village's houses in each cell; rows sum to 1 (or are 0 without houses).
    """

    east_m: np.ndarray
    north_m: np.ndarray
    cell: np.ndarray
    root: np.ndarray
    shares: np.ndarray


class Sources(NamedTuple):
    """Where events begin: around ``middle_m``, or on ``traces`` within reach."""

    middle_m: tuple[float, float]
    traces: tuple[shapely.LineString, ...]
    region: str


@dataclass(frozen=True, kw_only=True)
class Future:
    """What happened in one future.

    Attributes
    ----------
    events : tuple of Event
        Those that shook the county, the one that shook a village most first.
    degree : float64 array, one per cell
        The greatest intensity of all events.
    village_degree : float64 array, one per village
        The greatest mean over its houses of one event.
    """

    events: tuple[Event, ...]
    degree: np.ndarray
    village_degree: np.ndarray


def ground_of(exposure: Exposure) -> Ground:
    """Divide the places of the houses into cells."""
    law = assumed()["variability"]
    side_m = law["cell_km"] * _KM
    placed = np.isfinite(exposure.easting_m)
    grid = np.floor(
        np.c_[exposure.easting_m, exposure.northing_m][placed] / side_m
    ).astype(np.int64)
    cells, of_placed = np.unique(grid, axis=0, return_inverse=True)
    cell = np.full(len(exposure), -1, dtype=np.int64)
    cell[placed] = of_placed.ravel()
    east_m, north_m = ((cells + 0.5) * side_m).T
    apart_km = np.hypot(east_m[:, None] - east_m, north_m[:, None] - north_m) / _KM
    covariance = np.exp(-3.0 * apart_km / law["range_km"])
    covariance += law["never_below"] * np.eye(len(cells))
    shares = np.zeros((len(exposure.village_codes), len(cells)))
    known = placed & (exposure.village >= 0)
    np.add.at(shares, (exposure.village[known], cell[known]), 1.0)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
    root = np.linalg.cholesky(covariance)
    return Ground(east_m=east_m, north_m=north_m, cell=cell, root=root, shares=shares)


def sources_of(
    exposure: Exposure, faults: list[shapely.Geometry], region: str
) -> Sources:
    """Cut the faults (metres of the exposure) to what is within reach."""
    middle = (
        float(np.nanmean(exposure.easting_m)),
        float(np.nanmean(exposure.northing_m)),
    )
    around = shapely.Point(middle).buffer(assumed()["seismicity"]["reach_km"] * _KM)
    near = shapely.get_parts(np.array([line & around for line in faults], dtype=object))
    lines = tuple(line for line in near if not line.is_empty)
    return Sources(middle, lines, region)


def magnitudes(random: np.random.Generator, count: int, greatest: float) -> np.ndarray:
    """Draw by Gutenberg-Richter, cut at both ends."""
    law = assumed()["seismicity"]
    beta, least = law["b_value"] * np.log(10.0), law["least_magnitude"]
    below = -np.expm1(-beta * (greatest - least))
    return least - np.log1p(-random.random(count) * below) / beta


def draw_events(
    random: np.random.Generator, sources: Sources, fault_share: float
) -> Iterator[Event]:
    """Draw the events of one future, wherever they are."""
    law = assumed()["seismicity"]
    for _ in range(random.poisson(law["yearly_rate"] * law["years"])):
        on_fault = bool(sources.traces) and random.random() < fault_share
        place = _on_trace if on_fault else _anywhere
        east_m, north_m, strike = place(random, sources)
        which = "greatest_on_fault" if on_fault else "greatest_elsewhere"
        magnitude = float(magnitudes(random, 1, law[which])[0])
        depth_km = float(random.uniform(*law["depth_km"]))
        epicentre = Epicentre(magnitude, east_m, north_m, depth_km, sources.region)
        yield Event(epicentre, strike, on_fault)


def _on_trace(
    random: np.random.Generator, sources: Sources
) -> tuple[float, float, float]:
    law = assumed()["seismicity"]
    lengths = np.array([line.length for line in sources.traces])
    line = sources.traces[random.choice(len(lengths), p=lengths / lengths.sum())]
    at_m = random.random() * line.length
    piece = shapely.line_interpolate_point(line, [max(at_m - _KM, 0.0), at_m + _KM])
    start, end = shapely.get_coordinates(piece)
    strike = np.degrees(np.arctan2(*(end - start)))
    off_m = random.normal(0.0, law["off_fault_sd_km"] * _KM, 2)
    point = line.interpolate(at_m)
    turned = strike + random.normal(0.0, law["off_strike_sd_degree"])
    return point.x + off_m[0], point.y + off_m[1], float(turned % 180.0)


def _anywhere(
    random: np.random.Generator, sources: Sources
) -> tuple[float, float, float]:
    away_m = assumed()["seismicity"]["reach_km"] * _KM * np.sqrt(random.random())
    azimuth = random.uniform(0.0, 2.0 * np.pi)
    east_m = sources.middle_m[0] + away_m * np.sin(azimuth)
    north_m = sources.middle_m[1] + away_m * np.cos(azimuth)
    return float(east_m), float(north_m), float(random.uniform(0.0, 180.0))


def expected_degree(event: Event, ground: Ground) -> np.ndarray:
    """Return the intensity that the attenuation expects in each cell."""
    east_km = (ground.east_m - event.epicentre.easting_m) / _KM
    north_km = (ground.north_m - event.epicentre.northing_m) / _KM
    strike = np.radians(event.strike_degree)
    along_km = east_km * np.sin(strike) + north_km * np.cos(strike)
    across_km = east_km * np.cos(strike) - north_km * np.sin(strike)
    return intensity_along(event.epicentre, along_km, across_km)


def shake(random: np.random.Generator, event: Event, ground: Ground) -> np.ndarray:
    """Draw the intensity of an event in each cell, with both kinds of variability."""
    sigma = load_parameters("attenuation")["sigma"]["parameters"]
    noise = sigma["between"] * random.standard_normal()
    noise += sigma["within"] * (
        ground.root @ random.standard_normal(len(ground.east_m))
    )
    return expected_degree(event, ground) + noise


def draw_future(
    random: np.random.Generator, sources: Sources, ground: Ground, fault_share: float
) -> Future | None:
    """Draw 30 years; ``None`` if no village was shaken at VII."""
    law = assumed()["condition"]
    shaken = []
    for event in draw_events(random, sources, fault_share):
        degree = shake(random, event, ground)
        if degree.max() >= law["shaken_from_degree"]:
            shaken.append((float((ground.shares @ degree).max()), event, degree))
    shaken.sort(key=lambda one: -one[0])
    if not shaken or shaken[0][0] < law["village_from_degree"]:
        return None
    degrees = np.stack([degree for _village, _event, degree in shaken])
    return Future(
        events=tuple(event for _village, event, _degree in shaken),
        degree=degrees.max(axis=0),
        village_degree=(ground.shares @ degrees.T).max(axis=1),
    )


def draw_futures(
    seed: int, count: int, sources: Sources, ground: Ground, fault_share: float
) -> tuple[list[Future], int]:
    """Draw until so many futures hold an event of VII; also return all that were drawn.

    Examples
    --------
    The same seed gives the same futures, and the first ones of a longer row.
    """
    random = np.random.default_rng([seed, 0])
    kept: list[Future] = []
    drawn = 0
    while len(kept) < count:
        drawn += 1
        future = draw_future(random, sources, ground, fault_share)
        if future is not None:
            kept.append(future)
    return kept, drawn
