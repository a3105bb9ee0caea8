"""Every text that a file can bring holds a script: on no page does one run."""

import csv
import json
import shutil
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from desk.case_hand import Hand
from desk.intake import planned, take
from desk.intake_seen import see
from desk.layer_store import county_bounds, import_layer, vector_layer
from desk.workspace import open_workspace
from ledger.reading import for_role
from ledger.roles import ROLE_NAMES, Acting, Role
from ledger.schema import place
from rules.language import translator
from tests.browser import Watched, running_app
from tests.views import planner_acts

zh = translator("zh_CN")
PLANNER = Acting("县住建", Role.PLANNER)
SCRIPTS = (
    "<script>top.pwned=1</script>",
    "<img src=x onerror=top.pwned=1>",
    "</td></table><svg onload=top.pwned=1>",
    "[x](javascript:top.pwned=1)",
    "![x](http://192.0.2.1/i.png)",
    "$\\href{javascript:top.pwned=1}{x}$",
    "`${top.pwned=1}` <b>x</b>",
    "'\"><iframe srcdoc='<script>top.pwned=1</script>'>",
    '=HYPERLINK("http://192.0.2.1","x")',
    "{{constructor.constructor('top.pwned=1')()}}",
)
MOMENT = 400  # milliseconds, in which a script would run
LOADING = "Failed to load resource"  # the answer itself is a fault of its own
PWNED = "() => Boolean(window.pwned || top.pwned)"


def script(number: int) -> str:
    return SCRIPTS[number % len(SCRIPTS)]


@pytest.fixture(scope="module")
def workspace(demo, tmp_path_factory):
    """The demonstration, in which households, places and layers have bad names."""
    root = tmp_path_factory.mktemp("scripts") / "w"
    shutil.copytree(demo, root)
    made = open_workspace(root)
    folder = tmp_path_factory.mktemp("given")
    for bad in (0, 1):
        path = ledger_of(made, folder / f"{bad}{SCRIPTS[1]}.csv", bad)
        take(Hand(made, PLANNER), path, planned(see(made, path)))
    with made.ledger.writing(actor=script(1), verb="places", scope="exposure") as entry:
        rows = for_role(made.ledger, PLANNER).listed("place")
        entry.write(place, [row_of(row, n) for n, row in enumerate(rows)])
    for kind in ("facility", "road", "town_boundary", "village_boundary"):
        path = layer_of(made, folder / f"{kind} {SCRIPTS[1]}.geojson", kind)
        import_layer(made, path, kind, script(2), series=kind, edition=script(1))
    yield made
    made.ledger.close()


def row_of(row: dict, number: int) -> dict:
    return {"code": row["code"], "name": f"{row['name']} {script(number)}"}


def ledger_of(made, path, bad):
    """Write a ledger in which every family is a script; some are new, some bad."""
    rows = for_role(made.ledger, PLANNER).households()[:200]
    with path.open("w", newline="") as target:
        told = csv.writer(target)
        told.writerow(("household_id", "head_name", "village_code", "structure"))
        for number, row in enumerate(rows):
            name, village = script(number), row["village_code"]
            told.writerow((row["household_id"], name, village, name if bad else ""))
            if number < len(SCRIPTS):
                told.writerow((name, name, village, ""))
    return path


def layer_of(made, path, kind):
    """Write the layer in force, in which every word is a script."""
    table = vector_layer(made, kind)
    names = [script(number) for number in range(len(table))]
    named = dict.fromkeys(("name", "facility_kind", "road_class"), names)
    table.assign(**named).to_file(path)
    return path


@pytest.fixture(scope="module")
def address(workspace):
    with running_app(workspace.root) as address:
        yield address


@pytest.fixture(scope="module")
def watched(chromium, address):
    """One window for all; at the end nothing may have run, called or failed."""
    context = chromium.new_context(locale="zh-CN", accept_downloads=True)
    seen = Watched(context.new_page(), address)
    seen.page.on(
        "dialog", lambda dialog: (seen.faults.append("dialog"), dialog.dismiss())
    )
    yield seen
    context.close()


def shown(watched: Watched, path: str, role: Role = Role.PLANNER):
    """Open a page as somebody, and wait until it stands still."""
    who = f"role-zh_CN={quote(zh(ROLE_NAMES[role]))}"
    joined = "&" if "?" in path else "?"
    watched.page.goto(f"{watched.address}/{path}{joined}{who}")
    expect(watched.page.get_by_role("heading", level=1).first).to_be_visible()
    watched.page.wait_for_selector("[data-test-script-state=notRunning]")
    watched.page.wait_for_timeout(MOMENT)
    return watched.page


