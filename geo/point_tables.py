"""Tables of points: each row with a place becomes a feature."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import STORED_CRS
from geo.mapping import ColumnMapping
from geo.sheets import Sheet
from rules.errors import SchemaError
from rules.language import N_


def write_points(
    sheet: Sheet,
    mapping: ColumnMapping,
    places: tuple[np.ndarray, np.ndarray],
    path: Path,
) -> None:
    """Write the rows of a table as points of a GeoPackage, all their columns as text.

    Parameters
    ----------
    places : longitudes and latitudes
        Degrees in ``STORED_CRS``, one for each row beneath the headings; a row
        without a place is left out if all of it is empty.

    Raises
    ------
    SchemaError
        If a row that says something has no place.
    """
    body = mapping.headings.body
    names = [name or str(at) for at, name in enumerate(mapping.headings.names)]
    columns = {
        name: sheet.column(at).slice(body).to_pylist() for at, name in enumerate(names)
    }
    table = pd.DataFrame(columns).replace("", None)
    placed = np.isfinite(places[0]) & np.isfinite(places[1])
    lost = np.flatnonzero(~placed & table.notna().any(axis=1).to_numpy())
    if len(lost):
        message = N_("{file}, row {row}: no place that can be read; correct or drop it")
        row = int(sheet.rows[body + lost[0]])
        raise SchemaError(message, file=sheet.file, row=row)
    points = shapely.points(places[0][placed], places[1][placed])
    features = gpd.GeoDataFrame(table[placed], geometry=points, crs=STORED_CRS)
    features.to_file(path, driver="GPKG", engine="pyogrio")
