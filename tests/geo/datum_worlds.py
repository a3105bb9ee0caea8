"""Counties that do not exist and batches of their houses, in any datum.

The shifts come from prcoords and the zones from PROJ: nothing here asks the doctor.
"""

import warnings
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import prcoords
import pyproj
import shapely
from scipy.ndimage import gaussian_filter

SIDE_M = 22_000.0
REACHES = ("county", "town", "few villages")
SETTLED = ("scattered", "valley", "nucleated")
PLACES = (  # middles of counties that have villages: longitude, latitude
    (103.40, 31.02), (104.49, 31.54), (102.10, 27.90), (100.20, 25.60),
    (106.60, 26.50), (108.90, 34.30), (105.70, 34.60), (110.50, 30.30),
    (113.20, 35.10), (114.60, 36.70), (116.90, 35.60), (118.10, 36.20),
    (115.60, 30.10), (111.70, 27.20), (109.10, 23.60), (117.40, 27.40),
    (119.90, 29.10), (121.10, 42.10), (124.90, 44.30), (103.90, 36.10),
)  # fmt: skip


class County(NamedTuple):
    """Villages with their polygons in degrees, and houses with their village."""

    villages: gpd.GeoDataFrame
    lon: np.ndarray
    lat: np.ndarray
    village: np.ndarray
    settled: str


def make_county(
    rng: np.random.Generator, settled: str, middle: tuple[float, float]
) -> County:
    """Cut a square of ground into villages of 1.5 to 6 km2 and settle them."""
    meridian = 3 * round(middle[0] / 3)
    crs = f"+proj=tmerc +lon_0={meridian} +x_0=500000 +ellps=GRS80"
    to_plane = pyproj.Transformer.from_crs("EPSG:4490", crs, always_xy=True)
    corner = np.array(to_plane.transform(*middle)) - SIDE_M / 2
    cells = _villages(rng)
    bend = _bend(rng)
    made = [_settle(rng, cell, settled) for cell in cells]
    houses, village = (
        np.concatenate(made),
        np.repeat(range(len(made)), [*map(len, made)]),
    )
    cells = shapely.transform(shapely.segmentize(cells, 150.0), bend)
    plane = bend(houses) + corner
    lon, lat = to_plane.transform(*plane.T, direction="INVERSE")
    shapes = gpd.GeoSeries(shapely.transform(cells, lambda xy: xy + corner), crs=crs)
    codes = [f"990002{100 + at // 12:03d}{at % 12:03d}" for at in range(len(cells))]
    table = gpd.GeoDataFrame({"code": codes}, geometry=shapes).to_crs("EPSG:4490")
    return County(table, lon, lat, village, settled)


