"""What follows from the findings: appraisals due, cases to open, help at once."""

from typing import Any

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.case_openings import Openings, open_cases, preview_openings
from desk.consequences import STATES, Consequence, appraisal_law, consequences
from desk.describe import TASK_NAMES, word
from desk.shelf import CountyShelf
from desk.workspace import Workspace
from ledger.roles import STEPS_OF, Acting
from rules.errors import PlanningError
from rules.language import N_
from rules.times import local_time
from views import choice, emergency
from views.case_forms import OFFICE
from views.forms import Field, Outcome, show_form, show_outcome
from views.panels import link_to_file, table_height
from views.words import _

STATE_NAMES = {
    "to_report": N_("to be reported: no case yet"),
    "to_appraise": N_("to be appraised"),
    "may_enter": N_("graded C or D: may enter the task"),
    "in_flow": N_("graded C or D, case open"),
    "sound": N_("graded A or B"),
}
TABLE_HEIGHT = 420
PREVIEW = "openings-preview"


def show(shelf: CountyShelf, event_id: str, filters: dict[str, str]) -> None:
    """Show which houses wait for an appraisal or a case, and offer to open cases."""
    workspace, acting = shelf.workspace, choice.acting()
    show_outcome(workspace)
    if not STEPS_OF.get(acting.role, frozenset()) & OFFICE:
        st.info(_("Villages, towns and the county go on from here, not this role."))
        return
    st.caption(
        _(
            "A tag is no grade: 黄 and 红, and damage from grade {grade} on, go on to "
            "a formal appraisal; only its grade lets a house into the task.",
            grade=appraisal_law()["from_damage_grade"],
        )
    )
    area = area_of(acting, filters.get("town", ""))
    triaged, among = shelf.triaged(event_id), shelf.chosen(filters)
    found = consequences(workspace, triaged, area=area, among=among)
    _counts(found)
    rows = _picked(found) if found else []
    if not found:
        st.info(_("No door was tagged 黄 or 红, and no house was graded C or D since."))
    if rows:
        _ask_opening(workspace, rows)
    preview = choice.kept(PREVIEW)
    asked_for = {row.household_id for row in rows}
    if isinstance(preview, Openings) and asked_for == {
        row.household_id for row in preview.rows
    }:
        _previewed(workspace, preview)
    picked = rows[0].household_id if len(rows) == 1 else ""
    if picked:
        link_to_file(picked)
    emergency.show(workspace, acting, picked, event_id)


def area_of(acting: Acting, town: str) -> str:
    """Return what somebody sees of a chosen town: never beyond the own area."""
    return town if town.startswith(acting.area) else acting.area


def _counts(found: list[Consequence]) -> None:
    late = sum(bool(one.due and one.due.days_late) for one in found)
    with st.container(horizontal=True, gap="large"):
        st.metric(_("Late"), f"{late:,}", width="content")
        for state in STATES:
            count = sum(one.state == state for one in found)
            st.metric(_(STATE_NAMES[state]), f"{count:,}", width="content")


def _picked(found: list[Consequence]) -> list[Consequence]:
    """Show the list; returns the rows that somebody picked."""
    state = choice.ask_one(
        _("State"),
        ["", *STATES],
        "follow-state",
        lambda s: _(STATE_NAMES[s]) if s else _("all"),
    )
    shown = [one for one in found if state in ("", one.state)]
    table = _table(shown)
    picked = st.dataframe(
        table,
        hide_index=True,
        height=table_height(shown, TABLE_HEIGHT),
        placeholder="",
        on_select="rerun",
        selection_mode="multi-row",
        key=f"follow-{state}",
    )
    st.caption(_("Pick one house to help at once, or several to open their cases."))
    rows = picked["selection"]["rows"]
    return [shown[row] for row in rows if row < len(shown)]


def _table(rows: list[Consequence]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("State"): [_(STATE_NAMES[one.state]) for one in rows],
            _("Days late"): [(one.due and one.due.days_late) or None for one in rows],
            _("Report by"): [_report_by(one) for one in rows],
            _("Appraise by"): [one.appraise_by for one in rows],
            _("Tag"): [word(one.tag, _) if one.tag else "" for one in rows],
            _("Damage grade"): [one.damage_grade for one in rows],
            _("Visited at"): [local_time(one.visited_at or "") for one in rows],
            _("Household"): [one.household_id for one in rows],
            _("Village"): [one.village_name for one in rows],
            _("Grade since"): [one.grade for one in rows],
            _("Appraised on"): [one.graded_on for one in rows],
            _("Case"): [one.case_id for one in rows],
            _("Third party"): [_("yes") if one.third_party else "" for one in rows],
            _("Retrofitted before"): [_("yes") if r.retrofitted else "" for r in rows],
        }
    ).astype({_("Days late"): float, _("Damage grade"): float})


def _report_by(one: Consequence) -> object:
    due = one.due
    return due.due_on if due and due.end == "reported" else None


def _ask_opening(workspace: Workspace, rows: list[Consequence]) -> None:
    """Offer a case for each picked house: first what it would do, then the doing."""
    fields = [
        Field(name="task", label=_("Task"), kind="one", options=workspace.policy.tasks,
              show=lambda task: _(TASK_NAMES[task])),
        Field(name="on", label=_("Found on"), kind="day", value="today"),
    ]  # fmt: skip
    acting = choice.acting()

    def look(values: dict[str, Any]) -> Outcome:
        ids = [one.household_id for one in rows]
        hand = Hand(workspace, acting)
        made = preview_openings(hand, ids, values["task"], on=values["on"])
        choice.keep(PREVIEW, made)
        return Outcome(done=_("Nothing is recorded yet: see below what would change."))

    st.subheader(_("A case for {count} houses", count=len(rows)))
    show_form("openings", fields, look, button=_("Preview"))


def _previewed(workspace: Workspace, preview: Openings) -> None:
    """Show what would be opened and what not, and offer to do it."""
    name, allowed = _(TASK_NAMES[preview.task]), len(preview.allowed)
    st.subheader(_("Preview: {step} on {day}", step=name, day=preview.on))
    lang = choice.language()
    table = pd.DataFrame(
        {
            _("Household"): [row.household_id for row in preview.rows],
            _("Would be recorded"): [row.allowed for row in preview.rows],
            _("Clause"): [row.clause for row in preview.rows],
            _("Why not, or what to know"): [
                "; ".join(r.told(lang) for r in (*row.reasons, *row.warnings))
                for row in preview.rows
            ],
        }
    )
    st.dataframe(table, hide_index=True, key="openings-table")
    acting = choice.acting()

    def apply(_values: dict[str, Any]) -> Outcome:
        try:
            made = open_cases(Hand(workspace, acting), preview)
        except PlanningError as error:
            return Outcome(error=error)
        finally:
            choice.keep(PREVIEW, None)
        return Outcome(done=_("{count} cases are open.", count=len(made)))

    if allowed:
        show_form(
            "openings-apply", [], apply, button=_("Open {count} cases", count=allowed)
        )
