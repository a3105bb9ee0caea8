"""Data on a page are shown as they stand: no name becomes a link or a style."""

import pytest

from views.words import WORD_JOINER, plain


@pytest.mark.parametrize("name", ["安和镇", "New Village", "安和镇 白石村", ""])
def test_a_common_name_is_left_alone(name):
    assert plain(name) == name


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("[点我](x)", r"\[点我\]\(x\)"),
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("$x$ <b> # 1.", r"\$x\$ \<b\> \# 1\."),
        ("a\n\n# b", r"a \# b"),
    ],
)
def test_marks_are_escaped_and_lines_joined(name, written):
    assert plain(name) == written


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("http://evil", "http:/"),
        ("www.evil.example", "www."),
        ("a@evil.example", "@e"),
        (":smile:", ":s"),
    ],
)
def test_what_markdown_links_by_itself_is_broken_unseen(name, broken):
    shown = plain(name).replace("\\", "")
    assert broken not in shown
    assert shown.replace(WORD_JOINER, "") == name
