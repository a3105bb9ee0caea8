"""Rasters: without CRS, without nodata, turned, in colours, of other programs."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from PIL import Image
from rasterio.enums import ColorInterp
from rasterio.errors import NotGeoreferencedWarning
from scipy.io import netcdf_file

from tests.intake.cases import Corpus, content

CORPUS = Corpus("raster")
DEPTHS = np.array([[0.0, 1.5, 2.0], [0.5, 3.25, np.nan]], np.float32)  # metres
PLACED = Affine(0.01, 0, 104.5, 0, -0.01, 31.3)
BOUNDS = [104.5, 31.28, 104.53, 31.3]
TOLD: dict[str, Any] = {
    "size": [3, 2],
    "bounds": BOUNDS,
    "known_ratio": 5 / 6,
    "range": [0.0, 3.25],
}


def geotiff(path: Path, values: np.ndarray = DEPTHS, **options: Any) -> None:
    """Write a GeoTIFF; ``options`` replace what is usual."""
    bands = values if values.ndim == 3 else values[np.newaxis]
    profile = {
        "driver": "GTiff",
        "count": len(bands),
        "height": bands.shape[1],
        "width": bands.shape[2],
        "dtype": values.dtype,
        "crs": "EPSG:4490",
        "transform": PLACED,
        "nodata": np.nan if values.dtype.kind == "f" else None,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path, "w", **(profile | options)) as raster:
            raster.write(bands)


def of(
    name: str,
    says: Any,
    values: np.ndarray = DEPTHS,
    kind: str = "flood_depth",
    **options: Any,
) -> None:
    """Add a GeoTIFF that differs in ``options``."""

    def write(path: Path) -> None:
        geotiff(path, values, **options)

    CORPUS.add(name, write, says, kind=kind)


of("plain.tif", TOLD | {"bands": 1})
of("without nodata.tif", TOLD, nodata=None)
of("nodata of -9999.tif", TOLD, np.nan_to_num(DEPTHS, nan=-9999.0), nodata=-9999.0)
of("big.tif", TOLD, BIGTIFF="YES")
of(
    "tiled and packed.tif",
    TOLD,
    tiled=True,
    blockxsize=16,
    blockysize=16,
    compress="deflate",
)
of("packed by zstd.tif", TOLD, compress="zstd")
of("without crs.tif", "no CRS", crs=None)
of("nowhere.tif", "no CRS|place", transform=Affine.identity(), crs=None)
of("beijing 1954.tif", "Beijing 1954", crs="EPSG:4214")
of("in metres.tif", TOLD | {"bounds": [104.496079, 31.251427, 104.496711, 31.251791]},
   crs="EPSG:4544", transform=Affine(20, 0, 452000, 0, -20, 3459000))  # fmt: skip
of(
    "turned.tif",
    {"size": [3, 2], "known_ratio": 5 / 6},
    transform=PLACED @ Affine.rotation(10),
)
of("south up.tif", {"size": [3, 2], "known_ratio": 5 / 6},
   transform=Affine(0.01, 0, 104.5, 0, 0.01, 31.28))  # fmt: skip
BANDS = np.stack([np.full((2, 3), n, np.uint8) for n in range(4)])
of("four bands.tif", {"bands": 4, "range": [0.0, 0.0]}, BANDS)
of("heights in whole numbers.tif", TOLD | {"known_ratio": 1.0, "range": [500.0, 505.0]},
   np.arange(500, 506, dtype=np.int16).reshape(2, 3), "dem")  # fmt: skip
of("all unknown.tif", "no cell has a value", np.full((2, 3), np.nan, np.float32))
of(
    "one cell.tif",
    {"size": [1, 1], "range": [2.0, 2.0]},
    np.full((1, 1), 2, np.float32),
)


@CORPUS.file("crs stated.tif", TOLD, crs="EPSG:4490")
def _(path: Path) -> None:
    geotiff(path, crs=None)


@CORPUS.file("cog.tif", {"size": [600, 600], "range": [1.0, 1.0]})
def _(path: Path) -> None:
    values = np.ones((600, 600), np.float32)
    geotiff(path, values, driver="COG")


@CORPUS.file("colours.tif", {"size": [3, 2], "range": [0.0, 2.0]})
def _(path: Path) -> None:
    geotiff(path, np.array([[0, 1, 2], [2, 1, 0]], np.uint8), photometric="palette")
    with rasterio.open(path, "r+") as raster:
        raster.write_colormap(1, {0: (255, 0, 0, 255), 1: (0, 255, 0, 255)})
        assert raster.colorinterp[0] is ColorInterp.palette


@CORPUS.file("hundredths.tif", {"size": [3, 2], "range": [0.5, 3.0]})
def _(path: Path) -> None:
    geotiff(path, np.array([[50, 100, 150], [200, 250, 300]], np.int16))
    with rasterio.open(path, "r+") as raster:
        raster.scales = (0.01,)


@CORPUS.file("half of it.tif", r"half of it\.tif: ")
def _(path: Path) -> None:
    geotiff(path, np.random.default_rng(1).random((200, 200), np.float32))
    path.write_bytes(path.read_bytes()[:5000])


@CORPUS.file("with a mask beside.tif", TOLD)
def _(path: Path) -> None:
    geotiff(path)
    path.with_suffix(".tfw").write_text("0.02\n0\n0\n-0.02\n100\n30\n")


GRID = """ncols 3
nrows 2
xllcorner 104.5
yllcorner 31.28
cellsize 0.01
NODATA_value -9999
0 1.5 2
0.5 3.25 -9999
"""
CGCS2000 = (
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]'
)


def grid(path: Path, text: str = GRID, prj: str = CGCS2000) -> None:
    """Write an ASCII grid and what says its CRS."""
    path.write_text(text, newline="")
    if prj:
        path.with_suffix(".prj").write_text(prj)


CORPUS.add("plain.asc", grid, TOLD)
CORPUS.add("without prj.asc", lambda p: grid(p, prj=""), "no CRS")
CORPUS.add("crs stated.asc", lambda p: grid(p, prj=""), TOLD, crs="EPSG:4490")
CORPUS.add("name of text.txt", grid, TOLD)
CORPUS.add("windows.asc", lambda p: grid(p, GRID.replace("\n", "\r\n").upper()), TOLD)
CENTRES = GRID.replace("corner 104.5", "center 104.505").replace(
    "corner 31.28", "center 31.285"
)
CORPUS.add("centres.asc", lambda p: grid(p, CENTRES), TOLD)
SCIENCE = GRID.replace("3.25", "3.25E+00").replace("1.5", "1.5e0")
CORPUS.add("powers of ten.asc", lambda p: grid(p, SCIENCE), TOLD)
WITHOUT = GRID.replace("NODATA_value -9999\n", "").replace("-9999", "4")
CORPUS.add(
    "without nodata.asc",
    lambda p: grid(p, WITHOUT),
    TOLD | {"known_ratio": 1.0, "range": [0.0, 4.0]},
)
CORPUS.add(
    "row missing.asc", lambda p: grid(p, GRID.rsplit("\n", 2)[0]), r"row missing\.asc: "
)
CORPUS.add(
    "words in it.asc",
    lambda p: grid(p, GRID.replace("3.25", "deep")),
    r"words in it\.asc: ",
)
CORPUS.add(
    "no numbers.asc",
    lambda p: grid(p, GRID.replace("ncols 3", "ncols")),
    r"no numbers\.asc: ",
)


def netcdf(path: Path, *names: str, upwards: bool = True, units: bool = True) -> None:
    """Write classic netCDF with depths by longitude and latitude."""
    lat = np.array([31.285, 31.295]) if upwards else np.array([31.295, 31.285])
    values = DEPTHS[::-1] if upwards else DEPTHS
    with netcdf_file(path, "w") as file:
        file.Conventions = b"CF-1.8"
        for name, numbers, unit in (
            ("lat", lat, b"degrees_north"),
            ("lon", np.array([104.505, 104.515, 104.525]), b"degrees_east"),
        ):
            file.createDimension(name, len(numbers))
            variable = file.createVariable(name, "f8", (name,))
            variable[:] = numbers
            if units:
                variable.units = unit
                variable.standard_name = {"lat": b"latitude", "lon": b"longitude"}[name]
        for name in names:
            variable = file.createVariable(name, "f4", ("lat", "lon"))
            variable._FillValue = np.float32(-9999)
            variable.units = b"m"
            variable[:] = np.nan_to_num(values, nan=-9999.0)


CORPUS.add("one variable.nc", lambda p: netcdf(p, "depth"), TOLD, crs="EPSG:4326")
CORPUS.add(
    "north first.nc", lambda p: netcdf(p, "depth", upwards=False), TOLD, crs="EPSG:4326"
)
CORPUS.add(
    "two variables.nc",
    lambda p: netcdf(p, "depth", "speed"),
    {"parts": ["depth", "speed"]},
    door="look",
)
CORPUS.add(
    "one of two.nc",
    lambda p: netcdf(p, "depth", "speed"),
    TOLD,
    part="speed",
    crs="EPSG:4326",
)
CORPUS.add("no such variable.nc", lambda p: netcdf(p, "depth"), "speed", part="speed")
CORPUS.add("nothing in it.nc", lambda p: netcdf(p), r"nothing in it\.nc: ")
CORPUS.add(
    "crs stated.nc", lambda p: netcdf(p, "depth", units=False), TOLD, crs="EPSG:4490"
)
CORPUS.add("cut off.nc", content(b"CDF\x01\0\0\0\0\0\0\0\x0a"), r"cut off\.nc: ")


@CORPUS.file("of a new kind.nc", {"size": [3, 2], "known_ratio": 5 / 6})
def _(path: Path) -> None:
    whole = path.with_suffix(".tif")
    geotiff(whole)
    rasterio.shutil.copy(whole, path, driver="netCDF", FORMAT="NC4")
    whole.unlink()


@CORPUS.file("photograph.tif", r"photograph\.tif: ")
def _(path: Path) -> None:
    Image.new("RGB", (8, 8)).save(path, "JPEG")


@CORPUS.file("picture.png", r"picture\.png: ")
def _(path: Path) -> None:
    Image.new("RGB", (8, 8)).save(path)
