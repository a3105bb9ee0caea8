"""The page of files in a real browser, on a county of four villages.

The tests share one county: each brings households of its own.
"""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from desk.intake import take
from desk.intake_seen import see
from geo.datum import words_of
from ledger.households import record_of
from ledger.intakes import intakes
from rules.language import translator
from tests.browser import choose, running_app
from tests.desk.intake_world import (
    TOWN,
    clerks_file,
    csv_of,
    hand,
    make_county,
    number_of,
    plain_rows,
    shifted_file,
)
from tests.views.intake_acts import (
    button,
    download,
    drop,
    go,
    lines,
    numbers,
    press,
    settled,
    table,
    told,
    turn_to,
    write_in,
    zh,
)

MANY = 30_000  # rows; so many that there is something to stop
TITLE, TAKE, LOOK = "Files in and out", "Take it in", "Show what it would do"
en = translator("en")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = make_county(tmp_path_factory.mktemp("files"))
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def address(workspace):
    with running_app(workspace.root) as address:
        yield address


@pytest.fixture
def files(open_app):
    return go(settled(open_app()), zh(TITLE))


def own_rows(letter, count, grade="A"):
    """Return rows of households that no other test brings."""
    rows = plain_rows(count)
    return [
        row | {"household_id": f"{letter}{at:05d}", "grade": grade}
        for at, row in enumerate(rows)
    ]


def taken(page, say=zh):
    """Take in what was dropped, and wait until it is recorded."""
    press(page, say(TAKE))
    told(page, say("Recorded."))
    return numbers(page, say("Taken in: new or changed"))


def test_a_clerks_file_is_taken_in_and_its_faults_are_corrected(
    files, workspace, tmp_path
):
    """Rules A1, A2: seen before it is recorded; what is hidden opens with a reason."""
    page, before = files, workspace.ledger.position()
    drop(page, clerks_file(tmp_path / "台账.xlsx"))
    seen_and_previewed(page)
    assert workspace.ledger.position() == before
    shown = taken(page)
    assert shown[zh("Taken in: new or changed")] == "7"
    press(page, zh("Correct the rows set aside"))
    corrected_on_the_page(page, workspace)
    path = tmp_path / "隔离.xlsx"
    path.write_bytes(downloaded(page))
    correct_in_excel(path)
    turn_to(page, zh("Bring a file"))
    drop(page, path)
    shown = taken(page)
    assert shown[zh("Set aside")] == "0"
    turn_to(page, zh("Set aside"))
    told(page, zh("No row waits: all that came in was taken."))
    grades = [record_of(workspace.ledger, f"A{at:03d}")["grade"] for at in range(12)]
    assert grades == ["C"] * 12


def seen_and_previewed(page):
    card = page.get_by_test_id("stMain")
    expect(card.get_by_text("台账.xlsx", exact=True).last).to_be_visible()
    expect(card.get_by_text("16", exact=True).first).to_be_visible()
    rows = {row[0]: row for row in lines(table(page, zh("Is taken as")))[1:]}
    assert rows["住房情况/结构类型"][2] == "结构类型"
    assert rows["住房情况/面积（亩）"][2] == "建筑面积（㎡）"
    assert rows["户主情况/姓名"][1] == "钱*; 钱*; 钱*"
    press(page, zh(LOOK))
    expect(page.get_by_text(zh("Nothing is recorded yet."))).to_be_visible()
    shown = numbers(page, zh("New"))
    assert (shown[zh("New")], shown[zh("Set aside")]) == ("7", "5")
    faults = lines(table(page, zh("Suggestion")))[1:]
    assert {row[0] for row in faults} == {"4", "5", "6", "7", "8"}


def corrected_on_the_page(page, workspace):
    expect(button(page, counted_rows(0))).to_be_disabled()
    found = table(settled(page), zh("Reason"))
    rows = lines(found)
    assert [row[0] for row in rows[1:]] == ["4", "5", "6", "7", "8"]
    assert number_of(2) not in page.content()
    write_in(page, found, 2, "结构类型", "土坯")
    press(page, counted_rows(1))
    told(page, counted(1, 4))
    assert record_of(workspace.ledger, "A002")["structure"] == "土坯"
    settled(page)
    named = re.escape(zh("Take all suggestions ({count})").format(count=1))
    page.get_by_role("button", name=re.compile(named)).click()
    page.get_by_role("button", name=zh("Take these suggestions")).click()
    told(page, counted(1, 3))
    expect(page.get_by_text(f"{zh('Set aside')} · 3").first).to_be_visible()


def counted_rows(count):
    return zh("Take the corrected rows ({count})").format(count=count)


def counted(corrected, waiting):
    said = zh("{corrected} rows taken in, {waiting} still wait.")
    return said.format(corrected=corrected, waiting=waiting)


