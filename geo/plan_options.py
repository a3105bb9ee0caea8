"""What could be done for each entitled house, at what cost, to which effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from geo.eligibility import Answer
from geo.exposure import Exposure
from rules.vocabulary import GRADES, RETROFITS, STRUCTURES, TASKS, UNKNOWN

# Gains are counted in millionths of a person, far below what any damage model can
# tell: on such a grid sums are exact, and "no plan is better" can be proven.
STEPS_A_PERSON = 1_000_000
GAIN_STEP = 1 / STEPS_A_PERSON
MEASURES = tuple(RETROFITS)
SEISMIC, DANGEROUS = (
    TASKS.index("seismic_retrofit"),
    TASKS.index("dangerous_house_retrofit"),
)
C, D = GRADES.index("C"), GRADES.index("D")


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a plan may choose from: a row is a house, a measure and a task.

    Attributes
    ----------
    house : int64 array
        Position of the household.
    village, town : int32 arrays
        Positions in ``exposure.village_codes`` and in :func:`towns_of`.
    task, measure : int8 arrays
        Positions in ``TASKS`` and in ``RETROFITS`` of :mod:`rules.vocabulary`.
    cost_cny : int64 array, whole yuan
    gain : float64 array
        People kept from a heavily damaged house in 30 years; a multiple of
        ``GAIN_STEP``, above 0.
    need : int64 array
        Order of the houses, the neediest first.
    klass : int32 array
        Position in :func:`house_classes`.
    """

    house: np.ndarray
    village: np.ndarray
    town: np.ndarray
    task: np.ndarray
    measure: np.ndarray
    cost_cny: np.ndarray
    gain: np.ndarray
    need: np.ndarray
    klass: np.ndarray

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.house)

    def take(self, rows: np.ndarray) -> "Options":
        """Return the options at ``rows`` (positions or a mask), in that order."""
        return Options(**{name: values[rows] for name, values in vars(self).items()})


class Proposed(NamedTuple):
    """Options, and the households that get none.

    ``apart`` holds a mask over all households for each reason, disjoint:
    ``entitlement_unknown``, ``veto_unknown``, ``no_house``, ``grade_unknown``,
    ``village_unknown``, ``risk_unknown``, ``cost_unknown`` (the policy states none) and
    ``no_measure`` (none fits, or none removes risk).
    """

    options: Options
    apart: dict[str, np.ndarray]


def towns_of(exposure: Exposure) -> tuple[str, ...]:
    """Return the codes of the towns, 9 digits, ascending."""
    return tuple(sorted({code[:9] for code in exposure.village_codes}))


def house_classes() -> tuple[tuple[str, str], ...]:
    """Return structure and grade of each class, in the order of their codes.

    Examples
    --------
    >>> house_classes()[0], house_classes()[4], len(house_classes())
    (('土坯', 'A'), ('土坯', ''), 45)
    """
    return tuple((s, g) for s in (*STRUCTURES, "") for g in (*GRADES, ""))


def build_options(
    exposure: Exposure,
    entitled: Mapping[str, np.ndarray],
    vetoed: np.ndarray,
    *,
    need: np.ndarray,
    costs: Mapping[tuple[str, str], int],
    risk: np.ndarray,
    risk_after: Mapping[str, np.ndarray],
    applicable: Mapping[str, np.ndarray],
) -> Proposed:
    """Propose what may be done for each house.

    A house under a veto is only ever proposed to be built on a new site, and no other
    is.  Grade C may be strengthened, or made safe with HDC where the seismic task is
    open to it; grade D is rebuilt; any other house of the seismic task gets HDC where
    that fits, and is rebuilt where not.  What is stated for C and D binds whichever
    task pays: the lower sum of the seismic task is for houses that are neither (rule
    M1).

    Parameters
    ----------
    entitled : mapping of task to int8 array of Answer
        A task that is not there is open to nobody.
    vetoed : int8 array of Answer
        Unknown: nothing is proposed before somebody has looked.
    need : int array
        Less is served sooner; see :func:`geo.precedence.priority_order`.
    costs : mapping of (task, way) to int
        What the policy states, in whole yuan; what is not there is unknown.
    risk, risk_after : float64 array, and one for each measure
        People in a heavily damaged house in 30 years; ``NaN`` unknown.
    applicable : mapping of measure to bool array
        Whether it fits the structure; a measure that is not there fits every house.
    """
    answers = {task: entitled.get(task, vetoed * 0) for task in TASKS}
    blank = np.ones(len(exposure), dtype=bool)
    fits = {measure: applicable.get(measure, blank) for measure in MEASURES}
    offers = _offers(exposure, answers, vetoed, fits)
    gains = {measure: _gain(measure, risk, risk_after) for measure in MEASURES}
    apart = _apart(exposure, answers, vetoed, risk)
    held = np.logical_or.reduce(list(apart.values()))
    stated = {
        (task, measure): costs.get((task, RETROFITS[measure]))
        for task, measure in offers
    }
    open_ = {
        pair: mask & ~held & (gains[pair[1]] > 0)
        for pair, mask in offers.items()
        if stated[pair] is not None
    }
    _rest_apart(apart, answers, offers, open_, stated, gains)
    places = {pair: np.flatnonzero(mask) for pair, mask in open_.items()}
    cost = {
        pair: np.where(
            np.isin(exposure.grade[rows], (C, D)),
            costs.get((TASKS[DANGEROUS], RETROFITS[pair[1]]), stated[pair]),
            stated[pair],
        )
        for pair, rows in places.items()
    }
    return Proposed(_rows(exposure, places, cost, gains, need), apart)


