"""What is due when, and what is late: monthly reports (R1, R2), stages (R4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from desk.workspace import Workspace
from geo.case_history import LADDER, CaseHistory, CasesAt
from ledger import office
from ledger.progress_rows import progress_rows
from rules.dossier import ground_of
from rules.parameters import load_parameters
from rules.policy import Policy
from rules.policy_tables import Report, Stage
from rules.stages import day_in_month, month_told
from rules.times import CHINA_TIME, instant

STATES = ("late", "due_soon", "on_time", "done", "unknown")
Sent = Mapping[tuple[str, str], date]  # paper and month: the day it first went out


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A day by which a report is due or a stage of the campaign ends.

    Attributes
    ----------
    kind : str
        ``"report"`` or ``"stage"``.
    id : str
        Of the report or the stage in the policy.
    month : str
        What a report tells of, ``"2026-10"``; ``""`` of a stage.
    done_on : date or None
        ``None`` if not done, or the day is not known.
    state : str
        One of :data:`STATES`; ``unknown`` if its day has passed and nothing on record
        can show whether it was done.
    days : int
        From the day asked about, or the day it was done, to the due day: negative is
        late.
    reached, of : int or None
        Cases that have come to the stage's milestone, of those found by its last day
        or so far; ``None`` where it asks nothing of a case.
    """

    kind: str
    id: str
    name: str
    due_on: date
    done_on: date | None
    state: str
    days: int
    clause: str
    document: str = ""
    month: str = ""
    paper: str = ""
    reached: int | None = None
    of: int | None = None


def deadlines(
    workspace: Workspace, on: date, cases: CasesAt | None = None
) -> list[Deadline]:
    """List what is due, as it stood on a day, by due day.

    The reports of the last months (a parameter) with the next of each, and every stage.

    Parameters
    ----------
    on : datetime.date
        What was handed in later does not count.
    cases : CasesAt, optional
        The cases of that day, where they are at hand; read if not given.
    """
    policy = workspace.policy
    found = [*_reports(policy, on, sent(workspace, on))]
    if policy.stages:
        cases = cases or _cases(workspace, on)
        found += [_stage(policy, stage, cases) for stage in policy.stages]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.id))


def sent(workspace: Workspace, on: date) -> Sent:
    """Return what had gone out by a day: forms filed, and notices."""
    forms = office.filings(workspace.ledger, on=on)
    notices = office.notices_sent(workspace.ledger, on)
    rows = [(row["form"], row["month"], row["made_at"]) for row in forms]
    rows += [(row["kind"], row["month"], row["sent_at"]) for row in notices]
    found: dict[tuple[str, str], date] = {}
    for paper, month, at in rows:
        moment = instant(at)
        if moment is None:
            continue
        day = moment.astimezone(CHINA_TIME).date()
        found[paper, month] = min(day, found.get((paper, month), day))
    return found


def _reports(policy: Policy, on: date, gone: Sent) -> Iterator[Deadline]:
    back = load_parameters("notices")["calendar"]["months_back"]
    for report in policy.reports:
        for due in _due_days(report, on, back):
            yield _report(policy, report, (due, on), gone)


def _due_days(report: Report, on: date, back: int) -> list[date]:
    """Return the due days of the last months, and the next one."""
    months = on.year * 12 + on.month - 1 + np.arange(-back, 2)
    days = [day_in_month(date(m // 12, m % 12 + 1, 1), report.day) for m in months]
    ahead = [day for day in days if day >= on]
    return [*[day for day in days if day < on][-back:], ahead[0]]


def _report(
    policy: Policy, report: Report, days: tuple[date, date], gone: Sent
) -> Deadline:
    due, on = days
    month = f"{month_told(report, due):%Y-%m}"
    done = gone.get((report.paper, month))
    passed_unseen = due < on and not report.paper
    return Deadline(
        kind="report",
        id=report.id,
        name=report.name,
        due_on=due,
        done_on=done,
        state="unknown" if passed_unseen else _state(due, on, done is not None),
        days=(due - (done or on)).days,
        month=month,
        paper=report.paper,
        clause=report.clause,
        document=ground_of(policy, report).document,
    )


def _stage(policy: Policy, stage: Stage, cases: CasesAt) -> Deadline:
    on, reached, of = cases.on, None, None
    if stage.milestone:
        first = np.where(cases.has, cases.done, np.datetime64("9999-12-31")).min(axis=1)
        asked = first <= np.datetime64(stage.until, "D")
        come = cases.rung >= LADDER.index(stage.milestone)
        reached, of = int((asked & come).sum()), int(asked.sum())
    complete = reached == of and bool(of)
    passed_unseen = stage.until < on and not of
    return Deadline(
        kind="stage",
        id=stage.id,
        name=stage.name,
        due_on=stage.until,
        done_on=None,
        state="unknown" if passed_unseen else _state(stage.until, on, complete),
        days=(stage.until - on).days,
        reached=reached,
        of=of,
        clause=stage.clause,
        document=ground_of(policy, stage).document,
    )


def _state(due: date, on: date, done: bool) -> str:
    if done:
        return "done"
    left = (due - on).days
    if left < 0:
        return "late"
    soon = load_parameters("notices")["calendar"]["soon_days"]
    return "due_soon" if left <= soon else "on_time"


def _cases(workspace: Workspace, on: date) -> CasesAt:
    tables = progress_rows(workspace.ledger)._asdict()
    history = CaseHistory(tables, workspace.policy)
    return history.at(workspace.ledger.position(on=on), on)
