"""The task of a year, and what came of it: counted as the monthly forms count (R1, R2).

What is to be done in a year is what was not completed at its beginning and what was
found since.  The plan of a policy is compared with this alone.
"""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from desk.monthly_form import FIRST_RECORD, counting_of
from desk.progress_book import ProgressBook
from desk.workspace import Workspace
from geo.case_history import CasesAt
from geo.form_cells import form_numbers
from geo.form_identity import standings
from ledger.form_rows import form_facts
from rules.adcode import Level
from rules.form_facts import STARTED
from rules.forms import FORMS, load_form, month_of
from rules.policy import Policy
from rules.policy_words import ACCEPTANCES

COUNTED = ("carried", "new", "task", "started", "completed")


class FormTotals(NamedTuple):
    """Households a form counts up to a day."""

    form: str
    started: int
    completed: int


def counted_since(policy: Policy, on: date) -> date | None:
    """Return since when the forms count; ``None``: since the first record."""
    first_record = policy.option("forms_count_since").value == FIRST_RECORD
    return None if first_record else date(on.year, 1, 1)


def year_counts(book: ProgressBook, on: date, level: Level) -> pd.DataFrame:
    """Count this year's task of every area, as recorded by the end of a day.

    Returns
    -------
    pandas.DataFrame
        Index: code, those of :meth:`ProgressBook.counts`.  Cases: ``carried`` (not
        completed when the count began), ``new`` (found since), ``task`` (both),
        ``started`` and ``completed`` since; ``share``, completed in the task (ratio;
        NaN without a task).

    Raises
    ------
    PlanningError
        If the day lies before the ledger's first, or has not come yet.
    """
    areas = book.counts(on, level).index
    cases, policy = book.cases(on), book.policy
    since = counted_since(policy, on)
    begins = np.datetime64(since or date.min, "D")
    steps = [step.id for step in policy.steps]
    completed = _day(cases, steps, policy.option("completed_by").value)
    found = cases.done.min(axis=1, initial=np.datetime64("9999-12-31"), where=cases.has)
    flags = {"new": found >= begins}
    flags["carried"] = ~flags["new"] & ~(completed < begins)
    flags["started"] = _day(cases, steps, STARTED) >= begins
    flags["completed"] = completed >= begins
    flags["task"] = flags["new"] | flags["carried"]
    area = book.table(on)["village_code"].str[: int(level)]
    sums = pd.DataFrame(flags).groupby(area.to_numpy()).sum()
    sums = sums.reindex(areas, fill_value=0)[[*COUNTED]].astype("int64")
    return sums.assign(share=sums["completed"] / sums["task"].where(sums["task"] > 0))


def form_totals(workspace: Workspace, on: date) -> list[FormTotals]:
    """Count started and completed households of both forms up to a day.

    As recorded by the end of that day; on a month's last day they are the forms'.
    """
    policy, ledger = workspace.policy, workspace.ledger
    steps = {STARTED, policy.option("completed_by").value}
    facts = form_facts(ledger, ledger.position(on=on), on, steps)
    counting = replace(counting_of(policy, month_of(on), facts), until=on)
    standing = standings(facts.certificates, policy, on, counting.at_risk_as)
    totals = []
    for form in FORMS:
        counted = form_numbers(load_form(form), facts, counting, standing).counted
        totals.append(
            FormTotals(form, len(counted["started"]), len(counted["completed"]))
        )
    return totals


def _day(cases: CasesAt, steps: list[str], step: str) -> np.ndarray:
    """Return when a step was taken, ``NaT`` not taken or not passed."""
    at = steps.index(step)
    days = cases.done[:, at].copy()
    if step in ACCEPTANCES:
        days[cases.failed[:, at]] = np.datetime64("NaT")
    return days
