"""Photographs from strangers: read apart, kept plain, measured against their house."""

import math
from pathlib import Path
from typing import NamedTuple

from pyproj import Geod

from geo.isolated import read_isolated
from rules.errors import FileError
from rules.language import N_
from rules.parameters import load_parameters

_GROUND = Geod(ellps="GRS80")  # the ellipsoid of CGCS2000


class Photograph(NamedTuple):
    """A picture as it is kept, and what the one that came said about itself.

    Attributes
    ----------
    content : bytes
        JPEG without metadata.
    width, height : int
        Pixels.
    taken_at : str or None
        ISO 8601 by the clock of the camera, without zone.
    lon, lat : float or None
        Degrees.  A camera tells WGS 84, which is EPSG:4490 to within a metre.
    """

    content: bytes
    width: int
    height: int
    taken_at: str | None
    lon: float | None
    lat: float | None


def read_photograph(path: Path) -> Photograph:
    """Read a JPEG, PNG or WebP picture in a child process, and re-encode it.

    Raises
    ------
    FileError
        If there is no such file, it is too large, of another format, or damaged.
    """
    _require_readable(path)
    intake, kept = (load_parameters("photographs")[name] for name in ("intake", "kept"))
    limits = {"most_pixels": intake["most_pixels"]}
    limits |= {name: kept[name] for name in ("longest_edge_px", "jpeg_quality")}
    (row,) = read_isolated("photograph", path, **limits).to_pylist()
    return Photograph(**row)


def _require_readable(path: Path) -> None:
    if not path.is_file():
        raise FileError(N_("{file}: no such file"), file=path.name)
    size, most = path.stat().st_size, load_parameters("photographs")["intake"]
    if not size:
        raise FileError(N_("{file}: the file is empty"), file=path.name)
    if size > most["most_bytes"]:
        message = N_("{file}: {size} bytes are too many for a picture; at most {most}")
        raise FileError(message, file=path.name, size=size, most=most["most_bytes"])


def distance_m(
    first: tuple[float | None, float | None], second: tuple[float | None, float | None]
) -> float:
    """Measure how far two places lie apart on the ground.

    Parameters
    ----------
    first, second : (lon, lat)
        Degrees in EPSG:4490.

    Returns
    -------
    float
        Metres; ``NaN`` where either place is not known.

    Examples
    --------
    >>> round(distance_m((104.5, 31.5), (104.5, 31.501)))
    111
    >>> distance_m((104.5, 31.5), (None, None))
    nan
    """
    if None in (*first, *second):
        return math.nan
    return _GROUND.inv(*first, *second)[2]
