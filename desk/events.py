"""Events: an earthquake or a flood in any of the forms an office receives."""

import hashlib
import re
import shutil
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np

from desk.hazard_now import FORMS, StruckBy
from desk.snapshot import exposure_of
from desk.workspace import Workspace
from geo.event_files import read_event_polygons, sort_of_raster
from geo.feature_files import write_features
from geo.quake import Quake
from geo.raster_intake import as_geotiff, is_geotiff
from geo.shakemap import read_strange_shakemap
from geo.sight import look
from ledger.register import events
from ledger.schema import hazard_event
from rules.errors import EventError, FileError
from rules.language import N_
from rules.times import CHINA_TIME

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

    form: str
    title: str
    event_id: str = ""  # as the file names it
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
    values["happened_at"] = _instant(given.at) if given.at else None
    new = _New(
        form="parameters",
        title=given.title or f"{given.lon:.2f}, {given.lat:.2f}",
        values=values,
    )
    return _record(workspace, new, actor)


def add_event_file(
    workspace: Workspace, path: Path, actor: str, *, hazard: str | None = None
) -> str:
    """Record an event from a file; returns its id.

    A ShakeMap ``grid.xml``; a GeoTIFF or other grid of intensity degrees or of depth;
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
        return _record(workspace, _from_shakemap(path), actor)
    if is_geotiff(path):
        return _record(workspace, _from_raster(path, hazard), actor)
    if look(path).family == "raster":  # a grid of another kind
        with TemporaryDirectory(dir=workspace.folder("events")) as folder:
            made = as_geotiff(path, Path(folder))
            return _record(workspace, _from_raster(made, hazard), actor)
    return _record(workspace, _from_polygons(path, hazard), actor)


def _from_shakemap(path: Path) -> _New:
    shakemap = read_strange_shakemap(path)
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
        event_id=named[:60],
        form="shakemap",
        title=shakemap.event_id[:120] or path.stem,
        values=values,
        content=path,
    )


def _from_raster(path: Path, hazard: str | None) -> _New:
    quake = sort_of_raster(path, hazard) == "earthquake"
    return _New(
        form="intensity_raster" if quake else "flood_depth",
        title=path.stem[:120],
        content=path,
    )


def _from_polygons(path: Path, hazard: str | None) -> _New:
    found, polygons = read_event_polygons(path, hazard)
    quake = found == "earthquake"
    return _New(
        form="intensity_polygons" if quake else "flood_extent",
        title=path.stem[:120],
        content=polygons,
    )


def _record(workspace: Workspace, new: _New, actor: str) -> str:
    """Prove that the event can be used; then keep its file and register it."""
    folder = workspace.folder("events")
    row = {
        "hazard": FORMS[new.form],
        "form": new.form,
        "title": new.title,
        "happened_at": None,
        "magnitude": None,
        "lon": None,
        "lat": None,
        "depth_km": None,
        "file": None,
        "sha256": None,
    } | new.values
    with TemporaryDirectory(dir=folder) as draft:
        file = _keep(new.content, Path(draft))
        row |= {"file": file.name, "sha256": _sha256(file)} if file else {}
        StruckBy(row, Path(draft)).damage(exposure_of(workspace))
        with workspace.ledger.transaction() as transaction:
            row["event_id"] = _free_id(workspace, new)
            entry = transaction.entry(
                actor=actor, verb="add event", scope="events", note=new.title
            )
            if file:  # a later version keeps a file of its own
                row["file"] = f"{row['event_id']}-{entry.seq}{file.suffix}"
                file.replace(folder / row["file"])
            entry.write(hazard_event, [row])
    return row["event_id"]


def _instant(at: datetime) -> str:
    """Write a moment with its zone; one without is in China's."""
    return (at if at.tzinfo else at.replace(tzinfo=CHINA_TIME)).isoformat()


def _free_id(workspace: Workspace, new: _New) -> str:
    """Return the event's own id, or the next free number of its hazard."""
    taken = {row["event_id"]: row["form"] for row in events(workspace.ledger)}
    if new.event_id and taken.get(new.event_id, new.form) != new.form:
        raise EventError(
            N_("event {id} exists already, in another form: {form}"),
            id=new.event_id,
            form=taken[new.event_id],
        )
    prefix = "eq" if FORMS[new.form] == "earthquake" else "flood"
    number = 1
    while f"{prefix}-{number:03d}" in taken:
        number += 1
    return new.event_id or f"{prefix}-{number:03d}"


def _keep(content: Path | gpd.GeoDataFrame | None, folder: Path) -> Path | None:
    if content is None:
        return None
    if isinstance(content, Path):
        kept = folder / content.name
        shutil.copyfile(content, kept)
        return kept
    kept = folder / "polygons.parquet"
    write_features(content, kept)
    return kept


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