def _villages(rng: np.random.Generator) -> np.ndarray:
    square = shapely.box(0, 0, SIDE_M, SIDE_M)
    count = int((SIDE_M / 1000) ** 2 / rng.uniform(2.0, 4.0))
    cells = shapely.voronoi_polygons(
        shapely.multipoints(rng.uniform(0, SIDE_M, (count, 2))), extend_to=square
    )
    cells = shapely.intersection(np.array(cells.geoms), square)
    area = shapely.area(cells) / 1e6
    cells = cells[(area > 1.5) & (area < 6.0)]
    middle = shapely.get_coordinates(shapely.centroid(cells))
    return cells[np.lexsort((middle[:, 1], middle[:, 0] // 6000))]


def _bend(rng: np.random.Generator):
    """Bend straight borders, and the houses with them, by some 150 m."""
    cells = 128
    field = gaussian_filter(rng.standard_normal((2, cells, cells)), (0, 3, 3))
    field *= 150.0 / field.std()

    def bend(xy: np.ndarray) -> np.ndarray:
        at = np.clip(xy / SIDE_M * (cells - 1), 0, cells - 2)
        low, part = at.astype(int), at % 1.0
        (i, j), (u, v) = low.T, part.T
        moved = (
            field[:, i, j] * (1 - u) * (1 - v)
            + field[:, i + 1, j] * u * (1 - v)
            + field[:, i, j + 1] * (1 - u) * v
            + field[:, i + 1, j + 1] * u * v
        )
        return xy + moved.T

    return bend


def _settle(
    rng: np.random.Generator, cell: shapely.Polygon, settled: str
) -> np.ndarray:
    """Put 120 to 500 houses into hamlets; some hamlets lie at the border."""
    houses = int(rng.integers(120, 500))
    if settled == "nucleated":
        middles, spread = _anywhere(rng, cell, int(rng.integers(1, 3))), 180.0
    elif settled == "valley":
        start, end = _anywhere(rng, cell, 2)
        along = rng.uniform(0, 1, (7, 1))
        middles, spread = start + along * (end - start), 90.0
    else:
        middles, spread = _anywhere(rng, cell, int(rng.integers(3, 11))), 90.0
    own = rng.choice(len(middles), houses, p=rng.dirichlet(np.full(len(middles), 2.0)))
    places = middles[own] + rng.normal(0, spread, (houses, 2))
    shapely.prepare(cell)
    kept = places[shapely.intersects_xy(cell, *places.T)]
    return kept if len(kept) else _anywhere(rng, cell, 20)


def _anywhere(
    rng: np.random.Generator, cell: shapely.Polygon, count: int
) -> np.ndarray:
    west, south, east, north = cell.bounds
    places = rng.uniform((west, south), (east, north), (400 + 60 * count, 2))
    return places[shapely.intersects_xy(cell, *places.T)][:count]


class Batch(NamedTuple):
    """Numbers as they come, their stated villages, and the truth."""

    x: np.ndarray
    y: np.ndarray
    codes: np.ndarray
    truth: str


def make_batch(
    rng: np.random.Generator,
    county: County,
    rows: int,
    truth: str,
    *,
    reach: str | None = None,
    bad: float = 0.05,
) -> Batch:
    """Draw rows of a county, of a town or of a few villages; some are bad."""
    towns = county.villages["code"].str[:9]
    pool = np.arange(len(county.lon))
    reach = reach or rng.choice(REACHES[:2])
    if reach == "town":
        town = rng.choice(towns.unique()[:-1])  # the last is what was left over
        pool = np.flatnonzero((towns == town).to_numpy()[county.village])
    elif reach == "few villages":
        near = rng.integers(len(towns) - 2) + np.arange(int(rng.integers(1, 4)))
        pool = np.flatnonzero(np.isin(county.village, near))
    chosen = rng.choice(pool, min(rows, len(pool)), replace=False)
    lon, lat, village = county.lon[chosen], county.lat[chosen], county.village[chosen]
    lon, lat = lon + rng.normal(0, 5e-5, len(lon)), lat + rng.normal(0, 5e-5, len(lat))
    x, y = numbers(lon, lat, truth)
    x, y, village = _spoilt(rng, x, y, village, county, bad)
    return Batch(x, y, county.villages["code"].to_numpy()[village], truth)


def _spoilt(rng, x, y, village, county, bad):
    """Give rows a neighbour's village, any village, a slip of a digit, or garbage."""
    wrong = np.flatnonzero(rng.random(len(x)) < bad)
    kind = rng.choice(4, len(wrong), p=[0.5, 0.2, 0.2, 0.1])
    middles = shapely.get_coordinates(shapely.centroid(county.villages.geometry))
    x, y, village = x.copy(), y.copy(), village.copy()
    for row, how in zip(wrong, kind, strict=True):
        if how == 0:
            away = np.hypot(*(middles - middles[village[row]]).T)
            village[row] = np.argsort(away)[rng.integers(1, 7)]
        elif how == 1:
            village[row] = rng.integers(len(middles))
        elif how == 2:
            x[row] += rng.choice([-1, 1]) * abs(x[row]) * 10.0 ** -rng.integers(2, 5)
        else:
            x[row] = y[row] = 0.0
    return x, y, village


def numbers(lon: np.ndarray, lat: np.ndarray, truth: str) -> tuple:
    """Write places in a reading, by prcoords and PROJ."""
    plain = truth.removesuffix("/swapped")
    frame, _, shift = plain.partition("+")
    if not frame.startswith("EPSG"):
        frame, shift = "lonlat", frame
    lon, lat = shifted(lon, lat, shift)
    if frame != "lonlat":
        degrees = "EPSG:4490" if frame.startswith("EPSG:4") else "EPSG:4326"
        carry = pyproj.Transformer.from_crs(degrees, frame, always_xy=True)
        lon, lat = carry.transform(lon, lat)
    return (lat, lon) if plain != truth else (lon, lat)


def shifted(lon: np.ndarray, lat: np.ndarray, shift: str) -> tuple:
    """Shift by prcoords, which knows one place at a time."""
    steps = {
        "gcj02": (prcoords.wgs_gcj,),
        "gcj02x2": (prcoords.wgs_gcj, prcoords.wgs_gcj),
        "bd09": (prcoords.wgs_bd,),
    }.get(shift, ())
    places = list(zip(lat, lon, strict=True))
    with warnings.catch_warnings(action="ignore"):
        for step in steps:
            places = [step(place) for place in places]
    lat, lon = np.array(places).T
    return lon, lat


def truths(middle: float) -> list[str]:
    """List every reading that a batch of a county may be written in."""
    meridian = 3 * round(middle / 3)
    third, sixth = (meridian - 75) // 3, round((middle - 75) / 6)
    zones = [4534 + third, 4513 + third, 4502 + sixth, 4491 + sixth]
    names = ["lonlat", "gcj02", "gcj02x2", "bd09", *(f"EPSG:{zone}" for zone in zones)]
    names += [f"EPSG:{zones[0]}+gcj02", f"EPSG:{32643 + sixth}"]
    return [name + swap for name in names for swap in ("", "/swapped")]
