"""The page of a team as it is served: its words, its stamps, nobody's scripts."""

import json
import re
from html import unescape

import pytest

from layers.assets import OWN_FOLDER
from ledger.schema import hazard_event
from tests.desk.team_world import BAD_NAME, EVENT, FIRST, NOW, team_world
from tests.web.asking import ask
from tests.web.team_serving import app_over
from web.team_page import SCRIPTS, WORDS

LINK = f"/team/{FIRST}"


@pytest.fixture
def county(tmp_path):
    made = team_world(tmp_path / "w").workspace
    yield made
    made.ledger.close()


@pytest.fixture
def app(county):
    return app_over(county)


def test_the_page_speaks_the_language_of_the_address_or_the_browser(app):
    page = ask(app, f"{LINK}?lang=en")
    assert page.status == 200
    assert '<html lang="en">' in page.body.decode()
    for accepted, language in (("en-US,zh", "en"), ("zh-CN", "zh-CN"), ("fr", "zh-CN")):
        told = ask(app, LINK, accept_language=accepted).body.decode()
        assert f'<html lang="{language}">' in told


def test_the_page_calls_nobody_and_runs_nothing_but_its_own_scripts(app):
    page = ask(app, LINK)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"


def test_a_name_is_text_on_the_page(tmp_path):
    made = team_world(tmp_path / "w").workspace
    object.__setattr__(made, "county_name", BAD_NAME)
    told = ask(app_over(made), LINK).body.decode()
    made.ledger.close()
    assert BAD_NAME not in told
    assert "&lt;img src=x" in told


def test_a_demonstration_and_a_drill_are_stamped(tmp_path):
    made = team_world(tmp_path / "w").workspace
    object.__setattr__(made, "demonstration", True)
    object.__setattr__(made, "drill", True)
    told = ask(app_over(made), f"{LINK}?lang=en").body.decode()
    made.ledger.close()
    assert "Demonstration data · Drill" in told


def test_the_script_that_keeps_the_page_may_not_be_kept_itself(app):
    worker = ask(app, "/team/worker.js")
    assert worker.status == 200
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"


def test_the_words_of_the_page_reach_its_scripts(app):
    told = state_of(ask(app, f"{LINK}?lang=en"))
    assert told["words"]["directions"].count(",") == 7
    assert told["tags"] == told["offered"] == ["绿", "黄", "红"]


def test_the_scripts_use_every_word_and_no_other():
    files = [OWN_FOLDER / name for name in SCRIPTS]
    scripts = "".join(path.read_text(encoding="utf-8") for path in files)
    asked = set(re.findall(r'(?:say|keeps|counted|list)\("(\w+)"', scripts))
    assert asked <= set(WORDS)
    named = set(re.findall(r'"(\w+)"|words\.(\w+)', scripts))
    by_tag = {"tag_green", "tag_yellow", "tag_red", "needs_script"}
    assert set(WORDS) <= {word for pair in named for word in pair} | by_tag


def test_after_a_flood_a_house_is_lived_in_or_not(app, county):
    head = {"actor": "t", "verb": "add event", "scope": "events", "at": NOW}
    with county.ledger.writing(**head) as entry:
        flood = {"hazard": "flood", "form": "polygons", "title": "白水河"}
        entry.write(hazard_event, [flood | {"event_id": EVENT}])
    told = state_of(ask(app, LINK))
    assert (told["offered"], told["grades"]) == (["绿", "红"], False)


def state_of(page):
    found = re.search(r'data-state="([^"]*)"', page.body.decode())
    return json.loads(unescape(found.group(1)))
