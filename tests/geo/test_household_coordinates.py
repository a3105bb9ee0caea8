"""Where a house stands: two columns or one cell, in degrees or read as told."""

import numpy as np
import pytest

from geo.datum import parse_coordinates
from geo.household_coordinates import forms_of
from geo.household_rows import coordinates_of
from geo.mapping import propose
from tests.geo.ledgers import plain
from tests.geo.sheets import sheet


def test_coordinates_in_the_wrong_order_may_be_exchanged():
    found = plain(
        ["户编号", "村代码", "经度", "纬度"], ["H1", "990001100200", "31.25", "103.5"]
    )
    assert [(r.field, r.suggestion) for r in found.rejects] == [
        ("lon", "103.5"),
        ("lat", "31.25"),
    ]


@pytest.mark.parametrize(
    ("cell", "noted"),
    [
        ("103.5,31.25", False),
        ("（103.5，31.25）", False),
        ("103.5 31.25", False),
        ("POINT(103.5 31.25)", False),
        ("31.25, 103.5", True),
        ("31.25 103.5 850.0 4.9", False),  # as field forms send it
    ],
)
def test_one_cell_may_hold_both_coordinates(cell, noted):
    found = plain(["户编号", "村代码", "坐标"], ["H1", "990001100200", cell])
    assert found.table[["lon", "lat"]].iloc[0].tolist() == [103.5, 31.25]
    turned = [n.reason for n in found.notes]
    assert turned == (
        ["was read with the latitude first, as 103.5, 31.25"] if noted else []
    )


@pytest.mark.parametrize("cell", ["103.5", "东边", "103.5;", "3456789.1,35512345.2"])
def test_a_cell_without_both_coordinates_is_refused(cell):
    found = plain(["户编号", "村代码", "坐标"], ["H1", "990001100200", cell])
    assert [(r.field, r.reason) for r in found.rejects] == [
        ("place", "is not a number of degrees")
    ]


GRID = ["户编号", "村代码", "X坐标", "Y坐标"]
METRES = ["H1", "990001100200", "500000", "3430974.271"]


def test_metres_are_refused_until_somebody_says_what_they_are():
    found = plain(GRID, METRES)
    assert [(r.field, r.reason) for r in found.rejects] == [
        ("x", "is not a number of degrees"),
        ("y", "is not a number of degrees"),
    ]


@pytest.mark.parametrize("reading", ["EPSG:4543", {"projected": "EPSG:4543"}])
def test_metres_are_converted_as_told_and_kept_as_given(reading):
    line = ["H2", "990001100200", "103.5", "31.25"]
    lines = [METRES] if isinstance(reading, str) else [METRES, line]
    found = plain(GRID, *lines, reading=reading)
    assert found.rejects == []
    assert found.table[["lon", "lat"]].iloc[0].round(6).tolist() == [102.0, 31.0]
    assert found.xy.to_dict("records") == [
        {"row": 2, "x": 500000.0, "y": 3430974.271, "reading": "EPSG:4543"}
    ]


def test_degrees_minutes_and_seconds_are_read_with_a_note():
    line = ["H1", "990001100200", "103°30′00″E", "31°15′00″N"]
    found = plain(["户编号", "村代码", "经度", "纬度"], line)
    assert found.table[["lon", "lat"]].iloc[0].tolist() == [103.5, 31.25]
    assert {n.field for n in found.notes} == {"lon", "lat"}


def test_coordinates_are_told_as_texts_with_their_villages():
    table = sheet(GRID, METRES, ["合计"])
    mapping = propose(table).mapping
    assert coordinates_of(table, mapping) == (
        ["500000"],
        ["3430974.271"],
        ["990001100200"],
    )
    nowhere = sheet(["户编号", "村代码"], ["H1", "990001100200"])
    mapping = propose(nowhere).mapping
    assert coordinates_of(nowhere, mapping) == ([""], [""], ["990001100200"])


def test_readings_may_be_told_row_by_row():
    degrees = ["H2", "990001100200", "103.5", "31.25"]
    told = np.array(["EPSG:4543", ""])
    found = plain(GRID, METRES, degrees, reading=told)
    assert found.table["lon"].round(6).tolist() == [102.0, 103.5]
    assert found.xy["row"].tolist() == [2]


def test_a_place_that_nobody_knows_is_unknown():
    line = ["H1", "990001100200", "无", "/"]
    found = plain(["户编号", "村代码", "经度", "纬度"], line)
    assert found.table[["lon", "lat"]].isna().all(axis=None)
    assert [n.reason for n in found.notes] == ["was taken as unknown"] * 2


def test_each_form_of_writing_has_a_name():
    read = parse_coordinates(
        ["103.5", "103°30′", "500000", "35500000", "x"],
        ["31.2", "31°12′", "3430974", "3430974", ""],
    )
    assert forms_of(read).tolist() == ["degrees", "dms", "projected", "prefixed", ""]
