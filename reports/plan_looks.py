"""Colours, lines and sizes on the map of a plan, for the map and its legend."""

from collections.abc import Callable

import numpy as np

Say = Callable[[str], str]

PAGE_INCHES = (6.14, 8.3)  # the text of an A4 page, less the caption
INK, PAPER, QUIET, RED = "#1d2a33", "#ffffff", "#6d7880", "#b3261e"
# GB 18306 in the tones of the map on the screen.
FILLS = {6: "#fffbea", 7: "#fbeabf", 8: "#f4c99a", 9: "#e89f80"}
EDGE = "#9c7a55"
RIVER = {"color": "#5a93bd", "linewidth": 0.9}
ROAD = {"color": "#b9b0a2", "linewidth": 0.6}
TOWN_INK = "#5b6168"
TOWN = {"color": "#8a8f94", "linewidth": 0.6, "linestyle": (0, (4, 2))}
COUNTY = {"color": "#3b444b", "linewidth": 1.6}
VILLAGE = {"facecolor": "#c9d3da", "edgecolor": "#6d7880", "linewidth": 0.5}
OUT = {"facecolor": "white", "edgecolor": RED, "linewidth": 0.9, "hatch": "xxxxxx"}
CHOSEN = {"facecolor": "#10517f", "edgecolor": "#0a0f12", "linewidth": 1.6}
WIDE_FROM = 0x2E80  # the first character as wide as it is high
LEAST_POINTS, MOST_POINTS = 4.0, 19.0


def ems(text: str) -> float:
    """Return about how wide a text is, in sizes of its font.

    Examples
    --------
    >>> ems("安房"), round(ems("ab"), 2)
    (2.0, 1.12)
    """
    return sum(1.0 if ord(c) >= WIDE_FROM else 0.56 for c in text)


def points_of(need: float, most: float) -> float:
    """Return the diameter of a village; its area is as its need, but never nothing.

    Examples
    --------
    >>> points_of(100, 100), points_of(25, 100), points_of(0, 100)
    (19.0, 9.5, 4.0)
    >>> points_of(float("nan"), 0.0)
    4.0
    """
    if not most > 0 or not need > 0:
        return LEAST_POINTS
    return float(max(LEAST_POINTS, MOST_POINTS * np.sqrt(need / most)))


def round_steps(most: float) -> list[int]:
    """Return needs for the legend, round ones, the greatest first.

    Examples
    --------
    >>> round_steps(137), round_steps(3), round_steps(1), round_steps(0)
    ([100, 50, 10], [2, 1], [1], [])
    """
    steps = (s * 10**p for p in range(6, -1, -1) for s in (5, 2, 1))
    below = [step for step in steps if step <= most]
    if most < 1:
        return []
    shown = {below[0], below[min(1, len(below) - 1)], below[min(3, len(below) - 1)]}
    return sorted(shown, reverse=True)
