"""Readings of coordinates in words."""

from typing import Any

from geo.datum_readings import reading_of
from rules.language import N_

_WORDS = {
    ("degrees", "", False): N_(
        "longitude, latitude in CGCS2000 or WGS 84, as they are"
    ),
    ("degrees", "gcj02", False): N_(
        "longitude, latitude in GCJ-02 (Amap, Tencent, Google China)"
    ),
    ("degrees", "gcj02x2", False): N_("longitude, latitude shifted to GCJ-02 twice"),
    ("degrees", "bd09", False): N_("longitude, latitude in BD-09 (Baidu)"),
    ("degrees", "", True): N_("latitude, longitude in CGCS2000 or WGS 84, swapped"),
    ("degrees", "gcj02", True): N_(
        "latitude, longitude in GCJ-02 (Amap, Tencent, Google China), swapped"
    ),
    ("degrees", "gcj02x2", True): N_(
        "latitude, longitude shifted to GCJ-02 twice, swapped"
    ),
    ("degrees", "bd09", True): N_("latitude, longitude in BD-09 (Baidu), swapped"),
    ("gauss", "", False): N_(
        "CGCS2000 Gauss-Kruger, central meridian {meridian}°E; easting, northing"
    ),
    ("gauss", "", True): N_(
        "CGCS2000 Gauss-Kruger, central meridian {meridian}°E; northing first"
    ),
    ("gauss3", "", False): N_(
        "CGCS2000 3-degree Gauss-Kruger with zone number {number}; easting, northing"
    ),
    ("gauss3", "", True): N_(
        "CGCS2000 3-degree Gauss-Kruger with zone number {number}; northing first"
    ),
    ("gauss6", "", False): N_(
        "CGCS2000 6-degree Gauss-Kruger with zone number {number}; easting, northing"
    ),
    ("gauss6", "", True): N_(
        "CGCS2000 6-degree Gauss-Kruger with zone number {number}; northing first"
    ),
    ("utm", "", False): N_("UTM, central meridian {meridian}°E; easting, northing"),
    ("utm", "", True): N_("UTM, central meridian {meridian}°E; northing first"),
    ("web", "", False): N_("Web Mercator in metres; easting, northing"),
    ("web", "", True): N_("Web Mercator in metres; northing first"),
    ("metres", "gcj02", False): N_(
        "metres ({crs}) made from GCJ-02 degrees; easting, northing"
    ),
    ("metres", "gcj02", True): N_("metres ({crs}) made from GCJ-02; northing first"),
    ("metres", "bd09", False): N_("metres ({crs}) made from BD-09; easting, northing"),
    ("metres", "bd09", True): N_("metres ({crs}) made from BD-09; northing first"),
}


def words_of(reading: str) -> tuple[str, dict[str, Any]]:
    """Say a reading: a message id and its values.

    Examples
    --------
    >>> message, values = words_of("EPSG:4522/swapped")
    >>> message.format(**values)
    'CGCS2000 3-degree Gauss-Kruger with zone number 34; northing first'
    """
    frame, shift, swapped = reading_of(reading)
    kind = (
        "gauss" if frame.kind.startswith("gauss") and not frame.number else frame.kind
    )
    if kind != "degrees" and shift:
        kind = "metres"
    values = {"meridian": frame.meridian, "number": frame.number, "crs": frame.name}
    message = _WORDS[kind, shift, swapped]
    return message, {key: values[key] for key in values if f"{{{key}}}" in message}
