"""The small map that every vector file of the corpus shows, and what it says."""

import shutil
import warnings
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import geopandas as gpd
from shapely import Point, box

NAMES = ("青石镇", "柳溪乡")
CODES = ("990001101000", "990001202000")
BOUNDS = [104.5, 31.25, 104.6, 31.3]  # west, south, east, north
SHAPES = (box(104.5, 31.25, 104.55, 31.3), box(104.55, 31.25, 104.6, 31.3))
POINTS = (Point(104.5, 31.25), Point(104.6, 31.3))
METRES = [452372.62, 3458761.23, 461918.27, 3464343.85]  # EPSG:4544
ZONE_METRES = [35452372.62, 3458761.23, 35461918.27, 3464343.85]  # EPSG:4523


def towns(
    shapes: tuple = SHAPES, crs: str | None = "EPSG:4490", **columns: Any
) -> gpd.GeoDataFrame:
    """Return two towns; ``columns`` are added to their code and name."""
    table = {"代码": CODES[: len(shapes)], "名称": NAMES[: len(shapes)]} | columns
    return gpd.GeoDataFrame(table, geometry=list(shapes), crs=crs)


def saved(path: Path, table: gpd.GeoDataFrame | None = None, **options: Any) -> None:
    """Write a map; that its name or its CRS is odd is intended."""
    made = towns() if table is None else table
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.to_file(path, engine="pyogrio", **options)


def told(**more: Any) -> dict[str, Any]:
    """Say that the two towns came right; ``more`` replaces what differs."""
    right = {
        "count": 2,
        "crs": 4490,
        "bounds": BOUNDS,
        "kinds": ["Polygon"],
        "attrs": {"broken": []},
        "columns": {"代码": list(CODES), "名称": list(NAMES)},
    }
    return right | more


def write_shapefile(
    path: Path, table: gpd.GeoDataFrame | None = None, encoding: str = "UTF-8"
) -> None:
    """Write the parts of a Shapefile, without the note of its encoding."""
    folder = path.with_name(f"parts of {path.stem}")
    folder.mkdir()
    whole = folder / f"{path.stem}.shp"
    saved(whole, table, driver="ESRI Shapefile", encoding=encoding)
    for part in folder.iterdir():
        if part.suffix != ".cpg":
            part.rename(path.with_suffix(part.suffix))
    shutil.rmtree(folder)


class UnmarkedName(ZipInfo):
    """A name in GBK that nothing marks as such, as Windows writes it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits


def zipped(
    path: Path, folder: Path, inside: str = "", item: type[ZipInfo] = ZipInfo
) -> None:
    """Zip the files of a folder, and leave only the archive."""
    with ZipFile(path, "w") as archive:
        for part in sorted(folder.rglob("*")):
            if part.is_file():
                name = inside + part.relative_to(folder).as_posix()
                archive.writestr(item(name), part.read_bytes())
    shutil.rmtree(folder)
