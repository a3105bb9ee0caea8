"""The registers: hazard layers and events, as of any day."""

from typing import Any

from sqlalchemy import Table

from ledger.schema import hazard_event, layer
from ledger.store import Ledger, as_of


def layers(ledger: Ledger) -> list[dict[str, Any]]:
    """Return the registered layers, the oldest first."""
    return _newest(ledger, layer)


def events(ledger: Ledger) -> list[dict[str, Any]]:
    """Return the events, the oldest entry first."""
    return _newest(ledger, hazard_event)


def _newest(ledger: Ledger, table: Table) -> list[dict[str, Any]]:
    query = as_of(table, ledger.position()).order_by(table.c.entry_seq)
    with ledger.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
