import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.chapman import unseen
from rules.errors import PlanningError

SEEN = st.integers(7, 60)


def test_the_turtles_of_the_textbook():
    # 10 marked, 15 caught later, 5 of them marked: 28 in the lake.
    chapman = (10 + 1) * (15 + 1) / (5 + 1) - 1
    assert round(chapman) == 28
    with pytest.raises(PlanningError, match="only 5 families are on both"):
        unseen(10, 15, 5)


def test_an_outbreak_of_which_the_end_is_known():
    """Rule G6: what two lists miss is a lower bound.

    Hepatitis A in a college of northern Taiwan, 1995 (Chao et al. 2001, Statistics in
    Medicine 20: 3123-3157): lists P and Q have 135 and 122 patients, 49 both. By
    Chapman there are 334; a screening of everybody later found about 545, for who was
    on one list was sooner on the other.
    """
    found = unseen(135, 122, 49)
    assert round(found.families) == 334
    assert found.neither == pytest.approx(136 * 123 / 50 - 1 - (135 + 122 - 49))
    # variance 823.67; exp(1.96 sqrt(ln(1 + 823.67 / 125.56**2))) = 1.5563
    assert found.low == pytest.approx(125.56 / 1.5563, abs=0.1)
    assert found.high == pytest.approx(125.56 * 1.5563, abs=0.1)
    assert 135 + 122 - 49 + found.high < 545


def test_two_complete_sources_miss_nobody():
    found = unseen(40, 40, 40)
    assert (found.families, found.neither, found.low, found.high) == (40, 0, 0, 0)


@given(SEEN, SEEN, SEEN)
def test_the_order_of_the_sources_does_not_matter(alone, other, both):
    one, two = (unseen(alone + both, other + both, both),
                unseen(other + both, alone + both, both))  # fmt: skip
    assert one.neither == pytest.approx(two.neither)
    assert one.low <= one.neither <= one.high


def test_more_on_both_than_on_one_is_no_question():
    with pytest.raises(ValueError, match="more on both"):
        unseen(10, 8, 9)
