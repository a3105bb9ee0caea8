"""What leaves the workspace, in which form, and for whom."""

import io
import json
import re
import zipfile
from xml.etree import ElementTree as ET

import fiona
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from desk.exporting import (
    EXPORTED_COLUMNS,
    FORMS,
    export_file,
    export_households,
    export_layer,
)
from desk.layer_store import add_layer
from desk.map_export import export_map
from desk.workspace import create_workspace
from layers.qml_symbols import colour
from layers.seismic_zone import FILLS
from ledger.households import PERSONAL_FIELDS
from ledger.roles import Acting, Role
from rules.errors import AccessError, FileError, LayerError
from tests.desk.export_world import (
    HOMES,
    LAT,
    LON,
    OTHER,
    county,
    depth,
    layers,
    own_county,
)

PLANNER = Acting("甲", Role.PLANNER)
STAMP = "演示数据"

__all__ = ["county", "own_county"]


def read(path):
    """Read the rows of any form as text by column; ``None`` is unknown."""
    form = path.suffix
    if form == ".csv":
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        rows = table.astype(object).where(table != "", None).to_dict("records")
    elif form == ".parquet":
        rows = pq.read_table(path).to_pylist()
    elif form == ".xlsx":
        _, header, *body = openpyxl.load_workbook(path).active.values
        rows = [dict(zip(header, row, strict=True)) for row in body]
    elif form == ".kml":
        rows = [
            dict.fromkeys(EXPORTED_COLUMNS)
            | {one.get("name"): one.text for one in mark.iter() if "Data" in one.tag}
            for mark in ET.parse(path).iter()
            if mark.tag.endswith("Placemark")
        ]
        rows = [{k: v for k, v in row.items() if k} for row in rows]
    else:
        with fiona.open(path) as records:
            rows = [dict(one.properties) for one in records]
    return {row["household_id"]: row for row in rows}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same_of_each_household(county, tmp_path, form):
    path = tmp_path / f"out{form}"
    assert export_households(county, path, with_hazards=False) == len(HOMES)
    rows = read(path)
    assert rows.keys() == {home["household_id"] for home in HOMES}
    first = rows["007"]
    told = [name for name in first if name != "grade_now"]
    assert told == list(EXPORTED_COLUMNS)
    assert not set(first) & set(PERSONAL_FIELDS)
    assert (float(first["lon"]), float(first["lat"])) == (LON, LAT)
    assert (first["structure"], first["grade"]) == ("土坯", "D")
    assert first["groups"] == "低保户;其他脱贫户"
    assert str(first["no_house"]).lower() in ("true", "是", "1")
    assert str(first["good_samaritan"]).lower() in ("false", "否", "0")
    assert float(first["area_m2"]) == 54.5 and first["year_built"] is None
    assert first["village_name"] == "=1+1 <b>柳沟</b>"
    assert str(rows["-2"]["retrofitted_on"])[:10] == "2019-05-01"
    assert {rows["无处"][name] for name in ("lon", "lat", "structure")} == {None}


@pytest.mark.parametrize("form", FORMS)
def test_no_form_holds_a_name_or_a_telephone(county, tmp_path, form):
    path = tmp_path / f"out{form}"
    export_households(county, path, with_hazards=True)
    content = path.read_bytes()
    if form == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        content = repr(list(sheet.values)).encode()
    assert "张三".encode() not in content and b"13800000000" not in content


def test_a_household_without_place_is_a_feature_without_geometry(county, tmp_path):
    for form in (".gpkg", ".geojson"):
        export_households(county, tmp_path / f"out{form}", with_hazards=False)
        with fiona.open(tmp_path / f"out{form}") as records:
            bare = [r.properties["household_id"] for r in records if not r.geometry]
        assert bare == ["无处"]


