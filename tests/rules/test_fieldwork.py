"""What the rules ask of fieldwork."""

from datetime import date

import pytest

from rules.casefile import Vacated
from rules.fieldwork import (
    disaster_window,
    level_of_visit,
    next_patrol,
    seasonal_windows,
    vacated_gaps,
)
from rules.parameters import load_parameters
from rules.vocabulary import LEVELS, SEASONS, VISIT_KINDS

TODAY = date(2026, 11, 22)
FOUR = dict.fromkeys(("water_off", "power_off", "cleared", "locked"), True)


def test_every_table_says_where_it_comes_from():
    for name in ("fieldwork", "photographs"):
        for table in load_parameters(name).tables.values():
            assert len(table.source) > 10 and table.values
    # The document names seasons and large disasters; days and limits are a reading.
    unverified = load_parameters("fieldwork").unverified()
    assert unverified == ("sweep_days", "large_disaster")


def test_every_kind_of_visit_is_somebodys():
    """Rules W5, W6, W8."""
    assert {level_of_visit(kind) for kind in VISIT_KINDS} < set(LEVELS)


def test_each_level_hands_over_to_the_next():
    """Rule W5: 村 → 乡镇 → 县."""
    assert next_patrol([]) == "patrol"
    assert next_patrol(["sweep"]) == "verification"
    assert next_patrol(["verification"]) == "inspection"
    assert next_patrol(["patrol", "watch"]) == "verification"
    assert next_patrol(["inspection", "patrol"]) is None


def test_a_year_asks_for_two_sweeps_of_their_own_seasons():
    """Rule W6: after the thaw, then after the rainy season."""
    windows = seasonal_windows(2026)
    assert [window.season for window in windows] == ["after_thaw", "after_rain"]
    assert {w.season for w in windows} < set(SEASONS)
    assert all(window.begins < window.until for window in windows)


@pytest.mark.parametrize(
    ("magnitude", "asked"), [(4.9, False), (5.0, True), (None, True)]
)
def test_a_large_disaster_asks_for_one_within_its_days(magnitude, asked):
    """Rule W6: an event of unknown size is not called small."""
    window = disaster_window("eq-1", date(2026, 7, 1), magnitude)
    assert (window is not None) == asked
    if window:
        assert (window.begins, window.until) == (date(2026, 7, 1), date(2026, 7, 16))


@pytest.mark.parametrize(
    ("house", "shown", "lacks"),
    [
        (Vacated(why="rebuilt", demolished_on=TODAY), (), 0),
        (Vacated(why="rebuilt", demolished_on=date(2026, 11, 23)), (), 1),
        (Vacated(why="rebuilt", **FOUR), tuple(FOUR), 1),
        (Vacated(why="moved", threatens_neighbours=True, **FOUR), tuple(FOUR), 1),
        (Vacated(why="moved", threatens_neighbours=False, **FOUR), tuple(FOUR), 0),
        (Vacated(why="moved", threatens_neighbours=False, **FOUR), (), 4),
        (Vacated(why="moved", threatens_neighbours=None, **FOUR), tuple(FOUR), 1),
    ],
)
def test_an_empty_house_is_gone_or_safe_and_seen_to_be(house, shown, lacks):
    """Rules H8, W9: demolished, or 两断一清一锁, each with a photograph."""
    assert len(vacated_gaps(house, shown, TODAY)) == lacks
