"""Rules R1, R2, R4: what is due, done, late; as it stood on any day."""

from datetime import date, datetime

import pytest

from desk.case_hand import Hand
from desk.deadlines import deadlines, sent
from desk.notices_sent import record_sent
from desk.workspace import create_workspace
from ledger.schema import form_filing
from tests.desk.notice_world import PLANNER, made_workspace

ON = date(2026, 4, 6)


@pytest.fixture
def workspace(tmp_path):
    made = made_workspace(tmp_path / "w")
    yield made
    made.ledger.close()


def found(workspace, on=ON):
    return {(one.id, one.month): one for one in deadlines(workspace, on)}


def send(workspace, kind, month, at):
    record_sent(Hand(workspace, PLANNER, "", at), kind, month, b"paper")


def file_form(workspace, at):
    row = {
        "filing_id": "form1-2026-03-1", "form": "form1", "month": "2026-03",
        "number": 1, "position": 1, "made_at": at.astimezone().isoformat(),
        "figures": "{}", "sha256": "0" * 64, "reasons": "{}",
    }  # fmt: skip
    head = {"actor": "t", "verb": "t", "scope": "forms"}
    with workspace.ledger.writing(**head, at=at) as entry:
        entry.write(form_filing, [row])


def test_a_report_is_late_due_soon_or_on_time(workspace):
    """Rules R1, R2: by the 2nd of the next month, by the 5th, by the 20th."""
    rows = found(workspace)
    told = {
        key: (one.due_on.isoformat(), one.state, one.days)
        for key, one in rows.items()
        if one.due_on >= date(2026, 4, 1) and one.kind == "report"
    }
    assert told == {
        ("dangerous-monthly", "2026-03"): ("2026-04-02", "late", -4),
        ("seismic-monthly", "2026-03"): ("2026-04-02", "late", -4),
        ("eligible-names", "2026-04"): ("2026-04-05", "late", -1),
        ("town-progress", "2026-04"): ("2026-04-20", "on_time", 14),
        ("dangerous-monthly", "2026-04"): ("2026-05-02", "on_time", 26),
        ("seismic-monthly", "2026-04"): ("2026-05-02", "on_time", 26),
        ("eligible-names", "2026-05"): ("2026-05-05", "on_time", 29),
    }
    soon = found(workspace, date(2026, 4, 13))["town-progress", "2026-04"]
    assert (soon.state, soon.days) == ("due_soon", 7)
    today = found(workspace, date(2026, 4, 20))["town-progress", "2026-04"]
    assert (today.state, today.days) == ("due_soon", 0)


def test_what_was_sent_is_done_and_says_how_late(workspace):
    """Rule R2: shown by what went out, not by what was computed."""
    send(workspace, "list", date(2026, 4, 1), datetime(2026, 4, 6, 9))
    send(workspace, "progress", date(2026, 4, 1), datetime(2026, 4, 7, 9))
    names = found(workspace)["eligible-names", "2026-04"]
    assert (names.state, names.done_on, names.days) == ("done", ON, -1)
    later = found(workspace, date(2026, 4, 7))["town-progress", "2026-04"]
    assert (later.state, later.days) == ("done", 13)


def test_what_was_sent_later_did_not_count_on_a_past_day(workspace):
    """Rule R5."""
    send(workspace, "list", date(2026, 4, 1), datetime(2026, 4, 7, 9))
    assert found(workspace)["eligible-names", "2026-04"].state == "late"
    assert sent(workspace, ON) == {}


def test_a_filed_form_is_a_report_done(workspace):
    """Rule R1."""
    file_form(workspace, datetime(2026, 4, 2, 9))
    rows = found(workspace)
    assert rows["dangerous-monthly", "2026-03"].state == "done"
    assert rows["dangerous-monthly", "2026-03"].days == 0
    assert rows["seismic-monthly", "2026-03"].state == "late"


def test_a_stage_counts_the_cases_found_by_its_day_that_came_so_far(workspace):
    """Rule R4: 2 of 6 are on file; the stage ends in June."""
    stage = found(workspace)["prepare", ""]
    assert (stage.kind, stage.reached, stage.of) == ("stage", 2, 6)
    assert (stage.state, stage.due_on) == ("on_time", date(2026, 6, 15))
    assert found(workspace, date(2026, 6, 16))["prepare", ""].state == "late"
    assert found(workspace)["accept", ""].reached == 1


def test_where_nothing_on_record_can_show_it_it_is_not_called_late(tmp_path):
    """Rule R4: 新绛's first stage asks for a plan, and no case was found in 2023."""
    made = create_workspace(
        tmp_path / "x", county_code="140825", county_name="新绛县", policy_code="140825"
    )
    states = {one.id: one.state for one in deadlines(made, date(2023, 12, 1))}
    made.ledger.close()
    assert states["prepare"] == states["retrofit"] == "unknown"
    assert states["accept"] == "on_time"


def test_only_the_last_months_and_the_next_are_listed(workspace):
    months = [m for id_, m in found(workspace) if id_ == "town-progress"]
    assert months == ["2026-01", "2026-02", "2026-03", "2026-04"]
    days = [one.due_on for one in deadlines(workspace, ON)]
    assert days == sorted(days)
