"""Rows that were set aside: shown, corrected, dismissed, downloaded and dropped in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from desk.case_hand import Hand
from desk.field_words import FIELD_WORDS
from desk.household_import import Imported, write_households
from desk.intake_households import Checked, checked_again
from desk.workspace import Workspace
from geo.column_words import fields_of
from geo.sheets import Sheet
from geo.sight import read_sheet
from ledger.intakes import (
    CORRECTED,
    DISMISSED,
    SetAside,
    open_quarantine,
    quarantine,
    require_reader,
    set_aside,
    waiting,
)
from ledger.roles import Acting
from ledger.writing import Entry, Transaction
from reports.quarantine_workbook import QuarantineSheet, quarantine_workbook
from rules.errors import PlanningError, SchemaError
from rules.language import N_, translator
from rules.vocabulary import HOUSEHOLD_COLUMNS

NUMBER = "行 row"  # heading of the column that holds the number of each row

Corrections = Mapping[int, Mapping[str, str]]
Say = Callable[..., str]


def set_aside_rows(
    workspace: Workspace, acting: Acting, intake_id: str, reason: str = ""
) -> list[SetAside]:
    """Return the rows of a file that wait: masked, or with a reason as they stood.

    Raises
    ------
    AccessError
        If the role does not read what comes in.
    """
    if reason:
        return open_quarantine(workspace.ledger, acting, intake_id, reason)
    return quarantine(workspace.ledger, acting, intake_id)


def correct(hand: Hand, intake_id: str, corrections: Corrections) -> dict[str, Any]:
    """Check rows again with other cells; take those that are right now.

    Parameters
    ----------
    corrections : mapping
        New texts by row and column; what is not named stays as it stood.

    Returns
    -------
    dict
        ``imported`` (new or changed), ``unchanged``, ``corrected``: rows that left
        the quarantine; ``rejected``: rows that stay, and ``rows``: why.

    Raises
    ------
    AccessError
        If the role does not read what comes in.
    PlanningError
        If none of the rows waits.
    """
    require_reader(hand.acting)
    ledger = hand.workspace.ledger
    rows = [row for row in waiting(ledger, intake_id) if row.row in corrections]
    if not rows:
        raise PlanningError(
            N_("none of these rows waits any more; look at the list again")
        )
    changed = [
        replace(row, cells={**row.cells, **corrections[row.row]}) for row in rows
    ]
    found = checked_again(hand.workspace, intake_id, changed)
    left = {row.row for row in found.rejected}

    def put_back(_transaction: Transaction, entry: Entry, _made: Imported) -> None:
        done = [replace(r, state=CORRECTED) for r in changed if r.row not in left]
        set_aside(entry, [*done, *found.rejected])

    made = write_households(
        hand.workspace,
        found.table,
        actor=hand.acting.name,
        role=hand.acting.role.value,
        verb="correct rows",
        note=intake_id,
        also=put_back,
    )
    told = _told(found, made.changed, made.unchanged, len(changed) - len(left))
    return told | {"waiting": len(waiting(ledger, intake_id))}


def correct_from(hand: Hand, path: Path, intake_id: str) -> dict[str, Any]:
    """Take rows back that were downloaded, corrected in Excel and dropped in again.

    Raises
    ------
    SchemaError
        If the row of our headings is gone.
    PlanningError
        If none of the rows waits any more.
    """
    sheet = read_sheet(path)
    heading, places = _places_in(sheet)
    known = {row.row for row in waiting(hand.workspace.ledger, intake_id)}
    corrections: dict[int, dict[str, str]] = {}
    for at in range(heading + 1, len(sheet.rows)):
        line = sheet.line(at)
        number = line[places[NUMBER]]
        if number.isdecimal() and int(number) in known:
            cells = {name: line[places[name]] for name in places if name != NUMBER}
            corrections[int(number)] = cells
    return {"target": "households", "intake_id": intake_id, "notes": []} | correct(
        hand, intake_id, corrections
    )


def _places_in(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return where the headings stand, and the places of our columns beneath them.

    What somebody has added beside them is left alone.
    """
    ours = {NUMBER, *fields_of("households")}
    for at in range(len(sheet.rows)):
        line = sheet.line(at)
        if NUMBER in line:
            return at, {name: line.index(name) for name in line if name in ours}
    raise SchemaError(
        N_(
            "{file}: the row of headings that begins with {number} is gone; put it back"
        ),
        file=sheet.file,
        number=NUMBER,
    )


def _told(found: Checked, changed: int, same: int, corrected: int) -> dict[str, Any]:
    return {
        "imported": changed,
        "unchanged": same,
        "corrected": corrected,
        "rejected": len(found.rejected),
        "rows": [
            {"row": row.row} | vars(problem)
            for row in found.rejected
            for problem in row.problems
        ],
    }


def dismiss(hand: Hand, intake_id: str, rows: Iterable[int]) -> int:
    """Let rows go without taking them; returns how many.  They stay on record."""
    require_reader(hand.acting)
    wanted = {*rows}
    with hand.workspace.ledger.transaction() as transaction:
        found = waiting(hand.workspace.ledger, intake_id)
        gone = [replace(r, state=DISMISSED) for r in found if r.row in wanted]
        if gone:
            noted = replace(hand, note=f"{intake_id}: {hand.note}".rstrip(": "))
            set_aside(noted.entry(transaction, "dismiss rows", scope="lists"), gone)
    return len(gone)


def take_suggested(hand: Hand, intake_id: str) -> dict[str, Any]:
    """Correct every row that waits as it was suggested; see :func:`correct`."""
    found: dict[int, dict[str, str]] = {}
    for row in waiting(hand.workspace.ledger, intake_id):
        for problem in row.problems:
            if problem.suggestion and problem.field:
                found.setdefault(row.row, {})[problem.field] = problem.suggestion
    return correct(hand, intake_id, found)


def quarantine_file(
    workspace: Workspace, acting: Acting, intake_id: str, reason: str, lang: str
) -> bytes:
    """Return the rows that wait as a workbook; dropped in again, it is understood.

    Raises
    ------
    AccessError
        If the role may not, or gives no reason: what is in it is not masked.
    """
    rows = open_quarantine(workspace.ledger, acting, intake_id, reason)
    say = translator(lang)
    used = {name for row in rows for name in row.cells}
    names = [name for name in HOUSEHOLD_COLUMNS if name in used]
    names += sorted(used - {*names})
    return quarantine_workbook(
        QuarantineSheet(
            intake_id=intake_id,
            title=say(N_("correct the marked cells and drop the file in again")),
            fields=[(name, say(FIELD_WORDS.get(name, name))) for name in names],
            more=(NUMBER, "原因 reason", "建议 suggestion"),
            rows=[_line(row, say) for row in rows],
        )
    )


def _line(
    row: SetAside, say: Say
) -> tuple[int, dict[str, str], str, str, frozenset[str]]:
    reasons = [
        f"{say(FIELD_WORDS.get(p.field, p.field))}: "
        f"{say(p.message).format(**p.values)}".removeprefix(": ")
        for p in row.problems
    ]
    instead = [f"{p.field} → {p.suggestion}" for p in row.problems if p.suggestion]
    wrong = frozenset(problem.field for problem in row.problems)
    return row.row, dict(row.cells), "; ".join(reasons), "; ".join(instead), wrong
