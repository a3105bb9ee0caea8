"""The planner's page in a real browser: from who is at risk to a plan of record."""

import io
import re
import shutil
from itertools import pairwise

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from desk.plan_records import planned_for, saved_plans
from desk.workspace import open_workspace
from ledger.roles import Acting, Role
from rules.language import translator
from tests.browser import choose, running_app
from tests.views.conftest import PHONE
from tests.views.intake_acts import (
    go,
    numbers,
    press,
    settled,
    table,
    told,
    turn_to,
    zh,
)
from tests.views.planner_acts import (
    ask_for,
    by_heading,
    chosen_villages,
    keep_plan,
    listed,
    map_of,
    number_of,
    pick,
    planned,
    taken,
    unfold_keeping,
    village_names,
)

PLANNER = Acting("县住建", Role.PLANNER)
TITLE = zh("Pilot planning")
AT_RISK, ENTITLED = zh("1 Who is at risk"), zh("2 Who is entitled")
COST, CHOSEN = zh("3 What it costs"), zh("4 What is chosen")
SHORT_OF_MONEY = 10  # 10 000 yuan, less than ten villages can use
LESS_THAN_A_MEASURE = 1  # 10 000 yuan
MARKUP = "<img src=x onerror=top.pwned=1> *b* [x](javascript:top.pwned=1)"
en = translator("en")


@pytest.fixture(scope="module")
def workspace(demo, tmp_path_factory):
    """A copy of the demonstration, for plans are kept in it."""
    root = tmp_path_factory.mktemp("plans") / "w"
    shutil.copytree(demo, root)
    made = open_workspace(root)
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def address(workspace):
    with running_app(workspace.root) as address:
        yield address


@pytest.fixture
def planner(open_app):
    return planned(open_app())


def test_the_map_is_seen_at_once_and_four_steps_lead_to_the_choice(open_app):
    """Rule: nobody waits for the solver before an empty page."""
    page = open_app()
    expect(map_of(page).locator(".leaflet-container")).to_be_visible()
    planned(page)
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    assert [*numbers(page)] == [AT_RISK, ENTITLED, COST, CHOSEN]
    assert 0 < number_of(page, CHOSEN) < number_of(page, ENTITLED)
    rows = chosen_villages(page)
    ranks = [int(row["#"]) for row in rows]
    assert ranks == sorted(ranks)
    assert sum(int(row[zh("Households")]) for row in rows) == number_of(page, CHOSEN)
    expect(map_of(page).get_by_text(f"选定：{len(rows)} 个村").first).to_be_attached()


def test_a_number_opens_as_many_households_as_it_says(planner):
    for group, step in (("chosen", CHOSEN), ("entitled", ENTITLED)):
        opener = planner.locator(f".st-key-open-{group} button")
        count = number_of(planner, step)
        expect(opener).to_contain_text(f"{count} ")
        opener.click()
        settled(planner)
        heads, *rows = listed(planner)
        assert len(rows) == count == len({row[0] for row in rows})
        risk = heads.index(zh("People in danger in 30 years"))
        dangers = [float(row[risk]) for row in rows if row[risk]]
        assert all(more >= less for more, less in pairwise(dangers))
        shown = by_heading(table(planner, zh("Grade")))
        assert shown[0][zh("Household")] == rows[0][0]


def test_a_household_behind_a_number_says_why_it_is_chosen_or_not(planner):
    planner.locator(".st-key-open-chosen button").click()
    settled(planner)
    found = table(planner, zh("Grade"))
    household_id = by_heading(found)[0][zh("Household")]
    pick(planner, found)
    why = zh("{id} is in the plan: why").format(id=household_id)
    expect(planner.get_by_role("heading", name=why)).to_be_visible()
    before = number_of(planner, CHOSEN)
    planner.locator(".st-key-drop-house button").click()
    settled(planner)
    why = zh("{id} is not in the plan: why").format(id=household_id)
    expect(planner.get_by_role("heading", name=why)).to_be_visible()
    planner.get_by_role("button", name=zh("Let the plan decide")).click()
    settled(planner)
    assert number_of(planner, CHOSEN) == before


