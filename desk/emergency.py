"""Help at once for one household: applied, accepted, helped (rule E5, 三即时).

Each of the three is an act that the ledger knows: a case is opened, the town reports
it to the county, a visit or the moving out of the family is recorded.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desk.case_details import APPLICANTS, set_details
from desk.case_hand import Hand, Recorded, Seen
from desk.casework import FIRST, open_case, take_step
from desk.fieldwork import Visited, record_visit
from desk.vacated import Left, record_vacated
from desk.workspace import Workspace
from ledger.case_rows import Which, steps_taken, who_wrote
from ledger.cases import CaseRecord, case_records
from ledger.fieldwork import vacated_houses, visits
from ledger.findings import found_at, villages_of
from ledger.roles import Acting, is_within
from rules.casefile import StepDone, Vacated
from rules.errors import CaseError
from rules.language import N_
from rules.parameters import Table, load_parameters
from rules.times import instant

ACCEPTED = "reported"  # the town takes the application to the county: 受理
DANGEROUS = "dangerous_house_retrofit"
HELP_VISIT = "watch"  # of the town, rule W8
MOVED = "moved"

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One of the three acts: when it was recorded, and by whom; the day it names."""

    at: datetime
    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """How far the help for one household is.

    Attributes
    ----------
    finding : dict or None
        The newest finding at its door after the event.
    case : CaseRecord or None
        The open case that the application stands in.
    applied, accepted, helped : Act or None
    moved_to : str or None
        Where the family is (rule W14).
    waited_hours : float or None
        From the application to the help, or until now; ``None`` before it.
    """

    household_id: str
    finding: Row | None
    case: CaseRecord | None
    applied: Act | None
    accepted: Act | None
    helped: Act | None
    moved_to: str | None
    waited_hours: float | None

    @property
    def is_long(self) -> bool:
        """Whether the family waits longer than the office thinks right."""
        hours = self.waited_hours or 0.0
        return self.helped is None and hours > emergency_law()["long_wait_hours"]

    @property
    def seen(self) -> Seen | None:
        """The case in the version that was seen, for the act that comes next."""
        return self.case and Seen(self.case.file.case_id, self.case.version)


@dataclass(frozen=True, kw_only=True)
class Help:
    """What was done for a family; ``moved_to`` of :data:`rules.vocabulary.WAYS`."""

    what: str
    on: date
    moved_to: str | None = None
    event_id: str | None = None


def emergency_law() -> Table:
    """Return the parameters of emergency help."""
    return load_parameters("follow_up")["emergency"]


def is_in_area(workspace: Workspace, acting: Acting, household_id: str) -> bool:
    """Tell whether a household is on record in somebody's area."""
    home = villages_of(workspace.ledger, [household_id]).get(household_id)
    return home is not None and is_within(acting, home)


def emergency(
    workspace: Workspace,
    household_id: str,
    event_id: str = "",
    *,
    now: datetime | None = None,
) -> Emergency:
    """Say how far the help for a household is, on its newest open case.

    Parameters
    ----------
    event_id : str
        Of the event whose findings are shown beside; help counts from the
        application on, whatever the event.
    """
    ledger = workspace.ledger
    found = found_at(ledger, event_id, [household_id]) if event_id else {}
    case = _open_case(workspace, household_id)
    acts = _acts(workspace, case) if case else {}
    applied, helped = acts.get(FIRST), None
    moved_to = None
    if applied is not None:
        helped, moved_to = _help_since(workspace, household_id, applied)
    until = helped.at if helped else now or datetime.now().astimezone()
    waited = (until - applied.at) / timedelta(hours=1) if applied else None
    return Emergency(
        household_id=household_id,
        finding=found.get(household_id),
        case=case,
        applied=applied,
        accepted=acts.get(ACCEPTED),
        helped=helped,
        moved_to=moved_to,
        waited_hours=waited,
    )


def apply_now(hand: Hand, household_id: str, *, applied_by: str) -> Recorded:
    """Take an application at once (即时申请): a case is opened today.

    Parameters
    ----------
    applied_by : str
        ``"household"``, or ``"village"`` for one that cannot (rule W2).

    Raises
    ------
    CaseError
        If a case is still open, the rules forbid one, or nobody applies so.
    AccessError
        If the household lies outside of the area.
    """
    if applied_by not in APPLICANTS:
        message = N_("{value!r} cannot apply; there are: {known}")
        raise CaseError(message, value=applied_by, known=", ".join(APPLICANTS))
    tasks = hand.policy.tasks
    task = DANGEROUS if DANGEROUS in tasks else tasks[0]
    opened = open_case(hand, household_id, task, on=hand.day)
    return set_details(hand, opened, {"applied_by": applied_by})


def accept_now(hand: Hand, what: Seen) -> Recorded:
    """Accept an application at once (即时受理): the town reports it to the county.

    Raises
    ------
    CaseError, AccessError, StaleEditError
        As :func:`desk.casework.take_step`.
    """
    return take_step(hand, what, StepDone(step=ACCEPTED, on=hand.day))


def help_now(hand: Hand, household_id: str, given: Help) -> str:
    """Record help given at once (即时施救); returns the id of the visit.

    A family that was moved elsewhere leaves an empty house behind (rule W9).

    Raises
    ------
    CaseError
        If nothing is said of what was done.
    AccessError, SchemaError, WorkspaceError
        As :func:`desk.fieldwork.record_visit`.
    """
    if not given.what.strip():
        raise CaseError(N_("say what was done for the family"))
    visited = Visited(
        kind=HELP_VISIT, on=given.on, seen=given.what, event_id=given.event_id
    )
    made = record_visit(hand.workspace, hand.acting, household_id, visited, at=hand.at)
    if given.moved_to is not None:
        house = Vacated(why=MOVED, moved_to=given.moved_to)
        left = Left(house=house, checked_on=given.on, left_on=given.on)
        record_vacated(hand.workspace, hand.acting, household_id, left)
    return made.visit_id


def _open_case(workspace: Workspace, household_id: str) -> CaseRecord | None:
    ledger = workspace.ledger
    which = Which(households=(household_id,), open_only=True)
    found = case_records(ledger, workspace.policy, ledger.position(), which)
    return max(found, key=lambda r: (r.file.opened_on, r.file.case_id), default=None)


def _acts(workspace: Workspace, case: CaseRecord) -> dict[str, Act]:
    """Return who took the steps of a case, and when it was recorded."""
    rows = steps_taken(workspace.ledger, case.file.case_id)
    return {row["step"]: _act(workspace, row, row["on_date"]) for row in rows}


def _act(workspace: Workspace, row: Row, on: date) -> Act:
    by, at = who_wrote(workspace.ledger, row["entry_seq"])
    return Act(at=instant(at), by=by, on=on)


def _help_since(
    workspace: Workspace, household_id: str, applied: Act
) -> tuple[Act | None, str | None]:
    """Return the first help on record since an application, and where the family is."""
    ledger = workspace.ledger
    watched = [
        _act(workspace, row, row["visited_on"])
        for row in visits(ledger, household_id=household_id)
        if row["kind"] == HELP_VISIT and row["seen"]
    ]
    left = [
        r
        for r in vacated_houses(ledger, household_id=household_id)
        if r["why"] == MOVED
    ]
    moved = [_act(workspace, r, r["vacated_on"] or r["checked_on"]) for r in left]
    given = [act for act in (*watched, *moved) if act.at >= applied.at]
    first = min(given, key=lambda act: act.at, default=None)
    return first, left[-1]["moved_to"] if first and left else None