def unfold(page) -> None:
    for box in page.get_by_test_id("stExpander").locator("summary").all():
        if box.is_visible():
            box.click()
    page.wait_for_timeout(MOMENT)


def nothing_ran(watched: Watched) -> None:
    ran = [f.url for f in watched.page.frames if f.evaluate(PWNED)]
    # Opened by its address, a page looks for its server beside itself first.
    faults = [f for f in watched.faults if "_stcore" not in f and LOADING not in f]
    assert (ran, faults) == ([], [])


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("planner", Role.PLANNER),
        ("responder", Role.PLANNER),
        ("leader", Role.PLANNER),
        ("work", Role.PLANNER),
        ("lists", Role.PLANNER),
        ("ledgers", Role.PLANNER),
        ("register", Role.PLANNER),
        ("audit", Role.AUDITOR),
        ("keeping", Role.ADMINISTRATOR),
    ],
)
def test_no_name_runs_on_a_page(watched, path, role):
    page = shown(watched, path, role)
    unfold(page)
    nothing_ran(watched)


@pytest.mark.parametrize("name", SCRIPTS[:2])
def test_no_name_runs_in_a_household_file(watched, name):
    page = shown(watched, "household")
    box = page.get_by_role("textbox", name=zh("Search"), exact=True)
    box.fill(name)
    box.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    unfold(page)
    nothing_ran(watched)


def test_no_name_runs_on_the_map(watched, workspace):
    page = planner_acts.planned(shown(watched, "planner"))
    west, south, east, north = county_bounds(workspace)
    page.wait_for_selector("iframe")
    (frame,) = [f for f in page.frames if "/map" in f.url]
    frame.wait_for_selector("body[data-ready]")
    middle = [(south + north) / 2, (west + east) / 2]
    frame.evaluate("at => void anfang.sheet.setView(at, 17, {animate: false})", middle)
    page.wait_for_timeout(3 * MOMENT)
    page.locator("iframe").first.evaluate("f => f.scrollIntoView({block: 'center'})")
    box = page.locator("iframe").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    frame.wait_for_selector(".told h2")
    page.wait_for_timeout(MOMENT)
    told = frame.locator(".told").inner_text()
    assert any(part in told for part in SCRIPTS), told
    nothing_ran(watched)


def test_no_file_that_is_brought_in_runs(watched, tmp_path):
    page = shown(watched, "intake")
    drop = page.get_by_test_id("stFileUploaderDropzoneInput")
    table = tmp_path / f"{SCRIPTS[1]}.csv"
    with table.open("w", newline="") as target:
        csv.writer(target).writerows(
            [
                ("户编号", *SCRIPTS),
                *[[f"{n}{s}", *SCRIPTS] for n, s in enumerate(SCRIPTS)],
            ]
        )
    layer = tmp_path / f"{SCRIPTS[2].replace('/', '')}.geojson"
    point = {"type": "Point", "coordinates": [104.5, 31.25]}
    named = dict.fromkeys(SCRIPTS, SCRIPTS[0]) | {"name": SCRIPTS[1]}
    one = {"type": "Feature", "geometry": point, "properties": named}
    layer.write_text(json.dumps(one))
    for path in (table, layer):
        drop.set_input_files(path)
        page.wait_for_timeout(3 * MOMENT)
        page.wait_for_selector("[data-test-script-state=notRunning]")
        unfold(page)
        expect(page.get_by_test_id("stMain")).to_contain_text("pwned")
        nothing_ran(watched)


@pytest.mark.parametrize("view", ["Set aside", "Files taken in"])
def test_nothing_that_was_set_aside_or_taken_in_runs(watched, view):
    page = shown(watched, "intake")
    page.get_by_test_id("stMain").get_by_text(zh(view)).first.click()
    page.wait_for_timeout(MOMENT)
    page.wait_for_selector("[data-test-script-state=notRunning]")
    unfold(page)
    expect(page.get_by_test_id("stMain")).to_contain_text("pwned")
    nothing_ran(watched)


@pytest.mark.parametrize("bare", [*SCRIPTS[:3], SCRIPTS[7]])
def test_each_script_would_run_where_it_is_not_kept_from_it(chromium, bare):
    page = chromium.new_page()
    page.set_content(f"<table><tr><td>{bare}")
    page.wait_for_timeout(MOMENT)
    assert page.evaluate(PWNED)
    page.close()
