"""Values of a GeoTIFF at houses and on web tiles; no value is ``NaN``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
from rasterio.enums import MaskFlags, Resampling
from rasterio.errors import RasterioIOError
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from geo.crs import STORED_CRS, project, require_modern_datum
from rules.errors import CRSError, FileError
from rules.language import N_

_STRIP_CELLS = 8_000_000  # read at once: 32 MB of float32
_CACHE_MB = 64
_TILE_PX = 256
MERCATOR_EDGE_M = 20_037_508.342789244  # half the width of the Web Mercator map
_DEGREE_M = MERCATOR_EDGE_M / 180  # of longitude, on that map


@contextmanager
def open_raster(
    path: Path, mode: str = "r", **options: Any
) -> Iterator[rasterio.DatasetReader]:
    """Open a GeoTIFF, and nothing but a GeoTIFF, whatever its name says.

    Raises
    ------
    FileError
        If it is no GeoTIFF, or damaged, also where it is read later.
    CRSError
        If it has no CRS, or one on a local datum.
    """
    with rasterio.Env(GDAL_NUM_THREADS="ALL_CPUS", GDAL_CACHEMAX=_CACHE_MB):
        try:
            with rasterio.open(path, mode, driver="GTiff", **options) as raster:
                _require_crs(raster, path.name)
                yield raster
        except RasterioIOError as error:
            message = N_("{file}: not a readable GeoTIFF; save it again as GeoTIFF")
            raise FileError(message, file=path.name) from error


def raster_bounds(path: Path) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a GeoTIFF, degrees in ``STORED_CRS``."""
    with open_raster(path) as raster:
        return transform_bounds(raster.crs, STORED_CRS, *raster.bounds)


