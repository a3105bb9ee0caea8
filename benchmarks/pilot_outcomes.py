"""What becomes of houses in simulated futures, with and without the works."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from benchmarks.damage_truths import HEIGHTS, step_of, tables
from benchmarks.pilot_choices import Choice
from benchmarks.seismic_futures import Future, Ground
from desk.assessment import Assessed
from rules.vocabulary import GRADES, STRUCTURES, UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What became of houses, one column per future.

    Attributes
    ----------
    kept : float64 array (choices, futures)
        People kept from heavily damaged houses by the works.
    expected : float64 array (choices, futures)
        The same, before the strength of each house is drawn.
    degree : float64 array (choices, futures)
        Mean intensity at the houses of each choice.
    struck : float64 array (futures)
        People in heavily damaged houses of the whole county, without any works.
    struck_town, struck_structure : lists of str
        Where, and in what houses, most of them live.
    """

    kept: np.ndarray
    expected: np.ndarray
    degree: np.ndarray
    struck: np.ndarray
    struck_town: list[str]
    struck_structure: list[str]


class Houses:
    """The houses of a county, ready to be damaged; those without place stay whole."""

    def __init__(self, assessed: Assessed, ground: Ground) -> None:
        exposure = assessed.exposure
        self.exposure = exposure
        self.cell = ground.cell
        self.shares = assessed.imputed.shares.astype(np.float64).cumsum(axis=1)
        self.height = np.clip(exposure.storeys, 0, HEIGHTS - 1)
        self.appraisal = np.where(
            exposure.grade == UNKNOWN, len(GRADES), exposure.grade
        )
        self.towns, town = np.unique(exposure.town_names, return_inverse=True)
        self.town = town[exposure.village]
        living = (exposure.no_house != 1) & (ground.cell >= 0)
        self.people = np.where(living, assessed.risk.people, 0.0)

    def structures(self, random: np.random.Generator) -> np.ndarray:
        """Draw what the houses of unknown structure are really built of."""
        drawn = random.random(len(self.exposure))
        unknown = np.flatnonzero(self.exposure.structure == UNKNOWN)
        of_village = self.shares[self.exposure.village[unknown]]
        likely = (drawn[unknown, None] > of_village).sum(axis=1)
        structure = self.exposure.structure.astype(np.int64)
        structure[unknown] = np.minimum(likely, len(STRUCTURES) - 1)
        return structure


def outcomes(
    houses: Houses,
    futures: Sequence[Future],
    made: Sequence[Choice],
    truth: str,
    seed: int,
) -> Outcomes:
    """Damage the houses in every future, the same luck for all choices and truths."""
    table = tables(truth)
    found = [
        _outcome(houses, future, made, table, np.random.default_rng([seed, 1, at]))
        for at, future in enumerate(futures)
    ]
    kept, expected, degree = np.stack([one.by_choice for one in found], axis=-1)
    return Outcomes(
        kept=kept,
        expected=expected,
        degree=degree,
        struck=np.array([one.struck for one in found]),
        struck_town=[one.town for one in found],
        struck_structure=[one.structure for one in found],
    )


class _Outcome(NamedTuple):
    by_choice: np.ndarray  # (kept, expected, degree) by choice
    struck: float
    town: str
    structure: str


def _outcome(
    houses: Houses,
    future: Future,
    made: Sequence[Choice],
    table: np.ndarray,
    random: np.random.Generator,
) -> _Outcome:
    weak = random.random(len(houses.people))
    kind = (houses.structures(random), houses.height, houses.appraisal)
    degree = future.degree[houses.cell]
    before = table[0][(*kind, step_of(degree))]
    rows = []
    for choice in made:
        own = choice.house
        mine = tuple(codes[own] for codes in kind)
        then = table[(1 + choice.measure, *mine, step_of(degree[own]))]
        people, standing = houses.people[own], before[own]
        spared = (weak[own] < standing) & (weak[own] >= then)
        rows.append((spared @ people, (standing - then) @ people, degree[own].mean()))
    heavy = (weak < before) * houses.people
    return _Outcome(
        by_choice=np.array(rows).T,
        struck=float(heavy.sum()),
        town=_worst(houses.towns, houses.town, heavy),
        structure=_worst(STRUCTURES, kind[0], heavy),
    )


def _worst(names: Sequence[str], code: np.ndarray, people: np.ndarray) -> str:
    """Return the name that most of the people bear, with their share."""
    totals = np.bincount(code, weights=people, minlength=len(names))
    if not totals.sum():
        return "nobody"
    return f"{names[int(totals.argmax())]} {totals.max() / totals.sum():.0%}"
