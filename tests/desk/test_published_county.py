"""Nothing small can be worked out from a year of published months of a county."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from desk.demo import make_demo
from desk.progress_book import progress_book
from desk.published import COUNTED, PARTS, month_ends, published
from desk.workspace import open_workspace
from geo.case_history import LADDER
from tests.ledger.county_reader import CountyReader

UNTIL = date(2026, 11, 22)
ROUNDS = 4


def reader_of(book):
    """Return who reads the last twelve months of a book, and nothing else."""
    months = [published(book, end) for end in month_ends(book.first_day, UNTIL)[-12:]]
    tree = months[0]._tree
    tables = [month._told for month in months]
    counts = [[table.counts[name] for table in tables] for name in COUNTED]
    hidden = [[table.withheld[name] for table in tables] for name in COUNTED]
    steps = [*pairwise(LADDER)]
    beside = [(p.whole, p.part) for p in PARTS if p.part not in LADDER]
    parts = [(COUNTED.index(w), COUNTED.index(p)) for w, p in (*steps, *beside)]
    lasting = [COUNTED.index(name) for name in LADDER]
    counts = np.array(counts).astype(np.int64)
    return CountyReader(tree.codes.tolist(), counts, ~np.array(hidden), parts, lasting)


@pytest.mark.slow
def test_a_year_of_the_demonstration_gives_no_small_number_away(tmp_path):
    """Rule A1: all counts under 5, and all differences from 1 to 4 between measures,
    months and levels, keep four values or more: for each, worlds that show it."""
    make_demo(tmp_path / "w", households=20_000, seed=1, until=UNTIL)
    book = progress_book(open_workspace(tmp_path / "w"))
    reader, rng = reader_of(book), np.random.default_rng(0)
    left = dict.fromkeys(reader.towns, 1)
    for _ in range(ROUNDS):
        left |= reader.round(rng, [town for town, few in left.items() if few])
    assert reader.small() > 100_000
    assert {town: few for town, few in left.items() if few} == {}
