"""Tables as a step of the past made them.

Written down a second time on purpose: today's way (:mod:`ledger.versions`) may
change, and a file that is brought up from the past must not change with it.
"""

from collections.abc import Callable

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

PERSONAL = "personal"
DIGEST = LargeBinary(32)
SALT = LargeBinary(16)

Guards = Callable[[Table], list[str]]


def key(name: str, length: int) -> Column:
    """Make a column that tells one thing from another."""
    return Column(name, String(length), primary_key=True)


def personal(name: str, kind: object, **more: object) -> Column:
    """Make a column that an erasure may empty."""
    return Column(name, kind, info={PERSONAL: True}, **more)


def entry_table(metadata: MetaData, *more: Column) -> Table:
    """Make the table of entries; ``more`` are columns of a later step."""
    return Table(
        "entry",
        metadata,
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("at", String(32), nullable=False),
        Column("day", Date, nullable=False, index=True),
        Column("actor", String(80), nullable=False),
        *more,
        Column("verb", String(40), nullable=False),
        Column("scope", String(20), nullable=False, index=True),
        Column("note", String(400), nullable=False),
    )


def entry_number(*, index: bool) -> Column:
    """Make the column that says which entry wrote a row."""
    return Column(
        "entry_seq",
        Integer,
        ForeignKey("entry.seq"),
        primary_key=True,
        autoincrement=False,
        index=index,
    )


def guard(table: Table, guards: Guards) -> None:
    """Have the triggers of a table made along with it."""
    for statement in guards(table):
        event.listen(table, "after_create", DDL(statement).execute_if(dialect="sqlite"))


def removed() -> Column:
    """Make the column that says that a thing ended."""
    return Column("removed", Boolean, nullable=False, default=False)


def plain_guards(table: Table) -> list[str]:
    """Write the triggers of schema 0001: nothing is changed or deleted."""
    verbs = ("UPDATE", "DELETE")
    return [_refusal(table, verb.lower(), f"BEFORE {verb}") for verb in verbs]


def sealed_guards(table: Table) -> list[str]:
    """Write the triggers since schema 0002: personal columns may be emptied."""
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
