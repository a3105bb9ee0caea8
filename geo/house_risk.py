"""Expected heavy damage of every house by earthquakes, per year and in 30 years.

Hazard curve times fragility, summed over all intensities; four fragility models, three
slopes of the hazard curve and two sides of what is not known of the house make 24
branches of equal weight.  The mean over the branches is the risk, their 5 % to 95 %
range its interval.  Earthquakes only: floods and landslides are kept apart.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from geo.exposure import Exposure
from geo.hazard_curve import slopes
from geo.imputation import Imputed, impute
from geo.retrofit import effect
from geo.risk_branches import (
    APPRAISALS,
    HEIGHTS,
    branch_names,
    rates_of_mixes,
    unit_rates,
)
from rules.errors import SchemaError
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, STRUCTURES, UNKNOWN

_SOUND = GRADES.index("A")


@dataclass(frozen=True, kw_only=True)
class HouseRisk:
    """What earthquakes may do to the households of an exposure, in its order.

    *Heavy* is damage of grade 4 or 5.  All is ``NaN`` where the acceleration is unknown
    and where the family has no house.

    Attributes
    ----------
    heavy_yearly : float64 array
        Yearly rate of heavy damage, mean over the branches.
    people : float64 array
        Persons in the house; the mean household where they were not counted.
    people_assumed : bool array
        Where they were not.
    people_30y : float64 array
        Expected persons in a house heavily damaged within 30 years, mean over the
        branches.
    low_30y, high_30y : float64 array
        The 90 % interval of it over the branches.
    branches : float32 array (branches, households)
        ``people_30y`` by branch, all equally likely.  A branch supposes the same of
        all houses: totals are summed in each branch first.
    branch_names : tuple of str
        Model, slope and side: ``"pager 2.5 weaker"``.
    """

    heavy_yearly: np.ndarray
    people: np.ndarray
    people_assumed: np.ndarray
    people_30y: np.ndarray
    low_30y: np.ndarray
    high_30y: np.ndarray
    branches: np.ndarray
    branch_names: tuple[str, ...]


def risk_of(
    exposure: Exposure, pga_g: np.ndarray, *, structure_shares: Imputed | None = None
) -> HouseRisk:
    """Expect heavy damage of every house as it stands.

    Parameters
    ----------
    exposure : Exposure
    pga_g : float array
        Design acceleration (10 % in 50 years) at each house; ``NaN`` unknown, 0 none.
    structure_shares : Imputed, optional
        What unknown houses are built of; :func:`geo.imputation.impute` of ``exposure``
        by default.  Give the county's if ``exposure`` is a part of it, taken from it
        by :meth:`geo.exposure.Exposure.take`: villages are told by their position.

    Raises
    ------
    SchemaError
        If an acceleration is negative, there are not as many as households, or the
        shares are of other villages.
    """
    return _risk(exposure, pga_g, unit_rates(), structure_shares)


def risk_after(
    exposure: Exposure,
    pga_g: np.ndarray,
    measure: str,
    *,
    structure_shares: Imputed | None = None,
) -> HouseRisk:
    """Expect heavy damage of every house after a measure of ``RETROFITS``.

    Never above :func:`risk_of` in any branch.  A house that the measure does not fit
    stays as it is.  Moving away is counted for earthquakes alone: the slide or the
    flood it escapes is not in these numbers.

    Raises
    ------
    SchemaError
        As :func:`risk_of`, or if there is no such measure.
    """
    return _risk(exposure, pga_g, _rates_after(measure), structure_shares)


def branch_totals(risk: HouseRisk, group: np.ndarray, group_count: int) -> np.ndarray:
    """Sum people by branch and group; houses of unknown risk are left out.

    Parameters
    ----------
    risk : HouseRisk
    group : integer array (households)
        E.g. village positions; a negative one belongs to no group.
    group_count : int

    Returns
    -------
    float64 array (branches, groups)
    """
    known = (group >= 0) & ~np.isnan(risk.people_30y)
    cells = group[known]
    return np.stack(
        [
            np.bincount(cells, weights=branch[known], minlength=group_count)
            for branch in risk.branches
        ]
    )


def interval(totals_by_branch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the low and high end of the 90 % interval of totals.

    Parameters
    ----------
    totals_by_branch : float array (branches, …)
        Summed in each branch before: intervals of houses do not add up.
    """
    share = load_parameters("hazard_curve")["horizon"]["interval_ratio"]
    ends = ((1.0 - share) / 2.0, (1.0 + share) / 2.0)
    low, high = np.quantile(totals_by_branch, ends, axis=0)
    return low, high


