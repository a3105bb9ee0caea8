"""Lists of the departments, and who of them was found in which household (rule G6).

A list is what one department certifies of one group (rule G5); it keeps its name from
edition to edition.  A row keeps its name too: it follows from the identity number, or
from name, village and phone, through the blind index.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, and_, func, select, union

from ledger.households import grades_now
from ledger.schema import household, list_row, match, membership, person
from ledger.store import Ledger, as_of
from ledger.writing import Entry

LIST_FIELDS = (
    "certified_on",
    "name",
    "id_number",
    "phone",
    "village_code",
    "grade",
)
ROW_LENGTH = 16
EXACT, CONFIRMED, REFUSED = "exact", "confirmed", "refused"
FOUND = (EXACT, CONFIRMED)

Row = dict[str, Any]


class RowKey(NamedTuple):
    """Names a row of a list."""

    list_id: str
    row_id: str


def list_id_of(department: str, group: str) -> str:
    """Name the list of a group that a department keeps.

    Examples
    --------
    >>> list_id_of("民政", "低保户")
    '民政-低保户'
    """
    return f"{department}-{group}"


@dataclass
class Edition:
    """What a newer edition of lists would append.

    Attributes
    ----------
    versions : list of dict
        New, changed and left rows, as the ledger keeps them.
    held : int
        Rows that are not in the edition, but are not taken for left either.
    """

    versions: list[Row] = field(default_factory=list)
    joined: int = 0
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    held: int = 0

    def write(self, entry: Entry) -> None:
        """Append everything under one entry."""
        entry.write(list_row, self.versions)


def edition(
    ledger: Ledger,
    department: str,
    incoming: Iterable[tuple[tuple[str, ...], Row]],
    *,
    complete: bool,
) -> Edition:
    """Compare a department's new list with the one on record.

    Parameters
    ----------
    incoming : iterable of (identity, row)
        What tells the row from the others, and ``group_name`` with
        :data:`LIST_FIELDS`.
    complete : bool
        Whether all rows of the file could be read.  If not, nobody is taken for
        left: he may be among the rows that were refused.
    """
    found = Edition()
    lists: dict[str, dict[str, Row]] = defaultdict(dict)
    for identity, row in incoming:
        key = RowKey(
            list_id_of(department, row["group_name"]),
            ledger.index_of("\n".join(identity))[:ROW_LENGTH],
        )
        told = {name: row[name] for name in LIST_FIELDS}
        head = {"department": department, "group_name": row["group_name"]}
        lists[key.list_id][key.row_id] = key._asdict() | head | told
    for list_id, rows in lists.items():
        _compare(found, _known(ledger, list_id), rows, complete)
    return found


def _compare(
    found: Edition, known: dict[str, Row], rows: dict[str, Row], complete: bool
) -> None:
    for row_id, row in rows.items():
        old = known.get(row_id)
        same = old is not None and all(old[name] == row[name] for name in LIST_FIELDS)
        found.unchanged += same
        found.joined += old is None
        found.changed += old is not None and not same
        found.versions += [] if same else [row]
    gone = [old for row_id, old in known.items() if row_id not in rows]
    found.held += 0 if complete else len(gone)
    found.left += len(gone) if complete else 0
    kept = ("list_id", "row_id", "department", "group_name")
    if complete:
        found.versions += [
            {k: old[k] for k in kept} | {"removed": True} for old in gone
        ]


def _known(ledger: Ledger, list_id: str) -> dict[str, Row]:
    query = as_of(list_row, ledger.position(), list_row.c.list_id == list_id)
    return {row["row_id"]: row for row in _mapped(ledger, query)}


def list_rows(
    ledger: Ledger, *, left: bool = False, key: RowKey | None = None
) -> list[Row]:
    """Return the rows of all lists by their newest edition, or those who left them.

    Returns
    -------
    list of dict
        Columns of ``list_row``, ``id_number`` left out; by list and row.
    """
    columns = [c for c in list_row.c if c.name not in _NOT_TOLD]
    query = _newest(list_row, RowKey._fields, columns, key)
    query = query.where(list_row.c.removed.is_(left))
    return list(_mapped(ledger, query.order_by(*list_row.primary_key.columns)))


_NOT_TOLD = frozenset({"id_number", "salt", "seal", "digest", "removed"})


def people_rows(ledger: Ledger) -> Iterator[tuple]:
    """Stream everybody: heads of households, then persons.

    Columns: ``household_id``, ``person_id`` (``None`` for a head), ``name``,
    ``village_code``, ``phone``, ``id_index``.
    """
    position = ledger.position()
    homes = as_of(household, position).subquery()
    members = as_of(person, position).subquery()
    own = (homes.c.village_code, homes.c.phone)
    heads = (homes.c.household_id, homes.c.head_name, *own, homes.c.id_index)
    for id_, *told in ledger.rows(select(*heads)):
        yield id_, None, *told
    same = members.c.household_id == homes.c.household_id
    told = (members.c.household_id, members.c.person_id, members.c.name, *own)
    yield from ledger.rows(
        select(*told, members.c.id_index).join_from(members, homes, same)
    )


def compared_position(ledger: Ledger) -> int:
    """Return the newest entry that changed a list or a person."""
    return max(_last(ledger, table) for table in (list_row, household, person))


def row_version(ledger: Ledger, key: RowKey) -> int:
    """Return the newest entry that changed a row of a list or decided on it."""
    return max(_last(ledger, table, key) for table in (list_row, match))


def decisions(
    ledger: Ledger, key: RowKey | None = None
) -> dict[tuple[str, str, str], Row]:
    """Return what was last decided of each row of a list and each household.

    Returns
    -------
    dict
        By ``list_id, row_id, household_id``: ``state`` (one of :data:`EXACT`,
        :data:`CONFIRMED`, :data:`REFUSED`), ``person_id``, ``entry_seq``.
    """
    keys = (*RowKey._fields, "household_id")
    columns = [match.c[name] for name in (*keys, "state", "person_id", "entry_seq")]
    query = _newest(match, keys, columns, key).where(match.c.removed.is_(False))
    return {tuple(row[k] for k in keys): row for row in _mapped(ledger, query)}


def same_number(ledger: Ledger) -> list[tuple[str, ...]]:
    """Return the households in which one identity number is on record more than once.

    Returns
    -------
    list of tuple of str
        ``household_id`` of each, for each number that several have.
    """
    position = ledger.position()
    states = [as_of(table, position).subquery() for table in (household, person)]
    told = [select(s.c.id_index, s.c.household_id) for s in states]
    both = union(*told).subquery()
    known = select(both.c.id_index).where(both.c.id_index.is_not(None))
    twice = known.group_by(both.c.id_index).having(func.count() > 1)
    query = select(both).where(both.c.id_index.in_(twice))
    found: dict[str, list[str]] = defaultdict(list)
    for id_index, household_id in ledger.rows(query):
        found[id_index].append(household_id)
    return sorted(tuple(sorted(ids)) for ids in found.values())


def grades(ledger: Ledger) -> dict[str, str | None]:
    """Return by ``household_id`` the grade that still speaks of each house."""
    return dict(ledger.rows(grades_now(ledger.position())))


def homes(
    ledger: Ledger, household_id: str | None = None
) -> dict[str, tuple[str, str | None]]:
    """Return ``village_code`` and ``head_name`` of each household, or of one."""
    state = _state(ledger, household, household_id).subquery()
    told = (state.c.household_id, state.c.village_code, state.c.head_name)
    return {id_: (village, name) for id_, village, name in ledger.rows(select(*told))}


def certifications(
    ledger: Ledger, household_id: str | None = None
) -> dict[tuple[str, str], Row]:
    """Return memberships: ``certified_by``, ``certified_on``, ``entry_seq``.

    By ``household_id, group_name``, of all households or of one.
    """
    query = _state(ledger, membership, household_id)
    return {
        (row["household_id"], row["group_name"]): row for row in _mapped(ledger, query)
    }


def _state(ledger: Ledger, table: Table, household_id: str | None) -> Select:
    only = () if household_id is None else (table.c.household_id == household_id,)
    return as_of(table, ledger.position(), *only)


def _newest(
    table: Table, keys: tuple[str, ...], columns: Iterable, key: RowKey | None
) -> Select:
    """Select the newest version of each ``keys``, ended or not."""
    by = [table.c[name] for name in keys]
    last = func.max(table.c.entry_seq).label("entry_seq")
    newest = select(*by, last).where(*_of(table, key)).group_by(*by).subquery()
    same = [table.c[name] == newest.c[name] for name in (*keys, "entry_seq")]
    return select(*columns).join_from(table, newest, and_(*same))


def _of(table: Table, key: RowKey | None) -> list:
    told = {} if key is None else key._asdict()
    return [table.c[name] == value for name, value in told.items()]


def _last(ledger: Ledger, table: Table, key: RowKey | None = None) -> int:
    newest = select(func.coalesce(func.max(table.c.entry_seq), 0))
    ((last,),) = ledger.rows(newest.where(*_of(table, key)))
    return last


def _mapped(ledger: Ledger, query: Select) -> Iterator[Row]:
    with ledger.engine.connect() as connection:
        for row in connection.execute(query).mappings():
            yield dict(row)
