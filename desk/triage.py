"""The order of visits after an event, from the ledger to a file."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from desk.hazard_now import StruckBy
from desk.snapshot import exposure_of
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.triage import TriageResult, triage
from geo.whole_files import written_whole
from ledger.findings import last_by_household
from ledger.register import events
from rules.errors import EventError
from rules.vocabulary import TAGS, UNKNOWN

DECIMALS = 5
PART_ROWS = 100_000
BOUNDS_MARGIN_DEGREE = 0.05


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What was found last at each door, position by position.

    Attributes
    ----------
    tag : int8 array
        Position in :data:`rules.vocabulary.TAGS`; -1: nobody was there.
    damage_grade : int8 array
        1 to 5; -1 unknown.
    at : pyarrow.Array of str
        ISO 8601, with a zone or a day only; null unknown.
    """

    tag: np.ndarray
    damage_grade: np.ndarray
    at: pa.Array

    @property
    def doors(self) -> np.ndarray:
        """Whether somebody was at each door."""
        return self.tag != UNKNOWN

    def counts(self) -> dict[str, int]:
        """Count the doors by their newest tag."""
        return {tag: int((self.tag == at).sum()) for at, tag in enumerate(TAGS)}


@dataclass(frozen=True, kw_only=True)
class Triaged:
    """An event and the order of visits it asks for.

    Attributes
    ----------
    event : the register's row.
    exposure, result : the households and their order, position by position.
    probabilities : float32 array (households, 5), of damage grades 1 to 5.
    hazard : float32 array, intensity in degrees or depth in metres; ``NaN`` unknown.
    note : str
        What must be known when reading it; a message id, may be empty.
    raster : Path or None
        The shaking over the county, for the map.
    visited : Visited
        What teams found; it does not change the order yet.
    """

    event: dict[str, Any]
    exposure: Exposure
    result: TriageResult
    probabilities: np.ndarray
    hazard: np.ndarray
    note: str
    raster: Path | None
    visited: Visited

    @property
    def heavy(self) -> np.ndarray:
        """Probability of heavy damage at each household; ``NaN`` unknown."""
        return self.result.heavy

    @property
    def rank(self) -> np.ndarray:
        """Place of each household in the order of visits; 1 is first."""
        return self.result.rank

    @property
    def heavy_total(self) -> dict[str, float]:
        """Houses heavily damaged in the county: ``low``, ``middle``, ``high``."""
        return self.result.heavy_total._asdict()

    def towns(self) -> list[dict[str, Any]]:
        """Return the counts by town, the worst first."""
        return _worst_first(self.result.towns)

    def villages(self, town: str = "") -> list[dict[str, Any]]:
        """Return the counts by village (of one town), the worst first."""
        villages = self.result.villages
        return _worst_first(v for v in villages if v["code"].startswith(town))


def triage_event(workspace: Workspace, event_id: str) -> Triaged:
    """Order the visits to every household after a registered event.

    Raises
    ------
    EventError
        If there is no such event.
    """
    row = event_of(workspace, event_id)
    exposure = exposure_of(workspace)
    struck = StruckBy(row, workspace.folder("events"), partial(_faults, workspace))
    damage, hazard, note = struck.damage(exposure)
    made_from = f"{event_id}-{row['entry_seq']}-{exposure.position}"
    target = workspace.folder("snapshots") / f"shaking-{made_from}.tif"
    return Triaged(
        event=row,
        exposure=exposure,
        result=triage(exposure, damage),
        probabilities=damage.probabilities,
        hazard=hazard,
        note=note,
        raster=struck.raster(exposure, _bounds(exposure), target),
        visited=_visited(workspace, event_id, exposure),
    )


