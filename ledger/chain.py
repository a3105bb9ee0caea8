"""The chain of the history: each row has a digest, each entry a link to the one before.

A row's digest is over its key and what is known in it, by column name, so that a
column added later leaves old digests as they are.  Personal columns enter it through
their seal, a hash with a salt that is kept beside them: where the law asks for it
both are emptied, and the seal stays.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from json.encoder import encode_basestring_ascii
from operator import index, itemgetter
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    Table,
    select,
    union_all,
)

from ledger.versions import DIGEST_BYTES, SALT_BYTES, personal_columns

ORIGIN = bytes(DIGEST_BYTES)  # what the first link is chained to
ROWS_AT_ONCE = 20_000
MANY_DIGESTS = 100_000
NOTHING = b"{}"  # what is told of a row without anything known
_NOT_DIGESTED = frozenset({"salt", "seal", "digest"})

Row = dict[str, Any]
Coder = tuple[str, str, Callable[[Any], str]]  # column, its name in JSON, its value


def sealed_columns(table: Table, rows: Sequence[Row]) -> dict[str, list]:
    """Return whole rows as columns: every one present, with salt, seal and digest.

    Parameters
    ----------
    rows : sequence of dict
        Values by column name; what is absent or ``NaN`` is unknown (``None``).

    Raises
    ------
    TypeError, ValueError
        If a value is not of its column's type: it would not come back as written.
    """
    form = form_of(table)
    columns = {name: [row.get(name) for row in rows] for name in form.names}
    for name, tidy in form.numbers:
        columns[name] = [v if v is None else tidy(v) for v in columns[name]]
    if form.personal:
        columns["salt"], columns["seal"] = _seals(columns, form)
    seals = columns.get("seal") or [None] * len(rows)
    columns["digest"] = [
        hashlib.sha256(form.head + (seal or b"") + told).digest()
        for seal, told in zip(seals, _all_told(columns, form.plain), strict=True)
    ]
    return columns


def sealed_rows(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Return the same as rows; see :func:`sealed_columns`."""
    columns = sealed_columns(table, rows)
    return [
        dict(zip(columns, values, strict=True))
        for values in zip(*columns.values(), strict=True)
    ]


def sealed_row(table: Table, row: Row) -> Row:
    """Return one whole row; see :func:`sealed_rows`."""
    return sealed_rows(table, [row])[0]


def seal_of(table: Table, row: Mapping[str, Any]) -> bytes | None:
    """Hash the personal columns of a row with its salt; ``None`` without a salt."""
    salt = row["salt"]
    if salt is None:
        return None
    return hashlib.sha256(salt + _told(row, form_of(table).personal)).digest()


def digest_of(table: Table, row: Mapping[str, Any]) -> bytes:
    """Hash a row: its table, its key, what is known in it, and its seal."""
    form = form_of(table)
    told = form.head + (row.get("seal") or b"") + _told(row, form.plain)
    return hashlib.sha256(told).digest()


def rows_digest(digests: Sequence[bytes]) -> bytes:
    """Hash the digests of an entry's rows, whatever order they come in."""
    if len(digests) < MANY_DIGESTS:
        return hashlib.sha256(b"".join(sorted(digests))).digest()
    from ledger.sealing import sorted_digests  # numpy, which few rows do not need

    return hashlib.sha256(sorted_digests(digests)).digest()


def digests_by_entry(
    connection: Connection, tables: Iterable[Table]
) -> Iterator[tuple[int, int, bytes]]:
    """Stream what each entry wrote: its number, how many rows, their digest.

    The database sorts, so that memory does not grow with the history.
    """
    parts = [select(table.c.entry_seq, table.c.digest) for table in tables]
    every = union_all(*parts).subquery()
    query = select(every.c.entry_seq, every.c.digest)
    query = query.order_by(every.c.entry_seq, every.c.digest)
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    for seq, rows in groupby(found, itemgetter(0)):
        count, told = 0, hashlib.sha256()
        for _, digest in rows:
            told.update(digest)
            count += 1
        yield seq, count, told.digest()


def link_hash(previous: bytes, head: Mapping[str, Any], rows: int, of: bytes) -> bytes:
    """Hash a link: the one before it, the head of its entry, and its rows.

    Parameters
    ----------
    previous : bytes
        Hash of the link before, :data:`ORIGIN` for the first.
    head : mapping
        Columns of the entry.
    rows : int
        How many rows the entry wrote.
    of : bytes
        What :func:`rows_digest` returns for them.
    """
    known = {k: v for k, v in head.items() if v is not None}
    known["day"] = _iso(known["day"])
    told = json.dumps(known | {"rows": rows}, sort_keys=True).encode()
    return hashlib.sha256(previous + of + told).digest()