@pytest.mark.parametrize("form", [".xlsx", ".gpkg", ".geojson", ".kml"])
def test_a_file_of_the_demonstration_says_so(county, tmp_path, form):
    content, name = export_file(county, PLANNER, "households", form[1:])
    assert name.startswith(f"{STAMP}-安和县-农房-2") and name.endswith(form)
    if form == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.active["A1"].value == f"{STAMP} · 安和县"
    elif form == ".gpkg":
        (tmp_path / "a.gpkg").write_bytes(content)
        told = pyogrio.read_info(tmp_path / "a.gpkg", layer="households")
        assert STAMP in told["layer_metadata"]["DESCRIPTION"]
        assert STAMP in told["layer_metadata"]["IDENTIFIER"]
    else:
        assert STAMP in content.decode()[:900]


def test_text_in_a_csv_for_excel_is_no_formula(county, tmp_path):
    path = tmp_path / "a.csv"
    export_households(county, path, with_hazards=False, for_excel=True)
    rows = pd.read_csv(path, dtype=str)
    assert set(rows["village_name"]) == {"'=1+1 <b>柳沟</b>", "石桥村"}
    assert "'-2" in set(rows["household_id"])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_house_retrofitted_since_keeps_its_grade_on_record_and_is_grey(
    county, tmp_path
):
    export_households(county, tmp_path / "a.gpkg", with_hazards=False)
    rows = read(tmp_path / "a.gpkg")
    grades = {id_: (row["grade"], row["grade_now"]) for id_, row in rows.items()}
    assert grades["-2"] == ("B", None) and grades["007"] == ("D", "D")


@pytest.mark.parametrize("name", ["a.txt", "a", "a.shp"])
def test_another_form_is_refused_with_those_there_are(county, tmp_path, name):
    with pytest.raises(FileError, match=r"must end in one of \.csv"):
        export_households(county, tmp_path / name, with_hazards=False)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("what", ["households", "map"])
@pytest.mark.parametrize(
    "role", [Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.FINANCE]
)
def test_who_reads_no_households_takes_none_away(county, what, role):
    with pytest.raises(AccessError, match="ask: planner, town_officer"):
        export_file(county, Acting("乙", role), what, "gpkg")


def test_a_responder_does_not_read_all_that_the_file_tells(county):
    with pytest.raises(AccessError):
        export_file(county, Acting("乙", Role.RESPONDER, "", "e1"), "households", "csv")


def test_a_town_takes_its_own_households_only(county, tmp_path):
    officer = Acting("丙", Role.TOWN_OFFICER, OTHER[:9])
    content, _ = export_file(county, officer, "households", "csv")
    rows = pd.read_csv(io.BytesIO(content), dtype=str)
    assert set(rows["household_id"]) == {"12345678901234567890", "e"}
    (tmp_path / "a.gpkg").write_bytes(export_file(county, officer, "map", "gpkg")[0])
    homes = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="households")
    assert set(homes["village_code"]) == {OTHER}
    circles = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="village_circles")
    assert circles["code"].tolist() == [OTHER]


def test_a_layer_is_for_everybody(county):
    leader = Acting("乙", Role.LEADER)
    content, name = export_file(county, leader, "road", "geojson")
    assert len(json.loads(content)["features"]) == 2
    assert name.startswith(f"{STAMP}-安和县-道路-")


def test_one_layer_is_told_from_all_of_its_kind(own_county, tmp_path):
    more = layers()["road"].iloc[:1]
    one = add_layer(own_county, "road", more, title="新", source="新.shp", actor="t")
    assert export_layer(own_county, one, tmp_path / "one.geojson") == 1
    assert export_layer(own_county, "road", tmp_path / "all.geojson") == 3


def test_a_raster_leaves_as_it_is(own_county, tmp_path):
    path = depth(tmp_path)
    add_layer(own_county, "flood_depth", path, title="水深", source="x", actor="t")
    assert export_layer(own_county, "flood_depth", tmp_path / "out.tif") == 1
    assert (tmp_path / "out.tif").read_bytes()[:2] in (b"II", b"MM")
    with pytest.raises(FileError, match=r"must end in one of \.tif"):
        export_layer(own_county, "flood_depth", tmp_path / "out.gpkg")


@pytest.mark.parametrize("which", ["no-such", "fault"])
def test_a_layer_that_is_not_there_is_named(county, tmp_path, which):
    with pytest.raises(LayerError, match=which):
        export_layer(county, which, tmp_path / "out.gpkg")


