"""Faults and the zonation that follows them."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from scipy import ndimage

from geo.synthetic import raw
from geo.synthetic.borders import faces_of
from geo.synthetic.grid import Grid
from geo.synthetic.places import Places

FAULT_FILE = raw.DATA_FOLDER / "wenchuan-2008" / "Hartzell11_fault.txt"


class Zones(NamedTuple):
    """Zones of design intensity: polygons on the plane, and which zone each is."""

    polygons: np.ndarray
    zone: np.ndarray


def make_faults(grid: Grid) -> np.ndarray:
    """Cut the traces of the faults to the land: lines on the plane, metres."""
    return fault_traces(grid) & shapely.box(0, 0, *grid.extent_m)


def fault_traces(grid: Grid) -> np.ndarray:
    """Trace the real faults of 2008 well beyond the land: lines on the plane, metres.

    The rupture model ends where the rupture ended; the faults go on, so the
    upper edge of its planes is extended along its own direction.
    """
    planes = _planes()
    lines = []
    for fault in raw.table("land")["faults"]:
        start, end = grid.to_plane(planes[fault["plane"]][:2, :2])
        along = (end - start) / np.hypot(*(end - start)) * fault["extended_km"] * 1e3
        lines.append(shapely.LineString([start - along, end + along]))
    return np.array(lines)


def _planes() -> list[np.ndarray]:
    """Corners of the planes of the rupture: longitude, latitude, depth in km."""
    planes: list[list[list[float]]] = []
    for line in FAULT_FILE.read_text(encoding="ascii").splitlines():
        if line.startswith(">"):
            planes.append([])
        elif not line.startswith("#"):
            planes[-1].append([float(word) for word in line.split()])
    return [np.array(plane) for plane in planes if plane]


def make_zones(
    grid: Grid, fault: shapely.LineString, places: Places, rng: np.random.Generator
) -> Zones:
    """Draw zones along a fault on the coarse lattice; one border halves a town.

    Parameters
    ----------
    fault : shapely.LineString
        On the plane; zones lie to the right of it, as it runs.
    """
    made = raw.table("land")["zones"]
    away_m = _away_m(grid, fault, made, rng)
    limits_m = np.array([zone["within_km"] for zone in made["zone"]]) * 1e3
    cut = made["cut"] - 1
    limits_m[cut] = _halving_m(away_m, places, limits_m[cut])
    ground = np.digitize(away_m, limits_m)
    return Zones(*faces_of(ground, grid, rng))


def _away_m(
    grid: Grid,
    fault: shapely.LineString,
    made: dict[str, Any],
    rng: np.random.Generator,
) -> np.ndarray:
    """Measure how far to the right of a fault each cell lies, with bends."""
    start, end = shapely.get_coordinates(fault)[[0, -1]]
    along = (end - start) / np.hypot(*(end - start))
    east, north = (grid.centres(np.arange(grid.rows * grid.columns)) - start).T
    away_m = (east * along[1] - north * along[0]).reshape(grid.shape)
    bend = ndimage.gaussian_filter(rng.standard_normal(grid.shape), made["bend_cells"])
    return away_m + bend * made["bend_km"] * 1e3 / bend.std()


def _halving_m(away_m: np.ndarray, places: Places, wanted_m: float) -> float:
    """Find the distance nearest to the one wanted that halves a town."""
    inside = places.ground >= 0
    town = places.town[places.ground[inside]]
    middles = ndimage.median(away_m[inside], town, np.arange(places.town_seat.size))
    return float(middles[np.abs(middles - wanted_m).argmin()])
