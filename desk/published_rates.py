"""Measures of progress from published counts alone."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geo.shrunk_rates import shrunk_rates
from ledger.count_classes import class_high, class_words
from ledger.small_counts import WITHHELD
from rules.parameters import load_parameters

TOO_FEW = "—"  # an amount, or days, of fewer cases than are shown
ANYTHING = (0.0, 1.0)  # between which every share lies


def rate_of(
    table: pd.DataFrame, numerator: str, denominator: str, usual: float = np.nan
) -> pd.DataFrame:
    """Divide the middles of two classes, see :meth:`desk.published.Published.rate`.

    A share is told as about so much where its range is narrow, else as the range.  A
    numerator too small to be told is taken for what the ``usual`` share, the county's,
    would make of it: else a county of many small numbers looks worse than it is.  The
    value never leaves the range, so that a colour and its words agree; a range of most
    of all shares has none.
    """
    part, whole = _range(table, numerator), _range(table, denominator)
    below = load_parameters("progress")["rates"]["small_denominator"]
    lows = [table[f"{name}_low"].to_numpy(float) for name in (numerator, denominator)]
    hidden = np.isnan(lows).any(axis=0)
    none = ~hidden & (lows[1] == 0)
    least, most = _share_range(part, whole, told=~(hidden | none))
    few = none | (~hidden & (most - least > _shares("colourless_ratio")))
    of = (whole[0] + whole[1]) / 2
    number = np.minimum((part[0] + part[1]) / 2, of)
    untold = (lows[0] == 0) & np.isfinite(usual)
    number = np.where(untold, np.minimum(usual * of, part[1]), number)
    number[hidden | few] = np.nan
    value = np.clip(shrunk_rates(number, of, below), least, most)
    states = [few, hidden, lows[1] < below]
    state = np.select(states, ["small", "withheld", "shrunk"], "known").tolist()
    rows = zip(value, least, most, state, strict=True)
    return _found(
        table.index,
        {"value": value, "least": least, "most": most},
        state,
        [_share_words(*row) for row in rows],
        numerator_shown=table[f"{numerator}_shown"],
        denominator_shown=table[f"{denominator}_shown"],
    )


def _range(table: pd.DataFrame, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the most that a count can be; ``NaN`` withheld."""
    if f"{name}_least" in table:
        columns = (f"{name}_least", f"{name}_most")
        return tuple(table[column].to_numpy(float) for column in columns)
    low = table[f"{name}_low"].to_numpy(float)
    return low, class_high(low)


def _share_range(
    part: tuple[np.ndarray, np.ndarray],
    whole: tuple[np.ndarray, np.ndarray],
    *,
    told: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return between which shares one lies; of what is not told, anything."""
    least, most = (np.full(len(told), end) for end in ANYTHING)
    np.divide(part[0], whole[1], out=least, where=told & (whole[1] > 0))
    np.divide(part[1], whole[0], out=most, where=told & (whole[0] > 0))
    return np.minimum(least, 1.0), np.minimum(most, 1.0)


def value_of(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a count, an amount or days as a measure."""
    low = table[f"{name}_low"].to_numpy(float)
    words = table[f"{name}_shown"].astype(str)
    count = not name.endswith("_cny") and name != "days_in_step"
    small = (words == TOO_FEW).to_numpy(bool) | (count & (low == 0))
    state = np.select([small, np.isnan(low)], ["small", "withheld"], "known")
    value = np.where(state == "known", low, np.nan)
    most = class_high(low) if count else low + _step(name)
    blank = pd.Series("", index=table.index)
    return _found(
        table.index,
        {"value": value, "least": low, "most": most},
        state.tolist(),
        words.tolist(),
        numerator_shown=words,
        denominator_shown=blank,
    )


def _step(name: str) -> float:
    """Return how wide the classes of an amount or of days are."""
    step = "step_cny" if name.endswith("_cny") else "step_days"
    return load_parameters("privacy")["classes"][step]


def _found(
    index: pd.Index,
    numbers: Mapping[str, np.ndarray],
    state: Sequence[str],
    shown: Sequence[str],
    **words: pd.Series,
) -> pd.DataFrame:
    columns = {**numbers, **words, "state": state, "shown": shown}
    return pd.DataFrame(columns, index=index)


def _share_words(value: float, least: float, most: float, state: str) -> str:
    """Write a share, or its range; one that is hidden is written by its counts."""
    if state == "withheld":
        return WITHHELD
    if (least, most) == ANYTHING:
        return class_words(0)
    if least == 0 or most - least > _shares("widest_ratio"):
        return f"{100 * least:.0f}–{100 * most:.0f} %"
    return f"≈ {100 * value:.0f} %"


def _shares(name: str) -> float:
    return load_parameters("privacy")["shares"][name]
