"""Households as tables: the columns of the ledger, and what belongs to them."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.synthetic import raw
from geo.synthetic.cases import cases_table, steps_table
from geo.synthetic.draws import between, constant, digits, strings, words
from geo.synthetic.dwellings import Dwellings
from geo.synthetic.facts import (
    ANSWERS,
    Facts,
    facts_now,
    make_contacts,
    new_areas_m2,
)
from geo.synthetic.families import count_dependents
from geo.synthetic.people import make_people, make_surnames
from geo.synthetic.poverty import departments
from geo.synthetic.society import Society
from geo.synthetic.world import World, stream
from rules.vocabulary import (
    GRADES,
    HOUSEHOLD_COLUMNS,
    REPORT_GROUPS,
    STEPS,
    STRUCTURES,
    groups_in,
)

ID_DIGITS = 7


class Tables(NamedTuple):
    """The households of a county.

    Text is ``str``, missing where unknown; whole numbers that may be unknown are
    ``Int16``; days are ``datetime64[s]``.

    Attributes
    ----------
    households : pandas.DataFrame
        :data:`rules.vocabulary.HOUSEHOLD_COLUMNS`; yes and no as ``boolean``,
        degrees in EPSG:4490, ``NaN`` without place.
    memberships : pandas.DataFrame
        ``household_id``, ``group``, ``certified_by``, ``certified_on``; the last two
        missing where no department has certified it.
    people : pandas.DataFrame
        See :func:`geo.synthetic.people.make_people`.
    cases : pandas.DataFrame
        ``case_id``, ``household_id``, ``task``, ``grade_found`` (by the appraisal,
        missing before it), ``rebuilt``, ``strengthened``, ``new_area_m2`` (``NaN``
        without a new home), ``appraised_again_on`` and ``grade_again`` (after
        accepted works; missing without such an appraisal); ``structure_before``,
        ``grade_before`` and so on: the house on record before the case, with its gaps.
    steps : pandas.DataFrame
        ``case_id``, ``household_id``, ``step``, ``on_date``, ``actor``.
    contacts : pandas.DataFrame
        ``household_id``, ``phone``, ``account``.
    """

    households: pd.DataFrame
    memberships: pd.DataFrame
    people: pd.DataFrame
    cases: pd.DataFrame
    steps: pd.DataFrame
    contacts: pd.DataFrame


def make_tables(society: Society, world: World, until: date, seed: int) -> Tables:
    """Write a society down."""
    rng, others = stream(seed, "people"), stream(seed, "contacts")
    village = society.sites.village
    number = digits(np.arange(1, village.size + 1), ID_DIGITS)
    characters = np.hstack([constant("H", village.size), number])
    surname = make_surnames(village, world.names.village_names, rng)
    people = make_people(characters, society.members, surname, until, rng)
    household_id = strings(characters)
    size = np.bincount(society.members.family, minlength=village.size)
    area_m2 = new_areas_m2(society.cases, size, others)
    contacts = make_contacts(society.cases, village.size, others)
    facts = facts_now(society.facts, society.cases, area_m2)
    homes = _households(society, world, people, household_id, rng)
    return Tables(
        households=homes.assign(**_facts(facts)),
        memberships=_memberships(society, household_id, until, rng),
        people=people,
        cases=_cases(society, household_id, area_m2),
        steps=steps_table(society.cases, household_id),
        contacts=pd.DataFrame({"household_id": household_id} | contacts),
    )


def _households(
    society: Society,
    world: World,
    people: pd.DataFrame,
    household_id: pd.Series,
    rng: np.random.Generator,
) -> pd.DataFrame:
    count = len(household_id)
    members, heads = society.members, np.flatnonzero(society.members.relation == 0)
    columns = {
        "household_id": household_id,
        "head_name": people["name"].take(heads).reset_index(drop=True),
        "id_number": people["id_number"].take(heads).reset_index(drop=True),
        "occupants": np.bincount(members.family, minlength=count).astype(np.int16),
        "dependents": count_dependents(members, count).astype(np.int16),
        "groups": _groups(society, count),
        "other_safe_home": _answers(society.other_safe_home),
    }
    columns |= _places(society, world, rng) | _dwellings(society.recorded)
    return pd.DataFrame(columns).reindex(columns=HOUSEHOLD_COLUMNS)


def _places(
    society: Society, world: World, rng: np.random.Generator
) -> dict[str, pd.Series | np.ndarray]:
    sites, names = society.sites, world.names
    town = world.places.town[sites.village]
    lost = rng.random(sites.lon.size) < raw.table("mix")["unlocated"]
    return {
        "village_code": words(names.village_codes, sites.village),
        "village_name": words(names.village_names, sites.village),
        "town_code": words(names.town_codes, town),
        "town_name": words(names.town_names, town),
        "lon": np.where(lost, np.nan, sites.lon),
        "lat": np.where(lost, np.nan, sites.lat),
    }


def _dwellings(houses: Dwellings) -> dict[str, pd.Series | pd.arrays.IntegerArray]:
    return {
        "structure": words(STRUCTURES, houses.structure),
        "storeys": _numbers(houses.storeys),
        "year_built": _numbers(houses.year_built),
        "grade": words(GRADES, houses.grade),
    }


def _facts(facts: Facts) -> dict[str, object]:
    answers = {name: _answers(getattr(facts, name)) for name in ANSWERS}
    return answers | {
        "area_m2": facts.area_m2,
        "meets_seismic_standard": _answers(facts.meets_seismic_standard),
        "retrofitted_on": facts.retrofitted_on.astype("datetime64[s]"),
    }


def _cases(
    society: Society, household_id: pd.Series, area_m2: np.ndarray
) -> pd.DataFrame:
    """List the cases with the house as surveyed before, and the grade found."""
    family = society.cases.family
    before = _dwellings(Dwellings(*(column[family] for column in society.surveyed)))
    told = _facts(Facts(*(column[family] for column in society.facts)))
    before |= {name: told[name] for name in told if name not in ANSWERS}
    waiting = np.isnat(society.cases.days[:, STEPS.index("appraised")])
    grade = np.where(waiting, -1, society.found.grade[family])
    again, now = society.cases.again, society.recorded.grade[family]
    return cases_table(society.cases, household_id).assign(
        grade_found=words(GRADES, grade),
        rebuilt=society.cases.rebuilt,
        strengthened=society.cases.strengthened,
        new_area_m2=area_m2,
        appraised_again_on=again.astype("datetime64[s]"),
        grade_again=words(GRADES, np.where(np.isnat(again), -1, now)),
        **{f"{name}_before": values for name, values in before.items()},
    )


def _numbers(values: np.ndarray) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(values.astype(np.int16), values < 0)


def _answers(values: np.ndarray) -> pd.arrays.BooleanArray:
    return pd.arrays.BooleanArray(values == 1, values < 0)


def _groups(society: Society, count: int) -> pd.Series:
    """Join the groups of each family with ``;``, empty where it is on no list."""
    mask = np.zeros(count, dtype=np.uint8)
    np.bitwise_or.at(mask, society.lists.family, 1 << society.lists.group)
    masks, which = np.unique(mask, return_inverse=True)
    return words([";".join(groups_in(int(mask))) for mask in masks], which)


def _memberships(
    society: Society, household_id: pd.Series, until: date, rng: np.random.Generator
) -> pd.DataFrame:
    lists = society.lists
    offices = departments()
    certified = np.where(lists.certified, lists.group, -1)
    on = _certified_on(society, until, rng)
    return pd.DataFrame(
        {
            "household_id": household_id.take(lists.family).reset_index(drop=True),
            "group": words(REPORT_GROUPS, lists.group),
            "certified_by": words(offices, certified),
            "certified_on": np.where(lists.certified, on, np.datetime64("NaT")),
        }
    ).astype({"certified_on": "datetime64[s]"})


def _certified_on(
    society: Society, until: date, rng: np.random.Generator
) -> np.ndarray:
    """Draw days of certification, before the first case of the family (rule H6)."""
    made = raw.table("mix")["certification"]
    family = society.lists.family
    years = rng.uniform(*made["years_ago"], family.size)
    today = np.datetime64(until, "D")
    first = np.full(society.sites.lon.size, today)
    first[society.cases.family] = society.cases.days[:, 0]
    earlier = first[family] - between(made["before_case_days"], family.size, rng)
    return np.minimum(today - (years * 365).astype(np.int64), earlier)
