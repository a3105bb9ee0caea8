"""Tables of points: each row with a place becomes a feature."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.crs import STORED_CRS
from geo.household_body import body_of
from geo.mapping import ColumnMapping
from geo.sheets import Sheet
from rules.errors import SchemaError
from rules.language import N_

_PLACES = ("lon", "lat", "x", "y", "place")
_OF_THE_FORMAT = ("fid", "geom", "geometry")  # what a GeoPackage calls its own


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
        Degrees in ``STORED_CRS``, one for each entry of the table, as
        :func:`geo.household_rows.coordinates_of` gives them; an entry without a place
        is left out if all of it is empty.

    Raises
    ------
    SchemaError
        If a row that says something has no place.
    """
    rows = body_of(sheet, mapping).rows
    entries = pa.array(np.flatnonzero(np.isin(sheet.rows, rows)))
    columns = {
        name: sheet.column(at).take(entries).to_pylist()
        for at, name in enumerate(_names(mapping))
    }
    table = pd.DataFrame(columns).replace("", None)
    placed = np.isfinite(places[0]) & np.isfinite(places[1])
    lost = np.flatnonzero(~placed & table.notna().any(axis=1).to_numpy())
    if len(lost):
        message = N_("{file}, row {row}: no place that can be read; correct or drop it")
        raise SchemaError(message, file=sheet.file, row=int(rows[lost[0]]))
    points = shapely.points(places[0][placed], places[1][placed])
    features = gpd.GeoDataFrame(table[placed], geometry=points, crs=STORED_CRS)
    features.to_file(path, driver="GPKG", engine="pyogrio")


def _names(mapping: ColumnMapping) -> list[str]:
    """Name each column: as ours where it was taken as one, and no name twice."""
    ours = {at: name for name, at in mapping.columns.items() if name not in _PLACES}
    taken = {*_OF_THE_FORMAT, *ours.values()}
    names = []
    for at, heading in enumerate(mapping.headings.names):
        name = ours.get(at) or heading or str(at)
        if at not in ours and name.lower() in taken:
            name = f"{name}_{at}"
        taken.add(name.lower())
        names.append(name)
    return names
