"""The houses of the disaster-prone watch list (rule E4): which, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from desk.judging import Judged
from rules.language import N_
from rules.vocabulary import GRADES, STRUCTURES

IN_FLOOD, IN_GEOHAZARD = N_("in a flood layer"), N_("in a geohazard layer")
OF_HOUSES = {
    "town_name": N_("Town"),
    "village_name": N_("Village"),
    "household_id": N_("Household"),
    "why": N_("Why on the list"),
    "flood_depth_m": N_("Flood depth (m)"),
    "return_period_years": N_("Return period of the flood, years"),
    "structure": N_("Structure"),
    "grade": N_("Grade"),
    "occupants": N_("People"),
    "dependents": N_("Of these dependent"),
    "last_visit": N_("Last visit"),
}

Row = dict[str, Any]


def prone(found: Judged, extents: bool) -> tuple[np.ndarray, np.ndarray]:
    """Tell which houses stand in a flood layer, and which in a geohazard layer.

    Parameters
    ----------
    extents : bool
        Whether there is a layer of flood extents: then a house whose mark is not
        known stands in one of them.

    Returns
    -------
    tuple of bool arrays
        A house without place is in none; see ``unplaced`` of the list.
    """
    hazards, placed = found.hazards, np.isfinite(found.exposure.lon)
    way = hazards["in_flood_way"]
    flood = (way == 1) | (hazards["flood_depth_m"] > 0)
    flood |= np.isfinite(hazards["flood_return_period_years"])
    if extents:
        flood |= placed & (way == -1)
    return flood & placed, (hazards["in_geohazard"] == 1) & placed


def watched_houses(
    found: Judged,
    houses: np.ndarray,
    prone_: tuple[np.ndarray, np.ndarray],
    seen: Mapping[str, date],
) -> list[Row]:
    """Describe the houses of the list.

    Parameters
    ----------
    houses : int array
        Positions in the exposure.
    prone_ : tuple of bool arrays
        As from :func:`prone`.
    seen : mapping of str to date
        The last visit to each household.

    Returns
    -------
    list of dict
        Keys of :data:`OF_HOUSES`, and ``village_code, lon, lat``; ``NaN`` and
        ``None`` are unknown.
    """
    exposure = found.exposure.take(houses)
    flood, geohazard = (mask[houses] for mask in prone_)
    depth_m = found.hazards["flood_depth_m"][houses]
    years = found.hazards["flood_return_period_years"][houses]
    ids = exposure.household_id.to_pylist()
    codes, names, towns = (
        (*getattr(exposure, name), "")
        for name in ("village_codes", "village_names", "town_names")
    )
    return [
        {
            "village_code": codes[exposure.village[at]],
            "village_name": names[exposure.village[at]],
            "town_name": towns[exposure.village[at]],
            "household_id": id_,
            "why": _why(flood[at], geohazard[at]),
            "flood_depth_m": float(depth_m[at]),
            "return_period_years": float(years[at]),
            "structure": (*STRUCTURES, "")[exposure.structure[at]],
            "grade": (*GRADES, "")[exposure.grade[at]],
            "occupants": _known(exposure.occupants[at]),
            "dependents": _known(exposure.dependents[at]),
            "last_visit": seen.get(id_),
            "lon": float(exposure.lon[at]),
            "lat": float(exposure.lat[at]),
        }
        for at, id_ in enumerate(ids)
    ]


def _why(flood: np.bool_, geohazard: np.bool_) -> tuple[str, ...]:
    named = ((flood, IN_FLOOD), (geohazard, IN_GEOHAZARD))
    return tuple(title for is_in, title in named if is_in)


def _known(value: np.integer) -> int | None:
    return None if value < 0 else int(value)
