"""Rows of a table without anybody in them: for a copy that must not tell of people."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, select

from ledger.store import Ledger, as_of
from ledger.versions import VERSION_COLUMNS, personal_columns


def impersonal_rows(ledger: Ledger, table: Table) -> Iterator[dict[str, Any]]:
    """Stream the present rows of a table, its personal columns left out."""
    hidden = {*VERSION_COLUMNS, *personal_columns(table)}
    names = [c.name for c in table.columns if c.name not in hidden]
    state = as_of(table, ledger.position()).subquery()
    for row in ledger.rows(select(*[state.c[name] for name in names])):
        yield dict(zip(names, row, strict=True))
