"""Agendas of meetings: what a view may name, and that nothing else is taken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.agenda import (
    MOST_VIEWS,
    VIEW_NAMES,
    Agenda,
    AgendaView,
    usual_agenda,
    views_of,
)
from rules.errors import PlanningError

MEASURED = st.builds(
    AgendaView,
    kind=st.just("map"),
    measure=st.sampled_from(["found", "completed_ratio"]),
    town=st.sampled_from(["", "990001100"]),
)
COMPARED = st.builds(
    AgendaView,
    kind=st.just("compare"),
    measure=st.just("found"),
    months=st.integers(1, 12),
)
PLAIN = st.builds(
    AgendaView, kind=st.sampled_from(sorted(VIEW_NAMES.keys() - {"map", "compare"}))
)


@given(st.lists(MEASURED | COMPARED | PLAIN, min_size=1, max_size=MOST_VIEWS))
def test_what_is_written_is_read_back(views):
    agenda = Agenda(title="月度会议", views=tuple(views), agenda_id="a1")
    assert Agenda.from_json("月度会议", agenda.to_json(), "a1") == agenda


def test_the_usual_agenda_begins_with_a_cover_and_the_five_answers():
    kinds = [view.kind for view in usual_agenda().views]
    assert kinds[:2] == ["cover", "answers"]
    assert set(kinds) == set(VIEW_NAMES)


def test_two_days_lie_one_month_apart_unless_said_otherwise():
    (view,) = views_of([{"kind": "compare", "measure": "found"}])
    assert view.months == 1


@pytest.mark.parametrize(
    ("views", "says"),
    [
        ([], "at least one view"),
        ({"kind": "cover"}, "at least one view"),
        (["cover"], "unreadable"),
        ([{"kind": "names"}], "no view 'names'"),
        ([{"kind": "map"}], "names no measure"),
        ([{"kind": "map", "measure": "found", "town": "99"}], "not the code of a town"),
        ([{"kind": "compare", "measure": "found", "months": 13}], "1 to 12 months"),
        ([{"kind": "compare", "measure": "found", "months": "2"}], "1 to 12 months"),
        ([{"kind": "cover"}] * (MOST_VIEWS + 1), "at most 40 views, not 41"),
    ],
)
def test_what_is_no_agenda_is_refused(views, says):
    with pytest.raises(PlanningError, match=says):
        Agenda.from_json("", json.dumps(views))


def test_text_that_is_no_list_is_refused():
    with pytest.raises(PlanningError, match="unreadable"):
        Agenda.from_json("", "[{")
