"""What the water of a flood does to the houses, as one report tells it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from desk.report_shaking import read_polygons
from geo.damage import Damage
from geo.exposure import Exposure
from geo.flood_damage import flood_damage
from geo.layer_schema import POLYGONS
from geo.rasters import covers, sample_nearest
from geo.water_level import AT_THE_EDGE, SKETCH, file_reaches_edge
from geo.zones import zone_of
from rules.errors import EventError
from rules.language import N_
from rules.remarks import Remark

EXTENT, LEVEL = "flood_extent", "water_level"  # forms with something to say of them
NO_DEPTH = N_("the file gives no depth: a range of depths is assumed inside it")
IN_RIVER = N_(
    "{count} houses that would be flooded lie in a river of the map: their place is "
    "doubtful, they count as unknown"
)

Row = dict[str, Any]
Rivers = Callable[[], Any]


@dataclass(frozen=True, kw_only=True)
class Flooded:
    """Water at the households of an exposure, in its order.

    Attributes
    ----------
    damage : Damage
    habitable : int8 array of geo.flood_damage.Habitable
    depth_m : float32 array
        ``NaN`` unknown.
    in_river : bool array
        Houses that the event floods and that lie in permanent water: their place is
        doubtful, so that the event says nothing of them.
    remarks : tuple of Remark
        What must be known when reading it.
    """

    damage: Damage
    habitable: np.ndarray
    depth_m: np.ndarray
    in_river: np.ndarray
    remarks: tuple[Remark, ...]


def flooded(
    report: Row, folder: Path, exposure: Exposure, hours: float | None, rivers: Rivers
) -> Flooded:
    """Return what a report of a flood does to every house.

    Parameters
    ----------
    report : dict
        Columns of :data:`ledger.schema.event_report`.
    folder : Path
        Where the workspace keeps event files.
    hours : float or None
        How long the water stood; ``None`` unknown.
    rivers : callable
        Returns the layer of rivers, or ``None``; its polygons are permanent water.

    Raises
    ------
    EventError
        If no house lies in the water.
    """
    depth_m, inside = _water(folder / report["file"], report["form"], exposure)
    wet = (depth_m > 0) | (inside == 1)
    if not wet.any():
        raise EventError(
            N_("no house lies in the water of this event; check the file's place")
        )
    in_river = wet & _in_permanent_water(exposure, rivers())
    depth_m = np.where(in_river, np.nan, depth_m)
    inside = np.where(in_river, -1, inside).astype(np.int8)
    found = flood_damage(exposure.structure, depth_m, inside, hours=hours)
    return Flooded(
        damage=found.damage,
        habitable=found.habitable,
        depth_m=depth_m.astype(np.float32),
        in_river=in_river,
        remarks=tuple(_remarks(report, folder, int(in_river.sum()))),
    )


def _water(path: Path, form: str, exposure: Exposure) -> tuple[np.ndarray, np.ndarray]:
    """Return the depth, ``NaN`` unknown, and 1 in the water, 0 outside, -1 unknown."""
    if form != EXTENT:
        nowhere = np.full(len(exposure), -1)
        return _depth(path, exposure, gaps_are_dry=form != LEVEL), nowhere
    found = zone_of(exposure.lon, exposure.lat, read_polygons(path).geometry) >= 0
    inside = np.where(np.isfinite(exposure.lon), found, -1)
    return np.where(inside == 0, 0.0, np.nan), inside


def _depth(path: Path, exposure: Exposure, *, gaps_are_dry: bool) -> np.ndarray:
    """Read water depth; inside a map of water, no value means no water."""
    depth_m = sample_nearest(path, exposure.lon, exposure.lat)
    if not gaps_are_dry:
        return depth_m
    dry = np.isnan(depth_m) & covers(path, exposure.lon, exposure.lat)
    return np.where(dry, 0.0, depth_m)


def _in_permanent_water(exposure: Exposure, rivers: Any) -> np.ndarray:
    """Tell which houses lie in polygons of rivers; lines have no inside."""
    if rivers is None:
        return np.zeros(len(exposure), dtype=bool)
    areas = rivers.geometry[rivers.geom_type.isin(POLYGONS)]
    return zone_of(exposure.lon, exposure.lat, areas) >= 0


def _remarks(report: Row, folder: Path, in_river: int) -> list[Remark]:
    told = []
    if report["form"] == EXTENT:
        told.append(Remark(message=NO_DEPTH))
    if report["form"] == LEVEL:
        told.append(Remark(message=SKETCH))
        if file_reaches_edge(folder / report["file"]):
            told.append(Remark(message=AT_THE_EDGE))
    if in_river:
        told.append(Remark(message=IN_RIVER, values={"count": in_river}))
    return told
