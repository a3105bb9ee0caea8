"""USGS ShakeMap ``grid.xml``: the event and the intensity at the nodes of its grid."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.constants import g

from geo.gridxml import GridXml, read_grid_xml
from geo.instrumental import CM_PER_M, PERCENT_G_M_S2, instrumental_intensity
from geo.isolated import read_isolated
from rules.errors import FileError
from rules.language import N_

_UTC_WORDS = ("UTC", "GMT", "Z")
_TIME = re.compile(r"(?P<bare>.*\d)\s*(?P<zone>[A-Za-z]*)")
# Units as ShakeMap 3 and 4 write them, and what one of them is in m/s2 or m/s.
_ACCELERATIONS = {"pctg": PERCENT_G_M_S2, "%g": PERCENT_G_M_S2, "g": g}
_VELOCITIES = {"cms": 1 / CM_PER_M, "cm/s": 1 / CM_PER_M, "m/s": 1.0}


@dataclass(frozen=True, kw_only=True)
class ShakeMap:
    """An event and the intensity it was mapped with, north row first.

    Attributes
    ----------
    event_id : str
    magnitude, depth_km, lon, lat : float
        ``NaN`` where the file does not say.
    time : datetime or None
        Aware (UTC) where the file names the zone; naive where it gives a local time
        without saying which.
    intensity_degree : float32 array (rows, columns)
        At the nodes; ``NaN`` unknown.
    sd_degree : float32 array of the same shape, or None
        Standard deviation of the intensity, if the file has it.
    pgv_cm_s : float32 array of the same shape, or None
        Peak ground velocity, if the file has it in a known unit.
    bounds : tuple of float
        West, south, east, north of the outermost nodes, degrees.
    derived : bool
        Whether the file had no intensity, and it was computed from ground motion.
    """

    event_id: str
    magnitude: float
    depth_km: float
    lon: float
    lat: float
    time: datetime | None
    intensity_degree: np.ndarray
    sd_degree: np.ndarray | None
    bounds: tuple[float, float, float, float]
    derived: bool
    pgv_cm_s: np.ndarray | None = None

    def sample(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Read the intensity at points, float64; ``NaN`` outside and at gaps."""
        return self._read(self.intensity_degree, lon, lat)

    def sample_sd(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray | None:
        """Read the standard deviation at points; ``None`` if the file has none."""
        if self.sd_degree is None:
            return None
        return self._read(self.sd_degree, lon, lat)

    def sample_pgv(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray | None:
        """Read the peak ground velocity at points, cm/s; ``None`` if there is none."""
        if self.pgv_cm_s is None:
            return None
        return self._read(self.pgv_cm_s, lon, lat)

    def _read(self, grid: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        west, south, east, north = self.bounds
        rows, columns = grid.shape
        along = (np.asarray(lon) - west) / (east - west) * (columns - 1)
        down = (north - np.asarray(lat)) / (north - south) * (rows - 1)
        inside = (along >= 0) & (along <= columns - 1)
        inside &= (down >= 0) & (down <= rows - 1)
        along, down = np.where(inside, along, 0.0), np.where(inside, down, 0.0)
        return np.where(inside, _bilinear(grid, along, down), np.nan)


def _bilinear(grid: np.ndarray, along: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Weigh the four nodes around; a gap counts for nothing, unless it is nearest."""
    column = np.minimum(along.astype(np.int32), grid.shape[1] - 2)
    row = np.minimum(down.astype(np.int32), grid.shape[0] - 2)
    aside, below = along - column, down - row
    total, share, nearest, best = 0.0, 0.0, np.nan, -1.0
    for lower, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        value = grid[row + lower, column + right]
        weight = np.where(right, aside, 1 - aside) * np.where(lower, below, 1 - below)
        known = ~np.isnan(value)
        total = total + np.where(known, weight * value, 0.0)
        share = share + np.where(known, weight, 0.0)
        nearest = np.where(weight > best, value, nearest)
        best = np.maximum(weight, best)
    total[np.isnan(nearest)] = np.nan
    return total / np.where(share > 0, share, 1.0)


def read_shakemap(path: Path) -> ShakeMap:
    """Read a ``grid.xml``, of either namespace, its fields in any order.

    Raises
    ------
    FileError
        If it is no ShakeMap grid, is cut off, declares entities, or has neither
        intensity nor ground motion.
    """
    return shakemap_of(read_grid_xml(path))


def read_strange_shakemap(path: Path) -> ShakeMap:
    """Read the ``grid.xml`` of a stranger, in a child process.

    Raises
    ------
    FileError
        As :func:`read_shakemap`.
    """
    table = read_isolated("shakegrid", path)
    facts = json.loads(table.schema.metadata[b"facts"])
    columns = [column.to_numpy() for column in table.columns]
    facts |= {"bounds": tuple(facts["bounds"]), "data": np.column_stack(columns)}
    return shakemap_of(GridXml(file=path.name, **facts))


def shakemap_of(xml: GridXml) -> ShakeMap:
    """Say what the numbers of a grid mean.

    Raises
    ------
    FileError
        If they do not lie on the grid, or are neither intensity nor ground motion.
    """
    grids = _placed(xml)
    intensity, derived = _intensity_of(xml, grids)
    sd = grids.get("STDMMI")
    west, south, east, north = xml.bounds
    return ShakeMap(
        event_id=xml.event.get("event_id", ""),
        magnitude=xml.event_number("magnitude"),
        depth_km=xml.event_number("depth"),
        lon=xml.event_number("lon"),
        lat=xml.event_number("lat"),
        time=event_time(xml.event.get("event_timestamp", "")),
        intensity_degree=intensity.astype(np.float32),
        sd_degree=None if sd is None else sd.astype(np.float32),
        pgv_cm_s=_velocity(xml, grids),
        bounds=(west, south, east, north),
        derived=derived,
    )


def event_time(text: str) -> datetime | None:
    """Read a time of origin; naive if its zone is not told, ``None`` if it is no time.

    Examples
    --------
    >>> event_time("2008-05-12T06:28:01UTC") == event_time("2008-05-12T06:28:01.00Z")
    True
    >>> event_time("2008-05-12T14:28:01local").tzinfo is None
    True
    """
    parts = _TIME.fullmatch(text.strip())
    try:
        time = datetime.fromisoformat(parts["bare"] if parts else "")
    except ValueError:
        return None
    if time.tzinfo is not None:
        return time.astimezone(UTC)
    return time.replace(tzinfo=UTC) if parts["zone"].upper() in _UTC_WORDS else time


def _placed(xml: GridXml) -> dict[str, np.ndarray]:
    """Put the rows at their nodes, north first, whatever order they came in."""
    cells = _cells(xml)
    grids = {}
    for name, column in xml.fields.items():
        grid = np.full(xml.rows * xml.columns, np.nan)
        grid[cells] = xml.data[:, column]
        grids[name] = grid.reshape(xml.rows, xml.columns)
    return grids


def _cells(xml: GridXml) -> np.ndarray:
    if not {"LON", "LAT"} <= xml.fields.keys():
        return np.arange(len(xml.data))
    west, south, east, north = xml.bounds
    lon, lat = xml.data[:, xml.fields["LON"]], xml.data[:, xml.fields["LAT"]]
    column = np.rint((lon - west) / (east - west) * (xml.columns - 1))
    row = np.rint((north - lat) / (north - south) * (xml.rows - 1))
    on_grid = (column >= 0) & (column < xml.columns) & (row >= 0) & (row < xml.rows)
    cells = np.where(on_grid, row * xml.columns + column, 0).astype(np.int64)
    if not on_grid.all() or len(np.unique(cells)) < len(cells):
        raise FileError(
            N_("{file}: the rows do not lie on the grid it declares; export it again"),
            file=xml.file,
        )
    return cells


def _intensity_of(
    xml: GridXml, grids: dict[str, np.ndarray]
) -> tuple[np.ndarray, bool]:
    if "MMI" in grids:
        # ShakeMap writes 0 or less where it mapped nothing: that is not "unshaken".
        return np.where(grids["MMI"] > 0, grids["MMI"], np.nan), False
    motions = [
        _in_metres(xml, grids, name, units)
        for name, units in (("PGA", _ACCELERATIONS), ("PGV", _VELOCITIES))
    ]
    if not {"PGA", "PGV"} & grids.keys():
        raise FileError(
            N_("{file}: has neither MMI nor PGA nor PGV; its fields are: {known}"),
            file=xml.file,
            known=", ".join(xml.fields),
        )
    return instrumental_intensity(*motions), True


def _velocity(xml: GridXml, grids: dict[str, np.ndarray]) -> np.ndarray | None:
    if "PGV" not in grids or xml.units["PGV"] not in _VELOCITIES:
        return None
    velocity = _in_metres(xml, grids, "PGV", _VELOCITIES) * CM_PER_M
    return np.where(velocity > 0, velocity, np.nan).astype(np.float32)


def _in_metres(
    xml: GridXml, grids: dict[str, np.ndarray], name: str, units: dict[str, float]
) -> np.ndarray | None:
    if name not in grids:
        return None
    unit = xml.units[name]
    if unit not in units:
        raise FileError(
            N_("{file}: {field} is in {unit}; expected one of: {known}"),
            file=xml.file,
            field=name,
            unit=unit or "?",
            known=", ".join(units),
        )
    return grids[name] * units[unit]
