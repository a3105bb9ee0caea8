"""The address of the meeting: what it takes, what it refuses, what it lets in."""

from datetime import date
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from rules.agenda import Agenda, AgendaView, usual_agenda
from rules.errors import PlanningError
from tests.web.asking import ask
from web import meeting
from web.guard import Guard
from web.meeting import meeting_routes

TODAY = date(2026, 11, 22)
OWN = Agenda(title="周会", views=(AgendaView(kind="cover"),), agenda_id="a1")


class Shelf:
    version = "v1"
    day = TODAY

    def __init__(self):
        self.state = 1
        self.workspace = None

    def newest(self):
        return self.state


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def made(monkeypatch):
    """Keep what was asked for in place of making it."""
    asked = []

    def paper(shelf, agenda, on, ending, lang):
        asked.append((agenda, on, ending, lang))
        if on > TODAY:
            raise PlanningError("{day} has not come yet", day=on.isoformat())
        return f"{len(asked)}".encode()

    def kept(_workspace, agenda_id):
        if agenda_id != OWN.agenda_id:
            raise PlanningError("no agenda {id!r} is kept", id=agenda_id)
        return OWN

    monkeypatch.setattr(meeting, "briefing_paper", paper)
    monkeypatch.setattr(meeting, "agenda", kept)
    return asked


@pytest.fixture
def app(shelf):
    guard = Middleware(Guard, hosts=["localhost"])
    return Starlette(routes=meeting_routes(lambda: shelf), middleware=[guard])


def test_without_a_word_it_is_the_usual_meeting_of_today(app, made):
    assert ask(app, "/meeting").status == 200
    assert made == [(usual_agenda(), TODAY, ".html", "zh_CN")]


def test_agenda_day_and_language_are_taken_from_the_address(app, made):
    ask(app, "/meeting?agenda=a1&day=2026-10-31&lang=en")
    assert made == [(OWN, date(2026, 10, 31), ".html", "en")]


def test_a_meeting_is_made_once_until_something_is_recorded(app, made, shelf):
    assert ask(app, "/meeting").body == ask(app, "/meeting").body == b"1"
    shelf.state = 2
    assert ask(app, "/meeting").body == b"2"


def test_nothing_but_its_own_script_may_run_and_nothing_be_fetched(app, made):
    policy = ask(app, "/meeting").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("day=soon", "is no day"),
        ("day=2027-01-01", "has not come yet"),
        ("agenda=other", "no agenda 'other' is kept"),
        ("agenda=<script>", "no agenda '<script>' is kept"),
    ],
)
def test_what_there_is_not_is_told_with_a_way_back(app, made, words, says):
    answer = ask(app, f"/meeting?lang=en&{words}")
    page = answer.body.decode()
    assert answer.status == 400
    assert says in unescape(page)
    assert "<script" not in page
    assert '<a href="/leader?lang=en">Back to the page of progress</a>' in page
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_stranger_is_not_answered(app, made):
    assert ask(app, "/meeting", host="elsewhere").status == 403
    assert made == []
