"""Hamlets: the clusters of houses in which a village lives."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo.synthetic import raw
from geo.synthetic.borders import Borders
from geo.synthetic.places import Places, comfort, first_come
from geo.synthetic.terrain import Land
from geo.synthetic.water import Nearest


class Hamlets(NamedTuple):
    """Hamlets in the order of their villages, the seat of each village first.

    Attributes
    ----------
    cell : ndarray of int
        Cell of the coarse lattice.
    village : ndarray of int
    size : ndarray of float
        Share of the county's households, sums to 1.
    """

    cell: np.ndarray
    village: np.ndarray
    size: np.ndarray


def make_hamlets(
    land: Land,
    near: Nearest,
    places: Places,
    borders: Borders,
    rng: np.random.Generator,
) -> Hamlets:
    """Spread hamlets over the comfortable ground of each village."""
    made = raw.table("land")["hamlets"]
    rated = comfort(land, near).ravel()
    cell = _apart(land, places, rated, rng)
    village = places.ground.ravel()[cell]
    kept = _inside(land, borders, cell, village)
    kept[: places.seat.size] = True
    cell, village = cell[kept], village[kept]
    area_km2 = shapely.area(borders.villages) / 1e6
    most = np.clip(area_km2 / made["ground_km2"], *made["limits"])
    rank = pd.Series(village).groupby(village).cumcount().to_numpy()
    cell, village = cell[rank < most[village]], village[rank < most[village]]
    order = np.argsort(village, kind="stable")
    cell, village = cell[order], village[order]
    size = rated[cell] ** 0.5 * np.exp(
        made["evenness"] * rng.standard_normal(cell.size)
    )
    size[np.isin(cell, places.seat[places.town_seat])] *= made["town_size"]
    return Hamlets(cell, village, size / size.sum())


def _apart(
    land: Land,
    places: Places,
    rated: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Take seats first, then comfortable cells, none too near another."""
    spacing_m = raw.table("land")["hamlets"]["spacing_m"]
    county = np.flatnonzero(places.ground >= 0)
    county = np.setdiff1d(county, places.seat)
    keys = rng.exponential(size=county.size) / rated[county]
    cell = np.concatenate([places.seat, county[np.argsort(keys)]])
    points = land.coarse.centres(cell)
    pairs = cKDTree(points).query_pairs(spacing_m, output_type="ndarray")
    return cell[first_come(pairs, cell.size)]


def _inside(
    land: Land, borders: Borders, cell: np.ndarray, village: np.ndarray
) -> np.ndarray:
    points = shapely.points(land.coarse.centres(cell))
    ground = borders.villages[village]
    rim_m = shapely.distance(shapely.boundary(ground), points)
    return shapely.contains(ground, points) & (
        rim_m > raw.table("land")["hamlets"]["inside_m"]
    )
