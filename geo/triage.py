"""The order in which houses are visited after an event, and what to expect where.

The score orders visits and says nothing else: probability of heavy damage, times the
people inside, times how much they depend on others, by what the visit costs.  Its
parts are kept.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.damage import HEAVY, Damage
from geo.exposure import Exposure
from geo.found_damage import found_damage
from geo.learning_doors import Tags
from geo.occupants import occupants_of
from geo.triage_totals import Drawn, Interval, drawn_sums, town_members
from rules.parameters import load_parameters

_NO_CLASS = np.iinfo(np.int16).max  # comes after every class of the county's own


@dataclass(frozen=True, kw_only=True)
class TriageResult:
    """An order of visits, in the order of the exposure.

    Attributes
    ----------
    rank : int32 array
        1 to the number of households, each once: doors nobody has opened before those
        that were visited, then the county's own classes, then by score; where the
        hazard is unknown after where it is known.
    score : float32 array
        ``NaN`` where the hazard is unknown.
    heavy : float32 array
        Probability of heavy damage (grade 4 or 5); at visited doors what was found.
    danger : float32 array
        Expected people in danger: those inside, times ``heavy``.
    people : float32 array
        Persons counted, or the mean of the parameters.
    people_known : bool array
    dependence : float32 array
        Factor of the score, at least 1.
    dependence_known : bool array
    effort : float32 array
        What a visit costs, as a multiple of one next door; at least about 1.
    first : int16 array
        The county's own class: 1 goes before 2; 0 has none and comes after them.
    visited : bool array
    heavy_total, people_total : Interval
        Houses of the county heavily damaged, and people in danger; without those of
        unknown hazard, with what was found.
    unknown_households : int
        Households of unknown hazard.
    villages, towns : list of dict
        In the order of ``code`` (empty where it is unknown): ``code``, ``name``,
        ``town_name`` (villages only), ``households``, ``struck``, ``unknown``,
        ``visited``, ``heavy_low``, ``heavy_middle``, ``heavy_high`` and the same of
        ``danger`` (``NaN`` where no household's hazard is known).
    """

    rank: np.ndarray
    score: np.ndarray
    heavy: np.ndarray
    danger: np.ndarray
    people: np.ndarray
    people_known: np.ndarray
    dependence: np.ndarray
    dependence_known: np.ndarray
    effort: np.ndarray
    first: np.ndarray
    visited: np.ndarray
    heavy_total: Interval
    people_total: Interval
    unknown_households: int
    villages: list[dict[str, Any]]
    towns: list[dict[str, Any]]

    @property
    def order(self) -> np.ndarray:
        """Return the positions of the households, first to visit first."""
        order = np.empty_like(self.rank)
        order[self.rank - 1] = np.arange(len(self.rank), dtype=np.int32)
        return order


# One argument for each thing that a county may or may not know of its visits.
def triage(
    exposure: Exposure,
    damage: Damage,
    *,
    tags: Tags | None = None,
    first: np.ndarray | None = None,
    inside_ratio: float = 1.0,
    effort: np.ndarray | None = None,
) -> TriageResult:
    """Order the visits to all households of a county.

    Parameters
    ----------
    exposure : Exposure
    damage : Damage
        At the same households.
    tags : Tags, optional
        Doors that were visited.
    first : int16 array, optional
        The county's own classes, 0 for none.
    inside_ratio : float
        Share of a household at home at the hour of the event.
    effort : float32 array, optional
        What a visit costs, see :func:`geo.effort.effort`; 1 everywhere without it.
    """
    tags = Tags.none() if tags is None else tags
    damage = found_damage(damage, tags)
    parts = _parts(exposure, damage, inside_ratio, effort)
    visited = np.zeros(len(exposure), dtype=bool)
    visited[tags.position] = True
    first = np.zeros(len(exposure), np.int16) if first is None else first
    houses = drawn_sums(exposure, damage, np.ones(len(exposure)))
    inside = parts["people"].astype(np.float64) * inside_ratio
    people = drawn_sums(exposure, damage, inside)
    counts = _counts(exposure, damage, visited)
    is_known = bool(damage.known.any())
    return TriageResult(
        rank=_ranks(exposure.household_id, visited, first, parts["score"]),
        first=first,
        visited=visited,
        heavy_total=houses.whole(is_known),
        people_total=people.whole(is_known),
        unknown_households=int(np.count_nonzero(~damage.known)),
        villages=_village_rows(exposure, counts, houses, people),
        towns=_town_rows(exposure, counts, houses, people),
        **parts,
    )


def _parts(
    exposure: Exposure,
    damage: Damage,
    inside_ratio: float,
    effort: np.ndarray | None,
) -> dict[str, np.ndarray]:
    heavy = damage.probabilities[:, HEAVY].sum(axis=1)
    people, people_known = occupants_of(exposure)
    dependence, dependence_known = _dependence(exposure)
    danger = heavy * people * np.float32(inside_ratio)
    if effort is None:
        effort = np.ones(len(exposure), dtype=np.float32)
    return {
        "score": danger * dependence / effort,
        "heavy": heavy,
        "danger": danger,
        "people": people,
        "people_known": people_known,
        "dependence": dependence,
        "dependence_known": dependence_known,
        "effort": effort,
    }


def _dependence(exposure: Exposure) -> tuple[np.ndarray, np.ndarray]:
    law = load_parameters("triage")["dependence"]
    known = (exposure.dependents >= 0) & (exposure.occupants >= 0)
    persons = np.maximum(exposure.occupants, 1).astype(np.float32)
    share = np.minimum(exposure.dependents / persons, np.float32(1.0))
    share = np.where(known, share, np.float32(law["mean_share"]))
    return np.float32(1.0) + np.float32(law["weight"]) * share, known


def _ranks(
    household_id: pa.ChunkedArray,
    visited: np.ndarray,
    first: np.ndarray,
    score: np.ndarray,
) -> np.ndarray:
    """Rank by these keys, then by identifier; what has no score comes last."""
    columns = {
        "visited": visited.astype(np.int8),
        "first": np.where(first > 0, first, _NO_CLASS).astype(np.int16),
        "falling": -score,  # NaN sorts last
        "household_id": household_id,
    }
    told = {n: v for n, v in columns.items() if n == "household_id" or np.ptp(v) != 0}
    keys = [(name, "ascending") for name in told]
    order = pc.sort_indices(pa.table(told), sort_keys=keys).to_numpy()
    rank = np.empty(len(score), dtype=np.int32)
    rank[order] = np.arange(1, len(score) + 1, dtype=np.int32)
    return rank


def _counts(
    exposure: Exposure, damage: Damage, visited: np.ndarray
) -> dict[str, np.ndarray]:
    """Count households by village; the first place is that of those without one."""
    place, size = exposure.village + 1, len(exposure.village_codes) + 1
    return {
        "households": np.bincount(place, minlength=size),
        "struck": np.bincount(place[damage.struck], minlength=size),
        "unknown": np.bincount(place[~damage.known], minlength=size),
        "visited": np.bincount(place[visited], minlength=size),
    }


def _village_rows(
    exposure: Exposure, counts: dict[str, np.ndarray], houses: Drawn, people: Drawn
) -> list[dict[str, Any]]:
    names = {
        "code": ("", *exposure.village_codes),
        "name": ("", *exposure.village_names),
        "town_name": ("", *exposure.town_names),
    }
    return _rows(names | _columns(counts, houses, people))


def _town_rows(
    exposure: Exposure, counts: dict[str, np.ndarray], houses: Drawn, people: Drawn
) -> list[dict[str, Any]]:
    codes, names, members = town_members(exposure)
    counted = {name: (row @ members).astype(np.int64) for name, row in counts.items()}
    columns = _columns(counted, houses.by(members), people.by(members))
    return _rows({"code": codes, "name": names} | columns)


def _columns(
    counts: dict[str, np.ndarray], houses: Drawn, people: Drawn
) -> dict[str, list]:
    nowhere_known = counts["households"] == counts["unknown"]
    columns = {name: count.tolist() for name, count in counts.items()}
    for name, drawn in (("heavy", houses), ("danger", people)):
        for edge, values in drawn.intervals()._asdict().items():
            told = np.where(nowhere_known, np.nan, values)
            columns[f"{name}_{edge}"] = told.tolist()
    return columns


def _rows(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Turn columns into rows; households without a place make one only if any are."""
    rows = zip(*columns.values(), strict=True)
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    return [row for row in named if row["code"] or row["households"]]
