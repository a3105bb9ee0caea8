"""Reports of an event: taken one after another, none written over, some withdrawn."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from desk.case_hand import Hand
from desk.event_record import (
    TakenReport,
    head_of,
    message_row,
    own_id,
    record,
    same_report,
    stored,
)
from desk.event_sources import NOTHING, Aid, Source, told_by
from desk.event_told import Told
from desk.hazard_now import StruckBy
from desk.known_events import event_of
from desk.layer_store import raster_layer
from desk.reported import struck_by as struck_by
from desk.same_event import require_same_event
from desk.snapshot import exposure_of
from desk.workspace import Workspace
from ledger.event_reports import reports
from ledger.register import events
from ledger.roles import Role, require_area
from ledger.schema import event_report, hazard_event
from rules.errors import AccessError, EventError
from rules.language import N_

MAY_WITHDRAW = (Role.PLANNER, Role.RESPONDER)

Row = dict[str, Any]


def take_report(
    workspace: Workspace,
    actor: str,
    event_id: str,
    source: Source,
    aid: Aid = NOTHING,
) -> TakenReport:
    """Take a later report of a registered event; the same one again changes nothing.

    Parameters
    ----------
    source : Path, Parameters, WaterLevel or str
        A file, numbers typed in, a level of water, or the text of a message.
    aid : Aid
        What the source does not tell itself.

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
        told = _read(workspace, source, Path(draft), aid)
        return record(workspace, actor, told, event_id)


def take_event(
    workspace: Workspace, actor: str, source: Source, aid: Aid = NOTHING
) -> TakenReport:
    """Take a new event; of one whose own number is on record, a later report.

    A message that is on record changes nothing, of whatever event it is.

    Raises
    ------
    EventError, FileError, CRSError, SchemaError
        As :func:`take_report`.
    """
    with TemporaryDirectory(dir=workspace.folder("events")) as draft:
        told = _read(workspace, source, Path(draft), aid)
        if known := _known_message(workspace, told):
            return known
        ids = {row["event_id"] for row in events(workspace.ledger)}
        named = own_id(workspace, told)
        return record(workspace, actor, told, named if named in ids else "")


def reports_of_event(workspace: Workspace, event_id: str) -> list[Row]:
    """Return the reports of an event by number, those withdrawn among them.

    Raises
    ------
    EventError
        If there is no such event.
    """
    event_of(workspace, event_id)
    return reports(workspace.ledger, event_id)


def likely_event(workspace: Workspace, source: Source) -> str:
    """Return the event that a message or numbers seem to tell of, ``""`` if none.

    It is one on record at about that time and place; the newest of several.

    Raises
    ------
    EventError
        If a number is missing or impossible.
    """
    row = message_row(told_by(source, workspace.folder("events")))
    if None in (row["happened_at"], row["lon"], row["lat"]):
        return ""
    for event in reversed(events(workspace.ledger)):
        if event["happened_at"] is not None and event["lon"] is not None:
            known = reports(workspace.ledger, event["event_id"])
            try:
                require_same_event(row, known, workspace.folder("events"))
            except EventError:
                continue
            return event["event_id"]
    return ""


def withdraw(hand: Hand, event_id: str, number: int) -> None:
    """Withdraw a report in somebody's name.

    Raises
    ------
    AccessError
        If this role does not withdraw reports.
    EventError
        As :func:`withdraw_report`.
    """
    require_area(hand.acting)
    if hand.acting.role not in MAY_WITHDRAW:
        raise AccessError(
            N_("a {role} does not withdraw reports; ask: {who}"),
            role=hand.acting.role.value,
            who=", ".join(role.value for role in MAY_WITHDRAW),
        )
    withdraw_report(hand.workspace, hand.acting.name, event_id, number)


def withdraw_report(
    workspace: Workspace, actor: str, event_id: str, number: int
) -> None:
    """Withdraw a report that was wrong: it stays on record and counts no more.

    Raises
    ------
    EventError
        If there is no such report, it is the only one that counts, or what is left
        does not reach the county.
    """
    event_of(workspace, event_id)
    known = reports(workspace.ledger, event_id)
    rows = [r | {"withdrawn": r["withdrawn"] or r["number"] == number} for r in known]
    if number not in {row["number"] for row in known}:
        raise EventError(
            N_("event {id} has no report {number}; its reports are: {known}"),
            id=event_id,
            number=number,
            known=", ".join(str(row["number"]) for row in known),
        )
    if all(row["withdrawn"] for row in rows):
        raise EventError(
            N_("report {number} is the only one that counts; take a better one first"),
            number=number,
        )
    changed = [r for r, old in zip(rows, known, strict=True) if r != old]
    if changed:
        _write_withdrawn(workspace, actor, rows, changed)


def _write_withdrawn(
    workspace: Workspace, actor: str, rows: list[Row], changed: list[Row]
) -> None:
    head = head_of(changed[0]["event_id"], rows)
    struck = StruckBy(head, workspace.folder("events"), reports=rows)
    struck.damage(exposure_of(workspace))
    with workspace.ledger.transaction() as transaction:
        entry = transaction.entry(
            actor=actor,
            verb="withdraw report",
            scope="events",
            note=f"{changed[0]['number']}: {changed[0]['title']}",
        )
        entry.write(event_report, [stored(row) for row in changed])
        entry.write(hazard_event, [head])


def _read(workspace: Workspace, source: Source, folder: Path, aid: Aid) -> Told:
    return told_by(source, folder, aid, lambda: raster_layer(workspace, "dem"))


def _known_message(workspace: Workspace, told: Told) -> TakenReport | None:
    if told.text is None:
        return None
    row = message_row(told)
    for event in events(workspace.ledger):
        event_id = event["event_id"]
        if number := same_report(row, reports(workspace.ledger, event_id)):
            return TakenReport(event_id=event_id, number=number, is_new=False)
    return None
