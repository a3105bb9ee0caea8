"""Where a house stands: two columns or one cell, in degrees or read as told."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.crs import CHINA_BOUNDS
from geo.datum import FORMS, Coordinates, convert, parse_coordinates
from geo.household_cells import READ_AS, Checker, Say
from geo.household_words import UNKNOWN
from rules.language import N_

Bounds = tuple[float, float, float, float]  # west, south, east, north
Columns = Mapping[str, pa.ChunkedArray]
Readings = str | Mapping[str, str] | np.ndarray | None  # one, by form, or by row

AS_THEY_ARE = "lonlat"
LATITUDE_FIRST = N_("was read with the latitude first, as {meant}")
_MOST_DEGREES = 180.0
_DEGREES = r"^[+-]?[0-9]{1,3}(\.[0-9]*)?$"
_NOTHING = "nothing"  # the form of a cell that says so
_NO_NUMBER = N_("is not a number of degrees")
_NOT_IN_CHINA = N_("is not in China, {least} to {most}")
_ZONED_M = 1e7  # an easting with the number of its zone before it is longer


class Told(NamedTuple):
    """What a file says of the places: texts, and in which columns they stand."""

    x: pa.ChunkedArray
    y: pa.ChunkedArray
    names: tuple[str, str]

    @property
    def together(self) -> bool:
        """Whether both stand in one cell."""
        return self.names[0] == self.names[1]


def told_places(columns: Columns, plain: Mapping[str, pa.ChunkedArray]) -> Told | None:
    """Return the texts of both coordinates, wherever a file has them.

    Parameters
    ----------
    columns, plain
        The cells by field, as they stand and with plain signs.
    """
    if "place" in columns:
        empty = pa.chunked_array([pa.repeat("", len(plain["place"]))])
        return Told(plain["place"], empty, ("place", "place"))
    names = ("x", "y") if {"x", "y"} & set(columns) else ("lon", "lat")
    if not set(names) & set(columns):
        return None
    some = plain[next(name for name in names if name in columns)]
    empty = pa.chunked_array([pa.repeat("", len(some))])
    return Told(*(plain.get(name, empty) for name in names), names=names)


def forms_of(read: Coordinates) -> np.ndarray:
    """Name the form of each row that was read, as readings are told for it.

    Returns
    -------
    array of str
        ``degrees``, ``dms`` (with minutes), ``projected`` (metres), ``prefixed``
        (metres after the number of a zone); ``""`` where there is no pair.
    """
    most = np.maximum(np.abs(read.x), np.abs(read.y))
    minutes = np.isin(read.form, [FORMS.index("minutes"), FORMS.index("seconds")])
    with np.errstate(invalid="ignore"):
        conditions = [
            np.isnan(most),
            minutes,
            most <= _MOST_DEGREES,
            most < _ZONED_M,
        ]
    names = ["", "dms", "degrees", "projected"]
    return np.select(conditions, names, "prefixed").astype(object)


class Places(NamedTuple):
    """Where the houses stand, and which places were converted, as they were given."""

    lon: np.ndarray
    lat: np.ndarray
    given: pd.DataFrame  # row, x, y, reading


def places(checker: Checker, bounds: Bounds | None, reading: Readings) -> Places:
    """Read the places of the houses; ``NaN`` where there is none.

    Parameters
    ----------
    bounds : west, south, east, north, optional
        Of the county: houses beyond are refused.
    reading : str, mapping or array of str, optional
        How the numbers are read (:data:`geo.datum.READINGS`), all of them, by form or
        row by row; what no reading is told for must be degrees.
    """
    plain = {name: checker.text(name) for name in checker.cells}
    told = told_places(checker.cells, plain)
    if told is None:
        nowhere = np.full(len(checker.rows), np.nan)
        return Places(nowhere, nowhere, _given(checker, nowhere, nowhere, nowhere))
    x, y, form = _parsed(told)
    readings = _readings(form, reading)
    if told.together:
        x, y = _in_order(checker, x, y, readings)
    _refuse_unreadable(checker, told, x, y, form, readings)
    lon, lat = _converted(x, y, readings)
    _require_in_china(checker, told, lon, lat)
    _require_within(checker, told.names[0], lon, lat, bounds)
    return Places(lon, lat, _given(checker, x, y, readings))


def _parsed(told: Told) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn texts into numbers: plain degrees at once, the others by their form."""
    shaped = [pc.match_substring_regex(text, _DEGREES) for text in (told.x, told.y)]
    numbers = [
        pc.cast(pc.if_else(plain, text, None), pa.float64()).to_numpy().copy()
        for plain, text in zip(shaped, (told.x, told.y), strict=True)
    ]
    form = np.where(np.isfinite(numbers[0]) & np.isfinite(numbers[1]), "degrees", "")
    form = form.astype(object)
    given = [pc.not_equal(text, "").to_numpy() for text in (told.x, told.y)]
    given[1] = given[1] | told.together
    rest = np.flatnonzero(given[0] & given[1] & (form == ""))
    if len(rest):
        parsed = parse_coordinates(*(t.take(pa.array(rest)) for t in (told.x, told.y)))
        numbers[0][rest], numbers[1][rest] = parsed.x, parsed.y
        form[rest] = forms_of(parsed)
        form[rest[parsed.form == FORMS.index("empty")]] = _NOTHING
    return numbers[0], numbers[1], form


