"""Every public way in for a file, and what came through as plain JSON values."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.event_files import file_form, read_event_polygons, sort_of_raster
from geo.household_files import read_households
from geo.layer_files import RasterInfo, read_layer
from geo.list_files import read_list
from geo.origins import read_origin
from geo.raster_intake import as_geotiff
from geo.shakemap import read_strange_shakemap
from geo.sheets import Sheet
from geo.sight import look, read_sheet
from geo.stations import read_stations
from geo.vector_files import read_features

Found = dict[str, Any]
DEPTH = "flood_depth"
MOST_ROWS = 20_000  # looked at here


def looked(path: Path, *, part: str = "") -> Found:
    """Look at a file."""
    return asdict(look(path, part=part))


def sheet(path: Path, *, part: str = "") -> Found:
    """Read cells; rows without any text are left out, ends without text too."""
    read = read_sheet(path, part=part)
    told = [(int(row), line) for row, line in _lines(read) if line]
    return {
        "lines": [line for _, line in told],
        "rows": [row for row, _ in told],
        "count": len(told),
        "format": read.format,
        "encoding": read.encoding,
        "part": read.part,
    }


def _lines(read: Sheet) -> list[tuple[int, list[str]]]:
    lines = [read.line(at) for at in range(min(len(read.rows), MOST_ROWS))]
    for line in lines:
        while line and not (line[-1] or "").strip():
            line.pop()
    return list(zip(read.rows[:MOST_ROWS], lines, strict=True))


def features(path: Path, *, part: str = "", crs: str = "") -> Found:
    """Read features in their own CRS."""
    return _told(read_features(path, part=part, crs=crs))


def _told(read: gpd.GeoDataFrame) -> Found:
    columns = {name: read[name] for name in read.columns if name != "geometry"}
    return {
        "count": len(read),
        "crs": read.crs.to_epsg(),
        "kinds": sorted(set(read.geom_type)),
        "bounds": [float(side) for side in read.total_bounds],
        "columns": {str(name): list(map(_plain, c)) for name, c in columns.items()},
        "attrs": dict(read.attrs),
    }


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, list | dict) and pd.isna(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def raster(path: Path, *, part: str = "", crs: str = "", kind: str = DEPTH) -> Found:
    """Bring a raster into GeoTIFF, and look at every cell of its first band."""
    with TemporaryDirectory() as folder:
        made = as_geotiff(path, Path(folder), part=part, crs=crs)
        return _facts(read_layer(made, kind))


def _facts(info: RasterInfo) -> Found:
    return asdict(info) | {
        "path": info.path.name,
        "size": [info.width, info.height],
        "range": [info.least, info.most],
    }


def layer(path: Path, *, kind: str) -> Found:
    """Read a layer of a kind, as an office gives it."""
    read = read_layer(path, kind)
    return _facts(read) if isinstance(read, RasterInfo) else _told(read)


def households(path: Path) -> Found:
    """Read a ledger by the template."""
    table, rejects = read_households(path)
    told = {name: list(map(_plain, table[name])) for name in table}
    return {"count": len(table), "columns": told, "rejects": list(map(asdict, rejects))}


def people(path: Path) -> Found:
    """Read a list of people, of a day that never changes."""
    return asdict(read_list(path, places={}, today=date(2026, 11, 22)))


def shakemap(path: Path) -> Found:
    """Read the grid of an event."""
    read = read_strange_shakemap(path)
    return {
        "event": read.event_id[:80],
        "magnitude": read.magnitude,
        "size": list(read.intensity_degree.shape[::-1]),
        "bounds": list(read.bounds),
        "highest": float(np.nanmax(read.intensity_degree)),
    }


def stations(path: Path) -> Found:
    """Read points with intensity."""
    read = read_stations(path)
    return {
        "count": len(read),
        "degrees": read.degree.tolist(),
        "kinds": list(read.kind),
        "left out": read.left_out,
    }


def origin(path: Path) -> Found:
    """Read the numbers of an earthquake."""
    read = read_origin(path)
    return {"place": [read.lon, read.lat], "magnitude": read.magnitude}


def form(path: Path) -> Found:
    """Tell what kind of report of an event a file is."""
    return {"form": file_form(path)}


def intensity(path: Path) -> Found:
    """Read polygons of intensity or of a flood, whichever they are."""
    hazard, read = read_event_polygons(path, None)
    return _told(read) | {"hazard": hazard}


def event_raster(path: Path) -> Found:
    """Tell what hazard a raster holds."""
    return {"hazard": sort_of_raster(path)}


DOORS: Mapping[str, Callable[..., Found]] = {
    "look": looked,
    "sheet": sheet,
    "features": features,
    "raster": raster,
    "shakemap": shakemap,
    "stations": stations,
    "origin": origin,
    "form": form,
    "intensity": intensity,
    "event raster": event_raster,
    "layer": layer,
    "households": households,
    "list": people,
}
