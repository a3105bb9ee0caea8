"""Households from any table: read as planned, checked, compared, taken in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from desk.codes import known_places
from desk.household_import import (
    Compared,
    Imported,
    compare_households,
    write_households,
)
from desk.intake_coordinates import readings_of
from desk.intake_plan import AS_THEY_ARE, Plan
from desk.intake_record import Intake, plan_of_intake
from desk.layer_store import county_bounds
from desk.workspace import Workspace
from geo.household_cells import Reject
from geo.household_rows import HouseholdRows, check_households
from geo.mapping import ColumnMapping, propose
from geo.sheets import Sheet, sheet_of
from geo.sight import read_sheet
from ledger.intake_schema import placement
from ledger.intakes import (
    Problem,
    SetAside,
    ids_by_number,
    rows_ever_aside,
    set_aside,
)
from ledger.writing import Entry, Transaction

Tell = Callable[[str, float], None]

_PLACED = ("household_id", "intake_id", "x", "y", "reading", "lon", "lat")
_PLACED_AS = pa.schema(
    [
        (n, pa.float64() if n in ("x", "y", "lon", "lat") else pa.string())
        for n in _PLACED
    ]
)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A table of households after every row of it was checked.

    Attributes
    ----------
    table : DataFrame
        The rows without fault, see :func:`geo.household_files.read_households`.
    rejected : list of SetAside
        The others, as they stood, with what is wrong.
    notes : list of Reject
        What was taken otherwise than it stood: the first of each kind.
    noted : int
        How often anything was.
    rows : int
        How many there are in all.
    placed : DataFrame
        ``row, x, y, reading`` of the coordinates that were converted.
    """

    table: pd.DataFrame
    rejected: list[SetAside] = field(default_factory=list)
    notes: list[Reject] = field(default_factory=list)
    noted: int = 0
    rows: int = 0
    placed: pd.DataFrame = field(default_factory=pd.DataFrame)


def check_file(workspace: Workspace, path: Path, plan: Plan) -> Checked:
    """Read a table as planned, and check every row of it.

    Raises
    ------
    FileError, SchemaError
        If the file as a whole cannot be read so.
    """
    sheet = read_sheet(path, part=plan.part)
    mapping = ColumnMapping.from_json(plan.mapping, sheet)
    return _checked(workspace, sheet, mapping, plan)


def checked_again(
    workspace: Workspace, intake_id: str, rows: Sequence[SetAside]
) -> Checked:
    """Check rows out of quarantine, as the file that they came with is read."""
    names = list(dict.fromkeys(name for row in rows for name in row.cells))
    sheet = sheet_of(names, [(row.row, row.cells) for row in rows], intake_id)
    plan = plan_of_intake(workspace, intake_id)
    return _checked(
        workspace, sheet, propose(sheet, "households").mapping, plan, intake_id
    )


def _checked(
    workspace: Workspace,
    sheet: Sheet,
    mapping: ColumnMapping,
    plan: Plan,
    intake_id: str = "",
) -> Checked:
    reading = readings_of(workspace, sheet, mapping, plan.readings)
    found = check_households(
        sheet,
        mapping,
        places=known_places(workspace),
        bounds=county_bounds(workspace),
        county=None,
        this_year=date.today().year,
        reading=reading,
        id_of=_id_of(workspace),
    )
    return Checked(
        table=found.table,
        rejected=_set_aside(found, intake_id),
        notes=found.notes,
        noted=sum(found.noted.values()),
        rows=found.count,
        placed=found.xy,
    )


def _id_of(workspace: Workspace) -> Callable[[str], str]:
    """Return what names a household by its head's number, where a file does not.

    A household that is on record keeps its name; a new one gets one that says
    nothing of anybody.
    """
    known = ids_by_number(workspace.ledger)
    index_of = workspace.ledger.index_of

    def id_of(identity: str) -> str:
        index = index_of(identity)
        return known.get(index) or f"H{index[:12].upper()}"

    return id_of


