"""Checks of a form against the month before, and against the day it is counted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from desk.form_checking import Answer, Checked, some
from desk.form_found import FormFound
from geo.form_cells import FormCell
from ledger.form_rows import filed_positions, undone_steps
from rules.form_facts import STARTED
from rules.language import N_
from rules.remarks import Remark

REFUSED = "refused"  # the office's answer: nothing explains a lower number
WITHDRAWN, REFUNDED, CHANGED = "withdrawn", "refunded", "changed"
FIRST = Remark(message=N_("the count begins with this month"))


class Loss(NamedTuple):
    """What made a number smaller: whose, by how much, and what is on record."""

    who: str
    amount: int
    why: str


def month_over(checked: Checked) -> Answer:
    """Tell whether the month is over, as far as the ledger goes."""
    until, reached = checked.counting.until, checked.facts.recorded_to
    over = reached is not None and reached >= until
    message = N_("recorded up to {day}; the month ends on {until}")
    day = reached.isoformat() if reached else "—"
    says = Remark(message=message, values={"day": day, "until": until.isoformat()})
    return Answer(True if over else None, says)


def last_month_filed(checked: Checked) -> Answer:
    """Tell whether the form of the month before was filed.

    Before the first one that was ever filed here nobody can tell.
    """
    filed = filed_positions(
        checked.workspace.ledger, checked.found.form, checked.found.position
    )
    before = f"{checked.found.month - timedelta(days=1):%Y-%m}"
    if before in filed:
        message = N_("the form of {month} was filed")
        return Answer(True, Remark(message=message, values={"month": before}))
    message = N_("the form of {month} was not filed here")
    ok = False if min(filed, default=before) < before else None
    return Answer(ok, Remark(message=message, values={"month": before}))


def not_fewer(checked: Checked) -> Answer:
    """Look for numbers below last month's that nothing on record accounts for."""
    if checked.before is None:
        return Answer(True, FIRST)
    policy = checked.workspace.policy
    strict = policy.option("fewer_than_last_month").value == REFUSED
    fewer = _fewer(checked, checked.before)
    if not fewer:
        return Answer(True, Remark(message=N_("no number is below last month's")))
    known = {n: sum(loss.amount for loss in losses) for n, losses in fewer.items()}
    bare = [n for n in fewer if known[n] < _fall(checked.found, checked.before, n)]
    wrong = sorted(fewer) if strict else bare
    message = N_("fewer than last month in columns {columns}; it is on record why")
    if wrong:
        message = N_("fewer than last month in columns {columns}, not accounted for")
    columns = tuple(wrong or sorted(fewer))
    return Answer(not wrong, _of_columns(message, columns), columns)


def fewer_explained(checked: Checked) -> Answer:
    """Look for what is fewer and no refund, no withdrawn start explains."""
    if checked.before is None:
        return Answer(True, FIRST)
    changed: dict[int, list[Loss]] = {}
    for number, losses in _fewer(checked, checked.before).items():
        fall = _fall(checked.found, checked.before, number)
        explained = sum(loss.amount for loss in losses if loss.why != CHANGED)
        if explained < fall:
            changed[number] = [loss for loss in losses if loss.why == CHANGED]
    if not changed:
        return Answer(True, Remark(message=N_("none found")))
    who = sorted({loss.who for losses in changed.values() for loss in losses})
    message = N_(
        "columns {columns} are lower because records or certificates changed: {some}"
    )
    columns = tuple(sorted(changed))
    homes = tuple(home for home in who if home in checked.facts.village_of)
    return Answer(False, _of_columns(message, columns, some=some(who)), columns, homes)


def _fewer(checked: Checked, before: FormFound) -> dict[int, list[Loss]]:
    """Return the columns that fell, each with what made it smaller."""
    undone = _undone(checked, before)
    fell = [n for n in checked.found.cells if _fall(checked.found, before, n) > 0]
    return {n: list(_losses(checked, before, n, undone)) for n in fell}


def _fall(now: FormFound, before: FormFound, number: int) -> int:
    if number not in before.cells:
        return 0
    return before.value(number) - now.value(number)


def _losses(
    checked: Checked, before: FormFound, number: int, undone: set[str]
) -> Iterator[Loss]:
    column = checked.found.template.column(number)
    by_home = not column.is_money or column.what == "investment"
    now, then = (
        _amounts(found.cells[number], by_home) for found in (checked.found, before)
    )
    for (who, _), amount in _smaller(now, then):
        yield Loss(who, amount, WITHDRAWN if who in undone and by_home else CHANGED)
    for key, amount in now.items():
        if key not in then and amount < 0:
            yield Loss(key[0], -amount, REFUNDED)


def _smaller(
    now: dict[tuple[str, str], int], then: dict[tuple[str, str], int]
) -> Iterator[tuple[tuple[str, str], int]]:
    for key, amount in then.items():
        lost = amount - now.get(key, 0)
        if lost > 0:
            yield key, lost


def _amounts(cell: FormCell, by_home: bool) -> dict[tuple[str, str], int]:
    total: dict[tuple[str, str], int] = {}
    for part in cell.parts:
        key = (part.household_id or part.thing_id, "" if by_home else part.thing_id)
        total[key] = total.get(key, 0) + part.amount
    return total


def _undone(checked: Checked, before: FormFound) -> set[str]:
    """Return the households of which a start or an acceptance was taken back."""
    positions = (before.position, checked.found.position)
    wanted = {STARTED, checked.counting.completed_by}
    rows = undone_steps(checked.workspace.ledger, *positions)
    return {home for home, _, step in rows if step in wanted}


def _of_columns(message: str, columns: tuple[int, ...], **more: str) -> Remark:
    told = ", ".join(str(number) for number in columns)
    return Remark(message=message, values={"columns": told, **more})
