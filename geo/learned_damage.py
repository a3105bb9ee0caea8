"""Damage to expect behind the doors nobody opened, after what the others showed."""

import numpy as np
from scipy.special import expit

from geo.damage import Damage, grades_from_exceedance
from geo.damage_draws import DrawnDamage
from geo.exposure import Exposure
from geo.found_damage import found_damage
from geo.fragility import MODELS
from geo.houses import earthquake_damage
from geo.learning import Learned, Tags
from geo.learning_fit import Fit
from geo.learning_prior import Prior
from geo.mixed_tables import LogitReader
from geo.shaking import Shaking


def learned_damage(
    exposure: Exposure, shaking: Shaking, learned: Learned, tags: Tags
) -> Damage:
    """Expect the damage of every household after an earthquake and what was found.

    Parameters
    ----------
    exposure : Exposure
    shaking : Shaking
        At the same households, as expected without the findings.
    learned : Learned
        From the same exposure, shaking and tags.
    tags : Tags
        Doors that were visited become what was found there.  Without any, the
        probabilities are those of :func:`geo.houses.earthquake_damage`.
    """
    expected = earthquake_damage(exposure, shaking)
    probabilities = expected.probabilities
    if learned.tags_used or set(learned.by_model) != set(MODELS):
        probabilities = _learned(exposure, shaking, learned)
    damage = Damage(
        probabilities=probabilities,
        heavy_scenarios=expected.heavy_scenarios,
        struck=expected.struck,
        spread=DrawnDamage(exposure, shaking, learned),
    )
    return found_damage(damage, tags)


def _learned(exposure: Exposure, shaking: Shaking, learned: Learned) -> np.ndarray:
    """Mix the models' logits, each with its own shifts and uncertainty."""
    prior, intensity = learned.prior, shaking.intensity_degree
    own = np.broadcast_to(shaking.sigma_degree, intensity.shape)
    house = own * np.float32(prior.house_share)
    before = np.hypot(own, shaking.between_sigma_degree)
    reader = LogitReader(exposure)
    logits = _offset(reader, learned, intensity, before)
    for model, fit in learned.by_model.items():
        shift, sd = _cells(prior, fit)
        cell = prior.place, prior.kind - prior.places
        sigma = np.hypot(house, sd[cell])
        weight = np.float32(learned.model_weight[model])
        logits += weight * reader.read(model, intensity + shift[cell], sigma)
    exceedance = np.minimum.accumulate(expit(logits), axis=1)
    return grades_from_exceedance(exceedance)


def _offset(
    reader: LogitReader, learned: Learned, intensity: np.ndarray, before: np.ndarray
) -> np.ndarray:
    """Return what the order of averaging does: the ensemble averages models first."""
    models = list(learned.by_model)
    if set(models) != set(MODELS):
        return np.zeros((len(intensity), 4), dtype=np.float32)
    averaged = sum(reader.read(model, intensity, before) for model in models)
    start = reader.read("ensemble", intensity, before)
    return start - averaged / np.float32(len(models))


def _cells(prior: Prior, fit: Fit) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of each village's and structure's shift."""
    places, own = prior.places, np.diag(fit.covariance)
    mean = fit.mean[:places, None] + fit.mean[places:]
    variance = own[:places, None] + own[places:]
    variance = variance + 2.0 * fit.covariance[:places, places:]
    return mean.astype(np.float32), np.sqrt(variance).astype(np.float32)