def sample_nearest(path: Path, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Read the cell that each point stands in.

    Parameters
    ----------
    path : Path
        A GeoTIFF; its first band counts, with its scale and offset.
    lon, lat : float64
        Degrees in ``STORED_CRS``; ``NaN`` without place.

    Returns
    -------
    float64
        In the unit of the raster; ``NaN`` outside it, in a cell without value
        and without place.

    Raises
    ------
    FileError, CRSError
        See :func:`open_raster`.
    """
    with open_raster(path) as raster:
        column, row = _cells(raster, lon, lat)
        found = np.full(len(row), np.nan)
        for members, strip in _strips(raster, row, column, rim=0):
            found[members] = strip.at(np.floor(row[members]), np.floor(column[members]))
        return found


def sample_bilinear(path: Path, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Interpolate between the four nearest cells of each point.

    A point whose own cell has no value has none: nothing is invented beyond the
    edge of the data.  Of the other three, those without value are left out and
    the rest keep their proportion.

    Parameters
    ----------
    path, lon, lat
        As in :func:`sample_nearest`.

    Returns
    -------
    float64
        As in :func:`sample_nearest`.
    """
    with open_raster(path) as raster:
        column, row = _cells(raster, lon, lat)
        found = np.full(len(row), np.nan)
        for members, strip in _strips(raster, row, column, rim=1):
            found[members] = _between(strip, row[members], column[members])
        return found


def covers(path: Path, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Tell which points lie within the frame of a raster, with or without value."""
    with open_raster(path) as raster:
        column, row = _cells(raster, lon, lat)
        return _in_frame(raster, np.floor(row), np.floor(column))


def web_tile(
    path: Path, z: int, x: int, y: int, *, size: int = _TILE_PX, nearest: bool = False
) -> np.ndarray:
    """Warp a raster onto a Web Mercator tile.

    Parameters
    ----------
    path : Path
        A GeoTIFF.
    z, x, y : int
        Address of the tile.
    size : int
        Pixels along a side.
    nearest : bool
        Take the nearest cell, for classes; otherwise interpolate.

    Returns
    -------
    float32, shape (size, size)
        North up; ``NaN`` where there is no value.
    """
    return warp(path, tile_bounds(z, x, y), size, nearest=nearest)


def tile_bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a web tile, metres of Web Mercator."""
    side = 2 * MERCATOR_EDGE_M / 2**z
    west, north = x * side - MERCATOR_EDGE_M, MERCATOR_EDGE_M - y * side
    return west, north - side, west + side, north


def warp(
    path: Path, bounds: tuple[float, ...], size: int, *, nearest: bool = False
) -> np.ndarray:
    """Warp a raster onto a square of the Web Mercator map, as :func:`web_tile`."""
    west, south, east, north = bounds
    cell = (east - west) / size, (south - north) / size
    target = {
        "crs": "EPSG:3857",
        "transform": rasterio.Affine(cell[0], 0, west, 0, cell[1], north),
        "width": size,
        "height": size,
        "nodata": np.nan,
        "dtype": "float32",
        "resampling": Resampling.nearest if nearest else Resampling.bilinear,
    }
    source = _overview_for(cell[0], path)
    with open_raster(path, **source) as raster, WarpedVRT(raster, **target) as warped:
        return warped.read(1) * raster.scales[0] + raster.offsets[0]


def add_overviews(path: Path) -> None:
    """Add smaller copies to our own GeoTIFF, so that tiles of low zoom are quick."""
    with open_raster(path, "r+") as raster:
        longer = max(raster.width, raster.height)
        factors = [2**n for n in range(1, 12) if longer >> n >= _TILE_PX]
        if factors and not raster.overviews(1):
            raster.build_overviews(factors, Resampling.average)


def _overview_for(pixel_m: float, path: Path) -> dict[str, int]:
    """Choose the smallest copy that is still finer than the pixels asked for."""
    with open_raster(path) as raster:
        unit_m = _DEGREE_M if raster.crs.is_geographic else 1.0
        cell_m = abs(raster.transform.a) * unit_m
        fine = [factor for factor in raster.overviews(1) if factor * cell_m <= pixel_m]
    return {"OVERVIEW_LEVEL": len(fine) - 1} if fine else {}


def _require_crs(raster: rasterio.DatasetReader, name: str) -> None:
    if raster.crs is None:
        message = N_("{file}: no CRS; save it again with its CRS, e.g. EPSG:4490")
        raise CRSError(message, file=name)
    require_modern_datum(raster.crs.to_wkt(), name)


def _cells(
    raster: rasterio.DatasetReader, lon: np.ndarray, lat: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return columns and rows as fractions; 0.5, 0.5 is the middle of the first."""
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    if not raster.crs.is_geographic:  # degrees of modern datums agree within a metre
        x, y = project(x, y, STORED_CRS, raster.crs.to_wkt())
    back = ~raster.transform
    return back.a * x + back.b * y + back.c, back.d * x + back.e * y + back.f


def _in_frame(
    raster: rasterio.DatasetReader, row: np.ndarray, column: np.ndarray
) -> np.ndarray:
    down = (row >= 0) & (row < raster.height)
    return down & (column >= 0) & (column < raster.width)


class _Strip(NamedTuple):
    """Rows of a raster as they were read, and what turns them into values."""

    cells: np.ndarray
    valid: np.ndarray | None
    top: int
    left: int
    nodata: float | None
    scale: float
    offset: float

    def at(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return values of cells of the raster; ``NaN`` off this strip."""
        height, width = self.cells.shape
        row, column = row - self.top, column - self.left
        held = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        row = np.where(held, row, 0).astype(np.int32)
        column = np.where(held, column, 0).astype(np.int32)
        raw = self.cells[row, column]
        if self.nodata is not None:
            nodata = np.asarray(self.nodata)
            held &= raw != (
                nodata.astype(raw.dtype) if raw.dtype.kind == "f" else nodata
            )
        if self.valid is not None:
            held &= self.valid[row, column] > 0
        return np.where(held, raw * self.scale + self.offset, np.nan)


def _strips(
    raster: rasterio.DatasetReader, row: np.ndarray, column: np.ndarray, rim: int
) -> Iterator[tuple[np.ndarray, _Strip]]:
    """Read the strips that hold points, each block once, with a rim of cells.

    Yields
    ------
    members : intp
        Positions of the points in the strip; those off the raster are in none.
    strip : _Strip
    """
    inside = np.flatnonzero(_in_frame(raster, row, column))
    if not len(inside):
        return
    left = max(0, int(column[inside].min()) - rim)
    right = min(raster.width, int(column[inside].max()) + 1 + rim)
    block = raster.block_shapes[0][0]
    height = max(1, _STRIP_CELLS // (right - left) // block) * block
    number = (row[inside] // height).astype(np.uint16)  # 16 bits sort fastest
    order = np.argsort(number, kind="stable")
    starts = np.flatnonzero(np.diff(number[order]))
    for group in np.split(order, starts + 1):
        members = inside[group]
        top = max(0, int(row[members].min()) - rim)
        bottom = min(raster.height, int(row[members].max()) + 1 + rim)
        yield members, _strip(raster, Window(left, top, right - left, bottom - top))


def _strip(raster: rasterio.DatasetReader, window: Window) -> _Strip:
    masked = raster.nodata is None and not _all_valid(raster)
    return _Strip(
        cells=raster.read(1, window=window),
        valid=raster.read_masks(1, window=window) if masked else None,
        top=window.row_off,
        left=window.col_off,
        nodata=raster.nodata,
        scale=raster.scales[0],
        offset=raster.offsets[0],
    )


def _between(strip: _Strip, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    own = strip.at(np.floor(row), np.floor(column))
    top, left = np.floor(row - 0.5), np.floor(column - 0.5)
    down, across = row - 0.5 - top, column - 0.5 - left
    total, weights = np.zeros(len(own)), np.zeros(len(own))
    for step_down, step_across in ((0, 0), (0, 1), (1, 0), (1, 1)):
        value = strip.at(top + step_down, left + step_across)
        weight = np.abs(1 - step_down - down) * np.abs(1 - step_across - across)
        known = ~np.isnan(value)
        total[known] += (weight * value)[known]
        weights[known] += weight[known]
    answered = ~np.isnan(own)
    return np.divide(total, weights, out=np.full(len(own), np.nan), where=answered)


def _all_valid(raster: rasterio.DatasetReader) -> bool:
    return MaskFlags.all_valid in raster.mask_flag_enums[0]
