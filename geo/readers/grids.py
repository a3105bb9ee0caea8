"""Look at a raster, and turn grids of other forms into GeoTIFF."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from geo.readers.drivers import fenced
from geo.readers.source import Source
from rules.errors import FileError
from rules.language import N_

DRIVERS = {
    "geotiff": "GTiff",
    "asciigrid": "AAIGrid",
    "netcdf": "netCDF",
    "hdf5": "netCDF",
}
MOST_CELLS = 4_000_000_000  # 60 km x 60 km in cells of a metre
_MOST_REGRIDDED = 200_000_000
_STRIP = 4_000_000  # cells read together


def look(source: Source, options: dict) -> dict:
    """Tell what a raster is; ``rows`` are those of its grid."""
    with opened(source, options) as (raster, part, parts):
        wkt, placed = crs_of(source, raster), raster.transform.is_identity is False
        return {
            "family": "raster",
            "format": source.format,
            "encoding": "",
            "part": part,
            "parts": parts,
            "wkt": wkt,
            "rows": raster.height,
            "columns": [f"{raster.width} x {raster.height}"],
            "shapes": (),
            "bounds": list(raster.bounds) if placed else None,
        }


def regrid(source: Source, options: dict) -> dict:
    """Write ``kept``, a GeoTIFF, into the folder; return what it is."""
    target = source.folder / "kept"
    if source.form == "asciigrid":
        _require_numbers(source)
    with opened(source, options) as (raster, part, _):
        _require_drawable(raster, source.name)
        wkt = crs_of(source, raster) or options.get("crs", "")
        _write(raster, target, _crs(wkt), source.name)
    return {"part": part}


def _require_numbers(source: Source) -> None:
    """Refuse words in an ASCII grid, which GDAL takes for 0, and missing numbers."""
    head: dict[bytes, bytes] = {}
    found = 0
    try:
        with source.path.open("rb") as file:
            for line in file:
                words = line.split()
                if len(words) == 2 and words[0][:1].isalpha():
                    head[words[0].lower()] = words[1]
                elif words:
                    found += len(np.array(words, dtype=np.float64))
        expected = int(head[b"ncols"]) * int(head[b"nrows"])
    except (ValueError, KeyError) as error:
        message = N_("{file}: the grid holds something else than numbers: {reason}")
        raise FileError(message, file=source.name, reason=str(error)) from error
    if found != expected:
        message = N_(
            "{file}: cut off or damaged: {found} of {expected} numbers; get it again"
        )
        raise FileError(message, file=source.name, found=found, expected=expected)


@contextmanager
def opened(source: Source, options: dict) -> Iterator[tuple[Any, str, tuple]]:
    """Open a raster, or the variable of a netCDF that is wanted.

    Raises
    ------
    FileError
        If it is damaged, too large, or has no such variable.
    """
    if source.form == "hdf5" and not options.get("confined", True):
        message = N_(
            "{file}: a netCDF-4 file can point to other files; save it as GeoTIFF"
        )
        raise FileError(message, file=source.name)
    driver = DRIVERS[source.form]
    rasterio = fenced("rasterio", frozenset({driver, "GTiff", "MEM"}))
    address, part, parts = str(source.path), "", ()
    surroundings = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
    try:
        with rasterio.Env(**surroundings), warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            if driver == "netCDF":
                address, part, parts = _variable(rasterio, source)
            with rasterio.open(address, driver=driver) as raster:
                _require_size(raster, source.name)
                yield raster, part, parts
    except rasterio.errors.RasterioError as error:
        message = _UNREADABLE.get(driver, _NO_GRID)
        raise FileError(message, file=source.name) from error


_NO_GRID = N_("{file}: not a readable grid; save it as GeoTIFF")
_UNREADABLE = {
    "GTiff": N_("{file}: not a readable GeoTIFF; save it again as GeoTIFF"),
}


def _require_size(raster: Any, name: str) -> None:
    if not abs(raster.transform.determinant) > 0:
        raise FileError(N_("{file}: its cells have no size"), file=name)
    if raster.width * raster.height > MOST_CELLS:
        message = N_(
            "{file}: {width} x {height} cells are too many; cut it to the county"
        )
        raise FileError(message, file=name, width=raster.width, height=raster.height)


def _variable(rasterio: Any, source: Source) -> tuple[str, str, tuple[str, ...]]:
    """Return the address of the variable that is wanted, its name, and all names."""
    with rasterio.open(str(source.path), driver="netCDF") as whole:
        addresses = whole.subdatasets
        single = whole.tags(1).get("NETCDF_VARNAME", "") if whole.count else ""
    found = {a.rpartition(":")[2]: a for a in addresses if a.startswith("netcdf:")}
    found = {name: a for name, a in found.items() if not name.endswith("_bnds")}
    if not found and single:
        found, parts = {single: str(source.path)}, ()
    else:
        parts = tuple(found) if len(found) > 1 else ()
    if source.part and source.part not in found:
        message = N_("{file}: has no part {part}; its parts are: {parts}")
        told = {"part": source.part, "parts": ", ".join(found)}
        raise FileError(message, file=source.name, **told)
    if not found:
        raise FileError(N_("{file}: holds no grid that can be drawn"), file=source.name)
    part = source.part or next(iter(found))
    return found[part], part if parts else "", parts


def crs_of(source: Source, raster: Any) -> str:
    """Return the CRS as WKT; that of an ASCII grid stands beside it."""
    if raster.crs:
        return raster.crs.to_wkt()
    beside = source.path.with_suffix(".prj")
    if source.form != "asciigrid" or not beside.is_file():
        return ""
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    try:
        text = beside.read_text("utf-8", "replace")[:10_000]
        return CRS.from_wkt(text, morph_from_esri_dialect=True).to_wkt()
    except CRSError:
        return ""


def _crs(wkt: str) -> Any:
    from rasterio.crs import CRS

    return CRS.from_user_input(wkt) if wkt else None


def _require_drawable(raster: Any, name: str) -> None:
    if raster.width * raster.height > _MOST_REGRIDDED:
        message = N_(
            "{file}: {width} x {height} cells are too many; cut it to the county"
        )
        raise FileError(message, file=name, width=raster.width, height=raster.height)
    if raster.transform.is_identity:
        message = N_("{file}: its grid is not regular, or has no place")
        raise FileError(message, file=name)


def _write(raster: Any, target: Path, crs: Any, name: str) -> None:
    import rasterio

    profile = {
        "driver": "GTiff",
        "count": 1,
        "dtype": "float32",
        "nodata": np.nan,
        "width": raster.width,
        "height": raster.height,
        "transform": raster.transform,
        "crs": crs,
        "compress": "deflate",
    }
    with rasterio.open(target, "w", **profile) as kept:
        for window in _strips(raster):
            kept.write(_values(raster, window), 1, window=window)
        said = [raster.descriptions[0], raster.tags(1).get("long_name", "")]
        kept.set_band_description(1, " ".join(filter(None, said)))
        kept.set_band_unit(1, raster.units[0] or raster.tags(1).get("units", ""))


def _values(raster: Any, window: Any) -> np.ndarray:
    masked = raster.read(1, window=window, masked=True).astype(np.float64)
    values = masked * raster.scales[0] + raster.offsets[0]
    return values.filled(np.nan).astype(np.float32)


def _strips(raster: Any) -> Iterator[Any]:
    from rasterio.windows import Window

    rows = max(1, _STRIP // raster.width)
    for top in islice(range(0, raster.height, rows), None):
        yield Window(0, top, raster.width, min(rows, raster.height - top))