def test_a_picked_village_says_why_and_can_be_kept_out_of_the_plan_or_in_it(planner):
    first = chosen_villages(planner)[0]
    name = first[zh("Village")]
    pick(planner, table(planner, zh("Town")))
    title = planner.get_by_role("heading", name=f"{first[zh('Town')]} {name}")
    expect(title).to_be_visible()
    assert numbers(planner)[zh("Rank")].startswith(f"{first['#']} / ")
    reasons = planner.get_by_test_id("stMarkdown").locator("li")
    assert reasons.count() >= 3
    planner.locator(".st-key-drop-village button").click()
    settled(planner)
    assert name not in village_names(planner)
    box = planner.get_by_test_id("stMultiSelect").filter(has_text=zh("Must not be in"))
    expect(box).to_contain_text(name)
    turn_to(planner, zh("Ranking"))
    found = table(planner, zh("Score"))
    at = [row[zh("Village")] for row in by_heading(found)].index(name)
    pick(planner, found, at)
    planner.locator(".st-key-keep-village button").click()
    turn_to(planner, zh("Chosen villages"))
    assert name in village_names(planner)
    expect(box).not_to_contain_text(name)


def test_less_money_chooses_fewer_and_stays_asked_for_after_another_page(planner):
    before = number_of(planner, CHOSEN)
    ask_for(planner, "Budget, 10 000 yuan", SHORT_OF_MONEY)
    assert 0 < number_of(planner, CHOSEN) < before
    rows = chosen_villages(planner)
    spent = sum(float(row[zh("10 000 yuan")]) for row in rows)
    assert 0 < spent <= SHORT_OF_MONEY
    go(planner, zh("Work list"))
    planned(go(planner, TITLE))
    money = planner.get_by_role("spinbutton", name=zh("Budget, 10 000 yuan"))
    expect(money).to_have_value(str(SHORT_OF_MONEY))
    assert chosen_villages(planner) == rows
    ask_for(planner, "Budget, 10 000 yuan", LESS_THAN_A_MEASURE)
    told(planner, zh("Nothing is chosen: the money or a demand allows no house."))


