"""``drill``: practise on the real ground, in a store of its own."""

from pathlib import Path
from typing import Annotated

import typer

from commands.printing import AsJson, show, show_json
from desk.drill import begin_drill, end_drill
from desk.workspace import workspace_at

app = typer.Typer()
verbs = typer.Typer(help="Drills, in a store of their own.", no_args_is_help=True)
app.add_typer(verbs, name="drill")


@verbs.command("begin")
def begin(
    workspace: Path,
    drill: Annotated[Path, typer.Argument(help="A new folder for the drill.")],
    as_json: AsJson = False,
) -> None:
    """Make a drill of a workspace: its ground and houses, nobody's name."""
    with workspace_at(workspace) as opened:
        households = begin_drill(opened, drill)
    if as_json:
        show_json({"drill": str(drill), "households": households})
    else:
        show(
            f"{drill}: drill with {households:,} households; open it with: "
            f"python start.py --workspace {drill}"
        )


@verbs.command("end")
def end(drill: Path, as_json: AsJson = False) -> None:
    """Delete a drill with everything that was practised in it."""
    end_drill(drill)
    if as_json:
        show_json({"deleted": str(drill)})
    else:
        show(f"{drill}: deleted")
