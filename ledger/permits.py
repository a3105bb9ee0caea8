"""What a Reader refuses: tables, areas, households and the log (rule A1)."""

from collections.abc import Iterable

from ledger.grants import GRANTS, LOGGED, READS_LOG, Grant, entitled
from ledger.projection import event_exists, is_whole_county, village_of
from ledger.roles import Acting, Role, is_within
from ledger.store import Ledger
from rules.errors import AccessError

READS_HISTORY = frozenset(
    role for role, grant in GRANTS.items() if "case_step" in grant
)


def refusal(acting: Acting, what: str, who: Iterable[Role]) -> AccessError:
    """Return the error of a role that may not read something, and who may."""
    return AccessError(
        "a {role} does not read {what}; ask: {who}",
        role=acting.role.value,
        what=what,
        who=entitled(who),
    )


def nobody_there(household_id: str) -> AccessError:
    """Return the error of a household that is not on record, or lies elsewhere."""
    return AccessError("no household {id!r} on record", id=household_id)


def require_table(acting: Acting, name: str) -> None:
    """Refuse a table that the role does not read."""
    if name not in GRANTS[acting.role]:
        readers = [role for role, grant in GRANTS.items() if name in grant]
        raise refusal(acting, name, readers)


def require_event(ledger: Ledger, acting: Acting, position: int) -> None:
    """Refuse a responder without an event: no event, no household."""
    if acting.role is not Role.RESPONDER:
        return
    if not event_exists(ledger, acting.event_id, position):
        raise AccessError(
            "a responder reads the households of an event; choose one on record"
        )


def require_household(
    ledger: Ledger, acting: Acting, household_id: str, position: int
) -> None:
    """Refuse a household that is not on record or lies outside of the area."""
    require_table(acting, "household")
    require_event(ledger, acting, position)
    code = village_of(ledger, household_id, position)
    if code is None or not is_within(acting, code):
        raise nobody_there(household_id)


def area_asked(acting: Acting, asked: str) -> str:
    """Return the area to read: the one asked for, or the role's own.

    Raises
    ------
    AccessError
        If it reaches beyond the role's own.
    """
    if asked and not is_within(acting, asked):
        raise AccessError(
            "area {asked} reaches beyond {own}, the area of this {role}; ask for a "
            "part of it",
            asked=asked,
            own=acting.area,
            role=acting.role.value,
        )
    return asked or acting.area


def log_grant(ledger: Ledger, acting: Acting, household_id: str) -> Grant:
    """Return what the log shows to a role: of all, or of one household.

    Raises
    ------
    AccessError
        If it may read neither.
    """
    if acting.role is Role.AUDITOR and is_whole_county(acting):
        return LOGGED
    if not household_id:
        if acting.role not in READS_LOG or not is_whole_county(acting):
            raise refusal(acting, "the log", READS_LOG)
    elif acting.role not in READS_HISTORY:
        raise refusal(acting, "the history of a household", READS_HISTORY)
    else:
        require_household(ledger, acting, household_id, ledger.position())
    return GRANTS[acting.role]
