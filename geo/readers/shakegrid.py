"""Read the numbers of a ShakeMap ``grid.xml``."""

import json
from pathlib import Path

import pyarrow as pa

from geo.gridxml import read_grid_xml


def read(path: Path, options: dict) -> pa.Table:
    """Return one column of numbers for each field, in the order of the file.

    The metadata ``facts`` are the other attributes of :class:`geo.gridxml.GridXml`.

    Raises
    ------
    FileError
        If it is no grid, is cut off, or declares entities.
    """
    grid = read_grid_xml(path)
    columns = [pa.array(column) for column in grid.data.T]
    facts = {"event": dict(grid.event), "bounds": grid.bounds}
    facts |= {"rows": grid.rows, "columns": grid.columns}
    facts |= {"fields": dict(grid.fields), "units": dict(grid.units)}
    names = [str(at) for at in range(len(columns))]
    table = pa.table(columns, names=names)
    return table.replace_schema_metadata({"facts": json.dumps(facts)})
