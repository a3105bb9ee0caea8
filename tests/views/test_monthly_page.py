"""The page of the monthly forms in a browser: each number opens what is behind it."""

from pathlib import Path

from playwright.sync_api import expect

from tests.views.conftest import PHONE
from tests.views.intake_acts import go, zh

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
COMPLETED = "Households completed"


def number(page, column: int):
    return page.locator(f'button[data-cell="{column}"]')


def opened(open_app):
    page = go(open_app(query="?cell=1"), zh("Monthly forms"))
    expect(number(page, 27)).to_be_visible()
    return page


def faults_of(page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({include: ['[data-testid=stMain]']},"
        " {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
    )
    return [(v["id"], n["html"]) for v in found["violations"] for n in v["nodes"]]


def test_a_number_opens_its_households_and_the_address_keeps_it(open_app):
    page = opened(open_app)
    expect(number(page, 1)).to_have_attribute("aria-pressed", "true")
    number(page, 10).click()
    heading = page.get_by_role("heading", name=f"10 · {zh(COMPLETED)}")
    expect(heading).to_be_visible()
    expect(number(page, 10)).to_have_attribute("aria-pressed", "true")
    assert "cell=10" in page.url
    assert "form=form1" in page.url
    number(page, 10).press("ArrowRight")
    expect(number(page, 11)).to_be_focused()
    with page.expect_download() as fetched:
        page.get_by_role("button", name=zh("Proof: every number with its "
                                           "households (Excel)")).click()  # fmt: skip
    assert fetched.value.suggested_filename.endswith(".xlsx")
    assert faults_of(page) == []


def test_on_a_narrow_page_the_same_numbers_stand_below_one_another(open_app):
    page = opened(open_app)
    page.set_viewport_size(PHONE)
    expect(page.locator("table.list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    above, below = (number(page, n).bounding_box() for n in (1, 2))
    assert (below["x"], below["height"] >= 44) == (above["x"], True)
    assert below["y"] > above["y"]
    number(page, 24).press("Enter")
    expect(page.get_by_role("heading", name="24 · ")).to_be_visible()
