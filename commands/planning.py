"""``rank`` and ``progress``: what the planner and the leader ask."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.printing import AsJson, day_of, show_json, show_table
from desk.progress import progress as progress_of
from desk.ranking import parts_of, pilot_villages
from desk.workspace import workspace_at
from rules.adcode import Level

app = typer.Typer()


class Area(StrEnum):
    """By what areas progress is counted."""

    TOWN = "town"
    VILLAGE = "village"


@app.command()
def rank(workspace: Path, as_json: AsJson = False) -> None:
    """Rank the villages for seismic retrofit pilots (7 degrees and above)."""
    with workspace_at(workspace) as opened:
        table = pilot_villages(opened)
    if as_json:
        villages = [
            {
                "village_code": row["village_code"],
                "village_name": row["village_name"],
                "town_name": row["town_name"],
                "rank": row["rank"],
                "score": row["score"],
                "entitled": row["entitled"],
                "undecided": row["undecided"],
                "parts": parts_of(row),
            }
            for _, row in table.iterrows()
        ]
        show_json({"villages": villages})
        return
    columns = ["rank", "village_code", "town_name", "village_name", "score"]
    columns += ["entitled", "undecided"]
    points = [name for name in table if name.endswith("_points")]
    shown = table[columns + points].rename(columns=lambda n: n.removesuffix("_points"))
    rows = shown.itertuples(index=False)
    show_table("Pilot villages; score and its parts in points", list(shown), rows)


@app.command()
def progress(
    workspace: Path,
    as_of: Annotated[str, typer.Option(help="A day, as 2026-11-22.")] = "",
    level: Annotated[Area, typer.Option()] = Area.TOWN,
    as_json: AsJson = False,
) -> None:
    """Count cases by area as they stood at the end of a day."""
    day = day_of(as_of) if as_of else date.today()
    with workspace_at(workspace) as opened:
        table = progress_of(opened, day, Level[level.name])
    if as_json:
        show_json({"as_of": day, "areas": table.reset_index().to_dict("records")})
    else:
        rows = table.reset_index().itertuples(index=False)
        show_table(f"Progress on {day}", ["code", *table.columns], rows)
