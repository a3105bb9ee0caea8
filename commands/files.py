"""``import``, ``export`` and ``template``: files in, files out."""

from pathlib import Path
from typing import Annotated

import typer

from commands.matching import take_list
from commands.printing import ACTOR, AsJson, progress_bar, show, show_json, show_table
from desk.exporting import export_households
from desk.household_import import import_households, template_text
from desk.layer_store import import_layer
from desk.workspace import workspace_at

app = typer.Typer()
imports = typer.Typer(help="Take a file into the workspace.", no_args_is_help=True)
exports = typer.Typer(help="Write a file from the workspace.", no_args_is_help=True)
app.add_typer(imports, name="import")
app.add_typer(exports, name="export")


@imports.command("households")
def households(workspace: Path, file: Path, as_json: AsJson = False) -> None:
    """Import households from CSV or Excel (see ``template``)."""
    with progress_bar("import") as tell, workspace_at(workspace) as opened:
        tell(file.name, 0.1)
        told = import_households(opened, file, ACTOR)
    _show_import(told, file, as_json)


@imports.command("layer")
def layer(
    workspace: Path,
    file: Path,
    kind: Annotated[str, typer.Option(help="What the layer shows.")],
    as_json: AsJson = False,
) -> None:
    """Import a layer from GeoPackage, Shapefile, GeoJSON or GeoTIFF."""
    with workspace_at(workspace) as opened:
        told = import_layer(opened, file, kind, ACTOR)
    _show_import(told, file, as_json)


imports.command("list")(take_list)


@exports.command("households")
def export(
    workspace: Path,
    file: Path,
    with_hazards: Annotated[bool, typer.Option("--with-hazards")] = False,
    for_excel: Annotated[
        bool, typer.Option("--for-excel", help="Mark a CSV as UTF-8 for Excel.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Export one row per household as CSV or Parquet."""
    with progress_bar("export") as tell, workspace_at(workspace) as opened:
        rows = export_households(
            opened, file, with_hazards=with_hazards, for_excel=for_excel, tell=tell
        )
    if as_json:
        show_json({"exported": rows, "file": str(file)})
    else:
        show(f"{file}: {rows:,} households")


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
    if told.get("repaired"):
        show(f"{told['repaired']} invalid polygons repaired")
    if told["rows"]:
        headings = ("row", "field", "value", "reason")
        rows = ([r[h] for h in headings] for r in told["rows"])
        show_table("Rejected rows", headings, rows)
