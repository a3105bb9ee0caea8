"""Doors shared among teams, fewer to those who have a long way."""

from dataclasses import dataclass

import numpy as np

from geo.sweep_clusters import clusters_of, shared_among, size_limits
from geo.sweep_tours import BASE, Day, quick
from rules.parameters import load_parameters


@dataclass(frozen=True, kw_only=True)
class Work:
    """All doors that are to be shared, the most urgent first.

    Attributes
    ----------
    minutes : float array (doors + 1, doors + 1), of way; number 0 is the base.
    stay, score : float arrays (doors,)
        Minutes at each door, and how urgent it is.
    hours : float, of a team's day.
    """

    minutes: np.ndarray
    stay: np.ndarray
    score: np.ndarray
    hours: float

    def day(self, own: np.ndarray) -> Day:
        """Return the day of a team with some of the doors."""
        stops = np.concatenate([[BASE], own + 1])
        return Day(
            minutes=self.minutes[np.ix_(stops, stops)],
            stay=np.append(0.0, self.stay[own]),
            score=np.append(0.0, self.score[own]),
            hours=self.hours,
        )


def shared(work: Work, teams: int) -> np.ndarray:
    """Share doors among teams: equally many, fewer to those who would be late.

    Returns
    -------
    int32
        The team of each door, 0 to ``teams`` - 1; with fewer doors than teams some
        have none.
    """
    teams, minutes = min(teams, len(work.stay)), work.minutes[1:, 1:]
    team, middles = clusters_of(minutes, teams)
    low, most = size_limits(len(minutes), teams)
    high = np.full(teams, most)
    for _ in range(load_parameters("sweeps")["balance"]["easings"]):
        sizes, over = np.bincount(team, minlength=teams), _lateness(work, team, teams)
        eased = np.where(over > 1.0, np.floor(sizes / over).astype(int), high)
        high = np.minimum(high, np.maximum(eased, low))
        if not (over > 1.0).any() or high.sum() < len(minutes):
            break
        team = shared_among(minutes[:, middles], low, high)
    return team


def _lateness(work: Work, team: np.ndarray, teams: int) -> np.ndarray:
    """Return the part of its hours that each team needs; more than 1 is too long."""
    over = np.zeros(teams)
    for number in range(teams):
        day = work.day(np.flatnonzero(team == number))
        over[number] = day.spent(quick(day)) / day.most_minutes
    return over
