"""The difference of two reports on paper, as a workbook or as a plain table."""

import csv
from datetime import datetime
from io import StringIO
from pathlib import Path

import numpy as np

from desk.describe import event_words
from desk.event_difference import EventDifference
from desk.report_words import report_title
from desk.workspace import Workspace
from geo.whole_files import written_whole
from reports.difference_pdf import difference_pdf
from reports.difference_sheet import (
    DifferenceSheet,
    Moved,
    Total,
    VillageMoved,
    difference_xlsx,
)
from rules.errors import FileError
from rules.language import N_, translator
from rules.times import CHINA_TIME

HEADINGS = (
    "household_id",
    "village",
    "rank_before",
    "rank_after",
    "moved",
    "hazard_before",
    "hazard_after",
    "why",
)
DECIMALS = 3
WITHOUT_FINDINGS = N_("without what teams found")
WITH_FINDINGS = N_("with what teams found")


def difference_sheet(
    workspace: Workspace, found: EventDifference, language: str, *, every: bool = True
) -> DifferenceSheet:
    """Fill the sheet of a difference in a language.

    Parameters
    ----------
    every : bool
        All doors; otherwise only those that moved far.
    """
    say = translator(language)
    before, after = (_state(found, end, language) for end in ("before", "after"))
    return DifferenceSheet(
        county=workspace.county_name,
        event_title=event_words(found.event),
        language=language,
        demonstration=workspace.demonstration,
        drill=workspace.drill,
        before=before,
        after=after,
        least_places=found.least_places,
        total_before=Total(*found.total_before),
        total_after=Total(*found.total_after),
        households=len(found.exposure),
        moved_count=int(found.far.sum()),
        rows=_doors(found, language, every=every),
        villages=[
            VillageMoved(
                village=row["name"] or row["code"],
                households=row["households"],
                moved=row["moved"],
                degree_before=row["hazard_before"],
                degree_after=row["hazard_after"],
                why=row["why"].said(say) if row["why"] else "",
            )
            for row in found.villages()
        ],
        printed_at=f"{datetime.now(CHINA_TIME):%Y-%m-%d %H:%M}",
        unit="degree" if found.event["hazard"] == "earthquake" else "m",
    )


def _doors(found: EventDifference, language: str, *, every: bool) -> list[Moved]:
    rows = found.order(every=every)
    said: dict[str, str] = {}  # the same few sentences for thousands of doors
    return [
        Moved(
            household_id=row.household_id,
            village=row.village,
            rank_before=row.rank_before,
            rank_after=row.rank_after,
            degree_before=row.hazard_before,
            degree_after=row.hazard_after,
            why=said.setdefault(str(row.why), row.why.told(language)),
        )
        for row in found.rows(rows)
    ]


def _state(found: EventDifference, end: str, language: str) -> str:
    say = translator(language)
    title = report_title(getattr(found, end), say)
    if not found.by_findings:
        return title
    return f"{title} · {say(WITHOUT_FINDINGS if end == 'before' else WITH_FINDINGS)}"


def difference_csv(found: EventDifference) -> str:
    """Write every household as CSV, those that moved far first; unknown is empty."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(HEADINGS)
    for row in found.rows(found.order(every=True)):
        told = [*row[:5], *map(_rounded, row[5:7]), str(row.why)]
        writer.writerow(told)
    return target.getvalue()


def write_difference(
    workspace: Workspace, found: EventDifference, path: Path, language: str
) -> None:
    """Write a difference, all or nothing: a workbook, a paper, or a plain table.

    Raises
    ------
    FileError
        If the name ends in none of ``.xlsx``, ``.pdf``, ``.csv``.
    """
    content = difference_file(workspace, found, path.suffix, language)
    with written_whole(path) as unfinished:
        unfinished.write_bytes(content)


def difference_file(
    workspace: Workspace, found: EventDifference, suffix: str, language: str
) -> bytes:
    """Return a difference as a file of a kind; see :func:`write_difference`."""
    if suffix == ".csv":
        return difference_csv(found).encode("utf-8-sig")
    if suffix == ".xlsx":
        return difference_xlsx(difference_sheet(workspace, found, language))
    if suffix == ".pdf":
        sheet = difference_sheet(workspace, found, language, every=False)
        return difference_pdf(sheet)
    raise FileError(
        N_(
            "{suffix!r} is no form of a difference; end the name in .xlsx, .pdf or .csv"
        ),
        suffix=suffix,
    )


def _rounded(value: float) -> float | str:
    return "" if np.isnan(value) else round(value, DECIMALS)
