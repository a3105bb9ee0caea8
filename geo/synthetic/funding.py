"""Money for the cases: set aside by levels of government, allotted to the county."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil

from geo.synthetic.dossiers import Dated, Row, made
from rules.vocabulary import SOURCES, TASKS

Of = tuple[date, str, str]  # allotted on, source, task


def fund_rows(history: Iterable[Dated], until: date) -> list[Dated]:
    """Tell what was allotted for each half-year, and set aside for it before.

    A little more is allotted than is paid in the half-year, of each source and for
    each task (rule M3); local money was set aside for all of it (rule R1).
    """
    allotted = _allotted(history)
    told = [*_allotments(allotted), *_funds(allotted)]
    return [dated for dated in told if dated.day <= until]


def _allotted(history: Iterable[Dated]) -> dict[Of, int]:
    """Return yuan by day, source and task."""
    task_of: dict[str, str] = {}
    spent: Counter[Of] = Counter()
    payments: list[Row] = []
    for dated in history:
        if dated.table == "retrofit_case":
            task_of[dated.row["case_id"]] = dated.row["task"]
        elif dated.table == "payment":
            payments.append(dated.row)
    for row in payments:
        day = _half_year(row["paid_on"])
        spent[day, row["source"], task_of[row["case_id"]]] += row["amount_cny"]
    ratio = made("money")["allotted_ratio"]
    return {of: _rounded(spent[of] * ratio) for of in sorted(spent)}


def _allotments(allotted: dict[Of, int]) -> Iterator[Dated]:
    for (day, source, task), amount in allotted.items():
        row = {
            "allotment_id": f"{day:%Y%m%d}-{_number(source, task)}",
            "source": source,
            "task": task,
            "amount_cny": amount,
            "allotted_on": day,
        }
        yield Dated(day, "allotment", row)


def _funds(allotted: dict[Of, int]) -> Iterator[Dated]:
    money = made("money")
    for (on, source, task), amount in allotted.items():
        # Set aside in the same year: a form counts from 1 January.
        day = max(on - timedelta(days=money["secured_days"]), date(on.year, 1, 1))
        for place, fund in enumerate(made("fund"), start=1):
            if fund["source"] != source:
                continue
            number = f"{place}{_number(source, task)}"
            wanted = amount * fund["share"] * money["secured_ratio"]
            row = {
                "fund_id": f"{on:%Y%m%d}-{number}",
                "level": fund["level"],
                "task": task,
                "amount_cny": _rounded(wanted),
                "secured_on": day,
                "document": fund["document"].format(year=day.year, number=number),
            }
            yield Dated(day, "secured_fund", row)


def _half_year(paid: date) -> date:
    """Return the day on which money was allotted for the half-year of a payment."""
    first, second = (date(paid.year, *day) for day in made("money")["allotted_on"])
    return second if paid >= second else first


def _number(source: str, task: str) -> int:
    return 1 + SOURCES.index(source) + len(SOURCES) * TASKS.index(task)


def _rounded(amount: float) -> int:
    """Round up to what such documents are written in."""
    step = made("money")["round_cny"]
    return ceil(amount / step) * step
