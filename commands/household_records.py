"""``case contact`` and ``case facts``: what is known of a household and its house."""

from pathlib import Path
from typing import Annotated, Any

import typer

from commands.acting import NEWEST, PLANNER, Area, As, Name, Note, at_desk
from commands.case_records import Values, told_by
from commands.printing import ACTOR, AsJson, show, show_json
from desk.acting import reading
from desk.case_hand import Hand
from desk.household_details import FACTS, TABLES, set_contact, set_facts
from ledger.roles import Acting
from ledger.schema import household as household_table

Version = Annotated[int, typer.Option(help="Of the household as it was seen.")]


def add_household_records(case: typer.Typer) -> None:
    """Add these verbs to ``case``."""
    case.command("contact")(contact)
    case.command("facts")(facts)


def contact(
    workspace: Path,
    household: str,
    values: Values,
    version: Version = NEWEST,
    note: Note = "",
    role: As = PLANNER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Record phone=13912345678 or account=6217000010001234567; phone= takes it back."""
    told = dict(told_by(text, household_table) for text in values)
    with at_desk(workspace, Acting(name, role, area), note) as hand:
        seen = version or _versions(hand, household)["household"]
        new = set_contact(hand, household, told, version=seen)
    _show(household, {"household": new}, as_json)


def facts(
    workspace: Path,
    household: str,
    values: Values,
    note: Note = "",
    role: As = PLANNER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Record what eligibility asks, as occupants=3 no_house=no structure=土坯."""
    told = dict(_fact(text) for text in values)
    with at_desk(workspace, Acting(name, role, area), note) as hand:
        new = set_facts(hand, household, told, versions=_versions(hand, household))
    _show(household, new, as_json)


def _fact(text: str) -> tuple[str, Any]:
    known = FACTS.get(text.partition("=")[0])
    return told_by(text, TABLES[known.table] if known else household_table)


def _versions(hand: Hand, household_id: str) -> dict[str, int]:
    """Return the newest versions of a household and of its house, 0 if none."""
    reader = reading(hand.workspace, hand.acting)
    seen = {"household": reader.household(household_id)["version"]}
    house = reader.dwelling(household_id) if reader.sees("dwelling") else None
    return seen | {"dwelling": house["version"] if house else 0}


def _show(household_id: str, versions: dict[str, int], as_json: bool) -> None:
    if as_json:
        show_json({"household_id": household_id, "versions": versions})
        return
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    show(f"household {household_id}: recorded (version of {told})")
