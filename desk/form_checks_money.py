"""Checks of the money in a form (rules M1, M2, M3)."""

from collections.abc import Iterable, Iterator
from datetime import date

from desk.form_checking import Answer, Checked, of_households, some
from geo.form_cells import source_of
from rules.casefile import CaseFile
from rules.form_facts import AGREEMENT, ALLOTTED, PAID, SECURED, CaseFact, MoneyFact
from rules.language import N_
from rules.money import owed, share
from rules.policy import Policy
from rules.remarks import Remark
from rules.vocabulary import SOURCES

REFUND = "refund"
LOCAL = SOURCES[1:]


def paid_allotted(checked: Checked) -> Answer:
    """Hold each source's payments against what was allotted, now and since ever."""
    allotted = dict(checked.by_source("allotted"))
    ok: bool | None = True
    over = []
    for source, number in checked.by_source("paid"):
        if source not in allotted:
            continue
        now = [checked.found.value(n) for n in (number, allotted[source])]
        if now[0] <= now[1] or _ever_covered(checked, source):
            continue
        over.append(f"{source} {now[0]} > {now[1]}")
        open_too = _total(_of(checked, ALLOTTED, source, task=None))
        ok = False if now[0] > now[1] + open_too or ok is False else None
    cells = checked.numbers_of("allotted", "paid")
    if not over:
        return Answer(True, Remark(message=N_("no source was paid beyond")), cells)
    message = N_("paid beyond what was allotted, in yuan: {amounts}")
    return Answer(
        ok, Remark(message=message, values={"amounts": "; ".join(over)}), cells
    )


def _ever_covered(checked: Checked, source: str) -> bool:
    task = checked.found.template.task
    ever = [_total(_of(checked, what, source, task)) for what in (PAID, ALLOTTED)]
    return ever[0] <= ever[1]


def _of(
    checked: Checked, what: str, source: str, task: str | None
) -> Iterator[MoneyFact]:
    """Yield money of one kind and source since ever; of no task if that is asked."""
    for fact in checked.facts.money:
        if fact.what == what and source_of(fact) == source and fact.task == task:
            yield fact


def _total(facts: Iterable[MoneyFact]) -> int:
    return sum(fact.amount_cny for fact in facts)


def money_has_task(checked: Checked) -> Answer:
    """Look for money allotted or secured that does not say for which task."""
    open_ = [
        fact
        for fact in checked.facts.money
        if fact.what in (ALLOTTED, SECURED)
        and not fact.task
        and checked.counting.has(fact.on)
    ]
    cells = checked.numbers_of("allotted", "secured")
    if not open_:
        return Answer(True, Remark(message=N_("none found")), cells)
    message = N_("{total} yuan are on record without a task, in no form: {some}")
    told = [
        f"{fact.on} {fact.source} {fact.amount_cny:,}"
        for fact in sorted(open_, key=lambda fact: (fact.on, fact.thing_id))
    ]
    values = {"total": f"{_total(open_):,}", "some": some(told)}
    return Answer(False, Remark(message=message, values=values), cells)


def allotted_secured(checked: Checked) -> Answer:
    """Hold the local money allotted against what was secured."""
    values = {n: checked.found.value(n) for n in checked.numbers_of("secured")}
    secured = sum(
        values[c.number] for c in checked.columns("secured") if c.source is None
    )
    allotted = sum(
        checked.found.value(c.number)
        for c in checked.columns("allotted")
        if c.source in LOCAL
    )
    cells = checked.numbers_of("secured", "allotted")
    told = {"secured": secured, "allotted": allotted}
    if not any(fact.what == SECURED for fact in checked.facts.money):
        message = N_("no secured funds are on record; {allotted} yuan were allotted")
        ok = None if allotted else True
        return Answer(ok, Remark(message=message, values=told), cells)
    message = N_("{secured} yuan of local funds secured, {allotted} allotted")
    return Answer(secured >= allotted, Remark(message=message, values=told), cells)


