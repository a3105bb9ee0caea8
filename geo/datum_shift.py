"""The shifts of Chinese web maps: GCJ-02 (once or twice) and BD-09, and their undoing.

Degrees in, degrees out, east before north; ``NaN`` stays ``NaN``.  Outside the box of
China nothing is shifted.  Numbers: ``rules/parameters/datum.toml``.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from rules.parameters import load_parameters

Places = tuple[np.ndarray, np.ndarray]


def to_gcj02(lon: np.ndarray, lat: np.ndarray) -> Places:
    """Shift places as Amap, Tencent and Google China show them.

    Parameters
    ----------
    lon, lat : array of float
        Degrees in WGS 84 or CGCS2000.

    Examples
    --------
    >>> lon, lat = to_gcj02([103.5, -0.1], [31.2, 51.5])
    >>> lon.round(6).tolist(), lat.round(6).tolist()
    ([103.502192, -0.1], [31.197699, 51.5])
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    made = load_parameters("datum")["gcj02"]
    east, north = lon - made["origin"][0], lat - made["origin"][1]
    across_m = _metres(east, east, north, made["east"])
    up_m = _metres(north, east, north, made["north"])
    squared = made["eccentricity_squared"]
    flat = 1.0 - squared * np.sin(np.radians(lat)) ** 2
    normal_m = made["semi_major_m"] / np.sqrt(flat)
    with np.errstate(divide="ignore"):  # a pole is outside the box
        across = np.degrees(across_m / (normal_m * np.cos(np.radians(lat))))
    up = np.degrees(up_m / (normal_m * (1.0 - squared) / flat))
    inside = _in_box(lon, lat)
    return np.where(inside, lon + across, lon), np.where(inside, lat + up, lat)


def to_bd09(lon: np.ndarray, lat: np.ndarray) -> Places:
    """Shift places from WGS 84 or CGCS2000 to where Baidu shows them.

    Examples
    --------
    >>> lon, lat = to_bd09(103.5, 31.2)
    >>> lon.round(6).item(), lat.round(6).item()
    (103.508783, 31.203389)
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    made = load_parameters("datum")["bd09"]
    x, y = to_gcj02(lon, lat)
    turn = np.pi / 180.0 * made["cycles"]
    radius = np.hypot(x, y) + made["radius_degree"] * np.sin(y * turn)
    angle = np.arctan2(y, x) + made["angle_radian"] * np.cos(x * turn)
    inside = _in_box(lon, lat)
    right, up = made["offset_degree"]
    return (
        np.where(inside, radius * np.cos(angle) + right, lon),
        np.where(inside, radius * np.sin(angle) + up, lat),
    )


def _twice(lon: np.ndarray, lat: np.ndarray) -> Places:
    return to_gcj02(*to_gcj02(lon, lat))


SHIFTS: Mapping[str, Callable[[np.ndarray, np.ndarray], Places]] = MappingProxyType(
    {"gcj02": to_gcj02, "gcj02x2": _twice, "bd09": to_bd09}
)


def shifted(lon: np.ndarray, lat: np.ndarray, shift: str) -> Places:
    """Shift places from CGCS2000 by a shift of ``SHIFTS``; ``""`` is none."""
    if not shift:
        return np.asarray(lon, float), np.asarray(lat, float)
    return SHIFTS[shift](lon, lat)


def unshifted(lon: np.ndarray, lat: np.ndarray, shift: str) -> Places:
    """Undo :func:`shifted`, to less than a millimetre.

    Parameters
    ----------
    lon, lat : array of float
        Degrees as shifted.
    shift : str
        A name of ``SHIFTS``, or ``""`` for none.

    Examples
    --------
    >>> lon, lat = unshifted(*shifted([103.5], [31.2], "bd09"), "bd09")
    >>> lon.round(9).item(), lat.round(9).item()
    (103.5, 31.2)
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    if not shift:
        return lon, lat
    made = load_parameters("datum")["inverse"]
    x, y = lon, lat
    for _ in range(made["rounds"]):
        there = SHIFTS[shift](x, y)
        right, up = there[0] - lon, there[1] - lat
        x, y = x - right, y - up
        worst = np.fmax.reduce(np.abs(np.stack([right, up])), axis=None, initial=0.0)
        if worst <= made["settled_degree"]:
            break
    inside = _in_box(lon, lat)
    return np.where(inside, x, lon), np.where(inside, y, lat)


def _metres(
    own: np.ndarray, east: np.ndarray, north: np.ndarray, made: Mapping[str, Any]
) -> np.ndarray:
    constant, of_east, of_north, squared, mixed, root = made["polynomial"]
    plain = constant + of_east * east + of_north * north + squared * own**2
    bent = mixed * east * north + root * np.sqrt(np.abs(east))
    return plain + bent + _waves(east, made["waves_x"]) + _waves(own, made["waves_own"])


def _waves(values: np.ndarray, waves: Sequence[Sequence[int]]) -> np.ndarray:
    return sum(a / 3.0 * np.sin(values * np.pi * n / d) for a, n, d in waves)


def _in_box(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    west, south, east, north = load_parameters("datum")["gcj02"]["box"]
    return (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
