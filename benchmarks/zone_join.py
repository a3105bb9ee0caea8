"""Time the join of households to zones: ``python -m benchmarks.zone_join``.

A county cut into 60 towns whose shared borders wander (880 000 vertices in all);
1 000 000 households in map order, 10 000 of them exactly on a border vertex.
The peer is ``geopandas.sjoin(predicate="within")``; right is what
``shapely.intersects`` says, pair for pair.
"""

import sys
import time
from itertools import product

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import STORED_CRS, morton
from geo.zones import positions_in

HOUSEHOLDS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ON_A_BORDER = HOUSEHOLDS // 100
COLUMNS, ROWS = 10, 6
VERTICES_PER_SIDE = 3667
WEST, SOUTH, SIDE = 103.0, 30.5, 0.1


def side(rng: np.random.Generator, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Wander from one corner to the next, never far from the straight line."""
    steps = np.linspace(0, 1, VERTICES_PER_SIDE)[:, None]
    across = (end - start)[::-1] * (-1, 1)
    waves = sum(rng.normal() * np.sin(np.pi * k * steps) / k**1.3 for k in range(1, 60))
    rough = rng.uniform(-1, 1, steps.shape) * (steps > 0) * (steps < 1)
    return start + (end - start) * steps + across * (0.03 * waves + 1e-4 * rough)


def towns(rng: np.random.Generator) -> np.ndarray:
    def corner(column: int, row: int) -> np.ndarray:
        return np.array([WEST + SIDE * column, SOUTH + SIDE * row])

    columns, rows = range(COLUMNS + 1), range(ROWS + 1)
    along = {
        (c, r): side(rng, corner(c, r), corner(c + 1, r))
        for c, r in product(columns, rows)
    }
    up = {
        (c, r): side(rng, corner(c, r), corner(c, r + 1))
        for c, r in product(columns, rows)
    }
    rings = [
        np.concatenate(
            [
                along[c, r][:-1],
                up[c + 1, r][:-1],
                along[c, r + 1][:0:-1],
                up[c, r][:0:-1],
            ]
        )
        for r, c in product(range(ROWS), range(COLUMNS))
    ]
    return shapely.polygons([shapely.linearrings(ring) for ring in rings])


def households(rng: np.random.Generator, zones: np.ndarray) -> np.ndarray:
    places = rng.uniform(
        (WEST - 0.05, SOUTH - 0.05),
        (WEST + SIDE * COLUMNS + 0.05, SOUTH + SIDE * ROWS + 0.05),
        (HOUSEHOLDS, 2),
    )
    vertices = shapely.get_coordinates(zones)
    places[:ON_A_BORDER] = vertices[rng.integers(0, len(vertices), ON_A_BORDER)]
    return places[np.argsort(morton(*places.T))]


def exact_pairs(places: np.ndarray, zones: np.ndarray) -> np.ndarray:
    points, pairs = shapely.points(places), []
    for position, zone in enumerate(zones):
        shapely.prepare(zone)
        inside = np.flatnonzero(shapely.intersects(zone, points))
        pairs.append(np.column_stack([inside, np.full_like(inside, position)]))
    return np.concatenate(pairs)


def timed(work, *arguments):
    start = time.perf_counter()
    answer = work(*arguments)
    return answer, time.perf_counter() - start


def sjoin_within(places: np.ndarray, zones: np.ndarray) -> tuple[int, float, float]:
    """Count the peer's pairs; time it on new tables, then again on the same ones."""
    table = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*places.T), crs=STORED_CRS)
    fresh = shapely.from_wkb(shapely.to_wkb(zones))  # nothing prepared in advance
    areas = gpd.GeoDataFrame(geometry=fresh, crs=STORED_CRS)
    within, first_s = timed(lambda: gpd.sjoin(table, areas, predicate="within"))
    _, again_s = timed(lambda: gpd.sjoin(table, areas, predicate="within"))
    return len(within), first_s, again_s


def main() -> None:
    rng = np.random.default_rng(0)
    zones = towns(rng)
    places = households(rng, zones)
    print(f"{HOUSEHOLDS:,} households, {len(zones)} zones, "
          f"{shapely.get_num_coordinates(zones).sum():,} vertices, "
          f"{int((~shapely.is_valid(zones)).sum())} invalid")  # fmt: skip
    runs = [timed(positions_in, *places.T, zones) for _ in range(3)]
    points, positions = runs[0][0]
    ours_s = min(seconds for _, seconds in runs)
    shuffled = rng.permutation(HOUSEHOLDS)
    _, unsorted_s = timed(positions_in, *places[shuffled].T, zones)
    peers = [sjoin_within(places, zones) for _ in range(3)]
    count, peer_s, again_s = np.min(peers, axis=0)
    exact = exact_pairs(places, zones)
    same = np.array_equal(exact, np.column_stack([points, positions]))
    print(f"ours {ours_s:.2f} s, unsorted {unsorted_s:.2f} s; best of 3, also below")
    print(f"sjoin within {peer_s:.2f} s: ours is {peer_s / ours_s:.1f} times faster")
    print(
        f"sjoin again on prepared tables {again_s:.2f} s: {again_s / ours_s:.1f} times"
    )
    print(f"pairs: ours {len(points):,}, shapely.intersects {len(exact):,}", end=", ")
    print(f"sjoin within {int(count):,}")
    print(f"ours equal to shapely.intersects, pair for pair: {same}")
    if not same:
        sys.exit("not equal to shapely.intersects")


if __name__ == "__main__":
    main()
