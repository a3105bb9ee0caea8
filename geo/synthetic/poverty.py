"""Which families are on which list of low-income families, and who says so."""

from typing import Any, NamedTuple

import numpy as np

from geo.synthetic import raw
from geo.synthetic.families import Members, any_of
from rules.vocabulary import REPORT_GROUPS

LEAST = 1e-9  # keeps a county where nobody qualifies from dividing by zero


class Listed(NamedTuple):
    """Families on lists, one row for each family and group.

    Attributes
    ----------
    family : ndarray of int
    group : ndarray of int8
        Position in :data:`rules.vocabulary.REPORT_GROUPS`.
    certified : ndarray of bool
        A department has certified it.
    """

    family: np.ndarray
    group: np.ndarray
    certified: np.ndarray


def make_lists(
    kind: np.ndarray, members: Members, structure: np.ndarray, rng: np.random.Generator
) -> Listed:
    """Put families on lists, the poor, the old alone and the ill more often.

    Parameters
    ----------
    kind : ndarray of int
        Kind of each family, see :func:`geo.synthetic.families.make_families`.
    structure : ndarray of int
        Structure of each family's house.
    """
    need = _need(kind, members, structure, rng)
    alone = np.array([k.get("alone", False) for k in raw.table("mix")["family"]])[kind]
    missing = raw.table("mix")["certification"]["missing"]
    found = []
    for described in raw.table("mix")["list"]:
        eager = need * alone if described.get("alone_only") else need
        eager = eager / max(eager.mean(), LEAST)
        found.append(_on_list(eager, described, missing, rng))
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.lexsort([columns[1], columns[0]])
    return Listed(*(column[order] for column in columns))


def _need(
    kind: np.ndarray, members: Members, structure: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    mix = raw.table("mix")
    poverty = mix["poverty"]
    need = np.array([k["weight"] for k in mix["family"]])[kind]
    need *= np.array(poverty["structure"])[structure]
    for state in ("disabled", "severely_ill"):
        marked = any_of(members, getattr(members, state), kind.size)
        need = np.where(marked, need * poverty[state], need)
    need = need * np.exp(poverty["spread"] * rng.standard_normal(kind.size))
    return np.minimum(need / need.mean(), poverty["cap"])


def _on_list(
    eager: np.ndarray,
    described: dict[str, Any],
    missing: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, ...]:
    """Draw who is on one list, under which heading, and whether certified."""
    limits = np.cumsum(described["rates"])
    heading = np.searchsorted(limits, rng.random(eager.size) / np.maximum(eager, LEAST))
    family = np.flatnonzero(heading < limits.size)
    heading = heading[family]
    group = np.array(
        [REPORT_GROUPS.index(word) for word in described["groups"]], np.int8
    )
    named = np.array([bool(office) for office in described["certified_by"]])
    certified = named[heading] & (rng.random(family.size) >= missing)
    return family, group[heading], certified


def departments() -> list[str]:
    """Name the department that certifies each group; ``""`` where none does."""
    offices = {
        group: office
        for described in raw.table("mix")["list"]
        for group, office in zip(
            described["groups"], described["certified_by"], strict=True
        )
    }
    return [offices[group] for group in REPORT_GROUPS]