def _readings(form: np.ndarray, reading: Readings) -> np.ndarray:
    """Return the reading of each row; ``""`` is as if nothing were told."""
    told = np.full(len(form), "", object)
    if isinstance(reading, Mapping):
        for name, how in reading.items():
            told[form == name] = how
    elif reading is not None:  # one for all, or an array of one for each
        told[:] = reading
        told[np.isin(form, ["", _NOTHING])] = ""
    return told


def _in_order(
    checker: Checker, x: np.ndarray, y: np.ndarray, readings: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Put degrees out of one cell in order: in China it shows which is which."""
    west, south, east, north = CHINA_BOUNDS
    with np.errstate(invalid="ignore"):
        turned = (x >= south) & (x <= north) & (y >= west) & (y <= east)
    turned &= readings == ""
    x, y = np.where(turned, y, x), np.where(turned, x, y)
    checker.note("place", turned, LATITUDE_FIRST, lambda at: f"{x[at]}, {y[at]}")
    return x, y


def _refuse_unreadable(
    checker: Checker,
    told: Told,
    x: np.ndarray,
    y: np.ndarray,
    form: np.ndarray,
    readings: np.ndarray,
) -> None:
    """Refuse what is no number, no degrees, or half a place."""
    given = [pc.not_equal(text, "").to_numpy() for text in (told.x, told.y)]
    nothing = form == _NOTHING
    degrees = np.isin(form, ["degrees", "dms"])
    fine = (form != "") & (degrees | nothing | (readings != ""))
    texts = (told.x,) if told.together else (told.x, told.y)
    for at, text in enumerate(texts):
        name, other = told.names[at], told.names[1 - at]
        wrong, half = given[at] & ~fine, ~given[at] & given[1 - at]
        if not told.together:
            wrong &= ~pc.match_substring_regex(text, _DEGREES).to_numpy()
        checker.refuse(name, wrong, _NO_NUMBER)
        checker.refuse(name, half, N_("is empty, but {other} is not"), other=other)
        checker.note(name, nothing & given[at], UNKNOWN)
        checker.note(name, form == "dms", READ_AS, _shown(x, y, told, at))
    metres = (form != "") & ~fine
    x[metres], y[metres] = np.nan, np.nan


def _shown(x: np.ndarray, y: np.ndarray, told: Told, which: int) -> Say:
    if told.together:
        return lambda at: f"{x[at]:.7f}, {y[at]:.7f}"
    numbers = (x, y)[which]
    return lambda at: f"{numbers[at]:.7f}"


def _converted(
    x: np.ndarray, y: np.ndarray, readings: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    lon, lat = x.copy(), y.copy()
    for how in sorted(set(readings.tolist()) - {"", AS_THEY_ARE}):
        where = (readings == how) & np.isfinite(x) & np.isfinite(y)
        lon[where], lat[where] = convert(x[where], y[where], how)
    return lon, lat


def _require_in_china(
    checker: Checker, told: Told, lon: np.ndarray, lat: np.ndarray
) -> None:
    west, south, east, north = CHINA_BOUNDS
    with np.errstate(invalid="ignore"):
        within = [(lon >= west) & (lon <= east), (lat >= south) & (lat <= north)]
        turned = (lon >= south) & (lon <= north) & (lat >= west) & (lat <= east)
    ends = ((west, east), (south, north))
    beyond = [~within[at] & np.isfinite((lon, lat)[at]) for at in (0, 1)]
    texts = (told.x, told.y)
    if told.together:
        beyond[1] &= ~beyond[0]
    for at, name in enumerate(told.names):
        other = texts[1 - at]
        least, most = ends[at]

        def instead(row: int, other: pa.ChunkedArray = other) -> str:
            return other[row].as_py() if turned[row] else ""

        checker.refuse(name, beyond[at], _NOT_IN_CHINA, instead, least=least, most=most)


def _require_within(
    checker: Checker,
    name: str,
    lon: np.ndarray,
    lat: np.ndarray,
    bounds: Bounds | None,
) -> None:
    if bounds is None:
        return
    west, south, east, north = bounds
    with np.errstate(invalid="ignore"):
        within = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    placed = np.isfinite(lon) & np.isfinite(lat)
    checker.refuse(name, placed & ~within, N_("outside the county"))


def _given(
    checker: Checker, x: np.ndarray, y: np.ndarray, readings: np.ndarray
) -> pd.DataFrame:
    """Return the places that were converted, as they were given."""
    if readings.dtype != object:
        readings = np.full(len(x), "", object)
    moved = np.isfinite(x) & np.isfinite(y) & ~checker.refused
    moved &= (readings != "") & (readings != AS_THEY_ARE)
    return pd.DataFrame(
        {
            "row": checker.rows[moved],
            "x": x[moved],
            "y": y[moved],
            "reading": pd.Series(readings[moved], dtype="str"),
        }
    )
