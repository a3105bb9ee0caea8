"""What is known of where a batch ought to lie, and who lies there by a reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo.crs import STORED_CRS, metric_crs, to_metric
from rules.errors import CRSError
from rules.language import N_
from rules.parameters import load_parameters

TOWN_DIGITS = 9
_APART_M = 1e7  # puts the houses of each village on a floor of their own

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Ground that is trusted: the more of it, the finer the judgement.

    Attributes
    ----------
    villages, towns : geopandas.GeoDataFrame, optional
        ``code`` and polygons, in any CRS.
    county : geopandas.GeoDataFrame, optional
        Its outline, in any CRS.
    houses : pandas.DataFrame, optional
        Households on record: ``lon``, ``lat`` in ``STORED_CRS``, and the ``code``
        of their village.
    """

    villages: gpd.GeoDataFrame | None = None
    towns: gpd.GeoDataFrame | None = None
    county: gpd.GeoDataFrame | None = None
    houses: pd.DataFrame | None = None

    @property
    def outlines(self) -> list[gpd.GeoDataFrame]:
        """The polygon tables that hold anything, the coarsest first."""
        tables = (self.county, self.towns, self.villages)
        return [table for table in tables if table is not None and len(table)]

    def bounds(self) -> Bounds:
        """Return the box of all that is known, degrees.

        Raises
        ------
        CRSError
            If nothing is known.
        """
        boxes = [stored(table).total_bounds for table in self.outlines]
        if self.houses is not None:
            placed = self.houses.dropna(subset=["lon", "lat"])
            if len(placed):
                corners = (placed["lon"], placed["lat"])
                boxes.append([*(c.min() for c in corners), *(c.max() for c in corners)])
        if not boxes:
            message = N_("no outline and no household on record to judge places by")
            raise CRSError(message)
        west, south, east, north = np.transpose(boxes)
        return west.min(), south.min(), east.max(), north.max()


