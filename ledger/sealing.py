"""Seal many rows by the column: the same seals and digests as :mod:`ledger.chain`.

Words that come again are written once, rows are put together by Arrow, and only the
hashes are made one by one.
"""

import hashlib
import os
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Boolean, Date, Float, Integer, LargeBinary, Table
from sqlalchemy.types import TypeEngine

from ledger.chain import Coder, form_of
from ledger.versions import DIGEST_BYTES, SALT_BYTES

IndexOf = Callable[[str], str]

_KINDS = (
    (Boolean, pa.bool_()),
    (Integer, pa.int64()),
    (Float, pa.float64()),
    (Date, pa.date32()),
    (LargeBinary, pa.binary()),
)
_BETWEEN = ", "
_TABLE = b"table"  # in the metadata of a batch


def batches_of(table: Table, rows: pa.Table, entry_seq: int, size: int) -> list:
    """Cut rows into batches of a table's columns and types, under an entry.

    Parameters
    ----------
    rows : pyarrow.Table
        Columns of the table; one that is absent is unknown in every row, and so is
        ``NaN``.  ``removed`` may be absent: nothing ended then.

    Returns
    -------
    list of pyarrow.RecordBatch
        Of at most ``size`` rows; without the columns in which nothing is known.

    Raises
    ------
    ValueError, TypeError
        If a value is not of its column's type: it would not come back as written.
    """
    columns = {
        column.name: as_kept(rows[column.name], column.type)
        for column in table.columns
        if column.name in rows.column_names
    }
    removed = pa.chunked_array([pa.repeat(False, len(rows))])
    columns.setdefault("removed", removed)
    columns["entry_seq"] = pa.chunked_array([pa.repeat(entry_seq, len(rows))])
    known = {n: c for n, c in columns.items() if c.null_count < len(c)}
    named = pa.table(known).replace_schema_metadata({_TABLE: table.name})
    return named.combine_chunks().to_batches(max_chunksize=size)


def as_kept(column: pa.ChunkedArray, kind: TypeEngine) -> pa.ChunkedArray:
    """Bring a column to the type in which a column of a table is kept.

    Raises
    ------
    ValueError, TypeError
        If a value is not of that type.
    """
    wanted = arrow_type(kind)
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    if wanted == pa.string() and not _is_text(column.type):
        raise TypeError(f"{column.type} is no text")
    return column.cast(wanted)


def arrow_type(kind: TypeEngine) -> pa.DataType:
    """Return the Arrow type of a column of a table."""
    return next((of for sort, of in _KINDS if isinstance(kind, sort)), pa.string())


def _is_text(kind: pa.DataType) -> bool:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_null)
    return any(is_kind(plain) for is_kind in kinds)


def table_name(batch: pa.RecordBatch) -> str:
    """Return which table the rows of a batch belong to."""
    return batch.schema.metadata[_TABLE].decode()


def sealed_batch(
    table: Table, batch: pa.RecordBatch, index_of: IndexOf
) -> pa.RecordBatch:
    """Return what is to stand beside the rows: ``digest``, and what the table has of
    ``salt``, ``seal`` and ``id_index``.
    """  # noqa: D205
    form = form_of(table)
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    made: dict[str, pa.Array] = {}
    if "id_index" in form.names and "id_number" in columns:
        numbers = columns["id_number"].to_pylist()
        found = [index_of(number) if number else None for number in numbers]
        made["id_index"] = columns["id_index"] = pa.array(found, pa.string())
    seals: Sequence[bytes] = [b""] * len(batch)
    if form.personal:
        salts, seals = _seals(_told(columns, form.personal, len(batch)))
        made["salt"] = pa.array([salt or None for salt in salts], pa.binary())
        made["seal"] = pa.array([seal or None for seal in seals], pa.binary())
    sha, head = hashlib.sha256, form.head
    told = _told(columns, form.plain, len(batch))
    pairs = zip(seals, told, strict=True)
    digests = [sha(head + seal + plain).digest() for seal, plain in pairs]
    made["digest"] = pa.array(digests, pa.binary())
    return pa.RecordBatch.from_pydict(made)


def sorted_digests(digests: Sequence[bytes]) -> bytes:
    """Return digests one after the other, in the order of their bytes."""
    told = b"".join(digests)
    words = np.frombuffer(told, ">u8").reshape(-1, DIGEST_BYTES // 8)
    first = words[:, 0].astype(np.uint64)
    order = np.argsort(first)
    if (np.diff(first[order]) == 0).any():  # two begin alike: look at all of them
        return b"".join(sorted(digests))
    return words[order].tobytes()


def _seals(told: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Return a salt and a seal for each row; both empty where nothing is personal."""
    sha, drawn = hashlib.sha256, os.urandom(SALT_BYTES * len(told))
    starts = range(0, len(drawn), SALT_BYTES)
    salts = [
        b"" if personal == b"{}" else drawn[at : at + SALT_BYTES]
        for personal, at in zip(told, starts, strict=True)
    ]
    pairs = zip(salts, told, strict=True)
    return salts, [salt and sha(salt + known).digest() for salt, known in pairs]


def _told(
    columns: dict[str, pa.Array], coders: tuple[Coder, ...], count: int
) -> list[bytes]:
    """Write what is known in each row as JSON, columns in the order of their names."""
    parts = [
        _part(columns[name], name_told, code)
        for name, name_told, code in coders
        if name in columns
    ]
    if not parts:
        return [b"{}"] * count
    # Arrow's null_handling="skip" would lose the rows in which nothing is known.
    joined = pc.binary_join_element_wise(*parts, "", null_handling="replace")
    plain = pc.utf8_slice_codeunits(joined, len(_BETWEEN))
    whole = pc.binary_join_element_wise("{", plain, "}", "")
    return whole.cast(pa.binary()).to_pylist()


def _part(column: pa.Array, name_told: str, code: Callable) -> pa.Array:
    """Write a column, each value once; what is unknown stays a null."""
    encoded = column.dictionary_encode()
    told = f"{_BETWEEN}{name_told}"
    words = [told + code(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)
