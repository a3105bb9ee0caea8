"""What a registered event does to the houses, from the reports that came in."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from desk.event_forms import in_use
from desk.flooded import Flooded, flooded
from desk.report_shaking import intensity_by, shaking_of
from geo.damage import Damage
from geo.exposure import Exposure
from geo.houses import earthquake_damage
from geo.raster_files import write_event_raster
from geo.shaking import Shaking

Row = dict[str, Any]


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
    reports : sequence of dict, optional
        What was reported, by number; those withdrawn count for nothing.  Without any,
        the row is the only report.
    known_as : str
        Tells one version of the faults from another.
    rivers : callable, optional
        Returns the rivers, whose polygons are permanent water.
    """

    def __init__(
        self,
        row: Row,
        folder: Path,
        faults: Callable[[], Any] = lambda: None,
        reports: Sequence[Row] = (),
        known_as: str = "",
        rivers: Callable[[], Any] = lambda: None,
    ) -> None:
        self.row = row
        self.folder = folder
        self.faults = faults
        self.known_as = known_as
        self.rivers = rivers
        known = reports or [row | {"withdrawn": False}]
        self.base, self.others = in_use(known)
        self.hours = _hours(known)
        self._shaken: tuple[Exposure, Shaking] | None = None
        self._flooded: tuple[Exposure, Flooded] | None = None

    @property
    def mark(self) -> str:
        """A word that another state of the event, or of the faults, does not have."""
        used = [(r.get("number"), r["entry_seq"]) for r in (self.base, *self.others)]
        told = repr((self.row["event_id"], used, self.known_as))
        return f"{self.row['event_id']}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"

    def damage(self, exposure: Exposure) -> Damage:
        """Return the damage, which tells whether the event can be used.

        Raises
        ------
        EventError
            If the event does not reach the county.
        """
        if self.row["hazard"] == "flood":
            return self.flooded(exposure).damage
        return earthquake_damage(exposure, self.shaking(exposure))

    def flooded(self, exposure: Exposure) -> Flooded:
        """Return what the newest report of a flood does to each house.

        Raises
        ------
        EventError
            If no house lies in the water.
        """
        if self._flooded is None or self._flooded[0] is not exposure:
            found = flooded(self.base, self.folder, exposure, self.hours, self.rivers)
            self._flooded = exposure, found
        return self._flooded[1]

    def water(self) -> Path:
        """Return the file of a flood: a raster of depths, or polygons of its extent."""
        return self.folder / self.base["file"]

    def shaking(self, exposure: Exposure) -> Shaking:
        """Return the shaking at each house, of all reports together.

        Raises
        ------
        EventError
            If a report does not reach the county.
        """
        if self._shaken is None or self._shaken[0] is not exposure:
            self._shaken = exposure, self._blended(exposure)
        return self._shaken[1]

    def raster(self, exposure: Exposure, bounds: tuple, target: Path) -> Path | None:
        """Write the event's intensity over the county as a GeoTIFF for the map.

        ``None`` for a flood: its depth or extent is drawn from its own file.
        """
        if self.row["hazard"] != "earthquake":
            return None
        if not target.is_file():
            write_event_raster(target, bounds, self._intensity_at(exposure))
        return target

    def _alone(self, exposure: Exposure) -> Shaking:
        return shaking_of(self.base, self.folder, exposure, self.faults)

    def _blended(self, exposure: Exposure) -> Shaking:
        prior = self._alone(exposure)
        if not self.others:
            return prior
        from geo.shaking_blend import blend

        at = intensity_by(self.base, self.folder, exposure, self.faults)
        return blend(exposure, prior, self._evidence(exposure), prior_at=at)

    def _evidence(self, exposure: Exposure) -> list[Any]:
        """Return what the other reports tell, as points with their errors."""
        from geo.shaking_blend import as_observations
        from geo.stations import read_written_stations

        found: list[Any] = []
        for report in self.others:
            if report["form"] == "stations":
                stations = read_written_stations(self.folder / report["file"])
                found.extend(stations.observations(exposure.metric_crs))
            else:
                told = shaking_of(report, self.folder, exposure, self.faults)
                found.append(as_observations(told, exposure))
        return found

    def _intensity_at(self, exposure: Exposure) -> Callable[..., np.ndarray]:
        """Return what tells the intensity at any longitude and latitude."""
        at = intensity_by(self.base, self.folder, exposure, self.faults)
        if not self.others:
            return at
        from geo.shaking_blend import shift_at

        prior, evidence = self._alone(exposure), self._evidence(exposure)
        shift = shift_at(exposure, prior, evidence, prior_at=at)
        return lambda lon, lat: at(lon, lat) + shift(lon, lat)


def _hours(reports: Sequence[Row]) -> float | None:
    """Return how long the water stood, as the newest report says that says it."""
    told = [r.get("duration_h") for r in reversed(reports) if not r["withdrawn"]]
    return next((hours for hours in told if hours is not None), None)
