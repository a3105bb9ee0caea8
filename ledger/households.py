"""Households with their dwelling, their people and their group memberships."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, Table, case, func, or_, select

from ledger.schema import appraisal, dwelling, household, membership, person, place
from ledger.schema import visit as visit_table
from ledger.store import Entry, Ledger, as_of, as_of_household
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


@dataclass
class Differences:
    """What an import would append, and how many households stay as they are."""

    households: list[Row] = field(default_factory=list)
    dwellings: list[Row] = field(default_factory=list)
    memberships: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    changed: int = 0
    unchanged: int = 0

    def write(self, entry: Entry) -> None:
        """Append everything under one entry."""
        entry.write(place, self.places)
        entry.write(household, self.households)
        entry.write(dwelling, self.dwellings)
        entry.write(membership, self.memberships)


def differences(ledger: Ledger, incoming: Iterable[Row]) -> Differences:
    """Compare incoming households with the newest state.

    Parameters
    ----------
    incoming : iterable of dict
        ``household_id``, the fields of both tables (``None`` unknown), ``groups``
        (tuple), ``village_name`` and ``town_name`` (or ``None``).  Fields that are
        absent from a row keep what the ledger has.
    """
    position = ledger.position()
    people = _newest(ledger, household, HOUSEHOLD_FIELDS, position)
    houses = _newest(ledger, dwelling, DWELLING_FIELDS, position)
    groups = _memberships(ledger, position)
    found = Differences()
    names: dict[str, str] = {}
    for row in incoming:
        id_ = row["household_id"]
        before = len(found.households) + len(found.dwellings) + len(found.memberships)
        _append(found.households, row, people.get(id_), HOUSEHOLD_FIELDS)
        _append(found.dwellings, row, houses.get(id_), DWELLING_FIELDS)
        found.memberships += _regrouped(id_, row.get("groups"), groups.get(id_, {}))
        after = len(found.households) + len(found.dwellings) + len(found.memberships)
        found.changed += after > before
        found.unchanged += after == before
        for code, name in (
            (row["village_code"], row.get("village_name")),
            (row["village_code"][:9], row.get("town_name")),
        ):
            names[code] = names.get(code) or name or ""
    found.places = _renamed(place_names(ledger), names)
    return found


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


def _newest(
    ledger: Ledger, table: Table, fields: tuple[str, ...], position: int
) -> dict[str, tuple]:
    state = as_of(table, position).subquery()
    query = select(state.c.household_id, *[state.c[name] for name in fields])
    return {row[0]: tuple(row[1:]) for row in ledger.rows(query)}


def _memberships(ledger: Ledger, position: int) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    for id_, group, department in membership_rows(ledger, position):
        found.setdefault(id_, {})[group] = department
    return found


def _append(
    versions: list[Row], row: Row, known: tuple | None, fields: tuple[str, ...]
) -> None:
    old = known or (None,) * len(fields)
    new = tuple(row.get(name, was) for name, was in zip(fields, old, strict=True))
    if known is None or new != old:
        values = dict(zip(fields, new, strict=True))
        versions.append({"household_id": row["household_id"]} | values)


def _regrouped(
    id_: str, groups: tuple[str, ...] | None, known: dict[str, str | None]
) -> list[Row]:
    """Append new groups, end those left out; what a department certified stays.

    Rule G6: that a family has left a department's list is for a person to say.
    """
    if groups is None:
        return []
    blank = {"household_id": id_, "certified_by": None, "certified_on": None}
    joined = [blank | {"group_name": g} for g in groups if g not in known]
    left = [
        blank | {"group_name": g, "removed": True}
        for g, department in known.items()
        if g not in groups and department is None
    ]
    return joined + left


def _renamed(known: dict[str, str], names: dict[str, str]) -> list[Row]:
    return [
        {"code": code, "name": name}
        for code, name in sorted(names.items())
        if code not in known or (name and known[code] != name)
    ]
