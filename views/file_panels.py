"""The panels of a household file: what comes next, what the law says, what is done."""

from typing import Any

import pandas as pd
import streamlit as st

from desk import field_words
from desk.describe import ANSWERS, TASK_NAMES, word
from desk.field_words import FIELD_WORDS
from desk.history_words import (
    act_word,
    field_word,
    is_worth_a_line,
    local_time,
    thing_word,
    value_word,
)
from desk.household_file import CaseView, HouseholdFile
from geo.entitlement import TaskAnswer
from rules.clocks import Running
from rules.policy import Policy
from views.forms import level_word, show_reasons
from views.panels import ICONS
from views.words import _, plain

SHOWN_CHANGES = 60
ELSEWHERE = ("household_id", "village_code", "lon", "lat")  # in the title, on the map


def told(value: Any) -> str:
    """Say a value of the ledger in the reader's words."""
    return field_words.told(value, _)


def next_up(view: CaseView, policy: Policy) -> None:
    """Show on top of a case: the next step, who takes it, and the clock that runs."""
    file = view.record.file
    task = _(TASK_NAMES[file.task]) if file.task else _("task not on record")
    st.markdown(f"**{_('Case {id}', id=plain(file.case_id))}** · {task}")
    watch = view.watch
    said = f"{_('Under the watch of the town')}: {told(watch.watched)}"
    st.caption(f"{said} · {plain(_(watch.message))} :gray[{plain(watch.clause)}]")
    if not view.next:
        st.success(_("Struck off: nothing is left to do."), icon=":material/check:")
        return
    step, clock = st.columns([1.5, 1])
    with step:
        for ahead in view.next:
            name = policy.step(ahead.step).name
            st.metric(_("Next step"), name, help=plain(policy.step(ahead.step).clause))
            by = level_word(ahead.by)
            if ahead.allowed:
                st.markdown(
                    f":material/check: {_('may be taken by')} {by} "
                    f":gray[{plain(ahead.clause)}]"
                )
            else:
                st.markdown(f":material/block: {_('not yet; taken by')} {by}:")
                show_reasons(ahead.reasons)
            show_reasons(ahead.warnings)
    with clock:
        _clock(view.due, policy)


def _clock(due: Running | None, policy: Policy) -> None:
    if due is None or due.due_on is None:
        st.metric(_("Clock"), _("none runs"))
        return
    late = due.days_late or 0
    unit = _("working days") if due.working_days else _("days")
    said = (
        _("{days} {unit} late", days=late, unit=unit)
        if late
        else _("{days} {unit} left", days=due.days_left, unit=unit)
    )
    st.metric(
        _("Due: {step}", step=policy.step(due.end).name),
        due.due_on.isoformat(),
        delta=said,
        delta_color="inverse" if late else "off",
        delta_arrow="off",
        help=plain(due.clause),
    )
    principle = f" · {_('in principle')}" if due.in_principle else ""
    st.caption(f"{level_word(due.by)}{principle} · {plain(due.clause)}")


def facts(file: HouseholdFile) -> None:
    """Show what is on record about the family and the house."""
    own = {**file.household, **file.dwelling}
    names = [n for n in FIELD_WORDS if n in own and n not in ELSEWHERE]
    rows = [(_(FIELD_WORDS[n]), plain(told(own[n]))) for n in names]
    st.table(pd.DataFrame(rows, columns=["", " "]).set_index(""), hide_header=True)
    if file.grade_note:
        st.caption(f"{_(FIELD_WORDS['grade'])}: {_(file.grade_note)}")
    for row in file.rows.get("membership", []):
        by = row["certified_by"] or _("not certified by any department yet")
        on = f" · {row['certified_on']}" if row["certified_on"] else ""
        st.caption(plain(f"{word(row['group_name'], _)}: {by}{on}"))


def law(file: HouseholdFile) -> None:
    """Show which task the household may enter, the clauses, and what is missing."""
    if file.answers is None:
        st.caption(_("This role does not read what the law says of a family."))
        return
    category = file.answers.category
    counted = word(category, _) if category else _("none certified yet")
    st.caption(f"{_('Counted under')}: {plain(counted)}")
    for answer in file.answers.answers:
        _task(answer)


