"""How many stand on neither of two lists: Chapman's estimate, with its interval.

Rule G6.  Two sources each miss some; how many both have tells how many neither has.
The estimate assumes that being on one list says nothing about being on the other.
Lists of hardship are not like that: whoever is known to one office is sooner known to
the next.  Then the estimate is too small, and so it is given as a *lower bound*.
"""

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import Parameters, load_parameters

WHY_LOWER_BOUND = N_(
    "A family known to one source is sooner known to the other; so more are on "
    "neither than is estimated. Read it as: at least."
)
ASSUMPTIONS = (
    N_("Both sources look for the same families, at the same time, in one area."),
    N_("Every family could have been found by each of the sources."),
    N_("Whoever is on both was recognised as one: matches not yet decided count as "
       "two families, and raise the estimate."),
    N_("Nobody is on a source who does not belong there."),
)  # fmt: skip


@dataclass(frozen=True)
class Unseen:
    """How many families there are, and how many of them neither source has.

    Attributes
    ----------
    first, second, both : int
        Families on each source, and on both.
    families, neither : float
        Estimated; ``neither`` is a lower bound (:data:`WHY_LOWER_BOUND`).
    low, high : float
        Ends of the interval of ``neither``.
    confidence_ratio : float
        0.95 for 95 %.
    """

    first: int
    second: int
    both: int
    families: float
    neither: float
    low: float
    high: float
    confidence_ratio: float


def unseen(
    first: int, second: int, both: int, parameters: Parameters | None = None
) -> Unseen:
    """Estimate how many neither of two sources has.

    Chapman's nearly unbiased form (1951) of the estimate of two samples; Seber's
    variance (1982, 3.1); the interval is laid around the number of the unseen on a
    logarithmic scale (Burnham, in Chao 1987), so that it never falls below what was
    seen.

    Raises
    ------
    PlanningError
        If the overlap is too small to say anything.

    Examples
    --------
    >>> found = unseen(135, 122, 49)
    >>> round(found.families, 1), round(found.neither, 1)
    (333.6, 125.6)
    """
    table = (parameters or load_parameters("matching"))["chapman"]
    if not 0 <= both <= min(first, second):
        raise ValueError("more on both sources than on one of them")
    if both < table["least_overlap"]:
        message = N_(
            "only {both} families are on both sources, {least} are needed to say how "
            "many are on neither; decide the open matches first"
        )
        raise PlanningError(message, both=both, least=table["least_overlap"])
    families = (first + 1) * (second + 1) / (both + 1) - 1
    seen = first + second - both
    neither = families - seen
    spread = _spread(neither, _variance(first, second, both), table["confidence"])
    return Unseen(
        first=first,
        second=second,
        both=both,
        families=families,
        neither=neither,
        low=neither / spread,
        high=neither * spread,
        confidence_ratio=table["confidence"],
    )


def _variance(first: int, second: int, both: int) -> float:
    alone = (first - both) * (second - both)
    return (first + 1) * (second + 1) * alone / ((both + 1) ** 2 * (both + 2))


def _spread(neither: float, variance: float, confidence: float) -> float:
    """Return by what the number of the unseen is divided and multiplied."""
    if neither <= 0:
        return 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    return exp(z * sqrt(log(1 + variance / neither**2)))
