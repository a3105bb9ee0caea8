"""Map layers as files of their own, drawn as the page draws them."""

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from desk.household_map import stored
from desk.layer_store import raster_layer, vector_layer
from desk.shelf import CountyShelf
from desk.stamps import titled, told_of
from desk.workspace import Workspace
from geo.export_files import (
    FeatureTable,
    StoredStyle,
    families,
    feature_table,
    write_geojson,
    write_geopackage,
)
from geo.feature_files import read_features
from geo.kml_files import write_kml
from geo.whole_files import written_whole
from layers.base import Choice
from layers.kml_look import class_of, kml_styles
from layers.look import Look
from layers.looks import look_of
from ledger.register import layers as registered
from rules.errors import FileError, LayerError
from rules.language import LANGUAGES, N_, translator
from rules.vocabulary import LAYER_KINDS, RASTER_KINDS

SHAPES = {"point": "marker", "line": "line", "polygon": "fill"}
VECTOR_FORMS, RASTER_FORMS = (".gpkg", ".geojson", ".kml"), (".tif", ".tiff")
PAGE: Choice = {"page": "planner"}  # the page whose drawing a file follows


def export_layer(
    workspace: Workspace, which: str, path: Path, *, language: str = LANGUAGES[0]
) -> int:
    """Write a layer: features to GeoPackage, GeoJSON or KML, a raster as GeoTIFF.

    Parameters
    ----------
    which : str
        The id of one registered layer, or a kind: then all that is in force of it.
    path : Path
        The end of the name says the form.

    Returns
    -------
    int
        The number of features; 1 of a raster.

    Raises
    ------
    LayerError
        If there is no such layer.
    FileError
        If the form does not fit the layer.
    """
    kind, content, source = found(workspace, which)
    if isinstance(content, Path):
        require_form(path, RASTER_FORMS)
        with written_whole(path) as unfinished:
            shutil.copyfile(content, unfinished)
        return 1
    require_form(path, VECTOR_FORMS)
    translate = translator(language)
    look = look_of(kind, content, CountyShelf(workspace), PAGE, translate)
    table = feature_table(
        content, kind, titled(workspace, look.title), told_of(workspace, source)
    )
    _write(path, table, look)
    return len(content)


def found(workspace: Workspace, which: str) -> tuple[str, gpd.GeoDataFrame | Path, str]:
    """Return the kind, the content and the source of a layer.

    Raises
    ------
    LayerError
        If there is none of that id or kind.
    """
    rows = registered(workspace.ledger)
    of_id = next((row for row in rows if row["layer_id"] == which), None)
    if of_id is not None:
        path = workspace.folder("layers") / of_id["file"]
        raster = of_id["kind"] in RASTER_KINDS
        content = path if raster else read_features(path)
        return of_id["kind"], content, of_id["source"]
    if which not in LAYER_KINDS:
        known = " ".join(row["layer_id"] for row in rows)
        message = N_("no layer {which}; give a kind, or one of: {known}")
        raise LayerError(message, which=which, known=known or "-")
    read = raster_layer if which in RASTER_KINDS else vector_layer
    if (content := read(workspace, which)) is None:
        message = N_("no layer of kind {kind} in this workspace; import one first")
        raise LayerError(message, kind=which)
    return which, content, CountyShelf(workspace).source(which)


def require_form(path: Path, forms: tuple[str, ...]) -> None:
    """Refuse a name whose end says no form of these.

    Raises
    ------
    FileError
        If it does not.
    """
    if path.suffix.lower() not in forms:
        message = N_("{file}: the name must end in one of {forms}")
        raise FileError(message, file=path.name, forms=" ".join(forms))


def styled(table: FeatureTable, look: Look) -> tuple[StoredStyle, ...]:
    """Return the style of a table's features, none of a table without shapes."""
    present = families(table.shapes)
    if not present:
        return ()
    return (stored(look, SHAPES[present[-1]], table.name),)


def split_by_shape(table: FeatureTable) -> list[FeatureTable]:
    """Part a table that mixes points, lines and areas: a style is for one of them."""
    present = families(table.shapes)
    if len(present) < 2:
        return [table]
    dimensions = shapely.get_dimensions(table.shapes)
    parts = []
    for dimension, family in enumerate(("point", "line", "polygon")):
        rows = np.flatnonzero(dimensions == dimension)
        if len(rows):
            parts.append(
                FeatureTable(
                    name=f"{table.name}_{family}",
                    title=table.title,
                    note=table.note,
                    columns=table.columns.take(rows),
                    shapes=table.shapes[rows],
                )
            )
    return parts


def _write(path: Path, table: FeatureTable, look: Look) -> None:
    form = path.suffix.lower()
    if form == ".geojson":
        write_geojson(path, table)
    elif form == ".kml":
        values = table.columns[look.column].to_pylist() if look.column else []
        numbers = class_of(look, values or [None] * len(table.shapes))
        write_kml(path, table, kml_styles(look), numbers, name_column="name")
    else:
        write_geopackage(path, [table.styled_with(styled(table, look))])
