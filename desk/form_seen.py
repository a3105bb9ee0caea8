"""What the page of a month's form shows: as filed, as counted now, as a month ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from desk.form_filing import Filing, filed_form, filed_months
from desk.form_found import CellChange, FormFound, differences
from desk.form_paper import form_proof, values_of
from desk.monthly_form import form_and_last
from desk.workspace import Workspace
from reports.form_proof import FormProof
from rules.forms import last_day, month_of, next_month


@dataclass(frozen=True, kw_only=True)
class FormSeen:
    """A form of a month, before and after it was filed.

    Attributes
    ----------
    found : FormFound
        Counted from all that is recorded now, with its checks.
    filing, filed : optional
        What was sent last, and what stood behind it; ``None`` before that.
    before : FormFound or None
        Last month's.
    changes : mapping
        What is shown against last month, by column.
    later : mapping
        What became of numbers since they were filed; only those that differ.
    filed_months : sequence of date
        The months of which this form was filed, the newest first.
    """

    found: FormFound
    filing: Filing | None = None
    filed: FormFound | None = None
    before: FormFound | None = None
    changes: Mapping[int, CellChange] = field(default_factory=dict)
    later: Mapping[int, CellChange] = field(default_factory=dict)
    filed_months: Sequence[date] = ()

    @property
    def shown(self) -> FormFound:
        """What stands on the paper: as filed, or else as counted now."""
        return self.filed or self.found

    @property
    def values(self) -> dict[int, int | None]:
        """The numbers on the paper: households, or yuan; ``None`` not known."""
        return values_of(self.shown, self.filing)

    @property
    def before_values(self) -> dict[int, int | None]:
        """Last month's numbers; empty where nothing is compared."""
        return values_of(self.before) if self.before else {}

    @property
    def change_values(self) -> dict[int, int]:
        """What came since last month, where both numbers are known."""
        values, before = self.values, self.before_values
        return {
            number: value - before[number]
            for number, value in values.items()
            if value is not None and before.get(number) is not None
        }

    @property
    def may_go_out(self) -> bool:
        """Tell whether the paper may leave the office: filed, or without a fault."""
        faults = self.found.refused or self.found.to_explain
        return self.filing is not None or not faults

    def proof(self, workspace: Workspace) -> FormProof:
        """Return what stands behind the paper."""
        return form_proof(workspace, self.shown, before=self.before, filing=self.filing)


def form_seen(workspace: Workspace, form: str, month: date) -> FormSeen:
    """Count a month's form, and set beside it what was filed and last month's.

    Raises
    ------
    PolicyError
        If there is no such form.
    """
    month = month_of(month)
    found, before = form_and_last(workspace, form, month)
    filing, filed = filed_form(workspace, form, month) or (None, None)
    return FormSeen(
        found=found,
        filing=filing,
        filed=filed,
        before=before,
        changes=differences(filed or found, before) if before else {},
        later=_moved(differences(found, filed)) if filed else {},
        filed_months=[one.month for one in filed_months(workspace, form)],
    )


def _moved(changes: Mapping[int, CellChange]) -> dict[int, CellChange]:
    return {
        number: change
        for number, change in changes.items()
        if change.entered or change.left or change.before != change.after
    }


def months_on_record(workspace: Workspace, today: date) -> list[date]:
    """List the months from the first record to today's, the newest first."""
    first, _last = workspace.ledger.days() or (today, today)
    months, month = [], month_of(min(first, today))
    while month <= month_of(today):
        months.append(month)
        month = next_month(month)
    return months[::-1]


def first_due(filed: Sequence[date], today: date) -> date:
    """Return the month with which the filings of a form begin here.

    The first that was filed; before any was, the last whole month.
    """
    last_whole = month_of(month_of(today) - timedelta(days=1))
    return min(filed, default=last_whole)


def next_due(filed: Sequence[date], today: date) -> date:
    """Return the month whose form is due next, or should have been filed first.

    Parameters
    ----------
    filed : sequence of date
        The months of which the form was filed.

    Examples
    --------
    >>> october = date(2026, 10, 1)
    >>> next_due([october], date(2026, 11, 22)), next_due([], date(2026, 11, 1))
    (datetime.date(2026, 11, 1), datetime.date(2026, 10, 1))
    """
    month = first_due(filed, today)
    while month in filed:
        month = next_month(month)
    return month


def is_over(month: date, today: date) -> bool:
    """Tell whether a month has ended, so that its form may be filed."""
    return last_day(month) < today
