"""Slopes an earthquake may have brought down, where velocity and ground are known."""

import numpy as np

from desk.layer_store import raster_layer
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.landslide import slide_coverage, slope_at
from geo.shakemap import read_shakemap
from ledger.event_reports import reports


def slides_of(
    workspace: Workspace, event_id: str, exposure: Exposure
) -> np.ndarray | None:
    """Return the share of the ground around each house that may have slid.

    It stands beside the order of visits and is no part of it.

    Returns
    -------
    float64 array or None
        0 to 1, ``NaN`` where velocity or slope is unknown; ``None`` where no report of
        the event tells velocities, or the county has no elevation model.
    """
    dem = raster_layer(workspace, "dem")
    maps = [
        report
        for report in reports(workspace.ledger, event_id)
        if report["form"] == "shakemap" and not report["withdrawn"]
    ]
    if dem is None or not maps:
        return None
    path = workspace.folder("events") / maps[-1]["file"]
    velocity = read_shakemap(path).sample_pgv(exposure.lon, exposure.lat)
    if velocity is None:
        return None
    return slide_coverage(velocity, slope_at(dem, exposure.lon, exposure.lat))
