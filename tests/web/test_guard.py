import asyncio

import pytest

from tests.web.asking import ask
from web.guard import VARIABLE, Guard, allowed_hosts


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "",
        "[::1",
        "10.0.0.5",
    ],
)
def test_a_name_that_is_not_ours_is_refused(app, host):
    answer = ask(app, "/map?lang=en", host=host)
    assert answer.status == 403
    assert VARIABLE in answer.body.decode()


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "127.0.0.1:80", "LOCALHOST"]
)
def test_our_own_names_are_answered(app, host):
    assert ask(app, "/sheet.json?lang=en", host=host).status == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://["]
)
def test_a_page_of_another_origin_is_refused(app, origin):
    assert ask(app, "/sheet.json?lang=en", origin=origin).status == 403


def test_our_own_origin_is_answered(app):
    assert ask(app, "/sheet.json?lang=en", origin="http://localhost:8501").status == 200


def test_every_answer_carries_safe_headers(app):
    for address in ("/map?lang=en", "/no/such/page", "/hit?lang=en"):
        headers = ask(app, address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_a_refusal_carries_them_too(app):
    assert (
        ask(app, "/map", host="evil.example").headers["x-content-type-options"]
        == "nosniff"
    )


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"host": "localhost:8501", "origin": "http://localhost:8501"}, True),
        ({"host": "evil.example", "origin": "http://evil.example"}, False),
        ({"host": "localhost:8501", "origin": "http://evil.example"}, False),
        ({}, False),
    ],
)
def test_the_websocket_is_guarded_as_well(headers, passes):
    reached, said = [], []

    async def app(scope, receive, send):
        reached.append(scope["type"])

    async def send(message):
        said.append(message)

    named = [(k.encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "websocket", "headers": named, "path": "/_stcore/stream"}
    asyncio.run(Guard(app, hosts=["localhost"])(scope, None, send))
    assert bool(reached) is passes
    assert passes or said == [{"type": "websocket.close", "code": 1008}]


def test_the_start_of_the_server_is_let_through():
    reached = []

    async def app(scope, receive, send):
        reached.append(scope["type"])

    asyncio.run(Guard(app)({"type": "lifespan"}, None, None))
    assert reached == ["lifespan"]


def test_an_office_names_its_own_machine(monkeypatch):
    monkeypatch.setenv(VARIABLE, "Planning.example, 10.0.0.5,")
    assert allowed_hosts() == {
        "localhost",
        "127.0.0.1",
        "::1",
        "planning.example",
        "10.0.0.5",
    }
