"""``match`` and ``import list``: lists and houses find each other."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from commands.printing import ACTOR, AsJson, day_of, show, show_json, show_table
from desk.case_hand import Hand
from desk.list_import import import_list
from desk.matching import confirm, end_membership, refuse, run_matching
from desk.matching_estimate import neither
from desk.matching_tables import Matching, matching_of
from desk.workspace import workspace_at
from geo.chapman import ASSUMPTIONS, WHY_LOWER_BOUND
from ledger.lists import RowKey, row_version
from ledger.roles import Acting, Role

app = typer.Typer()

SHOWN = 20  # rows of a table for people; machines get all
Who = Annotated[str, typer.Option("--as", help="Who decides; it is recorded.")]
Pair = tuple[str, str, str] | None


def take_list(
    workspace: Path,
    file: Path,
    department: Annotated[str, typer.Option(help="Whose list: 民政, 乡村振兴, …")],
    group: Annotated[str, typer.Option(help="Group of rows that name none.")] = "",
    certified: Annotated[str, typer.Option(help="A day, as 2026-11-22.")] = "",
    name: Who = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Import a department's list of a protected group from CSV or Excel."""
    with workspace_at(workspace) as opened:
        told = import_list(
            Hand(opened, Acting(name, Role.PLANNER)),
            file,
            department,
            group=group or None,
            certified_on=day_of(certified) if certified else None,
        )
    if as_json:
        show_json(told)
        return
    counts = ("imported", "unchanged", "left", "held", "rejected")
    show(f"{file}: " + ", ".join(f"{told[n]:,} {n}" for n in counts))
    headings = ("row", "field", "value", "reason")
    for title, rows in (("Rejected rows", told["rows"]), ("Notes", told["notes"])):
        if rows:
            show_table(title, headings, ([r[h] for h in headings] for r in rows))


@app.command()
def match(
    workspace: Path,
    confirm_: Annotated[
        Pair, typer.Option("--confirm", metavar="LIST ROW HOUSEHOLD")
    ] = None,
    refuse_: Annotated[
        Pair, typer.Option("--refuse", metavar="LIST ROW HOUSEHOLD")
    ] = None,
    end: Annotated[
        tuple[str, str, int] | None,
        typer.Option(metavar="HOUSEHOLD GROUP VERSION", help="End a membership."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why it ends.")] = "",
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="SOURCE SOURCE", help="Departments, or survey."),
    ] = None,
    version: Annotated[int, typer.Option(help="Of the row, as you saw it.")] = 0,
    name: Who = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Match lists with houses; show who has no house and which house no list."""
    with workspace_at(workspace) as opened:
        hand = Hand(opened, Acting(name, Role.PLANNER))
        for verb, pair in ((confirm, confirm_), (refuse, refuse_)):
            if pair:
                _decide(hand, verb, pair, version)
        if end:
            end_membership(hand, end[0], end[1], version=end[2], reason=reason)
        counts = run_matching(hand)
        matching = matching_of(opened, hand.acting)
        content = counts | _tables(matching)
        if between:
            content["neither"] = _estimate(matching, *between)
    if as_json:
        show_json({k: _records(v) for k, v in content.items()})
    else:
        _show(content)


def _decide(
    hand: Hand, verb: Callable[..., int], pair: tuple[str, str, str], version: int
) -> None:
    key, household_id = RowKey(*pair[:2]), pair[2]
    seen = version or row_version(hand.workspace.ledger, key)
    verb(hand, key, household_id, version=seen)


def _tables(matching: Matching) -> dict[str, object]:
    return {
        "matched": sum(key in matching.rows for key in matching.matched),
        "proposals": matching.proposals,
        "without_house": matching.without_house,
        "dangerous_off_lists": matching.dangerous_off_lists,
        "grade_conflicts": matching.grade_conflicts,
        "identity_conflicts": matching.identity_conflicts,
        "endings": matching.endings,
    }


def _estimate(matching: Matching, first: str, second: str) -> dict[str, object]:
    found = neither(matching, first, second)
    told = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return told | {"lower_bound": WHY_LOWER_BOUND, "assumptions": list(ASSUMPTIONS)}


def _records(content: object) -> object:
    is_table = isinstance(content, pd.DataFrame)
    return content.to_dict("records") if is_table else content


def _show(content: dict[str, object]) -> None:
    counts = {
        name: len(told) if isinstance(told, pd.DataFrame) else told
        for name, told in content.items()
        if name != "neither"
    }
    told = (f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
    show(", ".join(told))
    for name in ("without_house", "dangerous_off_lists", "proposals"):
        table = content[name]
        rows = table.head(SHOWN).itertuples(index=False)
        show_table(f"{name.replace('_', ' ')}: {len(table):,}", list(table), rows)
    if "neither" in content:
        found = content["neither"]
        show(
            f"on neither: at least {found['neither']:,.0f} "
            f"({found['low']:,.0f} to {found['high']:,.0f}). {found['lower_bound']}"
        )
