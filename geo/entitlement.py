"""Which task a household may enter, by which clauses, and what is still missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from geo.eligibility import Answer, Verdict, is_unknown, judge
from rules.policy import Policy
from rules.policy_tables import Rule
from rules.vocabulary import GROUPS

CERTIFIED = "certified_group"


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What an answer waits for.

    Attributes
    ----------
    fact : str
        A column of :func:`geo.eligibility.policy_columns`, or the group that
        nobody has certified (rule G5).
    supplied_by : tuple of str
        Who must supply it, any of them; empty where the policy names nobody.
    clause : str
        Where the policy says so; ``""`` where it does not.
    """

    fact: str
    supplied_by: tuple[str, ...]
    clause: str


@dataclass(frozen=True, kw_only=True)
class TaskAnswer:
    """Whether a household may enter a task, and why.

    Attributes
    ----------
    holds, refuses, open : tuple of Rule
        The rules answered yes, no, and not known.
    missing : tuple of Missing
        What would decide, each alone or together with others; empty unless the
        answer is unknown.
    """

    task: str
    answer: Answer
    holds: tuple[Rule, ...] = ()
    refuses: tuple[Rule, ...] = ()
    open: tuple[Rule, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses the answer rests on: of all rules for a yes, else of the few."""
        rules = {
            Answer.YES: self.holds,
            Answer.NO: self.refuses,
            Answer.UNKNOWN: self.open,
        }[self.answer]
        return tuple(dict.fromkeys(rule.clause for rule in rules))


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Households judged for every task of a policy on a day.

    Attributes
    ----------
    columns : dict of str to ndarray
        See :func:`geo.eligibility.policy_columns`.
    rules : dict of str to tuple of Rule
        In force on the day, by task.
    verdicts : dict of str to Verdict
        By task.
    """

    policy: Policy
    on: date
    columns: Mapping[str, np.ndarray]
    rules: Mapping[str, tuple[Rule, ...]]
    verdicts: Mapping[str, Verdict]


def judge_tasks(
    columns: Mapping[str, np.ndarray], policy: Policy, on: date
) -> Judgement:
    """Judge every household for every task of the policy.

    Raises
    ------
    PolicyError
        If no rule is in force for a task on that day.
    """
    rules = {task: policy.rules_of(task, on) for task in policy.tasks}
    verdicts = {task: judge(columns, of_task) for task, of_task in rules.items()}
    return Judgement(
        policy=policy, on=on, columns=columns, rules=rules, verdicts=verdicts
    )


def may_enter(found: Judgement) -> np.ndarray:
    """Return the best answer over all tasks; NO means that no task is open to it."""
    answers = [verdict.eligible for verdict in found.verdicts.values()]
    return np.maximum.reduce(answers)


def explain(found: Judgement, position: int) -> tuple[TaskAnswer, ...]:
    """Say for one household which task it may enter and why, in the policy's order."""
    columns = {name: values[[position]] for name, values in found.columns.items()}
    return tuple(
        _explained(columns, task, rules, found.policy)
        for task, rules in found.rules.items()
    )


def _explained(
    columns: Mapping[str, np.ndarray],
    task: str,
    rules: Sequence[Rule],
    policy: Policy,
) -> TaskAnswer:
    verdict = judge(columns, rules)
    said: dict[Answer, list[Rule]] = {answer: [] for answer in Answer}
    for rule in rules:
        said[Answer(int(verdict.checks[rule.id][0]))].append(rule)
    waits = _waits(columns, rules, verdict)
    return TaskAnswer(
        task=task,
        answer=Answer(int(verdict.eligible[0])),
        holds=tuple(said[Answer.YES]),
        refuses=tuple(said[Answer.NO]),
        open=tuple(said[Answer.UNKNOWN]),
        missing=tuple(_missing(fact, policy) for fact in waits),
    )


def missing_facts(found: Judgement, task: str) -> dict[Missing, np.ndarray]:
    """Return who waits for what: a mask over the households for each missing fact.

    Only households whose answer is unknown wait, and only for what could help: a fact
    that would settle one rule is not asked for where another rule needs one that
    settles both.
    """
    waits = _waits(found.columns, found.rules[task], found.verdicts[task])
    return {_missing(fact, found.policy): mask for fact, mask in waits.items()}


def _waits(
    columns: Mapping[str, np.ndarray], rules: Sequence[Rule], verdict: Verdict
) -> dict[str, np.ndarray]:
    """Tell for each missing fact who waits for it; facts nobody waits for are left out.

    Of the facts that an open rule could be settled by, those of a rule count unless
    another open rule can be settled by fewer of the same only.
    """
    rows = np.flatnonzero(verdict.eligible == Answer.UNKNOWN)
    here = {name: values[rows] for name, values in columns.items()}
    facts = [*dict.fromkeys(f for rule in rules for f in _facts_of(rule, here))]
    asked = np.zeros((len(rules), len(rows)), dtype=np.int64)
    for at, rule in enumerate(rules):
        open_ = verdict.checks[rule.id][rows] == Answer.UNKNOWN
        for fact in _facts_of(rule, here):
            bit = np.int64(1) << facts.index(fact)
            asked[at][open_ & is_unknown(here[fact])] |= bit
    wanted = _least(asked)
    waits = {}
    for place, fact in enumerate(facts):
        mask = np.zeros(len(verdict.eligible), dtype=bool)
        mask[rows] = (wanted >> place & 1) == 1
        if mask.any():
            waits[fact] = mask
    return waits


def _least(asked: np.ndarray) -> np.ndarray:
    """Join the sets of bits that hold no smaller one, column by column."""
    joined = np.zeros(asked.shape[1], dtype=np.int64)
    for own in asked:
        smaller = (asked != 0) & (asked & ~own == 0) & (asked != own)
        joined |= np.where(smaller.any(axis=0), 0, own)
    return joined


def _facts_of(rule: Rule, columns: Mapping[str, np.ndarray]) -> Iterator[str]:
    """Name what a rule looks at; a certificate is asked for group by group."""
    for condition in rule.conditions:
        if condition.column == CERTIFIED:
            yield from (group for group in GROUPS if group in columns)
        else:
            yield condition.column


def _missing(fact: str, policy: Policy) -> Missing:
    for group in policy.groups:
        if group.id == fact:
            return Missing(
                fact=fact, supplied_by=group.certified_by, clause=group.clause
            )
    for known in policy.facts:
        if known.id == fact:
            return Missing(
                fact=fact, supplied_by=known.supplied_by, clause=known.clause
            )
    return Missing(fact=fact, supplied_by=(), clause="")
