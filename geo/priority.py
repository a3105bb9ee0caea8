"""Rank the villages in which seismic retrofit could begin (rule H5)."""

import numpy as np
import pandas as pd

from geo.eligibility import Answer
from geo.exposure import Exposure
from rules.scoring import Part, Scoring


def rank_villages(
    exposure: Exposure,
    entitled: np.ndarray,
    design_intensity_degree: np.ndarray,
    heavy_probability: np.ndarray,
    scoring: Scoring,
) -> pd.DataFrame:
    """Score and rank every village that has a house the pilots may reach.

    A village is ranked if at least one household *may* enter the task: its answer
    is yes or unknown, and the design intensity at its house is known.

    Parameters
    ----------
    entitled : int8 array of Answer
        The verdict on the seismic retrofit task, one per household.
    design_intensity_degree : float array
        At each house; ``NaN`` unknown.
    heavy_probability : float array
        Probability of heavy damage in a rare earthquake; ``NaN`` unknown.
    scoring : rules.scoring.Scoring
        Bounds and weights.

    Returns
    -------
    pandas.DataFrame
        Index: position in ``exposure.village_codes``.  ``rank`` (1 first),
        ``score``, the counts ``households``, ``entitled``, ``undecided``, and for
        each part its value (``shaking`` …) and contribution (``shaking_points`` …);
        contributions add up to the score.  An unknown part is ``NaN`` in both, and
        its weight goes to the known parts of that village in proportion.
    """
    may = (entitled != Answer.NO) & (exposure.village >= 0)
    may &= np.isfinite(design_intensity_degree)
    village = exposure.village[may]
    size = len(exposure.village_codes)
    count = np.bincount(village, minlength=size).astype(np.float64)
    values = {
        "shaking": _mean(village, design_intensity_degree[may], size),
        "danger": _mean(village, heavy_probability[may], size),
        "need": count,
        "dependence": _dependence(exposure, may, size),
    }
    table = pd.DataFrame(values)
    points = _points(values, scoring)
    table = table.assign(**points, score=np.nansum(list(points.values()), axis=0))
    table["households"] = _count(exposure.village, size)
    yes = may & (entitled == Answer.YES)
    table["entitled"] = np.bincount(exposure.village[yes], minlength=size)
    table["undecided"] = count.astype(np.int64) - table["entitled"]
    return _ranked(table[count > 0], exposure.village_codes)


def normalised(values: np.ndarray, part: Part) -> np.ndarray:
    """Place values between a part's fixed bounds, 0 to 1; ``NaN`` stays.

    Examples
    --------
    >>> part = Part(id="shaking", title="", weight=1, least=6, most=9, unit="degree")
    >>> normalised(np.array([5, 6, 7.5, 9, np.nan]), part).tolist()
    [0.0, 0.0, 0.5, 1.0, nan]
    """
    scale = np.log1p if part.scale == "log" else np.asarray
    least, most = scale(part.least), scale(part.most)
    return np.clip((scale(values) - least) / (most - least), 0.0, 1.0)


def _points(values: dict[str, np.ndarray], scoring: Scoring) -> dict[str, np.ndarray]:
    weight = np.array([part.weight for part in scoring.parts])[:, None]
    share = np.array([normalised(values[part.id], part) for part in scoring.parts])
    known_weight = np.sum(weight * np.isfinite(share), axis=0)
    points = weight * share / np.where(known_weight > 0, known_weight, np.nan)
    return {f"{part.id}_points": points[i] for i, part in enumerate(scoring.parts)}


def _mean(village: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    known = np.isfinite(values)
    total = np.bincount(village[known], weights=values[known], minlength=size)
    count = np.bincount(village[known], minlength=size)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _dependence(exposure: Exposure, may: np.ndarray, size: int) -> np.ndarray:
    """Share of people who depend on others, among households where both are known."""
    known = may & (exposure.dependents >= 0) & (exposure.occupants >= 0)
    village = exposure.village[known]
    people = exposure.occupants[known].astype(np.float64)
    dependents = np.minimum(exposure.dependents[known], people)
    total = np.bincount(village, weights=people, minlength=size)
    share = np.bincount(village, weights=dependents, minlength=size)
    return np.where(total > 0, share / np.maximum(total, 1e-9), np.nan)


def _count(village: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(village[village >= 0], minlength=size)


def _ranked(table: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
    """Rank by score; equal scores and unknown ones keep the order of codes."""
    named = pd.Series([codes[i] for i in table.index], table.index, dtype="str")
    table = table.assign(village_code=named)
    table = table.sort_values(
        ["score", "village_code"], ascending=[False, True], na_position="last"
    )
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    return table
