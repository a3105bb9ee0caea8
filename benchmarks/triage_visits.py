"""Orders of visits: day by day, which doors, and what share of the heavy is met."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.triage_county import County, Truth
from benchmarks.triage_ranker import Ranker, tags_of
from benchmarks.triage_truths import assumed
from geo.learning import Tags
from geo.triage import Interval

ORDERS = (
    "distance",
    "random",
    "structure",
    "reported",
    "static",
    "adaptive",
    "oracle",
)
MOMENTS = ("start", "200 tags", "end")  # when the total is told


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """How the visits go.

    Attributes
    ----------
    wrong : bool
        Whether teams err.
    asked : bool
        Whether a share of the visits is made because somebody called, in every order.
    graded_ratio : float
        Share of the findings with a damage grade beside the tag.
    """

    wrong: bool = False
    asked: bool = False
    graded_ratio: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one event.

    Attributes
    ----------
    recall : dict of str to float
        By order: expected share of the heavily damaged houses in the visits made.
    totals : dict of str to Interval
        Heavily damaged houses as told ``"start"``, after ``"200 tags"`` and at the
        ``"end"`` of the visits.
    heavy : int
        Houses heavily damaged in truth.
    """

    recall: dict[str, float]
    totals: dict[str, Interval]
    heavy: int


NextOrder = Callable[[int, np.ndarray, np.ndarray], np.ndarray]


def visit(
    next_order: NextOrder, call: np.ndarray, asked_share: float
) -> tuple[np.ndarray, np.ndarray]:
    """Make the visits of all days.

    Parameters
    ----------
    next_order : function of day, houses visited and whether a house asked
        Returns positions of houses, first to visit first; visited ones are passed over.
    call : float array
        When each house asks for a visit, lowest first.
    asked_share : float
        Of each day's visits; those who ask are served before the order goes on.

    Returns
    -------
    visited : int64 array, in the order of visits
    asked : bool array, one per house
    """
    law = assumed()["teams"]
    daily = round(law["daily_ratio"] * len(call))
    asking = round(asked_share * daily)
    done, asked = np.zeros(len(call), dtype=bool), np.zeros(len(call), dtype=bool)
    visited = np.empty(0, dtype=np.int64)
    callers = np.argsort(call)
    for day in range(law["days"]):
        order = next_order(day, visited, asked)
        # A caller visited before needs no second visit: the day has room for one more.
        due = callers[day * asking : (day + 1) * asking]
        served = due[~done[due]]
        asked[served] = True
        done[served] = True
        rest = order[~done[order]][: daily - len(served)]
        done[rest] = True
        visited = np.concatenate([visited, served, rest])
    return visited, asked


def by_distance(county: County, truth: Truth) -> np.ndarray:
    """Return the houses nearest to the epicentre first."""
    source = truth.source
    away_m = np.hypot(county.east_m - source.east_m, county.north_m - source.north_m)
    return np.argsort(away_m, kind="stable")


def by_structure(random: np.random.Generator, county: County) -> np.ndarray:
    """Return the weakest structures first, and chance among equals."""
    words = assumed()["county"]["structures"]
    place = np.array([assumed()["weakness"]["order"].index(word) for word in words])
    return np.lexsort((random.random(len(county)), place[county.structure]))


def by_report(county: County, truth: Truth, day: int) -> np.ndarray:
    """Return the villages that reported last first, others by distance."""
    so_far = np.where(truth.report_day < day, truth.report_day, -np.inf)
    latest = np.full(len(county.village_m), -np.inf)
    np.maximum.at(latest, county.village, so_far)
    nearness = np.empty(len(county), dtype=np.int64)
    nearness[by_distance(county, truth)] = np.arange(len(county))
    return np.lexsort((nearness, -latest[county.village]))


def outcome(
    seed: int, county: County, truth: Truth, ranker: Ranker, how: Conditions
) -> Outcome:
    """Make the visits of one event in every order.

    Parameters
    ----------
    seed : int
        Of what is left to chance here: the same for every variant of an event.
    county : County
    truth : Truth
    ranker : Ranker
    how : Conditions
    """
    random = np.random.default_rng([seed, 7])
    static, start = ranker.ranked(Tags.none())
    adaptive = _Adaptive(random, truth, ranker, how, static)
    fixed = {
        "distance": by_distance(county, truth),
        "random": random.permutation(len(county)),
        "structure": by_structure(random, county),
        "static": static,
        "oracle": np.argsort(-truth.heavy, kind="stable"),
    }
    orders: dict[str, NextOrder] = {
        name: lambda _day, _visited, _asked, order=order: order
        for name, order in fixed.items()
    }
    orders["reported"] = lambda day, *_: by_report(county, truth, day)
    orders["adaptive"] = adaptive.order
    share = assumed()["teams"]["asked_ratio"] if how.asked else 0.0
    made = {name: visit(orders[name], truth.call, share) for name in ORDERS}
    return Outcome(
        recall={name: _met(truth, visited) for name, (visited, _) in made.items()},
        totals={"start": start} | adaptive.totals(*made["adaptive"]),
        heavy=int((truth.damage_grade >= 4).sum()),
    )


def _met(truth: Truth, visited: np.ndarray) -> float:
    return float(truth.heavy[visited].sum() / truth.heavy.sum())


class _Adaptive:
    """The product's order, made anew each morning from what was found."""

    def __init__(
        self,
        random: np.random.Generator,
        truth: Truth,
        ranker: Ranker,
        how: Conditions,
        static: np.ndarray,
    ) -> None:
        self._ranker, self._static = ranker, static
        self._tag = truth.wrong_tag if how.wrong else truth.tag
        graded = random.random(len(self._tag)) < how.graded_ratio
        self._grade = np.where(graded, truth.damage_grade, -1)

    def _adapted(
        self, visited: np.ndarray, asked: np.ndarray
    ) -> tuple[np.ndarray, Interval]:
        return self._ranker.ranked(tags_of(visited, self._tag, asked, self._grade))

    def order(self, day: int, visited: np.ndarray, asked: np.ndarray) -> np.ndarray:
        return self._adapted(visited, asked)[0] if day else self._static

    def totals(self, visited: np.ndarray, asked: np.ndarray) -> dict[str, Interval]:
        first = visited[: assumed()["teams"]["graded_from_tags"]]
        return {
            "200 tags": self._adapted(first, asked)[1],
            "end": self._adapted(visited, asked)[1],
        }
