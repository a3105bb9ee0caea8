"""What a registered event does to the houses, from the form it came in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from geo.crs import to_metric
from geo.damage import Damage
from geo.exposure import Exposure
from geo.flood_damage import flood_damage
from geo.houses import earthquake_damage
from geo.isoseismals import isoseismals
from geo.quake import Quake, field_of
from geo.raster_files import write_event_raster
from geo.rasters import covers, sample_bilinear, sample_nearest
from geo.shakemap import read_shakemap
from geo.shaking import (
    Shaking,
    shaking_from_parameters,
    shaking_from_polygons,
    shaking_from_raster,
    shaking_from_shakemap,
)
from geo.zones import value_at, zone_of
from rules.errors import EventError
from rules.language import N_

# Each form and the hazard it tells of.
FORMS = {
    "shakemap": "earthquake",
    "intensity_raster": "earthquake",
    "intensity_polygons": "earthquake",
    "parameters": "earthquake",
    "flood_depth": "flood",
    "flood_extent": "flood",
}


class StruckBy:
    """A registered event and the houses it struck.

    Parameters
    ----------
    row : mapping
        The event as the register has it.
    folder : Path
        Where the workspace keeps event files.
    faults : callable, optional
        Returns the active faults: they give an earthquake typed in its direction.
    """

    def __init__(
        self,
        row: dict[str, Any],
        folder: Path,
        faults: Callable[[], Any] = lambda: None,
    ) -> None:
        self.row = row
        self.faults = faults
        self.path = folder / row["file"] if row["file"] else None

    def damage(self, exposure: Exposure) -> tuple[Damage, np.ndarray, str]:
        """Return the damage, the hazard's value at each house, and a note.

        The value is intensity in degrees or water depth in metres; ``NaN`` unknown.

        Raises
        ------
        EventError
            If the event does not reach the county.
        """
        if self.row["hazard"] == "earthquake":
            shaking = self._shaking(exposure)
            damage = earthquake_damage(exposure, shaking)
            return damage, shaking.intensity_degree, shaking.note
        return self._flood(exposure)

    def raster(self, exposure: Exposure, bounds: tuple, target: Path) -> Path | None:
        """Write the event's intensity over the county as a GeoTIFF for the map.

        ``None`` for a flood: its depth or extent is drawn from its own file.
        """
        if self.row["hazard"] != "earthquake":
            return None
        if not target.is_file():
            write_event_raster(target, bounds, self._intensity_at(exposure))
        return target

    def _shaking(self, exposure: Exposure) -> Shaking:
        form = self.row["form"]
        if form == "parameters":
            return shaking_from_parameters(exposure, self._quake(), self.faults())
        if form == "shakemap":
            return shaking_from_shakemap(exposure, read_shakemap(self.path))
        if form == "intensity_raster":
            return shaking_from_raster(exposure, self.path)
        return shaking_from_polygons(exposure, self._polygons())

    def _intensity_at(self, exposure: Exposure) -> Callable[..., np.ndarray]:
        """Return what tells the intensity at any longitude and latitude."""
        form = self.row["form"]
        if form == "shakemap":
            return read_shakemap(self.path).sample
        if form == "intensity_raster":
            return partial(sample_bilinear, self.path)
        if form == "intensity_polygons":
            areas = isoseismals(self._polygons())
            return partial(value_at, zones=areas, column="intensity_degree")
        field = field_of(self._quake(), exposure.metric_crs, self.faults())
        crs = exposure.metric_crs
        return lambda lon, lat: field.at(*to_metric(lon, lat, crs))[0]

    def _polygons(self) -> Any:
        # geopandas takes a second to load, and most events have no polygons.
        from geo.feature_files import read_features

        return read_features(self.path)

    def _quake(self) -> Quake:
        names = ("magnitude", "lon", "lat", "depth_km")
        return Quake(**{name: self.row[name] for name in names})

    def _flood(self, exposure: Exposure) -> tuple[Damage, np.ndarray, str]:
        if self.row["form"] == "flood_depth":
            depth_m = _depth(self.path, exposure)
            inside, note = None, ""
        else:
            extents = self._polygons()
            found = zone_of(exposure.lon, exposure.lat, extents.geometry) >= 0
            # 1 in the water, 0 outside, -1 for a house without place
            inside = np.where(np.isfinite(exposure.lon), found, -1).astype(np.int8)
            depth_m = np.where(inside == 0, 0.0, np.nan)
            note = N_("the file gives no depth: a range of depths is assumed inside it")
        wet = inside == 1 if inside is not None else depth_m > 0
        if not wet.any():
            raise EventError(
                N_("no house lies in the water of this event; check the file's place")
            )
        return (
            flood_damage(exposure.structure, depth_m, inside).damage,
            depth_m.astype(np.float32),
            note,
        )


def _depth(path: Path, exposure: Exposure) -> np.ndarray:
    """Read water depth; inside the raster, no value means no water."""
    depth_m = sample_nearest(path, exposure.lon, exposure.lat)
    dry = np.isnan(depth_m) & covers(path, exposure.lon, exposure.lat)
    return np.where(dry, 0.0, depth_m)
