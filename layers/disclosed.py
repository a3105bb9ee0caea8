"""Areas whose number is published with a mark, or not published at all.

Each state has a look of its own, so that few cases, a protected count and no data are
never taken for one another, nor for zero.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from layers.base import Entry
from rules.language import N_

KNOWN, SHRUNK, SMALL, WITHHELD, NONE = STATES = (
    "known", "shrunk", "small", "withheld", "none",
)  # fmt: skip

EDGE = {"color": "#ffffff", "weight": 0.8, "opacity": 0.9}
SMALL_COLOUR = "#dfe3ee"  # no colour of any scale
HATCH = {**EDGE, "hatch": True}
GRID = {**EDGE, "pattern": "grid", "fillColor": "#f2f2f2", "fillOpacity": 1}
PALE = {**EDGE, "fillColor": SMALL_COLOUR, "fillOpacity": 0.95}

STAR = " *"
SHRUNK_LABEL = N_("dots: class uncertain")
SMALL_LABEL = N_("too few for a colour")
WITHHELD_LABEL = N_("withheld")


def area_styles(colours: Sequence[str]) -> list[dict[str, object]]:
    """Return the styles of areas: the classes, the same dotted, and three apart.

    Parameters
    ----------
    colours : sequence of str
        Of the classes, in their order.
    """
    fills = [{**EDGE, "fillColor": c, "fillOpacity": 0.9} for c in colours]
    dotted = [{**fill, "pattern": "dots", "fillOpacity": 1} for fill in fills]
    return [*fills, *dotted, PALE, GRID, HATCH]


def style_number(state: object, class_: int, count: int) -> int:
    """Return the place of an area's style in :func:`area_styles`.

    Parameters
    ----------
    state : object
        A word of :data:`STATES`; anything else is no data.
    class_ : int
        Class of its value; negative where it has none.
    count : int
        How many classes there are.

    Examples
    --------
    >>> [style_number(s, 1, 5) for s in STATES], style_number("known", -1, 5)
    ([1, 6, 10, 11, 12], 12)
    """
    if state in (SMALL, WITHHELD):
        return 2 * count + (state == WITHHELD)
    if class_ < 0 or state not in (KNOWN, SHRUNK):
        return 2 * count + 2
    return class_ + count * (state == SHRUNK)


def states_of(
    measures: pd.DataFrame, codes: Sequence[str], limits: Sequence[float]
) -> list[object]:
    """Return the state of each area; what is not published is known as it is.

    A range that reaches into another class looks as few cases do: its colour is only
    the likeliest.

    Parameters
    ----------
    measures : DataFrame
        By area: ``state``, and between which numbers it lies, ``least`` and ``most``.
    limits : sequence of float
        Inner limits of the classes, rising.

    Examples
    --------
    >>> words = {"state": ["known"] * 3, "least": [0.1, 0.3, 0.4]}
    >>> table = pd.DataFrame({**words, "most": [0.2, 0.5, 0.4]}, index=[*"abc"])
    >>> states_of(table, ["a", "b", "c", "d"], [0.4])
    ['known', 'shrunk', 'known', nan]
    """
    if "state" not in measures:
        return [KNOWN] * len(codes)
    states = measures["state"]
    if "least" in measures:
        ends = (measures[end].astype(float) for end in ("least", "most"))
        low, high = (np.digitize(end, limits) for end in ends)
        states = states.mask((states == KNOWN) & (low != high), SHRUNK)
    return states.reindex(codes).tolist()


def shown_of(measures: pd.DataFrame) -> Mapping[str, str]:
    """Return the words of the numbers by area; none where nothing is published.

    A share of few cases, drawn towards that of the county, has a star.

    Examples
    --------
    >>> words = {"shown": ["≈ 40 %", "0–80 %"], "state": ["known", "shrunk"]}
    >>> shown_of(pd.DataFrame(words, index=[*"ab"]))
    {'a': '≈ 40 %', 'b': '0–80 % *'}
    """
    if "shown" not in measures:
        return {}
    stars = (STAR * (state == SHRUNK) for state in measures["state"])
    words = measures["shown"].astype(object).items()
    return {
        code: f"{word}{star}"
        for (code, word), star in zip(words, stars, strict=True)
        if word
    }


def disclosed_entries(colours: Sequence[str]) -> list[Entry]:
    """Say in the legend what the marks mean."""
    middle = colours[len(colours) // 2] if colours else SMALL_COLOUR
    return [
        Entry(middle, SHRUNK_LABEL, "dots"),
        Entry(SMALL_COLOUR, SMALL_LABEL),
        Entry("#f2f2f2", WITHHELD_LABEL, "grid"),
    ]