def _gain(
    measure: str, risk: np.ndarray, risk_after: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Return the risk removed in whole steps; unknown for a measure nobody judged."""
    unknown = np.full(len(risk), np.nan)
    return np.rint((risk - risk_after.get(measure, unknown)) * STEPS_A_PERSON)


def _offers(
    exposure: Exposure,
    answers: Mapping[str, np.ndarray],
    vetoed: np.ndarray,
    fits: Mapping[str, np.ndarray],
) -> dict[tuple[str, str], np.ndarray]:
    """Return which houses each measure may be offered to by each task."""
    seismic, dangerous = (
        answers[TASKS[at]] == Answer.YES for at in (SEISMIC, DANGEROUS)
    )
    stays, moves = vetoed == Answer.NO, vetoed == Answer.YES
    worst, repairable = exposure.grade == D, exposure.grade == C
    hdc = stays & seismic & ~worst & fits["hdc"]
    no_hdc = stays & seismic & ~worst & ~fits["hdc"] & ~(repairable & dangerous)
    rebuild = stays & worst
    offers = {
        (DANGEROUS, "strengthen"): stays & dangerous & repairable & fits["strengthen"],
        (SEISMIC, "hdc"): hdc,
        (DANGEROUS, "rebuild"): rebuild & dangerous & fits["rebuild"],
        (SEISMIC, "rebuild"): (rebuild & seismic | no_hdc) & fits["rebuild"],
        (DANGEROUS, "relocate"): moves & dangerous & fits["relocate"],
        (SEISMIC, "relocate"): moves & seismic & fits["relocate"],
    }
    return {(TASKS[task], measure): mask for (task, measure), mask in offers.items()}


def _apart(
    exposure: Exposure,
    answers: Mapping[str, np.ndarray],
    vetoed: np.ndarray,
    risk: np.ndarray,
) -> dict[str, np.ndarray]:
    """Return who must wait for a fact, the first that is missing."""
    greatest = np.maximum.reduce(list(answers.values()))
    yes = greatest == Answer.YES
    waits = {
        "entitlement_unknown": greatest == Answer.UNKNOWN,
        "village_unknown": yes & (exposure.village < 0),
        "veto_unknown": yes & (vetoed == Answer.UNKNOWN),
        "no_house": yes & (exposure.no_house == 1),
        "grade_unknown": yes & (vetoed == Answer.NO) & (exposure.grade == UNKNOWN),
        "risk_unknown": yes & ~np.isfinite(risk),
    }
    taken = np.zeros(len(exposure), dtype=bool)
    for reason, mask in waits.items():
        waits[reason] = mask & ~taken
        taken |= mask
    return waits


def _rest_apart(
    apart: dict[str, np.ndarray],
    answers: Mapping[str, np.ndarray],
    offers: Mapping[tuple[str, str], np.ndarray],
    open_: Mapping[tuple[str, str], np.ndarray],
    stated: Mapping[tuple[str, str], int | None],
    gains: Mapping[str, np.ndarray],
) -> None:
    """Add those to whom nothing could be offered, by reason."""
    yes = np.maximum.reduce(list(answers.values())) == Answer.YES
    nobody = np.zeros(len(yes), dtype=bool)
    left = yes & ~np.logical_or.reduce([nobody, *apart.values(), *open_.values()])
    unstated = [
        mask & (gains[pair[1]] > 0)
        for pair, mask in offers.items()
        if stated[pair] is None
    ]
    unpriced = left & np.logical_or.reduce([nobody, *unstated])
    apart |= {"cost_unknown": unpriced, "no_measure": left & ~unpriced}


def _rows(
    exposure: Exposure,
    places: Mapping[tuple[str, str], np.ndarray],
    cost: Mapping[tuple[str, str], np.ndarray],
    gains: Mapping[str, np.ndarray],
    need: np.ndarray,
) -> Options:
    nothing = np.zeros(0, dtype=np.int64)
    sizes = [len(rows) for rows in places.values()]
    house = np.concatenate([nothing, *places.values()])
    gain = [gains[measure][rows] for (_, measure), rows in places.items()]
    towns, of_village = towns_of(exposure), exposure.village_codes
    town = np.array([towns.index(code[:9]) for code in of_village], dtype=np.int32)
    columns = {
        "house": house,
        "village": exposure.village[house],
        "town": town[exposure.village[house]],
        "task": np.repeat([TASKS.index(task) for task, _ in places], sizes),
        "measure": np.repeat([MEASURES.index(measure) for _, measure in places], sizes),
        "cost_cny": np.concatenate([nothing, *cost.values()]),
        "gain": np.concatenate([nothing.astype(float), *gain]) / STEPS_A_PERSON,
        "need": need[house].astype(np.int64),
        "klass": _klass(exposure)[house],
    }
    for name in ("task", "measure"):
        columns[name] = columns[name].astype(np.int8)
    order = np.lexsort((columns["task"], columns["measure"], house))
    return Options(**columns).take(order)


def _klass(exposure: Exposure) -> np.ndarray:
    structure = np.where(exposure.structure < 0, len(STRUCTURES), exposure.structure)
    grade = np.where(exposure.grade < 0, len(GRADES), exposure.grade)
    return (structure * (len(GRADES) + 1) + grade).astype(np.int32)
