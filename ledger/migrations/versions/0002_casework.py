"""Tables for casework; every row of before is sealed, every entry linked."""

from collections.abc import Iterator

from alembic import op
from sqlalchemy import Column, Connection, Table, column, insert, select, table

from ledger.chain import (
    ORIGIN,
    ROWS_AT_ONCE,
    digests_by_entry,
    link_hash,
    rows_digest,
    sealed_rows,
)
from ledger.migrations import casework, foundation

revision = "0002"
down_revision = "0001"

OLD = "before_0002_"
KEPT = "entry"  # gains a column and stays where it is


def upgrade() -> None:
    """Move every table aside, make today's, copy in parts, chain the entries."""
    connection = op.get_bind()
    before = [t for t in foundation.metadata.sorted_tables if t.name != KEPT]
    for old in before:
        _drop_guards(connection, old)
        for index in old.indexes:
            op.drop_index(index.name, old.name)
        op.rename_table(old.name, OLD + old.name)
    _renew_entry(connection)
    new = [t for t in casework.metadata.sorted_tables if t.name != KEPT]
    casework.metadata.create_all(connection, tables=new, checkfirst=False)
    for old in before:
        _copy(connection, old)
        op.drop_table(OLD + old.name)
    _link_entries(connection)


def _drop_guards(connection: Connection, old: Table) -> None:
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {old.name}_no_{verb}")


def _renew_entry(connection: Connection) -> None:
    entry = casework.metadata.tables[KEPT]
    _drop_guards(connection, entry)
    op.add_column(KEPT, Column("role", entry.c.role.type))
    entry.dispatch.after_create(entry, connection)  # the triggers


def _copy(connection: Connection, old: Table) -> None:
    new = casework.metadata.tables[old.name]
    index_of = op.get_context().config.attributes["index_of"]
    source = table(OLD + old.name, *[column(c.name, c.type) for c in old.columns])
    streamed = {"yield_per": ROWS_AT_ONCE}
    found = connection.execute(select(source), execution_options=streamed)
    for part in found.mappings().partitions():
        rows = [dict(row) for row in part]
        for row in rows:
            if row.get("id_number"):
                row["id_index"] = index_of(row["id_number"])
        connection.execute(insert(new), sealed_rows(new, rows))


def _link_entries(connection: Connection) -> None:
    link = casework.metadata.tables["link"]
    rows = list(_links(connection))
    if rows:
        connection.execute(insert(link), rows)


def _links(connection: Connection) -> Iterator[dict]:
    tables = casework.metadata.tables
    kept = [t for t in tables.values() if "entry_seq" in t.columns]
    written = {seq: rest for seq, *rest in digests_by_entry(connection, kept)}
    entry, previous = tables[KEPT], ORIGIN
    found = connection.execute(select(entry).order_by(entry.c.seq))
    for head in found.mappings():
        rows, digest = written.get(head["seq"], (0, rows_digest([])))
        row = {"seq": head["seq"], "rows": rows, "rows_digest": digest}
        row |= {"previous": previous, "hash": link_hash(previous, head, rows, digest)}
        yield row
        previous = row["hash"]
