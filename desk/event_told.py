"""What a report of an event tells, about to be put on record."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd

from geo.stations import Stations

TITLE_LENGTH = 120


@dataclass(kw_only=True)
class Told:
    """What a report tells, about to be recorded.

    Attributes
    ----------
    event_id : str
        As the file names the event; may be empty.
    values : dict
        What it tells of ``happened_at, magnitude, lon, lat, depth_km, duration_h``.
    content : Path, GeoDataFrame, Stations or None
        What is kept beside the ledger.
    sha256 : str or None
        Of the file as it was given.
    text : str or None
        The message as it was pasted.
    """

    form: str
    title: str
    event_id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    content: Path | gpd.GeoDataFrame | Stations | None = None
    sha256: str | None = None
    text: str | None = None


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, by which it is known again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
