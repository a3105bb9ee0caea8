"""What a job does with a file: look what would happen, or take it in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk import intake
from desk.case_hand import Hand
from desk.intake_households import preview_households, told_note, told_rows
from desk.intake_plan import Plan
from desk.quarantine import correct_from
from desk.workspace import Workspace
from ledger.intakes import mask
from ledger.roles import Acting, Role

Tell = Callable[[str, float], None]
Told = dict[str, Any]

_SHOWN_TEXTS = ("value", "suggestion")
SHOWN_ROWS, SHOWN_NOTES = 500, 200  # a page cannot show a million


def take(workspace: Workspace, asked: Told, tell: Tell) -> Told:
    """Take a file in; of long lists only the beginning comes back."""
    hand, path = _hand(workspace, asked), Path(asked["path"])
    if asked.get("quarantine"):
        told = correct_from(hand, path, asked["quarantine"])
    else:
        told = intake.take(hand, path, Plan.from_dict(asked["plan"]), tell)
    notes = told.get("notes", [])
    return told | {
        "noted": told.get("noted", len(notes)),
        "rows": _masked(told["rows"][:SHOWN_ROWS]),
        "notes": _masked(notes[:SHOWN_NOTES]),
    }


def preview(workspace: Workspace, asked: Told, tell: Tell) -> Told:
    """Say what taking a table of households in would do; nothing is recorded."""
    tell("reading", 0.05)
    plan = Plan.from_dict(asked["plan"])
    found = preview_households(workspace, Path(asked["path"]), plan, tell)
    checked, compared = found.checked, found.compared
    return {
        "new": compared.new,
        "changed": compared.changed,
        "unchanged": compared.unchanged,
        "examples": compared.examples,
        "rejected": len(checked.rejected),
        "converted": len(checked.placed) or None,
        "rows": _masked(
            [t for row in checked.rejected[:SHOWN_ROWS] for t in told_rows(row)]
        ),
        "notes": _masked([told_note(n) for n in checked.notes[:SHOWN_NOTES]]),
        "noted": checked.noted,
    }


def _masked(rows: list[Told]) -> list[Told]:
    """Mask the values that tell who somebody is: the page is seen by others."""
    return [
        row | {n: mask(row["field"], str(row.get(n, ""))) for n in _SHOWN_TEXTS}
        for row in rows
    ]


def _hand(workspace: Workspace, asked: Told) -> Hand:
    told = asked["acting"]
    return Hand(workspace, Acting(told["name"], Role(told["role"])))
