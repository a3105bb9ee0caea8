"""Find households by a person: told are households, never what was compared."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, func, select

from ledger.masking import masked_name
from ledger.schema import household, person
from ledger.store import Ledger, as_of

NAMES = ((household, "head_name"), (person, "name"))


def by_id_number(ledger: Ledger, text: str) -> set[str]:
    """Return the households of a person, found through the blind index."""
    index = ledger.index_of(text)
    return {
        household_id
        for table in (household, person)
        for household_id, found in _newest(ledger, table, "id_index", index)
        if found == index
    }


def by_name(ledger: Ledger, text: str) -> set[str]:
    """Return the households of people of a name.

    The name is given whole, or just as far as it is shown masked: a search tells no
    more of a name than the mask does, unless it is known already.
    """
    wanted = "".join(text.split()).rstrip("*")
    if not wanted:
        return set()
    return {
        household_id
        for table, column in NAMES
        for household_id, name in _newest(ledger, table, column, wanted)
        if wanted in ("".join(name.split()), masked_name(name).rstrip("*"))
    }


def _newest(
    ledger: Ledger, table: Table, column: str, begins: str
) -> Iterator[tuple[str, str]]:
    """Yield household and value of the newest versions that may match."""
    (key,) = [c for c in table.primary_key.columns if c.name != "entry_seq"]
    ever = select(key).where(_begins(table.c[column], begins))
    state = as_of(table, ledger.position(), key.in_(ever)).subquery()
    columns = (state.c.household_id, state.c[column])
    found = select(*columns).where(state.c[column].is_not(None))
    for row in ledger.rows(found):
        yield tuple(row)


def _begins(column: ColumnElement, text: str) -> ColumnElement:
    """Say that a value begins alike, spaces in it apart."""
    if column.name == "id_index":
        return column == text
    return func.replace(column, " ", "").startswith(text, autoescape=True)
