"""What a meeting is shown: aggregates that are published, ready to be drawn.

Nothing here tells of a household: every number was floored, hidden or shrunk before
it came, and there is no way back from a briefing to the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# Classes of areas apart from those of the scale; each has its own sign.
SMALL, WITHHELD, NO_DATA = "small", "withheld", "none"


@dataclass(frozen=True, kw_only=True)
class Outline:
    """An area as it is drawn.

    Attributes
    ----------
    path : str
        SVG path data in the units of its ground: rings of ``M``, ``L`` and ``Z``
        with absolute places, as :func:`desk.briefing_ground.path_of` writes them.
    at : tuple of float
        Where its name stands, likewise.
    """

    code: str
    name: str
    path: str
    at: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The areas of one map; ``wide`` by ``high`` units, the origin upper left.

    Attributes
    ----------
    unit_m : float
        Metres per unit.
    """

    wide: float
    high: float
    unit_m: float
    areas: tuple[Outline, ...]


@dataclass(frozen=True, kw_only=True)
class Paint:
    """A class of areas: its sign, its colour, its words with limits and unit.

    Attributes
    ----------
    sign : str
        ``"k0"``, ``"k1"`` … from the lowest class up, or one of ``SMALL``,
        ``WITHHELD``, ``NO_DATA``.
    colour : str
        CSS; the hatches of ``WITHHELD`` and ``NO_DATA`` are drawn by their sign.
    """

    sign: str
    colour: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Area:
    """One area of one day: its class, its number as it may be shown.

    Attributes
    ----------
    value : float
        Orders the areas; ``NaN`` hidden or no data.
    detail : str
        Numerator and denominator as they are shown; may be empty.
    shrunk : bool
        Whether so few are counted that the share was drawn towards the county's.
    unsure : bool
        Whether its range reaches into another class: the colour is the likeliest.
    """

    sign: str
    shown: str
    value: float
    detail: str = ""
    shrunk: bool = False
    unsure: bool = False

    @property
    def dotted(self) -> bool:
        """Whether its colour is not to be relied on."""
        return self.shrunk or self.unsure


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A map of one day; ``areas`` by code, ``says`` is the checked sentence."""

    day: date
    areas: Mapping[str, Area]
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class MapView:
    """A measure over towns, or over the villages of a town, day by day.

    Attributes
    ----------
    ground : Ground or None
        ``None`` where there are no outlines: the table stands alone.
    names : mapping
        Of all areas by code, drawn or not.
    frames : sequence of Frame
        In the order of days; the last is the day of the meeting.
    worst_high : bool
        Whether the highest number is the worst; else the lowest.
    """

    title: str
    unit: str
    ground: Ground | None
    names: Mapping[str, str]
    classes: Sequence[Paint]
    frames: Sequence[Frame]
    worst_high: bool
    limits: str = ""


@dataclass(frozen=True, kw_only=True)
class CompareView:
    """Two days of one map side by side, and what changed most between them.

    Attributes
    ----------
    head : str
        What ``changes`` lists.
    says : str
        Why nothing is listed, where nothing is.
    """

    before: MapView
    now: MapView
    head: str = ""
    changes: Sequence[str] = ()
    says: str = ""

    @property
    def title(self) -> str:
        """The measure's."""
        return self.now.title


@dataclass(frozen=True, kw_only=True)
class Line:
    """A question and its answer, or a sentence of its own (no question)."""

    text: str
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class CoverView:
    """The first view: what, of whom, as of when."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class AnswersView:
    """Questions and answers."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class TableView:
    """Rows of words; ``marked`` names the rows that are late, with a word of it."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    marked: Mapping[int, str]
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanChart:
    """Cases completed, as they are published, and what the stage plan asks.

    Attributes
    ----------
    done, planned : sequence of float
        Of each day of ``days``; ``NaN`` where nothing is told.
    stages : sequence of tuple
        Day and name of each stage's end.
    """

    title: str
    days: Sequence[date]
    done: Sequence[float]
    planned: Sequence[float]
    stages: Sequence[tuple[date, str]] = ()
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class AgeingChart:
    """Open cases by the step they wait for and by how long.

    Attributes
    ----------
    low : sequence of sequence of float
        Published counts by step and class, 0 for a small one, ``NaN`` withheld.
    shown : sequence of sequence of str
        The same in words.
    """

    title: str
    steps: Sequence[str]
    classes: Sequence[str]
    low: Sequence[Sequence[float]]
    shown: Sequence[Sequence[str]]
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class MoneyChart:
    """Sums by source: secured, allotted, paid, in 万元 (10 000 yuan), rounded.

    Attributes
    ----------
    amounts : sequence of sequence of float
        ``NaN``: the reports do not count it, which is not that it is unknown.
    """

    title: str
    sources: Sequence[str]
    states: Sequence[str]
    amounts: Sequence[Sequence[float]]
    says: str = ""


View = (
    CoverView
    | AnswersView
    | MapView
    | CompareView
    | TableView
    | PlanChart
    | AgeingChart
    | MoneyChart
)


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """The views of a meeting in one language.

    Attributes
    ----------
    stamp : str
        What it must not be taken for: demonstration data, a drill; may be empty.
    circle : str
        Who may see it: internal material.
    source : str
        Where the numbers come from and how small ones are hidden.
    """

    title: str
    county: str
    language: str
    on: date
    made_on: date
    stamp: str
    circle: str
    source: str
    views: Sequence[View]
    seconds_per_month: float = 1.0
    most_ranked: int = 12