def downloaded(page):
    """Give a reason, see the numbers as they stand, and take the rows away."""
    settled(page)
    press_key(page)
    box = page.get_by_role("textbox", name=zh("Why they are needed"))
    box.fill("与派出所核对")
    box.press("Enter")
    settled(page)
    page.keyboard.press("Escape")
    return download(page, zh("Download as Excel, to correct and drop in again"))


def press_key(page):
    name = zh("Show names and numbers as they stand")
    page.get_by_role("button", name=re.compile(name)).click()


def correct_in_excel(path):
    book = openpyxl.load_workbook(path)
    page = book.active
    heads = [cell.value for cell in page[2]]
    instead = {
        "4": ("id_number", number_of(0)),
        "5": ("id_number", number_of(1)),
        "7": ("village_code", f"{TOWN}203"),
    }
    waiting = {line[0].value: line for line in page.iter_rows(min_row=4)}
    assert waiting.keys() == instead.keys()
    for number, (name, text) in instead.items():
        waiting[number][heads.index(name)].value = text
    book.save(path)


def test_shifted_coordinates_wait_for_a_word_and_are_converted(files, tmp_path):
    """Nothing is converted in silence."""
    page = files
    drop(page, shifted_file(tmp_path / "手机坐标.csv"))
    told(page, zh("Say how the coordinates are to be read."))
    expect(button(page, zh(TAKE))).to_have_count(0)
    message, values = words_of("gcj02")
    choose(page, zh("Read them as"), zh(message).format(**values))
    settled(page)
    shown = taken(page)
    assert shown[zh("Coordinates converted")] == "600"


@pytest.mark.parametrize(
    ("locale", "say"),
    [("zh-CN", zh), pytest.param("en-US", en, marks=pytest.mark.slow)],
)
def test_a_broken_file_is_one_clear_error(open_app, tmp_path, locale, say):
    page = go(settled(open_app(locale=locale)), say(TITLE))
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing more")
    drop(page, path)
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("broken.xlsx")
    said = alert.inner_text().replace("broken.xlsx", "")
    assert bool(re.search("[\u4e00-\u9fff]", said)) == (say is zh)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(button(page, say(TAKE))).to_have_count(0)
    path = csv_of(tmp_path / "good.csv", own_rows("E" + locale[0], 4))
    drop_instead(page, path)
    expect(button(page, say(TAKE))).to_be_visible()


def drop_instead(page, path):
    page.get_by_test_id("stFileChipDeleteBtn").get_by_role("button").click()
    settled(page)
    drop(page, path)


def test_an_import_that_is_stopped_leaves_nothing(files, workspace, tmp_path):
    page, before = files, workspace.ledger.position()
    drop(page, csv_of(tmp_path / "大.csv", own_rows("S", MANY)))
    press(page, zh(TAKE))
    stop = button(page, zh("Stop"))
    expect(stop).to_be_visible()
    stop.click()
    told(page, zh("Stopped: nothing was recorded."))
    assert workspace.ledger.position() == before
    assert "大.csv" not in {row["file"] for row in intakes(workspace.ledger)}
    expect(button(page, zh(TAKE))).to_be_visible()  # it may be tried again


def test_what_was_taken_away_comes_back_and_changes_nothing(files, workspace, tmp_path):
    path = csv_of(tmp_path / "x.csv", own_rows("X", 5))
    take(hand(workspace), path, see(workspace, path).plan)
    page = settled(files)
    turn_to(page, zh("Take data away"))
    press(page, zh("Make the file"))
    named = re.compile(zh("Download {name}").format(name=".*xlsx"))
    expect(page.get_by_role("button", name=named)).to_be_visible()
    settled(page)
    with page.expect_download() as started:
        page.get_by_role("button", name=named).click()
    content = started.value.path().read_bytes()
    assert len(openpyxl.load_workbook(io.BytesIO(content)).active["A"]) > 5
    path = tmp_path / "导出.xlsx"
    path.write_bytes(content)
    before = record_of(workspace.ledger, "X00002")
    turn_to(page, zh("Bring a file"))
    drop(page, path)
    shown = taken(page)
    assert shown[zh("Taken in: new or changed")] == shown[zh("Set aside")] == "0"
    assert int(shown[zh("As on record")].replace(",", "")) >= 5
    assert record_of(workspace.ledger, "X00002") == before


@pytest.mark.slow  # the same way in Chinese is above
def test_an_english_reader_brings_a_file_and_finds_it_among_those_taken(
    open_app, tmp_path
):
    page = go(settled(open_app(locale="en-US")), TITLE)
    rows = own_rows("N", 4)
    rows[2]["grade"] = "E"
    drop(page, csv_of(tmp_path / "houses.csv", rows))
    expect(page.get_by_role("heading", name="Which column is which")).to_be_visible()
    shown = taken(page, en)
    assert (shown["Taken in: new or changed"], shown["Set aside"]) == ("3", "1")
    turn_to(page, "Files taken in")
    files = {row[2]: row for row in lines(table(page, "File"))[1:]}
    assert files["houses.csv"][5:9] == ["4", "3", "0", "1"]
