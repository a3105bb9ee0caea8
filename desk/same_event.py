"""Whether a report is of the event it is given for."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from desk.event_forms import HAZARDS
from geo.stations import check_origin, read_written_stations
from rules.errors import EventError
from rules.language import N_
from rules.parameters import load_parameters
from rules.times import instant

EARTH_KM = 6371.0
SECONDS = 60.0

Row = dict[str, Any]


def require_same_event(new: Row, known: Iterable[Row], folder: Path) -> None:
    """Refuse a report that tells of another event than those on record.

    Nothing is refused for what a report does not tell.

    Parameters
    ----------
    new : dict
        A report; its file may be named with its whole path.
    known : iterable of dict
        Reports on record; those withdrawn are not asked.
    folder : Path
        Where the workspace keeps event files.

    Raises
    ------
    EventError
        If the hazard is another one, or its time or place lies too far away.
    """
    for report in known:
        if report["withdrawn"]:
            continue
        if HAZARDS[report["form"]] != HAZARDS[new["form"]]:
            raise EventError(
                N_("an event is an earthquake or a flood; take this as a new event")
            )
        _require_one_origin(new, report, folder)
        _require_one_origin(report, new, folder)
        if HAZARDS[new["form"]] == "earthquake":  # water moves on and stays for days
            _require_near(new, report)


def _require_one_origin(list_: Row, other: Row, folder: Path) -> None:
    """Refuse a list of stations and a source that place the earthquake apart."""
    if list_["form"] != "stations" or None in (other["lon"], other["lat"]):
        return
    stations = read_written_stations(folder / list_["file"])
    check_origin(stations, other["lon"], other["lat"], told_by=other["title"])


def _require_near(new: Row, report: Row) -> None:
    limits = load_parameters("reports")["same_event"]
    apart_km, apart_minutes = _apart_km(new, report), _apart_minutes(new, report)
    if apart_km > limits["apart_km"]:
        raise EventError(
            N_(
                "this report lies {apart} km from report {number}, {lon}, {lat}; it is "
                "of another earthquake: take it as a new event"
            ),
            apart=round(apart_km),
            number=report["number"],
            lon=round(report["lon"], 2),
            lat=round(report["lat"], 2),
        )
    if apart_minutes > limits["apart_minutes"]:
        raise EventError(
            N_(
                "this report tells of {new}, report {number} of {known}; it is of "
                "another earthquake: take it as a new event"
            ),
            new=new["happened_at"],
            number=report["number"],
            known=report["happened_at"],
        )


def _apart_km(one: Row, other: Row) -> float:
    """Return the distance of two epicentres; 0 where one is unknown."""
    places = [one["lon"], one["lat"], other["lon"], other["lat"]]
    if None in places:
        return 0.0
    lon, lat, other_lon, other_lat = np.radians(places)
    inner = np.sin((lat - other_lat) / 2) ** 2
    inner += np.cos(lat) * np.cos(other_lat) * np.sin((lon - other_lon) / 2) ** 2
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(inner)))


def _apart_minutes(one: Row, other: Row) -> float:
    """Return the time between two reports' earthquakes; 0 where one is unknown."""
    times = instant(one["happened_at"]), instant(other["happened_at"])
    if None in times:
        return 0.0
    return abs((times[0] - times[1]).total_seconds()) / SECONDS
