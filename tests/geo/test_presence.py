import pytest

from geo.presence import inside_ratio
from rules.errors import EventError


def test_at_night_nearly_all_are_at_home_and_by_day_half():
    assert inside_ratio("2023-12-18T23:59:30+08:00") == 0.95
    assert inside_ratio("2008-05-12 14:28") == 0.5


def test_the_hour_is_that_of_the_clock_in_china():
    assert inside_ratio("2023-12-18T15:59:30+00:00") == 0.95


@pytest.mark.parametrize("told", [None, "", "2023-12-18"])
def test_where_nobody_told_the_hour_nobody_is_left_out(told):
    assert inside_ratio(told) == 1.0


def test_what_is_no_time_is_refused():
    with pytest.raises(EventError, match="is no time; write it like"):
        inside_ratio("yesterday at noon")
