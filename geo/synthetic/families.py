"""Families: who lives in a house, how old they are, how they fare."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from geo.synthetic import raw
from geo.synthetic.draws import between, pick

RELATIONS = ("户主", "配偶", "子女", "父母", "孙子女")


class Members(NamedTuple):
    """People as columns, by family, the head of each first.

    Attributes
    ----------
    family : ndarray of int32
        Number of the family; families are numbered like their houses.
    relation : ndarray of int8
        Position in ``RELATIONS``.
    age : ndarray of int16, years
    male, disabled, severely_ill : ndarray of bool
    """

    family: np.ndarray
    relation: np.ndarray
    age: np.ndarray
    male: np.ndarray
    disabled: np.ndarray
    severely_ill: np.ndarray


def make_families(count: int, rng: np.random.Generator) -> tuple[np.ndarray, Members]:
    """Make families of the kinds that the raw material describes.

    Returns
    -------
    kind : ndarray of int8 (count,)
        Position of the kind of each family in the raw material.
    members : Members
    """
    kinds = raw.table("mix")["family"]
    kind = pick([[k["share"] for k in kinds]], np.zeros(count, np.int8), rng)
    roles = []
    for number, described in enumerate(kinds):
        roles += _roles(np.flatnonzero(kind == number), described, rng)
    columns = [np.concatenate(column) for column in zip(*roles, strict=True)]
    order = np.lexsort([columns[1], columns[0]])
    family, relation, age, male = (column[order] for column in columns)
    return kind, Members(family, relation, age, male, *_health(age, rng))


def _roles(
    families: np.ndarray, described: dict[str, Any], rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield one role at a time: family, relation, age, male."""
    head = described["head"]
    size = families.size
    head_age = between(head["age"], size, rng)
    head_male = rng.random(size) < head["male"]
    oldest = raw.table("mix")["people"]["oldest_years"]
    yield _role(families, RELATIONS[0], head_age, head_male)
    for member in described.get("members", ()):
        age = head_age + between(member["gap"], size, rng)
        there = (rng.random(size) < member["chance"]) & (age >= 0) & (age <= oldest)
        male = rng.random(size) < 0.5
        if member["relation"] == "配偶":
            male = ~head_male
        yield _role(families[there], member["relation"], age[there], male[there])


def _role(
    families: np.ndarray, relation: str, age: np.ndarray, male: np.ndarray
) -> tuple[np.ndarray, ...]:
    code = np.full(families.size, RELATIONS.index(relation), np.int8)
    return families.astype(np.int32), code, age.astype(np.int16), male


def _health(age: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    people = raw.table("mix")["people"]
    stage = life_stage(age)
    return tuple(
        rng.random(age.size) < np.array(people[state])[stage]
        for state in ("disabled", "severely_ill")
    )


def life_stage(age: np.ndarray) -> np.ndarray:
    """Tell minors (0), adults (1) and the old (2) apart."""
    people = raw.table("mix")["people"]
    return np.digitize(age, [people["adult_years"], people["old_years"]])


def any_of(members: Members, which: np.ndarray, count: int) -> np.ndarray:
    """Tell for each family whether any member is one of those marked."""
    return np.bincount(members.family[which], minlength=count) > 0


def count_dependents(members: Members, count: int) -> np.ndarray:
    """Count in each family who cannot help themselves.

    Minors, the disabled, the severely ill, and the old where no adult under 60
    lives with them.
    """
    stage = life_stage(members.age)
    alone = ~any_of(members, stage == 1, count)[members.family]
    needy = (stage == 0) | ((stage == 2) & alone)
    needy |= members.disabled | members.severely_ill
    return np.bincount(members.family[needy], minlength=count)
