"""Everybody of the ledger, as lists are compared with them, and whose numbers agree."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.matching import People
from geo.matching_names import DIFFERENT, agreement, plain_name, spelled
from ledger.lists import RowKey, people_rows
from ledger.store import Ledger

Row = dict[str, Any]


@dataclass(frozen=True)
class Everybody:
    """All people of the ledger, in columns of one length.

    Attributes
    ----------
    person_ids : list of str or None
        ``None`` for the head of a household whose members are not on record.
    ids : list of str or None
        Blind indexes of identity numbers.
    """

    household_ids: list[str]
    person_ids: list[str | None]
    names: list[str | None]
    villages: list[str | None]
    phones: list[str | None]
    ids: list[str | None]

    def compared(self) -> People:
        """Return them as :func:`geo.matching.candidates` takes them."""
        return People(self.names, self.villages, self.phones, self.ids)


@dataclass(frozen=True)
class ById:
    """What identity numbers say of the rows of all lists.

    Attributes
    ----------
    found : dict
        Rows by key, to ``(household_id, person_id)``.
    several : dict
        Rows whose number is on record in several households, to these.
    other_name : dict
        Rows whose number belongs to somebody of quite another name, to the household.
    """

    found: dict[RowKey, tuple[str, str | None]]
    several: dict[RowKey, tuple[str, ...]]
    other_name: dict[RowKey, tuple[str, ...]]


def everybody(ledger: Ledger) -> Everybody:
    """Read all people; a head who is among the members comes once."""
    rows = list(people_rows(ledger))
    members = {(row[0], row[2]) for row in rows if row[1] is not None}
    kept = [
        row for row in rows if row[1] is not None or (row[0], row[2]) not in members
    ]
    columns = [list(column) for column in zip(*kept, strict=True)] or [[]] * 6
    return Everybody(*columns)


def by_id(rows: Mapping[RowKey, Row], people: Everybody) -> ById:
    """Find rows by their identity number, through the blind index."""
    told = ById({}, {}, {})
    known: dict[str, list[int]] = defaultdict(list)
    for at, index in enumerate(people.ids):
        if index:
            known[index].append(at)
    for key, row in rows.items():
        at = known.get(row["id_index"] or "", [])
        households = tuple(sorted({people.household_ids[i] for i in at}))
        if len(households) > 1:
            told.several[key] = households
        elif at and not _same_name(row["name"], [people.names[i] for i in at]):
            told.other_name[key] = households
        elif at:
            told.found[key] = (households[0], people.person_ids[at[-1]])
    return told


def key_of(row: Row) -> RowKey:
    """Return the key of a row of a list."""
    return RowKey(row["list_id"], row["row_id"])


def _same_name(name: str | None, others: list[str | None]) -> bool:
    """Tell whether a name could be one of others; an unknown name could."""
    if name in others:
        return True
    told = spelled([plain_name(name)], map(plain_name, others))
    at = np.zeros(len(others), int), np.arange(len(others))
    return bool((agreement(*told, *at) != DIFFERENT).any())
