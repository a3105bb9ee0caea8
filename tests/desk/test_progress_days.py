from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desk.progress_days import (
    SINCE,
    month_ends,
    published_day,
    published_since,
    shifted_months,
    since_day,
)

FIRST, LAST = date(2024, 10, 2), date(2026, 11, 22)
DAYS = st.dates(FIRST, LAST)


@given(day=DAYS, word=st.sampled_from([*SINCE, "2025-02-30", "", "2026-12-01"]))
def test_the_day_to_compare_with_is_on_record_and_not_later(day, word):
    assert FIRST <= since_day(word, day, FIRST) <= day


@given(day=DAYS)
def test_a_month_there_and_back_is_the_same_month(day):
    back = shifted_months(shifted_months(day, -1), 1)
    assert (back.year, back.month) == (day.year, day.month)


@given(day=DAYS)
def test_published_days_are_month_ends_and_the_last(day):
    """Rules R5, A2: between two days one could tell what one family did."""
    shown = published_day(day, FIRST, LAST)
    assert shown in month_ends(FIRST, LAST)
    assert shown <= day or shown == date(2024, 10, 31)


def test_a_day_before_the_first_month_end_shows_the_first():
    assert published_day(date(2024, 10, 5), FIRST, LAST) == date(2024, 10, 31)
    assert published_day(LAST, FIRST, LAST) == LAST


@given(day=DAYS, word=st.sampled_from([*SINCE, "2024-10-31", ""]))
def test_a_published_day_is_compared_with_an_earlier_published_one(day, word):
    """Rules R5, A2."""
    shown = published_day(day, FIRST, LAST)
    before = published_since(word, shown, FIRST, LAST)
    assert before in month_ends(FIRST, LAST)
    assert before < shown or before == date(2024, 10, 31)


def test_within_a_month_the_month_before_has_just_ended():
    found = [published_since(w, LAST, FIRST, LAST) for w in ("month", "quarter")]
    assert found == [date(2026, 10, 31), date(2026, 8, 31)]
    assert published_since("year", LAST, FIRST, LAST) == date(2025, 11, 30)
    assert published_since("new_year", LAST, FIRST, LAST) == date(2025, 12, 31)
