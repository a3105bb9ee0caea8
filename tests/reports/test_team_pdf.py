import math
import re
import time
from collections import Counter
from dataclasses import replace

import pytest
import segno
from reportlab.pdfgen.pathobject import PDFPathObject

from reports import pdf_paper
from reports.pdf_paper import Paper
from reports.team_pdf import team_pdf
from reports.team_sheet import arrival, is_known
from rules.errors import FileError, PlanningError
from rules.stamps import DRILL, stamp_of
from tests.reports.printed import PAGE, Printed
from tests.reports.small_sweep import TWO, many_roads, stop, swept, team

NAN = math.nan
NUMBERED = re.compile(r"\d+/\d+$")


@pytest.fixture
def printed(monkeypatch):
    return Printed(monkeypatch)


def english(sheet, **told):
    return replace(sheet, language="en", **told)


def test_each_team_has_a_cover_and_the_list_pages_its_doors_need(printed):
    few, many = swept(6), team([stop(n) for n in range(1, 32)])
    content = team_pdf([few, many])
    assert len(PAGE.findall(content)) == len(printed.pages)
    told = [NUMBERED.search(word) for word in printed.words]
    assert [foot.group() for foot in told if foot] == [
        "1/2",
        "2/2",
        "1/5",
        "2/5",
        "3/5",
        "4/5",
        "5/5",
    ]


def test_every_door_is_listed_once(printed):
    sheet = swept(75)
    team_pdf([sheet])
    told = Counter(printed.words)
    assert {told[stop.household_id] for stop in sheet.stops} == {1}


def test_each_door_with_a_place_has_its_number_on_a_map(printed):
    sheet = swept(75)
    team_pdf([sheet])
    on_parts = printed.pages[1]
    assert {str(stop.place) for stop in sheet.stops} <= set(on_parts)


def test_a_way_with_room_for_all_numbers_needs_no_maps_of_its_parts(printed):
    apart = team([stop(n, lon=102 + n / 50, lat=31.0) for n in range(1, 6)])
    team_pdf([english(apart)])
    assert len(printed.pages) == 2
    assert {"1", "2", "3", "4", "5", "1 km"} <= set(printed.pages[0])


def test_doors_at_one_place_are_numbered_all_the_same(printed):
    team_pdf([team([stop(n) for n in range(1, 61)])])
    assert {str(n) for n in range(1, 61)} <= {*printed.pages[0], *printed.pages[1]}


@pytest.mark.parametrize(
    ("demonstration", "drill", "stamp"),
    [
        (True, True, f"Demonstration data · {DRILL}"),
        (False, True, DRILL),
        (True, False, "Demonstration data"),
        (False, False, ""),
    ],
)
def test_what_is_not_real_says_so_across_the_paper(
    printed, demonstration, drill, stamp
):
    sheet = english(TWO[0], demonstration=demonstration, drill=drill)
    team_pdf([sheet])
    assert stamp_of(sheet, str) == stamp
    assert printed.words.count(stamp) == (4 if stamp else 0)  # three across, one framed


def test_the_watermark_lies_on_each_page(monkeypatch):
    laid = []
    stamped = Paper._watermark
    monkeypatch.setattr(
        Paper,
        "_watermark",
        lambda paper, words: (laid.append(words), stamped(paper, words)),
    )
    team_pdf([english(swept(75), drill=True)])
    assert laid == [f"Demonstration data · {DRILL}"] * 7


def test_the_same_doors_give_the_same_bytes_with_both_fonts_inside():
    content = team_pdf(TWO)
    assert content == team_pdf(TWO)
    assert content.count(b"/FontFile2 ") >= 2
    assert content.startswith(b"%PDF-")


def test_a_door_without_a_place_is_listed_and_counted(printed):
    lost = stop(2, lon=NAN, lat=NAN, household_id="H-lost")
    team_pdf([english(team([stop(1), lost]))])
    assert "H-lost" in printed.pages[1]
    assert "1 doors without a place are listed, not on the map." in printed.pages[0]


def test_a_team_of_doors_without_places_has_a_list_and_no_map(printed):
    team_pdf([english(team([stop(1, lon=NAN, lat=NAN)], base=None, route=()))])
    assert "No door of this team has a place: there is no map." in printed.pages[0]
    assert len(printed.pages) == 2


def test_what_is_unknown_is_said_or_left_out_but_never_zero(printed):
    bare = stop(
        people=None, dependents=-1, structure="", grade="",
        heavy_probability=NAN, danger=NAN, arrive_min=NAN,
    )  # fmt: skip
    team_pdf([english(team([bare], length_m=NAN, minutes=NAN, starts_at=""))])
    row = printed.pages[1]
    assert "structure unknown" in row and "Danger unknown" in row
    assert not [word for word in printed.words if "nan" in word.lower()]


def test_a_door_is_told_in_english_where_the_paper_is(printed):
    team_pdf([english(TWO[0])])
    row = printed.pages[1]
    assert "adobe · appraised C · 4 people · 1 need help" in row
    assert "Heavy damage 62% · people in danger 2.5" in row


def test_signs_that_the_font_lacks_are_listed(printed):
    team_pdf([english(team([stop(note="\U00020000\u3401?")]))])
    (told,) = [word for word in printed.pages[0] if word.startswith("Signs that")]
    assert "U+20000" in told


def test_no_team_is_refused():
    with pytest.raises(PlanningError, match="nothing to print"):
        team_pdf([])


def test_without_its_fonts_nothing_is_printed(monkeypatch, tmp_path):
    pdf_paper._register_fonts.cache_clear()
    monkeypatch.setattr(pdf_paper, "_FILES", {"NotoSansSC": tmp_path / "lost.ttf"})
    with pytest.raises(FileError, match=r"start\.py setup"):
        team_pdf(TWO)


def test_progress_is_told_after_each_team():
    told = []
    team_pdf(TWO, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_the_code_holds_the_modules_of_the_link(monkeypatch):
    squares = []
    monkeypatch.setattr(
        PDFPathObject, "rect", lambda _, x, y, w, h: squares.append((x, y, w, h))
    )
    link = "https://localhost/team/abc"
    Paper("code").code(0, 0, 100, link)
    matrix = segno.make(link, error="m", micro=False).matrix
    module = 100 / len(matrix)
    dark = {
        (round(x / module) + at, len(matrix) - 1 - round(y / module))
        for x, y, w, _ in squares
        for at in range(round(w / module))
    }
    rows = enumerate(matrix)
    assert dark == {(x, y) for y, row in rows for x, m in enumerate(row) if m}


def test_arrivals_are_clocks_where_the_start_is_known():
    sheet = english(TWO[0])
    assert arrival(sheet, stop(arrive_min=65)) == "09:05"
    assert arrival(replace(sheet, starts_at=""), stop(arrive_min=65)) == "+65 min"
    assert arrival(sheet, stop(arrive_min=NAN)) == ""


def test_a_count_of_nobody_is_known():
    assert is_known(0) and not is_known(None) and not is_known(NAN)


@pytest.mark.slow
def test_twenty_teams_are_drawn_in_time_amid_many_roads():
    roads = many_roads(2_000)
    sheets = [replace(swept(75, seed=n), roads=roads) for n in range(20)]
    start = time.perf_counter()
    content = team_pdf(sheets)
    assert time.perf_counter() - start <= 6
    assert len(PAGE.findall(content)) >= 20 * 6
