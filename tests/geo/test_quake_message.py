"""Messages of earthquakes as they are passed on, and what is missing in them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.quake_message import read_quake_message
from rules.errors import EventError
from rules.times import CHINA_TIME

RECEIVED = datetime(2024, 1, 5, 8, tzinfo=CHINA_TIME)
FINAL = (
    "中国地震台网正式测定:09月05日12时52分在四川甘孜州泸定县(北纬29.59度,东经102.08度)"
    "发生6.8级地震,震源深度16千米,最终结果以正式速报为准。"
)
AUTOMATIC = (
    "中国地震台网自动测定:12月18日23时59分在甘肃临夏州附近(北纬35.70度,东经102.79度)"
    "发生6.0级左右地震,最终结果以正式速报为准。"
)
TABLE = (
    "震级(M)\t发震时刻(UTC+8)\t纬度(°)\t经度(°)\t深度(千米)\t参考位置\n"
    "6.2\t2023-12-18 23:59:30\t35.70\t102.79\t10\t甘肃临夏州积石山县"
)
LIST = (
    "发震时刻 2023-12-18 23:59:30\n纬度(°) 35.70\n经度(°) 102.79\n深度(千米) 10\n"
    "震级(M) 6.2\n参考位置 甘肃临夏州积石山县"
)
SHORT = (
    "【地震速报】12月18日23时59分甘肃临夏州积石山县发生6.2级地震,震源深度10公里,"
    "北纬35.70°东经102.79°"
)
LETTERS = "M6.2 甘肃临夏州积石山县 2023-12-18 23:59:30 (35.70°N, 102.79°E) 10km"
AFTERSHOCKS = (
    "据中国地震台网正式测定,9月5日12时52分,四川甘孜州泸定县发生6.8级地震,震源深度"
    "16公里,震中位于北纬29.59度,东经102.08度。截至9月6日7时,共记录到3.0级及以上余震"
    "10次,最大余震4.5级。"
)
DATED = (
    "据中国地震台网正式测定,2023年12月18日23时59分在甘肃临夏州积石山县"
    "(北纬35.70度,东经102.79度)发生6.2级地震,震源深度10千米。"
)
WORDS = "震中:四川泸定 时间:2022-09-05 12:52 震级:M6.8 经度:102.08 纬度:29.59 深度:16km"
SIGNS = "Ms6.8 2022/09/05 04:52:18 UTC N29.59 E102.08 h=16km"
LUDING, JISHISHAN = "四川甘孜州泸定县", "甘肃临夏州积石山县"
LUDING_NUMBERS = (6.8, 102.08, 29.59, 16.0)
JISHISHAN_NUMBERS = (6.2, 102.79, 35.7, 10.0)


def read(text):
    return read_quake_message(text, RECEIVED)


@pytest.mark.parametrize(
    ("text", "time", "numbers", "place", "version"),
    [
        (FINAL, "2023-09-05T12:52:00", LUDING_NUMBERS, LUDING, "正式"),
        (AFTERSHOCKS, "2023-09-05T12:52:00", LUDING_NUMBERS, LUDING, "正式"),
        (WORDS, "2022-09-05T12:52:00", LUDING_NUMBERS, "四川泸定", ""),
        (SIGNS, "2022-09-05T12:52:18", LUDING_NUMBERS, "", ""),
        (TABLE, "2023-12-18T23:59:30", JISHISHAN_NUMBERS, JISHISHAN, ""),
        (LIST, "2023-12-18T23:59:30", JISHISHAN_NUMBERS, JISHISHAN, ""),
        (SHORT, "2023-12-18T23:59:00", JISHISHAN_NUMBERS, JISHISHAN, ""),
        (LETTERS, "2023-12-18T23:59:30", JISHISHAN_NUMBERS, JISHISHAN, ""),
        (DATED, "2023-12-18T23:59:00", JISHISHAN_NUMBERS, JISHISHAN, "正式"),
    ],
)
def test_the_messages_of_the_network_are_read(text, time, numbers, place, version):
    message = read(text)
    assert message.time.isoformat() == f"{time}+08:00"
    told = message.magnitude, message.lon, message.lat, message.depth_km
    assert told == numbers
    assert (message.place, message.version, message.text) == (place, version, text)


def test_an_automatic_message_has_no_depth_and_is_called_so():
    message = read(AUTOMATIC)
    assert message.time.isoformat() == "2023-12-18T23:59:00+08:00"
    assert (message.magnitude, message.lon, message.lat) == (6.0, 102.79, 35.7)
    assert (message.depth_km, message.version) == (None, "自动")
    assert (message.place, message.title) == ("甘肃临夏州", "甘肃临夏州 M6.0")


def test_full_width_digits_and_signs_are_read_like_others():
    wide = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789(),:."}
    message = read(FINAL.translate(wide))
    assert (message.magnitude, message.lon, message.lat) == (6.8, 102.08, 29.59)
    assert (message.depth_km, message.version) == (16.0, "正式")


def test_the_other_half_of_the_world_is_negative():
    message = read("1月4日12时0分在智利(南纬20.5度,西经70度)发生7.0级地震")
    assert (message.lat, message.lon) == (-20.5, -70.0)


def test_a_message_without_depth_says_so_and_takes_an_ordinary_one():
    message = read(AUTOMATIC)
    assert message.depth_km is None and message.quake().depth_km == 10.0
    assert len(message.notes) == 2 and "no depth" in message.notes[0]
    assert read(FINAL).notes == ()


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("5月12日下午2时28分", 14),
        ("5月12日(星期一)凌晨2时28分", 2),
        ("5月12日中午12时28分", 12),
        ("5月12日中午11时28分", 11),
        ("5月12日晚上10点28分", 22),
        ("5月12日 14:28", 14),
    ],
)
def test_the_hour_may_be_told_as_people_do(written, hour):
    message = read(FINAL.replace("09月05日12时52分", written))
    assert (message.time.month, message.time.day) == (5, 12)
    assert (message.time.hour, message.time.minute) == (hour, 28)


@pytest.mark.parametrize(
    "text",
    [
        "【四川泸定发生6.8级地震】" + FINAL + "(@中国地震台网)",
        "据中国地震台网测定,北京时间2023年9月5日12时52分,四川省甘孜藏族自治州泸定县"
        "(29.59°N,102.08°E)发生Ms6.8级地震,震源深度约16公里。",
        "M 6.8 - Luding, 2023-09-05T04:52:00Z, 29.59N 102.08E, depth 16 km",
        "时间:2023-09-05 12:52:00.0 震级:6.8级 纬度:29.59°N 经度:102.08°E 深度:16千米",
    ],
)
def test_others_pass_it_on_in_their_own_words(text):
    message = read(text)
    told = message.magnitude, message.lon, message.lat, message.depth_km
    assert told == LUDING_NUMBERS
    assert message.time.isoformat() == "2023-09-05T12:52:00+08:00"


def test_a_time_without_year_is_the_last_such_one():
    soon = FINAL.replace("09月05日12时52分", "01月05日07时59分")
    assert read(soon).time.year == 2024
    assert read(FINAL).time.year == 2023


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        ("6.8级", "震级"),
        ("09月05日12时52分", "发震时刻"),
        ("北纬29.59度,", "纬度"),
        (",东经102.08度", "经度"),
    ],
)
def test_what_is_missing_is_named_and_never_guessed(gone, missing):
    with pytest.raises(EventError, match=f"does not tell: {missing}"):
        read(FINAL.replace(gone, ""))


@pytest.mark.parametrize("text", ["", "   ", "今天天气很好", "\x00\ud800"])
def test_no_message_at_all_lacks_everything(text):
    with pytest.raises(EventError, match=r"发震时刻.*震级.*纬度.*经度"):
        read(text)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (FINAL.replace("6.8级", "4.2级"), r"several earthquakes: 震级 .*M6\.8、M4\.2"),
        (FINAL.replace("29.59", "29.40"), r"several earthquakes: 纬度 .*29\.59、29\.4"),
    ],
)
def test_two_earthquakes_in_a_text_are_refused(other, says):
    with pytest.raises(EventError, match=says):
        read(FINAL + other)


def test_the_same_message_twice_is_one():
    assert read(FINAL + "\n" + FINAL).magnitude == 6.8


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (FINAL.replace("29.59", "129.59"), "latitude 129.59 is not between"),
        (FINAL.replace("6.8级", "68级"), "magnitude 68.0 is not between"),
        (FINAL.replace("16千米", "900千米"), "depth 900.0 km is not between"),
    ],
)
def test_numbers_no_earthquake_has_are_refused(wrong, says):
    with pytest.raises(EventError, match=says):
        read(wrong)


@given(
    st.integers(30, 90),
    st.integers(0, 5300),
    st.integers(7000, 13600),
    st.none() | st.integers(0, 300),
    st.datetimes(datetime(1990, 1, 1), datetime(2023, 12, 31)),
)
def test_whatever_the_network_can_write_is_read_back(tenths, lat, lon, depth, time):
    sentence = (
        f"中国地震台网正式测定:{time:%Y年%m月%d日%H时%M分}在某地"
        f"(北纬{lat / 100:.2f}度,东经{lon / 100:.2f}度)发生{tenths / 10:.1f}级地震"
    )
    message = read(sentence + ("。" if depth is None else f",震源深度{depth}千米。"))
    assert message.magnitude == tenths / 10 and message.depth_km == depth
    assert (message.lat, message.lon) == (lat / 100, lon / 100)
    assert f"{message.time:%Y%m%d%H%M}" == f"{time:%Y%m%d%H%M}"


@given(st.text(max_size=300))
def test_any_text_is_a_message_or_a_refusal(text):
    try:
        read(text)
    except EventError as error:
        assert error.message
