"""Other rankings of the same villages, shown beside the rank of record."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geo.multicriteria import copeland, ranks_of, saw, topsis, vikor
from geo.village_ranks import scores, shares, values_of, weight_vector
from geo.weighting import combined, entropy_weights
from rules.criteria import Part

OF_RECORD = "spotis"


def method_ranks(
    ranked: pd.DataFrame,
    parts: Sequence[Part],
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Rank the same villages by each method.

    Parameters
    ----------
    ranked : pandas.DataFrame
        See :func:`geo.village_ranks.rank_villages`.
    weights : mapping of str to float, optional
        With which it was ranked.

    Returns
    -------
    pandas.DataFrame
        Index of ``ranked``; ``spotis`` (of record), ``saw``, ``topsis``, ``vikor``,
        ``entropy`` (SPOTIS with weights half of them from the data) and ``copeland``,
        the compromise of all of them.  1 first; equal scores share a rank.
    """
    weight = weight_vector(parts, weights)
    matrix = _scaled(ranked, parts)
    known = np.isfinite(matrix).any(axis=0)
    matrix, shown = matrix[:, known], weight[known]
    falling = np.array([part.falling for part in parts])[known]
    mixed = weight_vector(parts, combined_weights(ranked, parts, weights))
    ranks = {
        OF_RECORD: ranked["rank"].to_numpy(),
        "saw": ranks_of(saw(matrix, shown, falling)),
        "topsis": ranks_of(topsis(matrix, shown, falling)),
        "vikor": ranks_of(vikor(matrix, shown, falling).q, less_is_better=True),
        "entropy": ranks_of(scores(shares(ranked, parts), mixed[None])[0]),
    }
    ranks["copeland"] = ranks_of(copeland(np.array(list(ranks.values()))))
    return pd.DataFrame(ranks, index=ranked.index)


def data_weights(ranked: pd.DataFrame, parts: Sequence[Part]) -> dict[str, float]:
    """Return the weights that the data give by their entropy; they add up to one.

    A village is compared on the scale of each criterion, logarithmic or not.
    """
    found = entropy_weights(_scaled(ranked, parts))
    return {part.id: float(w) for part, w in zip(parts, found, strict=True)}


def combined_weights(
    ranked: pd.DataFrame,
    parts: Sequence[Part],
    weights: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Return weights between those given and those of the data, adding up to one.

    Where the villages are all equal in what has weight, those given stand.
    """
    given = weight_vector(parts, weights)
    by_data = np.array(list(data_weights(ranked, parts).values()))
    mixed = combined(given, by_data) if np.any(given * by_data > 0) else given
    return {part.id: float(w) for part, w in zip(parts, mixed, strict=True)}


def agreement(ranks: pd.DataFrame, first_k: int) -> dict[str, int]:
    """Count how many of each method's first k are among the first k of record."""
    chosen = ranks[OF_RECORD] <= first_k
    return {
        method: int((ranks[method].le(first_k) & chosen).sum())
        for method in ranks.columns
        if method != OF_RECORD
    }


def _scaled(ranked: pd.DataFrame, parts: Sequence[Part]) -> np.ndarray:
    """Return the values on the scales of their criteria, village × criterion."""
    values = values_of(ranked, parts)
    logs = np.array([part.scale == "log" for part in parts])[:, None]
    return np.where(logs, np.log1p(np.where(logs, values, 0.0)), values).T
