"""What is closed to teams: read from a file, or typed in as places."""

import re
from pathlib import Path

import shapely

from geo.crs import STORED_CRS
from geo.vector_files import read_features
from rules.errors import EventError
from rules.language import N_

LONGEST = 15_000  # characters of a mission's settings
DIGITS = 6  # of a degree: a decimetre
COARSE_DEGREE = 0.0002  # about 20 m

_PAIR = re.compile(r"(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)")


def blocked_in(path: Path) -> tuple[str, ...]:
    """Read what is closed from a map file of any kind: points, lines, areas.

    Returns
    -------
    tuple of str
        WKT in EPSG:4490.

    Raises
    ------
    FileError, CRSError
        If the file cannot be read or placed.
    EventError
        If it is too detailed to be kept with a mission.
    """
    shapes = read_features(path).to_crs(STORED_CRS).geometry.to_numpy()
    parts = shapely.get_parts(shapely.force_2d(shapes))
    told = _written(parts)
    if _length(told) > LONGEST:
        told = _written(shapely.simplify(parts, COARSE_DEGREE))
    if _length(told) > LONGEST:
        raise EventError(
            N_("{file}: too detailed; draw only the stretches that are closed"),
            file=path.name,
        )
    return told


def blocked_at(text: str) -> tuple[str, ...]:
    """Read closed places typed as ``"104.51,31.62; 104.55,31.60"``.

    Examples
    --------
    >>> blocked_at("104.5, 31.6；104.55 31.6"), blocked_at("")
    (('POINT (104.5 31.6)', 'POINT (104.55 31.6)'), ())

    Raises
    ------
    EventError
        If a part is no pair of longitude and latitude.
    """
    found = []
    for part in filter(None, (p.strip() for p in re.split("[;；\n]", text))):
        pair = _PAIR.fullmatch(part)
        if pair is None:
            raise EventError(
                N_("{text!r} is no place; write longitude,latitude"), text=part
            )
        found.append(shapely.Point(float(pair[1]), float(pair[2])).wkt)
    return tuple(found)


def _written(shapes: object) -> tuple[str, ...]:
    return tuple(shapely.to_wkt(shapes, rounding_precision=DIGITS, trim=True))


def _length(told: tuple[str, ...]) -> int:
    return sum(map(len, told))
