"""Points that people mark on a map: dangerous slopes, schools, homes, team bases."""

from typing import Any, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from geo.synthetic import raw
from geo.synthetic.places import Places, first_come
from geo.synthetic.settling import Hamlets
from geo.synthetic.terrain import Land


class Geohazards(NamedTuple):
    """Dangerous slopes: where (plane, metres), what, how far, above which hamlet."""

    points: np.ndarray
    hazard_type: np.ndarray
    radius_m: np.ndarray
    hamlet: np.ndarray


class Facilities(NamedTuple):
    """Where help comes from or is needed first, each in a hamlet."""

    points: np.ndarray
    kind: np.ndarray
    hamlet: np.ndarray


def make_geohazards(
    land: Land, places: Places, hamlets: Hamlets, rng: np.random.Generator
) -> Geohazards:
    """Find dangerous slopes near the hamlets of a county."""
    made = raw.table("land")["geohazards"]
    cells = np.flatnonzero(_near(land, places, hamlets, made["near_hamlet_m"]))
    chosen, kinds = [], []
    for kind in made["kind"]:
        fitting = rng.permutation(cells[_fits(land, cells, **_ranges(kind))])
        spread = _apart(land.grid.centres(fitting), made["spacing_m"])
        count = round(made["count"] * kind["share"])
        chosen.append(fitting[spread][:count])
        kinds += [kind] * len(chosen[-1])
    points = land.grid.centres(np.concatenate(chosen))
    spread = np.array([kind["spread"] for kind in kinds])
    median = np.array([kind["radius_m"] for kind in kinds])
    radius_m = median * np.exp(spread * rng.standard_normal(len(kinds)))
    _, hamlet = cKDTree(land.coarse.centres(hamlets.cell)).query(points)
    return Geohazards(
        points=points,
        hazard_type=np.array([kind["hazard_type"] for kind in kinds], dtype=object),
        radius_m=np.clip(radius_m.round(-1), *made["radius_m"]),
        hamlet=hamlet,
    )


def _near(land: Land, places: Places, hamlets: Hamlets, near_m: float) -> np.ndarray:
    """Mark the cells of the county near hamlets."""
    cells = np.arange(land.grid.rows * land.grid.columns)
    points = land.grid.centres(cells)
    county = places.ground.ravel()[land.coarse.cells(points)] >= 0
    tree = cKDTree(land.coarse.centres(hamlets.cell))
    far = np.full(cells.size, np.inf)
    far[county] = tree.query(points[county], distance_upper_bound=near_m)[0]
    return far <= near_m


def _ranges(kind: dict[str, Any]) -> dict[str, Any]:
    return {name: kind[name] for name in ("slope_degree", "drained_km2")}


def _fits(
    land: Land,
    cells: np.ndarray,
    slope_degree: list[float],
    drained_km2: list[float],
) -> np.ndarray:
    slope = land.slope_degree.ravel()[cells]
    coarse = land.coarse.cells(land.grid.centres(cells))
    drained = land.drained_km2.ravel()[coarse]
    return (
        (slope >= slope_degree[0])
        & (slope < slope_degree[1])
        & (drained >= drained_km2[0])
        & (drained < drained_km2[1])
    )


def _apart(points: np.ndarray, spacing_m: float) -> np.ndarray:
    pairs = cKDTree(points).query_pairs(spacing_m, output_type="ndarray")
    return first_come(pairs, len(points))


def make_facilities(
    land: Land, places: Places, hamlets: Hamlets, rng: np.random.Generator
) -> Facilities:
    """Put schools, homes for the aged and team bases into hamlets."""
    made = raw.table("land")["facilities"]
    first = np.searchsorted(hamlets.village, np.arange(places.seat.size))
    town_seat = first[places.town_seat]
    villages = rng.random(places.seat.size) < made["village_schools"]
    schools = np.union1d(town_seat, first[villages])
    bases = town_seat[: made["team_bases"]]
    hamlet = np.concatenate([bases, schools, town_seat])
    sizes = [bases.size, schools.size, town_seat.size]
    kind = np.repeat(["team_base", "school", "elderly_home"], sizes).astype(object)
    angle = rng.uniform(0, 2 * np.pi, hamlet.size)
    aside = made["aside_m"] * np.column_stack([np.cos(angle), np.sin(angle)])
    points = land.coarse.centres(hamlets.cell[hamlet]) + aside
    return Facilities(points, kind, hamlet)
