"""How far a house keeps from an active fault, with the exceptions of the standard.

GB 50011-2010 (2016 edition) 4.1.7: only faults that moved in the Holocene count, not
where thick soil covers them, and how far to keep depends on the design intensity.
What is not known of a fault excuses nothing.  Which answers are asked for stands in
the policy; the numbers are in ``rules/parameters/fault_setback.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from unicodedata import normalize

import numpy as np

from geo.distances import nearest_distance_m
from geo.eligibility import Answer
from geo.exposure import Exposure
from rules.parameters import Table, load_parameters
from rules.vocabulary import UNKNOWN

if TYPE_CHECKING:
    import geopandas as gpd

KINDS = ("holocene", "unclear")
_CODES = np.array([0, UNKNOWN, 1], np.int8)  # of an Answer, as a rule's column has it


def _table(name: str) -> Table:
    return load_parameters("fault_setback")[name]


def column_of(kind: str, degree: int) -> str:
    """Name the column of :func:`fault_distances` for a kind of fault and a degree."""
    return f"{kind}_fault_{degree}_distance_m"


def fault_distances(
    exposure: Exposure, faults: gpd.GeoDataFrame | None
) -> dict[str, np.ndarray]:
    """Measure to the nearest fault that counts, by what is known of it.

    Parameters
    ----------
    exposure : Exposure
        The households.
    faults : geopandas.GeoDataFrame or None
        Lines, maybe with ``activity`` (text) and ``overburden_m``.

    Returns
    -------
    dict of str to float64 array
        One column for each kind and each degree of the standard's table, see
        :func:`column_of`: *holocene*, known to have moved in the Holocene; *unclear*,
        of unknown activity.  Metres; ``NaN`` without place or such a fault.
    """
    measured: dict[tuple[int, ...], np.ndarray] = {}
    columns = {}
    for name, counts in _counting(faults):
        chosen = tuple(np.flatnonzero(counts).tolist())
        if chosen not in measured:
            measured[chosen] = _distance_m(exposure, faults, chosen)
        columns[name] = measured[chosen]
    return columns


def _counting(faults: gpd.GeoDataFrame | None) -> Iterator[tuple[str, np.ndarray]]:
    """Name each column, and tell which faults count for it."""
    empty = faults is None
    soil_m = _numbers(faults, "overburden_m")
    moved = np.zeros(0, int) if empty else _holocene(faults)
    limits = _table("overburden")
    for degree, most_m in zip(limits["degree"], limits["more_than_m"], strict=True):
        bare = ~(soil_m > most_m)  # an unknown thickness excuses nothing
        yield column_of("holocene", degree), bare & (moved == Answer.YES)
        yield column_of("unclear", degree), bare & (moved == Answer.UNKNOWN)


def _numbers(faults: gpd.GeoDataFrame | None, column: str) -> np.ndarray:
    if faults is None or column not in faults:
        return np.full(0 if faults is None else len(faults), np.nan)
    return faults[column].to_numpy(float, na_value=np.nan)


def _holocene(faults: gpd.GeoDataFrame) -> np.ndarray:
    if "activity" not in faults:
        return np.full(len(faults), Answer.UNKNOWN, int)
    return np.array([moved_in_holocene(text) for text in faults["activity"]], int)


def moved_in_holocene(activity: object) -> Answer:
    """Read what a fault map says of a fault's age.

    Examples
    --------
    >>> [moved_in_holocene(t).name for t in ("全新世活动", "晚更新世(Q3)", None)]
    ['YES', 'NO', 'UNKNOWN']
    >>> moved_in_holocene("非全新世").name, moved_in_holocene("Q3-Q4").name
    ('NO', 'YES')
    """
    text = normalize("NFKC", activity).lower() if isinstance(activity, str) else ""
    words = _table("activity")
    for name, answer in (
        ("not_holocene", Answer.NO),
        ("holocene", Answer.YES),
        ("older", Answer.NO),
    ):
        if any(word in text for word in words[name]):
            return answer
    return Answer.UNKNOWN


def _distance_m(
    exposure: Exposure, faults: gpd.GeoDataFrame | None, chosen: tuple[int, ...]
) -> np.ndarray:
    if not chosen:
        return np.full(len(exposure), np.nan)
    lines = faults.iloc[list(chosen)].to_crs(exposure.metric_crs)
    return nearest_distance_m(exposure.easting_m, exposure.northing_m, lines)


def setback_columns(
    exposure: Exposure, hazards: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Return what rules on active faults look at.

    Parameters
    ----------
    exposure : Exposure
        The households.
    hazards : mapping of str to ndarray
        ``design_intensity_degree``, and the columns of :func:`fault_distances`.

    Returns
    -------
    dict of str to int8 array
        1 yes, 0 no, -1 unknown.  ``in_fault_setback``: nearer to a fault that counts
        than the standard asks at the house's degree.  ``fault_holocene``: that fault
        is known to have moved in the Holocene; 0 where there is none.
        ``fault_exception``: dispersed, low, and not across the line.
    """
    answers = {kind: _within(exposure, hazards, kind) for kind in KINDS}
    inside = np.maximum.reduce(list(answers.values()))
    in_doubt = np.where(inside == Answer.NO, Answer.NO, Answer.UNKNOWN)
    holocene = np.where(answers["holocene"] == Answer.YES, Answer.YES, in_doubt)
    return {
        "in_fault_setback": _CODES[inside],
        "fault_holocene": _CODES[holocene],
        "fault_exception": _CODES[_excepted(exposure, hazards, inside)],
    }


