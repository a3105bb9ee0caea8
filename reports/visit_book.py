"""What stands in the workbook of all doors: the order, the villages, the teams."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from reports.team_sheet import SheetStop, TeamSheet


@dataclass(frozen=True, kw_only=True)
class Doors:
    """All doors in the order of visits, as equally long columns.

    Attributes
    ----------
    hazard : float
        Intensity in degrees or depth in metres; ``NaN`` unknown, here and below.
    p_heavy, people, danger, effort, score : float
    dependents : float or int
        Negative or ``NaN`` unknown.
    first : str
        Class of doors that the county visits before the others; ``""`` none.
    structure, grade : str
        Words of record; ``""`` unknown.
    tag, visited_at : str
        What is on record; ``""``: nobody was there.
    """

    rank: Sequence[int]
    household_id: Sequence[str]
    town: Sequence[str]
    village: Sequence[str]
    structure: Sequence[str]
    grade: Sequence[str]
    hazard: Sequence[float]
    p_heavy: Sequence[float]
    people: Sequence[float]
    dependents: Sequence[float]
    danger: Sequence[float]
    effort: Sequence[float]
    score: Sequence[float]
    first: Sequence[str]
    lon: Sequence[float]
    lat: Sequence[float]
    tag: Sequence[str]
    visited_at: Sequence[str]

    def __len__(self) -> int:
        return len(self.rank)

    def column(self, name: str) -> list:
        """Return a column as plain Python values."""
        values = getattr(self, name)
        return values.tolist() if isinstance(values, np.ndarray) else list(values)

    def columns(self) -> dict[str, list]:
        """Return every column by its name."""
        return {field.name: self.column(field.name) for field in fields(self)}


@dataclass(frozen=True, kw_only=True)
class VillageRow:
    """A village: its doors, and what is expected behind them; ``NaN`` unknown."""

    town: str
    village: str
    households: int
    visited: int
    danger_low: float
    danger_middle: float
    danger_high: float
    heavy_low: float
    heavy_middle: float
    heavy_high: float


@dataclass(frozen=True, kw_only=True)
class VisitBook:
    """The workbook behind the papers of the teams.

    Attributes
    ----------
    doors : Doors or None
        ``None``: only the sheets of the teams, quick to bring in again.
    villages : sequence of VillageRow, the worst first.
    teams : sequence of TeamSheet
    unit : str
        Of the hazard, ``"degree"`` or ``"m"``.
    notes : sequence of str
        What must be known when reading it, in the language of the workbook.
    village_sheets : bool
        Whether each village has a sheet of its unvisited doors, to be typed into.
    """

    county: str
    event_title: str
    language: str
    demonstration: bool
    drill: bool
    doors: Doors | None
    villages: Sequence[VillageRow]
    teams: Sequence[TeamSheet]
    unit: str = "degree"
    notes: Sequence[str] = ()
    printed_at: str = ""
    village_sheets: bool = False


def doors_of_villages(doors: Doors) -> Iterator[tuple[str, str, list[SheetStop]]]:
    """Yield town, village and its doors that nobody was at, numbered in their order.

    The village of the first door comes first.
    """
    columns = doors.columns()
    places: dict[tuple[str, str], list[int]] = {}
    homes = zip(columns["town"], columns["village"], columns["tag"], strict=True)
    for at, (town, village, tag) in enumerate(homes):
        if not tag:
            places.setdefault((town, village), []).append(at)
    for (town, village), rows in places.items():
        stops = [_stop(columns, at, place) for place, at in enumerate(rows, start=1)]
        yield town, village, stops


def _stop(columns: dict[str, list], at: int, place: int) -> SheetStop:
    same = ("household_id", "village", "people", "dependents", "structure", "grade")
    return SheetStop(
        place=place,
        heavy_probability=columns["p_heavy"][at],
        danger=columns["danger"][at],
        arrive_min=math.nan,
        lon=columns["lon"][at],
        lat=columns["lat"][at],
        **{name: columns[name][at] for name in same},
    )
