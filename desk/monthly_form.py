"""The two monthly forms (rule R1): counted from the ledger, with their checks."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from desk.form_checks import Checked, form_checks
from desk.form_found import (
    CellChange,
    FormCheck,
    FormFound,
    differences,
)
from desk.workspace import Workspace
from geo.form_cells import FormCell, FormPart, NotCounted, Numbers, form_numbers
from geo.form_identity import Standing, standings
from ledger.form_rows import filed_positions, form_facts
from rules.form_facts import AGREEMENT, FOUND, STARTED, Counting, FormFacts
from rules.forms import FORMS, FormTemplate, last_day, load_form, month_of
from rules.policy import Policy

__all__ = [
    "CellChange",
    "FormCell",
    "FormCheck",
    "FormFound",
    "FormPart",
    "NotCounted",
    "differences",
    "form_and_last",
    "last_month",
    "monthly_form",
]

EVERY_CASE, FIRST_RECORD = "every_case", "first_record"  # answers to options


def monthly_form(
    workspace: Workspace, form: str, month: date, *, position: int | None = None
) -> FormFound:
    """Count a form for a month, and check it.

    Counted is what is recorded up to an entry and had happened by the month's last
    day, since 1 January or since the first record, as the office has chosen.

    Parameters
    ----------
    form : str
        ``"form1"`` (dangerous houses) or ``"form2"`` (seismic retrofit).
    month : datetime.date
        Any day of it.
    position : int, optional
        Entry of the history; the newest by default.

    Raises
    ------
    PolicyError
        If there is no such form, or the policy leaves a question open.
    """
    return form_and_last(workspace, form, month, position=position)[0]


def form_and_last(
    workspace: Workspace, form: str, month: date, *, position: int | None = None
) -> tuple[FormFound, FormFound | None]:
    """Count a form as :func:`monthly_form`, with last month's that it is held against.

    The other is what :func:`last_month` returns for the same entry.
    """
    template, month = load_form(form), month_of(month)
    position = workspace.ledger.position() if position is None else position
    facts = _facts(workspace, month, position, {FOUND, AGREEMENT})
    counting = counting_of(workspace.policy, month, facts)
    standing = _standing(workspace.policy, facts, counting)
    numbers = form_numbers(template, facts, counting, standing)
    found = _found(template, month, (facts, counting, numbers))
    before = last_month(workspace, form, month, position=position)
    checked = Checked(
        workspace=workspace,
        found=found,
        facts=facts,
        counting=counting,
        numbers=numbers,
        before=before,
        others={
            other: form_numbers(load_form(other), facts, counting, standing)
            for other in FORMS
            if other != form
        },
    )
    return replace(found, checks=form_checks(checked)), before


def last_month(
    workspace: Workspace, form: str, month: date, *, position: int | None = None
) -> FormFound | None:
    """Count the form of the month before, as it was filed or else as it stood then.

    Parameters
    ----------
    position : int, optional
        Nothing recorded later is looked at, filings neither; all by default.

    Returns
    -------
    FormFound or None
        Without checks; ``None`` if the count began anew since (1 January).
    """
    template, policy = load_form(form), workspace.policy
    before = month_of(month_of(month) - timedelta(days=1))
    if before.year != month.year and not _since_first(policy):
        return None
    known = workspace.ledger.position() if position is None else position
    filed = filed_positions(workspace.ledger, form, known)
    stood = filed.get(f"{before:%Y-%m}")
    if stood is None:
        stood = min(known, workspace.ledger.position(on=last_day(before)))
    facts = _facts(workspace, before, stood)
    counting = counting_of(policy, before, facts)
    standing = _standing(policy, facts, counting)
    numbers = form_numbers(template, facts, counting, standing)
    return _found(template, before, (facts, counting, numbers))


def counting_of(policy: Policy, month: date, facts: FormFacts) -> Counting:
    """Say what a month's form counts, by what the office has chosen."""
    first = date(month.year, 1, 1)
    if _since_first(policy):
        days = [fact.on for rows in (facts.steps, facts.money) for fact in rows]
        first = min(days, default=first)
    return Counting(
        since=first,
        until=last_day(month),
        completed_by=policy.option("completed_by").value,
        every_case=policy.option("two_cases").value == EVERY_CASE,
        at_risk_as=policy.option("at_risk_group_counts_as").value,
    )


def _since_first(policy: Policy) -> bool:
    return policy.option("forms_count_since").value == FIRST_RECORD


def _facts(
    workspace: Workspace, month: date, position: int, more: Collection[str] = ()
) -> FormFacts:
    """Read what is counted, and ``more`` steps that only the checks look at."""
    steps = {STARTED, workspace.policy.option("completed_by").value, *more}
    return form_facts(workspace.ledger, position, last_day(month), steps)


def _standing(
    policy: Policy, facts: FormFacts, counting: Counting
) -> dict[str, Standing]:
    return standings(facts.certificates, policy, counting.until, counting.at_risk_as)


def _found(
    template: FormTemplate,
    month: date,
    counted: tuple[FormFacts, Counting, Numbers],
) -> FormFound:
    facts, counting, numbers = counted
    return FormFound(
        form=template.id,
        month=month,
        since=counting.since,
        until=counting.until,
        position=facts.position,
        recorded_to=facts.recorded_to,
        template=template,
        cells=numbers.cells,
        not_counted=numbers.not_counted,
    )
