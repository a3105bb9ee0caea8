"""Coordinates of a table: what the datum doctor says, and a person's word on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from desk.codes import known_places
from desk.intake_plan import AS_THEY_ARE
from desk.layer_store import vector_layer
from desk.snapshot import exposure_of
from desk.workspace import Workspace
from geo.datum import (
    Coordinates,
    Diagnosis,
    Reference,
    diagnose_groups,
    parse_coordinates,
)
from geo.household_rows import coordinates_of
from geo.mapping import ColumnMapping
from geo.sheets import Sheet
from rules.errors import CRSError
from rules.language import N_

ALL = "*"  # every part of the rows
_MOST_DEGREES = 180.0


@dataclass(frozen=True, kw_only=True)
class PlaceGroup:
    """Rows whose coordinates are read alike.

    Attributes
    ----------
    key : str
        Tells the group from the others of its table.
    rows : int
        How many.
    degrees : bool
        Whether the numbers may be degrees.
    diagnosis : Diagnosis
    """

    key: str
    rows: int
    degrees: bool
    diagnosis: Diagnosis


def judged_coordinates(
    workspace: Workspace, sheet: Sheet, mapping: ColumnMapping
) -> tuple[PlaceGroup, ...]:
    """Let the datum doctor judge the coordinates of a table, part by part."""
    groups, read = _groups(workspace, sheet, mapping)
    return tuple(_group(at, rows, found, read) for at, (rows, found) in groups)


def readings_of(
    workspace: Workspace,
    sheet: Sheet,
    mapping: ColumnMapping,
    wanted: Mapping[str, str],
) -> str | np.ndarray | None:
    """Return how the coordinates of each row are read, as a person has said.

    Raises
    ------
    CRSError
        If the parts of the rows are not those that were spoken of.
    """
    if not wanted or wanted.keys() == {ALL}:
        return wanted.get(ALL)
    groups, read = _groups(workspace, sheet, mapping)
    if len(groups) == 1 and len(wanted) == 1:
        return next(iter(wanted.values()))
    known = {_group(at, rows, f, read).key: rows for at, (rows, f) in groups}
    if wanted.keys() - known.keys():
        raise CRSError(
            N_(
                "{file}: the coordinates fall into other parts than when they were "
                "looked at; look at the file again"
            ),
            file=sheet.file,
        )
    told = np.full(len(read.x), "", object)
    for key, reading in wanted.items():
        told[known[key]] = reading
    return told


def needs_word(
    groups: Sequence[PlaceGroup], readings: Mapping[str, str]
) -> list[PlaceGroup]:
    """Return the parts that nobody has said how to read, though they need it.

    Degrees that the doctor takes as they are, or cannot judge, need no word; anything
    else does: nothing is converted in silence.
    """
    return [
        group
        for group in groups
        if not readings.keys() & {group.key, ALL}
        and group.diagnosis.reading not in (None, AS_THEY_ARE)
    ]


def reference_of(workspace: Workspace) -> Reference:
    """Return where villages are: by their outlines, else by the houses on record."""
    houses = exposure_of(workspace)
    codes = np.array([*houses.village_codes, ""], object)[houses.village]
    return Reference(
        villages=vector_layer(workspace, "village_boundary"),
        towns=vector_layer(workspace, "town_boundary"),
        county=vector_layer(workspace, "county_boundary"),
        houses=pd.DataFrame({"lon": houses.lon, "lat": houses.lat, "code": codes}),
    )


def _groups(
    workspace: Workspace, sheet: Sheet, mapping: ColumnMapping
) -> tuple[list[tuple[int, tuple[np.ndarray, Diagnosis]]], Coordinates]:
    x, y, codes = coordinates_of(sheet, mapping)
    read = parse_coordinates(x, y)
    reference = reference_of(workspace)
    known = reference.outlines or len(reference.houses.dropna())
    if not known or not (np.isfinite(read.x) & np.isfinite(read.y)).any():
        return [], read
    now = known_places(workspace)
    renewed = {code: now.recode(code)[0] for code in set(codes) if code}
    renewed[""] = ""
    codes = [renewed[code] for code in codes]
    found = diagnose_groups(read.x, read.y, codes, reference, forms=read.form)
    return list(enumerate(found)), read


def _group(
    at: int, rows: np.ndarray, diagnosis: Diagnosis, read: Coordinates
) -> PlaceGroup:
    numbers = np.abs(np.stack([read.x[rows], read.y[rows]]))
    return PlaceGroup(
        key=f"{at}:{int(rows.sum())}",
        rows=int(rows.sum()),
        degrees=bool(np.nanmedian(numbers) <= _MOST_DEGREES),
        diagnosis=diagnosis,
    )
