from hypothesis import given
from hypothesis import strategies as st

from reports.pdf_paper import (
    BOLD,
    LEAST_POINTS,
    TEXT,
    Paper,
    fitted,
    glyph_note,
    plain,
    wide,
    wrapped,
)

Paper("fonts")  # registers them
WORDS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")),
        st.sampled_from("柳沟村 ab12 "),
    ),
    max_size=60,
)


@given(WORDS, st.floats(6, 20), st.floats(20, 400))
def test_a_line_always_fits(words, size, width):
    shown, points = fitted(words, BOLD, size, width)
    assert wide(shown, BOLD, points) <= width * 1.0001
    assert LEAST_POINTS <= points <= size


@given(WORDS, st.floats(40, 400))
def test_wrapping_loses_nothing_but_blanks(words, width):
    lines = wrapped(words, TEXT, 9, width)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(wide(line.rstrip(), TEXT, 9) <= width for line in lines)


def test_latin_words_stay_whole_and_chinese_breaks_between_characters():
    assert wrapped("one two", TEXT, 10, wide("one tw", TEXT, 10)) == ["one ", "two"]
    assert wrapped("柳沟村", TEXT, 10, 20) == ["柳沟", "村"]


def test_a_word_longer_than_the_line_is_torn():
    lines = wrapped("https://localhost/team/abc", TEXT, 10, 60)
    assert len(lines) > 1 and "".join(lines) == "https://localhost/team/abc"


def test_what_cannot_be_printed_becomes_a_blank():
    assert plain("甲\t\n乙\x00丙") == "甲 乙 丙"
    assert glyph_note("") == ""


def test_a_text_without_room_ends_with_an_ellipsis(monkeypatch):
    written = []
    monkeypatch.setattr(
        Paper, "text", lambda self, x, y, words, size: written.append(words)
    )
    paper = Paper("lines")
    assert paper.lines(0, 100, "柳沟村石桥村上庄村", 10, 30, 2) == 100 - 2 * 13.5
    assert written == ["柳沟村", "石桥…"]
    paper.lines(0, 100, "柳沟村", 10, 30, 0)
    paper.lines(0, 100, "柳沟村。石桥", 10, 40, 2)
    assert written[2:] == ["柳沟村。", "石桥"]
