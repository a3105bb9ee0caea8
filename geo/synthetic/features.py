"""The map as tables of features in EPSG:4490, one for each kind of layer."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import STORED_CRS
from geo.synthetic import raw
from geo.synthetic.naming import ADCODE, name_rivers, name_roads, ordinal_within
from geo.synthetic.quakes import fault_traces
from geo.synthetic.world import World

DECIMALS = 6  # of a degree: a tenth of a metre


def _table(world: World, shapes: Iterable[Any], **columns: Any) -> gpd.GeoDataFrame:
    degrees = shapely.transform(
        np.array(list(shapes)),
        lambda points: world.land.grid.to_degrees(points).round(DECIMALS),
    )
    return gpd.GeoDataFrame(columns, geometry=degrees, crs=STORED_CRS)


def boundaries(world: World) -> dict[str, gpd.GeoDataFrame]:
    """Outlines of county, towns and villages: ``code``, ``name``."""
    names, borders = world.names, world.borders
    county = raw.table("names")["county"]
    rows = {
        "county_boundary": ([borders.county], [ADCODE], [county]),
        "town_boundary": (borders.towns, names.town_codes, names.town_names),
        "village_boundary": (
            borders.villages,
            names.village_codes,
            names.village_names,
        ),
    }
    return {
        kind: _table(world, shapes, code=codes, name=told)
        for kind, (shapes, codes, told) in rows.items()
    }


def river(world: World) -> gpd.GeoDataFrame:
    """Rivers, cut where their order grows: ``name``, ``stream_order`` 1 to 4."""
    orders_km2 = raw.table("land")["water"]["orders_km2"]
    names = name_rivers(len(world.rivers.lines))
    shapes, told, orders = [], [], []
    for name, line, _, area in zip(names, *world.rivers, strict=True):
        order = np.digitize(area[:-1], orders_km2) + 1  # of the stretch that follows
        cuts = [0, *np.flatnonzero(np.diff(order)) + 1, len(order)]
        for first, last in pairwise(cuts):
            shapes.append(shapely.LineString(line[first : last + 1]))
            told.append(name)
            orders.append(int(order[first]))
    return _table(world, shapes, name=told, stream_order=orders)


def road(world: World) -> gpd.GeoDataFrame:
    """Roads: ``name``, ``road_class``."""
    return _table(
        world,
        map(shapely.LineString, world.roads.lines),
        name=name_roads(world.roads, world.places, world.names),
        road_class=[stretch.road_class for stretch in world.roads.stretches],
    )


def bridge(world: World, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Bridges: ``name``, ``road_class`` of the road they carry."""
    cell = world.land.coarse.cells(world.bridges.points)
    village = _village_names(world, cell)
    words = rng.choice(raw.table("names")["bridges"]["words"], len(cell))
    stretches = world.roads.stretches
    return _table(
        world,
        shapely.points(world.bridges.points),
        name=[f"{v}{w}桥" for v, w in zip(village, words, strict=True)],
        road_class=[stretches[number].road_class for number in world.bridges.road],
    )


def _village_names(world: World, cell: np.ndarray) -> list[str]:
    """Name the village of each cell without 村; nothing outside the county."""
    village = world.places.ground.ravel()[cell]
    names = [name.removesuffix("村") for name in world.names.village_names]
    return [names[number] if number >= 0 else "" for number in village]


def fault(world: World) -> gpd.GeoDataFrame:
    """Traces of faults: ``name``."""
    names = [fault["name"] for fault in raw.table("land")["faults"]]
    return _table(world, fault_traces(world.land.coarse), name=names)


def seismic_zone(world: World) -> gpd.GeoDataFrame:
    """Zonation: ``pga_g``, ``design_intensity_degree``, ``spectrum_period_s``."""
    zones = [raw.table("land")["zones"]["zone"][number] for number in world.zones.zone]
    names = ("pga_g", "design_intensity_degree", "spectrum_period_s")
    columns = {name: [zone[name] for zone in zones] for name in names}
    return _table(world, world.zones.polygons, **columns)


def flood_extent(world: World) -> gpd.GeoDataFrame:
    """Flooded ground: ``return_period_years``, ``depth_m`` (mean; of some unknown)."""
    flood = world.flood
    told = raw.table("land")["flood"]["depth_told"]
    known = np.isin(flood.return_period_years, told)
    return _table(
        world,
        flood.polygons,
        return_period_years=flood.return_period_years,
        depth_m=np.where(known, flood.mean_depth_m.round(1), np.nan),
    )


def geohazard(world: World) -> gpd.GeoDataFrame:
    """Dangerous slopes: ``name``, ``hazard_type``, ``radius_m``."""
    hazards, hamlets = world.geohazards, world.hamlets
    group = ordinal_within(hamlets.village)[hazards.hamlet]
    village = np.array(world.names.village_names)[hamlets.village[hazards.hamlet]]
    parts = zip(village, group, hazards.hazard_type, strict=True)
    return _table(
        world,
        shapely.points(hazards.points),
        name=[f"{v}{g}组{kind}" for v, g, kind in parts],
        hazard_type=hazards.hazard_type,
        radius_m=hazards.radius_m,
    )


def facility(world: World) -> gpd.GeoDataFrame:
    """Team bases, schools, homes for the aged: ``name``, ``facility_kind``."""
    words = raw.table("names")["facilities"]
    sites, places = world.facilities, world.places
    village = world.hamlets.village[sites.hamlet]
    town = np.array(world.names.town_names)[places.town[village]]
    names = []
    for kind, here, within in zip(sites.kind, village, town, strict=True):
        if kind == "school" and here not in places.town_seat:
            names.append(world.names.village_names[here] + words["village_school"])
        elif kind == "team_base" and here == places.town_seat[0]:
            names.append(raw.table("names")["county"] + words["county_base"])
        else:
            word = {"school": "town_school", "team_base": "town_base"}.get(kind, kind)
            names.append(within + words[word])
    return _table(
        world, shapely.points(sites.points), name=names, facility_kind=sites.kind
    )


def all_features(world: World, rng: np.random.Generator) -> dict[str, gpd.GeoDataFrame]:
    """Every vector layer by its kind."""
    makers = (river, road, fault, seismic_zone, flood_extent, geohazard, facility)
    tables = {maker.__name__: maker(world) for maker in makers}
    return boundaries(world) | tables | {"bridge": bridge(world, rng)}
