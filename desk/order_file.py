"""The order of visits as a table and a file: every house, with its parts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from desk.triage import Triaged
from desk.visited import Visited
from geo.whole_files import written_whole
from rules.vocabulary import TAGS

DECIMALS = 5
PART_ROWS = 100_000


def order_table(found: Triaged, slides: np.ndarray | None = None) -> pa.Table:
    """Return every household in the order of visits.

    ``household_id, rank, p1 … p5`` first, then the parts of the score, then what was
    found at doors that were visited: ``visited_at, tag, damage_grade``, and ``again``
    where a later earthquake shook the door since; a null is unknown.  After a flood
    ``habitable`` is yes or no; ``landslide_ratio`` is there where a map of shaking and
    heights tell it, says too much rather than too little, and is no part of the score.

    Parameters
    ----------
    slides : float64 array, optional
        See :func:`desk.landslides.slides_of`.
    """
    result, exposure = found.result, found.exposure
    first = result.order
    grades = {f"p{grade + 1}": found.probabilities[first, grade] for grade in range(5)}
    parts = {
        "score": result.score[first],
        "danger": result.danger[first],
        "people": result.people[first],
        "dependence_factor": result.dependence[first],
        "effort_factor": result.effort[first],
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
    told = {"first_class": pa.array(result.first[first]), "village_code": codes}
    told |= _found_columns(found.visited, first) | _beside(found, slides, first)
    return pa.table(columns | rounded | told)


def order_csv(found: Triaged, slides: np.ndarray | None = None) -> bytes:
    """Return :func:`order_table` as CSV."""
    return b"".join(_csv_parts(order_table(found, slides)))


def write_order(found: Triaged, path: Path, slides: np.ndarray | None = None) -> None:
    """Write :func:`order_table` as CSV, all or nothing."""
    with written_whole(path) as unfinished, unfinished.open("wb") as file:
        file.writelines(_csv_parts(order_table(found, slides)))


def _csv_parts(table: pa.Table) -> Iterator[bytes]:
    """Write a table as CSV on two threads, part by part."""

    def written(start: int) -> bytes:
        target = BytesIO()
        heading = pa_csv.WriteOptions(include_header=start == 0)
        pa_csv.write_csv(table.slice(start, PART_ROWS), target, heading)
        return target.getvalue()

    with ThreadPoolExecutor(max_workers=2) as threads:
        yield from threads.map(written, range(0, max(len(table), 1), PART_ROWS))


def _beside(
    found: Triaged, slides: np.ndarray | None, first: np.ndarray
) -> dict[str, pa.Array]:
    """Return what is told beside the order, where there is any of it."""
    columns = {}
    if found.habitable is not None:
        answer = pa.array(found.habitable[first])
        known = pc.if_else(pc.less(answer, 0), None, answer)
        columns["habitable"] = pa.array(["no", "yes"]).take(known)
    if slides is not None:
        rounded = np.round(slides[first], DECIMALS)
        columns["landslide_ratio"] = pa.array(rounded, from_pandas=True)
    return columns


def _found_columns(visited: Visited, first: np.ndarray) -> dict[str, pa.Array]:
    tag = pa.array(visited.tag[first])
    grade = pa.array(visited.damage_grade[first])
    words = pa.array(TAGS).take(pc.if_else(pc.less(tag, 0), None, tag))
    return {
        "visited_at": visited.at.take(pa.array(first)),
        "tag": words,
        "damage_grade": pc.if_else(pc.less(grade, 0), None, grade),
        "again": pa.array(visited.stale[first]),
    }
