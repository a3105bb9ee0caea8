"""When a reading is believed: rows that it alone brings home, against every rival."""

from typing import NamedTuple

import numpy as np
from scipy.stats import poisson

from geo.datum_evidence import Ground, Seen
from rules.parameters import load_parameters


class Duel(NamedTuple):
    """The best reading against a rival.

    Attributes
    ----------
    speak_for, against : int
        Rows that only the best, only the rival brings into their village; no hamlet
        counts for more than its part of ``needed``.
    needed : int
        More rows than strays would speak for a wrong reading.
    """

    speak_for: int
    against: int
    needed: int

    @property
    def won(self) -> bool:
        """Whether the rival is out of the question."""
        most = load_parameters("datum")["decision"]["against_ratio"] * self.speak_for
        return self.speak_for >= self.needed and self.against <= most

    @property
    def mixed(self) -> bool:
        """Whether each explains rows that the other cannot."""
        return min(self.speak_for, self.against) >= self.needed


def duels(seen: list[Seen], ground: Ground) -> list[Duel]:
    """Set the first reading against each of the others."""
    hamlet = _hamlets(seen[0])
    return [_duel(seen[0], rival, hamlet, ground) for rival in seen[1:]]


class Move(NamedTuple):
    """All places moved by so much, and how many lie in their village then."""

    metres: float
    inside: int


def better_moved(best: Seen, ground: Ground) -> Move | None:
    """Look whether a plain move explains the rows better than the best reading.

    A datum that has no formula here is some such move; the reading nearest to it must
    not be named for it.
    """
    made = load_parameters("datum")["decision"]
    angles = np.arange(made["directions"]) * 2.0 * np.pi / made["directions"]
    found = []
    for metres in made["moves_m"]:
        for right, up in zip(np.cos(angles), np.sin(angles), strict=True):
            moved = ground.moved(best, metres * right, metres * up)
            if np.count_nonzero(moved.village) <= np.count_nonzero(best.village):
                continue
            if _duel(moved, best, _hamlets(moved), ground).won:
                found.append(Move(metres, int(np.count_nonzero(moved.village))))
    return max(found, key=lambda move: move.inside, default=None)


def _duel(best: Seen, rival: Seen, hamlet: np.ndarray, ground: Ground) -> Duel:
    """Count who speaks for whom.

    The opposite way from the rival's place, as far as the best lies from it, there is
    nothing but chance: what comes home there comes home by chance here too, if the
    rival is right.
    """
    made = load_parameters("datum")["decision"]
    opposite = ground.judge.inside(
        2 * rival.easting_m - best.easting_m, 2 * rival.northing_m - best.northing_m
    )
    chance = made["chance_weight"] * np.count_nonzero(opposite & ~rival.village)
    strays = max(made["stray_ratio"] * len(hamlet), chance)
    needed = int(poisson.isf(made["error_ratio"], strays)) + 1
    most = -(-needed // made["hamlets"])
    return Duel(
        _capped(best.village & ~rival.village, hamlet, most),
        _capped(rival.village & ~best.village, hamlet, most),
        needed,
    )


def _capped(rows: np.ndarray, hamlet: np.ndarray, most: int) -> int:
    return int(np.minimum(np.bincount(hamlet[rows]), most).sum()) if rows.any() else 0


def _hamlets(seen: Seen) -> np.ndarray:
    """Give each row the number of the square of ground that it lies in."""
    side = load_parameters("datum")["evidence"]["hamlet_m"]
    squares = seen.easting_m // side + 1j * (seen.northing_m // side)
    squares[~np.isfinite(squares)] = np.inf
    return np.unique(squares, return_inverse=True)[1]
