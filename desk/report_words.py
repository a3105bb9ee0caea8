"""What the reports of an event are called."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from geo.quake_message import read_quake_message
from rules.language import N_
from rules.times import local_time

FORM_WORDS = MappingProxyType(
    {
        "message": N_("message of the network"),
        "parameters": N_("typed in"),
        "shakemap": N_("ShakeMap"),
        "intensity_raster": N_("intensity raster"),
        "intensity_polygons": N_("intensity polygons"),
        "stations": N_("list of stations"),
        "flood_depth": N_("flood depth raster"),
        "flood_extent": N_("flood extent"),
        "water_level": N_("water level"),
    }
)


def report_title(report: dict[str, Any], say: Callable[[str], str]) -> str:
    """Name a report: its number, its form, when it came.

    Examples
    --------
    >>> row = {"number": 2, "form": "shakemap", "received_at": "2026-11-22T08:00:00Z"}
    >>> report_title(row, str)
    '2 · ShakeMap · 2026-11-22 16:00'
    """
    received = local_time(report["received_at"]) if report["received_at"] else ""
    parts = (str(report["number"]), say(FORM_WORDS[report["form"]]), received)
    return " · ".join(filter(None, parts))


def message_words(text: str, say: Callable[..., str]) -> list[str]:
    """Say what was read from the text of a message, line by line.

    Raises
    ------
    EventError
        If a number is missing or impossible.
    """
    message = read_quake_message(text)
    message.quake()
    depth = message.depth_km
    figures = {
        N_("Magnitude"): f"{message.magnitude:.1f}",
        N_("Longitude"): f"{message.lon:.2f}",
        N_("Latitude"): f"{message.lat:.2f}",
        N_("Depth (km)"): say("unknown") if depth is None else f"{depth:.0f}",
    }
    told = (local_time(message.time.isoformat()), message.place, message.version)
    first = " · ".join(filter(None, told))
    second = " · ".join(f"{say(name)} {value}" for name, value in figures.items())
    return [first, second, *map(say, message.notes)]
