"""Returns from the field, from a file to the ledger, each finding once."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.case_hand import Hand
from desk.known_events import event_of
from geo.finding_files import (
    HEADINGS,
    REQUIRED,
    After,
    FindingFile,
    PartReject,
    made_id,
    read_findings,
    said,
    together,
    without,
)
from geo.mapping import ColumnMapping
from geo.named_columns import NamedColumns, named_columns
from geo.sheets import Sheet
from geo.sight import look, read_sheet
from ledger.findings import FIELDS, findings, known_findings, villages_of
from ledger.roles import Acting, Role, is_within, require_area
from ledger.schema import finding
from rules.errors import AccessError, SchemaError
from rules.language import N_
from rules.times import CHINA_TIME

AT_ONCE = 4
BRING_FINDINGS = (Role.RESPONDER, Role.TOWN_OFFICER, Role.PLANNER)

Row = dict[str, Any]


def import_findings(
    hand: Hand,
    event_id: str,
    source: Path | Sheet,
    mapping: ColumnMapping | None = None,
) -> dict[str, Any]:
    """Take what teams found after an event into the ledger, all in one entry.

    Duplicates and disorder do no harm: a finding that is on record already is
    counted as unchanged.  One that says something else under the same number is
    refused, for nobody can tell which of the two is right.

    Parameters
    ----------
    source : Path or Sheet
        A file (of a workbook every sheet that has the headings), or one sheet.
    mapping : ColumnMapping, optional
        Which column is which, where the headings do not say it themselves.

    Returns
    -------
    dict
        ``imported``, ``unchanged``, ``rejected``, ``unvisited`` (doors of a visit
        sheet without a tag), and ``rows`` and ``notes``: a dict of ``row, part,
        field, value, reason`` each.

    Raises
    ------
    AccessError
        If this role brings no findings, or not of this event.
    EventError
        If there is no such event.
    FileError, SchemaError
        If the file as a whole cannot be read; then nothing is imported.
    """
    require_may_bring(hand.acting, event_id)
    after = after_event(hand, event_id)
    parts = _sheets(source, mapping)
    read = [read_findings(s, after=after, columns=at) for s, at in parts]
    with hand.workspace.ledger.transaction() as transaction:
        found, unchanged = _new(hand, event_id, together(read))
        if found.rows:
            named = replace(hand, note=parts[0][0].file)
            entry = named.entry(transaction, "import findings", scope="findings")
            entry.write(finding, [_kept(row, after) for row in found.rows])
    return {
        "imported": len(found.rows),
        "unchanged": unchanged + found.repeated,
        "rejected": len({(r.part, r.row) for r in found.rejects}),
        "unvisited": found.unvisited,
        "rows": [_told(reject) for reject in found.rejects],
        "notes": [],
    }


def require_may_bring(acting: Acting, event_id: str) -> None:
    """Refuse somebody who brings no findings of this event.

    Raises
    ------
    AccessError
        If the role goes to no door after an event, or works on another event.
    """
    require_area(acting)
    if acting.role not in BRING_FINDINGS:
        raise AccessError(
            N_("a {role} brings no findings; ask: {who}"),
            role=acting.role.value,
            who=", ".join(role.value for role in BRING_FINDINGS),
        )
    if acting.role is Role.RESPONDER and acting.event_id != event_id:
        raise AccessError(
            N_("this responder works on event {own!r}, not on {asked!r}"),
            own=acting.event_id,
            asked=event_id,
        )


def after_event(hand: Hand, event_id: str) -> After:
    """Return what the time of a visit is held against.

    Raises
    ------
    EventError
        If there is no such event.
    """
    told = event_of(hand.workspace, event_id)["happened_at"]
    begun = datetime.fromisoformat(told) if told else None
    now = hand.at or datetime.now()
    return After(
        event_id=event_id,
        happened_at=None if begun is None else _placed(begun),
        now=_placed(now) if hand.at else now.astimezone(),
    )


def findings_of(hand: Hand, event_id: str) -> list[Row]:
    """Return the findings of an event that somebody may read, by their time.

    Raises
    ------
    AccessError
        If the role reads none of this event.
    EventError
        If there is no such event.
    """
    require_may_bring(hand.acting, event_id)
    event_of(hand.workspace, event_id)
    rows = findings(hand.workspace.ledger, event_id)
    homes = villages_of(hand.workspace.ledger, (row["household_id"] for row in rows))
    return [
        {name: row[name] for name in FIELDS}
        | {"village_code": homes.get(row["household_id"])}
        for row in rows
        if is_within(hand.acting, homes.get(row["household_id"]))
    ]


def _sheets(
    source: Path | Sheet, mapping: ColumnMapping | None
) -> list[tuple[Sheet, NamedColumns]]:
    """Return the sheets that hold findings, and where; one must have the headings.

    A workbook may have others beside them, such as a cover.
    """
    sheets = [source] if isinstance(source, Sheet) else _all_sheets(source)
    found, missing = [], None
    for sheet in sheets:
        try:
            columns = named_columns(sheet, HEADINGS, REQUIRED, mapping)
            found.append((sheet, columns))
        except SchemaError as error:
            missing = missing or error
    if missing and not found:
        raise missing
    return found


def _all_sheets(path: Path) -> list[Sheet]:
    """Read every sheet, each in a child process of its own: several at once."""
    parts = look(path).parts or ("",)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(lambda part: read_sheet(path, part=part), parts))


def _new(hand: Hand, event_id: str, found: FindingFile) -> tuple[FindingFile, int]:
    """Keep the findings that are new; return how many others are on record."""
    ledger = hand.workspace.ledger
    found = without(found, "household_id", _astray(hand, found.rows))
    known = known_findings(ledger, (row["finding_id"] for row in found.rows))
    found = without(found, "finding_id", _contradicting(found.rows, known, event_id))
    seen = {_at_a_door(row) for row in findings(ledger, event_id)}
    new = [
        row
        for row in found.rows
        if row["finding_id"] not in known
        and not (_is_nameless(row, event_id) and _at_a_door(row) in seen)
    ]
    told = FindingFile(new, found.rejects, found.unvisited, found.repeated)
    return told, len(found.rows) - len(new)


def _contradicting(
    rows: Iterable[Row], known: dict[str, Row], event_id: str
) -> dict[str, tuple[str, dict]]:
    """Find what says something else on record; nobody can tell which is right."""
    message = N_("on record it says something else: {tag}, {at}, event {event}")
    wrong = {}
    for row in rows:
        old = known.get(row["finding_id"])
        if old and (old["event_id"] != event_id or said(old) != said(row)):
            told = {"tag": old["tag"], "at": old["visited_at"] or "-"}
            wrong[row["finding_id"]] = message, told | {"event": old["event_id"]}
    return wrong


def _is_nameless(row: Row, event_id: str) -> bool:
    """Tell whether a row names neither itself nor a team, as an order of visits."""
    return row["team"] is None and row["finding_id"] == made_id(event_id, row)


def _at_a_door(row: Row) -> tuple:
    return tuple(row[n] for n in ("household_id", "visited_at", "tag", "damage_grade"))


def _astray(hand: Hand, rows: Iterable[Row]) -> dict[str, tuple[str, dict]]:
    """Find the findings at doors that are not on record, or another's."""
    doors = {row["finding_id"]: row["household_id"] for row in rows}
    homes = villages_of(hand.workspace.ledger, doors.values())
    unknown = N_("no household of that number on record")
    elsewhere = N_("the house lies outside of your area")
    wrong = {}
    for finding_id, household_id in doors.items():
        if household_id not in homes:
            wrong[finding_id] = unknown, {}
        elif not is_within(hand.acting, homes[household_id]):
            wrong[finding_id] = elsewhere, {}
    return wrong


def _kept(row: Row, after: After) -> Row:
    received = after.now.astimezone(CHINA_TIME).isoformat(timespec="seconds")
    own = {"event_id": after.event_id, "received_at": received}
    return {name: row[name] for name in FIELDS if name in row} | own


def _told(reject: PartReject) -> dict[str, Any]:
    return {
        "row": reject.row,
        "part": reject.part,
        "field": reject.field,
        "value": reject.value,
        "reason": reject.reason,
    }


def _placed(moment: datetime) -> datetime:
    """Give a moment without a zone that of the clock on the wall in China."""
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA_TIME)
