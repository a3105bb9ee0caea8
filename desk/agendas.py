"""Agendas of meetings: which views are shown, kept under a title.

An agenda names measures and places and holds no number; leaders keep their own.
"""

from datetime import datetime
from secrets import token_hex

from desk.case_hand import Hand
from desk.workspace import Workspace
from ledger import office
from ledger.office_schema import LONGEST_VIEWS
from ledger.roles import Acting, Role, require_area
from ledger.schema import meeting_agenda
from rules.agenda import Agenda
from rules.errors import AccessError, PlanningError
from rules.language import N_

MAY_KEEP = (Role.LEADER, Role.PLANNER)
TITLE_LENGTH = meeting_agenda.c.title.type.length
SCOPE = "agendas"


def save_agenda(hand: Hand, agenda: Agenda) -> str:
    """Keep an agenda: a new one, or one that was kept, as it is now.

    Returns
    -------
    str
        Its number.

    Raises
    ------
    AccessError
        If this role shows no meetings.
    PlanningError
        If it has no title, one that is too long, or too many views.
    """
    _require_may(hand)
    views = agenda.to_json()
    if len(views) > LONGEST_VIEWS:
        raise PlanningError(N_("the agenda has too many views; leave some out"))
    moment = (hand.at or datetime.now()).astimezone()
    row = {
        "agenda_id": agenda.agenda_id or token_hex(8),
        "title": _title(agenda.title),
        "made_at": moment.isoformat(timespec="seconds"),
        "views": views,
    }
    with hand.workspace.ledger.transaction() as transaction:
        office.save_agenda(
            transaction,
            lambda: hand.entry(transaction, "save agenda", scope=SCOPE),
            row,
        )
    return row["agenda_id"]


def drop_agenda(hand: Hand, agenda_id: str) -> None:
    """Drop an agenda.

    Raises
    ------
    AccessError
        If this role shows no meetings.
    PlanningError
        If there is none of that number.
    """
    _require_may(hand)
    with hand.workspace.ledger.transaction() as transaction:
        office.drop_agenda(
            transaction,
            lambda: hand.entry(transaction, "drop agenda", scope=SCOPE),
            agenda_id,
        )


def agendas(workspace: Workspace) -> list[Agenda]:
    """Return the agendas that were kept, the newest first."""
    return [
        Agenda.from_json(row["title"], row["views"], row["agenda_id"])
        for row in office.agendas(workspace.ledger)
    ]


def agenda(workspace: Workspace, agenda_id: str) -> Agenda:
    """Return one agenda.

    Raises
    ------
    PlanningError
        If none of that number is kept.
    """
    for one in agendas(workspace):
        if one.agenda_id == agenda_id:
            return one
    raise PlanningError(N_("no agenda {id!r} is kept"), id=agenda_id)


def may_keep(acting: Acting) -> bool:
    """Tell whether somebody keeps agendas: the role does, and the area is theirs."""
    try:
        require_area(acting)
    except AccessError:
        return False
    return acting.role in MAY_KEEP


def _require_may(hand: Hand) -> None:
    require_area(hand.acting)
    if hand.acting.role not in MAY_KEEP:
        raise AccessError(
            N_("a {role} does not keep agendas of meetings; ask: {who}"),
            role=hand.acting.role.value,
            who=", ".join(sorted(role.value for role in MAY_KEEP)),
        )


def _title(told: str) -> str:
    title = " ".join(told.split())
    if not title:
        raise PlanningError(N_("an agenda needs a title by which it is found again"))
    if len(title) > TITLE_LENGTH:
        raise PlanningError(
            N_("the title of an agenda has {length} letters, at most {most}"),
            length=len(title),
            most=TITLE_LENGTH,
        )
    return title
