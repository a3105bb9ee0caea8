"""How the file of a ledger got its tables, release by release.

A released step is never edited: files that took it exist.  What comes later is a new
step.  Alembic is imported by ``running`` only, which an up-to-date ledger never needs.
"""

from sqlalchemy import Connection, column, inspect, select, table

# In their order; a test holds them against the steps that there are.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
FIRST, HEAD = REVISIONS[0], REVISIONS[-1]

_MARK = table("alembic_version", column("version_num"))


def revision_of(connection: Connection) -> str | None:
    """Return the step a database is at; ``None`` if it is no ledger.

    The first release left no mark: its tables tell.
    """
    names = set(inspect(connection).get_table_names())
    if _MARK.name in names:
        return connection.execute(select(_MARK.c.version_num)).scalar()
    return FIRST if "entry" in names and "link" not in names else None


def is_marked(connection: Connection) -> bool:
    """Tell whether a database says itself which step it is at."""
    return inspect(connection).has_table(_MARK.name)
