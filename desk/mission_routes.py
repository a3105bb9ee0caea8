"""The ways of a mission: computed over the county's layers, kept beside the ledger."""

import json
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np

from desk.layer_store import vector_layer
from desk.mission_settings import MissionSettings
from desk.workspace import Workspace
from geo.crs import STORED_CRS, to_metric, to_stored
from geo.sweep_barriers import Barriers, barriers_of
from geo.sweep_legs import legs_of
from geo.whole_files import written_whole

DIGITS = 6  # of a degree: a decimetre

Way = np.ndarray  # (n, 2), longitude and latitude


def barriers_at(workspace: Workspace, settings: MissionSettings, crs: str) -> Barriers:
    """Gather roads, rivers, bridges and what is closed, in metres."""
    closed = settings.closed()
    return barriers_of(
        crs,
        roads=vector_layer(workspace, "road"),
        rivers=vector_layer(workspace, "river"),
        bridges=vector_layer(workspace, "bridge"),
        blocked=gpd.GeoSeries(closed, crs=STORED_CRS) if closed else None,
    )


def in_degrees(legs: Sequence[np.ndarray], crs: str) -> list[Way]:
    """Carry ways from metres to degrees."""
    return [np.stack(to_stored(*leg.T, crs), axis=1) for leg in legs]


def keep_ways(
    workspace: Workspace, mission_id: str, ways: Mapping[str, Sequence[Way]]
) -> None:
    """Keep the legs of each team beside the ledger; they can be made again."""
    told = {
        team: [np.round(leg, DIGITS).tolist() for leg in legs]
        for team, legs in ways.items()
    }
    path = workspace.folder("snapshots") / f"mission-{mission_id}.json"
    with written_whole(path) as unfinished:
        unfinished.write_text(json.dumps(told), encoding="utf-8")


def kept_ways(
    workspace: Workspace,
    mission_id: str,
    settings: MissionSettings,
    stops: Mapping[str, Way],
    crs: str,
) -> dict[str, list[Way]]:
    """Return the legs of each team; those that were lost are computed again.

    Parameters
    ----------
    stops : mapping
        Places of the doors of each team in their order, degrees; ``NaN`` for a door
        that has no place any more.
    """
    path = workspace.folder("snapshots") / f"mission-{mission_id}.json"
    if path.is_file():
        told = json.loads(path.read_text(encoding="utf-8"))
        return {t: [np.array(leg) for leg in legs] for t, legs in told.items()}
    barriers = barriers_at(workspace, settings, crs)
    base = np.stack(to_metric(*np.array([settings.base]).T, crs), axis=1)
    routes = {
        team: np.stack(to_metric(*places[np.isfinite(places[:, 0])].T, crs), axis=1)
        for team, places in stops.items()
    }
    legs = legs_of(base[0], list(routes.values()), barriers)
    made = {t: in_degrees(own, crs) for t, own in zip(routes, legs, strict=True)}
    keep_ways(workspace, mission_id, made)
    return made
