"""``diff``: what a newer report of an event changed in the order of visits."""

from pathlib import Path
from typing import Annotated, Any

import typer

from commands.printing import AsJson, show, show_json, show_table
from desk.difference_paper import write_difference
from desk.event_difference import EventDifference, difference
from desk.workspace import workspace_at
from rules.language import LANGUAGES

app = typer.Typer()

DOORS_SHOWN = 20
DOORS_TOLD = 1_000  # in JSON; the file has all


@app.command("diff")
def diff(
    workspace: Path,
    event: Annotated[str, typer.Option(help="The event's id.")],
    before: Annotated[int | None, typer.Option(help="Number of a report.")] = None,
    after: Annotated[int | None, typer.Option(help="Number of a report.")] = None,
    out: Annotated[Path | None, typer.Option(help=".xlsx, .pdf or .csv")] = None,
    lang: Annotated[str, typer.Option(help="zh_CN or en.")] = LANGUAGES[0],
    as_json: AsJson = False,
) -> None:
    """Say who moved in the order of visits between two reports, and why."""
    with workspace_at(workspace) as opened:
        found = difference(opened, event, before, after)
        if out is not None:
            write_difference(opened, found, out, lang)
    if as_json:
        show_json(_told(found))
        return
    _show(found)
    if out is not None:
        show(f"{out}: the difference sheet")


def _show(found: EventDifference) -> None:
    number = found.before["number"], found.after["number"]
    what = "its findings" if found.by_findings else f"report {number[1]}"
    show(f"report {number[0]} against {what}")
    for name, total in (("before", found.total_before), ("after", found.total_after)):
        show(
            f"houses heavily damaged or destroyed, {name}: {total.middle:,.0f} "
            f"({total.low:,.0f} to {total.high:,.0f})"
        )
    far = int(found.far.sum())
    show(f"moved by {found.least_places} places or more: {far} of {len(found.far)}")
    rows = [_row(row) for row in found.rows(found.order()[:DOORS_SHOWN])]
    headings = list(rows[0]) if rows else []
    show_table("Moved far", headings, (list(row.values()) for row in rows))


def _told(found: EventDifference) -> dict[str, Any]:
    return {
        "event_id": found.event["event_id"],
        "before": found.before["number"],
        "after": found.after["number"],
        "by_findings": found.by_findings,
        "least_places": found.least_places,
        "moved": int(found.far.sum()),
        "households": len(found.far),
        "heavy_before": found.total_before._asdict(),
        "heavy_after": found.total_after._asdict(),
        "villages": [
            row | {"why": str(row["why"]) if row["why"] else None}
            for row in found.villages()
            if row["moved"]
        ],
        "doors": [_row(row) for row in found.rows(found.order()[:DOORS_TOLD])],
    }


def _row(row: Any) -> dict[str, Any]:
    return row._asdict() | {"why": str(row.why)}