def paid_agreed(checked: Checked) -> Answer:
    """Look for payments before an agreement was signed."""
    agreed = checked.own_steps.get(AGREEMENT, {})
    early = [
        fact.household_id
        for fact in _own_payments(checked)
        if fact.kind != REFUND
        and checked.counting.has(fact.on)
        and not (fact.case_id in agreed and agreed[fact.case_id].on <= fact.on)
    ]
    message = N_("{count} households were paid before an agreement: {some}")
    return _answer(checked, early, message)


def paid_case(checked: Checked) -> Answer:
    """Look for payments of cases that are not on record, or have no task."""
    astray = [
        fact.household_id
        for fact in checked.facts.money
        if fact.what == PAID and not fact.task and checked.counting.has(fact.on)
    ]
    message = N_("payments of {count} households belong to no case, in no form: {some}")
    return _answer(checked, astray, message)


def paid_certified(checked: Checked) -> Answer:
    """Look for households that were paid and that nobody certified (rule G5)."""
    standing = checked.numbers.standing
    astray = [
        fact.household_id
        for fact in _own_payments(checked)
        if checked.counting.has(fact.on)
        and not (fact.household_id in standing and standing[fact.household_id].group)
    ]
    message = N_("{count} households were paid and do not count: {some}")
    return _answer(checked, astray, message)


def refunds_covered(checked: Checked) -> Answer:
    """Look for cases that paid back more than was paid out."""
    below = [
        checked.facts.cases[case_id].household_id
        for case_id, total in _net(checked).items()
        if total < 0
    ]
    message = N_("{count} households paid back more than they were paid: {some}")
    return _answer(checked, below, message)


def paid_within_cost(checked: Checked) -> Answer:
    """Look for cases that were paid more than the works cost."""
    cases = checked.facts.cases
    over = []
    for case_id, total in _net(checked).items():
        cost = cases[case_id].real_cost_cny
        if cost is not None and total > cost:
            over.append(cases[case_id].household_id)
    message = N_("{count} households were paid more than the works cost: {some}")
    return _answer(checked, over, message)


def advance_limit(checked: Checked) -> Answer:
    """Hold what was paid before acceptance against the advance allowed."""
    policy, cases = checked.workspace.policy, checked.facts.cases
    over, unclear = [], []
    for case_id, total in _net(checked).items():
        if total <= 0 or case_id in checked.completed_cases:
            continue
        most = advance_of(cases[case_id], policy)
        if most is None:
            unclear.append(cases[case_id].household_id)
        elif total > most:
            over.append(cases[case_id].household_id)
    if over or not unclear:
        message = N_("{count} households were paid beyond the advance: {some}")
        return _answer(checked, over, message)
    message = N_("the way or the builder of {count} paid households is not known")
    return _answer(checked, unclear, message)._replace(ok=None)


def advance_of(case: CaseFact, policy: Policy) -> int | None:
    """Return what may be paid before acceptance in yuan, ``None`` if not known."""
    rows = [row for row in policy.paying if row.advance_ratio]
    if not rows:
        return 0
    if case.builder is None and all(row.builders for row in rows):
        return None
    ratios = [
        row.advance_ratio
        for row in rows
        if not row.builders or case.builder in row.builders
    ]
    if not ratios:
        return 0
    due = owed(_file_of(case), policy)
    base = due.standard_cny if due.amount_cny is None else due.amount_cny
    return None if base is None else share(base, max(ratios))


def _file_of(case: CaseFact) -> CaseFile:
    names = ("case_id", "household_id", "task", "way", "builder", "real_cost_cny")
    told = {name: getattr(case, name) for name in names}
    return CaseFile(village_code="", opened_on=date.min, **told)


def _own_payments(checked: Checked) -> Iterator[MoneyFact]:
    for fact in checked.facts.money:
        if fact.what == PAID and fact.task == checked.found.template.task:
            yield fact


def _net(checked: Checked) -> dict[str, int]:
    """Return what each case of the task was paid in all, since ever."""
    total: dict[str, int] = {}
    for fact in _own_payments(checked):
        total[fact.case_id] = total.get(fact.case_id, 0) + fact.amount_cny
    return total


def _answer(checked: Checked, households: list[str], message: str) -> Answer:
    ids = sorted(set(households))
    return of_households(ids, message, checked.numbers_of("paid"), some=some(ids))
