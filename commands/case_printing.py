"""How commands show a case: what was done, what is next, what forbids it."""

from dataclasses import asdict
from datetime import date
from typing import Any

from commands.printing import show, show_json, show_table
from desk.case_hand import Recorded
from desk.household_file import CaseView
from rules.casework import notices
from rules.policy import Policy
from rules.reasons import Reason, Transition

STEP_HEADINGS = ("step", "name", "on_date", "passed", "posted_on", "actor", "clause")


def status_of(view: CaseView, policy: Policy, on: date) -> dict[str, Any]:
    """Return a case as commands tell it on a day, ready for JSON."""
    file, owed = view.record.file, view.owed
    names = {step.id: step.name for step in policy.steps}
    rows = {row["step"]: row for row in view.steps}
    taken = [rows[done.step] for done in file.steps if done.step in rows]
    return {
        "case_id": file.case_id,
        "version": view.record.version,
        "village_code": file.village_code,
        "task": file.task,
        "opened_on": file.opened_on,
        "details": {
            name: value
            for name, value in view.record.row.items()
            if value is not None and name not in ("entry_seq", "removed", "digest")
        },
        "identity": file.identity,
        "missing_departments": file.missing_departments,
        "eligible": file.eligible,
        "steps": [
            {h: row.get(h) for h in STEP_HEADINGS} | {"name": names.get(row["step"])}
            for row in taken
        ],
        "next": [_transition(one, names) for one in view.next],
        "clocks": [
            {"clock": c.id, "state": c.state, "by": c.by, "due_on": c.due_on}
            | {"days_late": c.days_late, "clause": c.clause}
            for c in view.clocks
        ],
        "documents": [
            {name: paper[name] for name in ("document_id", "kind", "dated", "file")}
            for paper in view.record.documents
        ],
        "missing_documents": [paper.name for paper in view.missing],
        "payments": [asdict(paid) for paid in file.payments],
        "owed_cny": owed.amount_cny,
        "standard_cny": owed.standard_cny,
        "vacated": [asdict(house) for house in file.vacated],
        "watch": asdict(view.watch),
        "notices": [_reason(one) for one in notices(file, policy, on)],
    }


def show_case(told: dict[str, Any]) -> None:
    """Print a case for people."""
    rows = ([row[h] for h in STEP_HEADINGS] for row in told["steps"])
    title = f"{told['case_id']} · {told['task'] or '?'} · version {told['version']}"
    show_table(title, STEP_HEADINGS, rows)
    for one in told["next"]:
        allowed = {True: "may be taken", False: "refused"}.get(
            one["allowed"], "not decided"
        )
        show(f"next: {one['name']} ({one['step']}), by {one['by']}: {allowed}")
        for reason in (*one["reasons"], *one["warnings"]):
            show(f"  - {reason['says']} ({reason['clause']})")
    for clock in told["clocks"]:
        if clock["state"] in ("running", "overdue"):
            show(f"clock {clock['clock']}: due {clock['due_on']}, by {clock['by']}")
    for notice in told["notices"]:
        show(f"note: {notice['says']} ({notice['clause']})")
    if told["missing_documents"]:
        show("missing papers: " + "、".join(told["missing_documents"]))


def show_recorded(done: Recorded, as_json: bool) -> None:
    """Print what an act left behind."""
    warned = [_reason(warning) for warning in done.warnings]
    if as_json:
        told = {"case_id": done.case_id, "version": done.version}
        show_json(told | {"clause": done.clause, "warnings": warned})
        return
    rested = f", {done.clause}" if done.clause else ""
    show(f"case {done.case_id}: recorded (version {done.version}{rested})")
    for warning in warned:
        show(f"  - {warning['says']} ({warning['clause']})")


def _transition(one: Transition, names: dict[str, str]) -> dict[str, Any]:
    return {
        "step": one.step,
        "name": names.get(one.step, one.step),
        "by": one.by,
        "allowed": one.allowed,
        "clause": one.clause,
        "reasons": [_reason(reason) for reason in one.reasons],
        "warnings": [_reason(reason) for reason in one.warnings],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "says": str(reason),
        "clause": reason.clause,
        "basis": reason.basis,
        "who": list(reason.who),
    }
