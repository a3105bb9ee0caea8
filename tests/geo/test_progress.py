from datetime import date

import numpy as np
import pandas as pd

from geo.progress import casebook
from rules.policy import load_policy

POLICY = load_policy("990001")
STEPS = [step.id for step in POLICY.steps]


def day(n):
    return date(2026, 3, n)


def test_steps_are_arranged_by_case_in_the_order_of_the_policy():
    rows = [
        ("1", "h1", "990001100200", "found", day(1)),
        ("2", "h2", None, "works_started", day(9)),
        ("1", "h1", "990001100200", "applied", day(5)),
    ]
    book = casebook(rows, POLICY)
    assert book.case_id.tolist() == ["1", "2"]
    assert pd.isna(book.village_code).tolist() == [False, True]
    assert book.done[0, STEPS.index("applied")] == np.datetime64("2026-03-05")
    assert np.isnat(book.done[0, STEPS.index("works_started")])


def test_no_step_is_no_case():
    assert len(casebook([], POLICY).case_id) == 0
