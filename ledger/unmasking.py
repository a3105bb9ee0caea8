"""One personal value at a time, for a reason that goes on record first."""

from datetime import date
from typing import NamedTuple

from ledger.audit import note_of_unmasking
from ledger.grants import UNMASKS, entitled
from ledger.masking import HIDDEN
from ledger.permits import nobody_there, require_event
from ledger.projection import Row, fetched, is_whole_county, table_of, village_of
from ledger.roles import Acting, is_within
from ledger.store import Ledger, as_of
from rules.errors import AccessError


class Personal(NamedTuple):
    """Where a personal value stands: table, key of the row, column."""

    table: str
    key: tuple[str, ...]
    column: str

    def __str__(self) -> str:
        """Say where, as the history notes it."""
        return f"{self.table}.{self.column} {'/'.join(self.key)}"


def unmask(ledger: Ledger, acting: Acting, asked: Personal, reason: str) -> str | None:
    """Return a personal value, after this has been recorded with its reason.

    Raises
    ------
    AccessError
        If the role may not, the thing is not on record in its area, or no reason is
        given.
    """
    _require(acting, asked, reason)
    row = _row(ledger, acting, asked)
    value = row[asked.column]
    told = value.isoformat() if isinstance(value, date) else value
    said = reason.replace(told, HIDDEN) if told else reason
    note = note_of_unmasking(row.get("household_id"), str(asked), said)
    who = {"actor": acting.name, "role": acting.role.value}
    with ledger.writing(verb="unmask", scope="access", note=note, **who):
        pass
    return told


def _require(acting: Acting, asked: Personal, reason: str) -> None:
    wanted = (asked.table, asked.column)
    if wanted not in UNMASKS.get(acting.role, ()):
        able = [role for role, values in UNMASKS.items() if wanted in values]
        raise AccessError(
            "a {role} does not unmask {column}; ask: {who}",
            role=acting.role.value,
            column=".".join(wanted),
            who=entitled(able),
        )
    if not reason.strip():
        raise AccessError(
            "say why the value is needed: the reason goes on record with your name"
        )


def _row(ledger: Ledger, acting: Acting, asked: Personal) -> Row:
    """Return the row; one that lies elsewhere sounds like one that does not exist."""
    position = ledger.position()
    require_event(ledger, acting, position)
    table = table_of(asked.table)
    keys = [c for c in table.primary_key.columns if c.name != "entry_seq"]
    found = []
    if len(keys) == len(asked.key):
        same = [c == part for c, part in zip(keys, asked.key, strict=True)]
        found = fetched(ledger, as_of(table, position, *same))
    if not found or not _is_within(ledger, acting, found[0], position):
        raise _nothing_there(asked)
    return found[0]


def _is_within(ledger: Ledger, acting: Acting, row: Row, position: int) -> bool:
    code = row.get("village_code")
    if "household_id" in row:
        code = village_of(ledger, row["household_id"], position)
    return is_whole_county(acting) if code is None else is_within(acting, code)


def _nothing_there(asked: Personal) -> AccessError:
    if asked.table == "household":
        return nobody_there("/".join(asked.key))
    return AccessError(
        "no {table} {id!r} on record", table=asked.table, id="/".join(asked.key)
    )
