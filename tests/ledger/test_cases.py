"""Cases read whole, many at once, as of any day."""

from datetime import date, datetime

import pytest

from ledger.case_rows import Which
from ledger.cases import case_records, next_number, step_rows, steps_of
from ledger.schema import (
    appraisal,
    case_step,
    document,
    household,
    membership,
    payment,
    retrofit_case,
    vacated_house,
)
from ledger.store import Ledger
from rules.casefile import Appraised, Paid, StepDone, Vacated
from rules.policy import county_policy

POLICY = county_policy("370300")
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
CASE = {"case_id": "c1", "household_id": "A"}


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    write(ledger, MONDAY, household, home("A"), home("B", "990001101300"))
    yield ledger
    ledger.close()


def home(id_, village="990001100200", **more):
    return {"household_id": id_, "village_code": village, "occupants": 3} | more


def write(ledger, day, table, *rows):
    at = datetime.combine(day, datetime.min.time())
    with ledger.writing(actor="t", verb="t", scope="cases", at=at) as entry:
        entry.write(table, rows)
        return entry.seq


def opened(case_id="c1", household_id="A", **more):
    row = {"case_id": case_id, "household_id": household_id, "opened_on": MONDAY}
    return row | {"task": "dangerous_house_retrofit"} | more


def step(name, on=MONDAY, case_id="c1", household_id="A", **more):
    row = {"case_id": case_id, "household_id": household_id, "step": name}
    return row | {"on_date": on} | more


def records(ledger, which=None, on=None):
    return case_records(ledger, POLICY, ledger.position(on=on), which)


def only(ledger, which=None, on=None):
    (record,) = records(ledger, which, on)
    return record


def test_a_case_is_read_with_everything_about_it(ledger):
    """Rules W9, W12, M3: papers, money and the old house belong to the file."""
    write(ledger, MONDAY, retrofit_case, opened(way="拆除重建", area_m2=48.0))
    write(ledger, MONDAY, case_step, step("found"), step("reported", passed=None))
    paper = CASE | {"document_id": "d1", "kind": "application"}
    write(ledger, MONDAY, document, paper)
    paid = {
        "payment_id": "p1",
        "source": "省级",
        "amount_cny": 12500,
        "kind": "advance",
    }
    paid |= {"payee": "household", "paid_on": TUESDAY}
    write(ledger, TUESDAY, payment, CASE | paid)
    grade = {"appraisal_id": "a1", "household_id": "A", "appraised_on": TUESDAY}
    write(ledger, TUESDAY, appraisal, grade | {"grade": "D", "third_party": True})
    old = {"vacated_id": "v1", "household_id": "A", "why": "rebuilt"}
    newest = write(ledger, TUESDAY, vacated_house, old)
    record = only(ledger)
    file = record.file
    assert (file.task, file.way, file.area_m2, file.occupants) == (
        "dangerous_house_retrofit",
        "拆除重建",
        48.0,
        3,
    )
    assert file.village_code == "990001100200"
    assert file.steps == (
        StepDone(step="found", on=MONDAY),
        StepDone(step="reported", on=MONDAY),
    )
    assert file.documents == {"application"}
    assert file.payments == (
        Paid(
            source="省级",
            amount_cny=12500,
            kind="advance",
            payee="household",
            on=TUESDAY,
        ),
    )
    assert file.appraisals == (Appraised(grade="D", on=TUESDAY, third_party=True),)
    assert file.vacated == (Vacated(why="rebuilt"),)
    assert record.version == newest


def test_identity_is_certified_by_the_competent_department_only(ledger):
    """Rule G5: a wrong department leaves it open, and the right one is named."""
    write(ledger, MONDAY, retrofit_case, opened())
    assert only(ledger).file.identity is False
    listed = {"household_id": "A", "group_name": "低保户"}
    write(ledger, MONDAY, membership, listed | {"certified_by": "残联"})
    file = only(ledger).file
    assert (file.identity, file.missing_departments) == (None, ("民政",))
    signed = {"certified_by": "民政", "certified_on": TUESDAY}
    write(ledger, TUESDAY, membership, listed | signed)
    file = only(ledger).file
    assert (file.identity, file.identity_on, file.groups) == (
        True,
        TUESDAY,
        ("低保户",),
    )


