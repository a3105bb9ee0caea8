"""Readings: what a pair of numbers without a datum may mean, and its undoing.

A reading is a short text.  ``lonlat`` are longitude and latitude as they are (WGS 84
and CGCS2000 are one answer); ``gcj02``, ``gcj02x2`` and ``bd09`` are shifted degrees;
``EPSG:4543`` are easting and northing in metres, ``EPSG:4543+gcj02`` those of shifted
degrees.  ``/swapped`` says that the north comes first, as surveyors write it.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from geo.crs import STORED_CRS, project
from geo.datum_shift import SHIFTS, Places, shifted, unshifted
from rules.errors import CRSError
from rules.language import N_
from rules.parameters import load_parameters

DEGREES = "lonlat"
_SWAPPED = "/swapped"

Box = tuple[float, float, float, float]


class Frame(NamedTuple):
    """Axes that numbers may be counted along.

    Attributes
    ----------
    name : str
        ``lonlat`` or an EPSG code.
    kind : str
        ``degrees``, ``gauss3``, ``gauss6``, ``utm`` or ``web``.
    meridian : int
        Central meridian, degrees; 0 where there is none.
    number : int
        Of the zone, where it is written before the easting; else 0.
    shifts : tuple of str
        What the numbers may have been shifted by before; ``""`` is nothing.
    """

    name: str
    kind: str
    meridian: int
    number: int
    shifts: tuple[str, ...]

    @property
    def degrees(self) -> str:
        """The CRS in degrees on the same datum; WGS 84 and CGCS2000 are one answer."""
        # PROJ takes 300 times longer to look for a way from one to the other.
        return STORED_CRS if self.kind.startswith("gauss") else "EPSG:4326"


class Reading(NamedTuple):
    """A reading in its parts."""

    frame: Frame
    shift: str
    swapped: bool

    def __str__(self) -> str:
        """Return the short text that is recorded with the data."""
        if self.frame.name == DEGREES:
            name = self.shift or DEGREES
        else:
            name = self.frame.name + (self.shift and f"+{self.shift}")
        return name + (_SWAPPED if self.swapped else "")


@cache
def all_frames() -> tuple[Frame, ...]:
    """List every frame there is, degrees first."""
    made = load_parameters("datum")["frames"]
    zones = (
        Frame(
            f"EPSG:{family['first'] + at}",
            family["kind"],
            family["meridian"] + at * family["step"],
            family["number"] + at if family["number"] else 0,
            family["shifts"],
        )
        for family in made["families"]
        for at in range(family["count"])
    )
    return Frame(DEGREES, "degrees", 0, 0, made["degree_shifts"]), *zones


def frames_near(west: float, east: float) -> tuple[Frame, ...]:
    """List the frames whose zones may hold places between two longitudes.

    A 6-degree zone without number is left out: its numbers are those of the 3-degree
    zone of the same meridian.

    Examples
    --------
    >>> [frame.name for frame in frames_near(117.9, 118.2) if frame.kind == "gauss6"]
    ['EPSG:4498', 'EPSG:4499']
    """
    reach = load_parameters("datum")["frames"]["reach_degree"]
    return tuple(
        frame
        for frame in all_frames()
        if not frame.meridian or west - reach <= frame.meridian <= east + reach
        if frame.kind != "gauss6" or frame.number
    )


def frame_boxes(bounds: Box) -> list[tuple[Reading, Box]]:
    """Say within which numbers a county lies in each frame, both ways round.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north of the county, degrees; some kilometres are added.

    Returns
    -------
    list of (Reading, tuple of float)
        Unshifted readings, and least x, least y, greatest x, greatest y.
    """
    around = load_parameters("datum")["evidence"]["around_degree"]
    west, south, east, north = np.add(bounds, (-around, -around, around, around))
    steps = np.linspace(0.0, 1.0, 9)
    lon, lat = np.meshgrid(
        west + steps * (east - west), south + steps * (north - south)
    )
    boxes = []
    for frame in frames_near(west, east):
        x, y = unconvert(lon.ravel(), lat.ravel(), str(Reading(frame, "", False)))
        box = tuple(float(edge) for edge in (x.min(), y.min(), x.max(), y.max()))
        boxes.append((Reading(frame, "", False), box))
        boxes.append((Reading(frame, "", True), (box[1], box[0], box[3], box[2])))
    return boxes


def in_box(x: np.ndarray, y: np.ndarray, box: Box) -> np.ndarray:
    """Tell which numbers lie in a box; ``NaN`` does not."""
    return (box[0] <= x) & (x <= box[2]) & (box[1] <= y) & (y <= box[3])


@cache
def all_readings() -> tuple[str, ...]:
    """List the name of every reading."""
    return tuple(
        str(Reading(frame, shift, swapped))
        for frame in all_frames()
        for shift in frame.shifts
        for swapped in (False, True)
    )


@cache
def reading_of(name: str) -> Reading:
    """Take the name of a reading apart.

    Raises
    ------
    CRSError
        If there is no such reading.

    Examples
    --------
    >>> reading = reading_of("EPSG:4543+gcj02/swapped")
    >>> reading.frame.meridian, reading.shift, reading.swapped
    (102, 'gcj02', True)
    """
    plain = name.removesuffix(_SWAPPED)
    head, _, shift = (DEGREES, "", plain) if plain in SHIFTS else plain.partition("+")
    for frame in all_frames():
        if frame.name == head and shift in frame.shifts:
            reading = Reading(frame, shift, plain != name)
            if str(reading) == name:
                return reading
    raise CRSError(N_("there is no reading {name} of coordinates"), name=name)


def convert(x: np.ndarray, y: np.ndarray, reading: str) -> Places:
    """Bring numbers to longitude and latitude in ``STORED_CRS``.

    Parameters
    ----------
    x, y : array of float
        As given; ``NaN`` where there is none.
    reading : str
        What the numbers mean.

    Returns
    -------
    lon, lat : float64
        Degrees; both ``NaN`` where there is no place.

    Raises
    ------
    CRSError
        If there is no such reading.

    Examples
    --------
    >>> lon, lat = convert([31.2, 35.0], [103.5, np.nan], "lonlat/swapped")
    >>> lon.tolist(), lat.tolist()
    ([103.5, nan], [31.2, nan])
    """
    frame, shift, swapped = reading_of(reading)
    x, y = _paired(x, y)
    if swapped:
        x, y = y, x
    if frame.name != DEGREES:
        x, y = _paired(*project(x, y, frame.name, frame.degrees))
    return unshifted(x, y, shift)


def unconvert(lon: np.ndarray, lat: np.ndarray, reading: str) -> Places:
    """Undo :func:`convert`: the numbers as they were given.

    Examples
    --------
    >>> x, y = unconvert([102.0], [31.0], "EPSG:4543/swapped")
    >>> x.round(3).item(), y.round(3).item()
    (3430974.323, 500000.0)
    """
    frame, shift, swapped = reading_of(reading)
    x, y = shifted(*_paired(lon, lat), shift)
    if frame.name != DEGREES:
        x, y = _paired(*project(x, y, frame.degrees, frame.name))
    return (y, x) if swapped else (x, y)


def _paired(x: np.ndarray, y: np.ndarray) -> Places:
    x, y = np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))
    placed = np.isfinite(x) & np.isfinite(y)
    return np.where(placed, x, np.nan), np.where(placed, y, np.nan)
