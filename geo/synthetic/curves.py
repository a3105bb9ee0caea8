"""Lines on a lattice made to look drawn by nature."""

from collections.abc import Iterable

import numpy as np
from scipy import sparse


def traced(
    starts: Iterable[int], following: np.ndarray, seen: np.ndarray | None = None
) -> list[np.ndarray]:
    """Follow pointers from each start until a cell already followed, or the end.

    Parameters
    ----------
    starts : iterable of int
        Cells, those whose line should be longest first.
    following : ndarray of int
        Next cell of each; a number outside the lattice is the end.
    seen : ndarray of bool, optional
        Cells already followed.

    Returns
    -------
    list of ndarray of int
        Lines of two cells and more; a line that joins another ends in its cell.

    Examples
    --------
    >>> [line.tolist() for line in traced([0, 4], np.array([1, 2, 3, 9, 2]))]
    [[0, 1, 2, 3], [4, 2]]
    """
    seen = np.zeros(following.size, dtype=bool) if seen is None else seen.copy()
    lines = []
    for start in starts:
        line, cell = [], int(start)
        while 0 <= cell < following.size and not seen[cell]:
            seen[cell] = True
            line.append(cell)
            cell = int(following[cell])
        if line and 0 <= cell < following.size:
            line.append(cell)
        if len(line) > 1:
            lines.append(np.array(line))
    return lines


def smoothed_network(
    points_m: np.ndarray, links: np.ndarray, weight: np.ndarray, turns: int
) -> np.ndarray:
    """Move every joint of a network towards its neighbours; ends stay where they are.

    Parameters
    ----------
    points_m : ndarray (n, 2)
    links : ndarray of int (m, 2)
        Joints that are linked; lines that share joints go on sharing them.
    weight : ndarray (m,)
        Pull of each link: a main line stays smooth where a lesser one joins it.

    Returns
    -------
    ndarray (n, 2)
    """
    size = len(points_m)
    pull = sparse.coo_array((weight, tuple(links.T)), shape=(size, size)).tocsr()
    pull = pull + pull.T
    total = pull.sum(axis=1)
    joints = np.bincount(links.ravel(), minlength=size) > 1
    for _ in range(turns):
        towards = (pull @ points_m)[joints] / total[joints, None]
        points_m = points_m.copy()
        points_m[joints] = (points_m[joints] + towards) / 2
    return points_m


def midpoints_added(points_m: np.ndarray) -> np.ndarray:
    """Put a vertex between every two of a line, on a smooth curve through them.

    Examples
    --------
    >>> midpoints_added(np.array([[0.0, 0.0], [2.0, 0.0]])).tolist()
    [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]
    """
    ends = np.vstack(
        [2 * points_m[0] - points_m[1], points_m, 2 * points_m[-1] - points_m[-2]]
    )
    middle = (9 * (ends[1:-2] + ends[2:-1]) - ends[:-3] - ends[3:]) / 16
    finer = np.empty((2 * len(points_m) - 1, 2))
    finer[::2], finer[1::2] = points_m, middle
    return finer


def beads_along(line: np.ndarray, spacing_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Measure how far along a line its vertices lie, and beads spread evenly.

    Returns
    -------
    way, at : ndarray
        Metres from the start; beads lie at most ``spacing_m`` apart.
    """
    way = np.append(0, np.hypot(*np.diff(line, axis=0).T).cumsum())
    return way, np.linspace(0, way[-1], int(way[-1] / spacing_m) + 2)


def beads(lines: list[np.ndarray], spacing_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Spread beads along lines.

    Returns
    -------
    points, sides : ndarray (n, 2)
        Places, and for each the direction to the left of its line, of length 1.
    """
    points, sides = [], []
    for line in lines:
        way, at = beads_along(line, spacing_m)
        string = np.column_stack([np.interp(at, way, axis) for axis in line.T])
        east, north = np.gradient(string, axis=0).T
        points.append(string)
        sides.append(np.column_stack([-north, east]) / np.hypot(east, north)[:, None])
    return np.concatenate(points), np.concatenate(sides)
