"""What leaves the workspace as a file, and for whom (rule A1)."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from desk.household_map import (
    BY_GRADE,
    GRADE_NOW,
    house_styles,
    household_features,
    with_grade_now,
)
from desk.household_table import EXPORTED_COLUMNS, grades_now, household_table
from desk.household_table import with_hazards as add_hazards
from desk.layer_export import export_layer, found
from desk.map_export import export_map
from desk.snapshot import exposure_of
from desk.stamps import above, file_name, titled
from desk.workspace import Workspace
from geo.export_files import write_geojson, write_geopackage
from geo.exposure import Exposure
from geo.formula_guard import guarded
from geo.kml_files import write_kml
from geo.whole_files import written_whole
from layers.kml_look import class_of, kml_styles
from layers.looks import house_look, title_of
from ledger.grants import GRANTS
from ledger.households import COUNTED_FIELDS, DWELLING_FIELDS
from ledger.permits import refusal
from ledger.roles import Acting, Role, require_area
from reports.household_workbook import household_workbook
from rules.errors import FileError
from rules.language import LANGUAGES, N_, translator

__all__ = [
    "EXPORTED_COLUMNS",
    "export_file",
    "export_households",
    "export_layer",
    "export_map",
]

FORMS = (".csv", ".parquet", ".xlsx", ".gpkg", ".geojson", ".kml")
# Where the exported columns come from: who does not read all of these takes none.
_NEEDED = {
    "household": ("household_id", *COUNTED_FIELDS),
    "dwelling": DWELLING_FIELDS,
    "membership": ("household_id", "group_name"),
}

Tell = Callable[[str, float], None]


def export_households(
    workspace: Workspace,
    path: Path,
    *,
    with_hazards: bool,
    for_excel: bool = False,
    area: str = "",
    language: str = LANGUAGES[0],
    tell: Tell = lambda step, done: None,
) -> int:
    """Write one row or feature per household; returns how many.

    The end of the name says the form: CSV, Parquet, Excel, GeoPackage (EPSG:4490),
    GeoJSON or KML.  Columns are :data:`EXPORTED_COLUMNS`, those of the import template
    but names, identity numbers, telephones and accounts (rule A1): imported again, the
    file leaves those as they are.  What is empty or null is unknown; a household
    without place is written without geometry.  With hazards, each value is followed
    by its source, the registered layers it was read from (empty: no such layer).
    A file of the demonstration says so, but for CSV and Parquet, which hold only rows.

    Parameters
    ----------
    for_excel : bool
        Marks a CSV as UTF-8, without which Excel takes it for GBK, and keeps Excel
        from taking text for a formula.
    area : str
        Code with which the village of each household must begin.
    language : str
        Of the words of legends and titles.

    Raises
    ------
    FileError
        If the name ends in none of :data:`FORMS`.
    """
    form = path.suffix.lower()
    if form not in FORMS:
        message = N_("{file}: the name must end in one of {forms}")
        raise FileError(message, file=path.name, forms=" ".join(FORMS))
    exposure = exposure_of(workspace)
    tell("households", 0.2)
    table = household_table(exposure)
    if with_hazards:
        tell("hazards", 0.5)
        table = add_hazards(workspace, exposure, table)
    if area:
        exposure, table = _within(exposure, table, area)
    tell("file", 0.8)
    if form in (".gpkg", ".geojson", ".kml"):
        _write_features(workspace, path, exposure, table, translator(language))
    else:
        _write_rows(workspace, path, table, for_excel=for_excel)
    return table.num_rows


def export_file(
    workspace: Workspace, acting: Acting, what: str, form: str
) -> tuple[bytes, str]:
    """Make a file to be taken away, as far as somebody may see what is in it.

    Parameters
    ----------
    what : str
        ``"households"``, ``"map"``, a layer kind or the id of a layer.
    form : str
        How the name ends, without the dot.

    Returns
    -------
    content : bytes
    name : str
        A name for the file.

    Raises
    ------
    AccessError
        If the role reads no households: then it takes neither them nor the map.
    FileError, LayerError
        If the form does not fit, or there is no such layer.
    """
    translate, suffix = translator(LANGUAGES[0]), f".{form.lower()}"
    if what in ("households", "map"):
        require_taker(acting)
        told = translate(N_("Map") if what == "map" else N_("Houses"))
    else:
        told = translate(title_of(found(workspace, what)[0]))
    name = file_name(workspace, told, suffix)
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        if what == "map":
            export_map(workspace, path, limited_to=acting.area)
        elif what == "households":
            export_households(workspace, path, with_hazards=False, area=acting.area)
        else:
            export_layer(workspace, what, path)
        return path.read_bytes(), name


def require_taker(acting: Acting) -> None:
    """Refuse a role that does not read all that a file of households tells.

    Raises
    ------
    AccessError
        If it reads only a part, or its area does not fit.
    """
    require_area(acting)
    takers = [role for role in Role if _reads_all(role)]
    if acting.role not in takers:
        raise refusal(acting, "an export of households", takers)


def _reads_all(role: Role) -> bool:
    grants = GRANTS[role]
    return all(
        name in grants and set(needed) <= set(grants[name].clear)
        for name, needed in _NEEDED.items()
    )


def _within(
    exposure: Exposure, table: pa.Table, area: str
) -> tuple[Exposure, pa.Table]:
    inside = np.array([code.startswith(area) for code in exposure.village_codes])
    rows = np.flatnonzero(inside[exposure.village] & (exposure.village >= 0))
    return exposure.take(rows), table.take(rows)


def _write_rows(
    workspace: Workspace, path: Path, table: pa.Table, *, for_excel: bool
) -> None:
    with written_whole(path) as unfinished:
        if path.suffix.lower() == ".parquet":
            pq.write_table(table, unfinished)
        elif path.suffix.lower() == ".xlsx":
            household_workbook(unfinished, table, above(workspace))
        else:
            with unfinished.open("wb") as file:
                file.write("\ufeff".encode() if for_excel else b"")
                pa_csv.write_csv(_without_formulas(table) if for_excel else table, file)


def _without_formulas(table: pa.Table) -> pa.Table:
    for place, column in enumerate(table.schema):
        if pa.types.is_string(column.type):
            table = table.set_column(place, column, guarded(table.column(place)))
    return table


def _write_features(
    workspace: Workspace,
    path: Path,
    exposure: Exposure,
    table: pa.Table,
    translate: Callable[[str], str],
) -> None:
    title = titled(workspace, translate(N_("Houses")))
    form = path.suffix.lower()
    if form == ".gpkg":
        styles = house_styles(translate, from_afar=True)
        table = with_grade_now(exposure, table)
        features = household_features(workspace, exposure, table, styles, title=title)
        write_geopackage(path, [features])
        return
    features = household_features(workspace, exposure, table, title=title)
    if form == ".geojson":
        write_geojson(path, features)
        return
    look = house_look(BY_GRADE, GRADE_NOW, translate, from_afar=True)
    numbers = class_of(look, grades_now(exposure).to_pylist())
    styles = kml_styles(look)
    write_kml(path, features, styles, numbers, name_column="household_id")
