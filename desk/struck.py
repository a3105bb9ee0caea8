"""What an event did to the houses, before anybody looked."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from desk.hazard_now import StruckBy
from desk.reported import struck_by
from desk.snapshot import exposure_of
from desk.workspace import Workspace
from geo.damage import Damage
from geo.effort import effort
from geo.exposure import Exposure
from geo.learned_damage import learned_damage
from geo.learning import Tags, learn
from geo.shaking import Shaking
from rules.remarks import Remark

BOUNDS_MARGIN_DEGREE = 0.05
NOTHING_FOUND = Tags.none()


@dataclass(frozen=True, kw_only=True)
class Struck:
    """An event and what it is expected to have done, in the order of the exposure.

    Attributes
    ----------
    event : dict
        The register's row.
    damage : Damage
        Expected before any finding.
    shaking : Shaking or None
        ``None`` for a flood.
    hazard : float32 array
        Intensity in degrees or depth in metres; ``NaN`` unknown.
    habitable : int8 array of geo.flood_damage.Habitable, or None
        ``None`` for an earthquake.
    in_river : bool array or None
        Houses that a flood reaches and whose place is doubtful: they lie in a river;
        ``None`` for an earthquake.
    remarks : tuple of Remark
        What must be known when reading it.
    raster : Path or None
        The shaking over the county, for the map.
    """

    event: dict[str, Any]
    exposure: Exposure
    damage: Damage
    shaking: Shaking | None
    hazard: np.ndarray
    habitable: np.ndarray | None
    in_river: np.ndarray | None
    remarks: tuple[Remark, ...]
    raster: Path | None

    @cached_property
    def effort(self) -> np.ndarray:
        """What it takes to reach each house, see :func:`geo.effort.effort`."""
        return effort(self.exposure)


def struck_by_event(
    workspace: Workspace, event_id: str, *, at_report: int | None = None
) -> Struck:
    """Expect what a registered event did to every house.

    Parameters
    ----------
    at_report : int, optional
        By the reports up to this number; all by default.

    Raises
    ------
    EventError
        If there is no such event, or it does not reach the county.
    """
    by = struck_by(workspace, event_id, at_report=at_report)
    exposure = exposure_of(workspace)
    if by.row["hazard"] == "flood":
        return _by_water(by, exposure)
    shaking = by.shaking(exposure)
    nothing = learn(exposure, shaking, NOTHING_FOUND)
    target = (
        workspace.folder("snapshots") / f"shaking-{by.mark}-{exposure.position}.tif"
    )
    return Struck(
        event=by.row,
        exposure=exposure,
        damage=learned_damage(exposure, shaking, nothing, NOTHING_FOUND),
        shaking=shaking,
        hazard=shaking.intensity_degree,
        habitable=None,
        in_river=None,
        remarks=(Remark(message=shaking.note),) if shaking.note else (),
        raster=by.raster(exposure, _bounds(exposure), target),
    )


def _by_water(by: StruckBy, exposure: Exposure) -> Struck:
    found = by.flooded(exposure)
    return Struck(
        event=by.row,
        exposure=exposure,
        damage=found.damage,
        shaking=None,
        hazard=found.depth_m,
        habitable=found.habitable,
        in_river=found.in_river,
        remarks=found.remarks,
        raster=None,
    )


def _bounds(exposure: Exposure) -> tuple[float, float, float, float]:
    margin = BOUNDS_MARGIN_DEGREE
    return (
        float(np.nanmin(exposure.lon)) - margin,
        float(np.nanmin(exposure.lat)) - margin,
        float(np.nanmax(exposure.lon)) + margin,
        float(np.nanmax(exposure.lat)) + margin,
    )