def _rates_after(measure: str) -> np.ndarray:
    """Return :func:`geo.risk_branches.unit_rates` after a measure.

    No model is believed where it holds the new for weaker than the old.
    """
    rates, (fits, becomes) = unit_rates(), effect(measure)
    sound = rates[..., _SOUND][..., becomes, :, None]
    return np.where(fits[:, None, None], np.minimum(rates, sound), rates)


class _Kinds(NamedTuple):
    """Houses that nothing tells apart, and which kind each house is."""

    shares: np.ndarray
    height: np.ndarray
    appraisal: np.ndarray
    of_house: np.ndarray


def _kinds(exposure: Exposure, shares: np.ndarray) -> _Kinds:
    """Group houses by structure (or village, where unknown), height and appraisal."""
    count = len(STRUCTURES)
    village = np.where(
        exposure.village == UNKNOWN, len(shares) - 1, exposure.village
    ).astype(np.int64)
    unknown = exposure.structure == UNKNOWN
    mix = np.where(unknown, count + village, exposure.structure)
    height = np.clip(exposure.storeys, 0, HEIGHTS - 1)
    grade = np.where(exposure.grade == UNKNOWN, APPRAISALS - 1, exposure.grade)
    code = (mix * HEIGHTS + height) * APPRAISALS + grade
    codes, of_house = np.unique(code, return_inverse=True)
    mixes = np.concatenate([np.eye(count), shares])
    mix, height = np.divmod(codes // APPRAISALS, HEIGHTS)
    return _Kinds(mixes[mix], height, codes % APPRAISALS, of_house)


def _risk(
    exposure: Exposure,
    pga_g: np.ndarray,
    rates: np.ndarray,
    imputed: Imputed | None,
) -> HouseRisk:
    """Read the risk of every house from the rates of its kind."""
    design = _checked(exposure, pga_g)
    kinds = _kinds(exposure, _shares(exposure, imputed))
    mixed = rates_of_mixes(rates, unit_rates(), *kinds[:3])
    yearly, of_house = _at_design(mixed, kinds.of_house, design)
    years = load_parameters("hazard_curve")["horizon"]["years"]
    ratio = -np.expm1(-years * yearly)
    low, high = interval(ratio)
    people, assumed = _people(exposure)
    thin = ratio.astype(np.float32)
    return HouseRisk(
        heavy_yearly=yearly.mean(axis=0)[of_house],
        people=people,
        people_assumed=assumed,
        people_30y=ratio.mean(axis=0)[of_house] * people,
        low_30y=low[of_house] * people,
        high_30y=high[of_house] * people,
        branches=thin[:, of_house] * people.astype(np.float32),
        branch_names=branch_names(),
    )


def _checked(exposure: Exposure, pga_g: np.ndarray) -> np.ndarray:
    """Return the acceleration at every house; ``NaN`` where there is no house."""
    pga = np.asarray(pga_g, dtype=np.float64)
    if pga.shape != (len(exposure),):
        message = N_("{given} accelerations for {households} households")
        raise SchemaError(message, given=pga.size, households=len(exposure))
    if (pga < 0).any():
        raise SchemaError(N_("an acceleration below 0: it must be in g, or unknown"))
    return np.where(exposure.no_house == 1, np.nan, pga)


def _shares(exposure: Exposure, imputed: Imputed | None) -> np.ndarray:
    shares = (impute(exposure) if imputed is None else imputed).shares
    villages = len(exposure.village_codes)
    if len(shares) != villages + 1:
        message = N_("mixes of {given} villages for households of {villages}")
        raise SchemaError(message, given=len(shares) - 1, villages=villages)
    return shares


def _at_design(
    mixed: np.ndarray, kind: np.ndarray, design: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return rates (branches, cases) and the case of every house.

    A case is a kind of house at a design acceleration: a county has few.
    """
    accelerations, which = np.unique(design, return_inverse=True)
    cases, of_house = np.unique(kind * len(accelerations) + which, return_inverse=True)
    kind, which = np.divmod(cases, max(len(accelerations), 1))
    power = accelerations[which] ** np.array(slopes())[:, None]
    yearly = mixed[..., kind] * power[:, None]
    return yearly.reshape(len(branch_names()), len(cases)), of_house


def _people(exposure: Exposure) -> tuple[np.ndarray, np.ndarray]:
    mean = load_parameters("triage")["people"]["mean_occupants"]
    assumed = exposure.occupants == UNKNOWN
    return np.where(assumed, mean, exposure.occupants).astype(np.float64), assumed
