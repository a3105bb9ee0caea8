"""Which houses stand in a tile, and which one stands where somebody clicked."""

import numpy as np

from geo.crs import morton_range
from geo.exposure import Exposure
from layers.base import TileAddress

TILE_PX = 256
_RIM_STEPS = 4  # a tile's rim is searched in squares of 1/16 of its side


def mercator(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place points on the web map, as shares of its width and height.

    Parameters
    ----------
    lon, lat : array of float
        Degrees; ``NaN`` stays ``NaN``.

    Examples
    --------
    >>> across, down = mercator(np.array([0.0, 180.0]), np.array([0.0, 0.0]))
    >>> across.tolist(), down.tolist()
    ([0.5, 1.0], [0.5, 0.5])
    """
    sine = np.sin(np.radians(lat))
    return (lon + 180.0) / 360.0, 0.5 - np.arctanh(sine) / (2.0 * np.pi)


def rows_near(morton: np.ndarray, tile: TileAddress) -> np.ndarray:
    """Return the rows of all houses in a tile or within 1/16 of its side around it.

    Parameters
    ----------
    morton : uint64 array
        Of all houses, rising.

    Returns
    -------
    int64 array
        Rows, each once; first those in the tile, in Morton order.
    """
    zoom = tile.z + _RIM_STEPS
    side = 2**_RIM_STEPS
    left, top = tile.x * side - 1, tile.y * side - 1
    steps = range(side + 2)
    rim = {(left + i, top + j) for i in steps for j in (0, side + 1)}
    rim |= {(left + i, top + j) for i in (0, side + 1) for j in steps}
    last = 2**zoom
    squares = [s for s in sorted(rim) if 0 <= s[0] < last and 0 <= s[1] < last]
    ranges = [morton_range(*tile), *(morton_range(zoom, *s) for s in squares)]
    bounds = np.array(ranges, np.uint64)
    starts, ends = np.searchsorted(morton, bounds.T)
    filled = np.flatnonzero(ends > starts)
    rows = [np.arange(starts[i], ends[i]) for i in filled]
    return np.concatenate([np.empty(0, np.int64), *rows])


def nearest_house(
    exposure: Exposure,
    chosen: np.ndarray,
    place: tuple[float, float],
    zoom: int,
    reach_px: float,
) -> int | None:
    """Find the house nearest to a place on the screen.

    Parameters
    ----------
    chosen : array of bool
        Along the exposure: the houses that are drawn.
    place : tuple of float
        Longitude and latitude of the click, latitude within 85 degrees.
    zoom : int
        Of the map; 0 to 22.
    reach_px : float
        How far from the click a house may be drawn; below 16.

    Returns
    -------
    int or None
        Its row; of houses at the same place the first.
    """
    across, down = (float(share) for share in mercator(*np.array(place, float)))
    # What rows_near reaches beyond a tile is 1/16 of its side: 16 px at this zoom.
    address = TileAddress(zoom, int(across * 2**zoom), int(down * 2**zoom))
    if not (0 <= address.x < 2**zoom > address.y >= 0):
        return None
    rows = rows_near(exposure.morton, address)
    rows = rows[chosen[rows]]
    if not len(rows):
        return None
    to_east, to_south = mercator(exposure.lon[rows], exposure.lat[rows])
    px = TILE_PX * 2.0**zoom
    distance_px = np.hypot(to_east - across, to_south - down) * px
    closest = int(np.argmin(distance_px))
    return int(rows[closest]) if distance_px[closest] <= reach_px else None