def _set_aside(found: HouseholdRows, intake_id: str) -> list[SetAside]:
    problems: dict[int, list[Problem]] = defaultdict(list)
    for reject in found.rejects:
        problems[reject.row].append(
            Problem(
                field=reject.field,
                value=reject.value,
                message=reject.message,
                values=reject.values,
                suggestion=reject.suggestion,
            )
        )
    return [
        SetAside(
            intake_id=intake_id,
            row=row,
            cells=found.cells_of(row),
            problems=tuple(told),
        )
        for row, told in sorted(problems.items())
    ]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What taking a file in would do; nothing is recorded yet."""

    compared: Compared
    checked: Checked


def preview_households(
    workspace: Workspace, path: Path, plan: Plan, tell: Tell
) -> Preview:
    """Check a file and compare it with what is on record."""
    checked = check_file(workspace, path, plan)
    tell("comparing", 0.6)
    return Preview(
        compared=compare_households(workspace, checked.table), checked=checked
    )


def take_households(
    workspace: Workspace, path: Path, plan: Plan, taken: Intake, tell: Tell
) -> dict[str, Any]:
    """Take the good rows of a file in, and put the others aside; all or nothing.

    Returns
    -------
    dict
        ``imported`` (new or changed), ``unchanged``, ``rejected``, ``rows`` and
        ``notes`` (dicts of ``row, field, value, reason, suggestion``),
        ``converted``: how many coordinates were.
    """
    tell("reading", 0.02)
    checked = check_file(workspace, path, plan)
    tell("checked", 0.25)
    placed = _placements(checked, taken.intake_id)

    def also(_transaction: Transaction, entry: Entry, made: Imported) -> None:
        counts = (checked.rows, made.changed, made.unchanged, len(checked.rejected))
        taken.write(entry, *counts)
        if len(placed):
            entry.write_columns([(placement, placed)])
        known = rows_ever_aside(workspace.ledger, taken.same)
        fresh = [row for row in checked.rejected if row.row not in known]
        set_aside(entry, (_of_intake(row, taken.intake_id) for row in fresh))

    made = write_households(
        workspace,
        checked.table,
        actor=taken.actor,
        role=taken.role,
        note=path.name,
        tell=lambda step, done: tell(step, 0.25 + 0.75 * done),
        also=None if taken.before else also,
    )
    return {
        "imported": made.changed,
        "unchanged": made.unchanged,
        "rejected": len(checked.rejected),
        "again": taken.before,
        "converted": len(placed),
        "rows": [told for row in checked.rejected for told in told_rows(row)],
        "notes": [told_note(note) for note in checked.notes],
        "noted": checked.noted,
    }


def _of_intake(row: SetAside, intake_id: str) -> SetAside:
    return SetAside(
        intake_id=intake_id, row=row.row, cells=row.cells, problems=row.problems
    )


def told_rows(row: SetAside) -> Iterable[dict[str, Any]]:
    """Yield each fault of a row as plain values."""
    for problem in row.problems:
        yield {
            "row": row.row,
            "field": problem.field,
            "value": problem.value,
            "reason": problem.message.format(**problem.values),
            "message": problem.message,
            "values": dict(problem.values),
            "suggestion": problem.suggestion,
        }


def told_note(note: Reject) -> dict[str, Any]:
    """Return a note as plain values."""
    return {
        "row": note.row,
        "field": note.field,
        "value": note.value,
        "reason": note.reason,
        "message": note.message,
        "values": dict(note.values),
        "suggestion": note.suggestion,
    }


def _placements(checked: Checked, intake_id: str) -> pa.Table:
    """Return what is kept of coordinates that were converted."""
    moved = checked.placed
    moved = moved[moved["reading"] != AS_THEY_ARE].set_index("row")
    kept = checked.table[["household_id", "lon", "lat"]].join(moved, how="inner")
    kept = kept.dropna(subset=["lon", "lat", "x", "y"])
    told = kept.assign(intake_id=intake_id)[list(_PLACED)].reset_index(drop=True)
    return pa.Table.from_pandas(told, _PLACED_AS, preserve_index=False)
