"""As many doors as the hours allow, shared so that all teams have about as many."""

import math
from dataclasses import dataclass

import numpy as np

from geo.sweep_clusters import clusters_of
from geo.sweep_tours import BASE, Day, quick
from rules.parameters import load_parameters

NOBODY = -1


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
    """Share doors among teams so that each is back in time.

    Where the hours do not suffice for all, the doors that are least urgent wait, not
    those of one team alone: the others would have more to do than it.

    Returns
    -------
    int32
        The team of each door; -1 of those that wait.
    """
    law = load_parameters("sweeps")["balance"]
    doors = len(work.stay)
    team = np.full(doors, NOBODY, np.int32)
    for _ in range(law["fits"]):
        inner = slice(1, doors + 1)
        found = clusters_of(work.minutes[inner, inner], teams)
        many = _too_many(work, found, teams)
        if not many or doors <= teams:
            break
        doors = max(doors - max(many, math.ceil(law["fewer"] * doors)), teams)
    team[: len(found)] = found
    return team


def _too_many(work: Work, team: np.ndarray, teams: int) -> int:
    """Return about how many doors too many the teams have that would be late."""
    many = 0
    for number in range(teams):
        own = np.flatnonzero(team == number)
        if not len(own):
            continue
        day = work.day(own)
        spent = day.spent(quick(day))
        if spent > day.most_minutes:
            many += math.ceil((spent - day.most_minutes) / spent * len(own))
    return many
