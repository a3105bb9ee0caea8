"""Settle a choice exactly: the least regret against a proven bound, in integers.

The relaxation's prices split the county into villages that are joined by few rows.
Every partial choice whose regret stays within a limit is kept, and of those that use
the same of every row only the best; so the first plan found within the limit is the
best of all.  The limit grows until there is one.
"""

import time

import numpy as np

from geo.portfolio_bound import Priced
from geo.portfolio_model import Model
from geo.portfolio_states import (
    NEVER,
    States,
    TooManyStates,
    columns_of,
    either,
    join,
    leaf,
    nothing,
)

FIRST_SHARE, GROWTH = 64, 4  # of the greatest gain of a house; of the limit


def settle(
    model: Model, own: Priced, known: int | None = None, *, seconds: float = np.inf
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return how often each column is chosen in the best plan; ``None`` if none can be.

    The second array holds the rows that were watched: the plan is the best even if all
    the others are dropped.

    Parameters
    ----------
    known : int, optional
        A gain in ``GAIN_STEP`` that some plan reaches: the search ends there.
    seconds : float
        After which the search gives up.

    Raises
    ------
    TooManyStates
        If so many plans are about equally good that they cannot be held, or not be
        told apart in time.
    """
    furthest = max(own.bound - (known or 0), 0)
    first = int(model.column_units.max(initial=0)) // FIRST_SHARE + 1
    within = min(first, furthest)
    watched = np.flatnonzero(own.prices)
    until = time.monotonic() + seconds
    while True:
        found, regret = _Search(model, own, watched, within, until).run()
        if found is not None and regret <= within:
            broken = _broken(model, found)
            if not len(broken):
                return found, watched
            watched = np.union1d(watched, broken)
        elif within >= furthest:
            return None
        else:
            further = GROWTH * within + 1
            within = min(further, regret) if found is not None else max(further, regret)
            within = min(within, furthest)


def _broken(model: Model, chosen: np.ndarray) -> np.ndarray:
    """Return the rows that a choice does not hold to."""
    opened = np.zeros(len(model.villages), dtype=bool)
    opened[model.type_village[model.column_type[chosen > 0]]] = True
    used = [row.columns @ chosen + row.villages @ opened for row in model.rows]
    return np.array(
        [
            at
            for at, row in enumerate(model.rows)
            if not row.least <= used[at] <= row.most
        ],
        dtype=np.int64,
    )


class _Search:
    """All partial choices within a regret; rows that are not watched are ignored."""

    def __init__(
        self,
        model: Model,
        own: Priced,
        watched: np.ndarray,
        within: int,
        until: float,
    ) -> None:
        self.model, self.own, self.within, self.until = model, own, within, until
        self.rows, self.watched = [model.rows[at] for at in watched], watched
        count = len(model.column_type)
        self.use = np.ones((count, len(self.rows) + 1), dtype=np.int64)
        self.opening = np.zeros((len(model.villages), len(self.rows) + 1), np.int64)
        for at, row in enumerate(self.rows):
            self.use[:, at], self.opening[:, at] = row.columns, row.villages
        self.first_column = np.searchsorted(
            model.column_type, np.arange(len(model.type_village) + 1)
        )
        self.first_type = np.searchsorted(
            model.type_village, np.arange(len(model.villages) + 1)
        )

    def run(self) -> tuple[np.ndarray | None, int]:
        """Return the best choice that was met and its regret, which may be above.

        ``None`` if none was met, and then the least regret that there can be.
        """
        towns = []
        for town in np.unique(self.model.village_town):
            here = self._town(int(town))
            if not len(here):
                return None, 0
            towns.append(here)
        at_least = sum(int(town.regret[0]) for town in towns)
        if at_least > self.within:
            return None, at_least
        whole = nothing(len(self.rows))
        for town in sorted(towns, key=len):
            at_least -= int(town.regret[0])
            whole = self._join(whole, town, self.within - at_least)
        here = set(self.model.village_town.tolist())
        joining = [at for at, row in enumerate(self.rows) if row.town not in here]
        whole_end = self._ended(whole, np.array(joining, dtype=np.int64))
        if not len(whole_end):
            return None, 0
        chosen = columns_of(whole_end, 0, len(self.model.column_type))
        return chosen, int(whole_end.regret[0])

    def _join(self, a: States, b: States, within: int) -> States:
        if time.monotonic() > self.until:
            raise TooManyStates
        return join(a, b, within)

    def _ended(self, states: States, ending: np.ndarray) -> States:
        """Hold states to rows that nothing more will use, and forget these rows."""
        used, regret = states.used, np.zeros(len(states), dtype=np.int64)
        holds = np.ones(len(states), dtype=bool)
        for at in ending:
            row, place = self.rows[at], self.watched[at]
            holds &= (used[:, at] >= row.least) & (used[:, at] <= row.most)
            limit, price = self.own.limits[place], self.own.prices[place]
            regret += price * (limit - used[:, at])
        kept = np.flatnonzero(holds)
        used = used.copy()
        used[:, ending] = 0
        return states.dearer(regret, used).take(kept)

    def _town(self, town: int) -> States:
        states = nothing(len(self.rows))
        for village in np.flatnonzero(self.model.village_town == town):
            states = self._join(states, self._village(int(village)), self.within)
        ending = [at for at, row in enumerate(self.rows) if row.town == town]
        ended = self._ended(states, np.array(ending, dtype=np.int64))
        return ended.take(np.flatnonzero(ended.regret <= self.within))

    def _village(self, village: int) -> States:
        worth = int(self.own.worth[village])
        must = self.model.village_must[village]
        closed = nothing(len(self.rows)).dearer(NEVER if must else max(worth, 0))
        states = closed.take(np.flatnonzero(closed.regret <= self.within))
        forgone = 0 if must else max(-worth, 0)
        if forgone <= self.within:
            opened = self._opened(village, self.within - forgone)
            states = either(states, opened.dearer(forgone))
        return states

    def _opened(self, village: int, within: int) -> States:
        """Return the ways to fill an open village, the cluster counted as a row."""
        types = np.arange(*self.first_type[village : village + 2])
        columns = np.arange(
            self.first_column[types[0]], self.first_column[types[-1] + 1]
        )
        columns = columns[self.own.take[columns] <= within]
        leaving = self.own.leave[types] <= within
        of_type = self.model.column_type[columns] - types[0]
        choices = leaving + np.bincount(of_type, minlength=len(types))
        only = columns[choices[of_type] == 1]
        states = self._always(village, only, types[(choices == 1) & leaving])
        if not choices.all():
            states = states.take(np.zeros(0, dtype=np.int64))
        for at in np.flatnonzero(choices > 1):
            house = self._house(types[at], columns[of_type == at], leaving[at])
            for _ in range(self.model.type_houses[types[at]]):
                states = self._join(states, house, within)
        surplus = states.used[:, -1] - self.model.min_cluster
        counted = states.dearer(
            self.own.surplus[village] * surplus, states.used[:, :-1]
        )
        return counted.take(np.flatnonzero((surplus >= 0) & (counted.regret <= within)))

    def _always(self, village: int, only: np.ndarray, left: np.ndarray) -> States:
        """Return what is settled: houses with one measure left, or with none."""
        model = self.model
        times = model.type_houses[model.column_type[only]]
        regret = (
            self.own.take[only] @ times + self.own.leave[left] @ model.type_houses[left]
        )
        return States(
            used=(self.opening[village] + times @ self.use[only])[None],
            regret=np.array([regret]),
            always=(only, times),
        )

    def _house(self, type_: int, columns: np.ndarray, leaving: bool) -> States:
        """Return the choices of one house of a type."""
        used, regret = self.use[columns], self.own.take[columns]
        if leaving:
            used = np.r_[used, self.use[:1] * 0]
            regret, columns = np.r_[regret, self.own.leave[type_]], np.r_[columns, -1]
        return leaf(used, regret, columns)
