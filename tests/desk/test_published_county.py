"""Nothing small can be worked out from a year of published months of a county."""

from datetime import date
from itertools import pairwise

import numpy as np

from desk.published import COUNTED, PARTS, month_ends, published
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