def test_the_map_is_one_file_with_a_style_for_each_table(county, tmp_path):
    path = tmp_path / "map.gpkg"
    counts = export_map(county, path)
    assert counts == {
        "households": 5, "village_circles": 2, "village_areas": 2, "seismic_zone": 2,
        "seismic_zone_line": 1, "geohazard_point": 1, "geohazard_polygon": 1, "road": 2,
        "county_boundary": 1, "village_boundary": 2,
    }  # fmt: skip
    styles = pyogrio.read_dataframe(path, layer="layer_styles")
    default = styles[styles["useAsDefault"]].set_index("f_table_name")
    assert set(default.index) == set(counts)
    for text in (*styles["styleQML"], *styles["styleSLD"]):
        ET.fromstring(text)
    zone = ET.fromstring(default.loc["seismic_zone", "styleQML"])
    labels = {c.get("value"): c.get("label") for c in zone.iter("category")}
    assert labels == {"6": "6", "8": "8"}
    assert f'"{colour(FILLS[8], 0.8)}"' in default.loc["seismic_zone", "styleQML"]
    names = styles.loc[styles["f_table_name"] == "households", "styleName"]
    assert names.tolist() == ["鉴定等级", "结构类型", "抗震改造"]


def test_the_file_opens_as_a_project_of_its_own_name(county, tmp_path):
    path = tmp_path / "map.gpkg"
    export_map(county, path)
    kept = pyogrio.read_dataframe(path, layer="qgis_projects")
    assert kept["name"].tolist() == [f"{STAMP} · 安和县"]
    packed = zipfile.ZipFile(io.BytesIO(bytes.fromhex(kept["content"][0])))
    root = ET.fromstring(packed.read("project.qgs"))
    layers = root.findall("layer-tree-group/layer-tree-layer")
    assert [one.get("id").removeprefix("anfang_layer_") for one in layers] == [
        "households", "village_circles", "geohazard_point", "geohazard_polygon",
        "seismic_zone_line", "county_boundary", "village_boundary", "road",
        "seismic_zone", "village_areas",
    ]  # fmt: skip
    assert layers[0].get("source") == "./map.gpkg|layername=households"
    assert layers[4].get("name") == "7 度及以上界线"
    hidden = [one.get("id") for one in layers if one.get("checked") == "Qt::Unchecked"]
    assert hidden == ["anfang_layer_village_areas"]


def test_the_words_of_the_map_are_chinese_and_those_of_record_stay(county, tmp_path):
    export_map(county, tmp_path / "map.gpkg")
    styles = pyogrio.read_dataframe(tmp_path / "map.gpkg", layer="layer_styles")
    labels = re.findall(r'label="([^"]*)"', "".join(styles["styleQML"]))
    assert {"未知", "无数据", "土坯", "国道", "机耕道"} <= set(labels)
    assert not [label for label in labels if re.search("[a-z]{3}", label)]


def test_the_map_knows_what_is_known_of_a_village(county, tmp_path):
    export_map(county, tmp_path / "map.gpkg")
    areas = pyogrio.read_dataframe(tmp_path / "map.gpkg", layer="village_areas")
    rows = areas.drop(columns="geometry").set_index("code")
    assert rows["households"].to_dict() == {"990001100200": 3, OTHER: 2}
    assert rows["town_name"].tolist() == ["安河镇", "青山乡"]
    circles = pyogrio.read_dataframe(tmp_path / "map.gpkg", layer="village_circles")
    assert circles.geom_type.tolist() == ["Point", "Point"]
    assert areas.crs.to_epsg() == 4490


def test_a_workspace_without_anything_still_gives_a_file(tmp_path):
    made = create_workspace(
        tmp_path / "w", county_code="990001", county_name="县", policy_code="990001"
    )
    assert export_map(made, tmp_path / "map.gpkg") == {"households": 0}
    for form in FORMS:
        assert export_households(made, tmp_path / f"a{form}", with_hazards=True) == 0
    made.ledger.close()
