"""Who goes first among the eligible: rules G3 and H9."""

from collections.abc import Callable

import numpy as np

from geo.eligibility import Answer
from geo.exposure import Exposure
from geo.protection import is_first, report_category
from rules.errors import PolicyError
from rules.parameters import load_parameters
from rules.policy import Policy
from rules.vocabulary import GRADES, GROUPS

OPTION = "priority_order"


def priority_order(
    exposure: Exposure, policy: Policy, eligible: np.ndarray
) -> np.ndarray:
    """Rank the eligible of one task: 1 is served first.

    Parameters
    ----------
    exposure : Exposure
        The households.
    policy : Policy
        Its option ``priority_order`` says what counts, the weightiest first.
    eligible : int8 array of Answer
        The verdict on the task.

    Returns
    -------
    ndarray of int32
        A permutation of 1 … n over the n eligible households, 0 for the others;
        equals keep the order of their ids.
    """
    ids = exposure.household_id.to_numpy().astype(str)
    keys = [_KEYS[name](exposure, policy) for name in order_keys(policy)]
    order = np.lexsort([ids, *reversed(keys)])
    order = order[eligible[order] == Answer.YES]
    ranks = np.zeros(len(exposure), dtype=np.int32)
    ranks[order] = np.arange(1, len(order) + 1)
    return ranks


def order_keys(policy: Policy) -> tuple[str, ...]:
    """Return what counts in the order, the weightiest first.

    Raises
    ------
    PolicyError
        If the policy has no such option, or names what is no such key.
    """
    chosen = [option.value for option in policy.options if option.id == OPTION]
    keys = tuple(
        chosen[0] if chosen else load_parameters("precedence")["order"]["keys"]
    )
    if unknown := [key for key in keys if key not in _KEYS]:
        raise PolicyError(
            "policy {adcode}: no priority by {keys}; there are: {known}",
            adcode=policy.adcode,
            keys=", ".join(map(str, unknown)),
            known=", ".join(_KEYS),
        )
    return keys


def order_clauses(policy: Policy) -> dict[str, str]:
    """Return where each key of the order comes from, in the order."""
    sources = load_parameters("precedence")
    return {key: sources[key].source for key in order_keys(policy)}


def _first_fact(exposure: Exposure, policy: Policy) -> np.ndarray:
    """Put first whoever holds a fact that the policy serves first."""
    first = [fact.id for fact in policy.facts if fact.first]
    holds = [getattr(exposure, name) == 1 for name in first]
    none = np.zeros(len(exposure), dtype=bool)
    return (~np.logical_or.reduce([none, *holds])).astype(np.int8)


def _grade(exposure: Exposure, policy: Policy) -> np.ndarray:
    worst_first = load_parameters("precedence")["grade"]["worst_first"]
    place = np.array([*(worst_first.index(grade) for grade in GRADES), len(GRADES)])
    return place[exposure.grade]


def _first_group(exposure: Exposure, policy: Policy) -> np.ndarray:
    return (~is_first(exposure, policy.groups)).astype(np.int8)


def _group_order(exposure: Exposure, policy: Policy) -> np.ndarray:
    place = np.full(len(GROUPS) + 1, len(GROUPS))
    for at, group in enumerate(policy.groups):
        place[GROUPS.index(group.id)] = at
    return place[report_category(exposure, policy).category]


_KEYS: dict[str, Callable[[Exposure, Policy], np.ndarray]] = {
    "first_fact": _first_fact,
    "grade": _grade,
    "first_group": _first_group,
    "group_order": _group_order,
}
