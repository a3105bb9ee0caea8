"""Measures of progress from published counts alone."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.shrunk_rates import shrunk_rates
from ledger.count_classes import class_high, class_middle
from rules.parameters import load_parameters

TOO_FEW = "—"  # an amount, or days, of fewer cases than are shown


def rate_of(
    table: pd.DataFrame, numerator: str, denominator: str, usual: float = np.nan
) -> pd.DataFrame:
    """Divide the middles of two classes, see :meth:`desk.published.Published.rate`.

    A share is told as about so much; of few cases at most as less than so much.  A
    numerator too small to be told is taken for what the ``usual`` share, the county's,
    would make of it: else a county of many small numbers looks worse than it is.
    """
    part = table[f"{numerator}_low"].to_numpy(float)
    whole = table[f"{denominator}_low"].to_numpy(float)
    below = load_parameters("progress")["rates"]["small_denominator"]
    hidden = np.isnan(part) | np.isnan(whole)
    few = ~hidden & (whole == 0)
    of = class_middle(whole)
    number = np.minimum(class_middle(part), of)
    untold = (part == 0) & np.isfinite(usual)
    number = np.where(untold, np.minimum(usual * of, class_high(part)), number)
    number[hidden | few] = np.nan
    value = shrunk_rates(number, of, below)
    told = [few, hidden, whole < below]
    state = np.select(told, ["small", "withheld", "shrunk"], "known")
    most = np.where(part == 0, class_high(part) / np.where(whole > 0, whole, 1), np.nan)
    shown = [
        _share_words(*row) for row in zip(value, most, state.tolist(), strict=True)
    ]
    return _found(
        table.index,
        value,
        state.tolist(),
        shown,
        numerator_shown=table[f"{numerator}_shown"],
        denominator_shown=table[f"{denominator}_shown"],
    )


def value_of(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a count, an amount or days as a measure."""
    low = table[f"{name}_low"].to_numpy(float)
    words = table[f"{name}_shown"].astype(str)
    count = not name.endswith("_cny") and name != "days_in_step"
    small = (words == TOO_FEW).to_numpy(bool) | (count & (low == 0))
    state = np.select([small, np.isnan(low)], ["small", "withheld"], "known")
    value = np.where(state == "known", low, np.nan)
    blank = pd.Series("", index=table.index)
    return _found(
        table.index,
        value,
        state.tolist(),
        words.tolist(),
        numerator_shown=words,
        denominator_shown=blank,
    )


def _found(
    index: pd.Index,
    value: np.ndarray,
    state: Sequence[str],
    shown: Sequence[str],
    **words: pd.Series,
) -> pd.DataFrame:
    columns = {"value": value, **words, "state": state, "shown": shown}
    return pd.DataFrame(columns, index=index)


def _share_words(value: float, most: float, state: str) -> str:
    """Write a share; one that is hidden is written by its counts."""
    if state in ("small", "withheld"):
        return {"small": "<5", "withheld": "…"}[state]
    if np.isfinite(most):
        return f"< {np.ceil(100 * min(most, 1.0)):.0f} %"
    return f"≈ {100 * value:.0f} %"
