"""The demonstration's casework, written day by day as it happened."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from desk.photographs import keep
from desk.workspace import Workspace
from geo.synthetic.dossiers import Dated
from geo.synthetic.sketches import Sketch
from ledger import schema
from ledger.lists import ROW_LENGTH
from ledger.writing import Entry, Transaction

BEGIN = time(8)
# What each entry of a day holds, in the order in which they are written.
SCOPES = MappingProxyType(
    {
        "exposure": (schema.membership, schema.dwelling, schema.appraisal),
        "lists": (schema.list_row, schema.match),
        "visits": (
            schema.sweep,
            schema.visit,
            schema.vacated_house,
            schema.photograph,
        ),
        "money": (schema.secured_fund, schema.allotment, schema.payment),
        "cases": (schema.retrofit_case, schema.case_step, schema.document),
    }
)
VERBS = MappingProxyType(
    {
        "exposure": "survey",
        "lists": "import list",
        "visits": "fieldwork",
        "money": "payment",
        "cases": "casework",
    }
)

Row = dict[str, Any]


def keep_sketches(workspace: Workspace, drawn: Iterable[Sketch]) -> list[Dated]:
    """Write pictures into their files; returns the rows that name them."""
    return [
        dated._replace(row=dated.row | {"sha256": keep(workspace, content)})
        for content, dated in drawn
    ]


def with_row_ids(workspace: Workspace, history: Iterable[Dated]) -> Iterator[Dated]:
    """Name the rows of lists as an import would, from what tells them apart."""
    index_of = workspace.ledger.index_of
    for dated in history:
        row = dict(dated.row)
        identity = row.pop("identity", None)
        if identity is not None:
            row["row_id"] = index_of("\n".join(identity))[:ROW_LENGTH]
        yield dated._replace(row=row)


def write_history(workspace: Workspace, history: Iterable[Dated], actor: str) -> int:
    """Write what was recorded after the first survey, one entry a day and scope.

    Parameters
    ----------
    history : iterable of Dated
        In the order of the days.

    Returns
    -------
    int
        How many rows were written.
    """
    written = 0
    named = with_row_ids(workspace, history)
    with workspace.ledger.transaction() as transaction:
        for day, of_day in groupby(named, attrgetter("day")):
            rows = _by_table(of_day)
            head = {"actor": actor, "at": datetime.combine(day, BEGIN)}
            for scope, tables in SCOPES.items():
                held = {t: rows[t.name] for t in tables if t.name in rows}
                if held:
                    written += _write(transaction, scope, held, head)
    return written


def _write(
    transaction: Transaction, scope: str, held: dict[Any, list[Row]], head: Row
) -> int:
    """Write one entry; what changed twice on a day needs a second one."""
    entry = _entry(transaction, scope, head)
    written = 0
    for table, rows in held.items():
        for number, turn in enumerate(_turns(table, rows)):
            if number:
                entry = _entry(transaction, scope, head)
            written += entry.write(table, turn)
    return written


def _entry(transaction: Transaction, scope: str, head: Row) -> Entry:
    return transaction.entry(verb=VERBS[scope], scope=scope, **head)


def _turns(table: Any, rows: list[Row]) -> Iterator[list[Row]]:
    """Part rows so that no thing comes twice in a part, in the order given."""
    keys = [c.name for c in table.primary_key.columns if c.name != "entry_seq"]
    turn: dict[tuple, Row] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        if key in turn:
            yield list(turn.values())
            turn = {}
        turn[key] = row
    if turn:
        yield list(turn.values())


def _by_table(history: Iterable[Dated]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for dated in history:
        rows.setdefault(dated.table, []).append(dated.row)
    return rows
