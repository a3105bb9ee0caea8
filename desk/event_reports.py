"""Reports of an event: taken one after another, none written over, some withdrawn."""

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd

from desk.drill import ID_PREFIX
from desk.event_sources import Source, Told, told_by
from desk.hazard_now import FORMS, StruckBy, in_use
from desk.same_event import require_same_event
from desk.snapshot import exposure_of
from desk.known_events import event_of
from desk.workspace import Workspace
from geo.feature_files import write_features
from ledger.event_reports import FIELDS, TELLS, report_id, reports
from ledger.register import events
from ledger.schema import event_report, hazard_event
from ledger.writing import Transaction
from rules.errors import EventError
from rules.language import N_
from rules.times import CHINA_TIME

Row = dict[str, Any]

HEAD = ("event_id", "hazard", *TELLS)
_NUMBERS = ("happened_at", "magnitude", "lon", "lat", "depth_km")


@dataclass(frozen=True, kw_only=True)
class TakenReport:
    """A report that was taken, or was on record already.

    Attributes
    ----------
    number : int
        Of the report of its event; 1 is the first.
    is_new : bool
        ``False``: the same report was on record, and nothing has changed.
    """

    event_id: str
    number: int
    is_new: bool


def take_report(
    workspace: Workspace,
    actor: str,
    event_id: str,
    source: Source,
    *,
    hazard: str | None = None,
) -> TakenReport:
    """Take a later report of a registered event; the same one again changes nothing.

    Parameters
    ----------
    source : Path, Parameters or str
        A file, numbers typed in, or the text of a message.
    hazard : str, optional
        What a file tells of, where it does not say.

    Raises
    ------
    EventError
        If there is no such event, the report is of another one, or it does not reach
        the county.
    FileError, CRSError, SchemaError
        If a file cannot be read.
    """
    event_of(workspace, event_id)
    with TemporaryDirectory(dir=workspace.folder("events")) as draft:
        told = told_by(source, Path(draft), hazard)
        return record(workspace, actor, told, event_id)


def take_event(
    workspace: Workspace, actor: str, source: Source, *, hazard: str | None = None
) -> TakenReport:
    """Take a new event; of one whose number is on record it is a later report.

    A message that is on record already changes nothing, of whatever event it is.

    Raises
    ------
    EventError, FileError, CRSError, SchemaError
        As :func:`take_report`.
    """
    with TemporaryDirectory(dir=workspace.folder("events")) as draft:
        told = told_by(source, Path(draft), hazard)
        known = [row["event_id"] for row in events(workspace.ledger)]
        if told.text is not None:
            for event_id in known:
                if same := _same(_told_row(told, None), reports_in(workspace, event_id)):
                    return TakenReport(
                        event_id=event_id, number=same["number"], is_new=False
                    )
        named = _own_id(workspace, told)
        return record(workspace, actor, told, named if named in known else "")


def withdraw_report(
    workspace: Workspace, actor: str, event_id: str, number: int
) -> None:
    """Withdraw a report that was wrong: it stays on record and counts no more.

    Raises
    ------
    EventError
        If there is no such report, or it is the last that counts.
    """
    head = event_of(workspace, event_id)
    known = reports_in(workspace, event_id)
    wrong = [row for row in known if row["number"] == number]
    left = [row for row in known if row["number"] != number and not row["withdrawn"]]
    if not wrong or not left:
        raise EventError(
            N_("report {number} of event {id} is not there, or the only one that counts"),
            number=number,
            id=event_id,
        )
    if wrong[0]["withdrawn"]:
        return
    StruckBy(head, workspace.folder("events"), reports=left).damage(
        exposure_of(workspace)
    )
    with workspace.ledger.transaction() as transaction:
        entry = transaction.entry(
            actor=actor,
            verb="withdraw report",
            scope="events",
            note=wrong[0]["title"],
        )
        rows = [row | {"withdrawn": row["number"] == number or row["withdrawn"]}
                for row in known]
        entry.write(event_report, [_kept(row) for row in rows])
        entry.write(hazard_event, [_head(head, rows)])


def reports_in(workspace: Workspace, event_id: str) -> list[Row]:
    """Return the reports of an event by number, those withdrawn among them."""
    return reports(workspace.ledger, event_id)


def record(workspace: Workspace, actor: str, told: Told, event_id: str) -> TakenReport:
    """Prove that an event can be used with a report; then keep it.

    Parameters
    ----------
    event_id : str
        The event it is of; empty for a new one.
    """
    folder = workspace.folder("events")
    with TemporaryDirectory(dir=folder) as draft:
        file = _keep(told.content, Path(draft))
        row = _told_row(told, file)
        before = reports_in(workspace, event_id) if event_id else []
        if same := _same(row, before):
            return TakenReport(event_id=event_id, number=same["number"], is_new=False)
        _require_usable(workspace, row, before, Path(draft))
        with workspace.ledger.transaction() as transaction:
            return _written(workspace, transaction, actor, (told, row, file), event_id)


def _written(
    workspace: Workspace,
    transaction: Transaction,
    actor: str,
    new: tuple[Told, Row, Path | None],
    event_id: str,
) -> TakenReport:
    told, row, file = new
    own = event_id or _free_id(workspace, told)
    before = reports_in(workspace, own)
    if event_id and (same := _same(row, before)):  # somebody else was faster
        return TakenReport(event_id=own, number=same["number"], is_new=False)
    number = before[-1]["number"] + 1 if before else 1
    verb = "report event" if before else "add event"
    entry = transaction.entry(actor=actor, verb=verb, scope="events", note=row["title"])
    if file:  # a later version keeps a file of its own
        row["file"] = f"{own}-{entry.seq}{file.suffix}"
        file.replace(workspace.folder("events") / row["file"])
    row |= {"event_id": own, "number": number, "report_id": report_id(own, number)}
    every = [*before, row]
    # The first of an event that had only its head is kept apart now.
    entry.write(event_report, [_kept(r) for r in every if "entry_seq" not in r or number == 2])
    entry.write(hazard_event, [_head({"event_id": own}, every)])
    return TakenReport(event_id=own, number=number, is_new=True)
