"""Households as a table of words and numbers, for files that leave."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from desk.layer_register import layers_in_force
from desk.layer_store import hazard_layers
from desk.snapshot import hazards_of
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.fortification import BASES
from geo.hazards import came_from
from geo.household_answers import ANSWERS
from ledger.households import PERSONAL_FIELDS
from ledger.zoning import fortification
from rules.vocabulary import GRADES, HOUSEHOLD_COLUMNS, STRUCTURES, groups_in

FORTIFIED = ("design_intensity_degree", "pga_g")
EXPORTED_COLUMNS = tuple(n for n in HOUSEHOLD_COLUMNS if n not in PERSONAL_FIELDS)


def household_table(exposure: Exposure) -> pa.Table:
    """Return a row per household with :data:`EXPORTED_COLUMNS`; a null is unknown."""
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


def with_hazards(workspace: Workspace, exposure: Exposure, table: pa.Table) -> pa.Table:
    """Add every hazard at the house, each followed by the layers it was read from."""
    layers = hazard_layers(workspace)
    hazards = hazards_of(workspace, exposure, layers)
    rows = layers_in_force(workspace)
    by_place = hazards["fortification_basis"] > BASES.index("polygon")
    zonation = {row["source"]: None for row in fortification(workspace.ledger)}
    for name, kind in came_from(layers).items():
        said = [f"{r['layer_id']}: {r['title']}" for r in rows if r["kind"] == kind]
        source = pa.repeat("; ".join(said), table.num_rows)
        if name in FORTIFIED:
            source = pc.if_else(pa.array(by_place), "; ".join(zonation), source)
        table = table.append_column(name, _known(hazards[name]))
        table = table.append_column(f"{name}_source", source)
    return table


def places_of(exposure: Exposure) -> np.ndarray:
    """Return a point in EPSG:4490 for each household, ``None`` without place."""
    placed = np.isfinite(exposure.lon) & np.isfinite(exposure.lat)
    shapes = np.full(len(exposure), None, dtype=object)
    shapes[placed] = shapely.points(exposure.lon[placed], exposure.lat[placed])
    return shapes


def grades_now(exposure: Exposure) -> pa.Array:
    """Return the grade that still speaks of the house, as the map shows it."""
    return _words(exposure.grade, GRADES)


def _groups(exposure: Exposure) -> pa.Array:
    masks, which = np.unique(exposure.groups, return_inverse=True)
    words = pa.array([";".join(groups_in(int(mask))) for mask in masks], pa.string())
    return words.take(pa.array(which))


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
