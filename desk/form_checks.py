"""The demands on a monthly form: which there are, and whether they are met.

What each rests on, and whether it refuses the form, stands in
``rules/parameters/form_checks.toml``; their order is that of the file.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from desk import form_checks_cases as cases
from desk import form_checks_money as money
from desk import form_checks_month as months
from desk import form_checks_sums as sums
from desk.form_checking import Answer, Checked
from desk.form_found import FormCheck
from rules.parameters import load_parameters

__all__ = ["CHECKS", "Checked", "form_checks"]

CHECKS: Mapping[str, Callable[[Checked], Answer]] = MappingProxyType(
    {
        check.__name__: check
        for check in (
            sums.started_total,
            sums.completed_total,
            sums.not_negative,
            sums.towns,
            sums.villages,
            sums.ledger,
            sums.secured_provincial,
            cases.completed_started,
            cases.days_in_order,
            cases.days_recorded,
            cases.certified,
            cases.column_known,
            cases.results_known,
            cases.tasks_known,
            cases.costs_known,
            cases.both_forms,
            money.paid_allotted,
            money.money_has_task,
            money.allotted_secured,
            money.paid_agreed,
            money.paid_case,
            money.paid_certified,
            money.refunds_covered,
            money.paid_within_cost,
            money.advance_limit,
            months.not_fewer,
            months.fewer_explained,
            months.last_month_filed,
            months.month_over,
        )
    }
)


def form_checks(checked: Checked) -> tuple[FormCheck, ...]:
    """Hold a form against every demand."""
    tables = load_parameters("form_checks").tables
    return tuple(_check(id_, checked) for id_ in tables)


def _check(id_: str, checked: Checked) -> FormCheck:
    table = load_parameters("form_checks")[id_]
    answer = CHECKS[id_](checked)
    return FormCheck(
        id=id_,
        asks=table["says"],
        blocks=table["blocks"],
        clause=table["clause"],
        **answer._asdict(),
    )
