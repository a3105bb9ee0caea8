"""Checks of the households behind a form: who counts, since when, at what cost."""

from collections.abc import Callable, Iterable, Iterator

from desk.form_checking import Answer, Checked, of_households, some
from geo.form_cells import NO_RESULT, NO_TASK, NotCounted
from rules.form_facts import FOUND, STARTED, StepFact
from rules.language import N_
from rules.remarks import Remark

HOUSEHOLDS = ("started", "completed")


def completed_started(checked: Checked) -> Answer:
    """Look for households completed and never started, in this year or before."""
    started = checked.own_steps.get(STARTED, {})
    completed = checked.numbers.counted["completed"]
    never = [s.household_id for s in completed if s.case_id not in started]
    cells = checked.numbers_of(*HOUSEHOLDS)
    message = N_("{count} completed households have no start on record: {some}")
    if never:
        return of_households(never, message, cells, some=some(sorted(never)))
    since = checked.counting.since
    earlier = sum(1 for s in completed if started[s.case_id].on < since)
    message = N_(
        "{completed} completed, {started} started; {earlier} were started before {day}"
    )
    values = {
        "completed": len(completed),
        "started": len(checked.numbers.counted["started"]),
        "earlier": earlier,
        "day": since.isoformat(),
    }
    return Answer(True, Remark(message=message, values=values), cells)


def days_in_order(checked: Checked) -> Answer:
    """Look for completions before the start, and starts before the finding."""
    found, started = (checked.own_steps.get(step, {}) for step in (FOUND, STARTED))
    wrong = [
        *_earlier(checked.numbers.counted["completed"], started),
        *_earlier(checked.numbers.counted["started"], found),
    ]
    message = N_("{count} households with days out of order: {some}")
    cells = checked.numbers_of(*HOUSEHOLDS)
    return of_households(wrong, message, cells, some=some(sorted(set(wrong))))


def _earlier(steps: Iterable[StepFact], before: dict[str, StepFact]) -> Iterator[str]:
    for step in steps:
        if step.case_id in before and step.on < before[step.case_id].on:
            yield step.household_id


def days_recorded(checked: Checked) -> Answer:
    """Look for what was recorded before it happened."""
    own = [s for steps in checked.own_steps.values() for s in steps.values()]
    own = [s for s in own if s.on > s.recorded_on and checked.counting.has(s.on)]
    money = [
        fact
        for fact in checked.facts.money
        if fact.on > fact.recorded_on
        and fact.task == checked.found.template.task
        and checked.counting.has(fact.on)
    ]
    ids = [s.case_id for s in own] + [fact.thing_id for fact in money]
    if not ids:
        return Answer(True, Remark(message=N_("none found")))
    message = N_("{count} days lie after the day they were recorded: {some}")
    values = {"count": len(ids), "some": some(sorted(ids))}
    homes = {s.household_id for s in own} | {f.household_id for f in money}
    says = Remark(message=message, values=values)
    return Answer(False, says, (), tuple(sorted(homes - {""})))


def certified(checked: Checked) -> Answer:
    """Look for households that do not count because nobody certified them."""
    homes = _left_out(checked, lambda told: not told)
    message = N_("{count} households do not count, nobody certified them: {some}")
    cells = checked.numbers_of(*HOUSEHOLDS)
    return of_households(homes, message, cells, some=some(homes))


def column_known(checked: Checked) -> Answer:
    """Look for certified households without a column of the form."""
    homes = _left_out(checked, bool)
    message = N_("{count} certified households have no column: {some}")
    cells = checked.numbers_of(*HOUSEHOLDS)
    return of_households(homes, message, cells, some=some(homes))


def _left_out(checked: Checked, wanted: Callable[[str], bool]) -> list[str]:
    standing, odd = checked.numbers.standing, (NO_RESULT, NO_TASK)
    certified_in = {
        row.household_id: standing[row.household_id].certified
        if row.household_id in standing
        else ""
        for row in checked.found.not_counted
        if row.why not in odd
    }
    return sorted(home for home, told in certified_in.items() if wanted(told))


def results_known(checked: Checked) -> Answer:
    """Look for acceptances that do not say whether they were passed."""
    homes = _why(checked.found.not_counted, NO_RESULT)
    message = N_("{count} households were accepted without a result: {some}")
    return of_households(
        homes, message, checked.numbers_of("completed"), some=some(homes)
    )


def tasks_known(checked: Checked) -> Answer:
    """Look for cases that do not say which form they belong to."""
    homes = _why(checked.found.not_counted, NO_TASK)
    message = N_("{count} households have a case without a task: {some}")
    return of_households(
        homes, message, checked.numbers_of(*HOUSEHOLDS), some=some(homes)
    )


def _why(rows: Iterable[NotCounted], why: Remark) -> list[str]:
    return sorted({row.household_id for row in rows if row.why == why})


def costs_known(checked: Checked) -> Answer:
    """Look for completed households whose works cost nobody knows what."""
    cases = checked.facts.cases
    homes = [
        step.household_id
        for step in checked.own_steps.get(checked.counting.completed_by, {}).values()
        if step.passed
        and checked.counting.has(step.on)
        and cases[step.case_id].real_cost_cny is None
        and step.household_id in _counted(checked, "completed")
    ]
    message = N_("the cost of {count} completed households is not known: {some}")
    cells = checked.numbers_of("investment")
    return of_households(homes, message, cells, some=some(sorted(set(homes))))


def _counted(checked: Checked, what: str) -> set[str]:
    return {step.household_id for step in checked.numbers.counted[what]}


def both_forms(checked: Checked) -> Answer:
    """Look for households in both forms."""
    own = {h for what in HOUSEHOLDS for h in _counted(checked, what)}
    others = {
        step.household_id
        for numbers in checked.others.values()
        for steps in numbers.counted.values()
        for step in steps
    }
    twice = sorted(own & others)
    message = N_("{count} households stand in both forms: {some}")
    cells = checked.numbers_of(*HOUSEHOLDS)
    return of_households(twice, message, cells, some=some(twice))
