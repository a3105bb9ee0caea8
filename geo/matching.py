"""People of a list and people of the ledger: who may be whom (rule G6).

Fellegi and Sunter 1969: each thing that two rows tell (name, village, phone) agrees to
some degree; its weight is log2(m / u), m how often one person's rows agree so, u how
often two people's do by chance.  Weights add up; what is missing adds nothing.  The m
are parameters, the u are counted among the people of the ledger, for each name and
village of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from geo.matching_names import LEVELS as NAME_LEVELS
from geo.matching_names import MISSING, Chances, agreement, plain_name, spelled
from rules.adcode import Level
from rules.parameters import Parameters, load_parameters

VILLAGE_LEVELS = ("equal", "town", "other")
PHONE_LEVELS = ("equal", "last_digits", "differs")
CANDIDATE_COLUMNS = (
    "row",
    "person",
    "weight",
    "probability",
    "name_level",
    "village_level",
    "phone_level",
)


@dataclass(frozen=True)
class People:
    """What is told of each person, in columns of one length.

    Attributes
    ----------
    names, villages, phones : sequence of str or None
        Village codes have 12 digits; ``None`` is unknown.
    ids : sequence of str or None
        Identity numbers, or what stands for them; empty if none is known.
    """

    names: Sequence[str | None]
    villages: Sequence[str | None]
    phones: Sequence[str | None]
    ids: Sequence[str | None] = ()

    def __len__(self) -> int:
        """Count the people."""
        return len(self.names)

    @cached_property
    def plain(self) -> np.ndarray:
        """Return the names as they are compared."""
        return np.array([plain_name(name) for name in self.names], object)


def candidates(
    rows: People, people: People, parameters: Parameters | None = None
) -> pd.DataFrame:
    """Find who of the ledger may be meant by each row of a list.

    Parameters
    ----------
    rows, people : People
        The list, and everybody of the ledger.
    parameters : Parameters, optional
        As ``rules/parameters/matching.toml``.

    Returns
    -------
    pandas.DataFrame
        :data:`CANDIDATE_COLUMNS`: positions in ``rows`` and ``people``, ``weight``
        in bits, ``probability`` from ``possible`` on, the level of each agreement
        (-1 missing).  By row, the most probable first; the order of equals is that
        of ``people``.
    """
    told = parameters or load_parameters("matching")
    sides = _Sides(rows, people, told)
    found = [sides.compared(pairs) for pairs in sides.pairs()]
    empty = pd.DataFrame({name: np.zeros(0) for name in CANDIDATE_COLUMNS})
    table = pd.concat(found or [empty], ignore_index=True)
    order = ["row", "probability", "person"]
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)


def probability(weight: np.ndarray, prior: float) -> np.ndarray:
    """Turn a weight in bits into the probability that two rows mean one person.

    Examples
    --------
    >>> probability(np.array([0.0, 10.0]), 0.001).round(3).tolist()
    [0.001, 0.506]
    """
    odds = prior / (1 - prior) * np.exp2(np.asarray(weight, float))
    return odds / (1 + odds)


class _Sides:
    """A list and the ledger, spelled out and numbered alike."""

    def __init__(self, rows: People, people: People, told: Parameters) -> None:
        self.rows, self.people, self.told = rows, people, told
        self.name = [_numbered(side.plain) for side in (rows, people)]
        self.spelled = spelled(*(names for _, names in self.name))
        self.village = _alike(rows.villages, people.villages)
        self.town = _alike(_towns(rows.villages), _towns(people.villages))
        self.phone = _alike(rows.phones, people.phones)
        last = told["phone"]["last_digits_compared"]
        self.last = _alike(_ends(rows.phones, last), _ends(people.phones, last))
        self.id = [_ids(side) for side in (rows, people)]
        times = np.bincount(self.name[1][0], minlength=len(self.name[1][1]))
        chances = Chances(self.spelled[1], times).of(self.spelled[0])
        m = np.array([told["name"][level] for level in NAME_LEVELS])
        self.name_bits = np.log2(m / chances)
        self.village_bits = self._village_bits()
        self.phone_bits = self._phone_bits()
        self.prior = told["prior"]["surveyed_ratio"] / max(len(people), 2)

    def _village_bits(self) -> np.ndarray:
        """Return weights by row and level; the greater the village, the less."""
        m = np.array([self.told["village"][level] for level in VILLAGE_LEVELS])
        near = _share(self.village), _share(self.town)
        least = 1 / max(len(self.people), 1)
        u = np.column_stack([near[0], near[1] - near[0], 1 - near[1]])
        return np.log2(m / np.clip(u, least, None))

    def _phone_bits(self) -> np.ndarray:
        m = np.array([self.told["phone"][level] for level in PHONE_LEVELS])
        least = 1 / max(len(self.people), 1)
        equal = np.clip(_share(self.phone), least, None)
        ends = np.clip(_share(self.last) - equal, least, None)
        rest = np.clip(1 - equal - ends, least, None)
        return np.log2(m / np.column_stack([equal, ends, rest]))

    def pairs(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield pairs that share a key, a part of the list at a time."""
        keys = self._keys()
        largest = self.told["search"]["largest_block"]
        blocks = [_Block(right, largest) for _, right in keys]
        step = self.told["search"]["rows_at_once"]
        for start in range(0, len(self.rows), step):
            part = slice(start, start + step)
            found = [
                block.pairs(left[part], start)
                for block, (left, _) in zip(blocks, keys, strict=True)
            ]
            code = np.unique(
                np.concatenate([a * len(self.people) + b for a, b in found])
            )
            if len(code):
                yield np.divmod(code, len(self.people))

    def _keys(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return what pairs must share: sound, village and a part of it, or phone."""
        sound, surname, given = (
            _alike(*(self._spelled(part, side) for side in (0, 1)))
            for part in (slice(None), slice(0, 1), slice(1, None))
        )
        return [
            sound,
            _both(surname, self.village),
            _both(given, self.village),
            self.phone,
        ]

    def _spelled(self, part: slice, side: int) -> np.ndarray:
        texts = np.array([text[part] for text in self.spelled[side].sound], object)
        return texts[self.name[side][0]] if len(texts) else texts

    def compared(self, pairs: tuple[np.ndarray, np.ndarray]) -> pd.DataFrame:
        """Weigh pairs, and keep those that are possible."""
        row, person = pairs
        at = self.name[0][0][row], self.name[1][0][person]
        name = agreement(*self.spelled, *at)
        village = _levels(pairs, self.village, self.town)
        phone = _levels(pairs, self.phone, self.last)
        weight = (
            _bits(self.name_bits, at[0], name)
            + _bits(self.village_bits, row, village)
            + _bits(self.phone_bits, row, phone)
            + self._other_person(pairs)
        )
        chance = probability(weight, self.prior)
        columns = (row, person, weight, chance, name, village, phone)
        table = pd.DataFrame(dict(zip(CANDIDATE_COLUMNS, columns, strict=True)))
        return table[chance >= self.told["thresholds"]["possible"]]

    def _other_person(self, pairs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """Return the bits of two identity numbers that differ; none if one lacks."""
        one, other = (ids[at] for ids, at in zip(self.id, pairs, strict=True))
        differs = (one != other) & (one != "") & (other != "")
        return np.where(differs, np.log2(self.told["id_number"]["differs"]), 0.0)


class _Block:
    """People by a key, found by binary search."""

    def __init__(self, keys: np.ndarray, largest: int) -> None:
        self.order = np.argsort(keys, kind="stable")
        self.sorted = keys[self.order]
        self.largest = largest

    def pairs(self, keys: np.ndarray, start: int) -> tuple[np.ndarray, np.ndarray]:
        """Return each row with everybody of its key; ``start`` is the first row."""
        first = np.searchsorted(self.sorted, keys, "left")
        many = np.searchsorted(self.sorted, keys, "right") - first
        many[(keys < 0) | (many > self.largest)] = 0
        row = np.repeat(np.arange(len(keys)), many)
        within = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        return row + start, self.order[np.repeat(first, many) + within]


def _ids(side: People) -> np.ndarray:
    known = side.ids or [None] * len(side)
    return np.array([id_ or "" for id_ in known], object)


def _numbered(values: np.ndarray) -> tuple[np.ndarray, list[str]]:
    number, distinct = pd.factorize(values)
    return number, list(distinct)


def _alike(
    left: Sequence[str | None], right: Sequence[str | None]
) -> tuple[np.ndarray, np.ndarray]:
    """Give equal values of both sides equal numbers; -1 unknown or empty."""
    values = np.array([value or None for value in (*left, *right)], object)
    number = pd.factorize(values)[0].astype(np.int64)
    return number[: len(left)], number[len(left) :]


def _both(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Join two keys; unknown if either is."""
    base = 1 + max(int(side.max(initial=0)) for side in other)
    return tuple(
        np.where((a < 0) | (b < 0), MISSING, a * base + b)
        for a, b in zip(one, other, strict=True)
    )


def _share(key: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return the share of the people, of those known, that have a row's value."""
    left, right = key
    known = right[right >= 0]
    counts = np.bincount(known, minlength=int(left.max(initial=0)) + 1)
    return np.where(left < 0, 0.0, counts[left] / max(len(known), 1))


def _levels(
    pairs: tuple[np.ndarray, np.ndarray],
    fine: tuple[np.ndarray, np.ndarray],
    coarse: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """Return 0 where the fine key agrees, 1 the coarse one, 2 neither, -1 missing."""
    row, person = pairs
    level = np.where(coarse[0][row] == coarse[1][person], 1, 2).astype(np.int8)
    level[fine[0][row] == fine[1][person]] = 0
    level[(fine[0][row] < 0) | (fine[1][person] < 0)] = MISSING
    return level


def _bits(weights: np.ndarray, at: np.ndarray, level: np.ndarray) -> np.ndarray:
    return np.where(level == MISSING, 0.0, weights[at, level])


def _towns(villages: Sequence[str | None]) -> list[str | None]:
    return [code[: int(Level.TOWN)] if code else None for code in villages]


def _ends(phones: Sequence[str | None], digits: int) -> list[str | None]:
    return [phone[-digits:] if phone else None for phone in phones]