def test_the_ranking_stands_beside_other_methods_and_their_reversals(planner):
    turn_to(planner, zh("Ranking"))
    rows = by_heading(table(planner, zh("Score")))
    assert [int(row["#"]) for row in rows] == [*range(1, len(rows) + 1)]
    scores = [float(row[zh("Score")]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    captions = " ".join(planner.get_by_test_id("stCaptionContainer").all_inner_texts())
    for method in ("SAW", "TOPSIS", "VIKOR", "SPOTIS", zh("Copeland compromise")):
        assert method in captions


def test_the_money_view_says_what_each_demand_costs(planner):
    ask_for(planner, "Budget, 10 000 yuan", SHORT_OF_MONEY)
    turn_to(planner, zh("Money"))
    (source,) = by_heading(table(planner, zh("Used")))
    assert float(source[zh("Used")]) <= float(source[zh("There is")]) == SHORT_OF_MONEY
    prices = by_heading(table(planner, zh("Moved by")))
    assert len(prices) == 2  # the money, and the most villages
    worth = [float(price[zh("More people kept safe")]) for price in prices]
    assert min(worth) >= 0 < max(worth)
    steps = by_heading(table(planner, zh("Budget, 10 000 yuan")))
    gains = [float(step[zh("People kept safe")]) for step in steps]
    assert len(gains) >= 5
    assert gains == sorted(gains)


def test_demands_that_cannot_hold_are_told_and_nothing_is_lost(planner):
    name = village_names(planner)[0]
    pick(planner, table(planner, zh("Town")))
    planner.locator(".st-key-keep-village button").click()
    settled(planner)
    ask_for(planner, "Budget, 10 000 yuan", LESS_THAN_A_MEASURE)
    message = zh("no plan can keep the {amount} villages that are to be kept")
    told(planner, message.format(amount=1))
    expect(map_of(planner).locator(".leaflet-container")).to_be_visible()
    box = planner.get_by_test_id("stMultiSelect").filter(has_text=zh("Must be in"))
    expect(box.first).to_contain_text(name)
    ask_for(planner, "Budget, 10 000 yuan", SHORT_OF_MONEY)
    assert name in village_names(planner)


def test_a_kept_plan_is_compared_frozen_and_becomes_work(planner, workspace):
    """Rule A1: the plan of record gives tasks to those who do the work."""
    keep_plan(planner, "十个村")
    whole, villages = number_of(planner, CHOSEN), village_names(planner)
    ask_for(planner, "Budget, 10 000 yuan", SHORT_OF_MONEY)
    less = number_of(planner, CHOSEN)
    turn_to(planner, zh("Kept plans"))
    choose(planner, zh("Compare"), "十个村")
    settled(planner)
    enters = number_of(planner, zh("Households that enter"))
    assert number_of(planner, zh("Households that leave")) - enters == whole - less
    expect(planner.locator("iframe")).to_have_count(2)
    freeze = planner.get_by_role("button", name=zh("Freeze"), exact=True)
    expect(freeze).to_have_count(0)
    planner.get_by_text(zh("I have looked at it"), exact=True).click()
    freeze.click()
    frozen = zh("{name} is the plan of record: {count} households are tasks now.")
    told(planner, frozen.format(name="十个村", count=whole))
    settled(planner)
    (kept,) = (r for r in saved_plans(workspace, PLANNER) if r["name"] == "十个村")
    rows = planned_for(workspace, PLANNER)
    assert (kept["state"], len(rows)) == ("of_record", whole)
    assert len({row["village_code"] for row in rows}) == len(villages)
    go(planner, zh("Work list"))
    begun = zh("In the plan of record, no case yet: {count}")
    counts = planner.get_by_role("heading", name=begun.partition("{")[0])
    expect(counts).to_be_visible()
    waiting = by_heading(table(planner, zh("Measure")))
    assert {row[zh("Household")] for row in waiting} <= {
        row["household_id"] for row in rows
    }


def test_the_name_of_a_plan_is_shown_as_text(planner, workspace):
    keep_plan(planner, MARKUP)
    turn_to(planner, zh("Kept plans"))
    choose(planner, zh("Compare"), MARKUP)
    settled(planner)
    shown = planner.get_by_test_id("stMain")
    expect(shown.get_by_role("strong").get_by_text("<img src=x")).to_have_count(2)
    assert shown.locator("img[src=x], a[href^=javascript], em").count() == 0
    assert not planner.evaluate("() => Boolean(window.pwned)")
    press(planner, zh("Drop this plan"))
    expect(shown.get_by_text("<img src=x")).to_have_count(0)
    assert MARKUP not in [row["name"] for row in saved_plans(workspace, PLANNER)]


def test_the_proposal_in_word_and_excel_holds_what_the_page_shows(planner):
    names, count = {*village_names(planner)}, number_of(planner, CHOSEN)
    box = unfold_keeping(planner)
    paper = docx.Document(io.BytesIO(taken(planner, box, zh("Proposal (Word)"))))
    rows = [row for made in paper.tables for row in made.rows]
    assert names <= {cell.text for row in rows for cell in row.cells}
    assert len(paper.inline_shapes) == 1  # the map
    margins = (paper.sections[0].header, paper.sections[0].footer)
    lines_there = [line.text for part in margins for line in part.paragraphs]
    assert zh("Demonstration data") in " ".join(lines_there)
    content = taken(planner, box, zh("Tables (Excel)"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert names <= {row[3] for row in book[zh("Villages")].values}
    figures = {row[0]: row[1] for row in book[zh("Plan")].values}
    assert figures[zh("Pilot households")] == count
    ids = {
        cell
        for row in book[zh("Households of the plan")].values
        for cell in row
        if cell
    }
    planner.keyboard.press("Escape")
    planner.locator(".st-key-open-chosen button").click()
    assert {row[0] for row in listed(planner)[1:]} <= ids


def test_the_page_speaks_english_and_a_phone_shows_it_without_scrolling_aside(open_app):
    page = planned(open_app(locale="en-US", viewport=PHONE), en)
    for view in ("Ranking", "Money", "Kept plans", "Chosen villages"):
        turn_to(page, view)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], view
    shown = page.get_by_test_id("stMain").inner_text()
    assert not re.search(r"试点|方案|排名|资金", shown)
    pick(page, table(page, "Town"))
    expect(page.get_by_text("Why", exact=True)).to_be_visible()
    expect(map_of(page, en).get_by_text("Demonstration data")).to_be_visible()
