"""Open the ledger of a workspace, write an entry, read any past day."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, Select, Table, and_, func, select

from ledger.blind_index import BlindIndex
from ledger.chain import ROWS_AT_ONCE
from ledger.engine import engine_of, legible, told_plainly, write_transaction
from ledger.migrations import HEAD, REVISIONS, revision_of
from ledger.versions import entry, keys_of
from ledger.writing import Entry, Transaction
from rules.errors import WorkspaceError


class Ledger:
    """The append-only history of one county, in one database file."""

    def __init__(self, path: Path, engine: Engine | None = None) -> None:
        self.path = path
        self.engine = engine or engine_of(path)
        self.index_of = BlindIndex.beside(path)

    @classmethod
    def create(cls, path: Path) -> "Ledger":
        """Make a new, empty ledger.

        Raises
        ------
        WorkspaceError
            If the file exists.
        """
        if path.exists():
            raise WorkspaceError("{file} exists already", file=path.name)
        from ledger.upgrading import build  # Alembic takes its time to import

        build(path)
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        """Open an existing ledger; that of an older release is brought up first.

        Raises
        ------
        WorkspaceError
            If there is no such file, or it is of a newer release, or no ledger.
        """
        if not path.is_file():
            raise WorkspaceError("no ledger at {file}", file=path)
        engine = engine_of(path)
        try:
            if _is_older(engine, path):
                from ledger.upgrading import upgrade  # as above

                upgrade(path)
            return cls(path, engine)
        except BaseException:
            engine.dispose()
            raise

    def close(self) -> None:
        """Let go of the file, so that the folder can be moved."""
        self.engine.dispose()

    @contextmanager
    def writing(self, **head: object) -> Iterator[Entry]:
        """Write one entry in a transaction of its own: all of it, or nothing.

        Takes what :meth:`Transaction.entry` takes.
        """
        with self.transaction() as transaction:
            yield transaction.entry(**head)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction: all its entries are recorded, or none.

        Nobody else writes while it is open; what is read meanwhile stays true.

        Raises
        ------
        WorkspaceError
            If another one was open for too long, or the disk does not take it.
        """
        with write_transaction(self.engine) as writer:
            transaction = Transaction(writer, self.index_of)
            yield transaction
            transaction.close()

    def position(
        self,
        scope: str | None = None,
        on: date | None = None,
        *,
        among: Collection[str] | None = None,
        apart_from: Collection[str] = (),
    ) -> int:
        """Return the newest entry (of one or some scopes, or not; up to a day).

        Returns
        -------
        int
            0 if there is none.
        """
        newest = select(func.coalesce(func.max(entry.c.seq), 0))
        if apart_from:
            newest = newest.where(entry.c.scope.not_in(apart_from))
        if among is not None:
            newest = newest.where(entry.c.scope.in_(among))
        if scope is not None:
            newest = newest.where(entry.c.scope == scope)
        if on is not None:
            newest = newest.where(entry.c.day <= on)
        with self.engine.connect() as connection:
            return connection.execute(newest).scalar_one()

    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day of the history, ``None`` if empty."""
        with self.engine.connect() as connection:
            ends = select(func.min(entry.c.day), func.max(entry.c.day))
            first, last = connection.execute(ends).one()
        return (first, last) if first else None

    def rows(self, query: Select) -> Iterator[Sequence[object]]:
        """Stream the rows of a query."""
        with self.engine.connect() as connection:
            streamed = connection.execution_options(yield_per=ROWS_AT_ONCE)
            for part in streamed.execute(query).partitions():
                yield from part


def as_of(table: Table, position: int, *only: object) -> Select:
    """Select the state of a table after entry ``position``.

    ``only`` narrows to the versions of some keys, by conditions on key columns.
    """
    keys = [table.c[name] for name in keys_of(table)]
    newest = (
        select(*keys, func.max(table.c.entry_seq).label("entry_seq"))
        .where(table.c.entry_seq <= position, *only)
        .group_by(*keys)
        .subquery()
    )
    same = [table.c[k.name] == newest.c[k.name] for k in keys]
    on = and_(*same, table.c.entry_seq == newest.c.entry_seq)
    return select(table).join(newest, on).where(table.c.removed.is_(False))


def as_of_household(table: Table, position: int, household_id: str) -> Select:
    """Select what belongs to a household after entry ``position``.

    Where the household is not part of the key, a thing may have moved: only what
    belongs to it in the newest version counts.
    """
    belongs = table.c.household_id == household_id
    if table.c.household_id.primary_key:
        return as_of(table, position, belongs)
    keys = [table.c[name] for name in keys_of(table)]
    ever = [key.in_(select(key).where(belongs)) for key in keys]
    return as_of(table, position, *ever).where(belongs)


def _is_older(engine: Engine, path: Path) -> bool:
    """Tell whether a ledger is to be brought up.

    Raises
    ------
    WorkspaceError
        If it cannot be: it is newer, or no ledger.
    """
    with legible(path), told_plainly(), engine.connect() as connection:
        found = revision_of(connection)
    if found is None:
        raise WorkspaceError("{file} is no ledger", file=path.name)
    if found not in REVISIONS:
        raise WorkspaceError(
            "{file} is of schema {found}, newer than this program's {known}; "
            "use a newer program",
            file=path.name,
            found=found,
            known=HEAD,
        )
    return found != HEAD