def _task(answer: TaskAnswer) -> None:
    said = _(ANSWERS[answer.answer])
    name = _(TASK_NAMES[answer.task])
    clauses = "; ".join(answer.clauses)
    st.markdown(f"{ICONS[answer.answer]} **{name}**: {said} :gray[{plain(clauses)}]")
    for missing in answer.missing:
        fact = missing.fact
        named = _(FIELD_WORDS[fact]) if fact in FIELD_WORDS else word(fact, _)
        who = ", ".join(level_word(w) for w in missing.supplied_by) or _("nobody named")
        st.markdown(
            f"- {_('missing')}: {plain(named)} · {_('supplied by')}: {who} "
            f":gray[{plain(missing.clause)}]"
        )


def steps(view: CaseView, policy: Policy) -> None:
    """Show the steps taken, each with the clause it rested on."""
    taken = [
        {
            _("Step"): policy.step(row["step"]).name,
            _("Day"): row["on_date"],
            _("Posted on"): row["posted_on"],
            _("Result"): _result(row["passed"]),
            _("By"): row["actor"],
            _("Clause"): row["clause"],
        }
        for row in view.steps
    ]
    key = f"steps-{view.record.file.case_id}"
    st.dataframe(taken, hide_index=True, key=key, placeholder="", height="content")


def _result(passed: bool | None) -> str:
    return {True: _("passed"), False: _("not passed"), None: ""}[passed]


def papers(view: CaseView, policy: Policy) -> None:
    """Show which papers are on file and which are missing (rule W12)."""
    names = {paper.id: paper.name for paper in policy.documents}
    for row in view.record.documents:
        dated = f" · {row['dated']}" if row["dated"] else ""
        name = names.get(row["kind"], row["kind"])
        st.markdown(f":material/check: {plain(name)}{dated}")
    for paper in view.missing:
        clause = f":gray[{plain(paper.clause)}]"
        st.markdown(f":material/close: {plain(paper.name)} · {_('missing')} {clause}")
    if not (view.record.documents or view.missing):
        st.caption(_("No paper is due yet."))


def money(view: CaseView, rows: list[dict]) -> None:
    """Show what is owed, why, and what was paid from which source."""
    owed, file = view.owed, view.record.file
    amount = _("unknown") if owed.amount_cny is None else f"{owed.amount_cny:,}"
    st.metric(_("Owed, yuan"), amount, help=plain(owed.ground.clause))
    if owed.standard_cny is not None:
        standard = f"{owed.standard_cny:,}"
        clause = plain(owed.ground.clause)
        said = _("Reference standard {amount} yuan", amount=standard)
        st.caption(f"{said} :gray[{clause}]")
    show_reasons(owed.reasons)
    paid = [
        {
            _("Day"): row["paid_on"],
            _("Yuan"): row["amount_cny"],
            _("Source"): word(row["source"], _),
            _("Kind"): told(row["kind"]),
            _("Paid to"): told(row["payee"]),
        }
        for row in rows
        if row["case_id"] == file.case_id
    ]
    if paid:
        st.dataframe(paid, hide_index=True, key=f"paid-{file.case_id}")


def history(file: HouseholdFile, policy: Policy) -> None:
    """Show who changed what, when, from what to what."""
    rows = [
        {
            _("At"): local_time(head["at"]),
            _("By"): head["actor"],
            _("Act"): act_word(head["verb"], policy, _),
            _("Thing"): thing_word(change, policy, _),
            _("Field"): field_word(change, _),
            _("From"): value_word(change, change.before, policy, _),
            _("To"): value_word(change, change.after, policy, _),
            _("Note"): head["note"],
        }
        for head, changes in file.history
        for change in changes
        if is_worth_a_line(change)
    ]
    if rows:
        st.dataframe(rows[:SHOWN_CHANGES], hide_index=True, key="history")
