"""The rank of record: SPOTIS between fixed bounds (Dezert et al. 2020, FUSION, 1-8).

Which of two villages comes first does not depend on who else is in the list.
"""

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np
import pandas as pd

from rules.criteria import Part, weights_of

POINTS = "{}_points"


def rank_villages(
    table: pd.DataFrame,
    parts: Sequence[Part],
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Rank villages by their weighted distance from the ideal.

    The score is one minus the SPOTIS distance.  What is not known of a village, and
    a criterion without a column, gives its weight to what is known, in proportion.
    Equal scores are ordered by what lies beyond the bounds, then by code.

    Parameters
    ----------
    table : pandas.DataFrame
        See :func:`geo.criteria.village_criteria`.
    parts : sequence of Part
        The criteria.
    weights : mapping of str to float, optional
        See :func:`rules.criteria.weights_of`.

    Returns
    -------
    pandas.DataFrame
        ``table``, the best village first, after ``rank`` (1 first) and ``score`` (0 to
        1; ``NaN`` and last if nothing is known), with the contribution of each
        criterion (``risk_points`` …), ``NaN`` if not known; they add up to the score.

    Raises
    ------
    PolicyError
        If the weights are none.
    """
    weight = weight_vector(parts, weights)
    share = shares(table, parts)
    points = contributions(share, weight)
    score = total(points)
    beyond = shares(table, parts, bounded=False)
    order = np.lexsort(
        (
            table["village_code"].to_numpy(dtype=str),
            -np.nan_to_num(total(beyond), nan=-np.inf),
            -np.nan_to_num(total(contributions(beyond, weight)), nan=-np.inf),
            -np.nan_to_num(score, nan=-np.inf),
        )
    )
    named = {POINTS.format(part.id): points[i] for i, part in enumerate(parts)}
    ranked = table.assign(score=score, **named).iloc[order]
    return ranked.assign(rank=np.arange(1, len(ranked) + 1))[_columns(table, named)]


def _columns(table: pd.DataFrame, points: Mapping[str, np.ndarray]) -> list[str]:
    return ["rank", "score", *table.columns, *points]


def missing_parts(table: pd.DataFrame, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the criteria that nobody has data for: they are left out, and named."""
    return tuple(
        part
        for part in parts
        if part.id not in table.columns or not table[part.id].notna().any()
    )


def weight_vector(
    parts: Sequence[Part], weights: Mapping[str, float] | None = None
) -> np.ndarray:
    """Return the weights along ``parts``; they add up to one."""
    return np.array(list(weights_of(parts, weights).values()))


def values_of(table: pd.DataFrame, parts: Sequence[Part]) -> np.ndarray:
    """Return the values, criterion × village; ``NaN`` where there is no column."""
    nothing = np.full(len(table), np.nan)
    return np.array(
        [
            table[p.id].to_numpy(dtype=np.float64) if p.id in table else nothing
            for p in parts
        ]
    )


def shares(
    table: pd.DataFrame, parts: Sequence[Part], *, bounded: bool = True
) -> np.ndarray:
    """Place the values between the bounds of their criteria, criterion × village.

    Returns
    -------
    float64 array
        0 worst to 1 best; outside of it beyond the bounds, if not ``bounded``.
    """
    values = values_of(table, parts)
    placed = [share_of(row, part) for row, part in zip(values, parts, strict=True)]
    share = np.array(placed).reshape(values.shape)
    return np.clip(share, 0.0, 1.0) if bounded else share


def share_of(values: np.ndarray, part: Part) -> np.ndarray:
    """Place values between the bounds of a criterion, 0 worst, 1 best; unbounded.

    Examples
    --------
    >>> far = Part(id="access", title="", weight=1, least=0, most=20, unit="m",
    ...            falling=True)
    >>> share_of(np.array([0, 5, 30, np.nan]), far).tolist()
    [1.0, 0.75, -0.5, nan]
    """
    scale = np.log1p if part.scale == "log" else np.asarray
    least, most = scale(part.least), scale(part.most)
    share = (scale(values) - least) / (most - least)
    return 1.0 - share if part.falling else share


def value_at(share: float, part: Part) -> float:
    """Return the value that stands at a share of a criterion's bounds.

    Examples
    --------
    >>> dependence = Part(id="dependence", title="", weight=1, least=0, most=1, unit="")
    >>> value_at(0.25, dependence)
    0.25
    """
    rising = 1.0 - share if part.falling else share
    if part.scale == "linear":
        return part.least + rising * (part.most - part.least)
    least, most = np.log1p(part.least), np.log1p(part.most)
    return float(np.expm1(least + rising * (most - least)))


def contributions(share: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weigh shares, criterion × village; unknown ones give their weight to the rest."""
    weight = weight[:, None]
    known = _sum(weight * np.isfinite(share))
    return weight * share / np.where(known > 0, known, np.nan)


def scores(share: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Score every village under many sets of weights.

    Parameters
    ----------
    share : float array, criterion × village
    weights : float array, set × criterion

    Returns
    -------
    float64 array, set × village
        -1 where nothing that has weight is known.
    """
    known = np.isfinite(share)
    reached, of_known = weights @ np.where(known, share, 0.0), weights @ known
    nothing = np.full(reached.shape, -1.0)
    return np.divide(reached, of_known, where=of_known > 0, out=nothing)


def total(points: np.ndarray) -> np.ndarray:
    """Add up the known points of each village; ``NaN`` if none is known."""
    known = np.isfinite(points)
    return np.where(known.any(axis=0), _sum(np.where(known, points, 0.0)), np.nan)


def _sum(rows: np.ndarray) -> np.ndarray:
    """Add row to row: the order in which ``sum`` adds depends on how many villages."""
    return reduce(np.add, rows)
