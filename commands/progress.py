"""``progress``: what the leader asks."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.printing import AsJson, day_of, show_json, show_table
from desk.progress import progress as progress_of
from desk.workspace import workspace_at
from rules.adcode import Level

app = typer.Typer()


class Area(StrEnum):
    """By what areas progress is counted."""

    TOWN = "town"
    VILLAGE = "village"


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
