"""Which protected groups a family belongs to, and who has yet to say so."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.exposure import Exposure
from rules.policy import Policy
from rules.policy_tables import Group
from rules.vocabulary import (
    DEPARTMENTS,
    GROUPS,
    REPORT_GROUPS,
    REPORTED_AS,
    UNKNOWN,
)

AT_RISK = "at_risk_group_counts_as"  # the office's answer, or as the lists say


class Counted(NamedTuple):
    """Under what a household counts, once (rule G2); int8 arrays, -1 is none.

    Attributes
    ----------
    category : ndarray
        Position in ``GROUPS``: the first group of the policy that a competent
        department certified; an identity nobody certified does not count.
    column : ndarray
        Position in ``REPORT_GROUPS``; -1 with a category means that no column of
        the form is known to be its own: to be listed, not guessed.
    """

    category: np.ndarray
    column: np.ndarray


def group_bits(
    rows: Iterable[tuple], ids: pa.ChunkedArray, groups: Sequence[Group]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the groups each household is listed under, and the certified ones.

    A certificate counts if the policy names its department for that very group
    (rule G5).

    Parameters
    ----------
    rows : iterable of tuple
        ``household_id, group_name, certified_by``.
    ids : pyarrow.ChunkedArray
        The households, in the order of the result.
    groups : sequence of Group
        Those the policy protects.

    Returns
    -------
    listed, certified : uint16 arrays
        Bits of :func:`rules.vocabulary.group_mask`.
    """
    competent = {group.id: group.certified_by for group in groups}
    rows = list(rows)
    named = pa.array([row[0] for row in rows], pa.string())
    place = pc.index_in(named, value_set=ids).to_numpy(zero_copy_only=False)
    place = place.astype(np.int64)
    bits = np.array([1 << GROUPS.index(row[1]) for row in rows], dtype=np.uint16)
    valid = np.array([row[2] in competent.get(row[1], ()) for row in rows], dtype=bool)
    listed = np.zeros(len(ids), dtype=np.uint16)
    certified = np.zeros(len(ids), dtype=np.uint16)
    np.bitwise_or.at(listed, place, bits)
    np.bitwise_or.at(certified, place[valid], bits[valid])
    return listed, certified


def group_answers(exposure: Exposure, groups: Sequence[Group]) -> dict[str, np.ndarray]:
    """Say of each protected group, and of all together, whether it is certified.

    Returns
    -------
    dict of str to int8 array
        By the name of the group, and ``certified_group`` for any of them: 1
        certified, 0 on no such list, -1 listed and not certified (rule G5).  Lists
        that the policy does not know say nothing.
    """
    bits = {group.id: 1 << GROUPS.index(group.id) for group in groups}
    named = {name: _answer(exposure, bit) for name, bit in bits.items()}
    return {"certified_group": _answer(exposure, sum(bits.values()))} | named


def _answer(exposure: Exposure, bits: int) -> np.ndarray:
    certified = (exposure.certified & bits) != 0
    listed = (exposure.groups & bits) != 0
    return np.where(certified, 1, np.where(listed, UNKNOWN, 0)).astype(np.int8)


def missing_departments(exposure: Exposure, groups: Sequence[Group]) -> np.ndarray:
    """Return who has yet to certify, where nobody has (rule G5).

    Returns
    -------
    ndarray of uint8
        Bits over ``DEPARTMENTS``, see :func:`departments_in`; 0 where a group is
        certified, where the family is on no list, and where nobody is named.
    """
    answers = group_answers(exposure, groups)
    found = np.zeros(len(exposure), dtype=np.uint8)
    for group in groups:
        office = sum(1 << DEPARTMENTS.index(name) for name in group.certified_by)
        found[answers[group.id] == UNKNOWN] |= np.uint8(office)
    found[answers["certified_group"] != UNKNOWN] = 0
    return found


def departments_in(mask: int) -> tuple[str, ...]:
    """Unfold the bits of :func:`missing_departments`.

    Examples
    --------
    >>> departments_in(3), departments_in(0)
    (('民政', '乡村振兴'), ())
    """
    return tuple(name for bit, name in enumerate(DEPARTMENTS) if mask >> bit & 1)


def report_category(exposure: Exposure, policy: Policy) -> Counted:
    """Count each household once: the first certified group in the policy's order.

    A group that the report's form knows by other names counts under the one its
    monitoring list tells, or the one the office has chosen for all.
    """
    category = np.full(len(exposure), UNKNOWN, dtype=np.int8)
    for group in reversed(policy.groups):
        code = GROUPS.index(group.id)
        category[(exposure.certified >> code & 1) == 1] = code
    column = np.where(category < len(REPORT_GROUPS), category, UNKNOWN)
    chosen = [o.value for o in policy.options if o.id == AT_RISK]
    for group, columns in REPORTED_AS.items():
        of_group = category == GROUPS.index(group)
        for told in reversed(columns):
            code = REPORT_GROUPS.index(told)
            listed = (exposure.groups >> code & 1) == 1
            column[of_group & (listed | (told in chosen))] = code
    return Counted(category, column.astype(np.int8))


def is_first(exposure: Exposure, groups: Sequence[Group]) -> np.ndarray:
    """Tell who is certified in a group that is served first (rule G3)."""
    bits = sum(1 << GROUPS.index(group.id) for group in groups if group.first)
    return (exposure.certified & bits) != 0
