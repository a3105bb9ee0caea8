"""Rules R1, M3: what each column counts, in a county of a few cases."""

from datetime import date

from geo.form_cells import form_numbers
from geo.form_identity import standings
from rules.form_facts import (
    CaseFact,
    CertificateFact,
    Counting,
    FormFacts,
    MoneyFact,
    StepFact,
)
from rules.forms import load_form
from rules.policy import county_policy

FORM = load_form("form1")
TASK, OTHER = "dangerous_house_retrofit", "seismic_retrofit"
MAY = date(2026, 5, 4)
YEAR = Counting(
    since=date(2026, 1, 1),
    until=date(2026, 10, 31),
    completed_by="county_acceptance",
)


def case(id_, home="A", task=TASK, cost=30_000):
    return CaseFact(id_, home, task, "修缮加固", "self", cost)


def step(case_id, step="works_started", on=MAY, passed=None, home="A"):
    return StepFact(case_id, home, step, on, passed, MAY)


def passed(case_id, on=MAY, home="A"):
    return step(case_id, "county_acceptance", on, True, home)


def money(what, source, amount, on=MAY, task=TASK, home=""):
    thing = f"{what}{source}{amount}"
    return MoneyFact(what, thing, "1", home, source, task, amount, on, "", MAY)


def certified(home, group="低保户", by="民政"):
    return CertificateFact(home, group, by, None, False, MAY)


def counted(cases=(), steps=(), money=(), lists=None, counting=YEAR):
    facts = FormFacts(
        position=1,
        recorded_to=MAY,
        cases={row.case_id: row for row in cases},
        steps=tuple(steps),
        money=tuple(money),
        certificates=(certified("A"), certified("B")) if lists is None else lists,
        village_of={"A": "990001100200", "B": "990001100201"},
    )
    policy = county_policy("990001")
    standing = standings(facts.certificates, policy, counting.until)
    return form_numbers(FORM, facts, counting, standing)


def told(numbers):
    """Return what is not nothing."""
    return {n: cell.value for n, cell in numbers.cells.items() if cell.value}


def test_nothing_on_record_is_nothing_in_every_column():
    numbers = counted()
    assert set(numbers.cells) == set(range(1, 28))
    assert told(numbers) == {}


def test_a_started_household_stands_in_its_column_and_in_the_total():
    numbers = counted([case("1")], [step("1")])
    assert told(numbers) == {1: 1, 5: 1}
    (part,) = numbers.cells[5].parts
    assert part == ("A", "1", "990001100200", 1)


def test_the_first_and_the_last_day_count_and_those_beside_them_do_not():
    days = {"1": date(2025, 12, 31), "2": date(2026, 1, 1)}
    days |= {"3": date(2026, 10, 31), "4": date(2026, 11, 1)}
    homes = dict(zip(days, "ABCD", strict=True))
    cases = [case(id_, home) for id_, home in homes.items()]
    steps = [step(id_, on=day, home=homes[id_]) for id_, day in days.items()]
    numbers = counted(cases, steps, lists=tuple(certified(h) for h in "ABCD"))
    assert numbers.cells[1].households == ("B", "C")


def test_completed_is_who_passed_and_its_cost_is_the_investment():
    numbers = counted([case("1")], [passed("1")])
    assert told(numbers) == {10: 1, 14: 1, 27: 30_000}


def test_an_acceptance_that_failed_completes_nothing():
    failed = step("1", "county_acceptance", passed=False)
    assert told(counted([case("1")], [failed])) == {}


def test_an_acceptance_without_a_result_is_listed_not_counted():
    numbers = counted([case("1")], [step("1", "county_acceptance")])
    assert told(numbers) == {}
    (row,) = numbers.not_counted
    assert (row.household_id, str(row.why)) == (
        "A",
        "the acceptance has no result on record",
    )


def test_an_unknown_cost_is_counted_as_unknown_and_never_as_nothing():
    cases = [case("1", cost=None), case("2", "B", cost=7_000)]
    numbers = counted(cases, [passed("1"), passed("2", home="B")])
    assert (numbers.cells[27].value, numbers.cells[27].unknown) == (7_000, 1)
    assert numbers.cells[10].value == 2


def test_a_household_with_two_cases_counts_once_with_what_both_cost():
    """Rule G2: one household is counted once."""
    cases = [case("1"), case("2", cost=5_000)]
    numbers = counted(cases, [step("1"), step("2"), passed("1"), passed("2")])
    assert told(numbers) == {1: 1, 5: 1, 10: 1, 14: 1, 27: 35_000}


def test_an_office_may_count_every_case():
    counting = Counting(**vars(YEAR) | {"every_case": True})
    numbers = counted([case("1"), case("2")], [step("1"), step("2")], counting=counting)
    assert told(numbers) == {1: 2, 5: 2}


def test_the_other_task_is_in_the_other_form():
    assert told(counted([case("1", task=OTHER)], [step("1"), passed("1")])) == {}


def test_a_case_without_a_task_is_listed():
    numbers = counted([case("1", task="")], [step("1")])
    assert told(numbers) == {}
    assert [str(row.why) for row in numbers.not_counted] == [
        "no task is on record for this case"
    ]


def test_a_household_that_nobody_certified_is_listed_once():
    """Rule G5: it does not count, and is told who is missing."""
    lists = (certified("A", by=None),)
    numbers = counted([case("1")], [step("1"), passed("1")], lists=lists)
    assert told(numbers) == {}
    (row,) = numbers.not_counted
    assert str(row.why) == "listed as 低保户, certified by nobody yet: 民政"


def test_sources_are_kept_apart_and_a_refund_is_taken_off():
    """Rule M3: central, provincial, below the province."""
    rows = [
        money("paid", "中央", 9_000, home="A"),
        money("paid", "中央", -2_000, home="A"),
        money("paid", "省级", 400, home="A"),
        money("paid", "省级以下", 30, home="A"),
        money("allotted", "中央", 90_000),
        money("allotted", "省级", 4_000),
        money("allotted", "省级以下", 300),
    ]
    numbers = counted([case("1")], money=rows)
    paid = {24: 7_000, 25: 400, 26: 30}
    assert told(numbers) == paid | {21: 90_000, 22: 4_000, 23: 300}


def test_local_funds_are_those_of_province_prefecture_and_county():
    """Rule R1, note 3: column 19 is all of them, column 20 the provincial part."""
    levels = {"省级": 500, "市级": 60, "县级": 7}
    rows = [money("secured", level, amount) for level, amount in levels.items()]
    assert told(counted(money=rows)) == {19: 567, 20: 500}


def test_money_without_a_task_is_counted_apart():
    numbers = counted(money=[money("allotted", "中央", 9, task=None)])
    assert told(numbers) == {}
    assert (numbers.cells[21].unknown, numbers.cells[22].unknown) == (1, 0)


def test_money_of_another_year_is_not_of_this_form():
    late = money("paid", "中央", 9, on=date(2025, 12, 31))
    assert told(counted([case("1")], money=[late])) == {}
