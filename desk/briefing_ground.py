"""Outlines for a meeting: few points, common edges kept common, no projection left."""

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from desk.shelf import CountyShelf
from geo.crs import metric_crs, to_metric
from reports.briefing import Ground, Outline
from rules.parameters import load_parameters

WIDE = 1000.0  # units of a map; all lengths of a drawing are told in them
MARGIN = 6.0
LEVELS = {False: "town_boundary", True: "village_boundary"}


def ground_of(shelf: CountyShelf, town: str = "") -> Ground | None:
    """Return the towns of the county, or the villages of a town, as they are drawn.

    ``None`` where their outlines are not on record.
    """
    outlines = shelf.vector(LEVELS[bool(town)])
    if outlines is None:
        return None
    own = outlines[outlines["code"].astype(str).str.startswith(town)]
    own = own[own.geometry.notna() & ~own.geometry.is_empty]
    if own.empty:
        return None
    drawn, high, unit_m = _on_sheet(own)
    names = shelf.places()
    areas = tuple(
        Outline(
            code=code,
            name=names.get(code) or code,
            path=path_of(shape),
            at=_place_of_name(shape),
        )
        for code, shape in zip(own["code"].astype(str), drawn, strict=True)
    )
    return Ground(wide=WIDE, high=high, unit_m=unit_m, areas=areas)


def path_of(shape: BaseGeometry) -> str:
    """Write the rings of an area as SVG path data, in tenths of a unit.

    Examples
    --------
    >>> path_of(shapely.box(0, 0, 2, 1.04))
    'M2 0L2 1L0 1L0 0Z'
    """
    parts = shapely.get_parts(shape)
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return "".join(_ring(shapely.get_coordinates(ring)[:-1]) for ring in rings)


def _ring(points: np.ndarray) -> str:
    told = [f"{x:.1f}".removesuffix(".0") for x in points.ravel() + 0.0]
    pairs = [f"{x} {y}" for x, y in zip(told[::2], told[1::2], strict=True)]
    return "M" + "L".join(pairs) + "Z"


def _on_sheet(own: gpd.GeoDataFrame) -> tuple[np.ndarray, float, float]:
    """Lay areas on a sheet ``WIDE`` units wide; returns its height and metres a unit.

    Towards the south is down, as a screen has it.
    """
    west, _south, east, _north = own.total_bounds
    crs = metric_crs((west + east) / 2)
    metric = shapely.transform(
        own.geometry.to_numpy(), lambda at: np.column_stack(to_metric(*at.T, crs))
    )
    west, south, east, north = shapely.total_bounds(metric)
    unit_m = max(east - west, 1.0) / (WIDE - 2 * MARGIN)
    corner = np.array([west, north])
    laid = shapely.transform(
        metric, lambda at: (at - corner) / [unit_m, -unit_m] + MARGIN
    )
    return _simplified(laid), round((north - south) / unit_m + 2 * MARGIN, 1), unit_m


def _simplified(laid: np.ndarray) -> np.ndarray:
    """Leave out points nobody sees; edges of neighbours stay one line."""
    tolerance = load_parameters("briefing")["maps"]["simplified_px"]
    if shapely.coverage_is_valid(laid):
        return shapely.coverage_simplify(laid, tolerance)
    return shapely.simplify(laid, tolerance)


def _place_of_name(shape: BaseGeometry) -> tuple[float, float]:
    """Return the middle of the largest circle that fits: a name has most room there."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest))[0]
    return (round(float(middle[0]), 1), round(float(middle[1]), 1))
