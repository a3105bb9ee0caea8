"""``export``: households, layers and the whole map as files other programs open."""

from pathlib import Path
from typing import Annotated

import typer

from commands.printing import AsJson, progress_bar, show, show_json
from desk.exporting import export_households, export_layer, export_map
from desk.workspace import workspace_at

app = typer.Typer()
exports = typer.Typer(help="Write a file from the workspace.", no_args_is_help=True)
app.add_typer(exports, name="export")


@exports.command("households")
def households(
    workspace: Path,
    file: Path,
    with_hazards: Annotated[bool, typer.Option("--with-hazards")] = False,
    for_excel: Annotated[
        bool, typer.Option("--for-excel", help="Mark a CSV as UTF-8 for Excel.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Export households: .csv .parquet .xlsx .gpkg .geojson .kml."""
    with progress_bar("export") as tell, workspace_at(workspace) as opened:
        rows = export_households(
            opened, file, with_hazards=with_hazards, for_excel=for_excel, tell=tell
        )
    if as_json:
        show_json({"exported": rows, "file": str(file)})
    else:
        show(f"{file}: {rows:,} households")


@exports.command("layer")
def layer(
    workspace: Path,
    which: Annotated[str, typer.Argument(metavar="LAYER|KIND")],
    file: Path,
    as_json: AsJson = False,
) -> None:
    """Export a layer: .gpkg .geojson .kml, a raster as .tif."""
    with workspace_at(workspace) as opened:
        count = export_layer(opened, which, file)
    if as_json:
        show_json({"exported": count, "file": str(file)})
    else:
        show(f"{file}: {count:,} features")


@exports.command("map")
def whole_map(workspace: Path, file: Path, as_json: AsJson = False) -> None:
    """Export the map to one GeoPackage that QGIS opens as it is seen here."""
    with progress_bar("export") as tell, workspace_at(workspace) as opened:
        counts = export_map(opened, file, tell=tell)
    if as_json:
        show_json({"exported": counts, "file": str(file)})
    else:
        show(f"{file}: " + ", ".join(f"{n:,} {name}" for name, n in counts.items()))
