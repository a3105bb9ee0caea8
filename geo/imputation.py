"""Of what an unknown house is likely built: the mix of its village, with confidence.

A village's own houses speak, the more of them are known the louder; where few are, its
town does, then the county, then the country (national shares, dated).  How much a
wider mix weighs is read from the county itself: more where villages are much alike.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from geo.exposure import Exposure
from geo.fragility import structure_mix
from rules.parameters import load_parameters
from rules.vocabulary import STRUCTURES, UNKNOWN

_COUNT = len(STRUCTURES)


@dataclass(frozen=True, kw_only=True)
class Imputed:
    """The likely structure of every household, and of every village's unknown ones.

    Attributes
    ----------
    shares : float32 array (villages + 1, structures)
        What a house of unknown structure is built of; each row sums to 1.  The last
        row, also found at position -1, is for a household of no known village.
    likely : int8 array
        Structure on record, else the likeliest one.
    confidence : float32 array
        Probability that ``likely`` is right, taking the mix for true: 1 where the
        structure is on record.
    """

    shares: np.ndarray
    likely: np.ndarray
    confidence: np.ndarray


def impute(exposure: Exposure) -> Imputed:
    """Say of what the houses of unknown structure are likely built.

    Parameters
    ----------
    exposure : Exposure
        The whole county: a household alone has no village to learn from.
    """
    shares = _village_shares(exposure)
    unknown = exposure.structure == UNKNOWN
    of_house = shares[exposure.village[unknown]]
    likely = exposure.structure.copy()
    likely[unknown] = of_house.argmax(axis=1)
    confidence = np.ones(len(exposure), dtype=np.float32)
    confidence[unknown] = of_house.max(axis=1)
    return Imputed(shares=shares, likely=likely, confidence=confidence)


def _village_shares(exposure: Exposure) -> np.ndarray:
    """Shrink village to town, town to county, county to country."""
    national = load_parameters("imputation")["shrinkage"]["national_households"]
    villages = len(exposure.village_codes)
    known = _counts(exposure, villages)
    town_codes = [code[:9] for code in exposure.village_codes]
    _, town = np.unique(np.array(town_codes, dtype=np.str_), return_inverse=True)
    of_town = np.zeros((town.max(initial=-1) + 1, _COUNT))
    np.add.at(of_town, town, known[:-1])
    county = _shrunk(known.sum(axis=0), structure_mix(), national)
    wide = np.broadcast_to(county, of_town.shape)
    towns = _shrunk(of_town, wide, _weight(of_town, wide))
    of_village = _shrunk(known[:-1], towns[town], _weight(known[:-1], towns[town]))
    return np.concatenate([of_village, county[None]]).astype(np.float32)


def _counts(exposure: Exposure, villages: int) -> np.ndarray:
    """Count known houses by village (those of none last) and structure."""
    known = exposure.structure != UNKNOWN
    village = np.where(exposure.village == UNKNOWN, villages, exposure.village)
    cell = village[known].astype(np.int64) * _COUNT + exposure.structure[known]
    counted = np.bincount(cell, minlength=(villages + 1) * _COUNT)
    return counted.reshape(villages + 1, _COUNT).astype(np.float64)


def _shrunk(counts: np.ndarray, towards: np.ndarray, households: float) -> np.ndarray:
    """Add as many households of the wider mix as it counts for."""
    total = counts.sum(axis=-1, keepdims=True) + households
    return (counts + households * towards) / total


def _weight(counts: np.ndarray, towards: np.ndarray) -> float:
    """Return as how many households the wider mix counts best.

    The likeliest of a few weights, if the mix of each place is drawn from a Dirichlet
    law around the wider one.
    """
    weights = load_parameters("imputation")["shrinkage"]["wider_households"]
    used = (towards > 0) & (counts > 0)
    places = counts.sum(axis=-1)

    def likelihood(weight: float) -> float:
        prior = weight * towards[used]
        cells = (gammaln(prior + counts[used]) - gammaln(prior)).sum()
        return float(cells + (gammaln(weight) - gammaln(weight + places)).sum())

    return max(weights, key=likelihood)
