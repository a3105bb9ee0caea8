"""Prove the history: each row by its seal and digest, each entry by its link.

What was changed behind the program's back is found and named.  What this cannot see
is an end that was cut off whole, or a history written anew from some entry on: against
that, write the head down elsewhere, on paper, and hand it back as ``expect``.
"""

from collections.abc import Callable
from heapq import nsmallest
from itertools import chain

from sqlalchemy import Connection

from ledger.chain import ORIGIN
from ledger.engine import legible
from ledger.link_proof import LinkProof
from ledger.proof import NOT_THE_HEAD, Fault, Verification
from ledger.row_proof import RowProof
from ledger.schema import erasure
from ledger.store import Ledger
from rules.errors import WorkspaceError

FAULTS_TOLD = 1000
TABLES = [t for t in erasure.metadata.sorted_tables if "entry_seq" in t.columns]


def verify(ledger: Ledger, *, expect: str = "") -> Verification:
    """Read the whole ledger and prove it; others may write meanwhile.

    Parameters
    ----------
    expect : str
        A head written down earlier, 64 hexadecimal digits: the history must still
        hold it.

    Raises
    ------
    WorkspaceError
        If the file is damaged, or ``expect`` is no head.
    """
    with legible(ledger.path), ledger.engine.connect() as connection:
        return verified(connection, ledger.index_of, expect=expect)


def verified(
    connection: Connection, index_of: Callable[[str], str], *, expect: str = ""
) -> Verification:
    """Prove what one connection sees; see :func:`verify`."""
    rows = RowProof(connection, index_of)
    links = LinkProof(connection, TABLES, _hash(expect))
    every = chain(rows.faults(TABLES), links.faults())
    found = nsmallest(FAULTS_TOLD, every, key=lambda f: (f.entry, not f.table))
    if not links.met:
        found.append(Fault(0, NOT_THE_HEAD))
    return Verification(
        entries=links.entries,
        rows=rows.rows,
        head=links.head.hex(),
        faults=tuple(found),
    )


def _hash(head: str) -> bytes:
    try:
        found = bytes.fromhex(head) if head else ORIGIN
    except ValueError:
        found = b""
    if len(found) != len(ORIGIN):
        raise WorkspaceError("{head!r} is no head: 64 hexadecimal digits", head=head)
    return found