def order_table(found: Triaged) -> pa.Table:
    """Return every household in the order of visits.

    ``household_id, rank, p1 … p5`` first, then the parts of the score, then what was
    found at doors that were visited: ``visited_at, tag, damage_grade``; a null is
    unknown.
    """
    result, exposure = found.result, found.exposure
    first = result.order
    grades = {f"p{grade + 1}": found.probabilities[first, grade] for grade in range(5)}
    parts = {
        "score": result.score[first],
        "people": result.people[first],
        "dependence_factor": result.dependence[first],
        "intensity_degree"
        if found.event["hazard"] == "earthquake"
        else "flood_depth_m": found.hazard[first],
    }
    columns = {
        "household_id": exposure.household_id.take(pa.array(first)),
        "rank": pa.array(result.rank[first]),
    }
    rounded = {
        name: pa.array(np.round(values, DECIMALS), from_pandas=True)
        for name, values in (grades | parts).items()
    }
    village = pa.array(exposure.village[first])
    placed = pc.if_else(pc.less(village, 0), None, village)
    codes = pa.array(exposure.village_codes, pa.string()).take(placed)
    found_there = _found_columns(found.visited, first)
    return pa.table(columns | rounded | {"village_code": codes} | found_there)


def order_csv(found: Triaged) -> bytes:
    """Return :func:`order_table` as CSV."""
    return b"".join(_csv_parts(order_table(found)))


def write_order(found: Triaged, path: Path) -> None:
    """Write :func:`order_table` as CSV, all or nothing."""
    with written_whole(path) as unfinished, unfinished.open("wb") as file:
        file.writelines(_csv_parts(order_table(found)))


def _csv_parts(table: pa.Table) -> Iterator[bytes]:
    """Write a table as CSV on two threads, part by part."""

    def written(start: int) -> bytes:
        target = BytesIO()
        heading = pa_csv.WriteOptions(include_header=start == 0)
        pa_csv.write_csv(table.slice(start, PART_ROWS), target, heading)
        return target.getvalue()

    with ThreadPoolExecutor(max_workers=2) as threads:
        yield from threads.map(written, range(0, max(len(table), 1), PART_ROWS))


def event_of(workspace: Workspace, event_id: str) -> dict[str, Any]:
    """Return a registered event.

    Raises
    ------
    EventError
        If there is no such event.
    """
    known = {row["event_id"]: row for row in events(workspace.ledger)}
    if event_id not in known:
        raise EventError(
            "no event {id!r}; events are: {known}",
            id=event_id,
            known=", ".join(known) or "none yet (see: event add)",
        )
    return known[event_id]


def _bounds(exposure: Exposure) -> tuple[float, float, float, float]:
    margin = BOUNDS_MARGIN_DEGREE
    return (
        float(np.nanmin(exposure.lon)) - margin,
        float(np.nanmin(exposure.lat)) - margin,
        float(np.nanmax(exposure.lon)) + margin,
        float(np.nanmax(exposure.lat)) + margin,
    )


def _visited(workspace: Workspace, event_id: str, exposure: Exposure) -> Visited:
    last = last_by_household(workspace.ledger, event_id)
    named = pa.array(list(last), pa.string())
    place = pc.index_in(named, value_set=exposure.household_id)
    known = pc.is_valid(place)
    at = place.filter(known).to_numpy()
    rows = [
        row for row, here in zip(last.values(), known.to_pylist(), strict=True) if here
    ]
    tag, grade = (np.full(len(exposure), UNKNOWN, np.int8) for _ in range(2))
    moment = np.full(len(exposure), None, object)
    tag[at] = [TAGS.index(row["tag"]) for row in rows]
    grade[at] = [row["damage_grade"] or UNKNOWN for row in rows]
    moment[at] = [row["visited_at"] for row in rows]
    return Visited(tag=tag, damage_grade=grade, at=pa.array(moment, pa.string()))


def _found_columns(visited: Visited, first: np.ndarray) -> dict[str, pa.Array]:
    tag = pa.array(visited.tag[first])
    grade = pa.array(visited.damage_grade[first])
    words = pa.array(TAGS).take(pc.if_else(pc.less(tag, 0), None, tag))
    return {
        "visited_at": visited.at.take(pa.array(first)),
        "tag": words,
        "damage_grade": pc.if_else(pc.less(grade, 0), None, grade),
    }


def _faults(workspace: Workspace) -> Any:
    # geopandas takes a second to load, and most events need no faults.
    from desk.layer_store import vector_layer

    return vector_layer(workspace, "fault")


def _worst_first(areas: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort areas by houses heavily damaged; where that is unknown, last."""
    return sorted(areas, key=lambda area: -np.nan_to_num(area["heavy_middle"], nan=-1))