@dataclass(frozen=True)
class Form:
    """How the rows of one table are written: worked out once.

    Attributes
    ----------
    head : bytes
        What a digest begins with.
    names : tuple of str
        All columns.
    numbers : tuple of (str, callable)
        Columns of numbers, and what makes ``None`` of what is not known.
    plain, personal : tuple of Coder
        What is told in the digest, and what in the seal, in the order of the names.
    """

    head: bytes
    names: tuple[str, ...]
    numbers: tuple[tuple[str, Callable], ...]
    plain: tuple[Coder, ...]
    personal: tuple[Coder, ...]


@cache
def form_of(table: Table) -> Form:
    """Return how the rows of a table are written."""
    names = tuple(column.name for column in table.columns)
    own = personal_columns(table)
    plain = [name for name in names if name not in {*own, *_NOT_DIGESTED}]
    kinds = {name: table.columns[name].type for name in names}
    return Form(
        head=table.name.encode() + b"\0",
        names=names,
        numbers=tuple(
            (name, tidy)
            for name, kind in kinds.items()
            for sort, tidy in _TIDY
            if isinstance(kind, sort)
        ),
        plain=_coders(table, plain),
        personal=_coders(table, own),
    )


def _seals(columns: dict[str, list], form: Form) -> tuple[list, list]:
    """Return a salt and a seal for each row with something personal in it."""
    told = _all_told(columns, form.personal)
    drawn = os.urandom(SALT_BYTES * len(told))
    salts = [
        None if personal == NOTHING else drawn[at : at + SALT_BYTES]
        for personal, at in zip(told, range(0, len(drawn), SALT_BYTES), strict=True)
    ]
    seals = [
        salt and hashlib.sha256(salt + personal).digest()
        for salt, personal in zip(salts, told, strict=True)
    ]
    return salts, seals


def _all_told(columns: dict[str, list], coders: tuple[Coder, ...]) -> list[bytes]:
    """Write what is known in each row, as :func:`_told` does for one."""
    parts = [
        [None if value is None else name_told + code(value) for value in columns[name]]
        for name, name_told, code in coders
    ]
    rows = zip(*parts, strict=True)
    return [("{" + ", ".join(filter(None, row)) + "}").encode() for row in rows]


def _coders(table: Table, names: Iterable[str]) -> tuple[Coder, ...]:
    kinds = {name: table.columns[name].type for name in sorted(names)}
    return tuple((name, f'"{name}": ', _coder(kind)) for name, kind in kinds.items())


def _told(row: Mapping[str, Any], coders: tuple[Coder, ...]) -> bytes:
    """Write what is known in a row as JSON, columns in the order of their names."""
    told = [
        name_told + code(value)
        for name, name_told, code in coders
        if (value := row[name]) is not None
    ]
    return ("{" + ", ".join(told) + "}").encode()


def _coder(kind: object) -> Callable[[Any], str]:
    """Return how a value is written; one of another type is refused, not turned."""
    for sort, coder in _CODERS:
        if isinstance(kind, sort):
            return coder
    return encode_basestring_ascii


def _real(value: float) -> str:
    if not isinstance(value, float | int):
        raise TypeError(f"{value!r} is not a number")
    told = float(value) + 0.0  # a database keeps no -0.0
    if told - told != 0:
        raise ValueError(f"{value!r} is not a number")
    return repr(told)


def _whole(value: int) -> str:
    return int.__repr__(index(value))


def _day(value: date | str) -> str:
    return encode_basestring_ascii(_iso(value))


def _hex(value: bytes) -> str:
    return f'"{value.hex()}"'


def _iso(value: date | str) -> str:
    """Write a day; as text if the database handed it over as it keeps it."""
    return value if isinstance(value, str) else value.isoformat()[:10]


def _known_real(value: float) -> float | None:
    return None if value != value else value


def _known_whole(value: float) -> int | None:
    if value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


_TIDY = ((Float, _known_real), (Integer, _known_whole))
_CODERS = (
    (Boolean, {0: "false", 1: "true"}.__getitem__),
    (Float, _real),
    (Integer, _whole),
    (LargeBinary, _hex),
    (Date, _day),
)
