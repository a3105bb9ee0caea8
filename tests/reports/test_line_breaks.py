"""No line of Chinese begins with a stop, none ends with an opening bracket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.line_breaks import NOT_FIRST, NOT_LAST, broken, units

CLOSING, OPENING = "、，。；：！？）》」』】〕”’％", "（《「『【〔“‘"
TEXTS = st.text(st.sampled_from(f"安和县镇a1 .()%≈{CLOSING}{OPENING}"), max_size=60)


def lines_of(words, wide):
    return broken(words, lambda line: len(line) <= wide)


def test_the_stops_of_chinese_text_are_known():
    assert set(CLOSING) <= NOT_FIRST
    assert set(OPENING) <= NOT_LAST


@pytest.mark.parametrize(
    ("words", "wide", "lines"),
    [
        (
            "应由乡镇办理（淄建发〔2022〕48号二（四））。",
            21,
            ["应由乡镇办理（淄建发〔2022〕48号二", "（四））。"],
        ),
        ("各地分不出高低。", 7, ["各地分不出高", "低。"]),
        ("未完成：“甲”、“乙”、“丙”。", 8, ["未完成：“甲”、", "“乙”、“丙”。"]),
        ("其中《办法》规定", 3, ["其中", "《办", "法》规", "定"]),
        ("竣工率≈ 39 %左右", 6, ["竣工率", "≈ 39 %", "左右"]),
        ("约 26–40 %。", 8, ["约 ", "26–40 %。"]),
        ("one two (three), four", 8, ["one two ", "(three), ", "four"]),
    ],
)
def test_lines_end_where_they_may(words, wide, lines):
    assert lines_of(words, wide) == lines


@given(TEXTS)
def test_the_units_are_the_text(words):
    assert "".join(units(words)) == words


@given(TEXTS, st.integers(1, 30))
def test_lines_fit_and_lose_nothing_but_blanks(words, wide):
    lines = lines_of(words, wide)
    assert all(len(line.rstrip()) <= wide for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


@given(
    st.lists(st.sampled_from(("安和", "（县）。", "“镇”、", "《村》；")), max_size=20)
)
def test_where_no_unit_is_longer_than_a_line_every_line_is_proper(parts):
    for line in lines_of("".join(parts), 12):
        assert not line or (line[0] not in CLOSING and line[-1] not in OPENING)
