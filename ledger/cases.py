"""Cases: the steps each has taken, as recorded by a day."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from ledger.schema import case_step, household
from ledger.store import Ledger, as_of, as_of_household


def step_rows(ledger: Ledger, on: date | None = None) -> Iterator[tuple]:
    """Stream ``case_id, household_id, village_code, step, on_date``.

    Only what had been recorded by the end of ``on`` and had happened by then.
    """
    position = ledger.position(on=on)
    steps = as_of(case_step, position).subquery()
    homes = as_of(household, position).subquery()
    query = select(
        steps.c.case_id,
        steps.c.household_id,
        homes.c.village_code,
        steps.c.step,
        steps.c.on_date,
    ).join_from(
        steps, homes, steps.c.household_id == homes.c.household_id, isouter=True
    )
    if on is not None:
        query = query.where(steps.c.on_date <= on)
    return ledger.rows(query)


def steps_of(
    ledger: Ledger, household_id: str, on: date | None = None
) -> list[tuple[str, str, date]]:
    """Return ``case_id, step, on_date`` of one household, in the order of dates."""
    state = as_of_household(case_step, ledger.position(on=on), household_id).subquery()
    query = select(state.c.case_id, state.c.step, state.c.on_date)
    return sorted(map(tuple, ledger.rows(query)), key=lambda row: row[2])
