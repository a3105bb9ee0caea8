"""``triage``: the order of visits after an event."""

from pathlib import Path
from typing import Annotated

import typer

from commands.printing import AsJson, show, show_json, show_table
from desk.landslides import slides_of
from desk.order_file import write_order
from desk.triage import triage_event
from desk.workspace import workspace_at

app = typer.Typer()


@app.command()
def triage(
    workspace: Path,
    event: Annotated[str, typer.Option(help="The event's id.")],
    out: Annotated[Path | None, typer.Option(help="order.csv")] = None,
    as_json: AsJson = False,
) -> None:
    """Order the visits after an event."""
    with workspace_at(workspace) as opened:
        result = triage_event(opened, event)
        if out is not None:
            slides = slides_of(opened, event, result.exposure)
            write_order(result, out, slides)
    visited = int(result.visited.doors.sum())
    totals = {
        "houses heavily damaged or destroyed": result.heavy_total,
        "people in danger": result.people_total,
    }
    if as_json:
        told = {"heavy_total": result.heavy_total, "people_total": result.people_total}
        counted = {"visited": visited, "towns": result.towns()}
        show_json({"event_id": event} | told | counted)
        return
    for what, total in totals.items():
        show(
            f"{what}: {total['middle']:,.0f} "
            f"({total['low']:,.0f} to {total['high']:,.0f})"
        )
    show(f"learned from the findings at {visited:,} doors")
    towns = result.towns()
    headings = list(towns[0]) if towns else []
    show_table("By town", headings, ([t[h] for h in headings] for t in towns))
    if out is not None:
        show(f"{out}: the order of visits")
