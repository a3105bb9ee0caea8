"""Households with their dwelling, their people and their group memberships."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, Table, case, func, or_, select

from ledger.schema import appraisal, dwelling, household, membership, person, place
from ledger.schema import visit as visit_table
from ledger.store import Ledger, as_of, as_of_household
from ledger.versions import personal_columns

PERSONAL_FIELDS = ("head_name", "id_number", "phone", "account")
COUNTED_FIELDS = (
    "village_code",
    "occupants",
    "dependents",
    "other_safe_home",
    "no_house",
    "disaster_rebuild_aid",
    "housing_aid_before",
    "good_samaritan",
)
HOUSEHOLD_FIELDS = PERSONAL_FIELDS + COUNTED_FIELDS
DWELLING_FIELDS = (
    "lon",
    "lat",
    "structure",
    "storeys",
    "year_built",
    "grade",
    "area_m2",
    "meets_seismic_standard",
    "retrofitted_on",
)
EXPOSURE_FIELDS = COUNTED_FIELDS + DWELLING_FIELDS  # nothing that computes needs names

Row = dict[str, Any]


def exposure_rows(
    ledger: Ledger, position: int, household_id: str | None = None
) -> Iterator[tuple]:
    """Stream each household and its dwelling, ordered by ``household_id``.

    Columns: ``household_id``, then ``EXPOSURE_FIELDS``; ``None`` unknown.  A
    ``household_id`` asks for one only.
    """
    people = _state(household, position, household_id).subquery()
    houses = _state(dwelling, position, household_id).subquery()
    joined = people.c.household_id == houses.c.household_id
    query = (
        select(
            people.c.household_id,
            *[people.c[name] for name in COUNTED_FIELDS],
            *[houses.c[name] for name in DWELLING_FIELDS],
        )
        .join_from(people, houses, joined, isouter=True)
        .order_by(people.c.household_id)
    )
    return ledger.rows(query)


def membership_rows(
    ledger: Ledger, position: int, household_id: str | None = None
) -> Iterator[tuple]:
    """Stream ``household_id, group_name, certified_by`` of every membership."""
    state = _state(membership, position, household_id).subquery()
    fields = (state.c.household_id, state.c.group_name, state.c.certified_by)
    return ledger.rows(select(*fields))


def appraised_rows(
    ledger: Ledger, position: int, household_id: str | None = None
) -> Iterator[tuple]:
    """Stream ``household_id`` and the day of its newest appraisal."""
    state = _state(appraisal, position, household_id).subquery()
    newest = func.max(state.c.appraised_on)
    return ledger.rows(
        select(state.c.household_id, newest).group_by(state.c.household_id)
    )


def grades_now(position: int) -> Select:
    """Select ``household_id`` and the ``grade`` that still speaks of the house.

    Null where none is on record, and where the house was retrofitted and not appraised
    since (rule H4).
    """
    houses = as_of(dwelling, position).subquery()
    made = as_of(appraisal, position).subquery()
    newest = func.max(made.c.appraised_on).label("appraised_on")
    seen = select(made.c.household_id, newest).group_by(made.c.household_id).subquery()
    retrofitted_on = houses.c.retrofitted_on
    speaks = or_(retrofitted_on.is_(None), seen.c.appraised_on >= retrofitted_on)
    same = houses.c.household_id == seen.c.household_id
    told = select(houses.c.household_id, case((speaks, houses.c.grade)).label("grade"))
    return told.select_from(houses).outerjoin(seen, same)


def suspected_rows(
    ledger: Ledger, position: int, household_id: str | None = None
) -> Iterator[tuple]:
    """Stream ``household_id`` and the newest day a visit suspected its house."""
    state = _state(visit_table, position, household_id).subquery()
    newest = func.max(state.c.visited_on)
    return ledger.rows(
        select(state.c.household_id, newest)
        .where(state.c.suspected.is_(True))
        .group_by(state.c.household_id)
    )


def place_names(ledger: Ledger) -> dict[str, str]:
    """Return the names of towns and villages by code."""
    state = as_of(place, ledger.position()).subquery()
    return dict(ledger.rows(select(state.c.code, state.c.name)))


def record_of(ledger: Ledger, household_id: str, on: date | None = None) -> Row | None:
    """Return one household as it stood at the end of a day, ``None`` if unknown.

    For computing: nothing in it says who somebody is.  What is shown of people is
    read through :mod:`ledger.reading`.

    Returns
    -------
    dict
        The fields of both tables, ``memberships`` (dicts) and ``people``: dicts of
        ``disabled`` and ``years``, the age in whole years on the day.
    """
    position, day = ledger.position(on=on), on or date.today()
    (own,) = _of_household(ledger, household, household_id, position) or [None]
    if own is None:
        return None
    (house,) = _of_household(ledger, dwelling, household_id, position) or [{}]
    memberships = _of_household(ledger, membership, household_id, position)
    people = [
        {"disabled": row["disabled"], "years": _years(row["birth_date"], day)}
        for row in _of_household(ledger, person, household_id, position)
    ]
    told = _impersonal(household, own) | {"memberships": memberships}
    return house | told | {"people": people}


def _impersonal(table: Table, row: Row) -> Row:
    hidden = {*personal_columns(table), "salt", "seal", "digest"}
    return {name: value for name, value in row.items() if name not in hidden}


def _years(born: date | None, on: date) -> int | None:
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _state(table: Table, position: int, household_id: str | None) -> Select:
    if household_id is None:
        return as_of(table, position)
    return as_of_household(table, position, household_id)


def _of_household(ledger: Ledger, table: Table, id_: str, position: int) -> list[Row]:
    query = as_of_household(table, position, id_)
    with ledger.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
