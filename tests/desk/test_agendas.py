"""Agendas of meetings are kept, changed and dropped; notices sent are remembered."""

from datetime import date, datetime

import pytest

from desk.agendas import MAY_KEEP, agenda, agendas, drop_agenda, save_agenda
from desk.case_hand import Hand
from desk.notices_sent import notices_sent, record_sent
from ledger import office
from ledger.roles import Acting, Role
from rules.agenda import Agenda, AgendaView
from rules.errors import AccessError, PlanningError
from tests.desk.field_world import LEADER, PLANNER, TOWN, VILLAGE, made_workspace

COVER, ANSWERS = AgendaView(kind="cover"), AgendaView(kind="answers")
MONDAY = Agenda(title="周一例会", views=(COVER, ANSWERS))
AREAS = {Role.VILLAGE_REPORTER: VILLAGE, Role.TOWN_OFFICER: TOWN}


@pytest.fixture
def workspace(tmp_path):
    made = made_workspace(tmp_path / "w")
    yield made
    made.ledger.close()


def hand(workspace, acting=LEADER, day=(2026, 11, 5), note=""):
    return Hand(workspace, acting, note, datetime(*day, 9))


def test_an_agenda_is_found_again_as_it_was_kept(workspace):
    id_ = save_agenda(hand(workspace), MONDAY)
    found = agenda(workspace, id_)
    assert (found.title, found.views) == ("周一例会", (COVER, ANSWERS))
    assert agendas(workspace) == [found]


def test_an_agenda_is_changed_under_its_number(workspace):
    id_ = save_agenda(hand(workspace), MONDAY)
    less = Agenda(title="周一例会", views=(COVER,), agenda_id=id_)
    assert save_agenda(hand(workspace), less) == id_
    assert [one.views for one in agendas(workspace)] == [(COVER,)]


def test_an_agenda_that_is_as_on_record_writes_nothing(workspace):
    id_ = save_agenda(hand(workspace), MONDAY)
    before = workspace.ledger.position()
    save_agenda(hand(workspace), agenda(workspace, id_))
    assert workspace.ledger.position() == before


def test_a_dropped_agenda_is_gone(workspace):
    id_ = save_agenda(hand(workspace), MONDAY)
    drop_agenda(hand(workspace, PLANNER), id_)
    assert agendas(workspace) == []
    for act in (drop_agenda, lambda _hand, one: agenda(workspace, one)):
        with pytest.raises(PlanningError, match="is kept"):
            act(hand(workspace), id_)


@pytest.mark.parametrize(
    ("title", "says"),
    [(" ", "needs a title"), ("长" * 121, "121 letters, at most 120")],
)
def test_a_title_is_needed_that_fits(workspace, title, says):
    with pytest.raises(PlanningError, match=says):
        save_agenda(hand(workspace), Agenda(title=title, views=(COVER,)))


@pytest.mark.parametrize("role", sorted({*Role} - {*MAY_KEEP}))
def test_only_those_who_hold_meetings_keep_agendas(workspace, role):
    """Rule A1."""
    acting = Acting("x", role, AREAS.get(role, ""))
    with pytest.raises(AccessError, match="leader, planner"):
        save_agenda(hand(workspace, acting), MONDAY)


def test_agendas_and_notices_change_nothing_that_is_drawn(workspace):
    apart = {"apart_from": ("forms", "agendas")}
    before = workspace.ledger.position(**apart)
    save_agenda(hand(workspace), MONDAY)
    record_sent(hand(workspace, PLANNER), "list", date(2026, 11, 1))
    assert workspace.ledger.position(**apart) == before


def test_what_went_out_is_remembered_with_its_first_day(workspace):
    """Rule R2: sent again later, it was not late."""
    record_sent(hand(workspace, PLANNER, (2026, 11, 4)), "list", date(2026, 11, 9))
    record_sent(hand(workspace, PLANNER), "list", date(2026, 11, 1), b"names")
    record_sent(hand(workspace, PLANNER), "progress", date(2026, 11, 1))
    (one,) = notices_sent(workspace, "list", date(2026, 11, 30))
    assert (one.sent_on, one.month) == (date(2026, 11, 4), date(2026, 11, 1))
    assert len(one.sha256) == 64
    assert [n.kind for n in notices_sent(workspace)] == ["list", "progress"]
    assert notices_sent(workspace, "list", date(2026, 10, 1)) == []
    assert notices_sent(workspace, on=date(2026, 11, 4))[0].sha256 == ""


def test_nobody_sends_what_is_to_come_or_has_no_name(workspace):
    with pytest.raises(PlanningError, match="has not come"):
        record_sent(hand(workspace, PLANNER), "list", date(2026, 12, 1))
    with pytest.raises(PlanningError, match="no kind"):
        record_sent(hand(workspace, PLANNER), "", date(2026, 11, 1))
    with pytest.raises(AccessError):
        record_sent(hand(workspace), "list", date(2026, 11, 1))
    assert office.notices_sent(workspace.ledger) == []
