"""Help at once for one household: applied, accepted, helped, on one screen (三即时)."""

from datetime import datetime
from typing import Any

import streamlit as st

from desk.case_details import APPLICANTS
from desk.case_hand import Hand
from desk.describe import word
from desk.emergency import (
    Act,
    Emergency,
    Help,
    accept_now,
    apply_now,
    emergency,
    emergency_law,
    help_now,
    is_in_area,
)
from desk.field_words import told
from desk.workspace import Workspace
from ledger.roles import Acting
from rules.errors import CaseError
from rules.language import N_
from rules.times import CHINA_TIME, local_time
from rules.vocabulary import WAYS
from views import choice, empty_house
from views.forms import Field, Outcome, show_form
from views.words import _, plain

STAYS = N_("stays in the house")
WHERE = N_("say whether the family stays in the house, or where it goes")


def show(workspace: Workspace, acting: Acting, picked: str, event_id: str) -> None:
    """Ask for a household, show how far its help is, and take the next act."""
    law = emergency_law()
    st.subheader(_("Help at once for one household (三即时)"))
    st.caption(f"{law['document']} {law['clause']}")
    typed = choice.ask_text(_("Household number"), "emergency-household", picked)
    household_id = typed or picked
    if not household_id:
        st.info(_("Pick a house in the list above, or type its number."))
        return
    if not is_in_area(workspace, acting, household_id):
        st.warning(_("No household of this number in your area."))
        return
    found = emergency(workspace, household_id, event_id)
    _head(found)
    _clock(found)
    columns = st.columns(3, gap="medium")
    hand = Hand(workspace, acting)
    for column, (title, act, ask) in zip(columns, _acts(hand, found), strict=True):
        with column, st.container(border=True):
            st.markdown(f"**{title}**")
            if act is not None:
                st.markdown(f":material/check: {_said(act)}")
            else:
                ask()
    if found.moved_to:
        st.caption(_("Now living: {where}", where=word(found.moved_to, _)))
    empty_house.show(workspace, acting, household_id)


def _where(way: str) -> str:
    if way == STAYS:
        return _(STAYS)
    return word(way, _) if way else _("choose")


def _acts(hand: Hand, found: Emergency) -> tuple:
    event_id = (found.finding or {}).get("event_id")
    return (
        (_("Applied (申请)"), found.applied, lambda: _ask_application(hand, found)),
        (_("Accepted (受理)"), found.accepted, lambda: _ask_acceptance(hand, found)),
        (_("Helped (施救)"), found.helped, lambda: _ask_help(hand, found, event_id)),
    )


def _head(found: Emergency) -> None:
    finding = found.finding
    case = found.case.file.case_id if found.case else _("No case.")
    parts = [found.household_id, case]
    if finding:
        parts += [word(finding["tag"], _), local_time(finding["visited_at"] or "")]
        parts += [f"{_('Lived in')}: {told(finding['occupied'], _)}"]
    st.markdown(plain(" · ".join(filter(None, parts))))


def _clock(found: Emergency) -> None:
    """Say how long the family has waited, or did wait."""
    if found.waited_hours is None:
        return
    hours = f"{found.waited_hours:,.1f}"
    if found.helped is not None:
        st.success(_("Helped {hours} hours after the application.", hours=hours))
    elif found.is_long:
        st.error(_("The family has waited {hours} hours for help.", hours=hours))
    else:
        st.warning(_("The family has waited {hours} hours for help.", hours=hours))


def _said(act: Act) -> str:
    return plain(f"{_when(act.at)} · {act.by}")


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA_TIME):%Y-%m-%d %H:%M}"


def _ask_application(hand: Hand, found: Emergency) -> None:
    fields = [
        Field(name="by", label=_("Who applies"), kind="one", options=APPLICANTS,
              show=lambda who: told(who, _)),
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        made = apply_now(hand, found.household_id, applied_by=values["by"])
        done = _("Case {id} is open.", id=made.case_id)
        return Outcome(done=done, warnings=made.warnings)

    key = f"apply-{found.household_id}"
    show_form(key, fields, act, button=_("Apply now"))


def _ask_acceptance(hand: Hand, found: Emergency) -> None:
    if found.seen is None:
        st.caption(_("After the application."))
        return
    seen = found.seen

    def act(_values: dict[str, Any]) -> Outcome:
        made = accept_now(hand, seen)
        done = _("Accepted: the town has reported case {id}.", id=made.case_id)
        return Outcome(done=done, warnings=made.warnings)

    key = f"accept-{seen.case_id}-{seen.version}"
    show_form(key, [], act, button=_("Accept now"))


def _ask_help(hand: Hand, found: Emergency, event_id: str | None) -> None:
    if found.applied is None:
        st.caption(_("Help may go first; it counts from the application on."))
    fields = [
        Field(name="what", label=_("What was done"), kind="text"),
        Field(name="moved_to", label=_("Moved to"), kind="one",
              options=("", STAYS, *WAYS), show=_where),
        Field(name="on", label=_("Day"), kind="day", value="today"),
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        if not values["moved_to"]:
            return Outcome(error=CaseError(WHERE))
        given = Help(
            what=values["what"] or "",
            on=values["on"],
            moved_to=None if values["moved_to"] == STAYS else values["moved_to"],
            event_id=event_id,
        )
        help_now(hand, found.household_id, given)
        return Outcome(done=_("Help recorded."))

    show_form(f"help-{found.household_id}", fields, act, button=_("Record the help"))
