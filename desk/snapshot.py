"""Columnar snapshots of the ledger, rebuilt when the history has moved on.

A snapshot is named by the history position it was made from and is never edited;
deleting one costs only the time to build it again.
"""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from desk.workspace import Workspace
from geo.crs import metric_crs, morton, to_metric
from geo.exposure import Exposure, read_snapshot, write_snapshot
from geo.hazards import HazardLayers, screen
from geo.whole_files import written_whole
from ledger.households import (
    DWELLING_FIELDS,
    HOUSEHOLD_FIELDS,
    exposure_rows,
    membership_rows,
    place_names,
)
from rules.vocabulary import GRADES, GROUPS, STRUCTURES, UNKNOWN

_FIELDS = ("household_id", *HOUSEHOLD_FIELDS, *DWELLING_FIELDS)
_WANTED = tuple(f for f in _FIELDS if f not in ("head_name", "id_number"))
_ROWS_AT_ONCE = 50_000


def exposure_of(workspace: Workspace, on: date | None = None) -> Exposure:
    """Return all households as columns, as the ledger stood on a day."""
    position = workspace.ledger.position("exposure", on)
    path = workspace.folder("snapshots") / f"exposure-{position}.parquet"
    if not path.is_file():
        write_snapshot(_columns(workspace, position), path)
        if on is None:
            _discard_older(path, "exposure-*.parquet")
    return read_snapshot(path)


def hazards_of(
    workspace: Workspace, exposure: Exposure, layers: HazardLayers
) -> dict[str, np.ndarray]:
    """Return what each hazard layer says at each house, see :mod:`geo.hazards`."""
    made_from = f"{exposure.position}-{workspace.ledger.position('layers')}"
    path = workspace.folder("snapshots") / f"hazards-{made_from}.parquet"
    if not path.is_file():
        with written_whole(path) as unfinished:
            pq.write_table(pa.table(screen(exposure, layers)), unfinished)
        _discard_older(path, "hazards-*.parquet")
    table = pq.read_table(path)
    return {name: table[name].to_numpy() for name in table.column_names}


def _discard_older(newest: Path, pattern: str) -> None:
    for path in newest.parent.glob(pattern):
        if path != newest:
            path.unlink()


def _columns(workspace: Workspace, position: int) -> Exposure:
    columns = _gathered(exposure_rows(workspace.ledger, position))
    ids = columns.pop("household_id").cast(pa.string())
    codes, village = _coded(columns.pop("village_code"))
    lon, lat = (_floats(columns[name]) for name in ("lon", "lat"))
    crs = metric_crs(float(np.nanmedian(lon)) if np.isfinite(lon).any() else 105.0)
    easting_m, northing_m = to_metric(lon, lat, crs)
    groups, certified = _group_bits(workspace, ids, position)
    names = place_names(workspace.ledger)
    key = morton(lon, lat)
    exposure = Exposure(
        household_id=pa.chunked_array(ids) if isinstance(ids, pa.Array) else ids,
        lon=lon,
        lat=lat,
        easting_m=easting_m,
        northing_m=northing_m,
        village=village,
        structure=_codes(columns["structure"], STRUCTURES),
        grade=_codes(columns["grade"], GRADES),
        storeys=_integers(columns["storeys"], np.int8),
        year_built=_integers(columns["year_built"], np.int16),
        occupants=_integers(columns["occupants"], np.int16),
        dependents=_integers(columns["dependents"], np.int16),
        other_safe_home=_integers(columns["other_safe_home"], np.int8),
        groups=groups,
        certified=certified,
        morton=key,
        village_codes=tuple(codes),
        village_names=tuple(names.get(code) or code for code in codes),
        town_names=tuple(names.get(code[:9]) or code[:9] for code in codes),
        metric_crs=crs,
        position=position,
    )
    return exposure.take(np.argsort(key, kind="stable"))


def _gathered(rows: Iterable[tuple]) -> dict[str, pa.ChunkedArray]:
    """Turn streamed rows into Arrow columns, a chunk at a time."""
    chunks: dict[str, list[pa.Array]] = {name: [] for name in _WANTED}
    rows = iter(rows)
    while part := list(islice(rows, _ROWS_AT_ONCE)):
        for name, values in zip(_FIELDS, zip(*part, strict=True), strict=True):
            if name in chunks:
                chunks[name].append(pa.array(values, _ARROW.get(name, pa.string())))
    return {
        name: pa.chunked_array(parts, _ARROW.get(name, pa.string()))
        for name, parts in chunks.items()
    }


_ARROW = {
    "occupants": pa.int16(),
    "dependents": pa.int16(),
    "storeys": pa.int8(),
    "year_built": pa.int16(),
    "other_safe_home": pa.bool_(),
    "lon": pa.float64(),
    "lat": pa.float64(),
}


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    return column.to_numpy().astype(np.float64)


def _integers(column: pa.ChunkedArray, dtype: type) -> np.ndarray:
    filled = column.cast(pa.int16()).fill_null(UNKNOWN)
    return filled.to_numpy().astype(dtype)


def _codes(column: pa.ChunkedArray, words: tuple[str, ...]) -> np.ndarray:
    encoded = column.dictionary_encode().combine_chunks()
    table = [words.index(word) for word in encoded.dictionary.to_pylist()]
    index = encoded.indices.fill_null(len(table)).to_numpy()
    return np.array([*table, UNKNOWN], dtype=np.int8)[index]


def _coded(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    encoded = column.dictionary_encode().combine_chunks()
    codes = encoded.dictionary.to_pylist()
    order = np.argsort(np.array(codes, dtype=str)) if codes else np.array([], int)
    place = np.empty(len(codes), dtype=np.int32)
    place[order] = np.arange(len(codes))
    indices = encoded.indices.to_numpy()
    return sorted(codes), place[indices] if codes else indices.astype(np.int32)


def _group_bits(
    workspace: Workspace, ids: pa.ChunkedArray, position: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the listed and the certified groups of each household, as bits."""
    competent = {group.id: group.certified_by for group in workspace.policy.groups}
    rows = list(membership_rows(workspace.ledger, position))
    place = pc.index_in(
        pa.array([row[0] for row in rows], pa.string()), value_set=ids
    ).to_numpy(zero_copy_only=False)
    groups = np.zeros(len(ids), dtype=np.uint16)
    certified = np.zeros(len(ids), dtype=np.uint16)
    bits = np.array([1 << GROUPS.index(row[1]) for row in rows], dtype=np.uint16)
    valid = np.array([row[2] in competent.get(row[1], ()) for row in rows], dtype=bool)
    np.bitwise_or.at(groups, place.astype(np.int64), bits)
    np.bitwise_or.at(certified, place[valid].astype(np.int64), bits[valid])
    return groups, certified
