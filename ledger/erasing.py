"""Erase, where the law asks for it, who somebody was: in every version there ever was.

Names, numbers and the salts of their seals go; keys, dates and what was paid stay, and
so does the chain.  What was erased, and on which basis, is itself on record.  Copies
made before (backups, exports) still have what was erased here: they are the bureau's
to find.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, null, select, update

from ledger.editing import newest_row
from ledger.engine import rewrite
from ledger.schema import (
    erasure,
    household,
    list_row,
    match,
    payment,
    person,
    quarantined_row,
    visit,
)
from ledger.store import Ledger
from ledger.versions import PERSONAL, keys_of, thing_of
from rules.errors import WorkspaceError

SCOPE = "access"
VERB = "erase"
OF_HOUSEHOLD = (person, payment, visit)
SAME_PERSON = ("exact", "confirmed")  # states of a match

Thing = tuple[Table, dict[str, Any]]


def erase(
    ledger: Ledger, things: Sequence[Thing], *, basis: str, acting_name: str, role: str
) -> int:
    """Empty the personal columns of things in all their versions, for good.

    Parameters
    ----------
    things : sequence of (Table, dict)
        Tables with the keys of what is to be erased; see :func:`household_things`.
    basis : str
        The clause, decision or request it rests on.

    Returns
    -------
    int
        The entry that records it.

    Raises
    ------
    WorkspaceError
        If no basis is given, or a thing is not on record or holds no personal data;
        or if the file could not be written anew: it is all erased then, but bytes of
        it may be left on the disk until :func:`ledger.engine.rewrite` succeeds.
    """
    if not basis.strip():
        raise WorkspaceError("an erasure needs the basis it rests on")
    head = {"actor": acting_name, "role": role, "verb": VERB, "scope": SCOPE}
    with ledger.transaction() as transaction:
        for table, key in things:
            _empty(transaction.connection, table, key)
        entry = transaction.entry(**head, note=basis)
        entry.write(erasure, [_record(*thing, basis) for thing in things])
    rewrite(ledger.engine)
    return entry.seq


def household_things(ledger: Ledger, household_id: str) -> list[Thing]:
    """Return all that tells who a household's people are or were.

    The household, its people (those who moved to another belong there), accounts of
    payments, what owners said at visits, the rows of departments' lists that were
    matched with it, and the rows of files that were set aside under its number.
    """
    with ledger.engine.connect() as connection:
        found = [(household, {"household_id": household_id})]
        for table in OF_HOUSEHOLD:
            keys = _belonging(connection, table, household_id)
            found += [(table, key) for key, _ in keys]
        matched = _belonging(connection, match, household_id)
        same = [key for key, row in matched if row["state"] in SAME_PERSON]
        found += [(list_row, key) for key in same]
        return found + [
            (quarantined_row, key) for key in _set_aside(connection, household_id)
        ]


def _set_aside(connection: Connection, household_id: str) -> list[dict[str, Any]]:
    """Return the keys of rows of files that name a household, whatever their state."""
    told = json.dumps({"household_id": household_id}, ensure_ascii=False)[1:-1]
    keys = [quarantined_row.c[name] for name in keys_of(quarantined_row)]
    named = quarantined_row.c.cells.contains(told, autoescape=True)
    query = select(*keys).where(named).distinct()
    return [dict(row) for row in connection.execute(query).mappings()]


def _belonging(
    connection: Connection, table: Table, household_id: str
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield key and newest row of what belongs to a household, ended or not."""
    keys = [table.c[name] for name in keys_of(table)]
    ever = select(*keys).where(table.c.household_id == household_id).distinct()
    for found in connection.execute(ever).mappings().all():
        row = newest_row(connection, table, dict(found))
        if row and row["household_id"] == household_id:
            yield dict(found), row


def _empty(connection: Connection, table: Table, key: dict[str, Any]) -> None:
    hidden = [column for column in table.columns if column.info.get(PERSONAL)]
    this = [table.c[name] == key[name] for name in keys_of(table)]
    emptied = 0
    if hidden:
        values = {column: null() for column in hidden}
        emptied = connection.execute(update(table).where(*this).values(values)).rowcount
    if not emptied:
        raise WorkspaceError(
            "{table} {thing} is not on record, or holds no personal data",
            table=table.name,
            thing=thing_of(table, key),
        )


def _record(table: Table, key: dict[str, Any], basis: str) -> dict[str, Any]:
    thing = thing_of(table, key)
    return {"table_name": table.name, "thing": thing, "basis": basis}
