"""Every version behind the progress of casework, so that any day can be told from it.

A past day is asked for again and again: on a slider, month by month.  So all versions
are read once, and :mod:`geo.case_history` tells from them what was known on a day.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import SelectBase, Table, func, select, union

from ledger.schema import (
    appraisal,
    case_step,
    dwelling,
    household,
    membership,
    payment,
    retrofit_case,
)
from ledger.store import Ledger, as_of
from ledger.versions import entry

VERSION = ("entry_seq", "removed")
DAY = "datetime64[s]"


class ProgressRows(NamedTuple):
    """Versions, one row each, of what progress is counted from.

    Every table carries ``entry_seq`` and ``removed``; days are ``datetime64``, ``NaT``
    unknown.

    Attributes
    ----------
    days : DataFrame
        ``day`` of entries, and the newest ``entry_seq`` of each; in the order of days.
    steps : DataFrame
        ``case_id, step, household_id, on_date, passed``.
    cases : DataFrame
        ``case_id, household_id, task, way, real_cost_cny``.
    payments : DataFrame
        ``payment_id, case_id, source, amount_cny, paid_on``.
    homes : DataFrame
        ``household_id, village_code`` of those with a case or in a protected group.
    houses : DataFrame
        ``household_id, grade, retrofitted_on`` of those in a protected group.
    memberships : DataFrame
        ``household_id, group_name, certified_by, certified_on``.
    appraisals : DataFrame
        ``appraisal_id, household_id, appraised_on``.
    """

    days: pd.DataFrame
    steps: pd.DataFrame
    cases: pd.DataFrame
    payments: pd.DataFrame
    homes: pd.DataFrame
    houses: pd.DataFrame
    memberships: pd.DataFrame
    appraisals: pd.DataFrame


def progress_rows(ledger: Ledger) -> ProgressRows:
    """Read all versions of cases, money, homes and grades; nobody is named."""
    listed = select(membership.c.household_id)
    known = union(
        listed, select(case_step.c.household_id), select(retrofit_case.c.household_id)
    )
    return ProgressRows(
        days=_days(ledger),
        steps=_versions(
            ledger, case_step, ["case_id", "step", "household_id", "on_date", "passed"]
        ),
        cases=_versions(
            ledger,
            retrofit_case,
            ["case_id", "household_id", "task", "way", "real_cost_cny"],
        ),
        payments=_versions(
            ledger,
            payment,
            ["payment_id", "case_id", "source", "amount_cny", "paid_on"],
        ),
        homes=_versions(ledger, household, ["household_id", "village_code"], known),
        houses=_versions(
            ledger, dwelling, ["household_id", "grade", "retrofitted_on"], listed
        ),
        memberships=_versions(
            ledger,
            membership,
            ["household_id", "group_name", "certified_by", "certified_on"],
        ),
        appraisals=_versions(
            ledger, appraisal, ["appraisal_id", "household_id", "appraised_on"]
        ),
    )


def payments_by_source(ledger: Ledger, on: date) -> dict[str, int]:
    """Add up what was paid by a day, in whole yuan, as was on record at its end."""
    state = as_of(payment, ledger.position(on=on)).subquery()
    total = func.sum(state.c.amount_cny)
    paid = select(state.c.source, total).where(state.c.paid_on <= on)
    return dict(ledger.rows(paid.group_by(state.c.source)))


def _versions(
    ledger: Ledger, table: Table, names: list[str], among: SelectBase | None = None
) -> pd.DataFrame:
    """Read all versions of a table, perhaps only of some households."""
    wanted = [*names, *VERSION]
    query = select(*[table.c[name] for name in wanted])
    if among is not None:
        query = query.where(table.c.household_id.in_(among))
    found = pd.DataFrame(_plain(ledger, query), columns=wanted)
    for name in wanted:
        if table.c[name].type.python_type is date:
            found[name] = pd.to_datetime(found[name]).astype(DAY)
    return found


def _plain(ledger: Ledger, query: SelectBase) -> list[tuple]:
    return [tuple(row) for row in ledger.rows(query)]


def _days(ledger: Ledger) -> pd.DataFrame:
    newest = select(entry.c.day, func.max(entry.c.seq)).group_by(entry.c.day)
    rows: Iterator[tuple] = ledger.rows(newest.order_by(entry.c.day))
    found = pd.DataFrame([tuple(row) for row in rows], columns=["day", "entry_seq"])
    found["day"] = pd.to_datetime(found["day"]).astype(DAY)
    # An entry may tell of an earlier day than the one before it.
    return found.assign(entry_seq=found["entry_seq"].cummax())
