"""Event files: what hazard they tell of."""

from pathlib import Path

import geopandas as gpd
import numpy as np

from geo.isoseismals import isoseismals, require_degrees
from geo.layer_files import read_event_raster, read_layer, read_polygons
from rules.errors import FileError, SchemaError
from rules.language import N_

EARTHQUAKE, FLOOD = "earthquake", "flood"


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
    polygons = read_polygons(path)
    try:
        return EARTHQUAKE, isoseismals(polygons)
    except SchemaError:
        if hazard == EARTHQUAKE:
            raise
    return FLOOD, read_layer(path, "flood_extent")
