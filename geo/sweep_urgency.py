"""Urgent doors early: a way is changed step by step while it stays short enough."""

from typing import NamedTuple

import numpy as np

_LONGEST_BLOCK = 12  # doors that are moved together
_MOST_STEPS = 80
_LEAST_GAIN = 1e-9


class _Tour(NamedTuple):
    """A way from the base and back, with what its changes are computed from.

    Attributes
    ----------
    stops : int (n + 2,), the base at both ends.
    at : float, minute of each stop, half of the stay at both ends of a leg.
    weight, weighted : float, running sums of urgency, and of urgency times minute.
    """

    stops: np.ndarray
    at: np.ndarray
    weight: np.ndarray
    weighted: np.ndarray


class _Change(NamedTuple):
    """Changes of a tour: less urgency lost is better; ``longer`` in minutes."""

    urgency: np.ndarray
    longer: np.ndarray


def urgent_first(
    minutes: np.ndarray,
    stay: np.ndarray,
    score: np.ndarray,
    order: np.ndarray,
    most_minutes: float,
) -> np.ndarray:
    """Bring urgent doors forward on a way of at most so many minutes.

    Parameters
    ----------
    minutes : float (n + 1, n + 1), of way, symmetric; the base is number 0.
    stay, score : float (n + 1,), minutes at each door, and its urgency.
    order : int, doors in the order of a way.
    most_minutes : float, of way alone.

    Returns
    -------
    int
        The same doors; the sum of urgency times minute of arrival is not greater.
    """
    if len(order) < 2:
        return order
    legs = minutes + (stay[:, None] + stay[None, :]) / 2.0
    room = most_minutes + float(stay[order].sum())
    backwards = order[::-1]
    if _lost(legs, score, backwards) < _lost(legs, score, order):
        order = backwards
    stops = np.concatenate([[0], order, [0]])
    for _ in range(_MOST_STEPS):
        changed = _step(_tour(legs, score, stops), legs, room)
        if changed is None:
            break
        stops = changed
    return stops[1:-1]


def _lost(legs: np.ndarray, score: np.ndarray, order: np.ndarray) -> float:
    return float(_tour(legs, score, np.concatenate([[0], order, [0]])).weighted[-1])


def _tour(legs: np.ndarray, score: np.ndarray, stops: np.ndarray) -> _Tour:
    at = np.concatenate([[0.0], np.cumsum(legs[stops[:-1], stops[1:]])])
    weight = score[stops].copy()
    weight[[0, -1]] = 0.0
    return _Tour(stops, at, np.cumsum(weight), np.cumsum(weight * at))


def _step(tour: _Tour, legs: np.ndarray, room: float) -> np.ndarray | None:
    """Return the stops after the best change; ``None`` if none is better."""
    doors = len(tour.stops) - 2
    turned = np.triu_indices(doors, 1)
    first, last = turned[0] + 1, turned[1] + 1
    before, start, end = _blocks(doors)
    turn = _turning(tour, legs, first, last)
    move = _moving(tour, legs, before, start, end)
    spent = tour.at[-1]
    best, which = -_LEAST_GAIN, None
    for kind, change in enumerate((turn, move)):
        allowed = np.where(spent + change.longer <= room, change.urgency, np.inf)
        if len(allowed) and allowed.min() < best:
            best, which = float(allowed.min()), (kind, int(allowed.argmin()))
    if which is None:
        return None
    kind, one = which
    if kind == 0:
        return _turned(tour.stops, first[one], last[one])
    return _moved(tour.stops, before[one], start[one], end[one])


def _blocks(doors: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return all blocks ``start`` to ``end``, and the stop each may move behind."""
    before, start, length = np.meshgrid(
        np.arange(doors), np.arange(1, doors + 1), np.arange(_LONGEST_BLOCK),
        indexing="ij",
    )  # fmt: skip
    fits = (before < start - 1) & (start + length <= doors)
    before, start, length = before[fits], start[fits], length[fits]
    return before, start, start + length


def _turning(
    tour: _Tour, legs: np.ndarray, first: np.ndarray, last: np.ndarray
) -> _Change:
    """Walk from ``first`` to ``last`` the other way round."""
    s, at = tour.stops, tour.at
    entry, leave = legs[s[first - 1], s[last]], legs[s[first], s[last + 1]]
    longer = entry + leave
    longer -= legs[s[first - 1], s[first]] + legs[s[last], s[last + 1]]
    inner = tour.weight[last] - tour.weight[first - 1]
    weighted = tour.weighted[last] - tour.weighted[first - 1]
    urgency = inner * (at[first - 1] + entry + at[last]) - 2.0 * weighted
    return _Change(urgency + longer * (tour.weight[-1] - tour.weight[last]), longer)


def _moving(
    tour: _Tour,
    legs: np.ndarray,
    before: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> _Change:
    """Visit ``start`` to ``end`` right behind ``before``, what lay between later."""
    s, at, weight = tour.stops, tour.at, tour.weight
    entry = legs[s[before], s[start]]
    back, leave = legs[s[end], s[before + 1]], legs[s[start - 1], s[end + 1]]
    longer = entry + back + leave - legs[s[before], s[before + 1]]
    longer -= legs[s[start - 1], s[start]] + legs[s[end], s[end + 1]]
    sooner = at[before] + entry - at[start]
    later = at[before] + entry + at[end] - at[start] + back - at[before + 1]
    urgency = (weight[end] - weight[start - 1]) * sooner
    urgency += (weight[start - 1] - weight[before]) * later
    return _Change(urgency + longer * (weight[-1] - weight[end]), longer)


def _turned(stops: np.ndarray, first: int, last: int) -> np.ndarray:
    middle = stops[first : last + 1][::-1]
    return np.concatenate([stops[:first], middle, stops[last + 1 :]])


def _moved(stops: np.ndarray, before: int, start: int, end: int) -> np.ndarray:
    parts = (
        stops[: before + 1],
        stops[start : end + 1],
        stops[before + 1 : start],
        stops[end + 1 :],
    )
    return np.concatenate(parts)
