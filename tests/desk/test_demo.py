"""The demonstration: a lawful county with a few slips, and every picture in place."""

from dataclasses import replace
from datetime import date

import pytest

from desk.case_files import with_eligibility
from desk.demo import make_demo
from desk.form_filing import differences_since, filed_months, filings
from desk.form_proofs import proof_faults
from desk.notices_sent import notices_sent
from desk.photographs import missing, orphans
from desk.snapshot import exposure_of
from desk.sweeps_due import sweeps_due
from desk.vacated import open_vacated
from desk.workspace import open_workspace
from ledger import fieldwork
from ledger.cases import case_records
from rules.casework import judge_step
from rules.forms import FORMS, load_form
from rules.payments import judge_payment
from rules.vocabulary import GRADES, SOURCES, UNKNOWN

MONEY = ("paid", "allotted")
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("demo") / "w"
    make_demo(root, households=4000, seed=1, until=TODAY)
    made = open_workspace(root)
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def records(workspace):
    ledger = workspace.ledger
    return case_records(ledger, workspace.policy, ledger.position())


def refused_steps(file, policy):
    """Steps that the rules refuse on the day on which each was taken."""
    for number, taken in enumerate(file.steps):
        before = replace(file, steps=file.steps[:number], eligible=True)
        if not judge_step(before, policy, taken, taken.on).allowed:
            yield taken.step


def test_nearly_every_step_was_lawful_when_it_was_taken(workspace, records):
    """Rules W2, W3, W11, W12, H6, H11: a few slips remain, for clocks to show."""
    slips = [r for r in records if list(refused_steps(r.file, workspace.policy))]
    assert 0 < len(slips) < 0.06 * len(records)


def test_nearly_every_payment_was_lawful(workspace, records):
    """Rules M1, M2, M3."""
    refused = paid = 0
    for record in records:
        for number, one in enumerate(record.file.payments):
            steps = [s for s in record.file.steps if s.on <= one.on]
            steps = [s for s in steps if s.step not in ("paid", "struck_off")]
            before = replace(
                record.file,
                payments=record.file.payments[:number],
                steps=tuple(steps),
            )
            paid += 1
            refused += not judge_payment(before, workspace.policy, one, one.on).allowed
    assert paid and refused < 0.05 * paid


def test_families_whose_works_are_open_are_eligible(workspace, records):
    """Rules G5, H1, H5."""
    open_ = [
        record
        for record in records
        if record.file.done("applied") and not record.file.done("county_acceptance")
    ]
    assert open_
    judged = with_eligibility(workspace, open_, TODAY)
    assert all(record.file.eligible for record in judged)


def test_no_accepted_house_counts_as_dangerous(workspace, records):
    """Rule H4: it has a sound grade from an appraisal since, or none."""
    done = {
        record.file.household_id
        for record in records
        if record.file.done("county_acceptance")
    }
    exposure = exposure_of(workspace)
    ids = exposure.household_id.to_pylist()
    grades = {g for id_, g in zip(ids, exposure.grade, strict=True) if id_ in done}
    assert grades == {UNKNOWN, GRADES.index("A"), GRADES.index("B")}


def test_every_photograph_lies_in_its_file_and_none_beside_it(workspace):
    """Rule W10."""
    shown = fieldwork.photographs(workspace.ledger)
    assert 8 < len(shown) <= 24
    assert missing(workspace) == [] and orphans(workspace) == []


def test_there_is_something_to_do_in_the_field(workspace):
    """Rules W6, W9: sweeps that are missing, old houses that are not settled."""
    states = {due.state for due in sweeps_due(workspace, TODAY)}
    assert "reported" in states and states & {"due", "late"}
    assert open_vacated(workspace)


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_of_the_last_months_were_handed_in(workspace, form):
    """Rules R1, M3: no check refused them; no more was paid than was allotted."""
    filed = filed_months(workspace, form)
    assert [one.month.month for one in filed] == [10, 9, 8, 7]
    columns = load_form(form).columns
    money = {(c.what, c.source): c.number for c in columns if c.source}
    for filing in filed:
        for source in SOURCES:
            paid, allotted = (filing.values[money[what, source]] for what in MONEY)
            assert 0 < paid <= allotted
    assert proof_faults(workspace) == []


def test_one_form_was_corrected_and_its_reason_is_told(workspace):
    """Rule R1."""
    first, second = filings(workspace, "form1", date(2026, 9, 1))
    assert second.is_correction and second.note
    assert second.values[19] - first.values[19] == 60_000
    assert differences_since(workspace, "form1", date(2026, 9, 1)) == {}


def test_notices_went_out_but_for_the_newest(workspace):
    """Rule R2."""
    sent = {(one.kind, one.month.month) for one in notices_sent(workspace)}
    assert {("list", 10), ("progress", 10)} <= sent
    assert ("list", 11) not in sent and ("progress", 11) not in sent


def test_a_past_day_reads_as_it_was(workspace):
    then = date(2025, 11, 22)
    before = fieldwork.visits(workspace.ledger, on=then)
    assert 0 < len(before) < len(fieldwork.visits(workspace.ledger))
    assert max(row["visited_on"] for row in before) <= then
