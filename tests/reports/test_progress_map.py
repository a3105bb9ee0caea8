"""Printed maps of progress: nothing is cropped, no words cover others."""

import io
import shutil
import subprocess
from itertools import combinations, product

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.text import Text
from PIL import Image

from reports.area_labels import placed_names
from reports.map_panel import Key, Panel
from reports.map_text import Box, width_of, wrapped
from reports.progress_map import ProgressMap, drawn, progress_map
from rules.errors import PlanningError

CRS = "EPSG:4544"
NAMES = {
    "short": "柳沟村",
    "long": "新疆维吾尔自治区巴音郭楞蒙古自治州第一居民委员会",
    "latin": "The Village of the Two Rivers at the Old Stone Bridge",
}
COLOURS = ("#efefc6", "#b4d882", "#72b26c", "#449180", "#10517f")
MARKS = ("fill", "fill", "fill", "dots", "pale", "grid", "hatch")
LAYOUTS = list(product(("A4", "A3"), (False, True), (1, 5, 14, 40), NAMES))


def county(count, name):
    """Return so many areas that fill a round county."""
    rng = np.random.default_rng(count)
    seeds = shapely.MultiPoint(rng.random((max(count, 2), 2)) * 40_000)
    disc = shapely.Point(20_000, 20_000).buffer(22_000)
    cells = shapely.voronoi_polygons(seeds, extend_to=disc).geoms
    shapes = [disc] if count == 1 else [cell & disc for cell in cells]
    marks = [MARKS[at % len(MARKS)] for at in range(count)]
    colours = [
        COLOURS[at % 5] if mark in ("fill", "dots") else ""
        for at, mark in enumerate(marks)
    ]
    facts = {"name": [f"{name}{at}" for at in range(count)], "shown": "≈ 48 %"}
    return gpd.GeoDataFrame(
        facts | {"mark": marks, "colour": colours}, geometry=shapes, crs=CRS
    )


def sheet(size="A4", across=False, count=5, name="short", **more):
    areas = county(count, NAMES[name])
    whole = gpd.GeoDataFrame(geometry=[areas.union_all()], crs=CRS)
    long = 1 if name == "short" else 3
    keys = [
        Key(words=f"{20 * at} – {20 * at + 20}", colour=c)
        for at, c in enumerate(COLOURS)
    ]
    marks = ("dots", "pale", "grid", "hatch", "line")
    keys += [Key(words=f"{mark} 数据太少不予公布" * long, mark=mark) for mark in marks]
    facts = {
        "title": "安和县 · 竣工占发现户数，2026-11-15" * long,
        "areas": areas,
        "legend_title": "竣工占发现户数 (%)" * long,
        "legend": keys,
        "outline": whole,
        "notes": (
            "截至 2026-11-15，按当日记录。" * long,
            "CGCS2000 / 3-degree GK CM 105E",
        ),
        "stamps": ("演示数据", "内部资料"),
        "size": size,
        "across": across,
    }
    return ProgressMap(**facts | more)


def boxes(figure):
    """Return where each text stands, in pixels."""
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(Text) if text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent()) for text in texts]


