"""Versions of rows as columns: which of them stood after any entry of the history."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

NEVER = np.iinfo(np.int64).max  # entry at which a version is replaced that still stands
NOBODY = -1  # place of what is not on record
DAY = "datetime64[D]"


class Versions:
    """All versions of a table, each with the entries between which it stood.

    Parameters
    ----------
    rows : DataFrame
        With ``entry_seq`` and ``removed``.
    keys : sequence of str
        The columns that tell one thing from another.

    Examples
    --------
    >>> rows = pd.DataFrame({"case": ["a", "a"], "entry_seq": [1, 5],
    ...     "removed": [False, True]})
    >>> table = Versions(rows, ["case"])
    >>> [table.at(position).tolist() for position in (0, 1, 4, 5)]
    [[], [0], [0], []]
    """

    def __init__(self, rows: pd.DataFrame, keys: Sequence[str]) -> None:
        self._columns = {name: rows[name].to_numpy() for name in rows}
        self._since = self._columns["entry_seq"].astype(np.int64)
        self._until = _replaced(rows, keys)
        self._stands = ~self._columns["removed"].astype(bool)

    def __getitem__(self, name: str) -> np.ndarray:
        """Return a column, one value a version."""
        return self._columns[name]

    def __len__(self) -> int:
        """Count the versions."""
        return len(self._since)

    def at(self, position: int) -> np.ndarray:
        """Return the rows that stood after an entry, in the order given."""
        known = (self._since <= position) & (position < self._until)
        return np.flatnonzero(known & self._stands)

    def days(self, name: str) -> np.ndarray:
        """Return a column of days, ``NaT`` unknown."""
        return self._columns[name].astype(DAY)


def places_in(known: pd.Index, wanted: np.ndarray) -> np.ndarray:
    """Return where each value stands among those known; ``NOBODY`` if it does not."""
    return known.get_indexer(pd.Index(wanted)).astype(np.int64)


def _replaced(rows: pd.DataFrame, keys: Sequence[str]) -> np.ndarray:
    thing = rows.groupby(list(keys), sort=False, dropna=False).ngroup().to_numpy()
    seq = rows["entry_seq"].to_numpy(np.int64)
    order = np.lexsort((seq, thing))
    until = np.full(len(rows), NEVER)
    again = thing[order][1:] == thing[order][:-1]
    until[order[:-1][again]] = seq[order[1:][again]]
    return until
