"""Policies: read from ``policies/<adcode>.toml``, checked on reading.

The file holds what a document says: groups and who certifies them, conditions of
each task, steps, clocks; this module holds the shape such a file must have.  How
conditions are applied to households is :mod:`geo.eligibility`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rules.errors import PolicyError
from rules.vocabulary import GROUPS, STEPS

POLICY_FOLDER = Path(__file__).parent / "policies"
TESTS = frozenset({"at_least", "at_most", "one_of"})


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One test of one column."""

    column: str
    test: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a task asks of a household: it holds if any of its conditions holds."""

    id: str
    task: str
    clause: str
    since: date
    until: date | None = None  # exclusive: the first day the rule no longer binds
    basis: str = "document"  # or "office": a reading that no document prescribes
    conditions: tuple[Condition, ...]

    def in_force(self, on: date) -> bool:
        """Tell whether the rule binds on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A protected group, and the departments that may certify it (rule G5)."""

    id: str
    certified_by: tuple[str, ...]
    clause: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of casework (rule W2); ``publicity_days`` run out before the next."""

    id: str
    name: str
    milestone: str
    clause: str
    publicity_days: int = 0


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Days within which one step follows another; the first day does not count."""

    id: str
    start: str
    end: str
    days: int
    clause: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """A worked example that a policy file carries as its own proof."""

    says: str
    task: str
    on: date
    household: Mapping[str, Any]
    eligible: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The policy of one county or city, with what it takes over from others."""

    adcode: str
    name: str
    document: str
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]
    cases: tuple[Case, ...]

    def rules_of(self, task: str, on: date) -> tuple[Rule, ...]:
        """Return the rules of a task that bind on a day.

        Raises
        ------
        PolicyError
            If there is none: where nothing is asked, everyone would be eligible.
        """
        rules = tuple(r for r in self.rules if r.task == task and r.in_force(on))
        if not rules:
            raise PolicyError(
                "{document}: no rule for {task} in force on {day}",
                document=self.document,
                task=task,
                day=on.isoformat(),
            )
        return rules


def load_policy(adcode: str, folder: Path = POLICY_FOLDER) -> Policy:
    """Read the policy of a county, over the policies it builds on.

    Raises
    ------
    PolicyError
        If there is none (the message lists those there are), if a file has
        unknown or missing keys, or changes what a higher policy keeps fixed.
    """
    return _assemble(_tables(adcode, folder))


@cache
def county_policy(adcode: str) -> Policy:
    """Return the policy the product carries for a county, read once."""
    return load_policy(adcode)


def counties_with_policy(folder: Path = POLICY_FOLDER) -> list[str]:
    """List the adcodes that have a policy file."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def _tables(adcode: str, folder: Path) -> dict[str, Any]:
    path = folder / f"{adcode}.toml"
    if not (adcode.isascii() and adcode.isdigit() and path.is_file()):
        known = ", ".join(counties_with_policy(folder)) or "none"
        raise PolicyError(
            "no policy for {adcode}; policies exist for: {known}",
            adcode=adcode,
            known=known,
        )
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _malformed(adcode, error) from error
    for higher in reversed(tables.pop("builds_on", [])):
        tables = _laid_over(_tables(higher, folder), tables)
    return tables


def _laid_over(higher: dict[str, Any], lower: dict[str, Any]) -> dict[str, Any]:
    """Merge by id: a lower policy adds, or replaces what is marked adjustable."""
    merged = higher | {k: v for k, v in lower.items() if not isinstance(v, list)}
    for name in ("group", "rule", "step", "clock"):
        entries = {entry["id"]: entry for entry in higher.get(name, [])}
        for entry in lower.get(name, []):
            if not entries.get(entry["id"], {"adjustable": True}).get("adjustable"):
                raise PolicyError(
                    "policy {adcode}: {name} {id!r} is fixed by {document}",
                    adcode=lower.get("adcode"),
                    name=name,
                    id=entry["id"],
                    document=higher.get("document"),
                )
            entries[entry["id"]] = entry
        merged[name] = list(entries.values())
    merged["case"] = lower.get("case", [])
    return merged


def _assemble(tables: dict[str, Any]) -> Policy:
    try:
        policy = Policy(
            adcode=tables["adcode"],
            name=tables["name"],
            document=tables["document"],
            groups=tuple(_of(Group, t) for t in tables["group"]),
            rules=tuple(_rule(t) for t in tables["rule"]),
            steps=tuple(_of(Step, t) for t in tables["step"]),
            clocks=tuple(_of(Clock, t) for t in tables["clock"]),
            cases=tuple(_of(Case, t) for t in tables["case"]),
        )
    except (KeyError, TypeError) as error:
        raise _malformed(tables.get("adcode", "?"), error) from error
    _require_known_words(policy)
    return policy


def _of(kind: type, table: dict[str, Any]) -> Any:
    known = {field.name for field in fields(kind)} | {"adjustable"}
    if unknown := table.keys() - known:
        raise TypeError(f"{kind.__name__} {table.get('id')!r}: {sorted(unknown)}")
    values = {k: v for k, v in table.items() if k != "adjustable"}
    return kind(
        **{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    )


def _rule(table: dict[str, Any]) -> Rule:
    parts = table.get("any_of", [table])
    conditions = tuple(_condition(part, table["id"]) for part in parts)
    rest = {k: v for k, v in table.items() if k not in TESTS | {"column", "any_of"}}
    return _of(Rule, rest | {"conditions": conditions})


def _condition(table: dict[str, Any], rule_id: str) -> Condition:
    tests = TESTS & table.keys()
    if len(tests) != 1:
        raise TypeError(f"rule {rule_id!r}: give one of {sorted(TESTS)}")
    (test,) = tests
    return Condition(column=table["column"], test=test, value=table[test])


def _require_known_words(policy: Policy) -> None:
    _require("group", [g.id for g in policy.groups], GROUPS, policy)
    steps = [step.id for step in policy.steps]
    _require("step", steps, STEPS, policy)
    _require(
        "step", [s for c in policy.clocks for s in (c.start, c.end)], steps, policy
    )


def _require(
    what: str, words: Sequence[str], known: Sequence[str], policy: Policy
) -> None:
    if unknown := [word for word in words if word not in known]:
        raise _malformed(policy.adcode, f"unknown {what} {unknown}")


def _malformed(adcode: str, fault: object) -> PolicyError:
    return PolicyError(
        "policy {adcode} is not a policy file: {fault}", adcode=adcode, fault=fault
    )
