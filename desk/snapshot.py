"""Columnar snapshots of the ledger, rebuilt when the history has moved on.

A snapshot is named by its format, by the words and the policy it was coded with, and
by the history position it was made from.  It is never edited; deleting one costs only
the time to build it again.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from desk.fortification import with_table
from desk.workspace import Workspace
from geo.crs import metric_crs, morton, to_metric
from geo.exposure import (
    COLUMNS,
    FORMAT,
    Exposure,
    grade_now,
    read_snapshot,
    write_snapshot,
)
from geo.hazards import screen, screened_with
from geo.protection import group_bits
from geo.whole_files import written_whole
from ledger.households import (
    EXPOSURE_FIELDS,
    appraised_rows,
    exposure_rows,
    membership_rows,
    place_names,
)
from rules.errors import PlanningError
from rules.policy import Policy
from rules.vocabulary import GRADES, GROUPS, STRUCTURES, UNKNOWN

if TYPE_CHECKING:
    from desk.layer_store import LayersInForce  # geopandas takes a second to load

_FIELDS = ("household_id", *EXPOSURE_FIELDS)
_ROWS_AT_ONCE = 50_000


def exposure_of(workspace: Workspace, on: date | None = None) -> Exposure:
    """Return all households as columns, as the ledger stood on a day."""
    position = workspace.ledger.position("exposure", on)
    name = f"exposure-{FORMAT}-{coded_with(workspace.policy)}-{position}.parquet"
    path = workspace.folder("snapshots") / name
    if not path.is_file():
        write_snapshot(_columns(workspace, position), path)
        if on is None:
            _discard_older(path, "exposure-*.parquet")
    return read_snapshot(path)


def exposure_of_one(
    workspace: Workspace, household_id: str, on: date | None = None
) -> Exposure:
    """Return one household as columns, read from the ledger itself.

    Raises
    ------
    PlanningError
        If there was no such household by then.
    """
    position = workspace.ledger.position("exposure", on)
    found = _columns(workspace, position, household_id)
    if not len(found):
        raise PlanningError("no household {id!r} on record", id=household_id)
    return found


def coded_with(policy: Policy) -> str:
    """Return a digest of the words and the competences that a snapshot is coded in."""
    competent = [(group.id, group.certified_by) for group in policy.groups]
    words = repr((GROUPS, STRUCTURES, GRADES, competent))
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def hazards_of(
    workspace: Workspace,
    exposure: Exposure,
    layers: "LayersInForce",
    on: date | None = None,
) -> dict[str, np.ndarray]:
    """Return what threatens each house on a day; today by default.

    What the layers say is kept, see :func:`geo.hazards.screen`; what the table of
    towns and villages says is laid over it, see :func:`desk.fortification.with_table`.
    """
    return with_table(workspace, exposure, _screened(workspace, exposure, layers), on)


def _screened(
    workspace: Workspace, exposure: Exposure, layers: "LayersInForce"
) -> dict[str, np.ndarray]:
    made_from = f"{screened_with()}-{exposure.position}-{layers.key}"
    path = workspace.folder("snapshots") / f"hazards-{made_from}.parquet"
    if not path.is_file():
        with written_whole(path) as unfinished:
            pq.write_table(pa.table(screen(exposure, layers)), unfinished)
        if exposure.position == workspace.ledger.position("exposure"):
            _discard_older(path, "hazards-*.parquet")
    table = pq.read_table(path)
    return {name: table[name].to_numpy() for name in table.column_names}


def _discard_older(newest: Path, pattern: str) -> None:
    for path in newest.parent.glob(pattern):
        if path != newest:
            path.unlink()


def _columns(
    workspace: Workspace, position: int, household_id: str | None = None
) -> Exposure:
    columns = _gathered(exposure_rows(workspace.ledger, position, household_id))
    ids = columns.pop("household_id").cast(pa.string())
    codes, village = _coded(columns.pop("village_code"))
    lon, lat = (_floats(columns[name]) for name in ("lon", "lat"))
    crs = metric_crs(float(np.nanmedian(lon)) if np.isfinite(lon).any() else 105.0)
    easting_m, northing_m = to_metric(lon, lat, crs)
    members = membership_rows(workspace.ledger, position, household_id)
    groups, certified = group_bits(members, ids, workspace.policy.groups)
    key = morton(lon, lat)
    plain = {name: _plain(name, columns[name]) for name in columns}
    appraised_on = _appraised_on(workspace, position, ids, household_id)
    exposure = Exposure(
        household_id=ids,
        easting_m=easting_m,
        northing_m=northing_m,
        village=village,
        groups=groups,
        certified=certified,
        appraised_on=appraised_on,
        morton=key,
        metric_crs=crs,
        position=position,
        **_villages(workspace, codes),
        **plain | _grades(plain, appraised_on),
    )
    return exposure.take(np.argsort(key, kind="stable"))


def _villages(workspace: Workspace, codes: list[str]) -> dict[str, tuple[str, ...]]:
    names = place_names(workspace.ledger)
    return {
        "village_codes": tuple(codes),
        "village_names": tuple(names.get(code) or code for code in codes),
        "town_names": tuple(names.get(code[:9]) or code[:9] for code in codes),
    }


def _grades(
    plain: dict[str, np.ndarray], appraised_on: np.ndarray
) -> dict[str, np.ndarray]:
    """Keep the grade on record beside the one that still speaks of the house."""
    grade = plain["grade"]
    now = grade_now(grade, plain["retrofitted_on"], appraised_on)
    return {"grade": now, "grade_on_record": grade}


def _appraised_on(
    workspace: Workspace,
    position: int,
    ids: pa.ChunkedArray,
    household_id: str | None,
) -> np.ndarray:
    rows = list(appraised_rows(workspace.ledger, position, household_id))
    return days_of(rows, ids)


def days_of(rows: list[tuple], ids: pa.ChunkedArray) -> np.ndarray:
    """Place ``household_id, day`` along ``ids``: days since 1970-01-01, -1 for none."""
    found = np.full(len(ids), UNKNOWN, dtype=COLUMNS["appraised_on"])
    named = pa.array([row[0] for row in rows], pa.string())
    place = pc.index_in(named, value_set=ids)
    days = pa.array([row[1] for row in rows], pa.date32()).cast(pa.int32())
    known = pc.is_valid(place)
    found[place.filter(known).to_numpy()] = days.filter(known).to_numpy()
    return found


def _gathered(rows: Iterable[tuple]) -> dict[str, pa.ChunkedArray]:
    """Turn streamed rows into Arrow columns, a chunk at a time."""
    chunks: dict[str, list[pa.Array]] = {name: [] for name in _FIELDS}
    rows = iter(rows)
    while part := list(islice(rows, _ROWS_AT_ONCE)):
        for name, values in zip(_FIELDS, zip(*part, strict=True), strict=True):
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
    "no_house": pa.bool_(),
    "disaster_rebuild_aid": pa.bool_(),
    "housing_aid_before": pa.bool_(),
    "good_samaritan": pa.bool_(),
    "meets_seismic_standard": pa.bool_(),
    "retrofitted_on": pa.date32(),
    "area_m2": pa.float64(),
    "lon": pa.float64(),
    "lat": pa.float64(),
}
_WORDS = {"structure": STRUCTURES, "grade": GRADES}


def _plain(name: str, column: pa.ChunkedArray) -> np.ndarray:
    """Turn a column of the ledger into one of :class:`Exposure`."""
    if name in _WORDS:
        return _codes(column, _WORDS[name])
    if pa.types.is_floating(column.type):
        return _floats(column)
    return _integers(column, COLUMNS[name])


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    return column.to_numpy().astype(np.float64)


def _integers(column: pa.ChunkedArray, dtype: type) -> np.ndarray:
    return column.cast(pa.int32()).fill_null(UNKNOWN).to_numpy().astype(dtype)


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
