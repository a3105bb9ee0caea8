"""Light and shade of the ground, for maps."""

from pathlib import Path

import numpy as np

from geo.rasters import MERCATOR_EDGE_M, tile_bounds, warp


def hillshade_tile(
    path: Path, z: int, x: int, y: int, *, size: int = 256
) -> np.ndarray:
    """Shade the relief of a DEM on a Web Mercator tile; neighbours meet seamlessly.

    Returns
    -------
    float32, shape (size, size)
        0 dark to 1 lit; ``NaN`` where the height is unknown.
    """
    west, south, east, north = tile_bounds(z, x, y)
    cell = (east - west) / size
    wider = (west - cell, south - cell, east + cell, north + cell)
    height_m = warp(path, wider, size + 2)
    middle = (north + south) / 2
    true_cell_m = cell / np.cosh(middle / MERCATOR_EDGE_M * np.pi)
    return hillshade(height_m, true_cell_m)[1:-1, 1:-1]


def hillshade(
    height_m: np.ndarray, cell_m: float, *, azimuth_degree: float = 315.0,
    altitude_degree: float = 45.0,
) -> np.ndarray:  # fmt: skip
    """Light a relief from one side.

    Parameters
    ----------
    height_m : float array, north up
        ``NaN`` where unknown.
    cell_m : float
        Side of a cell on the ground.
    azimuth_degree, altitude_degree : float
        Where the light comes from, clockwise from north, and how high it stands.

    Returns
    -------
    float32
        0 dark to 1 lit; ``NaN`` where the slope is unknown.

    Examples
    --------
    >>> hillshade(np.zeros((2, 2)), 30.0, altitude_degree=90.0).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    southward, eastward = np.gradient(np.asarray(height_m, np.float32), cell_m)
    azimuth, altitude = np.radians((azimuth_degree, altitude_degree))
    facing = -eastward * np.sin(azimuth) + southward * np.cos(azimuth)
    lit = np.sin(altitude) + np.cos(altitude) * facing
    steepness = np.sqrt(1 + southward**2 + eastward**2)
    return np.clip(lit / steepness, 0, 1).astype(np.float32)
