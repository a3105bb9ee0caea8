"""Policies: read from ``policies/<adcode>.toml``, checked on reading.

A file holds what a document says, table by table (:mod:`rules.policy_tables`), and
may build on others; what a lower one may change is said in
:mod:`rules.policy_layers`.  How conditions are applied to households is
:mod:`geo.eligibility`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules.errors import PolicyError
from rules.language import N_
from rules.policy_building import built
from rules.policy_checks import require_sound
from rules.policy_layers import Stack, stacked
from rules.policy_tables import (
    Area,
    Case,
    Clock,
    Condition,
    Document,
    Fact,
    Group,
    Guard,
    Option,
    Paying,
    Publicity,
    Reappraisal,
    Report,
    Rule,
    Stage,
    Step,
    Subsidy,
)
from rules.policy_words import TABLES
from rules.vocabulary import STEPS, TASKS

__all__ = [
    "Condition",
    "Policy",
    "Rule",
    "counties_with_policy",
    "county_policy",
    "load_policy",
]

POLICY_FOLDER = Path(__file__).parent / "policies"
OFFICE = "000000"  # the office's own answers; binds through those that build on it

# The tables of a file, and the fields of a policy that hold them.
FIELDS = MappingProxyType(
    {
        "group": "groups",
        "fact": "facts",
        "rule": "rules",
        "reappraisal": "reappraisals",
        "step": "steps",
        "publicity": "publicity",
        "guard": "guards",
        "clock": "clocks",
        "subsidy": "subsidies",
        "paying": "paying",
        "area": "areas",
        "document": "documents",
        "report": "reports",
        "stage": "stages",
        "option": "options",
        "case": "cases",
    }
)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The policy of one county or city, with what it takes over from others.

    Attributes
    ----------
    document : str
        The document of the file itself; :meth:`document_of` tells that of an entry.
    groups : tuple of Group
        In the order of rule G2.
    steps : tuple of Step
        In the order of rule W2, whatever the order in the files.
    cases : tuple of Case
        Of the file itself: a lower policy proves itself.
    """

    adcode: str
    name: str
    document: str
    groups: tuple[Group, ...] = ()
    facts: tuple[Fact, ...] = ()
    rules: tuple[Rule, ...] = ()
    reappraisals: tuple[Reappraisal, ...] = ()
    steps: tuple[Step, ...] = ()
    publicity: tuple[Publicity, ...] = ()
    guards: tuple[Guard, ...] = ()
    clocks: tuple[Clock, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    paying: tuple[Paying, ...] = ()
    areas: tuple[Area, ...] = ()
    documents: tuple[Document, ...] = ()
    reports: tuple[Report, ...] = ()
    stages: tuple[Stage, ...] = ()
    options: tuple[Option, ...] = ()
    cases: tuple[Case, ...] = ()
    origins: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that the policy knows, in the order of the vocabulary."""
        asked = {rule.task for rule in self.rules}
        return tuple(task for task in TASKS if task in asked)

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
                N_("{document}: no rule for {task} in force on {day}"),
                document=self.document,
                task=task,
                day=on.isoformat(),
            )
        return rules

    def step(self, id: str) -> Step:
        """Return a step of casework.

        Raises
        ------
        PolicyError
            If the policy has no such step.
        """
        return self._one("step", id, self.steps)

    def option(self, id: str) -> Option:
        """Return what the office answers to a question the documents leave open.

        Raises
        ------
        PolicyError
            If the policy does not answer it.
        """
        return self._one("option", id, self.options)

    def document_of(self, table: str, id: str) -> str:
        """Return the document that an entry, as it now stands, came from.

        Examples
        --------
        >>> load_policy("990001").document_of("subsidy", "repair")
        '淄建发〔2022〕48号'
        """
        return self.origins[table, id]

    def _one(self, table: str, id: str, entries: Sequence[Any]) -> Any:
        found = next((entry for entry in entries if entry.id == id), None)
        if found is None:
            raise PolicyError(
                N_("{document}: no {table} {id!r}; there are: {known}"),
                document=self.document,
                table=table,
                id=id,
                known=", ".join(entry.id for entry in entries) or "none",
            )
        return found


def load_policy(adcode: str, folder: Path = POLICY_FOLDER) -> Policy:
    """Read the policy of a county, over the policies it builds on.

    Raises
    ------
    PolicyError
        If there is none (the message lists those there are), if a file is
        malformed, or changes what a higher policy keeps fixed; the message names
        file, table, entry and fault.
    """
    if adcode not in counties_with_policy(folder):
        raise PolicyError(
            N_("no policy for {adcode}; policies exist for: {known}"),
            adcode=adcode,
            known=", ".join(counties_with_policy(folder)) or "none",
        )
    return _policy(stacked(adcode, folder))


@cache
def county_policy(adcode: str) -> Policy:
    """Return the policy the product carries for a county, read once."""
    return load_policy(adcode)


def counties_with_policy(folder: Path = POLICY_FOLDER) -> list[str]:
    """List the adcodes that have a policy file, the office's own not counted."""
    return sorted({path.stem for path in folder.glob("*.toml")} - {OFFICE})


def _policy(stack: Stack) -> Policy:
    entries = stack.entries.values()
    tables = {
        table: [(e, built(e)) for e in entries if e.table == table] for table in TABLES
    }
    tables["case"] = [(entry, built(entry)) for entry in stack.file.cases]
    tables["step"].sort(
        key=lambda pair: (*STEPS, pair[1].id).index(pair[1].id)  # unknown ones last
    )
    require_sound(tables)
    return Policy(
        adcode=stack.file.adcode,
        name=stack.file.name,
        document=stack.file.measure,
        origins={key: entry.document for key, entry in stack.entries.items()},
        **{FIELDS[t]: tuple(value for _, value in p) for t, p in tables.items()},
    )
