"""Damage of houses by standing water, and whether anyone may live in them."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from geo.damage import Damage, exceedance_of_index, grades_from_exceedance
from rules.errors import SchemaError
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import STRUCTURES

_RATIOS = np.linspace(0.0, 1.0, 1001)  # the beta law is computed here, read between
_HEAVY_EXCEEDED = slice(2, 3)  # position of "grade 4 or worse" among exceedances


class Habitable(IntEnum):
    """可以居住, 不可以居住, or not known before someone has looked."""

    UNKNOWN = -1
    NO = 0
    YES = 1


@dataclass(frozen=True, kw_only=True)
class FloodDamage:
    """What water does to the households of an exposure, in its order.

    Attributes
    ----------
    damage : Damage
    habitable : int8 array of Habitable
        ``YES`` says no more than that the house is dry.
    depth_known : bool array
        False where nobody gave a depth; in the flooded area a prior stands for it.
    """

    damage: Damage
    habitable: np.ndarray
    depth_known: np.ndarray


def loss_ratio(depth_m: np.ndarray) -> np.ndarray:
    """Return the share of a dwelling's worth that a depth of water destroys.

    Examples
    --------
    >>> loss_ratio(np.array([0.0, 0.5, 0.75, 9.0, np.nan])).round(2).tolist()
    [0.0, 0.33, 0.41, 1.0, nan]
    """
    curve = load_parameters("flood")["depth_damage"]
    return np.interp(depth_m, curve["depth_m"], curve["loss_ratio"])


def flood_damage(
    structure: np.ndarray,
    depth_m: np.ndarray,
    in_extent: np.ndarray | None = None,
    *,
    hours: float | None = None,
) -> FloodDamage:
    """Expect the damage of every house in a flood.

    The loss ratio is taken for a damage index of GB/T 24335 and spread by a beta law.
    Earth walls in deep water, or in any water that stood for long, lose more than the
    curve says; they, and earth walls in water of unknown depth, are uninhabitable
    until seen.

    Parameters
    ----------
    structure : int8 array
        Codes of :data:`rules.vocabulary.STRUCTURES`; -1 unknown.
    depth_m : float array
        Depth of water at each house, 0 dry; ``NaN`` unknown.
    in_extent : int8 array, optional
        1 in the flooded area, 0 outside, -1 unknown.  It speaks where the depth is
        unknown: outside is dry, inside gets a prior of depths.
    hours : float, optional
        How long the water stood; ``None`` unknown.

    Raises
    ------
    SchemaError
        If ``in_extent`` is boolean: that cannot say "unknown", and a house without
        place would be called dry.
    """
    depth = np.asarray(depth_m, dtype=np.float64)
    told = np.full(depth.shape, -1) if in_extent is None else np.asarray(in_extent)
    if told.dtype == bool:
        raise SchemaError(N_("in_extent must be 1, 0 or -1: a yes or no hides gaps"))
    depth = np.where(np.isnan(depth) & (told == 0), 0.0, depth)
    inside = np.isnan(depth) & (told == 1)
    earth = np.isin(structure, _earth_codes())
    soaks_from_m = _soaks_from(hours)
    probabilities = grades_from_exceedance(
        _expected(depth, earth, inside, soaks_from_m)
    )
    return FloodDamage(
        damage=Damage(
            probabilities=probabilities,
            heavy_scenarios=_heavy_scenarios(depth, earth, inside, soaks_from_m),
            struck=(depth > 0) | inside,
        ),
        habitable=_habitable(depth, earth, inside, soaks_from_m),
        depth_known=~np.isnan(depth),
    )


def _soaks_from(hours: float | None) -> float:
    """Return the depth in metres from which earth walls are soaked."""
    law = load_parameters("flood")["earth_walls"]
    stood = hours is not None and hours >= law["from_hours"]
    return np.finfo(float).tiny if stood else law["from_depth_m"]


def _earth_codes() -> list[int]:
    words = load_parameters("flood")["earth_walls"]["structures"]
    return [STRUCTURES.index(word) for word in words]


def _expected(
    depth: np.ndarray, earth: np.ndarray, inside: np.ndarray, soaks_from_m: float
) -> np.ndarray:
    prior = load_parameters("flood")["unknown_depth"]
    exceedance = _exceedance(depth, earth, soaks_from_m)
    for of_earth in (False, True):
        walls = np.full(len(prior["depth_m"]), of_earth)
        at_depths = _exceedance(np.array(prior["depth_m"]), walls, soaks_from_m)
        mixed = np.average(at_depths, axis=0, weights=prior["weight"])
        exceedance[inside & (earth == of_earth)] = mixed
    return exceedance


def _heavy_scenarios(
    depth: np.ndarray, earth: np.ndarray, inside: np.ndarray, soaks_from_m: float
) -> np.ndarray:
    """Take the water for shallower and for deeper; what is dry stays dry."""
    tables = load_parameters("flood")
    reach_m = tables["depth_error"]["reach"] * tables["depth_error"]["sd_m"]
    prior = tables["unknown_depth"]["depth_m"]
    scenarios = []
    for shift_m, prior_m in ((-reach_m, min(prior)), (reach_m, max(prior))):
        shifted = np.where(inside, prior_m, depth + np.where(depth > 0, shift_m, 0.0))
        exceedance = _exceedance(shifted, earth, soaks_from_m, _HEAVY_EXCEEDED)
        scenarios.append(exceedance[:, 0])
    return np.stack(scenarios)


def _exceedance(
    depth: np.ndarray,
    earth: np.ndarray,
    soaks_from_m: float,
    only: slice = slice(None),
) -> np.ndarray:
    """Return float32 probabilities of grade 2, 3, 4, 5 or worse; 0 where dry."""
    law = load_parameters("flood")["earth_walls"]
    ratio = loss_ratio(depth)
    soaked = earth & (depth >= soaks_from_m)
    ratio = np.where(soaked, np.maximum(ratio, law["least_loss_ratio"]), ratio)
    curves = exceedance_of_index(_RATIOS, load_parameters("flood")["grades"]["nu"])
    columns = [np.interp(ratio, _RATIOS, curve) for curve in curves.T[only]]
    exceedance = np.stack(columns, axis=-1).astype(np.float32)
    exceedance[depth <= 0] = 0.0
    return exceedance


def _habitable(
    depth: np.ndarray, earth: np.ndarray, inside: np.ndarray, soaks_from_m: float
) -> np.ndarray:
    lost = earth & ((depth >= soaks_from_m) | inside)
    answers = [Habitable.NO, Habitable.YES]
    return np.select([lost, depth <= 0], answers, Habitable.UNKNOWN).astype(np.int8)
