"""Polygons made valid, and what that did to them.

Areas are measured in metres, in the projection of the layer's own middle; a layer
that reaches far beyond it, such as a map of the whole country, is measured the less
exactly the farther from there.
"""

from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import CHINA_BOUNDS, STORED_CRS, metric_crs
from geo.layer_schema import POLYGONS
from rules.errors import CRSError
from rules.language import N_

ROW = "row"


class Remade(NamedTuple):
    """A polygon that was made valid: its number in the file, its areas."""

    row: int
    before_m2: float  # as its rings were drawn
    after_m2: float


@dataclass(frozen=True, kw_only=True)
class Repair:
    """What making polygons valid did to a layer.

    Attributes
    ----------
    count : int
        Polygons that were made valid.
    area_change_ratio : float
        Area that came or went, of all polygons that are left; ``NaN`` without any.
    lost : tuple of int
        Numbers in the file of features without a shape, or left without one.
    remade : tuple of Remade
        The greatest change first.
    """

    count: int
    area_change_ratio: float
    lost: tuple[int, ...] = ()
    remade: tuple[Remade, ...] = ()


def repaired(features: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, Repair]:
    """Make polygons valid, and leave out what has no shape left.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        In EPSG:4490; ``row`` numbers them as in the file, else their order does.
        What is no polygon stays as it is.

    Returns
    -------
    features : geopandas.GeoDataFrame
        With every column and with ``attrs`` of what came.
    repair : Repair

    Raises
    ------
    CRSError
        If the features have no CRS.
    """
    before = features.geometry.to_numpy()
    areas = features.geom_type.isin(POLYGONS).to_numpy()
    wrong = np.flatnonzero(areas & ~shapely.is_valid(before))
    after = before.copy()
    after[wrong] = [areas_of(shapely.make_valid(shape)) for shape in before[wrong]]
    table = features.set_geometry(after, crs=features.crs)
    left = table[~shapely.is_empty(after)].reset_index(drop=True)
    left.attrs = dict(features.attrs)
    return left, _repair(features, after, wrong)


def measuring_crs(features: gpd.GeoDataFrame) -> str:
    """Name the CRS in metres to measure a layer in: that of its middle.

    Raises
    ------
    CRSError
        If the features have no CRS.
    """
    if features.crs is None:
        raise CRSError(N_("{purpose}: the table has no CRS"), purpose="area")
    west, _, east, _ = features.geometry.to_crs(STORED_CRS).total_bounds
    least, _, most, _ = CHINA_BOUNDS
    return metric_crs(float(np.clip((west + east) / 2, least, most)))


def row_numbers(features: gpd.GeoDataFrame) -> np.ndarray:
    """Return the numbers of features in their file; their order where it is lost."""
    if ROW in features:
        return features[ROW].to_numpy()
    kept = features.attrs.get("rows")
    return np.asarray(kept if kept else np.arange(1, len(features) + 1))


def _repair(features: gpd.GeoDataFrame, after: np.ndarray, wrong: np.ndarray) -> Repair:
    rows = row_numbers(features)
    lost = tuple(rows[shapely.is_empty(after)].tolist())
    if not len(wrong):
        none = not features.geom_type.isin(POLYGONS).any()
        ratio = np.nan if none else 0.0
        return Repair(count=0, area_change_ratio=ratio, lost=lost)
    crs = measuring_crs(features)
    was = shapely.area(features.geometry.iloc[wrong].to_crs(crs).to_numpy())
    areas = shapely.area(gpd.GeoSeries(after, crs=features.crs).to_crs(crs).to_numpy())
    now, whole = areas[wrong], float(areas.sum())
    numbers = zip(rows[wrong].tolist(), was.tolist(), now.tolist(), strict=True)
    remade = [Remade(*one) for one in numbers if one[0] not in lost]
    changed = float(np.abs(now - was).sum())
    return Repair(
        count=len(remade),
        area_change_ratio=changed / whole if whole else np.nan,
        lost=lost,
        remade=tuple(sorted(remade, key=_less_changed)),
    )


def areas_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the areas in a shape; lines and points that repair left over go."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def _less_changed(one: Remade) -> float:
    return -abs(one.after_m2 - one.before_m2)
