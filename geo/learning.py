"""What findings teach: the shaking that villages really had, and how weak houses are.

Each damage model learns by itself, so that none has to explain another's errors; then
they are mixed by how well they foresaw what was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.exposure import Exposure
from geo.fragility import MODELS
from geo.learning_doors import Doors, Tags, doors_of
from geo.learning_fit import Fit, fitted
from geo.learning_guard import limited_belief
from geo.learning_prior import TYPE_COUNT, Prior, prior_of
from geo.shaking import Shaking
from geo.village_danger import VillageDanger, village_danger
from rules.parameters import load_parameters

_TURNS = 2  # the guard is told around the prior, then around what was learnt

__all__ = ["Learned", "Tags", "learn"]


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What was learnt, and what each model made of it.

    Attributes
    ----------
    residual_degree, residual_sd_degree : float64 arrays (villages)
        Intensity less the expected one, mixed over the models.
    type_shift_degree, type_shift_sd : float64 arrays (structures and one unknown)
        As how many degrees more the houses behave.
    model_weight : dict of str to float
        Adds up to 1; never 0.
    tags_used : int
        Visits that taught something.
    prior : Prior
    by_model : dict of str to Fit
    """

    residual_degree: np.ndarray
    residual_sd_degree: np.ndarray
    type_shift_degree: np.ndarray
    type_shift_sd: np.ndarray
    model_weight: dict[str, float]
    tags_used: int
    prior: Prior
    by_model: dict[str, Fit]


def learn(
    exposure: Exposure,
    shaking: Shaking,
    tags: Tags,
    *,
    models: Sequence[str] = MODELS,
) -> Learned:
    """Learn from what teams found after an earthquake.

    Parameters
    ----------
    exposure : Exposure
    shaking : Shaking
        At the same households, as expected without the findings.
    tags : Tags
        Without any, what is returned is the prior.
    models : sequence of str
        Of :data:`geo.fragility.MODELS`.
    """
    prior = prior_of(exposure, shaking)
    doors = doors_of(exposure, shaking, prior, tags)
    if len(doors.place) == 0:
        fits = {model: _unlearnt(prior) for model in models}
        return _mixed(prior, fits, dict.fromkeys(models, 1.0 / len(models)), 0)
    danger = village_danger(exposure, shaking, prior, tags)
    fits = {model: _fitted(prior, doors, model, danger) for model in models}
    return _mixed(prior, fits, _weights(fits), len(doors.place))


def _fitted(prior: Prior, doors: Doors, model: str, danger: VillageDanger) -> Fit:
    fit = _unlearnt(prior)
    for _ in range(_TURNS):
        belief = limited_belief(prior, doors, model, fit.mean, danger)
        fit = fitted(prior, doors, model, belief, fit.mean)
    return fit


def _unlearnt(prior: Prior) -> Fit:
    return Fit(
        mean=prior.mean,
        covariance=prior.covariance,
        doubted=prior.covariance,
        log_evidence=0.0,
    )


def _weights(fits: dict[str, Fit]) -> dict[str, float]:
    law = load_parameters("learning")["models"]
    evidence = np.array([fit.log_evidence for fit in fits.values()])
    odds = np.exp(law["evidence_temper"] * (evidence - evidence.max()))
    shares = odds / odds.sum()
    left = 1.0 - law["least_weight"] * len(shares)
    shares = law["least_weight"] + left * shares
    return dict(zip(fits, shares.tolist(), strict=True))


def _mixed(
    prior: Prior, fits: dict[str, Fit], weight: dict[str, float], used: int
) -> Learned:
    shares = np.array([weight[model] for model in fits])[:, None]
    means = np.stack([fit.mean for fit in fits.values()])
    variances = np.stack([np.diag(fit.covariance) for fit in fits.values()])
    mean = (shares * means).sum(axis=0)
    sd = np.sqrt((shares * (variances + (means - mean) ** 2)).sum(axis=0))
    villages = prior.places - 1
    return Learned(
        residual_degree=mean[:villages],
        residual_sd_degree=sd[:villages],
        type_shift_degree=mean[-TYPE_COUNT:],
        type_shift_sd=sd[-TYPE_COUNT:],
        model_weight=weight,
        tags_used=used,
        prior=prior,
        by_model=fits,
    )
