"""The whole map as one GeoPackage that QGIS opens as it is seen here."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from desk.household_map import (
    TABLE,
    house_styles,
    household_features,
    stored,
    with_grade_now,
)
from desk.household_table import household_table
from desk.layer_export import PAGE, SHAPES, require_form, split_by_shape, styled
from desk.measures import MEASURES
from desk.shelf import CountyShelf
from desk.stamps import titled, told_of
from desk.workspace import Workspace
from geo.crs import STORED_CRS, to_metric
from geo.export_files import FeatureTable, families, feature_table, write_geopackage
from layers import area, village
from layers.base import Choice
from layers.choropleth import classified_areas
from layers.look import Look
from layers.looks import (
    LINE_OF_SEVEN,
    house_look,
    is_shown,
    look_of,
    measure_look,
)
from layers.qgis_project import Placed, View, project
from layers.seismic_zone import line_of_seven
from ledger.households import place_names
from rules.language import LANGUAGES, N_, translator
from rules.vocabulary import LAYER_KINDS, RASTER_KINDS

Tell = Callable[[str, float], None]
Translate = Callable[[str], str]

TASK = "seismic_retrofit"
CIRCLES, AREAS = "village_circles", "village_areas"
MEASURED = tuple(MEASURES["planner"])
FROM_THE_TOP = (
    TABLE,
    CIRCLES,
    "facility",
    "geohazard",
    "fault",
    LINE_OF_SEVEN,
    "county_boundary",
    "town_boundary",
    "village_boundary",
    "bridge",
    "road",
    "river",
    "flood_extent",
    "seismic_zone",
    AREAS,
)
COUNT = "may_enter"  # households that may be entitled to a retrofit


def export_map(
    workspace: Workspace,
    path: Path,
    *,
    limited_to: str = "",
    language: str = LANGUAGES[0],
    tell: Tell = lambda step, done: None,
) -> dict[str, int]:
    """Write households, layers in force and village numbers to one GeoPackage.

    Every table carries the style the planner's page draws it with; QGIS takes it by
    itself, and finds in the file a project with all of them in order.  Houses and
    circles give way to each other at the zoom at which they do on the page.  Rasters
    are not in it: see :func:`desk.layer_export.export_layer`.

    Parameters
    ----------
    limited_to : str
        Code with which the village of each household must begin.

    Returns
    -------
    dict
        How many features each table has.

    Raises
    ------
    FileError
        If the name does not end in ``.gpkg``.
    """
    require_form(path, (".gpkg",))
    translate, shelf = translator(language), CountyShelf(workspace)
    tell("households", 0.1)
    tables = [_households(shelf, limited_to, translate)]
    tell("villages", 0.4)
    tables += _villages(shelf, limited_to, translate)
    tell("layers", 0.6)
    for kind in LAYER_KINDS:
        if kind not in RASTER_KINDS:
            tables += _layer(shelf, kind, translate)
    tell("file", 0.7)
    write_geopackage(path, tables, _projects(shelf, tables, path.name))
    return {table.name: len(table.shapes) for table in tables}


def _projects(
    shelf: CountyShelf, tables: list[FeatureTable], file: str
) -> dict[str, str]:
    placed = _placed(shelf.workspace, tables)
    name = titled(shelf.workspace, "")
    return {name: project(placed, file, name, _view(shelf))} if placed else {}


def _placed(workspace: Workspace, tables: list[FeatureTable]) -> list[Placed]:
    """Put tables over each other as the page does, the topmost first."""
    placed = []
    for table in sorted(tables, key=lambda table: _rank(table.name)):
        family = families(table.shapes)
        if not family or not table.styles:
            continue
        kind = next((k for k in LAYER_KINDS if table.name.startswith(k)), table.name)
        shown = table.name != AREAS and is_shown(kind, PAGE["page"])
        shape, drawn = SHAPES[family[-1]], table.styles[0].qml
        title = table.title.removeprefix(titled(workspace, "")).strip()
        placed.append(Placed(table.name, title, shape, drawn, shown))
    return placed


def _view(shelf: CountyShelf) -> View:
    west, south, east, north = shelf.bounds
    crs = shelf.exposure().metric_crs
    eastings, northings = to_metric([west, west, east, east], [south, north] * 2, crs)
    ends = (min(eastings), min(northings), max(eastings), max(northings))
    return View(crs, ends)


def _rank(table: str) -> int:
    found = (rank for rank, name in enumerate(FROM_THE_TOP) if table.startswith(name))
    return next(found, len(FROM_THE_TOP))


def _households(
    shelf: CountyShelf, limited_to: str, translate: Translate
) -> FeatureTable:
    exposure = shelf.exposure()
    table = with_grade_now(exposure, household_table(exposure))
    choice = PAGE | {"colour": "task"}
    scale = shelf.house_scale(choice)
    words = pa.array([translate(label) for label in scale.labels], pa.string())
    classes = pa.array(shelf.house_classes(choice))
    known = pc.if_else(pc.less(classes, len(scale.labels)), classes, None)
    table = table.append_column(TASK, words.take(known))
    by_task = house_look(scale, TASK, translate, from_afar=False)
    styles = house_styles(translate, from_afar=False)
    features = household_features(
        shelf.workspace,
        exposure,
        table,
        (*styles, stored(by_task, "marker", TABLE)),
        title=titled(shelf.workspace, translate(N_("Houses"))),
    )
    return within(features, limited_to)


def _layer(shelf: CountyShelf, kind: str, translate: Translate) -> list[FeatureTable]:
    features = shelf.vector(kind)
    if features is None:
        return []
    parts = [(kind, features)]
    if kind == "seismic_zone":
        line = line_of_seven(features)
        if not line.is_empty:
            lines = gpd.GeoDataFrame({"name": ["7"]}, geometry=[line], crs=STORED_CRS)
            parts.append((LINE_OF_SEVEN, lines))
    made = []
    for name, content in parts:
        look = look_of(name, content, shelf, PAGE, translate)
        note = told_of(shelf.workspace, shelf.source(kind))
        title = titled(shelf.workspace, look.title)
        whole = feature_table(content, name, title, note)
        made += [part.styled_with(styled(part, look)) for part in split_by_shape(whole)]
    return made


def _villages(
    shelf: CountyShelf, limited_to: str, translate: Translate
) -> list[FeatureTable]:
    """Return circles and areas of the villages, each with a style for each measure."""
    outlines = shelf.vector("village_boundary")
    if outlines is None:
        return []
    outlines = outlines.drop_duplicates("code")
    numbers = _numbers(shelf, outlines["code"])
    geometry = outlines.set_index("code").geometry.reindex(numbers.index)
    areas = gpd.GeoDataFrame(numbers.reset_index(), geometry=geometry.to_numpy())
    areas = areas.set_crs(STORED_CRS)
    circles = areas.set_geometry(areas.representative_point())
    note = told_of(shelf.workspace, shelf.source("village_boundary"))
    made = []
    for name, features, layer in ((CIRCLES, circles, village), (AREAS, areas, area)):
        title = titled(shelf.workspace, translate(layer.LAYER.title))
        looks = [_look(shelf, measure, layer, translate) for measure in MEASURED]
        shape = "marker" if layer is village else "fill"
        styles = tuple(stored(look, shape, name) for look in looks)
        table = feature_table(features, name, title, note).styled_with(styles)
        made.append(within(table, limited_to))
    return made


def _numbers(shelf: CountyShelf, drawn: pd.Series) -> pd.DataFrame:
    """Return what is known of each village, drawn or not, by code."""
    need = shelf.area_measures("village", PAGE | {"measure": "need"})
    score = shelf.area_measures("village", PAGE | {"measure": "score"})["value"]
    codes = need.index.union(pd.Index(drawn))
    need = need.reindex(codes)
    ranking = shelf.ranking().set_index("village_code").reindex(codes)
    names = pd.Series(place_names(shelf.workspace.ledger), dtype="str")
    table = {
        "name": names.reindex(codes),
        "town_name": names.reindex(codes.str[:9]).to_numpy(),
        "rank": ranking["rank"].astype("Int64"),
        "score": score.reindex(codes),
        "households": need["denominator"].astype("Int64"),
        COUNT: need["numerator"].astype("Int64"),
        "need": need["value"],
    }
    return pd.DataFrame(table, index=codes).rename_axis("code")


def _look(
    shelf: CountyShelf, measure: str, layer: ModuleType, translate: Translate
) -> Look:
    choice: Choice = PAGE | {"measure": measure, "level": "village"}
    classified = classified_areas(shelf, "village", choice)
    styles = layer.features(shelf, choice)["styles"]
    scale = shelf.area_scale("village", choice)
    look = measure_look(scale, classified, styles, measure, translate)
    options = layer.draw(shelf, choice).options
    look = replace(look, max_zoom=options["maxZoom"])
    if layer is not village:
        return look
    most = shelf.area_measures("village", choice)["numerator"].max()
    return replace(
        look,
        count_column=COUNT,
        largest=float(most) or 1.0,
        largest_px=village.LARGEST_PX,
        smallest_px=village.SMALLEST_PX,
    )


def within(table: FeatureTable, code: str) -> FeatureTable:
    """Keep the rows whose village lies in an area."""
    if not code:
        return table
    names = table.columns.column_names
    column = table.columns["village_code" if "village_code" in names else "code"]
    rows = np.flatnonzero(pc.starts_with(column, code).to_numpy(zero_copy_only=False))
    return replace(table, columns=table.columns.take(rows), shapes=table.shapes[rows])
