"""Grids of every kind become GeoTIFFs."""

import shutil
from pathlib import Path

from geo.isolated import read_isolated


def as_geotiff(path: Path, folder: Path, *, part: str = "", crs: str = "") -> Path:
    """Make a GeoTIFF of an ESRI ASCII grid or a netCDF variable; copy a GeoTIFF.

    Parameters
    ----------
    path : Path
        The file; an ASCII grid may have its ``.prj`` beside it.
    folder : Path
        Where to put it.
    part : str
        The variable; by default the first.
    crs : str
        The CRS of a file that does not say; its cells are written anew.

    Returns
    -------
    Path
        One band, with nodata; in ``folder``.

    Raises
    ------
    FileError
        If it is no grid, or damaged.
    """
    target = folder / f"{path.stem}.tif"
    if is_geotiff(path) and not crs:
        if target.resolve() != path.resolve():
            shutil.copyfile(path, target)
        return target
    read_isolated("regridded", path, keep=target, part=part, crs=crs)
    return target


def is_geotiff(path: Path) -> bool:
    """Tell a GeoTIFF by its first bytes."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
