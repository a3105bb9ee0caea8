"""The order in which houses are visited after an event, and what to expect where.

The score orders visits and says nothing else: probability of heavy damage, times the
people inside, times how much they depend on others.  Its parts are kept.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.damage import HEAVY, Damage
from geo.exposure import Exposure
from rules.parameters import load_parameters

_TOWN_DIGITS = 9


class Interval(NamedTuple):
    """A number of houses: expected, and between what models and event allow."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, kw_only=True)
class TriageResult:
    """An order of visits, in the order of the exposure.

    Attributes
    ----------
    rank : int32 array
        1 to the number of households, each once; households whose hazard is unknown
        come after those whose hazard is known.
    score : float32 array
        ``NaN`` where the hazard is unknown.
    heavy : float32 array
        Probability of heavy damage (grade 4 or 5).
    people : float32 array
        Persons counted, or the mean of the parameters.
    people_known : bool array
    dependence : float32 array
        Factor of the score, at least 1.
    dependence_known : bool array
    heavy_total : Interval
        Houses of the county heavily damaged; without those of unknown hazard.
    unknown_households : int
        Households of unknown hazard.
    villages, towns : list of dict
        In the order of ``code`` (empty where it is unknown): ``code``, ``name``,
        ``town_name`` (villages only), ``households``, ``struck``, ``unknown``,
        ``heavy_low``, ``heavy_middle``, ``heavy_high`` (``NaN`` where no
        household's hazard is known).
    """

    rank: np.ndarray
    score: np.ndarray
    heavy: np.ndarray
    people: np.ndarray
    people_known: np.ndarray
    dependence: np.ndarray
    dependence_known: np.ndarray
    heavy_total: Interval
    unknown_households: int
    villages: list[dict[str, Any]]
    towns: list[dict[str, Any]]

    @property
    def order(self) -> np.ndarray:
        """Return the positions of the households, first to visit first."""
        order = np.empty_like(self.rank)
        order[self.rank - 1] = np.arange(len(self.rank), dtype=np.int32)
        return order


def triage(exposure: Exposure, damage: Damage) -> TriageResult:
    """Order the visits to all households of a county.

    Parameters
    ----------
    exposure : Exposure
    damage : Damage
        At the same households.
    """
    heavy = damage.probabilities[:, HEAVY].sum(axis=1)
    people, people_known = _people(exposure)
    dependence, dependence_known = _dependence(exposure)
    score = heavy * people * dependence
    villages = _by_village(exposure, damage, heavy)
    return TriageResult(
        rank=_ranks(exposure.household_id, score),
        score=score,
        heavy=heavy,
        people=people,
        people_known=people_known,
        dependence=dependence,
        dependence_known=dependence_known,
        heavy_total=_total(damage, heavy),
        unknown_households=int(np.count_nonzero(~damage.known)),
        villages=_village_rows(exposure, villages),
        towns=_town_rows(exposure, villages),
    )


def _people(exposure: Exposure) -> tuple[np.ndarray, np.ndarray]:
    mean = load_parameters("triage")["people"]["mean_occupants"]
    known = exposure.occupants >= 0
    return np.where(known, exposure.occupants, np.float32(mean)), known


def _dependence(exposure: Exposure) -> tuple[np.ndarray, np.ndarray]:
    law = load_parameters("triage")["dependence"]
    known = (exposure.dependents >= 0) & (exposure.occupants >= 0)
    persons = np.maximum(exposure.occupants, 1).astype(np.float32)
    share = np.minimum(exposure.dependents / persons, np.float32(1.0))
    share = np.where(known, share, np.float32(law["mean_share"]))
    return np.float32(1.0) + np.float32(law["weight"]) * share, known


def _ranks(household_id: pa.ChunkedArray, score: np.ndarray) -> np.ndarray:
    """Rank by falling score, then by identifier; what has no score comes last."""
    table = pa.table({"falling": -score, "household_id": household_id})
    keys = [("falling", "ascending"), ("household_id", "ascending")]
    order = pc.sort_indices(table, sort_keys=keys).to_numpy()  # NaN sorts last
    rank = np.empty(len(score), dtype=np.int32)
    rank[order] = np.arange(1, len(score) + 1, dtype=np.int32)
    return rank


def _total(damage: Damage, heavy: np.ndarray) -> Interval:
    known = damage.known
    totals = damage.heavy_scenarios.sum(axis=1, where=known, dtype=np.float64)
    middle = float(heavy.sum(where=known, dtype=np.float64))
    if not known.any():
        return Interval(np.nan, np.nan, np.nan)
    low, high = float(totals.min()), float(totals.max())
    return Interval(min(low, middle), middle, max(high, middle))


class _Sums(NamedTuple):
    """Sums by village; the first place is that of households without a village."""

    households: np.ndarray
    struck: np.ndarray
    unknown: np.ndarray
    heavy: np.ndarray
    scenarios: np.ndarray  # (scenarios, villages)


def _by_village(exposure: Exposure, damage: Damage, heavy: np.ndarray) -> _Sums:
    place = exposure.village + 1
    known = damage.known
    size = len(exposure.village_codes) + 1

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(place, weights=np.where(known, values, 0.0), minlength=size)

    return _Sums(
        households=np.bincount(place, minlength=size),
        struck=np.bincount(place[damage.struck], minlength=size),
        unknown=np.bincount(place[~known], minlength=size),
        heavy=summed(heavy),
        scenarios=np.stack([summed(row) for row in damage.heavy_scenarios]),
    )


def _village_rows(exposure: Exposure, sums: _Sums) -> list[dict[str, Any]]:
    names = {
        "code": ("", *exposure.village_codes),
        "name": ("", *exposure.village_names),
        "town_name": ("", *exposure.town_names),
    }
    return _rows(names | _columns(sums))


def _town_rows(exposure: Exposure, sums: _Sums) -> list[dict[str, Any]]:
    codes = ["", *(code[:_TOWN_DIGITS] for code in exposure.village_codes)]
    towns, first, where = np.unique(codes, return_index=True, return_inverse=True)
    members = np.eye(len(towns))[where]  # (villages, towns): a sum as a product
    town_names = ("", *exposure.town_names)
    names = {"code": towns.tolist(), "name": [town_names[i] for i in first]}
    return _rows(names | _columns(_Sums(*(values @ members for values in sums))))


def _columns(sums: _Sums) -> dict[str, list]:
    nowhere_known = sums.households == sums.unknown
    low = np.minimum(sums.scenarios.min(axis=0), sums.heavy)
    high = np.maximum(sums.scenarios.max(axis=0), sums.heavy)
    return {
        "households": sums.households.astype(np.int64).tolist(),
        "struck": sums.struck.astype(np.int64).tolist(),
        "unknown": sums.unknown.astype(np.int64).tolist(),
        "heavy_low": np.where(nowhere_known, np.nan, low).tolist(),
        "heavy_middle": np.where(nowhere_known, np.nan, sums.heavy).tolist(),
        "heavy_high": np.where(nowhere_known, np.nan, high).tolist(),
    }


def _rows(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Turn columns into rows; households without a place make one only if any are."""
    rows = zip(*columns.values(), strict=True)
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    return [row for row in named if row["code"] or row["households"]]
