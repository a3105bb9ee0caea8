"""The lattice on which the land is made: rows from north to south."""

from itertools import product
from typing import NamedTuple

import numpy as np
from affine import Affine
from scipy import ndimage, sparse

METRES_PER_DEGREE = 111_320.0

# The eight neighbours as (row, column) steps.
STEPS_TO_NEIGHBOURS = tuple(s for s in product((-1, 0, 1), repeat=2) if s != (0, 0))


class Grid(NamedTuple):
    """A lattice in degrees, measured in metres on a plane at its middle latitude.

    Plane coordinates are metres east and north of the south-west corner.
    """

    west: float
    north: float
    step_degree: float
    rows: int
    columns: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def south(self) -> float:
        """Latitude of the lower edge, degrees."""
        return self.north - self.rows * self.step_degree

    @property
    def metres_per_degree(self) -> np.ndarray:
        """Metres in one degree of longitude and of latitude."""
        middle = np.radians((self.north + self.south) / 2)
        return METRES_PER_DEGREE * np.array([np.cos(middle), 1.0])

    @property
    def cell_m(self) -> tuple[float, float]:
        """Width and height of a cell in metres."""
        width, height = self.metres_per_degree * self.step_degree
        return float(width), float(height)

    @property
    def extent_m(self) -> tuple[float, float]:
        """Width and height of the whole lattice in metres."""
        width, height = self.cell_m
        return width * self.columns, height * self.rows

    @property
    def transform(self) -> Affine:
        """Column and row to longitude and latitude."""
        step = self.step_degree
        return Affine(step, 0.0, self.west, 0.0, -step, self.north)

    def coarser(self, factor: int) -> "Grid":
        """Return the lattice of the same ground with cells ``factor`` times larger."""
        rows, columns = self.rows // factor, self.columns // factor
        step = self.step_degree * factor
        return Grid(self.west, self.north, step, rows, columns)

    def to_plane(self, lonlat: np.ndarray) -> np.ndarray:
        """Degrees (n, 2) to metres on the plane."""
        return (lonlat - [self.west, self.south]) * self.metres_per_degree

    def to_degrees(self, points_m: np.ndarray) -> np.ndarray:
        """Metres on the plane (n, 2) to degrees."""
        return points_m / self.metres_per_degree + [self.west, self.south]

    def centres(self, cells: np.ndarray) -> np.ndarray:
        """Return the middles of flat cell numbers, metres on the plane (n, 2)."""
        row, column = np.divmod(cells, self.columns)
        width, height = self.cell_m
        east, north = (column + 0.5) * width, (self.rows - row - 0.5) * height
        return np.column_stack([east, north])

    def corners(self, column: np.ndarray, row: np.ndarray) -> np.ndarray:
        """Return corners of cells, whole or in between, on the plane (n, 2)."""
        width, height = self.cell_m
        return np.column_stack([column * width, (self.rows - row) * height])

    def cells(self, points_m: np.ndarray) -> np.ndarray:
        """Flat numbers of the cells that hold points; the rim takes what is outside."""
        width, height = self.cell_m
        column = (points_m[:, 0] // width).clip(0, self.columns - 1)
        row = (self.rows - 1 - points_m[:, 1] // height).clip(0, self.rows - 1)
        return (row * self.columns + column).astype(np.int64)

    def sample(self, raster: np.ndarray, points_m: np.ndarray) -> np.ndarray:
        """Read a raster of this lattice between its cell centres, linearly."""
        width, height = self.cell_m
        row = self.rows - points_m[:, 1] / height - 0.5
        column = points_m[:, 0] / width - 0.5
        return ndimage.map_coordinates(raster, [row, column], order=1, mode="nearest")


def noise(
    shape: tuple[int, int], rng: np.random.Generator, roughness: float = 2.0
) -> np.ndarray:
    """Make fractal noise of mean 0 and deviation 1; rougher is smaller."""
    rows, columns = (2 * side for side in shape)  # twice as large hides the period
    high = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns) * 1.0)
    high[0, 0] = np.inf
    white = np.fft.rfft2(rng.standard_normal((rows, columns)))
    field = np.fft.irfft2(white / high ** (roughness / 2 + 0.5), (rows, columns))
    field = field[: shape[0], : shape[1]]
    return (field - field.mean()) / field.std()


def resized(raster: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Stretch a raster over another lattice of the same ground, smoothly."""
    scale = [new / old for new, old in zip(shape, raster.shape, strict=True)]
    return ndimage.zoom(raster, scale, order=3, mode="nearest", grid_mode=True)


def links(
    grid: Grid, allowed: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """List the pairs of neighbouring cells.

    Parameters
    ----------
    allowed : ndarray of bool, shape of ``grid``, optional
        Cells that may be entered; all by default.

    Returns
    -------
    start, end : ndarray of int64
        Flat cell numbers, each pair in both directions.
    length_m : ndarray of float64
    """
    number = np.arange(grid.rows * grid.columns).reshape(grid.shape)
    starts, ends, lengths = [], [], []
    for step in STEPS_TO_NEIGHBOURS:
        here, there = _overlap(number, step)
        starts.append(here.ravel())
        ends.append(there.ravel())
        lengths.append(np.full(here.size, step_length_m(grid, step)))
    start, end, length = (np.concatenate(part) for part in (starts, ends, lengths))
    if allowed is None:
        return start, end, length
    kept = allowed.ravel()[start] & allowed.ravel()[end]
    return start[kept], end[kept], length[kept]


def _overlap(
    raster: np.ndarray, step: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    here, there = [], []
    for delta, size in zip(step, raster.shape, strict=True):
        here.append(slice(max(0, -delta), size - max(0, delta)))
        there.append(slice(max(0, delta), size - max(0, -delta)))
    return raster[tuple(here)], raster[tuple(there)]


def step_length_m(grid: Grid, step: tuple[int, int]) -> float:
    """Measure a step of (rows, columns) in metres."""
    width, height = grid.cell_m
    return float(np.hypot(step[0] * height, step[1] * width))


def graph(
    start: np.ndarray, end: np.ndarray, cost: np.ndarray, size: int
) -> sparse.csr_array:
    """Join links and their costs to a graph for ``scipy.sparse.csgraph``."""
    return sparse.csr_array((cost, (start, end)), shape=(size, size))
