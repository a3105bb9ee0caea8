"""Polygons without a datum that can be trusted, laid over an outline that can."""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import STORED_CRS, metric_crs, to_metric
from geo.datum_evidence import stored
from geo.datum_readings import Box, Reading, all_frames, convert, frame_boxes
from geo.datum_result import (
    ASK_OLD_DATUM,
    POLYGONS_APART,
    POLYGONS_CLOSE,
    POLYGONS_NAMED,
    POLYGONS_NOWHERE,
    Candidate,
    Diagnosis,
)
from rules.parameters import load_parameters

_LEAST_ERROR = 1e-4  # of an overlap: no drawing is truer than this


class _Overlap(NamedTuple):
    reading: Reading
    by_code: float  # mean over the shapes of one code; NaN without codes
    whole: float

    @property
    def score(self) -> float:
        return self.whole if np.isnan(self.by_code) else self.by_code

    @property
    def error(self) -> float:
        return max(1.0 - self.score, _LEAST_ERROR)


def diagnose_polygons(
    features: gpd.GeoDataFrame, outline: gpd.GeoDataFrame
) -> Diagnosis:
    """Find the reading of polygons by how well they cover a reference outline.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        Polygons, in the CRS stated for them or in none; ``code`` is used where both
        tables have it.
    outline : geopandas.GeoDataFrame
        Polygons that are trusted, in any CRS.

    Returns
    -------
    Diagnosis
        Where a CRS is stated, ``lonlat`` means that it is right and ``gcj02`` that the
        places were shifted before.  The doctor abstains where the borders are not those
        of the outline, as with zones within a county.  ``in_village`` and ``in_county``
        are overlaps: shared ground over all ground, by code and as a whole.

    Raises
    ------
    CRSError
        If the outline has no CRS.
    """
    outline = stored(outline)
    if features.crs is not None:
        features = features.to_crs(STORED_CRS)
    ranked = sorted(_overlaps(features, outline), key=lambda one: -one.score)
    judged = len(features)
    if not ranked or ranked[0].whole == 0.0:
        return Diagnosis(told=(POLYGONS_NOWHERE, {}), judged=judged, level="polygons")
    return _decided(ranked, judged)


def _decided(ranked: list[_Overlap], judged: int) -> Diagnosis:
    made = load_parameters("datum")["polygons"]
    best, second = ranked[0], ranked[min(1, len(ranked) - 1)]
    alike = best.score >= made["least_overlap_ratio"]
    apart = len(ranked) == 1 or second.error >= made["least_error_ratio"] * best.error
    message = POLYGONS_NAMED if apart else POLYGONS_CLOSE
    values = {"best": str(best.reading), "second": str(second.reading)}
    values |= {"overlap_percent": round(100 * best.score, 2)}
    values |= {"second_percent": round(100 * second.score, 2)}
    bound = made["least_error_ratio"] * best.error
    return Diagnosis(
        told=(message if alike else POLYGONS_APART, values),
        reading=str(best.reading) if alike and apart else None,
        possible=tuple(str(one.reading) for one in ranked if one.error < bound),
        candidates=tuple(
            Candidate(
                str(one.reading), judged, one.by_code, one.whole, one.error / best.error
            )
            for one in ranked
        ),
        margin=best.score - second.score if len(ranked) > 1 else 1.0,
        judged=judged,
        level="polygons",
        ask=ASK_OLD_DATUM if best.reading.frame.kind.startswith("gauss") else None,
    )


def _overlaps(features: gpd.GeoDataFrame, outline: gpd.GeoDataFrame) -> list[_Overlap]:
    bounds = tuple(outline.total_bounds)
    crs = metric_crs((bounds[0] + bounds[2]) / 2)
    known = shapely.make_valid(outline.geometry.to_crs(crs).to_numpy())
    shapes = shapely.make_valid(features.geometry.to_numpy())
    ours, theirs = _same_codes(features, outline)
    wholes = shapely.union_all(shapes), shapely.union_all(known)
    found = []
    for reading in _readings(features, bounds):
        moved = _moved(np.append(shapes[ours], wholes[0]), reading, crs)
        if moved is not None:
            ratios = _shared(moved, np.append(known[theirs], wholes[1]))
            by_code = float(ratios[:-1].mean()) if len(ours) else float("nan")
            found.append(_Overlap(reading, by_code, float(ratios[-1])))
    return found


def _readings(features: gpd.GeoDataFrame, bounds: Box) -> list[Reading]:
    if features.crs is not None:
        degrees = all_frames()[0]
        return [Reading(degrees, shift, False) for shift in degrees.shifts]
    given = tuple(features.total_bounds)
    return [
        plain._replace(shift=shift)
        for plain, box in frame_boxes(bounds)
        if _meet(given, box)
        for shift in plain.frame.shifts
    ]


def _same_codes(
    features: gpd.GeoDataFrame, outline: gpd.GeoDataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of shapes that both tables have under one code."""
    if "code" not in features or "code" not in outline:
        return np.array([], int), np.array([], int)
    tables = [t["code"].astype(str).to_numpy() for t in (features, outline)]
    return np.intersect1d(*tables, return_indices=True)[1:]


def _moved(shapes: np.ndarray, reading: Reading, crs: str) -> np.ndarray | None:
    """Bring shapes to metres; ``None`` where the reading cannot hold them."""
    places = to_metric(*convert(*shapely.get_coordinates(shapes).T, str(reading)), crs)
    if not np.isfinite(places).all():
        return None
    moved = shapely.set_coordinates(shapes.copy(), np.column_stack(places))
    return shapely.make_valid(moved)


def _shared(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    common = shapely.area(shapely.intersection(one, other))
    return common / (shapely.area(one) + shapely.area(other) - common)


def likely_crs(bounds: Box, reference_bounds: Box) -> list[str]:
    """List the CRS that would lay a layer without one onto the county, likeliest first.

    Parameters
    ----------
    bounds : tuple of float
        Least x, least y, greatest x, greatest y of the layer, in its own numbers.
    reference_bounds : tuple of float
        West, south, east, north of the county, degrees.

    Examples
    --------
    >>> likely_crs((404000, 3430000, 447000, 3478000), (104.0, 31.0, 104.5, 31.5))
    ['EPSG:4544', 'EPSG:32648']
    >>> likely_crs((0, 0, 1, 1), (104.0, 31.0, 104.5, 31.5))
    []
    """
    fits = [
        (-_box_overlap(bounds, box), plain.frame)
        for plain, box in frame_boxes(reference_bounds)
        if not plain.swapped and _meet(bounds, box)
    ]
    fits.sort(key=lambda fit: (fit[1].kind == "utm", fit[0]))
    return [STORED_CRS if f.kind == "degrees" else f.name for _, f in fits]


def _meet(one: Box, other: Box) -> bool:
    across = one[0] <= other[2] and other[0] <= one[2]
    return bool(across and one[1] <= other[3] and other[1] <= one[3])


def _box_overlap(one: Box, other: Box) -> float:
    ours, theirs = shapely.box(*one), shapely.box(*other)
    return ours.intersection(theirs).area / ours.union(theirs).area
