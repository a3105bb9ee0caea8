"""What an event did to the houses, before anybody looked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from desk.event_reports import struck_by
from desk.snapshot import exposure_of
from desk.workspace import Workspace
from geo.damage import Damage
from geo.exposure import Exposure
from geo.learned_damage import learned_damage
from geo.learning import Tags, learn
from geo.shaking import Shaking

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
    note : str
        What must be known when reading it; a message id, may be empty.
    raster : Path or None
        The shaking over the county, for the map.
    """

    event: dict[str, Any]
    exposure: Exposure
    damage: Damage
    shaking: Shaking | None
    hazard: np.ndarray
    note: str
    raster: Path | None


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
    shaking = by.shaking(exposure) if by.row["hazard"] == "earthquake" else None
    if shaking is None:
        damage, hazard, note = by.damage(exposure)
    else:
        nothing = learn(exposure, shaking, NOTHING_FOUND)
        damage = learned_damage(exposure, shaking, nothing, NOTHING_FOUND)
        hazard, note = shaking.intensity_degree, shaking.note
    target = (
        workspace.folder("snapshots") / f"shaking-{by.mark}-{exposure.position}.tif"
    )
    return Struck(
        event=by.row,
        exposure=exposure,
        damage=damage,
        shaking=shaking,
        hazard=hazard,
        note=note,
        raster=by.raster(exposure, _bounds(exposure), target),
    )


def _bounds(exposure: Exposure) -> tuple[float, float, float, float]:
    margin = BOUNDS_MARGIN_DEGREE
    return (
        float(np.nanmin(exposure.lon)) - margin,
        float(np.nanmin(exposure.lat)) - margin,
        float(np.nanmax(exposure.lon)) + margin,
        float(np.nanmax(exposure.lat)) + margin,
    )
