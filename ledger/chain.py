"""The chain of the history: each row has a digest, each entry a link to the one before.

A row's digest is over its key and what is known in it, by column name, so that a
column added later leaves old digests as they are.  Personal columns enter it through
their seal, a hash with a salt that is kept beside them: where the law asks for it
both are emptied, and the seal stays.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Date, Float, Integer, LargeBinary, Table

from ledger.versions import DIGEST_BYTES, SALT_BYTES, personal_columns

ORIGIN = bytes(DIGEST_BYTES)  # what the first link is chained to
_NOT_DIGESTED = frozenset({"salt", "seal", "digest"})

Row = dict[str, Any]


def sealed_row(table: Table, row: Row) -> Row:
    """Return a whole row: every column present, with salt, seal and digest.

    Parameters
    ----------
    row : dict
        Values by column name; what is absent is unknown (``None``).
    """
    whole = {name: row.get(name) for name in _names(table)}
    if "seal" in whole:
        salt = None
        if any(whole[name] is not None for name in personal_columns(table)):
            salt = os.urandom(SALT_BYTES)
        whole["salt"] = salt
        whole["seal"] = seal_of(table, whole)
    whole["digest"] = digest_of(table, whole)
    return whole


def seal_of(table: Table, row: Mapping[str, Any]) -> bytes | None:
    """Hash the personal columns of a row with its salt; ``None`` without a salt."""
    if row["salt"] is None:
        return None
    told = _canonical(row, _personal_coders(table))
    return hashlib.sha256(row["salt"] + told).digest()


def digest_of(table: Table, row: Mapping[str, Any]) -> bytes:
    """Hash a row: its table, its key, what is known in it, and its seal."""
    seal = row.get("seal") or b""
    told = _canonical(row, _coders(table))
    return hashlib.sha256(table.name.encode() + b"\0" + seal + told).digest()


def rows_digest(digests: Iterable[bytes]) -> bytes:
    """Hash the digests of an entry's rows, whatever order they come in."""
    return hashlib.sha256(b"".join(sorted(digests))).digest()


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
    known["day"] = known["day"].isoformat()
    told = json.dumps(known | {"rows": rows}, sort_keys=True).encode()
    return hashlib.sha256(previous + of + told).digest()


def _canonical(row: Mapping[str, Any], coders: dict[str, Callable]) -> bytes:
    """Write what is known in a row as JSON, columns in the order of their names."""
    told = {
        name: value if coder is None else coder(value)
        for name, coder in coders.items()
        if (value := row[name]) is not None
    }
    return json.dumps(told).encode()


@cache
def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


@cache
def _coders(table: Table) -> dict[str, Callable | None]:
    hidden = {*personal_columns(table), *_NOT_DIGESTED}
    return _coders_of(table, [n for n in _names(table) if n not in hidden])


@cache
def _personal_coders(table: Table) -> dict[str, Callable | None]:
    return _coders_of(table, personal_columns(table))


def _coders_of(table: Table, names: Iterable[str]) -> dict[str, Callable | None]:
    return {name: _coder(table.columns[name].type) for name in sorted(names)}


def _coder(kind: object) -> Callable | None:
    """Return how a value is written; ``None`` if it already is as it should be."""
    if isinstance(kind, Boolean):
        return bool
    for sort, coder in ((Float, float), (Integer, int), (LargeBinary, bytes.hex)):
        if isinstance(kind, sort):
            return coder
    return _day if isinstance(kind, Date) else None


def _day(value: date) -> str:
    return value.isoformat()[:10]  # a datetime is its day
