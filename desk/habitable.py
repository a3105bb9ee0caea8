"""Whether a house may be lived in after a flood: the two answers, or none yet."""

from types import MappingProxyType

import numpy as np

from desk.visited import Visited
from geo.flood_damage import Habitable
from rules.language import N_
from rules.vocabulary import TAGS

WORDS = MappingProxyType(
    {
        Habitable.YES: N_("may be lived in"),
        Habitable.NO: N_("may not be lived in"),
        Habitable.UNKNOWN: N_("to be looked at"),
    }
)
TO_APPRAISE = N_("to be appraised")
# What a team says at a door; a yellow one waits for the appraisal.
BY_TAG = MappingProxyType(
    {"绿": Habitable.YES, "黄": Habitable.UNKNOWN, "红": Habitable.NO}
)


def habitable_now(expected: np.ndarray, visited: Visited) -> np.ndarray:
    """Return the answer for each house: as found where somebody was, else expected.

    Parameters
    ----------
    expected : int8 array of Habitable
    visited : Visited
        What was found at each door.
    """
    answers = expected.copy()
    by_tag = np.array([BY_TAG[tag] for tag in TAGS], np.int8)
    answers[visited.doors] = by_tag[visited.tag[visited.doors]]
    return answers


def counts(habitable: np.ndarray) -> dict[str, int]:
    """Count the houses by their answer: ``yes``, ``no`` and those still ``open``."""
    return {
        "yes": int((habitable == Habitable.YES).sum()),
        "no": int((habitable == Habitable.NO).sum()),
        "open": int((habitable == Habitable.UNKNOWN).sum()),
    }


def word_of(answer: int, tag: int) -> str:
    """Return the message id of a house's answer.

    Parameters
    ----------
    answer : int
        Of :class:`geo.flood_damage.Habitable`.
    tag : int
        Position in :data:`rules.vocabulary.TAGS`; -1: nobody was there.
    """
    if tag >= 0 and TAGS[tag] == "黄":
        return TO_APPRAISE
    return WORDS[Habitable(answer)]
