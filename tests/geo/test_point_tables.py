"""Rows with a place become points, whatever else stands in the table."""

import geopandas as gpd
import numpy as np
import pytest

from geo.coordinate_texts import parse_coordinates
from geo.household_rows import coordinates_of
from geo.mapping import propose
from geo.point_tables import write_points
from rules.errors import SchemaError
from tests.geo.sheets import sheet

HEADS = ("编号", "名称", "灾害类型", "影响半径", "经度", "纬度")
SLIDE = ("1", "后山滑坡", "滑坡", "50", "103.41", "31.01")
FLOW = ("007", "沟口", "泥石流", "80", "103.42", "31.02")


@pytest.fixture
def points(tmp_path):
    """Write a table as points, and read what was written."""

    def made(*lines):
        table = sheet(*lines)
        mapping = propose(table, "layer").mapping
        found = parse_coordinates(*coordinates_of(table, mapping)[:2])
        path = tmp_path / "points.gpkg"
        write_points(table, mapping, (found.x, found.y), path)
        return gpd.read_file(path)

    return made


def places(table):
    return [(point.x, point.y) for point in table.geometry]


def test_each_row_is_a_point_of_the_stored_system_with_all_its_columns(points):
    table = points(HEADS, SLIDE, FLOW)
    assert table.crs.to_epsg() == 4490
    assert places(table) == [(103.41, 31.01), (103.42, 31.02)]
    assert table["编号"].tolist() == ["1", "007"]  # text, as it stood
    assert table["name"].tolist() == ["后山滑坡", "沟口"]
    assert table["radius_m"].tolist() == ["50", "80"]


def test_a_column_is_named_as_what_it_was_taken_for(points):
    table = points(
        ("地点名称", "灾种", "威胁半径(m)", "东经", "北纬"),
        ("后山", "滑坡", "50", "103.41", "31.01"),
    )
    assert {"radius_m", "hazard_type"} <= {*table}
    assert table["radius_m"].tolist() == ["50"]


def test_a_total_beneath_the_table_and_empty_rows_are_no_points(points):
    table = points(HEADS, SLIDE, ("",) * 6, FLOW, ("合计", "2", "", "", "", ""))
    assert table["name"].tolist() == ["后山滑坡", "沟口"]
    assert places(table) == [(103.41, 31.01), (103.42, 31.02)]


def test_a_title_above_the_headings_is_no_point(points):
    table = points(("地质灾害隐患点一览表",), HEADS, SLIDE)
    assert table["name"].tolist() == ["后山滑坡"]


def test_a_row_without_a_place_is_named_by_its_number(points):
    lost = ("2", "不明", "滑坡", "50", "", "")
    with pytest.raises(SchemaError, match=r"ledger\.xlsx, row 3: no place"):
        points(HEADS, SLIDE, lost)


def test_headings_that_the_format_keeps_for_itself_do_no_harm(points):
    heads = ("fid", "geom", "名称", "FID", "备注", "备注", "经度", "纬度")
    table = points(heads, ("x", "y", "后山", "z", "1", "2", "103.41", "31.01"))
    assert table["fid_0"].tolist() == ["x"]
    assert table["备注"].tolist() == ["1"]
    assert table["备注_5"].tolist() == ["2"]


def test_both_coordinates_in_one_cell_are_a_place(points):
    table = points(("名称", "坐标"), ("后山", "103.41,31.01"), ("沟口", "103.42,31.02"))
    np.testing.assert_allclose(places(table), [(103.41, 31.01), (103.42, 31.02)])
