"""``findings``: what teams found at the doors after an event."""

from pathlib import Path
from typing import Annotated

import typer

from commands.acting import Area, Name, at_desk
from commands.printing import ACTOR, AsJson, show, show_json, show_table
from desk.findings import findings_of, import_findings
from ledger.roles import Acting, Role

app = typer.Typer()
verbs = typer.Typer(help="What teams found after an event.", no_args_is_help=True)
app.add_typer(verbs, name="findings")

Event = Annotated[str, typer.Option(help="The event's id.")]
As = Annotated[Role, typer.Option("--as", help="In whose role.")]
SHOWN = ("finding_id", "household_id", "tag", "damage_grade", "reason", "visited_at")


@verbs.command("import")
def take(
    workspace: Path,
    file: Path,
    event: Event,
    role: As = Role.RESPONDER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Import findings: a table, an export of ODK or Kobo, filled-in visit sheets."""
    with at_desk(workspace, Acting(name, role, area, event)) as hand:
        told = import_findings(hand, event, file)
    if as_json:
        show_json(told)
        return
    counts = ("imported", "unchanged", "rejected", "unvisited")
    show(f"{file}: " + ", ".join(f"{told[n]:,} {n}" for n in counts))
    if told["rows"]:
        headings = ("part", "row", "field", "value", "reason")
        rows = ([row[h] for h in headings] for row in told["rows"])
        show_table("Rejected rows", headings, rows)


@verbs.command("list")
def listed(
    workspace: Path,
    event: Event,
    role: As = Role.RESPONDER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """List the findings of an event by the time of the visit."""
    with at_desk(workspace, Acting(name, role, area, event)) as hand:
        rows = findings_of(hand, event)
    if as_json:
        show_json({"findings": rows})
        return
    headings = (*SHOWN, "team")
    show_table(
        f"{len(rows):,} findings", headings, ([r[h] for h in headings] for r in rows)
    )
