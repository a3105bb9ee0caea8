"""The workbook of all doors after an event: the whole order, behind the papers."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from desk.describe import event_words
from desk.shelf import CountyShelf
from desk.triage import Triaged
from desk.visit_first import KINDS, first_kinds
from geo.exposure import Exposure
from reports.team_sheet import TeamSheet
from reports.visit_book import Doors, VillageRow, VisitBook
from reports.visit_workbook import visit_workbook
from rules.language import N_, translator
from rules.times import CHINA_TIME
from rules.vocabulary import GRADES, STRUCTURES, TAGS

SHOWN = {field.name for field in fields(VillageRow)} - {"town", "village"}


def all_doors_workbook(
    shelf: CountyShelf,
    event_id: str,
    language: str,
    *,
    teams: Sequence[TeamSheet] = (),
    village_sheets: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Write every door of the county in the order of visits, with its parts.

    Parameters
    ----------
    teams : sequence of TeamSheet
        Each has a sheet that can be filled in and brought in again.
    village_sheets : bool
        Whether each village has such a sheet, of the doors that nobody was at.
    progress : callable, optional
        Told how many rows of how many are written.

    Raises
    ------
    EventError
        If there is no such event.
    """
    found = shelf.triaged(event_id)
    book = VisitBook(
        county=shelf.county_name,
        event_title=event_words(found.event),
        language=language,
        demonstration=shelf.demonstration,
        drill=shelf.drill,
        doors=doors_of(found, _kinds(shelf, language)),
        villages=[_village(row) for row in found.villages()],
        teams=teams,
        unit="degree" if found.event["hazard"] == "earthquake" else "m",
        notes=_notes(found, language),
        printed_at=f"{datetime.now(CHINA_TIME):%Y-%m-%d %H:%M}",
        village_sheets=village_sheets,
    )
    return visit_workbook(book, progress)


def doors_of(found: Triaged, kinds: Sequence[str]) -> Doors:
    """Return all doors in the order of visits.

    Parameters
    ----------
    kinds : sequence of str
        How the county's classes are called, the first class first.
    """
    result, first = found.result, found.result.order
    exposure = found.exposure.take(first)
    seen = found.visited
    return Doors(
        rank=result.rank[first],
        household_id=exposure.household_id.to_pylist(),
        town=_of_village(exposure, exposure.town_names),
        village=_of_village(exposure, exposure.village_names),
        structure=_words(exposure.structure, STRUCTURES),
        grade=_words(exposure.grade, GRADES),
        hazard=found.hazard[first],
        p_heavy=result.heavy[first],
        people=result.people[first],
        dependents=exposure.dependents,
        danger=result.danger[first],
        effort=result.effort[first],
        score=result.score[first],
        first=_words(result.first[first] - 1, kinds),
        lon=exposure.lon,
        lat=exposure.lat,
        tag=_words(np.where(seen.doors, seen.tag, -1)[first], TAGS),
        visited_at=seen.at.take(pa.array(first)).fill_null("").to_pylist(),
    )


def _kinds(shelf: CountyShelf, language: str) -> list[str]:
    say = translator(language)
    return [say(KINDS[kind]) for kind in first_kinds(shelf.workspace)]


def _notes(found: Triaged, language: str) -> list[str]:
    say, total = translator(language), found.heavy_total
    if np.isnan(total["middle"]):
        counted = say("unknown")
    else:
        low, middle, high = (f"{total[n]:,.0f}" for n in ("low", "middle", "high"))
        counted = f"{middle} ({low}–{high})"
    words = say(N_("Houses heavily damaged or destroyed, expected"))
    return [f"{words}: {counted}", *filter(None, [found.note(say)])]


def _village(row: dict[str, Any]) -> VillageRow:
    told = {name: row[name] for name in SHOWN}
    return VillageRow(town=row["town_name"], village=row["name"] or row["code"], **told)


def _of_village(exposure: Exposure, names: Sequence[str]) -> list[str]:
    return _words(exposure.village, names)


def _words(codes: np.ndarray, words: Sequence[str]) -> list[str]:
    """Return the word of each code; ``""`` where it is -1."""
    return np.array([*words, ""], object)[codes].tolist()
