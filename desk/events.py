"""Events: an earthquake or a flood in any of the forms an office receives."""

import hashlib
import re
import shutil
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from desk.hazard_now import FORMS, StruckBy
from desk.snapshot import exposure_of
from desk.workspace import Workspace
from geo.event_files import read_event_polygons, sort_of_raster
from geo.feature_files import write_features
from geo.quake import Quake
from geo.shakemap import read_shakemap
from ledger.register import events
from ledger.schema import hazard_event
from rules.errors import EventError, FileError
from rules.language import N_

_KEPT_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """An earthquake typed in; ``at`` may be unknown."""

    magnitude: float
    lon: float
    lat: float
    depth_km: float
    at: datetime | None = None
    title: str = ""

    def quake(self) -> Quake:
        """Return it as the calculation takes it.

        Raises
        ------
        EventError
            If a number is none an earthquake can have.
        """
        return Quake(
            magnitude=self.magnitude,
            lon=self.lon,
            lat=self.lat,
            depth_km=self.depth_km,
        )


@dataclass(kw_only=True)
class _New:
    """An event about to be recorded; ``content`` is kept beside the ledger."""

    event_id: str
    form: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    content: Path | gpd.GeoDataFrame | None = None


def add_event_parameters(workspace: Workspace, given: Parameters, actor: str) -> str:
    """Record an earthquake typed in; returns its id.

    Raises
    ------
    EventError
        If a number is impossible, or it does not reach the county.
    """
    values = asdict(given.quake())
    del values["strike_degree"]
    values["happened_at"] = given.at.isoformat() if given.at else None
    new = _New(
        event_id=_next_id(workspace, "eq"),
        form="parameters",
        title=given.title or f"{given.lon:.2f}, {given.lat:.2f}",
        values=values,
    )
    return _record(workspace, new, actor)


def add_event_file(
    workspace: Workspace, path: Path, actor: str, *, hazard: str | None = None
) -> str:
    """Record an event from a file; returns its id.

    A ShakeMap ``grid.xml``; a GeoTIFF of intensity degrees or of water depth;
    polygons of intensity or of a flood.  ``hazard`` (``"earthquake"`` or
    ``"flood"``) decides where the file does not say.

    Raises
    ------
    FileError, CRSError, SchemaError
        If the file cannot be read as any of these.
    EventError
        If it does not reach the county.
    """
    if hazard not in (None, "earthquake", "flood"):
        raise EventError(
            N_("hazard {hazard!r} is neither earthquake nor flood"), hazard=hazard
        )
    if not path.is_file():
        raise FileError(N_("{file}: no such file"), file=path)
    start = path.read_bytes()[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise FileError(N_("{file}: the file is empty"), file=path.name)
    if start.startswith(b"<"):
        return _record(workspace, _from_shakemap(workspace, path), actor)
    if start[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return _record(workspace, _from_raster(workspace, path, hazard), actor)
    return _record(workspace, _from_polygons(workspace, path, hazard), actor)


def _from_shakemap(workspace: Workspace, path: Path) -> _New:
    shakemap = read_shakemap(path)
    named = _KEPT_IN_ID.sub("-", shakemap.event_id).strip("-")
    values = {
        name: None if np.isnan(value) else float(value)
        for name, value in (
            ("magnitude", shakemap.magnitude),
            ("lon", shakemap.lon),
            ("lat", shakemap.lat),
            ("depth_km", shakemap.depth_km),
        )
    }
    values["happened_at"] = shakemap.time.isoformat() if shakemap.time else None
    return _New(
        event_id=named[:60] or _next_id(workspace, "eq"),
        form="shakemap",
        title=shakemap.event_id[:120] or path.stem,
        values=values,
        content=path,
    )


def _from_raster(workspace: Workspace, path: Path, hazard: str | None) -> _New:
    hazard = hazard or sort_of_raster(path)
    quake = hazard == "earthquake"
    return _New(
        event_id=_next_id(workspace, "eq" if quake else "flood"),
        form="intensity_raster" if quake else "flood_depth",
        title=path.stem[:120],
        content=path,
    )


def _from_polygons(workspace: Workspace, path: Path, hazard: str | None) -> _New:
    found, polygons = read_event_polygons(path, hazard)
    quake = found == "earthquake"
    return _New(
        event_id=_next_id(workspace, "eq" if quake else "flood"),
        form="intensity_polygons" if quake else "flood_extent",
        title=path.stem[:120],
        content=polygons,
    )


def _next_id(workspace: Workspace, prefix: str) -> str:
    taken = {row["event_id"] for row in events(workspace.ledger)}
    number = 1
    while f"{prefix}-{number:03d}" in taken:
        number += 1
    return f"{prefix}-{number:03d}"


def _record(workspace: Workspace, new: _New, actor: str) -> str:
    """Prove that the event can be used, keep its file, and register it."""
    folder = workspace.folder("events")
    number = workspace.ledger.position() + 1  # a later version keeps its own file
    kept = _keep(new.content, folder / f"{new.event_id}-{number}")
    row = {
        "event_id": new.event_id,
        "hazard": FORMS[new.form],
        "form": new.form,
        "title": new.title,
        "happened_at": None,
        "magnitude": None,
        "lon": None,
        "lat": None,
        "depth_km": None,
        "file": kept.name if kept else None,
        "sha256": _sha256(kept) if kept else None,
    } | new.values
    try:
        StruckBy(row, folder).damage(exposure_of(workspace))
    except BaseException:
        if kept:
            kept.unlink()
        raise
    with workspace.ledger.writing(
        actor=actor, verb="add event", scope="events", note=new.title
    ) as entry:
        entry.write(hazard_event, [row])
    return new.event_id


def _keep(content: Path | gpd.GeoDataFrame | None, target: Path) -> Path | None:
    if content is None:
        return None
    if isinstance(content, Path):
        kept = target.with_name(target.name + content.suffix.lower())
        shutil.copyfile(content, kept)
        return kept
    kept = target.with_name(target.name + ".parquet")
    write_features(content, kept)
    return kept


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