def require_room(paper):
    figure = drawn(paper, str)
    told = boxes(figure)
    page = figure.bbox
    for words, box in told:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= page.x1 and box.y1 <= page.y1
        assert inside, words
    for (one, a), (other, b) in combinations(told, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or along <= 1, (one, other)
    (axes,) = figure.axes
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    bounds = paper.areas.total_bounds
    assert west < bounds[0] < bounds[2] < east
    assert south < bounds[1] < bounds[3] < north
    return [words for words, _ in told]


@pytest.mark.parametrize(
    "layout",
    [("A4", False, 5, "long"), ("A4", True, 14, "short"),
     ("A3", True, 14, "latin"), ("A4", False, 1, "latin")],
)  # fmt: skip
def test_no_words_cover_others_or_leave_the_page(layout):
    require_room(sheet(*layout))


@pytest.mark.slow
@pytest.mark.parametrize(
    "layout", [*LAYOUTS, ("A3", False, 90, "long"), ("A4", True, 90, "short")]
)
def test_fifty_layouts_have_room_for_everything(layout):
    require_room(sheet(*layout))


def test_what_a_map_needs_is_on_it():
    told = require_room(sheet())
    stamp = "演示数据 · 内部资料"
    assert {"安和县 · 竣工占发现户数，2026-11-15", stamp, "N", "0", "10 km"} <= {*told}
    assert {"竣工占发现户数 (%)", "0 – 20", "CGCS2000 / 3-degree GK CM 105E"} <= {*told}
    assert any(words.startswith("Scale about 1:") for words in told)
    assert {f"柳沟村{at}" for at in range(5)} <= {*told}


def test_without_a_stamp_there_is_no_frame_for_one():
    told = require_room(sheet(stamps=("", "")))
    assert not any("·" in words and "数据" in words for words in told)


@pytest.mark.parametrize(
    ("size", "pixels"), [("A4", (2481, 3507)), ("A3", (3507, 4962))]
)
def test_a_png_has_three_hundred_dots_per_inch(size, pixels):
    paper = progress_map(sheet(size, count=1), str, ".png")
    with Image.open(io.BytesIO(paper)) as image:
        assert max(abs(np.subtract(image.size, pixels))) <= 1
        assert round(image.info["dpi"][0]) == 300


def test_a_pdf_is_of_the_size_of_its_paper_and_the_same_each_time():
    paper = progress_map(sheet("A3", True, count=1), str, ".pdf")
    assert paper == progress_map(sheet("A3", True, count=1), str, ".pdf")
    assert b"/MediaBox [ 0 0 1190.88 841.68 ]" in paper


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="not run here: no pdffonts")
def test_the_chinese_font_is_in_the_pdf(tmp_path):
    file = tmp_path / "map.pdf"
    file.write_bytes(progress_map(sheet(count=1), str, ".pdf"))
    told = subprocess.run(
        ["pdffonts", file], capture_output=True, text=True, check=True
    )
    fonts = [line.split() for line in told.stdout.splitlines()[2:]]
    assert fonts
    assert all("NotoSansSC" in font[0] and font[-5] == "yes" for font in fonts)


def test_other_endings_and_a_map_of_nothing_are_refused():
    with pytest.raises(PlanningError, match=r"as \.pdf, \.png, not as \.svg"):
        progress_map(sheet(), str, ".svg")
    nothing = county(1, "甲").assign(geometry=[shapely.Polygon()])
    with pytest.raises(PlanningError, match="no area has an outline"):
        progress_map(sheet(areas=nothing), str)


def test_a_letter_that_the_font_lacks_is_reported():
    with pytest.warns(UserWarning, match="missing from font"):
        told = [words for words, _ in boxes(drawn(sheet(title="甲\ue123"), str))]
    assert "缺字: \\ue123" in told


def test_a_name_without_room_is_counted():
    shape = shapely.box(0, 0, 30, 12)
    labels, out = placed_names(
        [(shape, "甲", ""), (shape, "乙乙乙乙乙乙", "")], 10.0, Box(0, 0, 32, 14)
    )
    assert [label.lines for label in labels] == [("甲",)]
    assert out == ["乙乙乙乙乙乙"]


def test_words_are_cut_to_their_width_and_none_is_lost():
    text = NAMES["latin"] + NAMES["long"]
    lines = wrapped(text, 9.0, 80.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line, 9.0) <= 80.0 for line in lines)


def test_a_panel_shrinks_until_it_has_room():
    panel = Panel(head="题", keys=[Key(words="一")] * 30)
    size = panel.fitting(Box(0, 0, 100, 200), 9.0)
    assert 4.0 <= size < 9.0
    assert panel.height(100, size) <= 200
