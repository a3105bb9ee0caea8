"""What may be recorded about a case on the page of its household, form by form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import streamlit as st

from desk.case_hand import Hand, Recorded, Seen, seen
from desk.casework import open_case
from desk.describe import TASK_NAMES
from desk.household_file import CaseView, HouseholdFile
from desk.workspace import Workspace
from ledger.roles import STEPS_OF, Acting
from rules.language import N_
from views import case_acts, choice, paper_acts, visit_form
from views.forms import Field, Outcome, show_form
from views.words import _


class Action(NamedTuple):
    """Something to record: its title, whose it is (rule A1), its fields, its act."""

    title: str
    by: frozenset[str]
    fields: Callable[["Case"], list[Field]]
    act: Callable[[Hand, Seen, Mapping[str, Any]], Recorded]


@dataclass(frozen=True)
class Case:
    """A case on the page, the workspace it is of, and whose steps the reader takes."""

    workspace: Workspace
    view: CaseView
    levels: frozenset[str]


OFFICE = frozenset({"village", "town", "county"})
ACTIONS = {
    "step": Action(
        N_("Take the next step"), OFFICE, case_acts.step_fields, case_acts.step
    ),
    "appraise": Action(
        N_("Record an appraisal"),
        frozenset({"county"}),
        case_acts.appraisal_fields,
        case_acts.appraise,
    ),
    "details": Action(
        N_("Way, builder, area, cost"),
        frozenset({"town"}),
        case_acts.detail_fields,
        case_acts.details,
    ),
    "paper": Action(
        N_("Put a paper on file"),
        OFFICE | {"finance"},
        paper_acts.paper_fields,
        paper_acts.paper,
    ),
    "withdraw": Action(
        N_("Take a paper back"),
        OFFICE | {"finance"},
        paper_acts.withdrawal_fields,
        paper_acts.withdrawal,
    ),
    "pay": Action(
        N_("Record a payment"),
        frozenset({"finance"}),
        case_acts.payment_fields,
        case_acts.pay,
    ),
    "post": Action(
        N_("Record a posting"), OFFICE, case_acts.posting_fields, case_acts.posting
    ),
    "move": Action(
        N_("The family moved in"), OFFICE, case_acts.day_fields, case_acts.moved_in
    ),
    "old": Action(
        N_("The old house"), OFFICE, case_acts.old_house_fields, case_acts.old_house
    ),
    "back": Action(
        N_("Go back, with a reason"), OFFICE, case_acts.back_fields, case_acts.back
    ),
}


def show(workspace: Workspace, acting: Acting, view: CaseView) -> None:
    """Offer what this role may record about a case."""
    levels = STEPS_OF.get(acting.role, frozenset())
    case, file = Case(workspace, view, levels), view.record.file
    fields = {n: a.fields(case) for n, a in ACTIONS.items() if a.by & levels}
    offered = [name for name, asked in fields.items() if asked]
    if not offered:
        return
    with st.expander(_("Record something"), icon=":material/edit:"):
        name = choice.ask_one(
            _("What"),
            offered,
            f"act-{file.case_id}",
            lambda n: _(ACTIONS[n].title),
        )
        what = seen(view.record)

        def act(values: dict[str, Any]) -> Outcome:
            hand = Hand(workspace, acting, note=values.get("note") or "")
            made = ACTIONS[name].act(hand, what, values)
            told = _(ACTIONS[name].title)
            if values.get("step"):
                told += f" · {workspace.policy.step(values['step']).name}"
            done = _("Recorded: {what}", what=told)
            clause = f" ({made.clause})" if made.clause else ""
            return Outcome(done=done + clause, warnings=made.warnings)

        key = f"{name}-{file.case_id}-{what.version}"
        show_form(key, fields[name], act, button=_("Save"))


def begin(workspace: Workspace, acting: Acting, file: HouseholdFile) -> None:
    """Offer to open a case for a hazard that was found, and to record a visit."""
    levels = STEPS_OF.get(acting.role, frozenset())
    if not levels & OFFICE:
        return
    tasks = workspace.policy.tasks
    fields = [
        Field(name="task", label=_("Task"), kind="one", options=tasks,
              show=lambda task: _(TASK_NAMES[task])),
        Field(name="on", label=_("Found on"), kind="day", value="today"),
        Field(name="note", label=_("Note"), kind="text"),
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        hand = Hand(workspace, acting, note=values["note"])
        made = open_case(hand, file.household_id, values["task"], on=values["on"])
        return Outcome(
            done=_("Case {id} is open.", id=made.case_id), warnings=made.warnings
        )

    with st.expander(_("Report a hazard: open a case"), icon=":material/add_home:"):
        show_form(f"open-{file.household_id}", fields, act, button=_("Open a case"))
    visit_form.show(workspace, acting, file)
