"""Why a village stands where it stands, and what would move it."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.village_ranks import (
    POINTS,
    scores,
    share_of,
    shares,
    value_at,
    weight_vector,
)
from rules.criteria import Part
from rules.language import N_
from rules.parameters import load_parameters
from rules.remarks import SIGNIFICANT, Quantity, Remark

MORE = N_("{criterion}: {value}; the middle village has {middle}: {points} points more")
FEWER = N_(
    "{criterion}: {value}; the middle village has {middle}: {points} points fewer"
)
SAME = N_("{criterion}: {value}, as in the middle village")
ENTERS = N_(
    "{criterion}: with {value} instead of {now} it would be among the first {k}"
)
LEAVES = N_(
    "{criterion}: with {value} instead of {now} it would not be among the first {k}"
)
ENTERS_BY_WEIGHT = N_(
    "Weight given to this: {criterion}. With {value} instead of {now} the village "
    "would be among the first {k}"
)
LEAVES_BY_WEIGHT = N_(
    "Weight given to this: {criterion}. With {value} instead of {now} the village "
    "would not be among the first {k}"
)
STRICTLY = 1e-9  # beyond a tie


class Change(NamedTuple):
    """A single change; ``size`` in shares of a criterion's bounds or of all weights."""

    size: float
    part: Part
    of_weight: bool
    value: float
    now: float


def reasons(
    ranked: pd.DataFrame, parts: Sequence[Part], position: int, count: int = 3
) -> tuple[Remark, ...]:
    """Name what sets a village apart from the middle of the list, the most first.

    Parameters
    ----------
    ranked : pandas.DataFrame
        See :func:`geo.village_ranks.rank_villages`.
    position : int
        Of the village, in the index of ``ranked``.

    Returns
    -------
    tuple of Remark
        At most ``count``: contributions against the middle contribution, with the
        village's value and the middle one.  What is not known is no reason.
    """
    apart = {}
    for part in parts:
        points = ranked[POINTS.format(part.id)]
        if np.isfinite(points[position]):
            apart[part] = float(points[position] - points.median())
    most = sorted(apart, key=lambda part: -abs(apart[part]))[:count]
    return tuple(_reason(ranked, part, position, apart[part]) for part in most)


def counterfactual(
    ranked: pd.DataFrame,
    parts: Sequence[Part],
    position: int,
    first_k: int,
    weights: Mapping[str, float] | None = None,
) -> Remark | None:
    """Say the smallest single change that moves a village across ``first_k``.

    One criterion of this village changes, or one weight (the others keep their
    proportions); all else stays.  Sizes are compared as shares of a criterion's
    bounds and of all weights.

    Returns
    -------
    Remark or None
        ``None`` if no single change does it.  The value said is enough as it is
        printed.
    """
    found = changes(ranked, parts, position, first_k, weights)
    if not found:
        return None
    change, inside = found[0], ranked.loc[position, "rank"] <= first_k
    unit = "ratio" if change.of_weight else change.part.unit
    messages = (
        (ENTERS_BY_WEIGHT, LEAVES_BY_WEIGHT) if change.of_weight else (ENTERS, LEAVES)
    )
    return Remark(
        message=messages[bool(inside)],
        values={
            "k": first_k,
            "criterion": change.part.title,
            "value": Quantity(change.value, unit),
            "now": Quantity(change.now, unit),
        },
        words=("criterion",),
    )


def changes(
    ranked: pd.DataFrame,
    parts: Sequence[Part],
    position: int,
    first_k: int,
    weights: Mapping[str, float] | None = None,
) -> list[Change]:
    """List every single change that moves a village across ``first_k``, least first."""
    if not 0 < first_k < len(ranked) or not np.isfinite(ranked.loc[position, "score"]):
        return []
    weight, at = weight_vector(parts, weights), ranked.index.get_loc(position)
    found = [
        *_of_values(ranked, parts, at, first_k, weight),
        *_of_weights(ranked, parts, at, first_k, weight),
    ]
    return sorted(found, key=lambda change: change.size)


def _reason(ranked: pd.DataFrame, part: Part, position: int, apart: float) -> Remark:
    message = SAME if apart == 0 else MORE if apart > 0 else FEWER
    return Remark(
        message=message,
        values={
            "criterion": part.title,
            "value": Quantity(float(ranked.loc[position, part.id]), part.unit),
            "middle": Quantity(float(ranked[part.id].median()), part.unit),
            "points": Quantity(abs(apart), ""),
        },
        words=("criterion",),
    )


def _of_values(
    ranked: pd.DataFrame, parts: Sequence[Part], at: int, k: int, weight: np.ndarray
) -> Iterator[Change]:
    """Change one criterion of the village until it passes the one at the edge."""
    row, inside, score = ranked.iloc[at], at < k, ranked["score"].to_numpy()
    edge = score[k] if inside else score[k - 1]
    needed = edge - score[at] + (-STRICTLY if inside else STRICTLY)
    share = shares(ranked, parts)[:, at]
    known = weight[np.isfinite(share)].sum()
    for i, part in enumerate(parts):
        if not (np.isfinite(share[i]) and np.isfinite(needed) and weight[i] > 0):
            continue
        wanted = share[i] + needed * known / weight[i]
        most = row["households"] if part.unit == "households" else part.most
        if 0 <= wanted <= 1:
            value = _outward(value_at(wanted, part), float(row[part.id]), part)
            value = min(max(value, part.least), part.most)
            if value <= most:
                size = abs(float(share_of(value, part)) - share[i])
                yield Change(size, part, False, value, float(row[part.id]))


def _outward(value: float, now: float, part: Part) -> float:
    """Round a value away from today's, so that what is printed is enough."""
    digits = floor(log10(abs(value))) - SIGNIFICANT + 1 if value else -SIGNIFICANT
    step = 1.0 if part.whole else 10.0 ** min(digits, 0 if part.unit != "ratio" else -2)
    away = ceil if value > now else floor
    rounded = away(value / step) * step
    same = Quantity(rounded, part.unit).said(str) == Quantity(now, part.unit).said(str)
    return rounded + (step if value > now else -step) * same


def _of_weights(
    ranked: pd.DataFrame, parts: Sequence[Part], at: int, k: int, weight: np.ndarray
) -> Iterator[Change]:
    """Change one weight by steps of its slider until the village crosses."""
    step = load_parameters("criteria")["counterfactual"]["weight_step_ratio"]
    tried = np.linspace(0.0, 1.0, round(1 / step) + 1)
    share = shares(ranked, parts)
    for i, part in enumerate(parts):
        if weight[i] == 1 or not np.isfinite(share[i]).any():
            continue
        others = np.where(np.arange(len(parts)) == i, 0.0, weight / (1 - weight[i]))
        weights = np.outer(1 - tried, others)
        weights[:, i] = tried
        moved = tried[_across(scores(share, weights), at, k)]
        if len(moved):
            nearest = float(moved[np.argmin(np.abs(moved - weight[i]))])
            size = abs(nearest - weight[i])
            yield Change(size, part, True, nearest, float(weight[i]))


def _across(score: np.ndarray, at: int, k: int) -> np.ndarray:
    """Tell of each row of scores whether the village changes sides; a tie does not."""
    own = score[:, [at]]
    if at < k:
        return np.count_nonzero(score > own + STRICTLY, axis=1) >= k
    return np.count_nonzero(score >= own - STRICTLY, axis=1) <= k  # itself included
