"""The design intensity of a house: of its village or town first, of the map second.

GB 18306-2015 gives the basic ground motion by township; a boundary on a map is less
sure than the name of a place (rule H5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo.crs import STORED_CRS
from geo.distances import within_reach
from geo.exposure import Exposure
from geo.zones import positions_in, value_at
from rules.adcode import Level
from rules.parameters import load_parameters
from rules.vocabulary import UNKNOWN

if TYPE_CHECKING:
    import geopandas as gpd

BASES = ("polygon", "town", "village")  # codes are positions
DEGREE, PGA = "design_intensity_degree", "pga_g"
_MARGIN_RATIO = 1.1  # a buffer has corners, and loses places between them
_ONLY_THE_TOWN = "000"  # the code of a village that nobody has named


@dataclass(frozen=True, kw_only=True)
class Fortified:
    """What each house is to be built for, and how sure that is.

    Attributes
    ----------
    design_intensity_degree, pga_g : float64
        ``NaN`` unknown.
    basis : int8
        Position in :data:`BASES`; -1 unknown.
    near_boundary : bool
        Read from a map, with a zone of another degree within the location error.
    other_degree : float64
        The degree on the other side of that boundary, or the lower one of a town
        that has several; ``NaN`` none.
    mixed_town : bool
        Only the town is known, which has several degrees or accelerations: the
        higher was taken.
    """

    design_intensity_degree: np.ndarray
    pga_g: np.ndarray
    basis: np.ndarray
    near_boundary: np.ndarray
    other_degree: np.ndarray
    mixed_town: np.ndarray


class _Told(NamedTuple):
    """What a table says of one village."""

    degree: float = np.nan
    pga_g: float = np.nan
    basis: int = UNKNOWN
    other_degree: float = np.nan
    mixed: bool = False


def degree_of_pga(pga_g: np.ndarray) -> np.ndarray:
    """Return the design intensity that a peak ground acceleration stands for.

    Parameters
    ----------
    pga_g : float64
        Basic ground motion in g; ``NaN`` unknown.

    Returns
    -------
    float64
        Degrees; ``NaN`` unknown or below the lowest of the table.

    Examples
    --------
    >>> degree_of_pga(np.array([0.05, 0.10, 0.15, 0.20, 0.30, 0.40])).tolist()
    [6.0, 7.0, 7.0, 8.0, 8.0, 9.0]
    >>> degree_of_pga(np.array([0.0, np.nan])).tolist()
    [nan, nan]
    """
    table = load_parameters("zonation")["intensity_of_pga"]
    steps = np.digitize(pga_g, table["from_pga_g"])
    degrees = np.array([np.nan, *table["degree"]])[steps]
    return np.where(np.isnan(pga_g), np.nan, degrees)


def fortify(
    exposure: Exposure,
    zoned: Mapping[str, np.ndarray],
    table: Iterable[Mapping[str, Any]],
) -> Fortified:
    """Say what each house is to be built for.

    Parameters
    ----------
    exposure : Exposure
        The households.
    zoned : mapping of str to ndarray
        Columns of :func:`geo.hazards.screen`: ``design_intensity_degree``, ``pga_g``
        and ``other_degree``.
    table : iterable of mapping
        Rows of ``place_code`` (9 or 12 digits), ``pga_g`` and
        ``design_intensity_degree``; one of the two may be ``None``.

    Returns
    -------
    Fortified
        By the row of the village, or else of the town, or else by the map.  Where a
        row gives no acceleration, that of the map stands if its degree is the same.
    """
    rows = _by_place(table)
    told = [_told(code, rows) for code in exposure.village_codes]
    columns = _Told(*map(np.array, zip(*told, _Told(), strict=True)))
    place = np.where(exposure.village < 0, len(told), exposure.village)
    degree, pga_g, basis, other, mixed = (np.asarray(c)[place] for c in columns)
    from_map = basis < 0
    on_map = np.isfinite(zoned[DEGREE])
    same = np.isnan(pga_g) & (zoned[DEGREE] == degree)
    return Fortified(
        design_intensity_degree=np.where(from_map, zoned[DEGREE], degree),
        pga_g=np.where(from_map | same, zoned[PGA], pga_g),
        basis=np.where(from_map & on_map, BASES.index("polygon"), basis).astype(
            np.int8
        ),
        near_boundary=from_map & np.isfinite(zoned["other_degree"]),
        other_degree=np.where(from_map, zoned["other_degree"], other),
        mixed_town=mixed,
    )


def degree_of_place(code: str, table: Iterable[Mapping[str, Any]]) -> float:
    """Return the degree that the table gives a town or village; ``NaN`` if none.

    Examples
    --------
    >>> row = {"place_code": "990001100", "pga_g": 0.2, "design_intensity_degree": 8}
    >>> degree_of_place("990001100200", [row]), degree_of_place("990001101", [row])
    (8.0, nan)
    """
    return _told(code, _by_place(table)).degree


def _by_place(table: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple]]:
    """Gather the rows of each place as pairs of degree and acceleration."""
    rows = defaultdict(list)
    for row in table:
        pga_g = np.nan if row[PGA] is None else float(row[PGA])
        degree = row[DEGREE]
        if degree is None:
            degree = degree_of_pga(np.array([pga_g]))[0]
        rows[row["place_code"]].append((float(degree), pga_g))
    return rows


def _told(code: str, rows: Mapping[str, list[tuple]]) -> _Told:
    town = code[: Level.TOWN]
    if code in rows:
        return _highest(rows[code], BASES.index("village"))
    if code.endswith(_ONLY_THE_TOWN):
        pairs = [pair for place in rows if place[: Level.TOWN] == town
                 for pair in rows[place]]  # fmt: skip
        return _highest(pairs, BASES.index("town"))
    return _highest(rows.get(town, []), BASES.index("town"))


def _highest(pairs: list[tuple], basis: int) -> _Told:
    if not pairs:
        return _Told()
    ordered = sorted(pairs, key=lambda pair: np.nan_to_num(pair, nan=-1.0).tolist())
    degree, pga_g = ordered[-1]
    least = ordered[0]
    mixed = least != ordered[-1] and not np.array_equal(
        least, ordered[-1], equal_nan=True
    )
    return _Told(degree, pga_g, basis, least[0] if mixed else np.nan, mixed)


def other_degree(
    exposure: Exposure, zones: gpd.GeoDataFrame | None, location_error_m: float
) -> np.ndarray:
    """Return the degree that may hold as well, for houses near a boundary.

    Parameters
    ----------
    exposure : Exposure
        The households.
    zones : geopandas.GeoDataFrame or None
        Polygons with ``design_intensity_degree``.
    location_error_m : float
        How far a house may stand from where it is recorded.

    Returns
    -------
    float64
        The highest degree, other than the one the house has by the map, of a zone
        within ``location_error_m``; ``NaN`` none, without place, without zones.
    """
    other = np.full(len(exposure), np.nan)
    if zones is None or DEGREE not in zones:
        return other
    metric = zones.to_crs(exposure.metric_crs)
    rows = _near_a_line(exposure, metric, location_error_m)
    near = exposure.take(rows)
    own = value_at(near.lon, near.lat, zones.to_crs(STORED_CRS), DEGREE)
    for degree, same in metric.groupby(DEGREE):  # ascending: the highest writes last
        reach_m = np.full(len(same), location_error_m)
        inside = within_reach(near.easting_m, near.northing_m, same, reach_m)
        other[rows[(inside == 1) & (own != degree)]] = degree
    return other


def _near_a_line(
    exposure: Exposure, zones: gpd.GeoDataFrame, reach_m: float
) -> np.ndarray:
    """Return the rows of houses that may lie near an edge of a zone: few of many."""
    wide = zones.boundary.buffer(_MARGIN_RATIO * reach_m)
    rows, _ = positions_in(exposure.easting_m, exposure.northing_m, wide)
    return np.unique(rows)
