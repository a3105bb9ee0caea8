"""What the heading of a column may mean."""

from hypothesis import given
from hypothesis import strategies as st

from geo.column_words import bare_name, likeness, plain_name


@given(st.text(max_size=40))
def test_any_text_may_be_a_heading(name):
    assert 0 <= likeness(name, "structure", "structure") <= 1


@given(st.text(max_size=40))
def test_a_plain_name_is_plain_already(name):
    assert plain_name(plain_name(name)) == plain_name(name)
    assert bare_name(name) == plain_name(bare_name(name))


def test_a_name_of_our_own_is_surer_than_another_and_that_than_one_that_holds_it():
    ours, known, within = (
        likeness(name, "structure", "structure")
        for name in ("house/structure", "结构类型", "房屋主体结构类型")
    )
    assert 1.0 == ours > known > within > 0.5
