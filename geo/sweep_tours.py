"""The order of a team's doors: first the shortest way, then the urgent ones early."""

import time
from dataclasses import dataclass

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from geo.sweep_urgency import urgent_first
from rules.parameters import load_parameters

_STEPS_A_MINUTE = 600  # the solver counts in tenths of a second
_DROP = 10**6  # dearer than any way of a day
_MOST = 10**9
BASE = 0


@dataclass(frozen=True, kw_only=True)
class Day:
    """What one team may do in a day; the base is number 0, doors follow.

    Attributes
    ----------
    minutes : float array (doors + 1, doors + 1), of way.
    stay : float array (doors + 1,)
        Minutes at each door; 0 at the base.
    score : float array (doors + 1,)
        How urgent each door is, at least 0; no unknowns.
    hours : float
        From leaving the base to being back.
    most_doors : int
        How many doors it may have at most; 0 all of them.
    """

    minutes: np.ndarray
    stay: np.ndarray
    score: np.ndarray
    hours: float
    most_doors: int = 0

    @property
    def most_minutes(self) -> float:
        """Minutes of way that are left besides the stays at all doors."""
        return self.hours * 60.0

    def spent(self, order: np.ndarray) -> float:
        """Return the minutes from the base through doors back to the base."""
        if not len(order):
            return 0.0
        return self.way(order) + float(self.stay[order].sum())

    def way(self, order: np.ndarray) -> float:
        """Return the minutes of way alone."""
        if not len(order):
            return 0.0
        stops = np.concatenate([[BASE], order, [BASE]])
        return float(self.minutes[stops[:-1], stops[1:]].sum())

    def urgency(self, order: np.ndarray) -> float:
        """Return how late urgent doors are reached; less is better."""
        return float(self.score[order] @ arrivals(self, order))


def arrivals(day: Day, order: np.ndarray) -> np.ndarray:
    """Return the minute at which each door of an order is reached."""
    stops = np.concatenate([[BASE], order])
    ways = day.minutes[stops[:-1], stops[1:]]
    return np.cumsum(ways + day.stay[stops[:-1]])


def ordered(day: Day) -> np.ndarray:
    """Return the doors in the order of their visits, 1 to the number of doors.

    Phase one takes the shortest way, and leaves out the least urgent doors where the
    hours do not suffice; phase two brings urgent doors forward on a way that is
    longer by a few hundredths at most.
    """
    law = load_parameters("sweeps")["routes"]
    doors = len(day.stay) - 1
    too_many = 0 < day.most_doors < doors
    short = np.empty(0, int) if too_many else shortest(day, law["shortest_seconds"])
    if too_many or day.spent(short) > day.most_minutes:
        short = _what_fits(day, law["fitting_seconds"])
    room = min(day.way(short) * (1.0 + law["longer_ratio"]), _way_left(day, short))
    return urgent_first(day.minutes, day.stay, day.score, short, room)


def _way_left(day: Day, order: np.ndarray) -> float:
    return max(day.most_minutes - float(day.stay[order].sum()), day.way(order))


def shortest(day: Day, seconds: float) -> np.ndarray:
    """Return the shortest way that was found in so many seconds."""
    doors = len(day.stay) - 1
    if doors < 3:
        return np.arange(1, doors + 1)
    routing, manager = _model(day)
    return _solved(routing, manager, seconds)


def quick(day: Day) -> np.ndarray:
    """Return a way that is found at once, a few hundredths longer than the shortest."""
    doors = len(day.stay) - 1
    if doors < 3:
        return np.arange(1, doors + 1)
    routing, manager = _model(day)
    return _solved(routing, manager, None)


def _what_fits(day: Day, seconds: float) -> np.ndarray:
    """Return a way within the hours that takes in as much urgency as it may.

    A door counts what it is urgent, and a part of the mean: of doors that are about
    as urgent, those beside the way are visited.
    """
    routing, manager = _model(day)
    stay = np.rint(day.stay * _STEPS_A_MINUTE).astype(np.int64)
    spent = _whole(day.minutes) + stay[:, None]
    most = int(day.most_minutes * _STEPS_A_MINUTE)
    routing.AddDimension(
        routing.RegisterTransitMatrix(spent.tolist()), 0, most, True, "time"
    )
    if day.most_doors:
        routing.AddConstantDimension(1, day.most_doors + 1, True, "doors")
    for door, prize in enumerate(_prizes(day.score[1:]), start=1):
        routing.AddDisjunction([manager.NodeToIndex(door)], prize)
    return _solved(routing, manager, seconds)


def _prizes(score: np.ndarray) -> list[int]:
    """Return what leaving each door out costs: any of them more than any way."""
    mean = float(score.mean()) or 1.0
    worth = score / mean + load_parameters("sweeps")["routes"]["any_door_worth"]
    return np.rint(np.minimum(worth / worth.min(), _MOST) * _DROP).astype(int).tolist()


def _whole(minutes: np.ndarray) -> np.ndarray:
    return np.rint(minutes * _STEPS_A_MINUTE).astype(np.int64)


def _model(day: Day) -> tuple[pywrapcp.RoutingModel, pywrapcp.RoutingIndexManager]:
    manager = pywrapcp.RoutingIndexManager(len(day.stay), 1, BASE)
    routing = pywrapcp.RoutingModel(manager)
    ways = routing.RegisterTransitMatrix(_whole(day.minutes).tolist())
    routing.SetArcCostEvaluatorOfAllVehicles(ways)
    return routing, manager


def _solved(
    routing: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    seconds: float | None,
) -> np.ndarray:
    """Return the way found in so many seconds; the first good one without them."""
    asked = pywrapcp.DefaultRoutingSearchParameters()
    first, search = (
        routing_enums_pb2.FirstSolutionStrategy,
        routing_enums_pb2.LocalSearchMetaheuristic,
    )
    asked.first_solution_strategy = first.PATH_CHEAPEST_ARC
    if seconds is not None:
        asked.local_search_metaheuristic = search.GUIDED_LOCAL_SEARCH
        asked.time_limit.FromNanoseconds(int(seconds * 1e9))
    begun = time.thread_time()
    found = routing.SolveWithParameters(asked)
    # A busy machine gives less than it is asked for.
    while found and seconds is not None and time.thread_time() - begun < seconds:
        found = routing.SolveFromAssignmentWithParameters(found, asked)
    if found is None:  # a busy machine: not even a first way in time
        return _solved(routing, manager, None) if seconds else np.empty(0, int)
    order, at = [], routing.Start(0)
    while not routing.IsEnd(at):
        order.append(manager.IndexToNode(at))
        at = found.Value(routing.NextVar(at))
    return np.array(order[1:], int)
