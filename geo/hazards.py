"""What threatens each house: one pure function from columns and layers to columns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo.crs import STORED_CRS
from geo.distances import nearest_distance_m, within_reach
from geo.eligibility import Answer
from geo.exposure import Exposure
from geo.fault_setback import fault_distances
from geo.fortification import other_degree
from geo.rasters import covers, sample_nearest
from geo.zones import positions_in, values_at
from rules.parameters import load_parameters
from rules.vocabulary import UNKNOWN

if TYPE_CHECKING:
    import geopandas as gpd

FORMAT = 2  # of a kept screening: another set of columns, another number


@dataclass(frozen=True, kw_only=True)
class HazardLayers:
    """The hazard layers of a county; ``None`` where there is none.

    Attributes
    ----------
    seismic_zones : polygons with ``design_intensity_degree``, maybe ``pga_g``.
    flood_depth : path of a GeoTIFF of depth in metres.
    flood_extents : polygons, maybe with ``return_period_years``, ``depth_m`` and
        ``flood_way``.
    geohazards : points with ``radius_m``, or lines and polygons.
    faults : lines, maybe with ``activity`` and ``overburden_m``.
    nodata_means_dry : bool
        How to read a house inside the frame of ``flood_depth`` on a cell without
        value: ``True``, the model covered it and it stays dry (0 m), as flood
        models write it; ``False``, it was not modelled and its depth is unknown.
    """

    seismic_zones: gpd.GeoDataFrame | None = None
    flood_depth: Path | None = None
    flood_extents: gpd.GeoDataFrame | None = None
    geohazards: gpd.GeoDataFrame | None = None
    faults: gpd.GeoDataFrame | None = None
    nodata_means_dry: bool = True


def screen(exposure: Exposure, layers: HazardLayers) -> dict[str, np.ndarray]:
    """Say what each hazard layer says at each house.

    Parameters
    ----------
    exposure : Exposure
        The households.
    layers : HazardLayers
        What is known; a missing layer leaves its columns unknown, never 0.

    Returns
    -------
    dict of column name to array along the households
        ``design_intensity_degree``, ``pga_g``
            The highest of the zones that hold the house, boundaries included.
        ``other_degree``
            Of another zone within the location error, see :mod:`geo.fortification`.
        ``flood_depth_m``
            Of the raster's cell, or without raster of the deepest extent.
        ``flood_return_period_years``
            The shortest of the extents that hold the house.
        ``in_flood_way``
            int8: 1 in an extent marked as a flood way; 0 outside of all extents, or
            in one marked otherwise, or in one of a known return period; -1 unknown.
        ``geohazard_distance_m``, ``fault_distance_m``
            To the nearest.
        ``in_geohazard``
            int8: 1 within the radius of a geohazard, 0 not, -1 unknown.
        and those of :func:`geo.fault_setback.fault_distances`.

        All others are float64, ``NaN`` where unknown.

    Raises
    ------
    CRSError, FileError
        If a layer cannot be placed or its file cannot be read.
    """
    return {
        **zoned(exposure, layers.seismic_zones),
        "flood_depth_m": _flood_depth_m(exposure, layers),
        "flood_return_period_years": _values(
            exposure, layers.flood_extents, ["return_period_years"], overlap="lowest"
        )["return_period_years"],
        "in_flood_way": _in_flood_way(exposure, layers.flood_extents),
        **_geohazard(exposure, layers.geohazards),
        "fault_distance_m": _distance_m(exposure, layers.faults),
        **fault_distances(exposure, layers.faults),
    }


def zoned(exposure: Exposure, zones: gpd.GeoDataFrame | None) -> dict[str, np.ndarray]:
    """Return what the seismic zones say: three columns of :func:`screen`."""
    error_m = load_parameters("location_error")["house"]["error_m"]
    return {
        **_values(exposure, zones, ["design_intensity_degree", "pga_g"]),
        "other_degree": other_degree(exposure, zones, error_m),
    }


def screened_with() -> str:
    """Return a digest of the columns and parameters that a screening was made with."""
    tables = [
        load_parameters(file)[name]
        for file, name in (
            ("location_error", "house"),
            ("fault_setback", "overburden"),
            ("fault_setback", "activity"),
            ("fault_setback", "flood_way"),
        )
    ]
    told = repr([FORMAT, *(sorted(table.values.items()) for table in tables)])
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def came_from(layers: HazardLayers) -> dict[str, str]:
    """Name the layer kind behind each column of :func:`screen`; empty if none is.

    The columns that are only steps to an answer are left out.
    """
    depths = layers.flood_extents is not None and "depth_m" in layers.flood_extents
    flood = "flood_depth" if layers.flood_depth else "flood_extent" if depths else ""
    kinds = {
        "seismic_zone": (layers.seismic_zones, ("design_intensity_degree", "pga_g")),
        "flood_extent": (
            layers.flood_extents,
            ("flood_return_period_years", "in_flood_way"),
        ),
        "geohazard": (layers.geohazards, ("geohazard_distance_m", "in_geohazard")),
        "fault": (layers.faults, ("fault_distance_m",)),
    }
    named = {
        column: "" if layer is None else kind
        for kind, (layer, columns) in kinds.items()
        for column in columns
    }
    return named | {"flood_depth_m": flood}


def _unknown(exposure: Exposure) -> np.ndarray:
    return np.full(len(exposure), np.nan)


def _values(
    exposure: Exposure,
    zones: gpd.GeoDataFrame | None,
    columns: list[str],
    **options: str,
) -> dict[str, np.ndarray]:
    found = {column: _unknown(exposure) for column in columns}
    if zones is None:
        return found
    present = [column for column in columns if column in zones]
    zones = zones.to_crs(STORED_CRS)
    return found | values_at(exposure.lon, exposure.lat, zones, present, **options)


def _flood_depth_m(exposure: Exposure, layers: HazardLayers) -> np.ndarray:
    if layers.flood_depth is None:
        return _values(exposure, layers.flood_extents, ["depth_m"])["depth_m"]
    depth_m = sample_nearest(layers.flood_depth, exposure.lon, exposure.lat)
    if layers.nodata_means_dry:
        covered = covers(layers.flood_depth, exposure.lon, exposure.lat)
        depth_m[covered & np.isnan(depth_m)] = 0.0
    return depth_m


def _in_flood_way(exposure: Exposure, extents: gpd.GeoDataFrame | None) -> np.ndarray:
    if extents is None:
        return np.full(len(exposure), UNKNOWN, np.int8)
    none = np.full(len(extents), None)
    marks = [flood_way_mark(text) for text in extents.get("flood_way", none)]
    periods = extents.get("return_period_years", none.astype(float))
    told = np.array(marks, float)
    told[(told == Answer.UNKNOWN) & np.isfinite(periods)] = Answer.NO
    column = "flood_way_answer"
    found = _values(exposure, extents.assign(**{column: told}), [column])[column]
    outside = np.where(np.isfinite(exposure.lon), Answer.NO, Answer.UNKNOWN)
    answer = np.where(np.isnan(found), outside, found).astype(int)
    return np.array([0, UNKNOWN, 1], np.int8)[answer]


def flood_way_mark(text: object) -> Answer:
    """Read whether a flood extent is marked as a flood way.

    Examples
    --------
    >>> [flood_way_mark(t).name for t in ("行洪区", "否", None)]
    ['YES', 'NO', 'UNKNOWN']
    """
    words = load_parameters("fault_setback")["flood_way"]
    plain = str(text).strip().lower()
    if plain in words["yes"]:
        return Answer.YES
    return Answer.NO if plain in words["no"] else Answer.UNKNOWN


def _geohazard(
    exposure: Exposure, geohazards: gpd.GeoDataFrame | None
) -> dict[str, np.ndarray]:
    distance_m = _distance_m(exposure, geohazards)
    inside = np.full(len(exposure), UNKNOWN, np.int8)
    if geohazards is not None:
        places = geohazards.to_crs(exposure.metric_crs)
        radius_m = np.zeros(len(places))
        if "radius_m" in places:
            radius_m = places["radius_m"].to_numpy(float, na_value=np.nan)
        inside = within_reach(exposure.easting_m, exposure.northing_m, places, radius_m)
        # A boundary is a boundary where it was drawn: in degrees.
        areas = geohazards.to_crs(STORED_CRS).geometry
        areas = areas[areas.geom_type.isin(["Polygon", "MultiPolygon"])]
        within, _ = positions_in(exposure.lon, exposure.lat, areas)
        inside[within], distance_m[within] = 1, 0.0
    return {"geohazard_distance_m": distance_m, "in_geohazard": inside}


def _distance_m(exposure: Exposure, features: gpd.GeoDataFrame | None) -> np.ndarray:
    if features is None:
        return _unknown(exposure)
    features = features.to_crs(exposure.metric_crs)
    return nearest_distance_m(exposure.easting_m, exposure.northing_m, features)
