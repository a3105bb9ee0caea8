"""Houses, families, lists and cases of one county, as they hang together."""

from datetime import date
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.synthetic import raw
from geo.synthetic.cases import Candidates, Cases, make_cases
from geo.synthetic.draws import pick
from geo.synthetic.dwellings import Dwellings, forgotten, make_dwellings
from geo.synthetic.families import Members, make_families
from geo.synthetic.houses import Sites, place_houses
from geo.synthetic.poverty import Listed, make_lists
from geo.synthetic.world import World, stream
from rules.vocabulary import GRADES, STEPS, STRUCTURES


class Society(NamedTuple):
    """Families numbered like their houses.

    Attributes
    ----------
    sites : Sites
    found : Dwellings
        Houses as they were before any case; all is known.
    recorded : Dwellings
        Houses as they are now and as far as is on record; -1 unknown.
    members : Members
    lists : Listed
    other_safe_home : ndarray of int8
        1 yes, 0 no, -1 unknown.
    cases : Cases
    """

    sites: Sites
    found: Dwellings
    recorded: Dwellings
    members: Members
    lists: Listed
    other_safe_home: np.ndarray
    cases: Cases


def make_society(
    world: World,
    layers: dict[str, gpd.GeoDataFrame],
    count: int,
    until: date,
    seed: int,
) -> Society:
    """Settle families in a county, and look after them for two years."""
    villages = layers["village_boundary"]
    sites = place_houses(world, villages, count, stream(seed, "houses"))
    rng = stream(seed, "families")
    found = make_dwellings(sites, until, rng)
    kind, members = make_families(count, rng)
    lists = make_lists(kind, members, found.structure, rng)
    safe = _other_safe_home(count, rng)
    candidates = _candidates(sites, found, lists, safe, layers["seismic_zone"])
    rng = stream(seed, "cases")
    cases = make_cases(candidates, until, rng)
    recorded = _recorded(_repaired(found, cases, rng), cases, rng)
    return Society(sites, found, recorded, members, lists, safe, cases)


def _other_safe_home(count: int, rng: np.random.Generator) -> np.ndarray:
    shares = raw.table("mix")["other_safe_home"]
    no = 1 - shares["yes"] - shares["unknown"]
    rows = np.zeros(count, dtype=np.int8)
    return pick([[shares["unknown"], no, shares["yes"]]], rows, rng) - 1


def _candidates(
    sites: Sites,
    found: Dwellings,
    lists: Listed,
    other_safe_home: np.ndarray,
    zones: gpd.GeoDataFrame,
) -> Candidates:
    protected = np.zeros(other_safe_home.size, dtype=bool)
    protected[lists.family] = True
    certified = np.zeros_like(protected)
    certified[lists.family[lists.certified]] = True
    degree = np.zeros(protected.size, dtype=np.int8)
    lon, lat = sites.lon[protected], sites.lat[protected]
    here = np.zeros(lon.size, dtype=np.int8)
    columns = zones["geometry"], zones["design_intensity_degree"]
    for zone, zone_degree in zip(*columns, strict=True):
        shapely.prepare(zone)
        here = np.where(shapely.intersects_xy(zone, lon, lat), zone_degree, here)
    degree[protected] = here
    eligible = certified & (other_safe_home == 0)
    return Candidates(found.structure, found.grade, protected, eligible, degree)


def _repaired(found: Dwellings, cases: Cases, rng: np.random.Generator) -> Dwellings:
    """Rebuild or strengthen the houses whose works the county has accepted."""
    made = raw.table("mix")["case"]
    accepted = cases.days[:, STEPS.index("county_acceptance")]
    done = ~np.isnat(accepted)
    family = cases.family[done]
    chance = np.zeros(len(GRADES))
    for outcome in made["outcome"]:
        chance[GRADES.index(outcome["grade_found"])] = outcome["rebuilt"]
    rebuilt = rng.random(family.size) < chance[found.grade[family]]
    new = Dwellings(*(column.copy() for column in found))
    strengthened = GRADES.index(made["strengthened"]["grade"])
    new.grade[family] = np.minimum(found.grade[family], strengthened)
    year = accepted[done].astype("datetime64[Y]").astype(int) + 1970
    new.structure[family[rebuilt]] = STRUCTURES.index(made["rebuilt"]["structure"])
    new.storeys[family[rebuilt]] = made["rebuilt"]["storeys"]
    new.grade[family[rebuilt]] = GRADES.index(made["rebuilt"]["grade"])
    new.year_built[family[rebuilt]] = year[rebuilt]
    return new


def _recorded(houses: Dwellings, cases: Cases, rng: np.random.Generator) -> Dwellings:
    """Forget what no survey has found; an appraised house has its grade on record."""
    mix = raw.table("mix")
    shares = {
        "structure": mix["structure"]["unknown"],
        "storeys": mix["storeys"]["unknown"],
        "year_built": mix["year_built"]["unknown"],
        "grade": mix["grade"]["unsurveyed"],
    }
    known = Dwellings(
        **{name: forgotten(getattr(houses, name), s, rng) for name, s in shares.items()}
    )
    appraised = ~np.isnat(cases.days[:, STEPS.index("appraised")])
    family = cases.family[appraised]
    known.grade[family] = houses.grade[family]
    return known
