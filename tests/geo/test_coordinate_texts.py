"""Coordinates in the ways in which offices write them."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import parse_coordinates

EAST, NORTH = 103.504222, 31.202778  # 103°30′15.2″, 31°12′10″


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("103°30′15.2″", "31°12′10″"),
        ("103°30'15.2\"E", "31°12'10\"N"),
        ("103 30 15.2", "31 12 10"),
        ("103-30-15.2", "31-12-10"),
        ("103度30分15.2秒", "31度12分10秒"),
        ("103:30:15.2", "31:12:10"),
        ("103d30m15.2s", "31d12m10s"),
        ("１０３°３０′１５．２″", "３１°１２′１０″"),
        ("东经103°30′15.2″", "北纬31°12′10″"),
        ("北纬31°12′10″", "东经103°30′15.2″"),
        ("103º30´15,2¨", "31º12´10¨"),
        ("北纬31°12′10″ 东经103°30′15.2″", ""),
        ("北纬31°12′10″，东经103°30′15.2″", ""),
        ("31°12′10″N 103°30′15.2″E", None),
        ("103°30′15.2″ 31°12′10″", ""),
        ("103 30 15.2, 31 12 10", ""),
        ("103 30 15.2 31 12 10", ""),
    ],
)
def test_degrees_minutes_and_seconds(x, y):
    read = parse_coordinates([x], [y])
    assert (read.x.round(6).item(), read.y.round(6).item()) == (EAST, NORTH)
    assert read.counts["seconds"] == 1 and not read.unreadable.any()


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ("103.5", "31.2", (103.5, 31.2)),
        (" +103.5 ", "31.2", (103.5, 31.2)),
        ("1.035e2", "31.2", (103.5, 31.2)),
        ("１０３．５", "３１。２", (103.5, 31.2)),
        ("103.5°", "31.2度", (103.5, 31.2)),
        ("E103.5", "N31.2", (103.5, 31.2)),
        ("N31.2", "E103.5", (103.5, 31.2)),
        ("103°30′", "31°12.5′", (103.5, 31.208333)),
        ("103,51234", "31,2", (103.51234, 31.2)),
        ("103.5,31.2", "", (103.5, 31.2)),
        ("103.5,31.2", "103.5,31.2", (103.5, 31.2)),
        ("103.5 31.2", "", (103.5, 31.2)),
        ("(103.5，31.2)", "", (103.5, 31.2)),
        ("103.5、31.2", "", (103.5, 31.2)),
        ("103,5;31,2", "", (103.5, 31.2)),
        ("103.5,31.2,480", "", (103.5, 31.2)),
        ("POINT(103.5 31.2)", "", (103.5, 31.2)),
        ("31.2 103.5 480.0 4.5", "", (103.5, 31.2)),  # as Kobo writes it
        ("经度:103.5 纬度:31.2", "", (103.5, 31.2)),
        ("N31.2 E103.5", "", (103.5, 31.2)),
        ("31.2", "103.5", (31.2, 103.5)),  # no letter: the doctor turns them
        ("512345.6", "3431234.5", (512345.6, 3431234.5)),
        ("35512345.6", "3431234.5", (35512345.6, 3431234.5)),
        ("512,345.6", "3,431,234.5", (512345.6, 3431234.5)),
        ("512345.6m", "3431234.5米", (512345.6, 3431234.5)),
        ("X=3431234.5,Y=512345.6", "", (3431234.5, 512345.6)),
    ],
)
def test_numbers_signs_and_letters(x, y, expected):
    read = parse_coordinates([x], [y])
    assert (read.x.round(6).item(), read.y.round(6).item()) == expected


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("abc", "31.2"),
        ("103.5", ""),
        ("", "31.2"),
        ("103°75′", "31°12′"),
        ("103.5°30′", "31.2"),
        ("E103.5", "E31.2"),
        ("103.5.2", "31.2"),
        ("见图", ""),
    ],
)
def test_what_is_no_pair_is_marked(x, y):
    read = parse_coordinates([x], [y])
    assert read.unreadable.all() and np.isnan(read.x).all() and np.isnan(read.y).all()


@pytest.mark.parametrize("nothing", ["", None, " ", "-", "/", "无", "NULL", "NaN"])
def test_nothing_is_not_unreadable(nothing):
    read = parse_coordinates([nothing], [nothing])
    assert not read.unreadable.any() and np.isnan(read.x).all()
    assert read.counts["empty"] == 1


def test_how_rows_are_written_is_counted():
    read = parse_coordinates(
        ["103.5", "103°30′", "103°30′0″", "E103.5", "?", "", "103.5,31.2"],
        ["31.2", "31°12′", "31°12′0″", "N31.2", "31.2", "", ""],
    )
    assert read.counts == {
        "empty": 1,
        "number": 2,
        "degrees": 1,
        "minutes": 1,
        "seconds": 1,
        "unreadable": 1,
        "together": 1,
        "lettered": 1,
    }


def test_columns_of_arrow_are_read_as_they_are():
    texts = pa.chunked_array([["103.5", None], ["103.6"]])
    read = parse_coordinates(texts, pa.chunked_array([["31.2"], [None, "31.3"]]))
    assert read.x[[0, 2]].tolist() == [103.5, 103.6] and np.isnan(read.x[1])
    assert parse_coordinates([], []).x.size == 0


@given(st.floats(73.0, 135.0), st.floats(3.0, 53.0))
def test_what_is_written_in_seconds_comes_back(lon, lat):
    def written(value):
        seconds = round(value * 3600 * 1e4)
        rest, part = divmod(seconds, 600_000)
        return f"{rest // 60}°{rest % 60}′{part / 1e4:.4f}″"

    read = parse_coordinates([written(lon)], [written(lat)])
    assert (read.x.item(), read.y.item()) == pytest.approx((lon, lat), abs=1e-7)


@given(st.lists(st.text(max_size=20), max_size=5))
def test_no_text_makes_it_stumble(texts):
    read = parse_coordinates(texts, texts[::-1])
    assert len(read.x) == len(texts)
    assert (np.isfinite(read.x) == np.isfinite(read.y)).all()
