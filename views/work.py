"""Page: the open cases that wait for me, the most urgent first."""

from typing import Any

import pandas as pd
import streamlit as st

from desk.case_bulk import Preview, apply_bulk, preview_bulk
from desk.case_hand import Hand
from desk.current import current_shelf
from desk.describe import TASK_NAMES
from desk.work_list import Waiting
from desk.workspace import Workspace
from ledger.roles import Role
from rules.casefile import StepDone
from rules.errors import PlanningError
from rules.policy_words import ACCEPTANCES
from views import cache, choice, plan_tasks
from views.case_acts import YES_NO
from views.forms import (
    Field,
    Outcome,
    level_word,
    show_form,
    show_outcome,
)
from views.panels import link_to_file, table_height
from views.words import _

LIST_HEIGHT = 520
PREVIEW = "bulk-preview"
SOON_DAYS = 3
COUNTY = "county"  # whose steps wait for the county's officer first


def table_of(found: list[Waiting]) -> pd.DataFrame:
    """Return the list as it is shown."""
    return pd.DataFrame(
        {
            _("Days late"): [one.days_late or None for one in found],
            _("Due"): [one.due_on for one in found],
            _("Next step"): [one.step_name or _("unknown") for one in found],
            _("By"): [level_word(one.by) for one in found],
            _("Household"): [one.household_id for one in found],
            _("Village"): [one.village_name for one in found],
            _("Task"): [_(TASK_NAMES.get(one.task, "unknown")) for one in found],
            _("Case"): [one.case_id for one in found],
            _("Clause"): [one.clause for one in found],
        }
    )


def summary(found: list[Waiting]) -> None:
    """Count what waits and what is late."""
    late = [one for one in found if one.days_late]
    soon = [one for one in found if _is_soon(one)]
    counts = st.columns(3)
    counts[0].metric(_("Cases that wait"), f"{len(found):,}")
    counts[1].metric(_("Late"), f"{len(late):,}")
    counts[2].metric(_("Due within three days"), f"{len(soon):,}")


def _is_soon(one: Waiting) -> bool:
    left = one.days_left
    return not one.days_late and left is not None and left <= SOON_DAYS


def bulk(workspace: Workspace, picked: list[Waiting]) -> None:
    """Offer one step for all picked cases: first what it would do, then the doing."""
    policy = workspace.policy
    alone = ("", None, "appraised", "paid")  # recorded with a grade, with an amount
    wanted = {one.step for one in picked if one.step not in alone}
    ahead = [step.id for step in policy.steps if step.id in wanted]
    if not ahead:
        return
    fields = [
        Field(name="step", label=_("Step"), kind="one", options=ahead,
              show=lambda id_: policy.step(id_).name),
        Field(name="on", label=_("Day"), kind="day", value="today"),
        Field(name="posted", label=_("Posted on (first day of publicity)"), kind="day"),
    ]  # fmt: skip
    if not set(ahead).isdisjoint(ACCEPTANCES):
        fields.append(Field(name="passed", label=_("Passed"), kind="yes"))
    acting = choice.acting()

    def look(values: dict[str, Any]) -> Outcome:
        done = StepDone(
            step=values["step"],
            on=values["on"],
            posted_on=values["posted"],
            passed=YES_NO[values.get("passed") or ""],
        )
        ids = [one.case_id for one in picked]
        choice.keep(PREVIEW, preview_bulk(Hand(workspace, acting), ids, done))
        return Outcome(done=_("Nothing is recorded yet: see below what would change."))

    st.subheader(_("One step for {count} cases", count=len(picked)))
    show_form("bulk", fields, look, button=_("Preview"))


def previewed(workspace: Workspace, preview: Preview) -> None:
    """Show what the step would do case by case, and offer to do it."""
    name = workspace.policy.step(preview.done.step).name
    st.subheader(_("Preview: {step} on {day}", step=name, day=preview.done.on))
    rows = pd.DataFrame(
        {
            _("Case"): [row.case_id for row in preview.rows],
            _("Household"): [row.household_id for row in preview.rows],
            _("Would be recorded"): [row.allowed for row in preview.rows],
            _("Clause"): [row.clause for row in preview.rows],
            _("Why not, or what to know"): [
                "; ".join(
                    reason.told(choice.language())
                    for reason in (*row.reasons, *row.warnings)
                )
                for row in preview.rows
            ],
        }
    )
    st.dataframe(rows, hide_index=True, key="preview")
    acting, allowed = choice.acting(), len(preview.allowed)

    def apply(_values: dict[str, Any]) -> Outcome:
        try:
            made = apply_bulk(Hand(workspace, acting), preview)
        except PlanningError as error:
            return Outcome(error=error)
        finally:
            choice.keep(PREVIEW, None)
        return Outcome(done=_("Recorded in {count} cases.", count=len(made)))

    if allowed:
        button = _("Record in {count} cases", count=allowed)
        show_form("bulk-apply", [], apply, button=button)


def main() -> None:
    """Show the list, and what may be done with what is picked."""
    shelf = current_shelf()
    workspace, acting = shelf.workspace, choice.acting()
    st.title(_("Work list"))
    show_outcome(workspace)
    everyones = choice.ask_switch(_("Also what waits for others"), "everyones")
    found = cache.waiting(shelf.version, acting, everyones)
    if acting.role is Role.PLANNER and not everyones:
        found = [one for one in found if one.by == COUNTY]
    summary(found)
    if not found:
        st.info(_("Nothing waits for this role."))
        plan_tasks.to_begin(shelf)
        return
    picked = st.dataframe(
        table_of(found),
        hide_index=True,
        height=table_height(found, LIST_HEIGHT),
        placeholder="",
        on_select="rerun",
        selection_mode="multi-row",
        key=f"work-{acting.role}-{acting.area}-{everyones}",
    )
    rows = [found[row] for row in picked["selection"]["rows"] if row < len(found)]
    if len(rows) == 1:
        link_to_file(rows[0].household_id)
    if rows:
        bulk(workspace, rows)
    else:
        st.caption(_("Pick one case to open its file, or several for one step."))
    preview = choice.kept(PREVIEW)
    if isinstance(preview, Preview):
        previewed(workspace, preview)
    plan_tasks.to_begin(shelf)


main()
