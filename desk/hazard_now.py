"""What a registered event does to the houses, from the reports that came in."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from desk.report_shaking import NUMBERS, intensity_by, read_polygons, shaking_of
from geo.damage import Damage
from geo.exposure import Exposure
from geo.flood_damage import flood_damage
from geo.houses import earthquake_damage
from geo.raster_files import write_event_raster
from geo.rasters import covers, sample_nearest
from geo.shaking import Shaking
from geo.zones import zone_of
from rules.errors import EventError
from rules.language import N_

# Each form and the hazard it tells of.
FORMS = {
    "message": "earthquake",
    "parameters": "earthquake",
    "shakemap": "earthquake",
    "intensity_raster": "earthquake",
    "intensity_polygons": "earthquake",
    "stations": "earthquake",
    "flood_depth": "flood",
    "flood_extent": "flood",
    "water_level": "flood",
}
# The newest of these is where shaking begins; the other forms say how it differs.
BASES = (*NUMBERS, "shakemap", "intensity_raster")
# Reports of one kind share their errors: a newer one replaces the one before.
KINDS = {form: form for form in FORMS} | dict.fromkeys(NUMBERS, "epicentre")

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
    """

    def __init__(
        self,
        row: Row,
        folder: Path,
        faults: Callable[[], Any] = lambda: None,
        reports: Sequence[Row] = (),
        known_as: str = "",
    ) -> None:
        self.row = row
        self.folder = folder
        self.faults = faults
        self.known_as = known_as
        self.base, self.others = in_use(reports or [row | {"withdrawn": False}])
        self._shaken: tuple[Exposure, Shaking] | None = None

    @property
    def mark(self) -> str:
        """A word that another state of the event, or of the faults, does not have."""
        used = [(r.get("number"), r["entry_seq"]) for r in (self.base, *self.others)]
        told = repr((self.row["event_id"], used, self.known_as))
        return f"{self.row['event_id']}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"

    def damage(self, exposure: Exposure) -> tuple[Damage, np.ndarray, str]:
        """Return the damage, the hazard's value at each house, and a note.

        The value is intensity in degrees or water depth in metres; ``NaN`` unknown.

        Raises
        ------
        EventError
            If the event does not reach the county.
        """
        if self.row["hazard"] == "earthquake":
            shaking = self.shaking(exposure)
            damage = earthquake_damage(exposure, shaking)
            return damage, shaking.intensity_degree, shaking.note
        return self._flood(exposure)

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

    def _flood(self, exposure: Exposure) -> tuple[Damage, np.ndarray, str]:
        path = self.folder / self.base["file"]
        if self.base["form"] == "flood_depth":
            depth_m = _depth(path, exposure)
            inside, note = None, ""
        else:
            extents = read_polygons(path)
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


def in_use(reports: Sequence[Row]) -> tuple[Row, tuple[Row, ...]]:
    """Return the report that an event rests on, and those that are blended into it.

    The newest of :data:`BASES` is the base; without any, the newest of all.  Of the
    other kinds the newest counts, of lists of stations every one: another list may
    tell of other places.  The newest report of a flood stands alone.

    Parameters
    ----------
    reports : sequence of dict
        By number; one at least is not withdrawn.
    """
    kept = [report for report in reports if not report["withdrawn"]]
    base = next((r for r in reversed(kept) if r["form"] in BASES), kept[-1])
    if FORMS[base["form"]] == "flood":
        return base, ()
    newest = {KINDS[report["form"]]: report for report in kept}
    others = [
        report
        for report in kept
        if report is not base
        and KINDS[report["form"]] != KINDS[base["form"]]
        and (report["form"] == "stations" or newest[KINDS[report["form"]]] is report)
    ]
    return base, tuple(others)


def _depth(path: Path, exposure: Exposure) -> np.ndarray:
    """Read water depth; inside the raster, no value means no water."""
    depth_m = sample_nearest(path, exposure.lon, exposure.lat)
    dry = np.isnan(depth_m) & covers(path, exposure.lon, exposure.lat)
    return np.where(dry, 0.0, depth_m)
