"""How a table of versions is made, and what guards it.

Every row is a version: a change is a new row under a new entry.  Personal columns
stand apart: they are sealed by a salted hash, so that a lawful erasure may empty
them, with their salt, and the chain of the history stays valid.
"""

import json
from collections.abc import Mapping

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
)

metadata = MetaData()
DIGEST_BYTES = 32  # SHA-256
SALT_BYTES = 16

PERSONAL = "personal"
# What every version carries beside its own columns; the digest is over the rest.
VERSION_COLUMNS = ("entry_seq", "removed", "salt", "seal", "digest")


def key(name: str, length: int) -> Column:
    """Make a column that tells one thing from another."""
    return Column(name, String(length), primary_key=True)


def personal(name: str, kind: object, **more: object) -> Column:
    """Make a column that tells who somebody is; it may be erased by law."""
    return Column(name, kind, info={PERSONAL: True}, **more)


def id_index() -> Column:
    """Make the blind index of an identity number: found by, never read back."""
    return personal("id_index", String(64), index=True)


def versions(name: str, *columns: Column) -> Table:
    """Make a table of versions: ``columns``, the entry, whether it ended, seals."""
    seq = ForeignKey("entry.seq")
    sealed = any(column.info.get(PERSONAL) for column in columns)
    seals = [Column("salt", LargeBinary(SALT_BYTES), info={PERSONAL: True})]
    seals += [Column("seal", LargeBinary(DIGEST_BYTES))]
    table = Table(
        name,
        metadata,
        *columns,
        Column(
            "entry_seq",
            Integer,
            seq,
            primary_key=True,
            autoincrement=False,
            index=True,
        ),
        Column("removed", Boolean, nullable=False, default=False),
        *(seals if sealed else []),
        Column("digest", LargeBinary(DIGEST_BYTES), nullable=False),
        sqlite_with_rowid=False,
    )
    guard(table)
    return table


def personal_columns(table: Table) -> tuple[str, ...]:
    """Name the personal columns of a table, without the salt.

    Examples
    --------
    >>> t = Table("t", MetaData(), key("a", 9), personal("name", String(80)))
    >>> personal_columns(t)
    ('name',)
    """
    named = (c.name for c in table.columns if c.info.get(PERSONAL))
    return tuple(name for name in named if name != "salt")


def keys_of(table: Table) -> tuple[str, ...]:
    """Name the columns that tell one thing of a table from another.

    Examples
    --------
    >>> keys_of(Table("t", MetaData(), key("a", 9), key("b", 9), Column("c")))
    ('a', 'b')
    """
    named = (column.name for column in table.primary_key.columns)
    return tuple(name for name in named if name != "entry_seq")


def thing_of(table: Table, row: Mapping[str, object]) -> str:
    """Write the key of a row as one text: as it is, or as a list if it has parts.

    Examples
    --------
    >>> t = Table("t", MetaData(), key("a", 9), key("b", 9))
    >>> thing_of(t, {"a": "民政", "b": "7"})
    '["民政", "7"]'
    """
    parts = [row[name] for name in keys_of(table)]
    return parts[0] if len(parts) == 1 else json.dumps(parts, ensure_ascii=False)


def guard(table: Table) -> None:
    """Let the database refuse to change or delete; personal columns may be emptied."""
    for statement in guards(table):
        event.listen(table, "after_create", DDL(statement).execute_if(dialect="sqlite"))


def guards(table: Table) -> list[str]:
    """Return the statements that make the triggers of a table."""
    hidden = [c.name for c in table.columns if c.info.get(PERSONAL)]
    fixed = ", ".join(c.name for c in table.columns if c.name not in hidden)
    found = [_refusal(table, "delete", "BEFORE DELETE")]
    found.append(_refusal(table, "update", f"BEFORE UPDATE OF {fixed}"))
    if hidden:
        kept = " OR ".join(f"NEW.{name} IS NOT NULL" for name in hidden)
        of = f"BEFORE UPDATE OF {', '.join(hidden)}"
        found.append(_refusal(table, "rewrite", of, f"WHEN {kept}"))
    return found


def _refusal(table: Table, name: str, before: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER {table.name}_no_{name} {before} ON {table.name} {when} "
        "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
    )


entry = Table(
    "entry",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),  # ISO 8601 with offset
    Column("day", Date, nullable=False, index=True),
    Column("actor", String(80), nullable=False),
    Column("role", String(20)),
    Column("verb", String(40), nullable=False),
    Column("scope", String(20), nullable=False, index=True),
    Column("note", String(400), nullable=False),
)
guard(entry)

# One link for each entry, closed with its transaction (ledger.chain).
link = Table(
    "link",
    metadata,
    Column("seq", ForeignKey("entry.seq"), primary_key=True, autoincrement=False),
    Column("rows", Integer, nullable=False),
    Column("rows_digest", LargeBinary(DIGEST_BYTES), nullable=False),
    Column("previous", LargeBinary(DIGEST_BYTES), nullable=False),
    Column("hash", LargeBinary(DIGEST_BYTES), nullable=False),
)
guard(link)
