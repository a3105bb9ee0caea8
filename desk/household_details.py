"""What a household and its house are said to be: contacts, and facts the law asks.

The town collects the passbooks with the applications and looks at the houses (rule
A1), so it is the town that says which account is the family's own.  The treasury,
which pays, does not: rule M2 compares the account that is paid to with the one on
record, and that proves nothing where one hand may write both (rule A2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from desk.case_hand import Hand
from ledger.editing import Edit, edit_together
from ledger.reading import for_role
from ledger.roles import STEPS_OF, Acting
from ledger.schema import dwelling, household
from rules.errors import AccessError, SchemaError
from rules.household_facts import (
    ACCOUNT_DIGITS,
    AREA_M2,
    EARLIEST_YEAR,
    RANGES,
    digits_of,
    is_account,
    is_phone,
)
from rules.language import N_
from rules.vocabulary import LEVELS, STRUCTURES

VILLAGE, TOWN = LEVELS[:2]
TABLES = MappingProxyType({table.name: table for table in (household, dwelling)})


@dataclass(frozen=True)
class Settable:
    """A column that may be set by hand.

    Attributes
    ----------
    table : {"household", "dwelling"}
    kind : {"phone", "account", "whole", "area", "yes", "word"}
    by : str
        The level that says it (rule A1).
    """

    table: str
    kind: str
    by: str = TOWN


CONTACTS: Mapping[str, Settable] = MappingProxyType(
    {
        "phone": Settable("household", "phone", VILLAGE),
        "account": Settable("household", "account"),
    }
)
FACTS: Mapping[str, Settable] = MappingProxyType(
    {
        "occupants": Settable("household", "whole"),
        "dependents": Settable("household", "whole"),
        "other_safe_home": Settable("household", "yes"),
        "no_house": Settable("household", "yes"),
        "disaster_rebuild_aid": Settable("household", "yes"),
        "housing_aid_before": Settable("household", "yes"),
        "good_samaritan": Settable("household", "yes"),
        "structure": Settable("dwelling", "word"),
        "storeys": Settable("dwelling", "whole"),
        "year_built": Settable("dwelling", "whole"),
        "area_m2": Settable("dwelling", "area"),
    }
)


def facts_that(acting: Acting) -> dict[str, Settable]:
    """Return the columns that a role may set, contacts first.

    Examples
    --------
    >>> from ledger.roles import Role
    >>> [*facts_that(Acting("Li", Role.VILLAGE_REPORTER, "990001100200"))]
    ['phone']
    >>> facts_that(Acting("Li", Role.FINANCE))
    {}
    """
    levels = STEPS_OF.get(acting.role, frozenset())
    every = {**CONTACTS, **FACTS}
    return {name: one for name, one in every.items() if one.by in levels}


def set_contact(
    hand: Hand, household_id: str, told: Mapping[str, Any], *, version: int
) -> int:
    """Say how a family is reached, and which account is its own (rule M2).

    Parameters
    ----------
    told : mapping
        ``phone``, ``account``; ``None`` or an empty text takes one back.
    version : int
        Of the household as it was seen.

    Returns
    -------
    int
        Its new version.

    Raises
    ------
    SchemaError
        If a name or a value cannot be.
    AccessError
        If it is not the role's to say, or there is no such household in its area.
    StaleEditError
        If somebody changed the household since.
    """
    versions = {household.name: version}
    return _set(hand, household_id, told, (CONTACTS, "set contact", versions))[
        household.name
    ]


def set_facts(
    hand: Hand, household_id: str, told: Mapping[str, Any], *, versions: Mapping
) -> dict[str, int]:
    """Say what eligibility asks of a household and of its house.

    Parameters
    ----------
    told : mapping
        Names of :data:`FACTS`; ``None`` is not known.
    versions : mapping
        Of ``household`` and ``dwelling`` as they were seen; 0 if there is none.

    Returns
    -------
    dict
        The versions after that, of both.

    Raises
    ------
    SchemaError, AccessError, StaleEditError
        As :func:`set_contact`.
    """
    return _set(hand, household_id, told, (FACTS, "set facts", versions))


def _set(
    hand: Hand,
    household_id: str,
    told: Mapping[str, Any],
    how: tuple[Mapping[str, Settable], str, Mapping[str, int]],
) -> dict[str, int]:
    """Change what may be changed; ``how`` is what is known, the verb, the versions."""
    known, verb, versions = how
    for name in told:
        _require_known(name, known)
        _require_may_set(hand.acting, name, known[name].by)
    row = for_role(hand.workspace.ledger, hand.acting).household(household_id)
    values = {name: _value(hand, name, known[name].kind, told[name]) for name in told}
    if row["version"] == versions.get(household.name):
        _require_consistent(row | values)
    edits = _edits(household_id, values, known, versions)
    head = {"acting_name": hand.acting.name, "role": hand.acting.role.value}
    head |= {"verb": verb, "scope": "exposure", "note": hand.note, "at": hand.at}
    after = edit_together(hand.workspace.ledger, edits, **head)
    changed = (one.table.name for one in edits)
    return {**versions, **dict(zip(changed, after, strict=True))}


def _edits(
    household_id: str,
    values: Mapping[str, Any],
    known: Mapping[str, Settable],
    versions: Mapping[str, int],
) -> list[Edit]:
    of_table: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        of_table.setdefault(known[name].table, {})[name] = value
    key = {"household_id": household_id}
    return [
        Edit(TABLES[table], key, told, versions.get(table, 0))
        for table, told in of_table.items()
    ]


def _require_known(name: str, known: Mapping[str, Settable]) -> None:
    if name not in known:
        raise SchemaError(
            "{name} is nothing that is set here; there are: {known}",
            name=name,
            known=", ".join(known),
        )


def _require_may_set(acting: Acting, name: str, by: str) -> None:
    if by not in STEPS_OF.get(acting.role, frozenset()):
        who = [role.value for role, levels in STEPS_OF.items() if by in levels]
        raise AccessError(
            "a {role} does not set the {name} of a household; ask: {who}",
            role=acting.role.value,
            name=name,
            who=", ".join(who),
        )


def _require_consistent(row: Mapping[str, Any]) -> None:
    occupants, dependents = row.get("occupants"), row.get("dependents")
    if None not in (occupants, dependents) and dependents > occupants:
        raise SchemaError("more dependents than occupants")


def _value(hand: Hand, name: str, kind: str, value: Any) -> Any:
    """Return a value as it is kept, or say why it cannot be; numbers are not told."""
    if value is None or value == "":
        return None
    if kind in ("phone", "account"):
        return _number(kind, digits_of(str(value)))
    if kind == "yes" and not isinstance(value, bool):
        raise SchemaError(
            "{name} is yes, no or not known, not {value!r}", name=name, value=value
        )
    if kind == "word" and value not in STRUCTURES:
        raise SchemaError(
            "{value!r} is no word for {name}; there are: {known}",
            value=value,
            name=name,
            known=", ".join(STRUCTURES),
        )
    if kind in ("whole", "area"):
        _require_within(hand, name, kind, value)
    return value


def _number(kind: str, digits: str) -> str:
    if kind == "phone" and not is_phone(digits):
        raise SchemaError(
            "this is no telephone number; write 11 digits, or a line with area code"
        )
    if kind == "account" and not is_account(digits):
        least, most = ACCOUNT_DIGITS
        raise SchemaError(
            "this is no account: it needs {least} to {most} digits",
            least=least,
            most=most,
        )
    return digits


def _require_within(hand: Hand, name: str, kind: str, value: Any) -> None:
    years = {"year_built": (EARLIEST_YEAR, hand.day.year)}
    least, most = AREA_M2 if kind == "area" else {**RANGES, **years}[name]
    fits = int | float if kind == "area" else int
    if isinstance(value, bool) or not isinstance(value, fits):
        sane = False
    else:
        sane = least <= value <= most
    if not sane:
        message = (
            N_("{name} needs square metres from {least} to {most}, not {value!r}")
            if kind == "area"
            else N_("{name} needs a whole number from {least} to {most}, not {value!r}")
        )
        raise SchemaError(message, name=name, least=least, most=most, value=value)
