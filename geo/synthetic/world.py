"""The map of the county, without its people; the same for any number of them."""

from typing import NamedTuple

import numpy as np

from geo.synthetic.borders import Borders, make_borders
from geo.synthetic.floods import Flood, make_flood
from geo.synthetic.naming import PlaceNames, name_places
from geo.synthetic.places import Places, make_places
from geo.synthetic.quakes import Zones, make_faults, make_zones
from geo.synthetic.roads import Bridges, Roads, make_bridges, make_roads
from geo.synthetic.settling import Hamlets, make_hamlets
from geo.synthetic.sites import Facilities, Geohazards, make_facilities, make_geohazards
from geo.synthetic.terrain import Land, make_land
from geo.synthetic.water import Rivers, make_rivers, nearest_river, with_valleys

# Each part draws from its own stream: a change to one leaves the others alone.
STREAMS = (
    "land",
    "rivers",
    "places",
    "borders",
    "hamlets",
    "roads",
    "zones",
    "flood",
    "geohazards",
    "facilities",
    "names",
    "houses",
    "families",
    "people",
    "cases",
    "facts",
    "contacts",
    "appraised_again",
)


class World(NamedTuple):
    """Everything that lies on the map; geometry on the plane of ``land.grid``."""

    land: Land
    rivers: Rivers
    places: Places
    names: PlaceNames
    borders: Borders
    hamlets: Hamlets
    roads: Roads
    bridges: Bridges
    faults: np.ndarray
    zones: Zones
    flood: Flood
    geohazards: Geohazards
    facilities: Facilities


def stream(seed: int, part: str) -> np.random.Generator:
    """Return the random numbers of one part of a county."""
    return np.random.default_rng([seed, STREAMS.index(part)])


def make_world(seed: int) -> World:
    """Make the map: the ground first, then what people made of it."""
    land = make_land(stream(seed, "land"))
    rivers = make_rivers(land, stream(seed, "rivers"))
    land = with_valleys(land, rivers)
    near = nearest_river(rivers, land.coarse)
    places = make_places(land, near, stream(seed, "places"))
    borders = make_borders(places, land.coarse, stream(seed, "borders"))
    hamlets = make_hamlets(land, near, places, borders, stream(seed, "hamlets"))
    roads = make_roads(land, near, places, hamlets, stream(seed, "roads"))
    faults = make_faults(land.coarse)
    return World(
        land=land,
        rivers=rivers,
        places=places,
        names=name_places(land, places, stream(seed, "names")),
        borders=borders,
        hamlets=hamlets,
        roads=roads,
        bridges=make_bridges(roads, rivers),
        faults=faults,
        zones=make_zones(land.coarse, faults[-1], places, stream(seed, "zones")),
        flood=make_flood(land, rivers, borders.county, stream(seed, "flood")),
        geohazards=make_geohazards(land, places, hamlets, stream(seed, "geohazards")),
        facilities=make_facilities(land, places, hamlets, stream(seed, "facilities")),
    )