def _within(
    exposure: Exposure, hazards: Mapping[str, np.ndarray], kind: str
) -> np.ndarray:
    """Answer whether a house is nearer than it should; both degrees if unknown."""
    table = _table("setback")
    degrees, set_back_m = table["degree"], table[table["house_class"]]
    placed = np.isfinite(exposure.lon)
    answers = []
    for degree, least_m in zip(degrees, set_back_m, strict=True):
        near = hazards[column_of(kind, degree)] <= least_m
        answer = np.where(near, Answer.YES, Answer.NO)
        answers.append(np.where(placed, answer, Answer.UNKNOWN))
    table_of = np.stack(answers)
    design = hazards["design_intensity_degree"]
    row = np.clip(np.searchsorted(degrees, design, "right") - 1, 0, len(degrees) - 1)
    own = np.take_along_axis(table_of, row[None], axis=0)[0]
    low, high = table_of.min(axis=0), table_of.max(axis=0)
    either = np.where(low == high, low, Answer.UNKNOWN)
    return np.where(np.isfinite(design), own, either)


def _excepted(
    exposure: Exposure, hazards: Mapping[str, np.ndarray], inside: np.ndarray
) -> np.ndarray:
    answer = np.full(len(exposure), Answer.NO, int)
    rows = np.flatnonzero(inside != Answer.NO)
    if not len(rows):
        return answer
    table = _table("exception")
    storeys = exposure.storeys[rows]
    low = np.where(storeys < table["fewer_than_storeys"], Answer.YES, Answer.NO)
    low = np.where(storeys <= 0, Answer.UNKNOWN, low)
    error_m = load_parameters("location_error")["house"]["error_m"]
    nearest_m = _nearest_m(hazards)[rows]
    clear = np.where(nearest_m > table["half_house_m"] + error_m, Answer.YES, Answer.NO)
    clear = np.where(np.isnan(nearest_m), Answer.UNKNOWN, clear)
    answer[rows] = np.minimum.reduce([low, clear, _dispersed(exposure, rows)])
    return answer


def _nearest_m(hazards: Mapping[str, np.ndarray]) -> np.ndarray:
    degrees = _table("setback")["degree"]
    return np.fmin.reduce([hazards[column_of(k, d)] for k in KINDS for d in degrees])


def _dispersed(exposure: Exposure, rows: np.ndarray) -> np.ndarray:
    """Answer whether few houses on record stand around those at ``rows``."""
    # scipy takes a second to load, and few counties have a house so near a fault.
    from scipy.spatial import cKDTree

    table = _table("exception")
    answer = np.full(len(rows), Answer.UNKNOWN, int)
    place = np.column_stack([exposure.easting_m, exposure.northing_m])
    placed = np.isfinite(place).all(axis=1)
    here = placed[rows]
    if here.any():
        around = cKDTree(place[placed]).query_ball_point(
            place[rows[here]], table["neighbours_within_m"], return_length=True
        )
        few = around - 1 <= table["most_neighbours"]
        answer[here] = np.where(few, Answer.YES, Answer.NO)
    return answer
