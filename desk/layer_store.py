"""The layers of a workspace: taken in from files, kept as its own copies."""

import hashlib
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd

from desk.workspace import Workspace
from geo.feature_files import read_features, write_features
from geo.hazards import HazardLayers
from geo.layer_files import Bounds, read_layer
from geo.rasters import add_overviews
from ledger.register import layers as registered
from ledger.schema import layer as layer_table
from rules.vocabulary import RASTER_KINDS


def import_layer(workspace: Workspace, path: Path, kind: str, actor: str) -> dict:
    """Take a layer file into the workspace.

    Returns
    -------
    dict
        ``imported`` and ``rejected`` (features; a raster counts one),
        ``unchanged`` (1 if this very file is registered already), ``rows``, and
        ``repaired`` (polygons made valid).

    Raises
    ------
    LayerError, FileError, CRSError, SchemaError
        If the file cannot be taken, see :func:`geo.layer_files.read_layer`.
    """
    digest = _digest(path)
    for known in registered(workspace.ledger):
        if known["kind"] == kind and known["sha256"] == digest:
            return _told(imported=0, unchanged=known["features"], repaired=0)
    content = read_layer(path, kind, bounds=county_bounds(workspace))
    if kind in RASTER_KINDS:
        told = {"title": path.stem, "source": path.name, "actor": actor}
        add_layer(workspace, kind, path, sha256=digest, **told)
        return _told(imported=1, unchanged=0, repaired=0)
    add_layer(
        workspace,
        kind,
        content,
        title=path.stem,
        source=path.name,
        actor=actor,
        sha256=digest,
    )
    repaired = content.attrs.get("repaired", 0)
    return _told(imported=len(content), unchanged=0, repaired=repaired)


def add_layer(
    workspace: Workspace,
    kind: str,
    content: gpd.GeoDataFrame | Path,
    *,
    title: str,
    source: str,
    actor: str,
    sha256: str | None = None,
    at: object = None,
) -> str:
    """Keep a checked layer (features in EPSG:4490, or a GeoTIFF) and register it."""
    ledger = workspace.ledger
    with ledger.writing(
        actor=actor, verb="import layer", scope="layers", note=source, at=at
    ) as entry:
        name = f"{kind}-{entry.seq}"
        target = workspace.folder("layers") / name
        if isinstance(content, Path):
            target = target.with_suffix(".tif")
            shutil.copyfile(content, target)
            add_overviews(target)
        else:
            target = target.with_suffix(".parquet")
            write_features(content, target)
        row = {
            "layer_id": name,
            "kind": kind,
            "title": title,
            "source": source,
            "file": target.name,
            "sha256": sha256 or _digest(target),
            "features": 1 if isinstance(content, Path) else len(content),
            "repaired": 0
            if isinstance(content, Path)
            else content.attrs.get("repaired", 0),
        }
        entry.write(layer_table, [row])
    return name


def vector_layer(workspace: Workspace, kind: str) -> gpd.GeoDataFrame | None:
    """Return the features of a kind, of all its files, in EPSG:4490; or ``None``."""
    paths = _files(workspace, kind)
    if not paths:
        return None
    parts = [read_features(path) for path in paths]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def raster_layer(workspace: Workspace, kind: str) -> Path | None:
    """Return the newest GeoTIFF of a raster kind, or ``None``."""
    paths = _files(workspace, kind)
    return paths[-1] if paths else None


def hazard_layers(workspace: Workspace) -> HazardLayers:
    """Gather every hazard layer the workspace has."""
    return HazardLayers(
        seismic_zones=vector_layer(workspace, "seismic_zone"),
        flood_depth=raster_layer(workspace, "flood_depth"),
        flood_extents=vector_layer(workspace, "flood_extent"),
        geohazards=vector_layer(workspace, "geohazard"),
        faults=vector_layer(workspace, "fault"),
    )


def county_bounds(workspace: Workspace) -> Bounds | None:
    """Return west, south, east, north of the county's outline, if there is one."""
    for kind in ("county_boundary", "town_boundary", "village_boundary"):
        if (outline := vector_layer(workspace, kind)) is not None:
            return tuple(outline.total_bounds)
    return None


def _files(workspace: Workspace, kind: str) -> list[Path]:
    folder = workspace.folder("layers")
    rows = registered(workspace.ledger)
    return [folder / row["file"] for row in rows if row["kind"] == kind]


def _told(*, imported: int, unchanged: int, repaired: int) -> dict:
    return {
        "imported": imported,
        "rejected": 0,
        "unchanged": unchanged,
        "rows": [],
        "repaired": repaired,
    }


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, and of what belongs to it if a Shapefile."""
    parts = [path]
    if path.suffix.lower() == ".shp":
        parts = sorted(p for p in path.parent.iterdir() if p.stem == path.stem)
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.read_bytes() if part.is_file() else b"")
    return whole.hexdigest()
