"""What is published tells no small count, and no small change (rule A1).

Tried with a reader who makes no mistake: an exact solver (tests.ledger.reader).
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.area_tree import AreaTree
from ledger.count_classes import class_high, class_low, class_middle, class_words
from ledger.disclosure import Part, Table, told, withheld
from rules.adcode import Level
from tests.ledger.reader import Reader

MEASURES = ("found", "filed", "struck_off")
PARTS = [
    Part("found", "filed"),
    Part("filed", "struck_off"),
    Part("found", "struck_off"),
]
PAIRS = [(0, 1), (1, 2)]
SHAPES = ((3, 3), (2, 4), (5, 3), (1, 3))


def tree_of(shape):
    towns = [f"990001{100 + town}" for town in range(len(shape))]
    return AreaTree([f"{t}{200 + v}" for t, n in zip(towns, shape, strict=True)
                     for v in range(n)])  # fmt: skip


def published(tree, days):
    """Publish days one after the other; each is ``{measure: counts of villages}``."""
    tables = []
    for day in days:
        counts = {
            name: tree.summed(np.array([villages], dtype=float))[0]
            for name, villages in day.items()
        }
        tables.append(withheld(tree, counts, PARTS, MEASURES, tables))
    return tables


def reader_of(tree, tables):
    counts = np.array([[t.counts[m] for t in tables] for m in MEASURES]).astype(int)
    known = ~np.array([[t.withheld[m] for t in tables] for m in MEASURES])
    villages = tree.codes[tree.span(Level.VILLAGE)]
    smallest_first = np.arange(len(tree))[::-1]
    areas = np.array([np.char.startswith(villages, c) for c in tree.codes[::-1]])
    return Reader(
        counts[:, :, tree.span(Level.VILLAGE)],
        areas,
        np.zeros(known.shape, dtype=int),
        known[:, :, smallest_first],
        PAIRS,
        [0, 1, 2],
    )


def chance(seed):
    """Return a small county and three days of it."""
    rng = np.random.default_rng(seed)
    tree = tree_of(SHAPES[seed % 4])
    many = (3, 8, 5, 12)[seed // 4 % 4]
    cases = [
        np.sort(rng.random((rng.poisson(rng.gamma(2, many / 2)), 3)).cumsum(axis=1))
        for _ in tree.codes[tree.span(Level.VILLAGE)]
    ]
    days = [
        {
            m: [int((c[:, at] <= day).sum()) for c in cases]
            for at, m in enumerate(MEASURES)
        }
        for day in (0.4, 0.7, 1.0)
    ]
    return tree, published(tree, days)


TELLING = (6, 8, 21)  # counties in which something must be withheld


@pytest.mark.parametrize("seed", TELLING)
def test_nobody_can_work_out_a_small_count_or_a_small_change(seed):
    """Rule A1: of each count under 5, and of each difference from 1 to 4 between
    measures, days or levels, at least four values stay possible."""
    reader = reader_of(*chance(seed))
    assert reader.small() > 100
    assert reader.given_away(np.random.default_rng(0)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_nor_in_sixty_other_counties(seed):
    """Rule A1."""
    reader = reader_of(*chance(seed))
    assert reader.given_away(np.random.default_rng(0)) == []


def two_steps():
    """Two villages step to five while their town stays within its class."""
    tree = tree_of((4,))
    before = {name: [4, 4, 8, 5] for name in MEASURES}
    return tree, [before, {name: [5, 5, 8, 5] for name in MEASURES}]


def test_the_reader_finds_what_is_given_away_where_nothing_is_withheld():
    tree, days = two_steps()
    tables = published(tree, days)
    open_ = [
        Table(
            counts=t.counts, withheld={m: np.zeros(len(tree), bool) for m in MEASURES}
        )
        for t in tables
    ]
    assert reader_of(tree, open_).given_away(np.random.default_rng(0))
    assert reader_of(tree, tables).given_away(np.random.default_rng(0)) == []


def test_a_village_is_withheld_with_company_so_that_this_tells_nothing_of_it():
    """Rule A1: a withheld count may be small as well."""
    tree, days = two_steps()
    first, second = published(tree, days)
    assert not any(first.withheld[name].any() for name in MEASURES)
    hidden = {str(c) for m in MEASURES for c in tree.codes[second.withheld[m]]}
    assert hidden
    assert all(len(code) == 12 for code in hidden)
    low, high = told(second.counts["found"], np.ones(len(tree), dtype=bool))
    assert low.max() == 0
    assert high.min() > 10**6


def test_a_table_without_small_differences_withholds_nothing():
    tree = tree_of((3, 3))
    counts = {m: [30, 40, 50, 60, 70, 80] for m in MEASURES}
    (table,) = published(tree, [counts])
    assert not any(hidden.any() for hidden in table.withheld.values())


def test_counts_that_fall_are_published_all_the_same():
    tree = tree_of((3,))
    days = [{m: [9, 9, 9] for m in MEASURES}, {m: [3, 9, 9] for m in MEASURES}]
    assert len(published(tree, days)) == 2


@given(st.integers(0, 10**6))
def test_a_class_holds_its_count_and_is_about_a_tenth_of_it_at_most(count):
    low = class_low(np.array([count]))
    high = class_high(low)
    assert low[0] <= count <= high[0]
    assert low[0] <= class_middle(low)[0] <= high[0]
    assert high[0] - low[0] + 1 <= max(5, count / 9)
    assert class_low(high)[0] == low[0]
    assert class_low(high + 1)[0] == high[0] + 1


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "<5"), (4, "<5"), (5, "5"), (104, "100"), (1049, "1,000"), (np.nan, "…")],
)
def test_a_class_is_written_as_its_least_count(count, words):
    assert class_words(class_low(np.array([count]))[0]) == words


def test_ranges_of_a_tree_narrow_from_above_and_from_below():
    # county 10–14, towns 5–9 and 0–4: villages of the second hold 1 at least
    tree = tree_of((1, 2))
    low = np.array([[12.0, 5, 0, 5, 0, 0]])
    high = np.array([[14.0, 9, 4, 9, 4, 0]])
    tree.narrow(low, high)
    assert low.tolist() == [[12, 8, 3, 8, 3, 0]]
    assert high.tolist() == [[13, 9, 4, 9, 4, 0]]
