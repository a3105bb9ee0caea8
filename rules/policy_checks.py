"""What one policy must satisfy as a whole: known words, and names that meet."""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.policy_building import require_value_of
from rules.policy_files import Entry
from rules.policy_words import (
    ACCEPTANCES,
    BASES,
    BOUNDS,
    GROUND,
    MILESTONES,
    NEEDS_OF,
    ORDERS,
    REFERENCES,
    WORDS,
)
from rules.vocabulary import AVOID, GROUPS, STEPS

Built = Mapping[str, Sequence[tuple[Entry, Any]]]  # table: what was read, what it is


def require_sound(policy: Built) -> None:
    """Refuse a policy with unknown words or entries that do not fit together.

    Raises
    ------
    PolicyError
        Naming the file, the table, the entry and what is wrong with it.
    """
    for table, pairs in policy.items():
        for entry, value in pairs:
            _require_words(table, entry, value)
            _require_bounds(table, entry, value)
    _require_references(policy)
    _require_own_groups(policy)
    _require_milestones(policy.get("step", ()))
    for table, check in _CHECKS.items():
        for entry, value in policy.get(table, ()):
            check(entry, value, policy)


def _require_words(table: str, entry: Entry, value: Any) -> None:
    basis = getattr(value, "basis", BASES[0])
    if basis not in BASES:
        raise entry.fault(f"basis: unknown {basis!r}")
    for (of, field), known in WORDS.items():
        if of == table:
            _require_known(entry, field, getattr(value, field), known)


def _require_known(
    entry: Entry, field: str, words: str | Sequence[str], known: Sequence[str]
) -> None:
    listed = [words] if isinstance(words, str) else words
    if unknown := [word for word in listed if word not in known]:
        raise entry.fault(f"{field}: unknown {unknown}")


def _require_bounds(table: str, entry: Entry, value: Any) -> None:
    for (of, field), (least, most) in BOUNDS.items():
        number = getattr(value, field) if of == table else None
        if number is not None and not least <= number <= most:
            raise entry.fault(f"{field} = {number} is not within {least} to {most}")
    for of, first, second in ORDERS:
        ends = (getattr(value, first), getattr(value, second)) if of == table else ()
        if None in ends or not ends:
            continue
        if ends[0] > ends[1] or (first == "since" and ends[0] == ends[1]):
            raise entry.fault(f"{first} {ends[0]} is after {second} {ends[1]}")


def _require_references(policy: Built) -> None:
    for (table, field), named in REFERENCES.items():
        known = [value.id for _, value in policy.get(named, ())]
        for entry, value in policy.get(table, ()):
            if words := getattr(value, field):  # an empty one names nothing
                _require_known(entry, field, words, known)


def _require_own_groups(policy: Built) -> None:
    own = {value.id for _, value in policy.get("group", ())}
    for entry, rule in policy.get("rule", ()):
        for condition in rule.conditions:
            if condition.column in GROUPS and condition.column not in own:
                raise entry.fault(f"{condition.column} is no group of this policy")


def _require_milestones(steps: Sequence[tuple[Entry, Any]]) -> None:
    furthest = 0
    for entry, step in steps:
        reached = MILESTONES.index(step.milestone)
        if reached < furthest:
            raise entry.fault(f"falls back to {step.milestone}")
        furthest = reached


def _require_order(entry: Entry, clock: Any, policy: Built) -> None:
    if STEPS.index(clock.start) >= STEPS.index(clock.end):
        raise entry.fault(f"{clock.end} does not follow {clock.start}")


def _require_guard(entry: Entry, guard: Any, policy: Built) -> None:
    if bool(guard.of) is not (guard.needs in NEEDS_OF):
        asks = "asks" if guard.needs in NEEDS_OF else "does not ask"
        raise entry.fault(f"{guard.needs} {asks} of another step")
    if not guard.of:
        return
    posted = {value.step for _, value in policy.get("publicity", ())}
    if guard.needs == "publicity" and guard.of not in posted:
        raise entry.fault(f"{guard.of} is posted nowhere")
    if guard.needs == "passed" and guard.of not in ACCEPTANCES:
        raise entry.fault(f"{guard.of} is no acceptance")
    if STEPS.index(guard.of) >= STEPS.index(guard.step):
        raise entry.fault(f"{guard.step} does not follow {guard.of}")


def _require_answer(entry: Entry, option: Any, policy: Built) -> None:
    if option.value not in option.options:
        raise entry.fault(f"value: {option.value!r} is none of {option.options}")
    if option.value == "limit" and option.limit_ratio is None:
        raise entry.fault("no limit_ratio")


def _require_household(entry: Entry, case: Any, policy: Built) -> None:
    for column, value in case.household.items():
        require_value_of(entry, column, value)


def _require_ground(entry: Entry, rule: Any, policy: Built) -> None:
    for condition in rule.conditions:
        if condition.column in GROUND and rule.task not in AVOID:
            raise entry.fault(f"{condition.column} is for rules of {list(AVOID)}")


_CHECKS = {
    "rule": _require_ground,
    "guard": _require_guard,
    "clock": _require_order,
    "option": _require_answer,
    "case": _require_household,
}
