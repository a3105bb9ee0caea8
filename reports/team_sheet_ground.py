"""The ground of a team's map in metres, and the part of it that a frame shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from geo.crs import metric_crs, to_metric
from reports.team_sheet import Lines, TeamSheet, degrees_of

LEAST_EXTENT_M = 150.0
# Between the edge of a map and its doors, in points: the scale bar stands in the
# south, the arrow to the north in the east.
_WEST_ROOM, _SOUTH_ROOM, _EAST_ROOM, _NORTH_ROOM = 12.0, 26.0, 24.0, 14.0
_FINEST_POINTS = 0.6  # a bend that is smaller is not seen

Bounds = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What lies around a team's way, in metres of one CRS.

    Attributes
    ----------
    doors : float64 array (placed doors, 2)
    base : float64 array (2,) or None
    route : list of float64 arrays (n, 2)
    roads, rivers, outline, blocked : arrays of shapely lines
    """

    doors: np.ndarray
    base: np.ndarray | None
    route: list[np.ndarray]
    roads: np.ndarray
    rivers: np.ndarray
    outline: np.ndarray
    blocked: np.ndarray

    @property
    def bounds(self) -> Bounds | None:
        """What a map of the whole way shows; ``None`` if nothing has a place."""
        base = [] if self.base is None else [self.base[np.newaxis]]
        places = np.concatenate([self.doors, *base, *self.route])
        return bounds_of(places) if len(places) else None


@dataclass(frozen=True, kw_only=True)
class MapFrame:
    """A box on the page and the part of the ground in it.

    Attributes
    ----------
    x, y, width, height : float
        Points on the page.
    west_m, south_m : float
        What lies in the lower left corner.
    metres : float
        To a point of the page.
    """

    x: float
    y: float
    width: float
    height: float
    west_m: float
    south_m: float
    metres: float

    @property
    def bounds(self) -> Bounds:
        """The ground it shows, in metres."""
        east = self.west_m + self.width * self.metres
        return self.west_m, self.south_m, east, self.south_m + self.height * self.metres

    def on_page(self, places: np.ndarray) -> np.ndarray:
        """Return where places (n, 2) in metres lie on the page."""
        corner = np.array([self.west_m, self.south_m])
        return (places - corner) / self.metres + np.array([self.x, self.y])

    def clipped(self, lines: np.ndarray) -> list[np.ndarray]:
        """Return the parts of lines that it shows, on the page."""
        near = lines[_touching(lines, self.bounds)]
        parts = shapely.get_parts(shapely.clip_by_rect(near, *self.bounds))
        parts = shapely.simplify(parts, _FINEST_POINTS * self.metres)
        shown = [shapely.get_coordinates(p) for p in parts[~shapely.is_empty(parts)]]
        return [self.on_page(places) for places in shown]


@dataclass
class Projector:
    """Turns degrees into metres; the same lines only once."""

    _done: dict[tuple[int, str], tuple[Lines, np.ndarray]] = field(default_factory=dict)

    def ground(self, sheet: TeamSheet) -> Ground:
        """Return the ground of a sheet, in the CRS in which its doors are measured."""
        doors = degrees_of([(stop.lon, stop.lat) for stop in sheet.placed])
        base = degrees_of([sheet.base] if sheet.base else [])
        crs = metric_crs(float(np.concatenate([doors, base])[:, 0].mean()))
        route = [_metres(degrees_of(line), crs) for line in sheet.route]
        return Ground(
            doors=_metres(doors, crs),
            base=_metres(base, crs)[0] if len(base) else None,
            route=[line for line in route if len(line) > 1],
            roads=self._lines(sheet.roads, crs),
            rivers=self._lines(sheet.rivers, crs),
            outline=self._lines(sheet.outline, crs),
            blocked=self._lines(sheet.blocked, crs),
        )

    def _lines(self, lines: Lines, crs: str) -> np.ndarray:
        key = (id(lines), crs)
        if key not in self._done:  # the lines are kept, so that their id stays theirs
            self._done[key] = lines, _shapes(lines, crs)
        return self._done[key][1]


def framed(bounds: Bounds, box: Bounds) -> MapFrame:
    """Fit bounds in metres into a box on the page, with room for scale and north.

    Parameters
    ----------
    box : x, y, width, height in points
    """
    west, south, east, north = bounds
    x, y, width, height = box
    inside = width - _WEST_ROOM - _EAST_ROOM, height - _SOUTH_ROOM - _NORTH_ROOM
    wide, high = max(east - west, LEAST_EXTENT_M), max(north - south, LEAST_EXTENT_M)
    metres = max(wide / inside[0], high / inside[1])
    return MapFrame(
        x=x,
        y=y,
        width=width,
        height=height,
        west_m=(west + east) / 2 - (_WEST_ROOM + inside[0] / 2) * metres,
        south_m=(south + north) / 2 - (_SOUTH_ROOM + inside[1] / 2) * metres,
        metres=metres,
    )


def bounds_of(places: np.ndarray) -> Bounds:
    """Return west, south, east, north of places (n, 2)."""
    return (*places.min(axis=0).tolist(), *places.max(axis=0).tolist())


def parted(places: np.ndarray, most: int) -> list[np.ndarray]:
    """Cut a way into parts of at most some doors, where it is farthest between two.

    Returns
    -------
    list of int arrays
        Positions of the doors of each part, in the order of the way.

    Examples
    --------
    >>> way = np.array([(0, 0), (1, 0), (2, 0), (90, 0), (91, 0)], float)
    >>> [part.tolist() for part in parted(way, 3)]
    [[0, 1, 2], [3, 4]]
    """
    return _parted(np.arange(len(places)), places, most)


def _parted(part: np.ndarray, places: np.ndarray, most: int) -> list[np.ndarray]:
    if len(part) <= most:
        return [part]
    steps = np.hypot(*np.diff(places[part], axis=0).T)
    least = max(len(part) // 5, 1)  # no part is a sliver
    cuts = np.arange(least, len(part) - least + 1)
    off_middle = abs(cuts - len(part) / 2)
    cut = int(cuts[np.lexsort((off_middle, -steps[cuts - 1]))[0]])
    before, after = part[:cut], part[cut:]
    return _parted(before, places, most) + _parted(after, places, most)


def _touching(lines: np.ndarray, bounds: Bounds) -> np.ndarray:
    west, south, east, north = bounds
    if not len(lines):
        return np.zeros(0, bool)
    box = shapely.bounds(lines).T
    return (box[0] <= east) & (box[2] >= west) & (box[1] <= north) & (box[3] >= south)


def _shapes(lines: Sequence, crs: str) -> np.ndarray:
    """Return the lines of two places and more, in metres."""
    places = [p for p in map(degrees_of, lines) if len(p) > 1]
    if not places:
        return np.empty(0, object)
    which = np.repeat(np.arange(len(places)), [len(p) for p in places])
    return shapely.linestrings(_metres(np.concatenate(places), crs), indices=which)


def _metres(places: np.ndarray, crs: str) -> np.ndarray:
    return np.column_stack(to_metric(places[:, 0], places[:, 1], crs))
