"""Sets of partial choices: what each uses of the rows, and how much it forgoes."""

from dataclasses import dataclass

import numpy as np

MOST_PAIRS = 8_000_000  # joined at once: about half a GB
NEVER = 2**60  # a regret that no plan has, a use that no state has
_WIDEST_KEY = 2**62
_NO_COLUMNS = np.zeros(0, dtype=np.int64)


class TooManyStates(Exception):
    """There are more partial choices than can be held."""


@dataclass(frozen=True, kw_only=True)
class States:
    """Partial choices, one a row; none uses exactly the same as another.

    Attributes
    ----------
    used : int64 array (states, rows)
        Of each watched row.
    regret : int64 array
        Gain forgone against the bound, in ``GAIN_STEP``; ascending.
    column : int64 array or None
        Of a leaf: the column chosen once, -1 for none.
    always : tuple of two int64 arrays
        Columns that every one of these states chooses, and how often.
    parts : tuple of (States, int64 array)
        What a state was made of: a state of each part, -1 for none.
    """

    used: np.ndarray
    regret: np.ndarray
    column: np.ndarray | None = None
    always: tuple[np.ndarray, np.ndarray] = (_NO_COLUMNS, _NO_COLUMNS)
    parts: tuple[tuple["States", np.ndarray], ...] = ()

    def __len__(self) -> int:
        return len(self.regret)

    def take(self, rows: np.ndarray) -> "States":
        """Return some states, with their way back."""
        return best(self.used[rows], self.regret[rows], ((self, rows),))

    def dearer(self, regret: np.ndarray | int, used: np.ndarray | None = None):
        """Return the same states with more regret, or with another use of the rows."""
        return States(
            used=self.used if used is None else used,
            regret=self.regret + regret,
            parts=((self, np.arange(len(self))),),
        )


def nothing(width: int) -> States:
    """Return the one choice of nothing, which uses nothing."""
    return States(
        used=np.zeros((1, width), dtype=np.int64), regret=np.zeros(1, dtype=np.int64)
    )


def leaf(used: np.ndarray, regret: np.ndarray, column: np.ndarray) -> States:
    """Return the choices of one house."""
    order = np.argsort(regret, kind="stable")
    return States(used=used[order], regret=regret[order], column=column[order])


def best(used: np.ndarray, regret: np.ndarray, parts: tuple) -> States:
    """Of those that use the same keep the least regret, and order by it."""
    least = used.min(axis=0, initial=0)
    keys, _ = _keys(used - least, np.zeros((0, used.shape[1]), dtype=np.int64))
    kept = _first_of_each(keys, regret)
    parts = tuple((states, rows[kept]) for states, rows in parts)
    return States(used=used[kept], regret=regret[kept], parts=parts)


def join(a: States, b: States, most_regret: int) -> States:
    """Return every choice of one of both whose regret is at most ``most_regret``.

    Raises
    ------
    TooManyStates
        If there are more than can be held.
    """
    counts = np.searchsorted(a.regret, most_regret - b.regret, side="right")
    if (pairs := int(counts.sum())) > MOST_PAIRS:
        raise TooManyStates
    right = np.repeat(np.arange(len(b)), counts)
    left = np.arange(pairs) - np.repeat(np.cumsum(counts) - counts, counts)
    keys_a, keys_b = _keys(
        a.used - a.used.min(axis=0, initial=NEVER),
        b.used - b.used.min(axis=0, initial=NEVER),
    )
    regret = a.regret[left] + b.regret[right]
    kept = _first_of_each(keys_a[left] + keys_b[right], regret)
    left, right = left[kept], right[kept]
    return States(
        used=a.used[left] + b.used[right],
        regret=regret[kept],
        parts=((a, left), (b, right)),
    )


def either(a: States, b: States) -> States:
    """Return the choices of the one and of the other."""
    none_a, none_b = np.full(len(a), -1), np.full(len(b), -1)
    parts = (
        (a, np.r_[np.arange(len(a)), none_b]),
        (b, np.r_[none_a, np.arange(len(b))]),
    )
    return best(np.r_[a.used, b.used], np.r_[a.regret, b.regret], parts)


def columns_of(states: States, row: int, count: int) -> np.ndarray:
    """Return how often each of ``count`` columns is chosen in a state."""
    chosen = np.zeros(count, dtype=np.int64)
    waiting = [(states, row)]
    while waiting:
        own, at = waiting.pop()
        if own.column is not None and own.column[at] >= 0:
            chosen[own.column[at]] += 1
        chosen[own.always[0]] += own.always[1]
        for part, rows in own.parts:
            if rows[at] >= 0:
                waiting.append((part, int(rows[at])))
    return chosen


def _keys(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give numbers to what is used: sums are equal only where the uses are."""
    widths = a.max(axis=0, initial=0) + b.max(axis=0, initial=0) + 1
    if np.prod(widths.astype(np.float64)) > _WIDEST_KEY:
        raise TooManyStates
    weights = np.r_[1, np.cumprod(widths[:-1])][: len(widths)].astype(np.int64)
    return a @ weights, b @ weights


def _first_of_each(keys: np.ndarray, regret: np.ndarray) -> np.ndarray:
    order = np.lexsort((regret, keys))
    sorted_keys = keys[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = sorted_keys[1:] != sorted_keys[:-1]
    kept = order[first]
    return kept[np.argsort(regret[kept], kind="stable")]
