"""A form that was handed in stays as it was; what comes later is a correction."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from desk.case_hand import Hand
from desk.form_filing import (
    NOTE_LENGTH,
    differences_since,
    file_form,
    filed_form,
    filed_months,
    filings,
    found_as_filed,
    kept_proof,
)
from desk.form_found import FormCheck
from desk.form_paper import form_file
from desk.funds import Money, record_secured
from desk.keeping import backup_workspace, restore_workspace, verify_workspace
from desk.monthly_form import monthly_form
from desk.workspace import create_workspace, workspace_at
from ledger import schema
from ledger.reading import for_role
from ledger.roles import Acting, Role
from rules.errors import AccessError, FileError, PlanningError
from rules.language import told
from rules.remarks import Remark

PLANNER = Acting("张县局", Role.PLANNER)
OCTOBER = date(2026, 10, 1)
HOME, CASE = "H1", "990001-2026-0001"
OTHER, OTHER_CASE = "H2", "990001-2026-0002"
STEPS = ("found", "agreement", "works_started", "county_acceptance")
STARTED, SECURED = 1, 19  # columns


def family(home, case):
    """Rows of a certified family whose house was finished in October."""
    both = {"household_id": home, "case_id": case}
    group = {"household_id": home, "group_name": "低保户", "certified_by": "民政"}
    task = {"task": "dangerous_house_retrofit", "opened_on": date(2026, 9, 1)}
    done = {"on_date": date(2026, 10, 9), "passed": True}
    return {
        schema.household: [{"household_id": home, "village_code": "990001100200"}],
        schema.membership: [group | {"certified_on": date(2026, 1, 4)}],
        schema.retrofit_case: [both | task | {"real_cost_cny": 30_000}],
        schema.case_step: [both | done | {"step": step} for step in STEPS],
    }


def write(workspace, rows, day):
    at = datetime(2026, *day, 9)
    head = {"actor": "t", "verb": "t", "scope": "cases", "at": at}
    with workspace.ledger.writing(**head) as entry:
        for table, known in rows.items():
            entry.write(table, known)


def hand(workspace, day=(11, 2), acting=PLANNER):
    return Hand(workspace, acting, at=datetime(2026, *day, 9))


@pytest.fixture
def workspace(tmp_path):
    code = "990001"
    names = {"county_code": code, "county_name": "安和县", "policy_code": code}
    made = create_workspace(tmp_path / "w", **names)
    write(made, family(HOME, CASE), (10, 12))
    money = Money(source="省级", amount_cny=50_000, on=date(2026, 10, 13))
    task = replace(money, task="dangerous_house_retrofit")
    record_secured(hand(made, (10, 13)), task)
    yield made
    made.ledger.close()


def counted(workspace):
    """The form with what the checks found, all of it met."""
    return replace(monthly_form(workspace, "form1", OCTOBER), checks=())


def check(ok, *, blocks, id_="odd"):
    says = Remark(message="something is odd")
    return FormCheck(id=id_, ok=ok, blocks=blocks, says=says, cells=(1,))


def sheet_of(workspace, filing):
    paper = form_file(workspace, found_as_filed(workspace, filing), filing)
    return openpyxl.load_workbook(BytesIO(paper)).active


def filed(workspace, day=(11, 2), note=""):
    return file_form(hand(workspace, day), counted(workspace), {}, note)


def test_a_form_is_handed_in_with_its_numbers_and_its_proof(workspace):
    """Rule R1."""
    filing = filed(workspace)
    assert (filing.filing_id, filing.number) == ("form1-2026-10-1", 1)
    assert (filing.values[STARTED], filing.values[SECURED]) == (1, 50_000)
    assert filings(workspace, "form1", OCTOBER) == [filing]
    known, found = filed_form(workspace, "form1", date(2026, 10, 31))
    assert known == filing and found.cells[STARTED].households == (HOME,)
    assert found.recorded_to == date(2026, 10, 13)
    assert found.until == date(2026, 10, 31) and HOME.encode() in kept_proof(
        workspace, filing
    )


def test_what_is_read_from_a_proof_is_what_was_counted(workspace):
    found = monthly_form(workspace, "form1", OCTOBER)
    reasons = {one.id: "见附页" for one in found.to_explain}
    file_form(hand(workspace), found, reasons)
    _, again = filed_form(workspace, "form1", OCTOBER)
    names = ("form", "month", "since", "until", "position", "cells", "recorded_to")
    for name in names:
        assert getattr(again, name) == getattr(found, name), name
    for name in ("id", "ok", "blocks", "cells", "households", "asks", "clause"):
        known = [getattr(one, name) for one in found.checks]
        assert [getattr(one, name) for one in again.checks] == known, name


def test_nothing_is_filed_of_a_month_that_is_not_over(workspace):
    with pytest.raises(PlanningError, match="counts up to 2026-10-31"):
        file_form(hand(workspace, (10, 31)), counted(workspace), {})


@pytest.mark.parametrize("role", sorted({*Role} - {Role.PLANNER}))
def test_only_the_county_hands_in_its_form(workspace, role):
    """Rule A1."""
    area = {Role.VILLAGE_REPORTER: "990001100200", Role.TOWN_OFFICER: "990001100"}
    acting = Acting("x", role, area.get(role, ""))
    with pytest.raises(AccessError):
        file_form(hand(workspace, acting=acting), counted(workspace), {})


def test_a_check_that_blocks_refuses_the_form_whatever_is_signed(workspace):
    found = replace(counted(workspace), checks=(check(False, blocks=True),))
    with pytest.raises(PlanningError, match="cannot be handed in: something is odd"):
        file_form(hand(workspace), found, {"odd": "it is right"})
    assert filings(workspace, "form1", OCTOBER) == []


def test_why_a_form_is_refused_is_said_in_the_reader_s_language(workspace):
    """Rule R1."""
    says = Remark(message="{kind}", values={"kind": "yes"}, words=("kind",))
    one = replace(check(False, blocks=True), says=says)
    with pytest.raises(PlanningError) as refused:
        file_form(hand(workspace), replace(counted(workspace), checks=(one, one)), {})
    assert str(refused.value).endswith("yes; yes")
    assert told(refused.value, "zh_CN").endswith("是; 是")


@pytest.mark.parametrize(
    "one",
    [check(False, blocks=False), check(None, blocks=False)],
    ids=["fails", "cannot be told"],
)
def test_any_other_check_needs_a_reason_that_is_signed(workspace, one):
    found = replace(counted(workspace), checks=(one,))
    for reasons in ({}, {"odd": "  "}, {"other": "because"}):
        with pytest.raises(PlanningError, match="signed with your name"):
            file_form(hand(workspace), found, reasons)
    filing = file_form(hand(workspace), found, {"odd": " 已 核实\n", "other": "x"})
    assert (filing.reasons, filing.actor) == ({"odd": "已 核实"}, "张县局")
    assert filings(workspace, "form1", OCTOBER) == [filing]


def test_a_filed_form_stays_and_what_changed_since_is_shown(workspace):
    filing = filed(workspace)
    assert differences_since(workspace, "form1", OCTOBER) == {}
    write(workspace, family(OTHER, OTHER_CASE), (11, 5))
    _, found = filed_form(workspace, "form1", OCTOBER)
    assert found.value(STARTED) == filing.values[STARTED] == 1
    since = differences_since(workspace, "form1", OCTOBER)[STARTED]
    assert (since.before, since.after, since.entered) == (1, 2, (OTHER,))


def test_a_correction_follows_and_says_why(workspace):
    first = filed(workspace)
    write(workspace, family(OTHER, OTHER_CASE), (11, 5))
    with pytest.raises(PlanningError, match="say why it is corrected"):
        filed(workspace, (11, 6))
    second = filed(workspace, (11, 6), "H2 was entered late")
    assert (second.filing_id, second.is_correction) == ("form1-2026-10-2", True)
    assert filings(workspace, "form1", OCTOBER) == [first, second]
    assert filed_form(workspace, "form1", OCTOBER)[0] == second
    assert filed_months(workspace, "form1") == [second]
    assert b"H2" not in kept_proof(workspace, first)
    printed = [sheet_of(workspace, one)["A8"].value for one in (first, second)]
    assert printed == [1, 2]  # the first can be printed again as it went out


def test_a_note_too_long_to_be_kept_whole_is_refused(workspace):
    filed(workspace)
    write(workspace, family(OTHER, OTHER_CASE), (11, 5))
    long = "补" * (NOTE_LENGTH + 1)
    with pytest.raises(PlanningError, match="401 characters are too long, at most 400"):
        filed(workspace, (11, 6), long)
    with pytest.raises(PlanningError, match="401 characters"):
        Hand(workspace, PLANNER, note=long)
    assert filed(workspace, (11, 6), long[1:]).note == long[1:]


def test_a_correction_that_corrects_nothing_is_refused(workspace):
    filed(workspace)
    with pytest.raises(PlanningError, match="nothing to correct"):
        filed(workspace, (11, 6), "once more")


def test_two_who_file_at_once_do_not_both_file(workspace, monkeypatch):
    filed(workspace)
    monkeypatch.setattr("desk.form_filing.filings", lambda *what: [])
    with pytest.raises(PlanningError, match="handed in meanwhile"):
        filed(workspace)
    monkeypatch.undo()
    assert len(filings(workspace, "form1", OCTOBER)) == 1
    assert verify_workspace(workspace)["sound"]


def test_a_crash_before_the_record_leaves_nothing_filed(workspace, monkeypatch):
    def crash(*what):
        raise OSError("the disk is gone")

    monkeypatch.setattr("ledger.office.save_filing", crash)
    with pytest.raises(OSError, match="gone"):
        filed(workspace)
    monkeypatch.undo()
    assert filings(workspace, "form1", OCTOBER) == []
    assert verify_workspace(workspace)["sound"]
    assert filed(workspace).number == 1


def test_what_was_not_filed_has_no_filed_form(workspace):
    assert filed_form(workspace, "form1", OCTOBER) is None
    assert differences_since(workspace, "form1", OCTOBER) == {}


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_proof_that_was_touched_is_found(workspace, harm):
    """Rule A2."""
    filing = filed(workspace)
    (path,) = workspace.folder("filings").iterdir()
    if harm == "changed":
        path.write_bytes(path.read_bytes().replace(b"H1", b"H9"))
    else:
        path.unlink()
    with pytest.raises(FileError, match=harm):
        filed_form(workspace, "form1", OCTOBER)
    verdict = verify_workspace(workspace)
    assert not verdict["sound"]
    assert [fault["key"] for fault in verdict["faults"]] == [filing.filing_id]


def test_a_backup_brings_the_proofs_along(workspace, tmp_path):
    filing = filed(workspace)
    backup_workspace(workspace, tmp_path / "b.zip")
    restore_workspace(tmp_path / "b.zip", tmp_path / "again")
    with workspace_at(tmp_path / "again") as again:
        assert verify_workspace(again)["sound"]
        assert filed_form(again, "form1", OCTOBER)[0] == filing


def test_filings_change_nothing_that_is_drawn(workspace):
    before = workspace.ledger.position(apart_from=("forms",))
    filed(workspace)
    assert workspace.ledger.position(apart_from=("forms",)) == before
    assert workspace.ledger.position("forms") == workspace.ledger.position()


@pytest.mark.parametrize("role", [Role.PLANNER, Role.FINANCE, Role.LEADER])
def test_the_office_and_the_leader_read_what_was_filed(workspace, role):
    """Rule A1."""
    filing = filed(workspace)
    (row,) = for_role(workspace.ledger, Acting("x", role)).listed("form_filing")
    assert row["filing_id"] == filing.filing_id
