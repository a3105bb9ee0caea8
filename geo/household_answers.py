"""Yes and no, days and areas in a household file."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.household_cells import Checker
from rules.household_facts import AREA_M2
from rules.language import N_

ANSWERS = (
    "other_safe_home",
    "no_house",
    "disaster_rebuild_aid",
    "housing_aid_before",
    "good_samaritan",
    "meets_seismic_standard",
)
_YES = frozenset({"是", "yes", "true", "1"})
_NO = frozenset({"否", "no", "false", "0"})
_DAY = re.compile(
    "([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 00:00:00)?$", re.ASCII
)


def answered(checker: Checker) -> dict[str, pd.array]:
    """Read the columns of yes and no; an empty cell is not known."""
    return {name: _answers(checker, name) for name in ANSWERS}


def _answers(checker: Checker, name: str) -> pd.array:
    def read(word: str) -> bool | None:
        word = word.lower()
        return True if word in _YES else False if word in _NO else None

    values = _each_word(checker, name, read, pa.bool_())
    wrong = pc.and_(pc.is_null(values), pc.not_equal(checker.text(name), ""))
    checker.refuse(name, wrong, N_("is neither yes nor no; write 是 or 否"))
    return pd.array(values.to_pandas(), dtype="boolean")


def dated(checker: Checker, name: str, earliest_year: int, today: date) -> np.ndarray:
    """Read a column of days, ``None`` where it is empty.

    Parameters
    ----------
    earliest_year, today
        Days before and after are refused.
    """

    def read(word: str) -> date | None:
        day = _day(word)
        sane = day and day.year >= earliest_year and day <= today
        return day if sane else None

    values = _each_word(checker, name, read, pa.date32())
    wrong = pc.and_(pc.is_null(values), pc.not_equal(checker.text(name), ""))
    message = N_("is not a day up to {today}; write it as 2023-05-01")
    checker.refuse(name, wrong, message, today=today.isoformat())
    return np.array(values.to_pylist(), dtype=object)


def _day(word: str) -> date | None:
    if not (found := _DAY.match(word)):
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def areas(checker: Checker, name: str) -> np.ndarray:
    """Read a column of square metres, ``NaN`` where it is empty."""
    least, most = AREA_M2
    text = checker.text(name)
    shaped = pc.match_substring_regex(text, r"^[0-9]{1,5}(\.[0-9]*)?$")
    values = pc.cast(pc.if_else(shaped, text, None), pa.float64()).to_numpy()
    with np.errstate(invalid="ignore"):
        sane = (values >= least) & (values <= most)
    message = N_("needs square metres from {least} to {most}")
    wrong = ~sane & ~pc.equal(text, "").to_numpy()
    checker.refuse(name, wrong, message, least=least, most=most)
    return values


def _each_word(
    checker: Checker, name: str, read: Callable[[str], Any], kind: pa.DataType
) -> pa.Array:
    """Read a column of few words, each word once; ``None`` is not understood."""
    encoded = checker.text(name).combine_chunks().dictionary_encode()
    meanings = [read(word) for word in encoded.dictionary.to_pylist()]
    return pa.array(meanings, kind).take(encoded.indices)
