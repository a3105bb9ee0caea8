"""``import auto``: any file an office has, looked at first, taken in as what it is."""

from pathlib import Path
from typing import Annotated, Any

import typer

from commands.printing import ACTOR, AsJson, progress_bar, show, show_json, show_table
from desk.case_hand import Hand
from desk.intake import planned, take
from desk.intake_coordinates import ALL
from desk.intake_plan import Plan
from desk.intake_seen import Seen, see
from desk.quarantine import correct_from
from desk.workspace import workspace_at
from geo.mapping import ColumnMapping
from ledger.roles import Acting, Role

PROPOSED = "proposed"
SHOWN = 30  # rows of a table for people; machines get all


def take_auto(
    workspace: Path,
    file: Path,
    kind: Annotated[str, typer.Option(help="What a layer shows.")] = "",
    part: Annotated[str, typer.Option(help="Sheet, layer or variable.")] = "",
    crs: Annotated[str, typer.Option(help="Of a file without one: EPSG:4490.")] = "",
    coordinates: Annotated[
        str, typer.Option(help="How to read coordinates: lonlat, gcj02, … or proposed")
    ] = "",
    department: Annotated[str, typer.Option(help="Whose list it is: 民政, …")] = "",
    group: Annotated[str, typer.Option(help="Group of rows that name none.")] = "",
    event: Annotated[str, typer.Option(help="The event that findings are of.")] = "",
    hazard: Annotated[str, typer.Option(help="earthquake or flood")] = "",
    edition: Annotated[str, typer.Option(help="Edition of a layer.")] = "",
    valid_from: Annotated[str, typer.Option(help="First day of a layer.")] = "",
    only_look: Annotated[
        bool, typer.Option("--look", help="Say what it is; take nothing in.")
    ] = False,
    name: Annotated[str, typer.Option("--as", help="Who brings it.")] = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Look at a file, say what was seen, and take it in as what it is."""
    with progress_bar("import") as tell, workspace_at(workspace) as opened:
        tell("looking", 0.01)
        seen = see(opened, file, part=part)
        told: dict[str, Any] = _told(seen)
        if not only_look:
            hand = Hand(opened, Acting(name, Role.PLANNER))
            if seen.quarantine:
                told |= correct_from(hand, file, seen.quarantine)
            else:
                readings = _readings(seen, coordinates)
                plan = planned(
                    seen,
                    kind=kind,
                    crs=crs,
                    readings=readings,
                    department=department,
                    group=group,
                    event_id=event,
                    hazard=hazard,
                    edition=edition,
                    valid_from=valid_from,
                )
                told |= _plan_told(plan) | take(hand, file, plan, tell)
    if as_json:
        show_json(told)
    else:
        _show(told, file)


def _readings(seen: Seen, told: str) -> dict[str, str]:
    """Return how coordinates are read: as proposed, or all of them alike."""
    if told != PROPOSED:
        return {ALL: told} if told else {}
    proposed = {g.key: g.diagnosis.reading for g in seen.groups}
    return {key: reading for key, reading in proposed.items() if reading}


def _told(seen: Seen) -> dict[str, Any]:
    """Say what was seen of a file, as plain values."""
    sight = seen.sight
    told: dict[str, Any] = {
        "file": sight.file,
        "format": sight.format,
        "encoding": sight.encoding,
        "crs": sight.crs,
        "part": sight.part,
        "parts": list(sight.parts),
        "rows_seen": sight.rows,
        "columns": list(sight.columns),
        "target": seen.plan.target if seen.plan else None,
        "kind": seen.plan.kind if seen.plan else None,
        "taken_before": bool(seen.before),
        "coordinates": [
            {
                "rows": group.rows,
                "reading": group.diagnosis.reading,
                "told": group.diagnosis.told[0].format(**group.diagnosis.told[1]),
            }
            for group in seen.groups
        ],
    }
    if seen.plan and seen.plan.mapping:
        told["mapping"] = _headings(seen.plan)
    return told


def _plan_told(plan: Plan) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": plan.kind or None, "reading": plan.reading or None}
    return told | ({"mapping": _headings(plan)} if plan.mapping else {})


def _headings(plan: Plan) -> dict[str, str]:
    mapping = ColumnMapping.from_json(plan.mapping)
    return {name: mapping.headings.names[at] for name, at in mapping.columns.items()}


def _show(told: dict[str, Any], file: Path) -> None:
    seen = (told["format"], told["encoding"], told["crs"])
    rows = "" if told["rows_seen"] is None else f"{told['rows_seen']:,} rows"
    show(f"{file}: " + ", ".join(filter(None, (*seen, rows))))
    if told.get("mapping"):
        show("columns: " + ", ".join(f"{h} → {n}" for n, h in told["mapping"].items()))
    for group in told["coordinates"]:
        show(f"coordinates of {group['rows']:,} rows: {group['told']}")
    if "imported" not in told:
        show(
            f"it brings: {told['target'] or 'unknown; say --kind'} {told['kind'] or ''}"
        )
        return
    counts = ("imported", "unchanged", "rejected", "converted", "repaired", "left")
    said = (f"{told[n]:,} {n}" for n in counts if told.get(n) is not None)
    show(f"{told['target']}: " + ", ".join(said))
    headings = ("row", "field", "value", "reason", "suggestion")
    for title, name in (("Rows set aside", "rows"), ("Taken otherwise", "notes")):
        if found := told.get(name):
            lines = ([r.get(h, "") for h in headings] for r in found[:SHOWN])
            show_table(f"{title}: {len(found):,}", headings, lines)
