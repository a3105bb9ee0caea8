"""The page of layers in a real browser, on a county of four villages."""

import pytest
from playwright.sync_api import expect

from desk.layer_register import layers_in_force
from rules.language import translator
from tests.browser import running_app
from tests.desk.intake_world import make_county
from tests.views.intake_acts import go, lines, press, settled, table, told, zh

TITLE = "Layer register"
en = translator("en")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = make_county(tmp_path_factory.mktemp("layers"))
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def address(workspace):
    with running_app(workspace.root) as address:
        yield address


def rows_by_kind(page, say):
    rows = lines(table(page, say("State")))
    return rows[0], {row[0]: row for row in rows[1:]}


def pick_first(page, say):
    found = table(page, say("State"))
    found.click(position={"x": 17, "y": 35 + 17})
    return settled(page)


@pytest.mark.parametrize(
    ("locale", "say"),
    [("zh-CN", zh), pytest.param("en-US", en, marks=pytest.mark.slow)],
)
def test_the_layers_stand_in_the_register_with_their_features(open_app, locale, say):
    page = go(settled(open_app(locale=locale)), say(TITLE))
    heads, rows = rows_by_kind(page, say)
    assert {say("outlines of villages"), say("outline of the county")} <= rows.keys()
    village = dict(zip(heads, rows[say("outlines of villages")], strict=False))
    assert village[say("State")] == say("in force")
    assert village.get(say("Features"), "4") == "4"


def test_an_edition_is_set_and_stays_on_record(open_app, workspace):
    """Rule A2: the version before stays."""
    page = pick_first(go(settled(open_app()), zh(TITLE)), zh)
    expect(page.get_by_text(zh("Nothing was found wrong when it was taken in.")).or_(
        page.get_by_test_id("stAlert")).first).to_be_visible()  # fmt: skip
    page.get_by_text(zh("Edition, scale, days in force")).click()
    page.get_by_role("textbox", name=zh("Edition")).fill("2024年版")
    page.get_by_role("textbox", name=zh("Scale")).fill("1:10000")
    press(page, zh("Save"))
    told(page, zh("Recorded."))
    settled(page)
    layers = {(row["edition"], row["scale"]) for row in layers_in_force(workspace)}
    assert ("2024年版", "1:10000") in layers
    heads, rows = rows_by_kind(page, zh)
    editions = [dict(zip(heads, row, strict=False)) for row in rows.values()]
    assert "2024年版" in {row[zh("Edition")] for row in editions}
