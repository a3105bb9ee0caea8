"""Export of households, with every hazard at the house and where it came from."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from desk.layer_store import hazard_layers
from desk.snapshot import exposure_of, hazards_of
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.hazards import came_from
from geo.household_answers import ANSWERS
from geo.whole_files import written_whole
from ledger.households import PERSONAL_FIELDS
from ledger.register import layers as registered
from rules.errors import FileError
from rules.vocabulary import GRADES, HOUSEHOLD_COLUMNS, STRUCTURES, groups_in

EXPORTED_COLUMNS = tuple(n for n in HOUSEHOLD_COLUMNS if n not in PERSONAL_FIELDS)

Tell = Callable[[str, float], None]


def export_households(
    workspace: Workspace,
    path: Path,
    *,
    with_hazards: bool,
    for_excel: bool = False,
    tell: Tell = lambda step, done: None,
) -> int:
    """Write one row per household to CSV or Parquet; returns how many.

    Columns are :data:`EXPORTED_COLUMNS`, those of the import template but names,
    identity numbers, telephones and accounts (rule A1): imported again, the file
    leaves those as they are.  An empty cell (a null in Parquet) is unknown.  With
    hazards, each value is followed by its source, the registered layers it was read
    from (empty: no such layer).
    ``for_excel`` marks a CSV as UTF-8, without which Excel takes it for GBK.

    Raises
    ------
    FileError
        If the name ends neither in ``.csv`` nor in ``.parquet``.
    """
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise FileError("{file}: the name must end in .csv or .parquet", file=path.name)
    exposure = exposure_of(workspace)
    tell("households", 0.2)
    table = _household_table(exposure)
    if with_hazards:
        tell("hazards", 0.5)
        table = _with_hazards(workspace, exposure, table)
    tell("file", 0.8)
    with written_whole(path) as unfinished:
        if path.suffix.lower() == ".csv":
            with unfinished.open("wb") as file:
                file.write("\ufeff".encode() if for_excel else b"")
                pa_csv.write_csv(table, file)
        else:
            pq.write_table(table, unfinished)
    return table.num_rows


def _household_table(exposure: Exposure) -> pa.Table:
    towns = [code[:9] for code in exposure.village_codes]
    village = pa.array(exposure.village)
    columns = {
        "household_id": exposure.household_id,
        "village_code": _text(exposure.village_codes).take(village),
        "village_name": _text(exposure.village_names, exposure.village_codes).take(
            village
        ),
        "town_code": _text(towns).take(village),
        "town_name": _text(exposure.town_names, towns).take(village),
        "structure": _words(exposure.structure, STRUCTURES),
        "grade": _words(exposure.grade_on_record, GRADES),
        "groups": _groups(exposure),
        "retrofitted_on": _known(exposure.retrofitted_on).cast(pa.date32()),
    }
    columns |= {name: _known(getattr(exposure, name)) for name in _NUMBERS}
    columns |= {
        name: _known(getattr(exposure, name)).cast(pa.bool_()) for name in ANSWERS
    }
    return pa.table({name: columns[name] for name in EXPORTED_COLUMNS})


_NUMBERS = (
    "lon",
    "lat",
    "storeys",
    "year_built",
    "occupants",
    "dependents",
    "area_m2",
)


def _groups(exposure: Exposure) -> pa.Array:
    masks, which = np.unique(exposure.groups, return_inverse=True)
    words = pa.array([";".join(groups_in(int(mask))) for mask in masks], pa.string())
    return words.take(pa.array(which))


def _with_hazards(
    workspace: Workspace, exposure: Exposure, table: pa.Table
) -> pa.Table:
    layers = hazard_layers(workspace)
    hazards, kinds = hazards_of(workspace, exposure, layers), came_from(layers)
    rows = registered(workspace.ledger)
    for name, values in hazards.items():
        table = table.append_column(name, _known(values))
        kind = kinds.get(name)
        said = [f"{r['layer_id']}: {r['title']}" for r in rows if r["kind"] == kind]
        source = pa.repeat("; ".join(said), table.num_rows)
        table = table.append_column(f"{name}_source", source)
    return table


def _text(words: Sequence[str], stand_ins: Sequence[str] = ()) -> pa.Array:
    """Turn words into an array; a code that stands in for a name is no name."""
    plain = [
        None if stand_ins and word == stand_ins[i] else word
        for i, word in enumerate(words)
    ]
    return pa.array(plain, pa.string())


def _known(values: pa.Array) -> pa.Array:
    """Turn ``NaN`` and -1 into nulls."""
    array = pa.array(values, from_pandas=True)
    if pa.types.is_signed_integer(array.type):
        return pc.if_else(pc.less(array, 0), None, array)
    return array


def _words(codes: pa.Array, words: tuple[str, ...]) -> pa.Array:
    return pa.array(words).take(_known(codes))
