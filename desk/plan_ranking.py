"""The rank of record of the villages, under the weights that a planner gave."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from desk.assessment import Assessed
from desk.judging import Judged
from desk.plan_settings import PlanSettings
from geo.rank_draws import Draws, draws
from geo.rank_methods import method_ranks
from geo.village_ranks import rank_villages
from geo.weighting import ahp_weights, pairwise
from rules.criteria import criteria
from rules.errors import LayerError
from rules.language import N_
from rules.parameters import load_parameters


def weights_by(settings: PlanSettings) -> dict[str, float] | None:
    """Return the weights of the criteria that settings ask for.

    Returns
    -------
    dict of str to float, or None
        ``None``: the office's own.

    Raises
    ------
    PolicyError, PlanningError
        If the weights or the comparisons make no sense.
    """
    if settings.weighting == "ahp" and settings.pairwise:
        return compared(settings.pairwise)[0]
    return dict(settings.weights) or None


def compared(
    pairs: Sequence[tuple[str, str, float]],
) -> tuple[dict[str, float], float]:
    """Return the weights of pairwise comparisons and their consistency ratio.

    A pair that was not compared counts as equally important.
    """
    ids = sorted({name for pair in pairs for name in pair[:2]}, key=_criterion_place)
    told = {(second, first): 1.0 / ratio for first, second, ratio in pairs if ratio}
    told |= {(first, second): ratio for first, second, ratio in pairs}
    upper = [
        told.get((one, other), 1.0)
        for place, one in enumerate(ids)
        for other in ids[place + 1 :]
    ]
    found = ahp_weights(pairwise(upper, len(ids)))
    return dict(zip(ids, map(float, found.weights), strict=True)), float(
        found.consistency_ratio
    )


def _criterion_place(id_: str) -> int:
    return [part.id for part in criteria().parts].index(id_)


def rank(assessed: Assessed, settings: PlanSettings | None = None) -> pd.DataFrame:
    """Rank the villages, the first one first: the rank of record (SPOTIS).

    Returns
    -------
    pandas.DataFrame
        See :func:`geo.village_ranks.rank_villages`, with ``village_name`` and
        ``town_name``.
    """
    weights = weights_by(settings) if settings else None
    ranked = rank_villages(assessed.criteria, criteria().parts, weights)
    exposure = assessed.exposure
    return ranked.assign(
        village_name=[exposure.village_names[at] for at in ranked.index],
        town_name=[exposure.town_names[at] for at in ranked.index],
    )


def require_zones(found: Judged) -> None:
    """Refuse to rank where the design intensity is known of no house.

    Raises
    ------
    LayerError
        With the way out.
    """
    if not np.isfinite(found.hazards["design_intensity_degree"]).any():
        raise LayerError(
            N_("the design intensity is known of no house: import a layer of seismic "
               "zones, or the table of towns: import layer WORKSPACE FILE --kind "
               "seismic_zone, import fortification WORKSPACE FILE")
        )  # fmt: skip


def rank_by(
    assessed: Assessed, method: str, settings: PlanSettings | None = None
) -> pd.DataFrame:
    """Rank the villages by another method, the first one first.

    Parameters
    ----------
    method : str
        A column of :func:`geo.rank_methods.method_ranks`.
    """
    ranked = rank(assessed, settings)
    weights = weights_by(settings) if settings else None
    ranks = method_ranks(ranked, criteria().parts, weights)[method]
    return ranked.assign(rank=ranks).sort_values("rank", kind="stable")


def draw_ranks(
    assessed: Assessed,
    ranked: pd.DataFrame,
    settings: PlanSettings | None = None,
    count: int | None = None,
) -> Draws:
    """Rank again and again under other weights and data; see :mod:`geo.rank_draws`."""
    seed = load_parameters("planning")["draws"]["seed"]
    weights = weights_by(settings) if settings else None
    return draws(
        ranked,
        criteria().parts,
        branches=assessed.branches,
        weights=weights,
        n=count,
        seed=seed,
    )
