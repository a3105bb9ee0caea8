"""Event files: what they are, and what hazard they tell of."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np

from geo.isolated import read_isolated
from geo.isoseismals import has_intensity, isoseismals, require_degrees
from geo.layer_files import read_event_raster, read_layer, read_polygons
from geo.sight import look
from rules.errors import FileError, SchemaError
from rules.language import N_

EARTHQUAKE, FLOOD = "earthquake", "flood"

_HEAD_BYTES = 4096
_POINTS, _LINES = {"Point", "MultiPoint"}, {"LineString", "MultiLineString"}


def file_form(path: Path) -> str:
    """Tell what kind of report of an event a file is, by its content.

    Returns
    -------
    str
        ``"shakemap"`` a grid; ``"stations"`` a ShakeMap list of stations;
        ``"origin"`` the four numbers of an earthquake; ``"raster"``; ``"features"``
        polygons; ``"table"`` points with or without geometry.

    Raises
    ------
    FileError
        If it is missing, empty, damaged, of no kind that can be read, or holds lines.
    """
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        if b"<shakemap_grid" in head or b":shakemap_grid" in head:
            return "shakemap"
        if b"shakemap-data" in head or b"<earthquake" in head:
            table = read_isolated("stationlist", path)
            told = json.loads(table.schema.metadata[b"earthquake"])
            return "origin" if told and not len(table) else "stations"
    sight = look(path)
    shapes = set(sight.shapes)
    if sight.family == "features" and shapes and shapes <= _POINTS:
        return "table"
    return sight.family


def sort_of_raster(path: Path, hazard: str | None = None) -> str:
    """Tell whether a GeoTIFF holds intensity degrees or water depth.

    ``hazard`` decides, if the values can be of it.  Otherwise what the band says of
    itself (a unit or a description); otherwise values between 4 and 12 throughout are
    intensity, and a raster that begins below 1 is depth.

    Raises
    ------
    FileError
        If it could be either, or not what ``hazard`` says.
    """
    if hazard == FLOOD:
        read_layer(path, "flood_depth")
        return FLOOD
    facts = read_event_raster(path)
    if hazard == EARTHQUAKE:
        require_degrees(path.name, np.array([facts.least, facts.most]))
        return EARTHQUAKE
    said = facts.said.lower()
    if any(word in said for word in ("mmi", "intensity", "烈度", "degree")):
        return EARTHQUAKE
    if any(word in said for word in ("depth", "water", "水深", "flood")):
        return FLOOD
    if facts.least >= 4.0 and facts.most <= 12.0:
        return EARTHQUAKE
    if facts.least < 1.0:
        return FLOOD
    raise FileError(
        N_(
            "{file}: values from {least} to {most} may be intensity or water depth; "
            "say which: earthquake or flood"
        ),
        file=path.name,
        least=round(facts.least, 2),
        most=round(facts.most, 2),
    )


def read_event_polygons(path: Path, hazard: str | None) -> tuple[str, gpd.GeoDataFrame]:
    """Read polygons of intensity, or of a flood, in EPSG:4490.

    Without ``hazard``, polygons with an intensity column are an earthquake's.

    Raises
    ------
    FileError, CRSError, SchemaError
        If the file is no polygon layer, has no CRS, or its intensities are no degrees.
    """
    if hazard == FLOOD:
        return FLOOD, read_layer(path, "flood_extent")
    try:
        polygons = read_polygons(path)
    except FileError as error:
        _refuse_lines(path, error)
        raise
    try:
        return EARTHQUAKE, isoseismals(polygons)
    except SchemaError:
        if hazard == EARTHQUAKE:
            raise
    return FLOOD, read_layer(path, "flood_extent")


def _refuse_lines(path: Path, error: FileError) -> None:
    """Say what to do with isolines: they do not tell what lies inside them."""
    sight = look(path)
    if not _LINES & set(sight.shapes) or not has_intensity(sight.columns):
        return
    raise FileError(
        N_(
            "{file}: holds lines of intensity, and a line does not say what lies on "
            "its sides: close them to polygons, each with its intensity, or take the "
            "grid.xml or GeoTIFF they were drawn from"
        ),
        file=path.name,
    ) from error