def stored(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a table of outlines to ``STORED_CRS``.

    Raises
    ------
    CRSError
        If it has no CRS.
    """
    if table.crs is None:
        raise CRSError(N_("{purpose}: the table has no CRS"), purpose="datum")
    return table if table.crs == STORED_CRS else table.to_crs(STORED_CRS)


class Areas(NamedTuple):
    """Polygons in metres and the one each row is stated to lie in (-1: none)."""

    polygons: np.ndarray
    of_row: np.ndarray

    @classmethod
    def of(cls, table: gpd.GeoDataFrame, codes: Sequence[str], crs: str) -> Self:
        """Take the polygons that rows speak of; borders are widened a little."""
        made = load_parameters("datum")["evidence"]
        known = _whole(stored(table))
        at = pd.Index(known["code"].astype(str)).get_indexer(codes)
        used, of_row = np.unique(at, return_inverse=True)
        of_row = of_row - int(used.size and used[0] < 0)
        polygons = known.geometry.iloc[used[used >= 0]].to_crs(crs).to_numpy()
        return cls(_widened(polygons, made["simplify_m"], made["border_m"]), of_row)

    def inside(self, easting: np.ndarray, northing: np.ndarray) -> np.ndarray:
        """Tell which rows lie in their area."""
        found = np.zeros(len(easting), bool)
        asked = np.flatnonzero((self.of_row >= 0) & np.isfinite(easting + northing))
        polygons = self.polygons[self.of_row[asked]]
        found[asked] = shapely.intersects_xy(polygons, easting[asked], northing[asked])
        return found


def _whole(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put together what lies in several pieces under one code."""
    table = table[["code", "geometry"]].dropna()
    if table["code"].is_unique:
        return table
    return table.dissolve("code", sort=False).reset_index()


def _widened(polygons: np.ndarray, simplify_m: float, by_m: float) -> np.ndarray:
    """Make polygons of one's own, prepared: a shared one is not safe in threads."""
    plain = shapely.make_valid(shapely.simplify(polygons, simplify_m))
    wide = shapely.buffer(plain, by_m, quad_segs=2)
    shapely.prepare(wide)
    return wide


class Houses(NamedTuple):
    """Houses on record, and the village of each row among theirs (-1: none)."""

    tree: cKDTree
    of_row: np.ndarray
    reach_m: float

    @classmethod
    def of(cls, table: pd.DataFrame, codes: Sequence[str], crs: str) -> Self:
        """Take the houses on record that have a place and a village."""
        made = load_parameters("datum")["evidence"]
        placed = table.dropna(subset=["lon", "lat", "code"])
        village, names = pd.factorize(placed["code"].astype(str))
        at = to_metric(placed["lon"].to_numpy(), placed["lat"].to_numpy(), crs)
        tree = cKDTree(np.column_stack([*at, village * _APART_M]))
        return cls(tree, pd.Index(names).get_indexer(codes), made["house_reach_m"])

    def inside(self, easting: np.ndarray, northing: np.ndarray) -> np.ndarray:
        """Tell which rows lie near a house of their village."""
        found = np.zeros(len(easting), bool)
        asked = np.flatnonzero((self.of_row >= 0) & np.isfinite(easting + northing))
        floor = self.of_row[asked] * _APART_M
        places = np.column_stack([easting[asked], northing[asked], floor])
        away, _ = self.tree.query(places, distance_upper_bound=self.reach_m)
        found[asked] = np.isfinite(away)
        return found


class Ground(NamedTuple):
    """What the rows of a batch are judged by.

    Attributes
    ----------
    level : str
        ``village``, ``houses``, ``town`` or ``county``: the finest that is known for
        enough rows.
    judge : Areas or Houses, optional
        Where each row is stated to lie; none at level ``county``.
    outline : shapely.Geometry
        The county, metres, prepared.
    crs : str
        The metric CRS.
    """

    level: str
    judge: Areas | Houses | None
    outline: shapely.Geometry
    crs: str

    @classmethod
    def of(cls, reference: Reference, codes: Sequence[str]) -> Self:
        """Take the finest ground that is known for enough of the rows."""
        west, south, east, north = reference.bounds()
        crs = metric_crs((west + east) / 2)
        outline = _outline(reference, (west, south, east, north), crs)
        least = load_parameters("datum")["decision"]["least_rows"]
        for level, judge in _judges(reference, codes, crs):
            if (judge.of_row >= 0).sum() >= least:
                return cls(level, judge, outline, crs)
        return cls("county", None, outline, crs)

    @property
    def known(self) -> np.ndarray | slice:
        """Which rows can be judged."""
        return slice(None) if self.judge is None else self.judge.of_row >= 0

    def only(self, rows: np.ndarray) -> Self:
        """Return the ground of some of the rows, at their positions."""
        if self.judge is None:
            return self
        return self._replace(judge=self.judge._replace(of_row=self.judge.of_row[rows]))

    def seen(self, lon: np.ndarray, lat: np.ndarray) -> "Seen":
        """Look where rows lie, given their places in degrees."""
        easting, northing = to_metric(lon, lat, self.crs)
        county = shapely.intersects_xy(self.outline, easting, northing)
        judged = self.judge.inside(easting, northing) if self.judge else county
        return Seen(judged, county, easting, northing)

    def moved(self, seen: "Seen", right_m: float, up_m: float) -> "Seen":
        """Look again after all places have been moved; the county is not asked."""
        easting, northing = seen.easting_m + right_m, seen.northing_m + up_m
        inside = self.judge.inside(easting, northing)
        return Seen(inside, seen.county, easting, northing)


class Seen(NamedTuple):
    """Rows under one reading: in their village, in the county, and where in metres."""

    village: np.ndarray
    county: np.ndarray
    easting_m: np.ndarray
    northing_m: np.ndarray


def _judges(
    reference: Reference, codes: Sequence[str], crs: str
) -> Iterator[tuple[str, Areas | Houses]]:
    villages, towns = reference.villages, reference.towns
    if villages is not None and len(villages):
        yield "village", Areas.of(villages, codes, crs)
    if reference.houses is not None and len(reference.houses):
        yield "houses", Houses.of(reference.houses, codes, crs)
    if towns is not None and len(towns):
        short = [code[:TOWN_DIGITS] for code in codes]
        yield "town", Areas.of(towns, short, crs)


def _outline(reference: Reference, bounds: Bounds, crs: str) -> shapely.Geometry:
    made = load_parameters("datum")["evidence"]
    known = reference.outlines
    if known:
        shapes = stored(known[0]).geometry.to_crs(crs).to_numpy()
        shapes = shapely.make_valid(shapely.simplify(shapes, made["simplify_m"]))
    else:
        shapes = gpd.GeoSeries([shapely.box(*bounds)], crs=STORED_CRS).to_crs(crs)
    return _widened(
        np.array([shapely.union_all(shapes)]), made["simplify_m"], made["border_m"]
    )[0]
