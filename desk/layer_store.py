"""The layers of a workspace: taken in from files, kept as its own copies."""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import pandas as pd

from desk.layer_findings import found_in, keep_findings, nothing_found
from desk.layer_register import layers_in_force, require_period, told_of_arrival
from desk.workspace import Workspace
from geo.crs import STORED_CRS
from geo.datum import convert
from geo.feature_files import read_features, write_features
from geo.hazards import HazardLayers
from geo.layer_files import Bounds, RasterInfo, read_layer
from geo.rasters import add_overviews
from ledger.register import layers as registered
from ledger.schema import layer as layer_table
from rules.editions import State, begins_on, states

AS_THEY_ARE = ("", "lonlat")  # readings that shift nothing
HAZARD_KINDS = ("seismic_zone", "flood_depth", "flood_extent", "geohazard", "fault")
SUMS = ("area_change_ratio", "overlap_m2", "gap_m2")
TITLE_LENGTH = layer_table.c.title.type.length
SOURCE_LENGTH = layer_table.c.source.type.length
OUTLINES = ("county_boundary", "town_boundary", "village_boundary")


@dataclass(frozen=True, kw_only=True)
class LayersInForce(HazardLayers):
    """The hazard layers of a day; ``key`` tells one set of them from another."""

    key: str


def import_layer(
    workspace: Workspace,
    path: Path,
    kind: str,
    actor: str,
    *,
    part: str = "",
    crs: str = "",
    reading: str = "",
    converted: str = "",
    series: str = "",
    edition: str = "",
    scale: str = "",
    title: str = "",
    source: str = "",
    sha256: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    role: str | None = None,
) -> dict:
    """Take a layer file into the workspace.

    Parameters
    ----------
    part, crs : str
        See :func:`geo.layer_files.read_layer`.
    reading : str
        What its coordinates are, see :mod:`geo.datum`; they are converted.
    converted : str
        The reading that was undone before, where the file was made of another one.
    series, edition, scale, title, source : str
        What the register says of it, see :mod:`rules.editions`; title and source are
        the file's name unless stated.
    sha256 : str
        Of the file that somebody gave, where ``path`` was made of it.
    valid_from, valid_to : date, optional
        First day it counts, the day of import unless stated; the day from which it
        does not count any more.

    Returns
    -------
    dict
        ``layer_id``; ``imported`` and ``rejected`` (features; a raster counts one),
        ``unchanged`` (where this very file is in the register and has not ended),
        ``rows``, and what :func:`desk.layer_findings.found_in` returns; ``quality``
        also says which layers it replaces.

    Raises
    ------
    LayerError, FileError, CRSError, SchemaError
        If the file cannot be taken, see :func:`geo.layer_files.read_layer`.
    """
    require_period(valid_from, valid_to)
    digest = sha256 or _digest(path, part)
    undone = converted or ("" if reading in AS_THEY_ARE else reading)
    if known := _known(workspace, kind, digest, undone):
        told = nothing_found() | {"layer_id": known["layer_id"]}
        return _told(told, imported=0, unchanged=known["features"])
    words = {"series": series, "edition": edition, "scale": scale, "reading": undone}
    facts = {name: word or None for name, word in words.items()}
    facts |= {"valid_from": valid_from, "valid_to": valid_to}
    with TemporaryDirectory(dir=workspace.folder("layers")) as folder:
        given = {"part": part, "crs": crs, "folder": Path(folder)}
        content, stated = _read(workspace, path, kind, reading, given)
        found = _found(workspace, kind, content)
        sums = {name: found[name] for name in SUMS} | {"crs": stated}
        layer_id = add_layer(
            workspace,
            kind,
            content,
            title=title or path.stem,
            source=source or path.name,
            actor=actor,
            facts=facts | sums,
            findings=found,
            sha256=digest,
            role=role,
        )
    found["layer_id"] = layer_id
    found["quality"] += told_of_arrival(workspace, layer_id)
    imported = 1 if isinstance(content, Path) else len(content)
    return _told(found, imported=imported, unchanged=0)


def add_layer(
    workspace: Workspace,
    kind: str,
    content: gpd.GeoDataFrame | Path,
    *,
    title: str,
    source: str,
    actor: str,
    facts: Mapping[str, Any] | None = None,
    findings: Mapping[str, Any] | None = None,
    sha256: str = "",
    role: str | None = None,
    at: datetime | None = None,
) -> str:
    """Keep a checked layer (features in EPSG:4490, or a GeoTIFF) and register it.

    Parameters
    ----------
    facts : mapping, optional
        More columns of the register: ``series``, ``edition``, ``valid_from`` …
    findings : mapping, optional
        As from :func:`desk.layer_findings.found_in`; kept beside the file.

    Returns
    -------
    str
        The id of the layer.
    """
    raster = isinstance(content, Path)
    head = {"actor": actor, "role": role, "at": at, "note": source}
    with workspace.ledger.writing(verb="import layer", scope="layers", **head) as entry:
        name = f"{kind}-{entry.seq}"
        target = workspace.folder("layers") / f"{name}.{'tif' if raster else 'parquet'}"
        _write(content, target)
        if findings:
            keep_findings(findings, target)
        row = {
            "layer_id": name,
            "kind": kind,
            "title": title[:TITLE_LENGTH],
            "source": source[:SOURCE_LENGTH],
            "file": target.name,
            "sha256": sha256 or _digest(target),
            "features": 1 if raster else len(content),
            "repaired": 0 if raster else content.attrs.get("repaired", 0),
        }
        entry.write(layer_table, [row | dict(facts or {})])
    return name


