"""``import`` and ``template``: files in."""

from pathlib import Path
from typing import Annotated

import typer

from commands.codes import take_codes
from commands.fortification import take_fortification
from commands.intake import take_auto
from commands.layers import take_layer
from commands.matching import take_list
from commands.printing import ACTOR, AsJson, progress_bar, show, show_json, show_table
from desk.household_import import import_households, template_text
from desk.workspace import workspace_at

app = typer.Typer()
imports = typer.Typer(help="Take a file into the workspace.", no_args_is_help=True)
app.add_typer(imports, name="import")


@imports.command("households")
def households(workspace: Path, file: Path, as_json: AsJson = False) -> None:
    """Import households from CSV or Excel (see ``template``)."""
    with progress_bar("import") as tell, workspace_at(workspace) as opened:
        tell(file.name, 0.1)
        told = import_households(opened, file, ACTOR)
    _show_import(told, file, as_json)


imports.command("layer")(take_layer)
imports.command("list")(take_list)
imports.command("codes")(take_codes)
imports.command("fortification")(take_fortification)
imports.command("auto")(take_auto)


@app.command("template")
def template(file: Annotated[Path | None, typer.Argument()] = None) -> None:
    """Write the header of a household file, to a file or to the screen."""
    if file is None:
        show(template_text().rstrip("\n"))
    else:
        file.write_text(template_text(), encoding="utf-8-sig")
        show(f"{file}: fill one row per household; leave empty what is unknown")


def _show_import(told: dict, file: Path, as_json: bool) -> None:
    if as_json:
        show_json(told)
        return
    counts = ", ".join(
        f"{told[n]:,} {n}" for n in ("imported", "unchanged", "rejected")
    )
    show(f"{file}: {counts}")
    if told["rows"]:
        headings = ("row", "field", "value", "reason")
        rows = ([r[h] for h in headings] for r in told["rows"])
        show_table("Rejected rows", headings, rows)
