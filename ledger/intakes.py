"""Files that were taken in: how each was read, what was set aside, what is undone.

A refused row stands in quarantine as it stood in its file until somebody corrects or
dismisses it.  What it says of people is shown masked; opening it goes on record.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from ledger.grants import GRANTS
from ledger.intake_schema import (
    LONGEST_CELLS,
    intake,
    placement,
    quarantined_row,
    source_mapping,
)
from ledger.masking import masked
from ledger.permits import refusal
from ledger.projection import is_whole_county
from ledger.roles import Acting
from ledger.schema import dwelling, household
from ledger.store import Ledger, as_of
from ledger.versions import entry as head
from ledger.versions import personal_columns
from ledger.writing import Entry
from rules.errors import AccessError
from rules.language import N_

WAITING, CORRECTED, DISMISSED = "waiting", "corrected", "dismissed"
PERSONAL_FIELDS = frozenset(personal_columns(household))
SCOPE = "access"

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with one cell of a row set aside.

    Attributes
    ----------
    message, values
        English message id and what fills its fields.
    suggestion : str
        What could stand there instead; ``""`` if nobody can say.
    """

    field: str
    value: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str = ""


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A row in quarantine: its cells by our column, and what is wrong with them."""

    intake_id: str
    row: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...]
    state: str = WAITING


def set_aside(entry: Entry, rows: Iterable[SetAside]) -> int:
    """Put rows into quarantine, or give them a new state; returns how many."""
    return entry.write(quarantined_row, map(_written, rows))


def _written(row: SetAside) -> Row:
    problems = [vars(problem) for problem in row.problems]
    told = {"cells": dict(row.cells), "problems": problems}
    texts = {name: json.dumps(v, ensure_ascii=False) for name, v in told.items()}
    if any(len(text) > LONGEST_CELLS for text in texts.values()):
        cut = {n: str(v)[: LONGEST_CELLS // 100] for n, v in row.cells.items()}
        told = {"cells": cut, "problems": problems[:20]}
        texts = {name: json.dumps(v, ensure_ascii=False) for name, v in told.items()}
    fields = sorted({problem.field for problem in row.problems if problem.field})
    head = {"intake_id": row.intake_id, "row": str(row.row), "state": row.state}
    return head | texts | {"fields": " ".join(fields)[:400]}


def quarantine(ledger: Ledger, acting: Acting, intake_id: str) -> list[SetAside]:
    """Return the rows of a file that wait, in their order, personal cells masked.

    Raises
    ------
    AccessError
        If the role does not read what comes in.
    """
    require_reader(acting)
    return [_masked(row) for row in waiting(ledger, intake_id)]


def open_quarantine(
    ledger: Ledger, acting: Acting, intake_id: str, reason: str
) -> list[SetAside]:
    """Return the rows of a file that wait as they stood; this goes on record.

    Raises
    ------
    AccessError
        If the role does not read what comes in, or no reason is given.
    """
    require_reader(acting)
    if not reason.strip():
        raise AccessError(
            N_("say why the rows are needed: the reason goes on record with your name")
        )
    who = {"actor": acting.name, "role": acting.role.value}
    note = f"{intake_id}: {reason}"
    with ledger.writing(verb="open quarantine", scope=SCOPE, note=note, **who):
        pass
    return waiting(ledger, intake_id)


def waiting(ledger: Ledger, intake_id: str) -> list[SetAside]:
    """Return the rows that wait, unmasked: for computing, not for showing."""
    only = quarantined_row.c.intake_id == intake_id
    state = as_of(quarantined_row, ledger.position(), only).subquery()
    query = select(state.c.row, state.c.cells, state.c.problems)
    found = ledger.rows(query.where(state.c.state == WAITING))
    rows = [
        SetAside(
            intake_id=intake_id,
            row=int(row),
            cells=json.loads(cells or "{}"),
            problems=tuple(Problem(**p) for p in json.loads(problems or "[]")),
        )
        for row, cells, problems in found
    ]
    return sorted(rows, key=lambda row: row.row)


def rows_ever_aside(ledger: Ledger, intake_ids: Sequence[str]) -> set[int]:
    """Return the numbers of the rows that were set aside, whatever became of them."""
    query = select(quarantined_row.c.row).where(
        quarantined_row.c.intake_id.in_(intake_ids)
    )
    return {int(row) for (row,) in ledger.rows(query)}


def _masked(row: SetAside) -> SetAside:
    cells = {name: mask(name, text) for name, text in row.cells.items()}
    problems = tuple(
        Problem(
            **vars(p)
            | {n: mask(p.field, getattr(p, n)) for n in ("value", "suggestion")}
        )
        for p in row.problems
    )
    return SetAside(
        intake_id=row.intake_id, row=row.row, cells=cells, problems=problems
    )


def mask(name: str, text: str) -> str:
    """Mask a cell if its column tells who somebody is.

    Examples
    --------
    >>> mask("head_name", "李四"), mask("grade", "D")
    ('李*', 'D')
    """
    return masked(name, text) if text and name in PERSONAL_FIELDS else text


def require_reader(acting: Acting) -> None:
    """Refuse a role that does not read what comes in (rule A1).

    Raises
    ------
    AccessError
        If it does not, or has only a part of the county.
    """
    if quarantined_row.name not in GRANTS[acting.role] or not is_whole_county(acting):
        readers = [r for r, grant in GRANTS.items() if quarantined_row.name in grant]
        raise refusal(acting, "the rows set aside", readers)


def intakes(ledger: Ledger) -> list[Row]:
    """Return the files taken in, the newest first, and how many rows still wait.

    Each is a row of the table with ``at`` and ``actor`` of its entry, and ``waiting``.
    """
    left = _waiting_counts(ledger)
    state = as_of(intake, ledger.position()).subquery()
    query = select(state, head.c.at, head.c.actor).join(
        head, head.c.seq == state.c.entry_seq
    )
    query = query.order_by(state.c.entry_seq.desc())
    with ledger.engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return [row | {"waiting": left.get(row["intake_id"], 0)} for row in rows]


def taken_before(ledger: Ledger, sha256: str) -> list[Row]:
    """Return the intakes of a file with this content, the newest first."""
    return [row for row in intakes(ledger) if row["sha256"] == sha256]


def _waiting_counts(ledger: Ledger) -> dict[str, int]:
    state = as_of(quarantined_row, ledger.position()).subquery()
    query = select(state.c.intake_id, func.count()).where(state.c.state == WAITING)
    return dict(ledger.rows(query.group_by(state.c.intake_id)))


def remembered_mapping(ledger: Ledger, headings: str) -> Row | None:
    """Return how a file with these headings was read the last time."""
    only = source_mapping.c.headings == headings
    with ledger.engine.connect() as connection:
        query = as_of(source_mapping, ledger.position(), only)
        found = connection.execute(query).mappings().one_or_none()
    return dict(found) if found else None


def remember_mapping(
    ledger: Ledger,
    begin: Callable[[], Entry],
    *,
    headings: str,
    target: str,
    title: str,
    told: str,
) -> None:
    """Keep how a file with these headings is read, unless it is known already."""
    known = remembered_mapping(ledger, headings)
    row = {"headings": headings, "target": target, "title": title, "mapping": told}
    if known is None or (known["target"], known["mapping"]) != (target, told):
        begin().write(source_mapping, [row])


def placements(ledger: Ledger, intake_id: str) -> list[Row]:
    """Return the coordinates of a file that were converted, as it gave them."""
    state = as_of(placement, ledger.position()).subquery()
    query = select(state).where(state.c.intake_id == intake_id)
    with ledger.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def ids_by_number(ledger: Ledger) -> dict[str, str]:
    """Return households by the blind index of their head's identity number.

    An index that several households share names none of them.
    """
    state = as_of(household, ledger.position()).subquery()
    query = select(state.c.id_index, func.min(state.c.household_id))
    query = query.where(state.c.id_index.is_not(None)).group_by(state.c.id_index)
    return dict(ledger.rows(query.having(func.count() == 1)))


def places_of(ledger: Ledger) -> dict[str, tuple[float | None, float | None, int]]:
    """Return longitude, latitude and version of every house, by household."""
    state = as_of(dwelling, ledger.position()).subquery()
    names = ("household_id", "lon", "lat", "entry_seq")
    rows = ledger.rows(select(*[state.c[name] for name in names]))
    return {id_: (lon, lat, version) for id_, lon, lat, version in rows}
