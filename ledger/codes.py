"""Codes of places on record: which changed, and who is still under an old one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from ledger.intake_schema import code_change
from ledger.schema import household, place
from ledger.store import Ledger, as_of
from ledger.versions import VERSION_COLUMNS
from ledger.writing import Entry

FIELDS = ("old_code", "new_code", "changed_on", "source")

Row = dict[str, Any]


def code_changes(ledger: Ledger, on: date | None = None) -> list[Row]:
    """Return the changes of codes on record, by old code.

    Returns
    -------
    list of dict
        ``old_code``, ``new_code`` (``None``: abolished), ``changed_on``, ``source``.
    """
    state = as_of(code_change, ledger.position(on=on)).subquery()
    query = select(*[state.c[name] for name in FIELDS]).order_by(state.c.old_code)
    return [dict(zip(FIELDS, row, strict=True)) for row in ledger.rows(query)]


def households_by_code(ledger: Ledger) -> dict[str, int]:
    """Count households by the village code on record."""
    state = as_of(household, ledger.position()).subquery()
    counted = select(state.c.village_code, func.count()).group_by(state.c.village_code)
    return dict(ledger.rows(counted))


def recode(
    ledger: Ledger, entry: Entry, new_codes: Mapping[str, str], names: Iterable[Row]
) -> int:
    """Append the households of old village codes under their new ones.

    Parameters
    ----------
    new_codes : mapping of str to str
        New village codes by old ones.
    names : iterable of dict
        ``code, name`` of places that are to be on record afterwards.

    Returns
    -------
    int
        How many households were recoded.
    """
    state = as_of(household, ledger.position()).subquery()
    own = [c.name for c in household.columns if c.name not in VERSION_COLUMNS]
    query = select(*[state.c[name] for name in own])
    known = ledger.rows(query.where(state.c.village_code.in_(new_codes)))
    entry.write(place, names)
    return entry.write(household, _recoded(list(known), own, new_codes))


def _recoded(
    rows: Iterable[Sequence], columns: Sequence[str], new_codes: Mapping[str, str]
) -> Iterator[Row]:
    for row in rows:
        told = dict(zip(columns, row, strict=True))
        yield told | {"village_code": new_codes[told["village_code"]]}
