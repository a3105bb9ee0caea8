"""Files that leave look as the page does: same classes, colours and words."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from layers import facility, geohazard, river, road, seismic_zone
from layers.base import Scale
from layers.choropleth import classify
from layers.kml_look import class_of, kml_styles
from layers.look import Look, LookClass
from layers.looks import (
    HOUSE_EDGE,
    HOUSE_RADIUS_PX,
    PLAIN,
    house_look,
    look_of,
    measure_look,
)
from layers.palette import RISK, UNKNOWN, class_colours
from layers.qml import qml
from layers.qml_symbols import HATCH_GROUND, HATCH_INK, colour
from layers.sld import OGC, SE, sld
from rules.vocabulary import GRADES
from tests.layers.fake_shelf import BAD_NAME

STATIC = Path(__file__).parents[2] / "web" / "static"
CHOICE = {"page": "planner"}
SE_, OGC_ = f"{{{SE}}}", f"{{{OGC}}}"


def features(**columns):
    count = len(next(iter(columns.values())))
    places = shapely.points(np.linspace(104.4, 104.6, count), 31.25)
    return gpd.GeoDataFrame(columns, geometry=places, crs=4490)


def options(layer):
    told = layer.find("Option")
    return {one.get("name"): one.get("value") for one in told}


@pytest.mark.parametrize(
    ("kind", "module", "table"),
    [
        (
            "seismic_zone",
            seismic_zone,
            features(design_intensity_degree=[5.0, 6, 7, 8, 9, 10, np.nan]),
        ),
        ("river", river, features(stream_order=[1, 2, 3, 4])),
        ("road", road, features(road_class=["国道", "村道", "县道", "机耕道", None])),
        (
            "facility",
            facility,
            features(facility_kind=["school", "clinic", None, "team_base"]),
        ),
    ],
)
def test_a_feature_leaves_in_the_style_in_which_the_page_draws_it(
    shelf, kind, module, table
):
    look = look_of(kind, table, shelf, CHOICE, str)
    values = table[look.column].astype(object).where(table[look.column].notna(), None)
    classes = class_of(look, values.tolist())
    drawn = [module.STYLES[style] for style in module.styles_of(table)]
    assert [look.classes[one].styles[0] for one in classes] == drawn


def test_the_legend_of_a_zone_speaks_the_words_of_the_page(shelf):
    zones = features(design_intensity_degree=[5.0, 7.0, np.nan])
    look = look_of("seismic_zone", zones, shelf, CHOICE, str)
    labels = [one.label for one in look.classes]
    assert labels == ["7", "less than 6", "no data"]


@pytest.mark.parametrize("kind", ["seismic_zone", "river", "road", "facility"])
def test_a_layer_without_the_column_is_drawn_alike_everywhere(shelf, kind):
    look = look_of(kind, features(name=["一", "二"]), shelf, CHOICE, str)
    assert look.column == "" and len(look.classes) == 1


def test_a_kind_that_no_layer_draws_is_drawn_plainly(shelf):
    look = look_of("well", features(name=["井"]), shelf, CHOICE, str)
    assert look.classes == (LookClass(label="well", styles=(PLAIN,)),)


def test_houses_are_stamped_as_the_page_stamps_them():
    script = (STATIC / "layers.js").read_text(encoding="utf-8")
    radii = re.search(r"RADIUS_PX = {(.*?)}", script).group(1)
    told = dict(pair.split(":") for pair in radii.split(","))
    assert {int(zoom): float(px) for zoom, px in told.items()} == HOUSE_RADIUS_PX
    assert f'EDGE = "{HOUSE_EDGE["color"]}"' in script


def test_the_hatch_is_that_of_the_page():
    script = (STATIC / "shapes.js").read_text(encoding="utf-8")
    css, opacity = HATCH_GROUND
    ground = ", ".join(colour(css).split(",")[:3])
    assert f"rgba({ground}, {opacity})" in script
    assert f'strokeStyle = "{HATCH_INK}"' in script


def test_every_house_has_a_class_and_an_unknown_one_is_grey():
    scale = Scale(title="Appraised grade", labels=GRADES)
    root = ET.fromstring(
        qml(house_look(scale, "grade_now", str, from_afar=False), "marker")
    )
    renderer = root.find("renderer-v2")
    assert renderer.get("type") == "categorizedSymbol"
    assert renderer.get("attr") == "grade_now"
    categories = renderer.findall("categories/category")
    told = [(one.get("value"), one.get("label")) for one in categories]
    assert told == [*((g, g) for g in GRADES), ("", "not known")]
    fills = [options(one)["color"] for one in renderer.findall("symbols/symbol/layer")]
    wanted = [*class_colours(scale, 4), UNKNOWN]
    assert fills == [colour(css, 1) for css in wanted]


def test_single_houses_show_from_the_zoom_at_which_the_page_shows_them():
    scale = Scale(title="Appraised grade", labels=GRADES)
    near, always = (
        ET.fromstring(qml(house_look(scale, "g", str, from_afar=afar), "marker"))
        for afar in (False, True)
    )
    assert (near.get("minScale"), near.get("maxScale")) == ("96516", "0")
    assert always.get("hasScaleBasedVisibilityFlag") == "0"


def measured(values, limits=(), unit=""):
    scale = Scale(title="Pilot score", unit=unit, limits=limits)
    classified = classify(pd.Series(values), limits)
    count = len(classified.limits) + 1
    styles = [{"fillColor": c} for c in class_colours(scale, count)]
    return measure_look(scale, classified, [*styles, {"hatch": True}], "score", str)


def test_an_area_without_data_is_hatched_and_not_left_out():
    look = measured([0.0, 0.3, np.nan], limits=(0.2,), unit="%")
    labels = [(one.label, one.low, one.high) for one in look.classes]
    assert labels == [
        ("< 20", None, 0.2), ("≥ 20", 0.2, None), ("no data", None, None),
    ]  # fmt: skip
    renderer = ET.fromstring(qml(look, "fill")).find("renderer-v2")
    filters = [rule.get("filter") for rule in renderer.findall("rules/rule")]
    assert filters == ['"score" < 0.2', '"score" >= 0.2', "ELSE"]
    last = renderer.findall("symbols/symbol")[-1]
    assert [layer.get("class") for layer in last.findall("layer")] == [
        "SimpleFill", "LinePatternFill",
    ]  # fmt: skip
    assert class_of(look, [0.19, 0.2, None, np.nan]).tolist() == [0, 1, 2, 2]


@pytest.mark.parametrize(
    ("values", "labels"),
    [([5.0, 5.0], ["5 – 5", "no data"]), ([np.nan], ["no data"]), ([], ["no data"])],
)
def test_one_value_or_none_is_still_told_from_no_data(values, labels):
    look = measured(values)
    assert [one.label for one in look.classes] == labels
    assert [one.is_rest for one in look.classes].count(True) == 1


def test_a_limit_belongs_to_the_class_above_it_in_every_form():
    look = measured([0.1, 0.2, 0.4], limits=(0.2,))
    rules = ET.fromstring(sld(look, "fill", "areas")).iter(f"{SE_}Rule")
    below, above, rest = rules
    assert below.find(f"{OGC_}Filter/{OGC_}PropertyIsLessThan") is not None
    compared = above.find(f"{OGC_}Filter/{OGC_}PropertyIsGreaterThanOrEqualTo")
    assert compared.find(f"{OGC_}Literal").text == "0.2"
    assert rest.find(f"{SE_}ElseFilter") is not None


def test_a_geohazard_is_a_circle_of_its_true_radius_and_a_mark(shelf):
    hazards = features(radius_m=[900.0, np.nan])
    look = look_of("geohazard", hazards, shelf, CHOICE, str)
    symbol = ET.fromstring(qml(look, "marker")).find(".//symbols/symbol")
    ring, mark = symbol.findall("layer")
    drawn = options(ring)["geometryModifier"]
    assert '"radius_m"' in drawn and "'EPSG:4490', 'EPSG:4544'" in drawn
    assert options(ring.find("symbol/layer"))["color"] == colour(geohazard.COLOUR, 0.22)
    assert options(mark)["name"] == "triangle"
    assert options(mark)["color"] == colour(geohazard.COLOUR)


@pytest.mark.parametrize(
    ("shape", "layer"), [("line", "MarkerLine"), ("fill", "CentroidFill")]
)
def test_a_sign_on_a_line_or_an_area_stands_in_its_middle(shelf, shape, layer):
    look = look_of("bridge", features(name=["桥"]), shelf, CHOICE, str)
    assert ET.fromstring(qml(look, shape)).find(".//layer").get("class") == layer


def test_a_road_lies_on_its_casing(shelf):
    look = look_of("road", features(road_class=["国道"]), shelf, CHOICE, str)
    renderer = ET.fromstring(qml(look, "line")).find("renderer-v2")
    assert renderer.get("symbollevels") == "1"
    casing, line = renderer.findall("symbols/symbol/layer")
    assert options(casing)["line_color"] == colour("#b98a3e")
    assert options(line)["line_color"] == colour("#f6c77d")
    assert (casing.get("pass"), line.get("pass")) == ("0", "1")


def test_a_fault_keeps_its_dashes(shelf):
    look = look_of("fault", features(name=["断层"]), shelf, CHOICE, str)
    line = ET.fromstring(qml(look, "line")).findall(".//symbols/symbol/layer")[-1]
    assert options(line)["customdash"] == "2.646;1.058;0.5292;1.058"


def test_towns_are_named_where_the_page_names_them(shelf):
    towns = shelf.vector("town_boundary")
    look = look_of("town_boundary", towns, shelf, CHOICE, str)
    root = ET.fromstring(qml(look, "fill"))
    assert root.get("labelsEnabled") == "1"
    assert root.find("labeling/settings/text-style").get("fieldName") == "name"


def test_text_of_a_file_stays_text():
    bad = f"{BAD_NAME}\x00\x0b"
    one = LookClass(label=bad, styles=(PLAIN,), value=bad)
    look = Look(title=bad, column="name", classes=(one,))
    category = ET.fromstring(qml(look, "line")).find(".//category")
    assert category.get("label") == f"{BAD_NAME}\ufffd\ufffd"
    literal = ET.fromstring(sld(look, "line", bad)).find(f".//{OGC_}Literal")
    assert literal.text == f"{BAD_NAME}\ufffd\ufffd"


def test_kml_has_the_colours_of_the_page():
    scale = Scale(title="Appraised grade", labels=GRADES)
    styles = kml_styles(house_look(scale, "g", str, from_afar=True))
    assert [style.fill for style in styles[:2]] == [f"{RISK[0]}ff", f"{RISK[2]}ff"]
    assert styles[4].fill == f"{UNKNOWN}ff"
