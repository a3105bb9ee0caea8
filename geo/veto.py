"""Which houses should not stand where they stand: proposed for another site.

The rules are the office's (tasks ``AVOID`` of its policy file): a county may drop
them.  A house under one of them is never strengthened or rebuilt in place; a
dangerous one still enters the retrofit of dangerous houses, by building on a new
site (rule W14).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from geo.advice import rules_on
from geo.eligibility import Answer, Verdict, judge, policy_columns
from geo.exposure import Exposure
from geo.fault_setback import setback_columns
from rules.parameters import load_parameters
from rules.policy import Policy
from rules.policy_tables import Rule
from rules.vocabulary import AVOID

# The layer kind that a rule needs, and a column that is known only with it.
NEEDS = MappingProxyType(
    {
        "avoid_geohazard": ("geohazard", "geohazard_distance_m"),
        "avoid_flood_way": ("flood_extent", "in_flood_way"),
        "avoid_fault": ("fault", "fault_distance_m"),
    }
)
EXCEPTION = "fault_exception"


@dataclass(frozen=True, kw_only=True)
class Vetoes:
    """Which houses should move, and by which rule.

    Attributes
    ----------
    answer : int8 array of Answer
        YES if any rule says so; NO where none is judged.
    by_rule : mapping of str to int8 array
        By word of ``AVOID``, those that were judged.
    one_degree_more : bool array
        Within the set-back of a fault that may be active, and allowed to stay:
        built as for one degree more.
    not_judged : tuple of str
        Words of ``AVOID`` for which the county has no layer.
    rules : mapping of str to tuple of Rule
        What was asked, by word of ``AVOID``; empty where the county dropped it.
    """

    answer: np.ndarray
    by_rule: Mapping[str, np.ndarray]
    one_degree_more: np.ndarray
    not_judged: tuple[str, ...]
    rules: Mapping[str, tuple[Rule, ...]]

    def reasons(self, position: int) -> tuple[str, ...]:
        """Return the words of ``AVOID`` by which one house should move."""
        return tuple(
            name for name, a in self.by_rule.items() if a[position] == Answer.YES
        )


def judge_vetoes(
    exposure: Exposure,
    hazards: Mapping[str, np.ndarray],
    policy: Policy,
    on: date,
    *,
    kinds: Collection[str] | None = None,
) -> Vetoes:
    """Judge every house by the rules of avoidance in force on a day.

    Parameters
    ----------
    exposure : Exposure
        The households.
    hazards : mapping of str to ndarray
        Columns of :func:`geo.hazards.screen`.
    policy : Policy
        Its rules of the tasks ``AVOID``.
    on : date
        The day of the rules.
    kinds : collection of str, optional
        Layer kinds that the county has; unless told, those that say something of any
        house.  A rule without its layer is not judged: it holds nobody up.

    Returns
    -------
    Vetoes
        A house without place is unknown to every rule that is judged.
    """
    rules = {name: rules_on(policy, name, on) for name in AVOID}
    asked = [name for name in AVOID if rules[name]]
    judged = [name for name in asked if _has_layer(name, hazards, kinds)]
    columns = _columns(exposure, hazards, policy)
    verdicts = {name: judge(columns, rules[name]) for name in judged}
    by_rule = {name: verdict.eligible for name, verdict in verdicts.items()}
    nobody = np.full(len(exposure), Answer.NO, np.int8)
    return Vetoes(
        answer=np.maximum.reduce([nobody, *by_rule.values()]),
        by_rule=by_rule,
        one_degree_more=_one_degree_more(columns, rules, verdicts),
        not_judged=tuple(name for name in asked if name not in judged),
        rules=rules,
    )


def _has_layer(
    name: str, hazards: Mapping[str, np.ndarray], kinds: Collection[str] | None
) -> bool:
    kind, column = NEEDS[name]
    if kinds is not None:
        return kind in kinds
    return bool((hazards[column] >= 0).any())


def _columns(
    exposure: Exposure, hazards: Mapping[str, np.ndarray], policy: Policy
) -> dict[str, np.ndarray]:
    """Return what the rules may look at; a period of a dry house is without end."""
    dry = hazards["in_flood_way"] == 0
    years = hazards["flood_return_period_years"]
    return policy_columns(exposure, hazards["design_intensity_degree"], policy) | {
        "in_geohazard": hazards["in_geohazard"],
        "in_flood_way": hazards["in_flood_way"],
        "flood_return_period_years": np.where(dry & np.isnan(years), np.inf, years),
        **setback_columns(exposure, hazards),
    }


def _one_degree_more(
    columns: Mapping[str, np.ndarray],
    rules: Mapping[str, tuple[Rule, ...]],
    verdicts: Mapping[str, Verdict],
) -> np.ndarray:
    """Tell where nothing but the exception lets a house stay, as far as is known."""
    stays = columns[EXCEPTION] == 1
    if "avoid_fault" not in verdicts:
        return np.zeros_like(stays)
    excepting = {
        rule.id
        for rule in rules["avoid_fault"]
        if EXCEPTION in {condition.column for condition in rule.conditions}
    }
    checks = verdicts["avoid_fault"].checks
    others = [answer for id_, answer in checks.items() if id_ not in excepting]
    if not excepting or not others:
        return np.zeros_like(stays)
    return stays & (np.minimum.reduce(others) != Answer.NO)


def villages_out(exposure: Exposure, vetoes: Vetoes) -> pd.DataFrame:
    """Count the houses of each village that should move, and say which village is out.

    Parameters
    ----------
    exposure : Exposure
        The households.
    vetoes : Vetoes
        From :func:`judge_vetoes`.

    Returns
    -------
    pandas.DataFrame
        Index: position in ``exposure.village_codes``; villages with a house that
        should move or may have to.  ``village_code``, ``households``, ``vetoed``,
        ``undecided``, ``share`` (of all households on record there), ``out``
        (more than the share of ``fault_setback.toml``), ``reasons`` (tuple of words
        of ``AVOID``, the most frequent first).
    """
    size = len(exposure.village_codes)
    moves = vetoes.answer == Answer.YES
    households = _count(exposure, np.ones(len(exposure), bool), size)
    vetoed = _count(exposure, moves, size)
    undecided = _count(exposure, vetoes.answer == Answer.UNKNOWN, size)
    by_rule = {
        name: _count(exposure, answer == Answer.YES, size)
        for name, answer in vetoes.by_rule.items()
    }
    rows = np.flatnonzero(vetoed + undecided)
    share = vetoed[rows] / households[rows]
    mostly = load_parameters("fault_setback")["village"]["mostly_ratio"]
    table = {
        "village_code": [exposure.village_codes[at] for at in rows],
        "households": households[rows],
        "vetoed": vetoed[rows],
        "undecided": undecided[rows],
        "share": share,
        "out": share > mostly,
        "reasons": [_most_first(by_rule, at) for at in rows],
    }
    return pd.DataFrame(table, index=pd.Index(rows, name="village"))


def _count(exposure: Exposure, mask: np.ndarray, size: int) -> np.ndarray:
    village = exposure.village[mask & (exposure.village >= 0)]
    return np.bincount(village, minlength=size)


def _most_first(by_rule: Mapping[str, np.ndarray], at: int) -> tuple[str, ...]:
    counts = Counter({name: int(count[at]) for name, count in by_rule.items()})
    return tuple(name for name, count in counts.most_common() if count)
