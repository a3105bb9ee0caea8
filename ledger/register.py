"""The registers: hazard layers and events, as of any day."""

from datetime import date
from typing import Any

from sqlalchemy import Select, Table, select

from ledger.schema import hazard_event, layer
from ledger.store import Ledger, as_of
from ledger.versions import entry

Row = dict[str, Any]


def layers(ledger: Ledger, on: date | None = None) -> list[Row]:
    """Return the registered layers as they stood on a day, the oldest first.

    Returns
    -------
    list of dict
        The columns of the register; ``recorded_on``, ``recorded_at``,
        ``recorded_by`` of the first version; ``version``, ``changed_at``,
        ``changed_by`` of the newest.
    """
    position = ledger.position(on=on)
    first: dict[str, Row] = {}
    last: dict[str, Row] = {}
    for version in _fetched(ledger, _versions().where(entry.c.seq <= position)):
        first.setdefault(version["layer_id"], version)
        last[version["layer_id"]] = version
    rows = {row["layer_id"]: row for row in _fetched(ledger, as_of(layer, position))}
    return [_told(rows[id_], first[id_], last[id_]) for id_ in first if id_ in rows]


def layer_versions(ledger: Ledger, layer_id: str) -> list[Row]:
    """Return every version of a layer with who recorded it and when, oldest first."""
    heads = (entry.c.at, entry.c.actor, entry.c.role, entry.c.verb, entry.c.note)
    joined = select(layer, *heads).join(entry, entry.c.seq == layer.c.entry_seq)
    own = joined.where(layer.c.layer_id == layer_id).order_by(layer.c.entry_seq)
    return _fetched(ledger, own)


def events(ledger: Ledger) -> list[Row]:
    """Return the events, the oldest entry first."""
    return _newest(ledger, hazard_event)


def _versions() -> Select:
    heads = (entry.c.at, entry.c.day, entry.c.actor)
    named = select(layer.c.layer_id, layer.c.entry_seq, *heads)
    joined = named.join(entry, entry.c.seq == layer.c.entry_seq)
    return joined.order_by(layer.c.entry_seq, layer.c.layer_id)


def _told(row: Row, first: Row, last: Row) -> Row:
    return row | {
        "recorded_on": first["day"],
        "recorded_at": first["at"],
        "recorded_by": first["actor"],
        "version": last["entry_seq"],
        "changed_at": last["at"],
        "changed_by": last["actor"],
    }


def _newest(ledger: Ledger, table: Table) -> list[Row]:
    query = as_of(table, ledger.position()).order_by(table.c.entry_seq)
    return _fetched(ledger, query)


def _fetched(ledger: Ledger, query: Select) -> list[Row]:
    with ledger.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
