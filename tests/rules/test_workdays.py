from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import PolicyError
from rules.workdays import load_holidays, official_holidays

HOLIDAYS = official_holidays()
HEAD = 'source = "县政府办通知"\ndate = 2026-01-01\nverified = false\n'

covered = st.dates(date(2024, 1, 1), date(2026, 6, 30))


def office_file(folder, text):
    path = folder / "office.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 2), False),  # 元旦, a Friday
        (date(2026, 1, 4), True),  # the Sunday worked for it
        (date(2026, 2, 14), True),
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 11, 21), False),  # a plain Saturday
        (date(2025, 10, 8), False),
        (date(2025, 9, 28), True),
        (date(2024, 2, 9), True),  # the eve: rest was encouraged, not ordered
    ],
)
def test_days_off_and_worked_are_those_of_the_notices(day, works):
    assert HOLIDAYS.is_working(day) is works


def test_each_year_names_the_notice_it_follows():
    assert sorted(HOLIDAYS.sources) == [2024, 2025, 2026]
    assert "国办发明电〔2025〕7号" in HOLIDAYS.sources[2026]
    assert not HOLIDAYS.unverified


def test_every_day_of_three_years_agrees_with_an_independent_table():
    peer = pytest.importorskip("chinese_calendar")
    day = date(2024, 1, 1)
    while day.year < 2027:
        assert HOLIDAYS.is_working(day) == peer.is_workday(day), day
        day += timedelta(days=1)


def test_a_count_of_working_days_steps_over_the_spring_festival():
    # Friday 13, worked Saturday 14, nine days off, Tuesday 24
    friday = date(2026, 2, 13)
    assert HOLIDAYS.after(friday, 1) == date(2026, 2, 14)
    assert HOLIDAYS.after(friday, 2) == date(2026, 2, 24)
    assert HOLIDAYS.between(friday, date(2026, 2, 23)) == 1
    assert HOLIDAYS.between(friday, date(2026, 2, 24)) == 2


def test_a_year_without_table_is_unknown_and_only_presumed():
    """The presumed day goes by weekends alone: Friday 1 January 2027 counts."""
    eve = date(2026, 12, 31)
    assert HOLIDAYS.is_working(date(2027, 1, 4)) is None
    assert HOLIDAYS.after(eve, 1) is None
    assert HOLIDAYS.between(eve, date(2027, 1, 4)) is None
    assert HOLIDAYS.presumed_after(eve, 1) == date(2027, 1, 1)
    assert HOLIDAYS.presumed_after(eve, 2) == date(2027, 1, 4)


def test_no_days_are_the_day_itself_and_fewer_are_refused():
    new_year = date(2026, 1, 1)
    assert HOLIDAYS.after(new_year, 0) == new_year
    with pytest.raises(ValueError, match="does not run backwards"):
        HOLIDAYS.after(new_year, -1)


@given(covered, st.integers(1, 60))
def test_counting_undoes_adding(day, days):
    assert HOLIDAYS.between(day, HOLIDAYS.after(day, days)) == days


@given(covered, st.integers(1, 60))
def test_the_last_day_of_a_count_is_worked_and_never_before_the_plain_days(day, days):
    last = HOLIDAYS.after(day, days)
    assert HOLIDAYS.is_working(last)
    assert last >= day + timedelta(days=days)


@given(covered, covered, st.integers(1, 60))
def test_who_starts_later_is_not_due_earlier(one, other, days):
    first, second = sorted((one, other))
    assert HOLIDAYS.after(first, days) <= HOLIDAYS.after(second, days)


@given(covered, covered, covered)
def test_counts_of_adjoining_spans_add_up(one, two, three):
    start, middle, end = sorted((one, two, three))
    parts = HOLIDAYS.between(start, middle) + HOLIDAYS.between(middle, end)
    assert parts == HOLIDAYS.between(start, end)


def test_an_office_adds_a_local_day_off_and_keeps_the_others(tmp_path):
    local = "[2026]\nworking = []\noff = [{from=2026-08-06, to=2026-08-06}]\n"
    holidays = load_holidays(office_file(tmp_path, local + HEAD))
    assert holidays.is_working(date(2026, 8, 6)) is False
    assert holidays.is_working(date(2026, 10, 1)) is False
    assert holidays.unverified == {2026}
    assert HOLIDAYS.is_working(date(2026, 8, 6)) is True


def test_an_office_works_on_a_day_that_the_notice_gives_off(tmp_path):
    local = "[2026]\noff = []\nworking = [2026-10-03]\n"
    holidays = load_holidays(office_file(tmp_path, local + HEAD))
    assert holidays.is_working(date(2026, 10, 3)) is True
    assert holidays.is_working(date(2026, 10, 4)) is False


def test_an_office_adds_the_year_that_the_product_does_not_know(tmp_path):
    local = (
        '[2027]\nworking = []\noff = [{name="元旦", from=2027-01-01, to=2027-01-03}]\n'
    )
    holidays = load_holidays(office_file(tmp_path, local + HEAD))
    assert holidays.after(date(2026, 12, 31), 1) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[2027", "no holiday table can be read"),
        ("[spring]\n" + HEAD, "table spring is no year"),
        ("[2027]\noff = []\nworking = []", "needs source"),
        ("[2027]\nworking = []\n" + HEAD, "no value off"),
        (
            "[2027]\nworking = []\noff = [{from=2027-01-03, to=2027-01-01}]\n" + HEAD,
            "2027: days off from 2027-01-03 run backwards",
        ),
        (
            "[2027]\nworking = []\noff = [{from=2027-01-03}]\n" + HEAD,
            "None is no day; write it like",
        ),
        (
            '[2027]\nworking = ["2027-01-03"]\noff = []\n' + HEAD,
            "2027-01-03 is no day",
        ),
        (
            "[2027]\nworking = [2027-01-04]\noff = []\n" + HEAD,
            "2027-01-04 is worked anyway",
        ),
        (
            "[2027]\nworking = [2027-01-03]\n"
            "off = [{from=2027-01-01, to=2027-01-03}]\n" + HEAD,
            "2027-01-03 is both off and worked",
        ),
    ],
)
def test_a_table_that_cannot_be_counted_by_is_refused(tmp_path, text, says):
    with pytest.raises(PolicyError, match=says):
        load_holidays(office_file(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PolicyError, match=r"office\.toml: no holiday table"):
        load_holidays(tmp_path / "office.toml")
