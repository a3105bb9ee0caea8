"""Every version behind the progress of casework, so that any day can be told from it.

A past day is asked for again and again: on a slider, month by month.  So all versions
are read once, and :mod:`geo.case_history` tells from them what was known on a day.
"""

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd
from sqlalchemy import func, select, union

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
FEW = 500  # households asked for one by one; of more, everything is read anew


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


# The columns of every table; the last two are read of some households only.
COLUMNS = MappingProxyType(
    {
        "steps": (case_step, "case_id", "step", "household_id", "on_date", "passed"),
        "cases": (
            retrofit_case,
            "case_id",
            "household_id",
            "task",
            "way",
            "real_cost_cny",
        ),
        "payments": (
            payment,
            "payment_id",
            "case_id",
            "source",
            "amount_cny",
            "paid_on",
        ),
        "memberships": (
            membership,
            "household_id",
            "group_name",
            "certified_by",
            "certified_on",
        ),
        "appraisals": (appraisal, "appraisal_id", "household_id", "appraised_on"),
        "homes": (household, "household_id", "village_code"),
        "houses": (dwelling, "household_id", "grade", "retrofitted_on"),
    }
)
# Whose rows are read of a table of households: those that these tables name.
OF_THOSE_IN = MappingProxyType(
    {"homes": ("memberships", "steps", "cases"), "houses": ("memberships",)}
)


def progress_rows(ledger: Ledger, before: ProgressRows | None = None) -> ProgressRows:
    """Read all versions of cases, money, homes and grades; nobody is named.

    Parameters
    ----------
    before : ProgressRows, optional
        What was read of this ledger before: only what was written since is read.
    """
    days = _days(ledger)  # first: what is written meanwhile is of no day yet
    if before is None or before.days.empty:
        found = {name: _versions(ledger, name, *_all(name)) for name in COLUMNS}
        return ProgressRows(days=days, **found)
    last = int(before.days["entry_seq"].iloc[-1])
    if last == days["entry_seq"].iloc[-1]:
        return before
    found = {}
    for name, (table, *_) in COLUMNS.items():
        old = getattr(before, name)
        parts = [old[old["entry_seq"] <= last]]
        parts.append(_versions(ledger, name, *_all(name), table.c.entry_seq > last))
        if name in OF_THOSE_IN:
            newcomers = _newcomers(before, found, OF_THOSE_IN[name])
            if len(newcomers) > FEW:
                return progress_rows(ledger)
            earlier = (table.c.household_id.in_(newcomers), table.c.entry_seq <= last)
            parts.append(_versions(ledger, name, *earlier))
        found[name] = pd.concat([p for p in parts if len(p)] or parts[:1])
    return ProgressRows(
        days=days, **{n: t.reset_index(drop=True) for n, t in found.items()}
    )


def payments_by_source(ledger: Ledger, on: date) -> dict[str, int]:
    """Add up what was paid by a day, in whole yuan, as was on record at its end."""
    state = as_of(payment, ledger.position(on=on)).subquery()
    total = func.sum(state.c.amount_cny)
    paid = select(state.c.source, total).where(state.c.paid_on <= on)
    return dict(ledger.rows(paid.group_by(state.c.source)))


def _versions(ledger: Ledger, name: str, *only: object) -> pd.DataFrame:
    """Read versions of a table that meet all conditions."""
    table, *columns = COLUMNS[name]
    wanted = [*columns, *VERSION]
    rows = list(ledger.rows(select(*[table.c[one] for one in wanted]).where(*only)))
    values = zip(*rows, strict=True) if rows else ([] for _ in wanted)
    found = pd.DataFrame(dict(zip(wanted, values, strict=True)))
    for one in wanted:
        if table.c[one].type.python_type is date:
            found[one] = pd.to_datetime(found[one]).astype(DAY)
    return found


def _all(name: str) -> list[object]:
    """Say of which households a table is read; no condition: of all."""
    table = COLUMNS[name][0]
    named = [COLUMNS[one][0].c.household_id for one in OF_THOSE_IN.get(name, ())]
    ever = [select(column) for column in named]
    return [table.c.household_id.in_(union(*ever))] if ever else []


def _newcomers(
    before: ProgressRows, now: dict[str, pd.DataFrame], tables: tuple[str, ...]
) -> list[str]:
    """Return the households that tables name now and did not before."""
    had, have = set(), set()
    for name in tables:
        had.update(getattr(before, name)["household_id"])
        have.update(now[name]["household_id"])
    return sorted(have - had)


def _days(ledger: Ledger) -> pd.DataFrame:
    newest = select(entry.c.day, func.max(entry.c.seq)).group_by(entry.c.day)
    rows: Iterator[tuple] = ledger.rows(newest.order_by(entry.c.day))
    found = pd.DataFrame([tuple(row) for row in rows], columns=["day", "entry_seq"])
    found["day"] = pd.to_datetime(found["day"]).astype(DAY)
    # An entry may tell of an earlier day than the one before it.
    return found.assign(entry_seq=found["entry_seq"].cummax())