def vector_layer(
    workspace: Workspace, kind: str, on: date | None = None
) -> gpd.GeoDataFrame | None:
    """Return the features of a kind that count on a day, in EPSG:4490; or ``None``."""
    paths = _files(workspace, kind, on)
    if not paths:
        return None
    parts = [read_features(path) for path in paths]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def raster_layer(
    workspace: Workspace, kind: str, on: date | None = None
) -> Path | None:
    """Return the GeoTIFF of a raster kind that counts on a day, or ``None``."""
    rows = layers_in_force(workspace, kind, on)
    if not rows:
        return None
    newest = max(rows, key=begins_on)
    return workspace.folder("layers") / newest["file"]


def hazard_layers(workspace: Workspace, on: date | None = None) -> LayersInForce:
    """Gather every hazard layer that counts on a day; today by default."""
    files = [
        f"{kind}:{row['file']}"
        for kind in HAZARD_KINDS
        for row in layers_in_force(workspace, kind, on)
    ]
    return LayersInForce(
        seismic_zones=vector_layer(workspace, "seismic_zone", on),
        flood_depth=raster_layer(workspace, "flood_depth", on),
        flood_extents=vector_layer(workspace, "flood_extent", on),
        geohazards=vector_layer(workspace, "geohazard", on),
        faults=vector_layer(workspace, "fault", on),
        key=hashlib.sha256("\n".join(files).encode()).hexdigest()[:16],
    )


def county_bounds(workspace: Workspace) -> Bounds | None:
    """Return west, south, east, north of the county's outline, if there is one."""
    for kind in OUTLINES:
        if (outline := vector_layer(workspace, kind)) is not None:
            return tuple(outline.total_bounds)
    return None


def _read(
    workspace: Workspace, path: Path, kind: str, reading: str, given: dict[str, Any]
) -> tuple[gpd.GeoDataFrame | Path, str | None]:
    """Read a layer; returns it and the CRS that its file states."""
    given = given | {"bounds": county_bounds(workspace)}
    if reading not in AS_THEY_ARE:
        # Numbers without a CRS reach the conversion as they are.
        given |= {"crs": given["crs"] or STORED_CRS}
        given |= {"to_stored": partial(convert, reading=reading)}
    content = read_layer(path, kind, **given)
    if isinstance(content, RasterInfo):
        return content.path, content.crs or None
    return content, content.attrs.get("crs")


def _found(
    workspace: Workspace, kind: str, content: gpd.GeoDataFrame | Path
) -> dict[str, Any]:
    if isinstance(content, Path):
        return nothing_found()
    return found_in(content, kind, vector_layer(workspace, "county_boundary"))


def _write(content: gpd.GeoDataFrame | Path, target: Path) -> None:
    if isinstance(content, Path):
        shutil.copyfile(content, target)
        add_overviews(target)
        return
    plain = content.copy()
    plain.attrs = {}
    write_features(plain, target)


def _known(
    workspace: Workspace, kind: str, digest: str, reading: str
) -> dict[str, Any] | None:
    """Return the layer that this very file is already, if it has not ended."""
    rows = registered(workspace.ledger)
    state = states(rows, date.today())
    for row in rows:
        same = row["kind"] == kind and row["sha256"] == digest
        same = same and (row["reading"] or "") == reading
        if same and state[row["layer_id"]] is not State.ENDED:
            return row
    return None


def _files(workspace: Workspace, kind: str, on: date | None) -> list[Path]:
    folder = workspace.folder("layers")
    return [folder / row["file"] for row in layers_in_force(workspace, kind, on)]


def _told(found: dict[str, Any], *, imported: int, unchanged: int) -> dict:
    counts = {"imported": imported, "rejected": 0, "unchanged": unchanged, "rows": []}
    return counts | found


def _digest(path: Path, part: str = "") -> str:
    """Return the SHA-256 of a file, of what belongs to it, and of the part named."""
    parts = [path]
    if path.suffix.lower() == ".shp":
        parts = sorted(p for p in path.parent.iterdir() if p.stem == path.stem)
    elif path.is_dir():
        parts = sorted(path.rglob("*"))
    whole = hashlib.sha256()
    for one in parts:
        whole.update(one.read_bytes() if one.is_file() else b"")
    if part:
        whole.update(f"\0{part}".encode())
    return whole.hexdigest()
