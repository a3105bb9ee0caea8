"""Roads: the cheapest ways over the ground, and the bridges they need."""

from typing import Any, NamedTuple

import numpy as np
import shapely

from geo.synthetic import raw
from geo.synthetic.curves import midpoints_added, smoothed_network
from geo.synthetic.grid import links, noise
from geo.synthetic.network import Network, Stretch
from geo.synthetic.places import Places
from geo.synthetic.settling import Hamlets
from geo.synthetic.terrain import Land
from geo.synthetic.water import Nearest, Rivers


class Roads(NamedTuple):
    """Stretches of road, the greatest first.

    Attributes
    ----------
    lines : list of ndarray (n, 2)
        Vertices on the plane, metres; roads that meet share a vertex.
    stretches : list of Stretch
        Of which road each line is.
    """

    lines: list[np.ndarray]
    stretches: list[Stretch]


class Bridges(NamedTuple):
    """Where roads cross rivers: points on the plane, and numbers of the two."""

    points: np.ndarray
    road: np.ndarray
    river: np.ndarray


def make_roads(
    land: Land,
    near: Nearest,
    places: Places,
    hamlets: Hamlets,
    rng: np.random.Generator,
) -> Roads:
    """Join towns, villages and hamlets, each class of road to the ones above it."""
    made = raw.table("land")["roads"]
    costs = _costs(land, near, made, rng)
    size = land.coarse.rows * land.coarse.columns
    net = Network(size, *costs, made["reuse"])
    capital = places.seat[places.town_seat[0]]
    for road in made["through"]:
        rim = land.coarse.to_plane(np.array([road["from"], road["to"]]))
        start, end = land.coarse.cells(rim)
        way = np.append(net.way(start, capital)[:-1], net.way(capital, end))
        net.build(road["road_class"], [way])
    towns = places.seat[places.town_seat]
    net.build("县道", net.ways_between(towns, int(made["loops"] * towns.size)))
    net.build("乡道", net.ways_to_network(places.seat))
    net.build("村道", net.ways_to_network(hamlets.cell))
    return _drawn(net, land, made)


def _costs(
    land: Land, near: Nearest, made: dict[str, Any], rng: np.random.Generator
) -> tuple[np.ndarray, ...]:
    start, end, length = links(land.coarse)
    height = land.coarse_height_m.ravel()
    grade = np.abs(height[start] - height[end]) / length
    wet = (near.distance_m < min(land.coarse.cell_m) * 0.75).ravel()
    dear = made["crossing_m"] * (wet[start] | wet[end]) / 2
    rough = np.exp(made["wandering"] * noise(land.coarse.shape, rng, 1.0)).ravel()
    length = length * (rough[start] + rough[end]) / 2
    return start, end, length * (1 + (grade / made["grade"]) ** 2) + dear


def _drawn(net: Network, land: Land, made: dict[str, Any]) -> Roads:
    ways = [stretch.cells for stretch in net.stretches]
    pairs = [np.column_stack([way[:-1], way[1:]]) for way in ways]
    pull = [made["pull"][stretch.road_class] for stretch in net.stretches]
    points = smoothed_network(
        land.coarse.centres(np.arange(net.size)),
        np.concatenate(pairs),
        weight=np.repeat(pull, [len(pair) for pair in pairs]),
        turns=made["smoothing"],
    )
    return Roads([midpoints_added(points[way]) for way in ways], net.stretches)


def make_bridges(roads: Roads, rivers: Rivers) -> Bridges:
    """Put a bridge wherever a road crosses a river."""
    over = np.array([shapely.LineString(line) for line in roads.lines])
    under = np.array([shapely.LineString(line) for line in rivers.lines])
    road, river = shapely.STRtree(under).query(over, predicate="intersects")
    crossings = shapely.intersection(over[road], under[river])
    points, pair = shapely.get_coordinates(crossings, return_index=True)
    return Bridges(points, road[pair], river[pair])
