"""The book of progress against the rules asked case by case, on a made-up county."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.case_files import cases_on_record
from desk.demo import make_demo
from desk.progress_book import progress_book
from desk.workspace import workspace_at
from rules.adcode import Level
from rules.casework import milestone_of
from rules.clocks import clocks
from rules.money import net, owed

RUNG = {"found": 0, "filed": 1, "under_way": 2, "completed": 4, "struck_off": 6}
LEAST = {"found": 0, "filed": 1, "started": 2, "accepted": 4, "struck_off": 6}
COUNTED = (*LEAST, "overdue", "stuck")


def facts(file, policy, on, holidays):
    """Tell of one case alone what is counted of it."""
    rung = RUNG[milestone_of(file, policy) or "found"]
    accepted, told = file.done("county_acceptance"), owed(file, policy).amount_cny
    paid = net(one for one in file.payments if one.on <= on)
    short = file.done("paid") is None if told is None else paid < told
    late = any(one.state == "overdue" for one in clocks(file, policy, on, holidays))
    yield from (name for name, least in LEAST.items() if rung >= least)
    if late and rung < 6:
        yield "overdue"
    if accepted and accepted.passed and rung < 6 and short:
        yield "stuck"


def counted_alone(workspace, on):
    found = {}
    for record in cases_on_record(workspace, None, on):
        steps = tuple(step for step in record.file.steps if step.on <= on)
        if steps and record.file.village_code:
            file = replace(record.file, steps=steps)
            own = found.setdefault(file.village_code, Counter())
            own.update(facts(file, workspace.policy, on, workspace.holidays))
    return found


@pytest.mark.slow
def test_every_village_is_counted_as_its_cases_are_alone(tmp_path):
    """Rule R5: every level, on past days too."""
    make_demo(tmp_path / "w", households=4000, seed=3)
    with workspace_at(tmp_path / "w") as workspace:
        book, first = progress_book(workspace), workspace.ledger.days()[0]
        span = (date.today() - first).days
        for part in (0.3, 0.6, 0.8, 0.95, 1):
            on = first + timedelta(days=int(span * part))
            table, alone = book.counts(on, Level.VILLAGE), counted_alone(workspace, on)
            assert {code for code in table.index if table.at[code, "found"]} == {*alone}
            for code, own in alone.items():
                told = {name: int(table.at[code, name]) for name in COUNTED}
                assert told == {name: own[name] for name in COUNTED}
