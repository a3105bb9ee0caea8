"""How sure a rank is: the villages ranked again with other weights and other data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.village_ranks import share_of, shares, weight_vector
from rules.criteria import Part
from rules.parameters import load_parameters


@dataclass(frozen=True, kw_only=True)
class Draws:
    """Ranks of every draw; one column per village, in the order of record.

    Attributes
    ----------
    index : pandas.Index
        Positions of the villages.
    ranks : int32 array, draw × village
        1 first.
    """

    index: pd.Index
    ranks: np.ndarray

    def in_first(self, k: int) -> pd.Series:
        """Return each village's probability of being among the first ``k``."""
        return pd.Series((self.ranks <= k).mean(axis=0), self.index)

    def interval(self) -> pd.DataFrame:
        """Return the ranks ``low`` and ``high`` between which 90 % of the draws lie."""
        table = load_parameters("criteria")["draws"]
        between = [table["low_ratio"], table["high_ratio"]]
        low, high = np.quantile(self.ranks, between, axis=0, method="inverted_cdf")
        return pd.DataFrame({"low": low, "high": high}, self.index).astype(np.int64)

    def ahead(self, one: int, other: int) -> float:
        """Return the probability that one village is placed before another."""
        first, second = self.index.get_loc(one), self.index.get_loc(other)
        return float((self.ranks[:, first] < self.ranks[:, second]).mean())

    def groups(self) -> pd.Series:
        """Return the groups of villages that cannot be told apart, by number, 1 first.

        In the order of record, a village opens a group of its own once the first of
        the group before it is placed ahead of it in enough of the draws.
        """
        needed = load_parameters("criteria")["draws"]["told_apart_ratio"]
        numbers, leader, group = [], 0, 1
        for village in range(self.ranks.shape[1]):
            ahead = (self.ranks[:, leader] < self.ranks[:, village]).mean()
            if ahead >= needed:
                leader, group = village, group + 1
            numbers.append(group)
        return pd.Series(numbers, self.index, dtype=np.int64)


def draws(
    ranked: pd.DataFrame,
    parts: Sequence[Part],
    *,
    branches: np.ndarray | None = None,
    weights: Mapping[str, float] | None = None,
    n: int | None = None,
    seed: int = 0,
) -> Draws:
    """Rank the villages many times over.

    A draw takes weights around those given (Dirichlet), one branch of the damage
    models for all villages (a model that errs, errs everywhere), and for each village
    how many of the undecided households turn out to be entitled; what is not known of
    a village is drawn from the other villages.

    Parameters
    ----------
    ranked : pandas.DataFrame
        See :func:`geo.village_ranks.rank_villages`.
    branches : float array, branch × position of the village, optional
        See :func:`geo.criteria.village_branches`; without them the risk stands.
    weights : mapping of str to float, optional
        With which it was ranked.
    n : int, optional
        How many draws; as the parameters say by default.
    seed : int
        Same seed, same draws.
    """
    table, random = load_parameters("criteria")["draws"], np.random.default_rng(seed)
    count = table["count"] if n is None else n
    weight = _drawn_weights(
        random, weight_vector(parts, weights), table["concentration"], count
    )
    drawn = _drawn(random, ranked, branches, count)
    score, of_known = np.zeros((count, len(ranked))), np.zeros((count, 1))
    for i, (part, share) in enumerate(zip(parts, shares(ranked, parts), strict=True)):
        if np.isfinite(share).any():
            filled = _filled(random, share, count)
            if part.id in drawn:
                own = np.clip(share_of(drawn[part.id], part), 0.0, 1.0)
                filled = np.where(np.isfinite(own), own, filled)
            score += weight[:, [i]] * filled
            of_known += weight[:, [i]]
    return Draws(index=ranked.index, ranks=_ranked(score / np.maximum(of_known, 1e-12)))


def _filled(random: np.random.Generator, share: np.ndarray, count: int) -> np.ndarray:
    """Draw what is not known of a village from what is known of the others."""
    unknown = np.isnan(share)
    filled = np.tile(share, (count, 1))
    size = (count, np.count_nonzero(unknown))
    filled[:, unknown] = random.choice(share[~unknown], size)
    return filled


def _drawn_weights(
    random: np.random.Generator, weight: np.ndarray, concentration: float, count: int
) -> np.ndarray:
    weights = np.zeros((count, len(weight)))
    some = weight > 0
    weights[:, some] = random.dirichlet(concentration * weight[some], count)
    return weights


def _drawn(
    random: np.random.Generator,
    ranked: pd.DataFrame,
    branches: np.ndarray | None,
    count: int,
) -> dict[str, np.ndarray]:
    """Draw the criteria that are not sure, draw × village."""
    turned_out = random.random((count, len(ranked)))
    need = ranked["entitled"].to_numpy() + turned_out * ranked["undecided"].to_numpy()
    risk = ranked["risk"].to_numpy()
    if branches is not None:
        own = branches[:, ranked.index.to_numpy()]
        risk = own[random.integers(len(own), size=count)]
    return {"need": need, "risk": risk * (need / ranked["need"].to_numpy())}


def _ranked(score: np.ndarray) -> np.ndarray:
    """Rank every draw; equal scores keep the order of record."""
    order = np.argsort(-score, axis=1, kind="stable")
    ranks = np.empty(score.shape, dtype=np.int32)
    places = np.broadcast_to(np.arange(1, score.shape[1] + 1), score.shape)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks
