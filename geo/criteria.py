"""What each village is compared by, from its households."""

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geo.eligibility import Answer
from geo.exposure import Exposure
from rules.criteria import criteria
from rules.parameters import load_parameters
from rules.vocabulary import STRUCTURES

TOWN_DIGITS = 9


def candidates(
    exposure: Exposure,
    entitled: np.ndarray,
    risk_people_30y: np.ndarray,
    vetoed: np.ndarray | None = None,
) -> np.ndarray:
    """Tell which households a pilot may reach.

    A household is one if its answer is yes or unknown, nothing vetoes its site, its
    village is known and so is the risk at its house.

    Parameters
    ----------
    entitled, vetoed : int8 arrays of Answer
        A veto that is not known does not exclude.
    risk_people_30y : float array
        ``NaN`` unknown.

    Returns
    -------
    bool array
    """
    may = (entitled != Answer.NO) & (exposure.village >= 0)
    may &= np.isfinite(risk_people_30y)
    return may if vetoed is None else may & (vetoed != Answer.YES)


def village_criteria(
    exposure: Exposure,
    entitled: np.ndarray,
    risk_people_30y: np.ndarray,
    *,
    vetoed: np.ndarray | None = None,
    access_m: np.ndarray | None = None,
) -> pd.DataFrame:
    """Sum up what the criteria of :mod:`rules.criteria` ask of every village.

    Parameters
    ----------
    entitled, vetoed : int8 arrays of Answer
        One entry per household.
    risk_people_30y : float array
        People expected in a heavily damaged house within 30 years; ``NaN`` unknown.
    access_m : float array, optional
        How far each house is to reach; without it the criterion ``access`` is left out.

    Returns
    -------
    pandas.DataFrame
        Index: position in ``exposure.village_codes``, of the villages that have a
        candidate (:func:`candidates`).  ``village_code``; the counts ``households``
        (all), ``entitled`` and ``undecided`` (candidates), ``vetoed`` (would be
        candidates but for the site); and a column for each criterion, ``NaN`` where
        not known.  A row depends on its village alone, but for ``equity``, which is
        the town's: to leave out a village, drop its row.
    """
    may = candidates(exposure, entitled, risk_people_30y, vetoed)
    size = len(exposure.village_codes)
    here, yes = exposure.village[may], may & (entitled == Answer.YES)
    barred = candidates(exposure, entitled, risk_people_30y) & ~may
    count = _count(exposure, may)
    columns = {
        "village_code": np.array(exposure.village_codes, dtype=object),
        "households": _count(exposure, exposure.village >= 0),
        "entitled": _count(exposure, yes),
        "undecided": count - _count(exposure, yes),
        "vetoed": _count(exposure, barred),
        "risk": np.bincount(here, weights=risk_people_30y[may], minlength=size),
        "need": count.astype(np.float64),
        "dependence": _dependence(exposure, may),
        "homogeneity": _homogeneity(exposure, may),
        "density": _density(exposure, may),
        "equity": _served(exposure, may),
    }
    if access_m is not None:
        columns["access"] = _middle(here, access_m[may], size)
    return pd.DataFrame(columns).astype({"village_code": "str"})[count > 0]


def village_branches(
    exposure: Exposure, may: np.ndarray, branches: np.ndarray
) -> np.ndarray:
    """Sum the risk of the candidates by village, for every branch of the ensemble.

    Parameters
    ----------
    may : bool array
        See :func:`candidates`.
    branches : float array, branch × household
        People expected in a heavily damaged house within 30 years.

    Returns
    -------
    float64 array, branch × position in ``exposure.village_codes``
    """
    size, village = len(exposure.village_codes), exposure.village[may]
    sums = [np.bincount(village, row[may], minlength=size) for row in branches]
    return np.array(sums, dtype=np.float64).reshape(len(branches), size)


def _count(exposure: Exposure, rows: np.ndarray) -> np.ndarray:
    size = len(exposure.village_codes)
    return np.bincount(exposure.village[rows], minlength=size)


def _dependence(exposure: Exposure, may: np.ndarray) -> np.ndarray:
    """Share of people who depend on others, among households where both are known."""
    known = may & (exposure.dependents >= 0) & (exposure.occupants >= 0)
    village, size = exposure.village[known], len(exposure.village_codes)
    people = exposure.occupants[known].astype(np.float64)
    dependents = np.minimum(exposure.dependents[known], people)
    total = np.bincount(village, weights=people, minlength=size)
    share = np.bincount(village, weights=dependents, minlength=size)
    return _ratio(share, total)


def _homogeneity(exposure: Exposure, may: np.ndarray) -> np.ndarray:
    """Share of pairs of known structures that are alike, where enough are known.

    Beside some pairs as unlike as can be, so that two houses are no uniform village.
    """
    law, known = (
        load_parameters("criteria")["homogeneity"],
        may & (exposure.structure >= 0),
    )
    table = np.zeros((len(exposure.village_codes), len(STRUCTURES)))
    np.add.at(table, (exposure.village[known], exposure.structure[known]), 1.0)
    total, prior = table.sum(axis=1), law["prior_pairs"]
    alike = _pairs(table).sum(axis=1) + prior / len(STRUCTURES)
    enough = total >= law["least_known_ratio"] * _count(exposure, may)
    return np.where(enough, alike / (_pairs(total) + prior), np.nan)


def _pairs(count: np.ndarray) -> np.ndarray:
    return count * (count - 1) / 2


def _density(exposure: Exposure, may: np.ndarray) -> np.ndarray:
    """Middle distance (m) to the next candidate of the same village.

    A village with a single candidate has no next one: it stands at the far bound.
    """
    size = len(exposure.village_codes)
    placed = np.flatnonzero(may & np.isfinite(exposure.easting_m))
    rows = placed[np.argsort(exposure.village[placed], kind="stable")]
    points = np.column_stack([exposure.easting_m[rows], exposure.northing_m[rows]])
    starts = np.searchsorted(exposure.village[rows], np.arange(size + 1))
    middle = np.full(size, np.nan)
    for village in np.flatnonzero(np.diff(starts) > 1):
        own = points[starts[village] : starts[village + 1]]
        middle[village] = np.median(cKDTree(own).query(own, k=2)[0][:, 1])
    farthest = next(part.most for part in criteria().parts if part.id == "density")
    return np.where(_count(exposure, may) == 1, farthest, middle)


def _served(exposure: Exposure, may: np.ndarray) -> np.ndarray:
    """Share of the town's households in question that were retrofitted already."""
    towns = [code[:TOWN_DIGITS] for code in exposure.village_codes]
    _, town = np.unique(towns, return_inverse=True)
    done = _count(exposure, (exposure.retrofitted_on >= 0) & (exposure.village >= 0))
    waiting = _count(exposure, may & (exposure.retrofitted_on < 0))
    served, left = (np.bincount(town, weights=counts) for counts in (done, waiting))
    return _ratio(served, served + left)[town]


def _middle(village: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    known = np.isfinite(values)
    middle = pd.Series(values[known]).groupby(village[known]).median()
    return middle.reindex(range(size)).to_numpy(dtype=np.float64)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    known = whole > 0
    return np.divide(part, whole, where=known, out=np.full(len(whole), np.nan))
