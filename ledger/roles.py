"""Who acts: the roles of an office, the area of each, and the steps each may take.

Rule A1: the village reports, the town verifies and runs the work, the county decides,
the treasury owns the payments, leaders look.  What a role may read is decided in
:mod:`ledger.grants`, and read through :mod:`ledger.reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rules.adcode import Level, level_of
from rules.errors import AccessError, AdcodeError
from rules.language import N_


class Role(StrEnum):
    """What somebody does in the office; the value is what the history records."""

    VILLAGE_REPORTER = "village_reporter"
    TOWN_OFFICER = "town_officer"
    PLANNER = "planner"
    RESPONDER = "responder"
    FINANCE = "finance"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = MappingProxyType(
    {
        Role.VILLAGE_REPORTER: N_("Village reporter"),
        Role.TOWN_OFFICER: N_("Town officer"),
        Role.PLANNER: N_("County officer, planner"),
        Role.RESPONDER: N_("Responder"),
        Role.FINANCE: N_("Finance"),
        Role.LEADER: N_("Leader"),
        Role.AUDITOR: N_("Auditor"),
        Role.ADMINISTRATOR: N_("Administrator"),
    }
)

# Who may take the steps of which level (``rules.vocabulary.LEVELS``), rule A1.
STEPS_OF: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.VILLAGE_REPORTER: frozenset({"village"}),
        Role.TOWN_OFFICER: frozenset({"village", "town"}),
        Role.PLANNER: frozenset({"village", "town", "county"}),
        Role.FINANCE: frozenset({"finance"}),
    }
)

# The level an area must have; the others act in the whole county, or in a part of it.
LEVEL_OF_AREA = MappingProxyType(
    {Role.VILLAGE_REPORTER: Level.VILLAGE, Role.TOWN_OFFICER: Level.TOWN}
)


@dataclass(frozen=True)
class Acting:
    """Somebody in a role; an empty ``area`` is the whole county.

    Attributes
    ----------
    area : str
        Code of a county (6 digits), town (9) or village (12).
    event_id : str
        The event a responder works on.
    """

    name: str
    role: Role
    area: str = ""
    event_id: str = ""


def require_area(acting: Acting) -> None:
    """Refuse somebody whose area is missing or is none.

    Raises
    ------
    AccessError
        If a village reporter has no village, a town officer no town, or a code is
        malformed.
    """
    needed = LEVEL_OF_AREA.get(acting.role)
    if not acting.area and needed is None:
        return
    try:
        level = level_of(acting.area)
    except AdcodeError:
        level = None
    if level is None or needed not in (None, level):
        raise AccessError(
            "{area!r} is not the area of a {role}; a village has a code of 12 digits, "
            "a town of 9, a county of 6",
            area=acting.area,
            role=acting.role.value,
        )


def is_within(acting: Acting, code: str | None) -> bool:
    """Tell whether a place lies in somebody's area.

    Examples
    --------
    >>> is_within(Acting("Li", Role.TOWN_OFFICER, "990001100"), "990001100200")
    True
    >>> is_within(Acting("Li", Role.TOWN_OFFICER, "990001100"), None)
    False
    """
    return (code or "").startswith(acting.area)


def require_may_act(acting: Acting, by: str, village_code: str) -> None:
    """Refuse a step that is not this person's to take (rule A1).

    Parameters
    ----------
    by : str
        Whose step it is, one of ``rules.vocabulary.LEVELS``.
    village_code : str
        Where the household of the case lives.

    Raises
    ------
    AccessError
        If the role takes no such step, or the village lies outside of the area.
    """
    require_area(acting)
    if by not in STEPS_OF.get(acting.role, ()):
        who = ", ".join(role.value for role, levels in STEPS_OF.items() if by in levels)
        raise AccessError(
            "a {role} does not take a step of the {by}; ask: {who}",
            role=acting.role.value,
            by=by,
            who=who or "-",
        )
    if not is_within(acting, village_code):
        raise AccessError(
            "this case lies outside of area {area} of the {role}; ask who works there",
            area=acting.area,
            role=acting.role.value,
        )
