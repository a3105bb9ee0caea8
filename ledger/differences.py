"""What incoming households would change, compared by columns with the newest state."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Table, func, select

from ledger.chain import ROWS_AT_ONCE
from ledger.households import DWELLING_FIELDS, HOUSEHOLD_FIELDS, place_names
from ledger.masking import masked
from ledger.schema import dwelling, household, membership, place
from ledger.sealing import arrow_type, as_kept
from ledger.store import Entry, Ledger, as_of
from ledger.versions import personal_columns

FEW = 500  # households: they are asked for by name; of more, all are read

Row = dict[str, Any]
_COMPARED = (household, dwelling, membership, place)


def _nothing() -> pa.Table:
    return pa.table({})


@dataclass
class Differences:
    """What an import would append, and how many households stay as they are.

    Attributes
    ----------
    households, dwellings, memberships, places : pyarrow.Table
        Rows to append, in the order of their keys.
    changed, unchanged, new : int
        Households; the new ones are among the changed.
    examples : list of dict
        ``household_id, field, was, becomes`` of households on record that change;
        personal values are masked.
    seen : int
        The newest entry that was compared with.
    """

    households: pa.Table = field(default_factory=_nothing)
    dwellings: pa.Table = field(default_factory=_nothing)
    memberships: pa.Table = field(default_factory=_nothing)
    places: pa.Table = field(default_factory=_nothing)
    changed: int = 0
    unchanged: int = 0
    new: int = 0
    examples: list[Row] = field(default_factory=list)
    seen: int = 0

    def write(
        self, entry: Entry, tell: Callable[[float], None] = lambda done: None
    ) -> None:
        """Append everything under one entry; ``tell`` is told the share done."""
        parts = [
            (place, self.places),
            (household, self.households),
            (dwelling, self.dwellings),
            (membership, self.memberships),
        ]
        entry.write_columns(parts, tell)


def differences(
    ledger: Ledger, incoming: pa.Table | Iterable[Row], *, examples: int = 0
) -> Differences:
    """Compare incoming households with the newest state.

    Parameters
    ----------
    incoming : pyarrow.Table or iterable of dict
        ``household_id``, ``village_code``; some fields of both tables (null is
        unknown); ``groups`` (words joined by ``;``, null keeps what is on record; in
        a dict a tuple), ``village_name`` and ``town_name``.  A column that is absent
        keeps what the ledger has; dicts have the same fields in every row.
    examples : int
        How many changes to tell, at most.
    """
    told = incoming if isinstance(incoming, pa.Table) else _table_of(incoming)
    told = _in_order(told)
    ids, seen = told["household_id"], newest_entry(ledger)
    people = _compared(ledger, household, HOUSEHOLD_FIELDS, told)
    houses = _compared(ledger, dwelling, DWELLING_FIELDS, told)
    memberships, regrouped = _regrouped(ledger, told)
    touched = people.differs | houses.differs | regrouped
    return Differences(
        households=people.rows(),
        dwellings=houses.rows(),
        memberships=memberships,
        places=_renamed(place_names(ledger), _names(told)),
        changed=int(touched.sum()),
        unchanged=int(len(ids) - touched.sum()),
        new=int(people.is_new.sum()),
        examples=[*people.examples(examples), *houses.examples(examples)][:examples],
        seen=seen,
    )


def newest_entry(ledger: Ledger) -> int:
    """Return the newest entry that wrote anything an import compares itself with."""
    with ledger.engine.connect() as connection:
        newest = [select(func.max(table.c.entry_seq)) for table in _COMPARED]
        return max(connection.execute(query).scalar() or 0 for query in newest)


@dataclass(frozen=True)
class _Compared:
    """One table: what is known of each incoming household, and what it becomes."""

    table: Table
    ids: pa.ChunkedArray
    known: dict[str, pa.ChunkedArray]
    becomes: dict[str, pa.ChunkedArray]
    is_new: np.ndarray
    differs: np.ndarray

    def rows(self) -> pa.Table:
        """Return the versions to append."""
        every = pa.table({"household_id": self.ids} | self.becomes)
        return every.filter(pa.array(self.differs))

    def examples(self, most: int) -> Iterator[Row]:
        """Yield changed fields of households that are on record."""
        hidden = personal_columns(self.table)
        for at in np.flatnonzero(self.differs & ~self.is_new)[:most]:
            for name, column in self.known.items():
                was, becomes = column[at].as_py(), self.becomes[name][at].as_py()
                if was == becomes:
                    continue
                if name in hidden:
                    was, becomes = masked(name, was), masked(name, becomes)
                told = {"household_id": self.ids[at].as_py(), "field": name}
                yield told | {"was": was, "becomes": becomes}


def _compared(
    ledger: Ledger, table: Table, fields: tuple[str, ...], told: pa.Table
) -> _Compared:
    ids = told["household_id"]
    newest = _newest(ledger, table, ("household_id", *fields), ids)
    at = pc.index_in(ids, value_set=newest["household_id"])
    known = {name: newest[name].take(at) for name in fields}
    becomes, differs = {}, at.is_null().to_numpy()
    is_new = differs.copy()
    for name, was in known.items():
        if name in told.column_names:
            becomes[name] = as_kept(told[name], table.columns[name].type)
            differs |= _differ(was, becomes[name])
        else:
            becomes[name] = was
    return _Compared(table, ids, known, becomes, is_new, differs)


def _differ(was: pa.ChunkedArray, becomes: pa.ChunkedArray) -> np.ndarray:
    """Tell where two columns differ; the unknown differs from all that is known."""
    other = pc.coalesce(pc.not_equal(was, becomes), False)
    one_known = pc.xor(was.is_null(), becomes.is_null())
    return pc.or_(other, one_known).to_numpy()


def _newest(
    ledger: Ledger, table: Table, names: tuple[str, ...], ids: pa.ChunkedArray
) -> pa.Table:
    """Read the newest versions as columns, of all households or of a few."""
    few = len(ids) <= FEW
    only = [table.c.household_id.in_(ids.to_pylist())] if few else []
    state = as_of(table, ledger.position(), *only).subquery()
    rows = iter(ledger.rows(select(*[state.c[name] for name in names])))
    kinds = [arrow_type(table.columns[name].type) for name in names]
    chunks: list[list[pa.Array]] = [[] for _ in names]
    while part := list(islice(rows, ROWS_AT_ONCE)):
        for chunk, kind, values in zip(
            chunks, kinds, zip(*part, strict=True), strict=True
        ):
            chunk.append(pa.array(values, kind))
    columns = [pa.chunked_array(c, k) for c, k in zip(chunks, kinds, strict=True)]
    return pa.table(columns, names=list(names))


def _regrouped(ledger: Ledger, told: pa.Table) -> tuple[pa.Table, np.ndarray]:
    """Append new groups, end those left out; what a department certified stays.

    Rule G6: that a family has left a department's list is for a person to say.
    Returns the rows, and for each incoming household whether it has any.
    """
    touched = np.zeros(len(told), dtype=bool)
    if "groups" not in told.column_names:
        return _nothing(), touched
    ids, groups = told["household_id"], told["groups"].combine_chunks()
    groups = groups.cast(pa.string())
    fields = ("household_id", "group_name", "certified_by")
    known = _newest(ledger, membership, fields, ids)
    known = known.append_column("at", pc.index_in(known["household_id"], value_set=ids))
    known = known.filter(known["at"].is_valid())
    kept = known["certified_by"].is_valid().to_numpy()
    kept |= groups.is_null().to_numpy(zero_copy_only=False)[known["at"].to_numpy()]
    given = _given(groups)
    names = [given["group_name"], known["group_name"]]
    words = pa.concat_arrays([name.combine_chunks() for name in names])
    at = np.concatenate([given["at"].to_numpy(), known["at"].to_numpy()])
    encoded = words.dictionary_encode()
    keys = encoded.indices.to_numpy() + at.astype(np.int64) * len(encoded.dictionary)
    new, old = keys[: len(given)], keys[len(given) :]
    leaves = ~np.isin(old, new) & ~kept
    chosen = np.flatnonzero(np.concatenate([~np.isin(new, old), leaves]))
    chosen = chosen[np.argsort(keys[chosen])]
    touched[at[chosen]] = True
    rows = {
        "household_id": ids.take(pa.array(at[chosen])),
        "group_name": words.take(pa.array(chosen)),
        "removed": pa.array(chosen >= len(new)),
    }
    return pa.table(rows), touched


def _given(groups: pa.Array) -> pa.Table:
    """Return each group of each household: ``at``, where it stands, ``group_name``."""
    lists = pc.split_pattern(groups, ";")
    pairs = {
        "at": pc.list_parent_indices(lists),
        "group_name": pc.list_flatten(lists),
    }
    table = pa.table(pairs)
    return table.filter(pc.not_equal(table["group_name"], ""))


def _names(told: pa.Table) -> dict[str, str]:
    """Return the names of villages and towns as they are told, ``""`` if not."""
    found: dict[str, str] = {}
    for column, digits in (("village_name", 12), ("town_name", 9)):
        code = pc.utf8_slice_codeunits(told["village_code"], 0, digits)
        named = told[column] if column in told.column_names else pa.nulls(len(told))
        pairs = pa.table({"code": code, "name": named})
        pairs = pairs.group_by(["code", "name"], use_threads=False).aggregate([])
        for row in pairs.to_pylist():
            found[row["code"]] = found.get(row["code"]) or row["name"] or ""
    return found


def _renamed(known: dict[str, str], names: dict[str, str]) -> pa.Table:
    changed = [
        (code, name)
        for code, name in sorted(names.items())
        if code not in known or (name and known[code] != name)
    ]
    codes, words = zip(*changed, strict=True) if changed else ((), ())
    text = pa.string()
    return pa.table({"code": pa.array(codes, text), "name": pa.array(words, text)})


def _in_order(told: pa.Table) -> pa.Table:
    """Sort by household: a tree that grows at its end grows three times as fast."""
    told = told.combine_chunks()
    ids = told["household_id"].cast(pa.string())
    told = told.set_column(told.column_names.index("household_id"), "household_id", ids)
    if pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py() in (True, None):
        return told
    return told.take(pc.sort_indices(ids))


def _table_of(rows: Iterable[Row]) -> pa.Table:
    plain = [{**row, "groups": _joined(row.get("groups"))} for row in rows]
    if not plain:
        text = pa.array([], pa.string())
        return pa.table({"household_id": text, "village_code": text})
    return pa.Table.from_pylist(plain)


def _joined(groups: tuple[str, ...] | None) -> str | None:
    return None if groups is None else ";".join(groups)
