"""How classes and marks are filled, on a printed map and in its legend."""

from collections.abc import Mapping
from types import MappingProxyType

KNOWN, DOTS, PALE, GRID, HATCH, LINE = MARKS = (
    "fill", "dots", "pale", "grid", "hatch", "line",
)  # fmt: skip
EDGE = "#8a8f94"
FAINT = "#7b8890"

_LOOKS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        KNOWN: {},
        DOTS: {"hatch": "...."},
        PALE: {},
        GRID: {"hatch": "++++"},
        HATCH: {"hatch": "/////"},
    }
)


def fill_of(mark: str, colour: str) -> dict[str, object]:
    """Return the look of an area, as Matplotlib takes it.

    Parameters
    ----------
    mark : str
        A word of :data:`MARKS`, none of a line.
    colour : str
        White where it is empty.
    """
    look = {"facecolor": colour or "white", "edgecolor": EDGE, "linewidth": 0.6}
    return {**look, **_LOOKS[mark]}