def test_a_step_that_was_undone_is_not_taken_any_more_but_was_then(ledger):
    """Rules W2, R5: the day before still shows it."""
    write(ledger, MONDAY, retrofit_case, opened())
    write(ledger, MONDAY, case_step, step("found"), step("reported"))
    undone = write(ledger, TUESDAY, case_step, step("reported", removed=True))
    assert only(ledger).file.done("reported") is None
    assert only(ledger).version == undone
    assert only(ledger, on=MONDAY).file.done("reported") is not None
    assert [row[3] for row in step_rows(ledger)] == ["found"]


def test_money_to_another_account_is_seen(ledger):
    """Rule M2: the household's own account, where both are known."""
    write(ledger, MONDAY, household, home("A", account="6217"))
    write(ledger, MONDAY, retrofit_case, opened())
    paid = {"source": "中央", "amount_cny": 1, "kind": "whole", "payee": "household"}
    paid |= CASE | {"paid_on": MONDAY}
    rows = [
        paid | {"payment_id": str(n), "account": account}
        for n, account in enumerate(("6217", "6228", None))
    ]
    write(ledger, MONDAY, payment, *rows)
    own = [p.to_own_account for p in only(ledger).file.payments]
    assert own == [True, False, None]


def test_an_earlier_case_keeps_its_appraisals(ledger):
    """Rule H4: dangerous again means appraised again."""
    write(ledger, MONDAY, retrofit_case, opened("c1"), opened("c2"))
    write(ledger, MONDAY, case_step, step("struck_off", TUESDAY))
    grade = {"household_id": "A", "grade": "C"}
    write(
        ledger,
        TUESDAY,
        appraisal,
        grade | {"appraisal_id": "a1", "appraised_on": MONDAY},
        grade | {"appraisal_id": "a2", "appraised_on": date(2026, 8, 1)},
    )
    by_case = {r.file.case_id: len(r.file.appraisals) for r in records(ledger)}
    assert by_case == {"c1": 2, "c2": 1}


def test_cases_are_chosen_by_area_household_number_and_whether_open(ledger):
    write(ledger, MONDAY, retrofit_case, opened("c1"), opened("c2", "B"))
    write(ledger, MONDAY, case_step, step("struck_off"))

    def ids(**which):
        return [r.file.case_id for r in records(ledger, Which(**which))]

    assert ids() == ["c1", "c2"]
    assert ids(area="990001101") == ["c2"]
    assert ids(households=("A",)) == ["c1"]
    assert ids(case_ids=("c2", "c9")) == ["c2"]
    assert ids(open_only=True) == ["c2"]
    assert ids(households=()) == []


def test_many_households_are_read_as_few_are(ledger, monkeypatch):
    write(ledger, MONDAY, retrofit_case, opened("c1"), opened("c2", "B"))
    few = records(ledger)
    monkeypatch.setattr("ledger.case_rows.FEW", 1)
    assert records(ledger) == few


def test_a_case_with_steps_alone_has_no_task(ledger):
    write(ledger, MONDAY, case_step, step("found"))
    record = only(ledger)
    assert (record.file.task, record.file.opened_on, record.row) == ("", MONDAY, {})
    assert steps_of(ledger, "A") == [("c1", "found", MONDAY)]


def test_numbers_go_on_where_the_year_stands(ledger):
    """Rule W1: 发现一户, 建档一户."""
    assert next_number(ledger, "990001-2026-") == "990001-2026-000001"
    write(ledger, MONDAY, retrofit_case, opened("990001-2025-000907"))
    write(ledger, MONDAY, case_step, step("found", case_id="990001-2026-000041"))
    assert next_number(ledger, "990001-2026-") == "990001-2026-000042"
