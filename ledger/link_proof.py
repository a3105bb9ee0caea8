"""Prove links: each entry, what it wrote, and the entry before."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import chain, groupby, pairwise
from operator import itemgetter

from sqlalchemy import Connection, Table

from ledger.chain import ORIGIN, Row, digests_by_entry, link_hash, rows_digest
from ledger.proof import (
    ENTRY_ALTERED,
    ENTRY_MISSING,
    LINK_ALTERED,
    LINK_MISSING,
    ROW_ADDED,
    ROWS_ADDED,
    ROWS_EXCHANGED,
    ROWS_MISSING,
    Fault,
)
from ledger.row_proof import raw_rows
from ledger.versions import entry, keys_of, link

FEW = 500  # rows of an entry among which one that was added is looked for
NOTHING_WRITTEN = (0, rows_digest([]))

Written = tuple[int, bytes]  # how many rows, and what rows_digest says of them


@dataclass(frozen=True)
class _Step:
    """One number of the chain: what there is under it."""

    seq: int
    head: Row | None = None
    link: Row | None = None
    written: Written = NOTHING_WRITTEN

    @property
    def stored(self) -> Written:
        """What the link says was written."""
        return self.link["rows"], self.link["rows_digest"]

    def hash(self, previous: bytes, written: Written) -> bytes:
        """Hash the link anew; empty if something is of a wrong type."""
        try:
            return link_hash(previous, self.head, *written)
        except (TypeError, ValueError, AttributeError):
            return b""

    def follows(self, *hashes: bytes) -> bool:
        """Tell whether this one is chained to one of them."""
        return bool(self.link) and self.link["previous"] in hashes


@dataclass
class LinkProof:
    """The chain of a ledger, followed from its origin.

    ``entries`` counts them; ``head`` is what the next link is chained to (empty if
    unknown); ``met`` says whether a link has the hash ``wanted``.
    """

    connection: Connection
    tables: list[Table]
    wanted: bytes = ORIGIN
    entries: int = 0
    head: bytes = ORIGIN

    def __post_init__(self) -> None:
        self.met = self.wanted == ORIGIN

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with entries, links, and the rows of an entry."""
        expected = 1
        steps = pairwise(chain(self._steps(), [None]))
        for step, following in steps:
            if step.seq != expected:
                yield Fault(expected, ENTRY_MISSING, entry.name, {"seq": expected})
                self.head = b""
            expected = step.seq + 1
            self.entries += step.head is not None
            if step.head and step.link:
                yield from self._wrong(step, following)
            else:
                yield self._half(step)

    def _half(self, step: _Step) -> Fault:
        self.head = step.link["hash"] if step.link else b""
        if step.head:
            return Fault(step.seq, LINK_MISSING, link.name, {"seq": step.seq})
        return Fault(step.seq, ENTRY_MISSING, entry.name, {"seq": step.seq})

    def _wrong(self, step: _Step, following: _Step | None) -> Iterator[Fault]:
        told, key = step.link, {"seq": step.seq}
        before, stored = self.head or told["previous"], step.stored
        self.head = told["hash"]
        self.met |= self.head == self.wanted
        if step.hash(before, step.written) == self.head:
            if (before, step.written) != (told["previous"], stored):
                yield Fault(step.seq, LINK_ALTERED, link.name, key)
        elif step.hash(before, stored) == self.head:
            yield self._rows_differ(step)
        elif step.hash(told["previous"], stored) == self.head:
            # It was chained to another: the one before was written anew.
            yield Fault(step.seq - 1, ENTRY_ALTERED, entry.name, {"seq": step.seq - 1})
        elif following and following.follows(
            step.hash(before, stored), step.hash(before, step.written)
        ):
            self.head = following.link["previous"]
            yield Fault(step.seq, LINK_ALTERED, link.name, key)
        else:
            yield Fault(step.seq, ENTRY_ALTERED, entry.name, key)

    def _rows_differ(self, step: _Step) -> Fault:
        written, told = step.written[0], step.link["rows"]
        if written == told + 1 and written <= FEW:
            found = self._added(step)
            if found:
                return found
        words = {1: ROWS_ADDED, 0: ROWS_EXCHANGED, -1: ROWS_MISSING}
        return Fault(step.seq, words[(written > told) - (written < told)])

    def _added(self, step: _Step) -> Fault | None:
        """Find the row without which the entry is as its link has it."""
        found = [
            (row["digest"], of.name, {name: row[name] for name in keys_of(of)})
            for of in self.tables
            for row in raw_rows(self.connection, of, entry_seq=step.seq)
        ]
        digests = [digest for digest, _, _ in found]
        for number, (_, name, key) in enumerate(found):
            others = digests[:number] + digests[number + 1 :]
            if rows_digest(others) == step.link["rows_digest"]:
                return Fault(step.seq, ROW_ADDED, name, key)
        return None

    def _steps(self) -> Iterator[_Step]:
        """Put together what entries, links and rows say of each number."""
        streams = [self._ordered(entry, "head"), self._ordered(link, "link")]
        streams.append(
            (seq, "written", (count, digest))
            for seq, count, digest in digests_by_entry(self.connection, self.tables)
            if isinstance(seq, int)  # another was put there; the row says so itself
        )
        every = merge(*streams, key=itemgetter(0))
        for seq, parts in groupby(every, itemgetter(0)):
            yield _Step(seq, **{name: value for _, name, value in parts})

    def _ordered(self, of: Table, name: str) -> Iterator[tuple[int, str, Row]]:
        for row in raw_rows(self.connection, of, order_by="seq"):
            yield row["seq"], name, row
