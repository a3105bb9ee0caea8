"""How well the polygons of a layer fit together: ground shared, ground left out.

Areas are measured in metres, see :mod:`geo.layer_repair`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import STORED_CRS, project
from geo.layer_repair import Remade as Remade
from geo.layer_repair import Repair as Repair
from geo.layer_repair import areas_of, measuring_crs, row_numbers
from geo.layer_repair import repaired as repaired
from geo.layer_schema import POLYGONS
from rules.parameters import load_parameters


class Overlap(NamedTuple):
    """Two polygons that share ground; ``values`` are theirs of the asked column."""

    first: int  # numbers of the features in the file
    second: int
    m2: float
    values: tuple = ()


class Gap(NamedTuple):
    """Ground that no polygon covers, with a place in it in EPSG:4490."""

    m2: float
    lon: float
    lat: float
    polygon: shapely.Polygon


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Overlaps and gaps of the polygons of a layer, the worst first.

    Attributes
    ----------
    overlap_m2 : float
        Sum over the pairs; where three share ground, each pair counts.
    gap_m2 : float
    """

    overlap_m2: float
    overlaps: tuple[Overlap, ...]
    gap_m2: float
    gaps: tuple[Gap, ...]


def overlaps_and_gaps(
    features: gpd.GeoDataFrame,
    outline: gpd.GeoDataFrame | None = None,
    *,
    column: str = "",
) -> Quality:
    """Find ground that polygons share, and ground that none covers.

    What is narrower than a line drawn twice is left out
    (``rules/parameters/layer_quality.toml``).

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        Valid polygons; other shapes are passed over.
    outline : geopandas.GeoDataFrame, optional
        What the polygons should cover, such as the county; without it, the ground
        that they enclose.
    column : str
        Whose values are told of two that overlap, if there is such a column.

    Returns
    -------
    Quality
        Areas in m²; nothing found is 0.

    Raises
    ------
    CRSError
        If a table has no CRS.
    """
    features = features[features.geom_type.isin(POLYGONS).to_numpy()]
    if not len(features):
        return Quality(overlap_m2=0.0, overlaps=(), gap_m2=0.0, gaps=())
    crs = measuring_crs(features if outline is None else outline)
    shapes = _measured(features, crs)
    bounds = None if outline is None else shapely.union_all(_measured(outline, crs))
    flagged = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    overlaps = _overlaps(features, shapes, np.flatnonzero(flagged), column)
    gaps = _gaps(_union(shapes, flagged), bounds, crs)
    return Quality(
        overlap_m2=float(sum(pair.m2 for pair in overlaps)),
        overlaps=tuple(sorted(overlaps, key=lambda pair: -pair.m2)),
        gap_m2=float(sum(gap.m2 for gap in gaps)),
        gaps=tuple(sorted(gaps, key=lambda gap: -gap.m2)),
    )


def covered_ratio(features: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> float:
    """Return how much of the ground of ``others`` lies in ``features``, 0 to 1.

    ``NaN`` if ``others`` have no area.
    """
    crs = measuring_crs(others)
    ground = shapely.union_all(_measured(others, crs))
    both = shapely.intersection(ground, shapely.union_all(_measured(features, crs)))
    whole = shapely.area(ground)
    return float(shapely.area(both) / whole) if whole else float("nan")


def _measured(features: gpd.GeoDataFrame, crs: str) -> np.ndarray:
    """Return shapes in metres; what is valid in degrees may not be any more there."""
    shapes = features.geometry.to_crs(crs).to_numpy().copy()
    wrong = np.flatnonzero(~shapely.is_valid(shapes))
    shapes[wrong] = [areas_of(shapely.make_valid(shape)) for shape in shapes[wrong]]
    return shapes


def _union(shapes: np.ndarray, flagged: np.ndarray) -> shapely.Geometry:
    """Put shapes together; those that fit each other cost next to nothing."""
    fitting = shapely.coverage_union_all(shapes[~flagged])
    if not flagged.any():
        return fitting
    return shapely.union(fitting, shapely.union_all(shapes[flagged]))


def _overlaps(
    features: gpd.GeoDataFrame, shapes: np.ndarray, flagged: np.ndarray, column: str
) -> list[Overlap]:
    """Measure the pairs of which at least one is drawn over another."""
    if not len(flagged):
        return []
    tree = shapely.STRtree(shapes)
    asked, others = tree.query(shapes[flagged], predicate="intersects")
    pairs = np.sort(np.column_stack([flagged[asked], others]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    shared = shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]])
    parts, of_pair = shapely.get_parts(shared, return_index=True)
    parts, of_pair = _broken_up(parts, of_pair)
    wide = _is_wide(parts)
    m2 = np.bincount(of_pair[wide], shapely.area(parts[wide]), minlength=len(pairs))
    rows = row_numbers(features)
    values = features[column].tolist() if column in features else None
    return [
        Overlap(int(rows[a]), int(rows[b]), float(area), _both(values, a, b))
        for (a, b), area in zip(pairs, m2, strict=True)
        if area
    ]


def _both(values: list | None, a: int, b: int) -> tuple:
    return () if values is None else (values[a], values[b])


def _broken_up(parts: np.ndarray, of_pair: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Take the polygons out of what intersections are made of."""
    inner, at = shapely.get_parts(parts, return_index=True)
    areas = shapely.get_type_id(inner) == shapely.GeometryType.POLYGON
    return inner[areas], of_pair[at[areas]]


def _gaps(
    covered: shapely.Geometry, outline: shapely.Geometry | None, crs: str
) -> list[Gap]:
    ground = _filled(covered) if outline is None else outline
    parts = shapely.get_parts(shapely.get_parts(shapely.difference(ground, covered)))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return [_gap(part, crs) for part in parts[_is_wide(parts)]]


def _gap(part: shapely.Polygon, crs: str) -> Gap:
    stored = gpd.GeoSeries([part], crs=crs).to_crs(STORED_CRS).iloc[0]
    within = part.representative_point()
    lon, lat = project([within.x], [within.y], crs, STORED_CRS)
    return Gap(float(part.area), float(lon[0]), float(lat[0]), stored)


def _filled(covered: shapely.Geometry) -> shapely.Geometry:
    """Return the ground that a union encloses: its holes belong to it."""
    rings = shapely.get_exterior_ring(shapely.get_parts(covered))
    return shapely.union_all(shapely.polygons(rings))


def _is_wide(parts: Iterable[shapely.Polygon]) -> np.ndarray:
    """Tell what is more than a line drawn twice; a strip is 2 area / length wide."""
    slivers = load_parameters("layer_quality")["slivers"]
    area, length = shapely.area(parts), shapely.length(parts)
    with np.errstate(invalid="ignore", divide="ignore"):
        width_m = 2 * area / length
    return (width_m >= slivers["least_width_m"]) & (area >= slivers["least_area_m2"])
