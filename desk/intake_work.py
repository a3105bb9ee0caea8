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
from ledger.intakes import PERSONAL_FIELDS, mask
from ledger.masking import HIDDEN, masked_text
from ledger.roles import Acting, Role

Tell = Callable[[str, float], None]
Told = dict[str, Any]

_SHOWN_TEXTS = ("value", "suggestion")
_PEOPLE = {("list", "name"): "head_name"}  # personal under another name of ours
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
        "rows": _masked(told["rows"][:SHOWN_ROWS], told["target"]),
        "notes": _masked(notes[:SHOWN_NOTES], told["target"]),
    }


def preview(workspace: Workspace, asked: Told, tell: Tell) -> Told:
    """Say what taking a table of households in would do; nothing is recorded."""
    tell("reading", 0.05)
    plan = Plan.from_dict(asked["plan"])
    found = preview_households(workspace, Path(asked["path"]), plan, tell)
    checked, compared = found.checked, found.compared
    rows = [t for row in checked.rejected[:SHOWN_ROWS] for t in told_rows(row)]
    notes = [told_note(note) for note in checked.notes[:SHOWN_NOTES]]
    return {
        "new": compared.new,
        "changed": compared.changed,
        "unchanged": compared.unchanged,
        "examples": compared.examples,
        "rejected": len(checked.rejected),
        "converted": len(checked.placed) or None,
        "rows": _masked(rows, plan.target),
        "notes": _masked(notes, plan.target),
        "noted": checked.noted,
    }


def _masked(rows: list[Told], target: str) -> list[Told]:
    """Mask the values that tell who somebody is: the page is seen by others."""
    names = [_PEOPLE.get((target, row["field"]), row["field"]) for row in rows]
    return [_masked_row(row, name) for row, name in zip(rows, names, strict=True)]


def _masked_row(row: Told, name: str) -> Told:
    """Mask a value where it stands, and where its reason says it again."""
    if not name:  # a whole row, whoever is named in it
        return row | {"value": HIDDEN if row["value"] else "", "suggestion": ""}
    told = {n: mask(name, str(row.get(n, ""))) for n in _SHOWN_TEXTS}
    if name not in PERSONAL_FIELDS:
        return row | told
    if "message" not in row:
        return row | told | {"reason": masked_text(row["reason"])}
    values = {
        n: mask(name, v) if isinstance(v, str) else v for n, v in row["values"].items()
    }
    reason = row["message"].format(**values)
    return row | told | {"values": values, "reason": reason}


def _hand(workspace: Workspace, asked: Told) -> Hand:
    told = asked["acting"]
    return Hand(workspace, Acting(told["name"], Role(told["role"])))
