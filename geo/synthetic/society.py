"""Houses, families, lists and cases of one county, as they hang together."""

from datetime import date
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.synthetic import raw
from geo.synthetic.cases import Candidates, Cases, accepted_on, make_cases
from geo.synthetic.draws import pick
from geo.synthetic.dwellings import Dwellings, forgotten, make_dwellings
from geo.synthetic.facts import Facts, make_facts
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
    surveyed : Dwellings
        The same as far as the first survey put them on record; -1 unknown.
    recorded : Dwellings
        Houses as they are now, after the cases, and on record; -1 unknown.
    members : Members
    lists : Listed
    other_safe_home : ndarray of int8
        1 yes, 0 no, -1 unknown.
    cases : Cases
    facts : Facts
        As the first survey put them on record.
    """

    sites: Sites
    found: Dwellings
    surveyed: Dwellings
    recorded: Dwellings
    members: Members
    lists: Listed
    other_safe_home: np.ndarray
    cases: Cases
    facts: Facts


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
    cases = make_cases(candidates, until, rng, stream(seed, "appraised_again"))
    surveyed = _surveyed(found, rng)
    facts = make_facts(found, cases, until, stream(seed, "facts"))
    surveyed = _without_house(surveyed, facts)
    recorded = _recorded(surveyed, found, cases)
    dwellings = sites, found, surveyed, recorded
    return Society(*dwellings, members, lists, safe, cases, facts)


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
    listed = protected, certified, eligible
    return Candidates(found.structure, found.grade, *listed, degree)


def _surveyed(found: Dwellings, rng: np.random.Generator) -> Dwellings:
    """Forget what the survey did not find out."""
    mix = raw.table("mix")
    shares = {
        "structure": mix["structure"]["unknown"],
        "storeys": mix["storeys"]["unknown"],
        "year_built": mix["year_built"]["unknown"],
        "grade": mix["grade"]["unsurveyed"],
    }
    return Dwellings(
        **{name: forgotten(getattr(found, name), s, rng) for name, s in shares.items()}
    )


def _without_house(surveyed: Dwellings, facts: Facts) -> Dwellings:
    homeless = facts.no_house == 1
    return Dwellings(
        *(np.where(homeless, column.dtype.type(-1), column) for column in surveyed)
    )


def _recorded(surveyed: Dwellings, found: Dwellings, cases: Cases) -> Dwellings:
    """Record the grades appraised, then the houses whose works were accepted.

    Of those, only the ones appraised again have a grade (rule H4).
    """
    now = Dwellings(*(column.copy() for column in surveyed))
    appraised = cases.family[~np.isnat(cases.days[:, STEPS.index("appraised")])]
    now.grade[appraised] = found.grade[appraised]
    made = raw.table("mix")["case"]
    accepted = accepted_on(cases)
    done = ~np.isnat(accepted)
    family = cases.family[done]
    strengthened = GRADES.index(made["strengthened"]["grade"])
    now.grade[family] = np.minimum(found.grade[family], strengthened)
    rebuilt = cases.rebuilt[done]
    year = accepted[done].astype("datetime64[Y]").astype(int) + 1970
    now.structure[family[rebuilt]] = STRUCTURES.index(made["rebuilt"]["structure"])
    now.storeys[family[rebuilt]] = made["rebuilt"]["storeys"]
    now.grade[family[rebuilt]] = GRADES.index(made["rebuilt"]["grade"])
    now.year_built[family[rebuilt]] = year[rebuilt]
    now.grade[family[np.isnat(cases.again[done])]] = -1
    return now
