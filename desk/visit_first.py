"""Who goes first by the county's own order: no document prescribes one.

Homes of a kind are put before all others in the order of visits; schools and homes for
the aged are no homes of the ledger and are listed beside it, see
:func:`places_first`.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from desk.case_hand import Hand
from desk.layer_store import vector_layer
from desk.struck import Struck
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.rasters import sample_bilinear
from ledger import visit_first as record
from ledger.roles import Role, require_area
from rules.errors import AccessError, PlanningError
from rules.language import N_
from rules.vocabulary import GROUPS, VISIT_FIRST_HOMES, VISIT_FIRST_PLACES

KINDS = {
    "school": N_("schools"),
    "elderly_home": N_("homes for the aged"),
    "cannot_leave": N_("homes where everybody depends on others"),
    "some_depend": N_("homes where somebody depends on others"),
    "extreme_poor": N_("people in extreme hardship, living alone (特困)"),
    "disabled": N_("poor families with a disabled member (残疾)"),
}
MAY_SET = (Role.PLANNER, Role.RESPONDER)


def first_kinds(workspace: Workspace) -> list[str]:
    """Return the kinds that go first, in the county's order; empty if it set none."""
    return [row["kind"] for row in record.first_classes(workspace.ledger)]


def set_first_kinds(hand: Hand, kinds: Sequence[str]) -> bool:
    """Set who goes first, the first kind before all; tells whether it changed.

    Raises
    ------
    AccessError
        If this role does not order visits.
    PlanningError
        If a kind is none of :data:`KINDS`, or is named twice.
    """
    require_area(hand.acting)
    if hand.acting.role not in MAY_SET:
        raise AccessError(
            N_("a {role} does not set the order of visits"),
            role=hand.acting.role.value,
        )
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise PlanningError(
            N_("{kind!r} cannot go first; known are: {known}"),
            kind=unknown[0],
            known=", ".join(KINDS),
        )
    rows = [{"kind": kind, "place": place} for place, kind in enumerate(kinds, 1)]
    with hand.workspace.ledger.transaction() as transaction:
        made = record.set_first_classes(
            transaction,
            lambda: hand.entry(transaction, "set order of visits", scope="events"),
            rows,
        )
    return made is not None


def first_classes(workspace: Workspace, exposure: Exposure) -> np.ndarray:
    """Return the county's class of each household.

    Returns
    -------
    int16 array
        1 goes first, then 2 …; 0 for those whom the county names in no class.  A
        household of several kinds is of the first of them.
    """
    made = np.zeros(len(exposure), dtype=np.int16)
    for place, kind in enumerate(first_kinds(workspace), start=1):
        if kind in VISIT_FIRST_HOMES:
            made[(made == 0) & _HOMES[kind](exposure)] = place
    return made


def _in_group(name: str) -> Callable[[Exposure], np.ndarray]:
    bit = GROUPS.index(name)
    return lambda exposure: (exposure.groups >> bit & 1).astype(bool)


_HOMES = {
    "cannot_leave": lambda exposure: (
        (exposure.dependents > 0)
        & (exposure.occupants > 0)
        & (exposure.dependents >= exposure.occupants)
    ),
    "some_depend": lambda exposure: exposure.dependents > 0,
    "extreme_poor": _in_group("分散供养特困人员"),
    "disabled": _in_group("贫困残疾人家庭"),
}


def places_first(workspace: Workspace, struck: Struck) -> pd.DataFrame:
    """List the schools and homes for the aged that the county puts first.

    Returns
    -------
    DataFrame
        ``name, kind, place`` (in the county's order), ``hazard`` (intensity in degrees;
        ``NaN`` unknown, and for a flood), ``lon``, ``lat``; the strongest shaken first
        within a kind.
    """
    columns = ("name", "kind", "place", "hazard", "lon", "lat")
    order = [(p, k) for p, k in enumerate(first_kinds(workspace), start=1)]
    wanted = {kind: place for place, kind in order if kind in VISIT_FIRST_PLACES}
    layer = vector_layer(workspace, "facility") if wanted else None
    if layer is None or "facility_kind" not in layer:
        return pd.DataFrame(columns=columns)
    layer = layer[layer["facility_kind"].isin(list(wanted))]
    lon, lat = layer.geometry.x.to_numpy(), layer.geometry.y.to_numpy()
    shaken = np.full(len(layer), np.nan)
    if struck.raster is not None and len(layer):
        shaken = sample_bilinear(struck.raster, lon, lat)
    table = pd.DataFrame(
        {
            "name": layer["name"].to_numpy() if "name" in layer else "",
            "kind": layer["facility_kind"].to_numpy(),
            "place": layer["facility_kind"].map(wanted).to_numpy(),
            "hazard": shaken,
            "lon": lon,
            "lat": lat,
        }
    )
    return table.sort_values(["place", "hazard"], ascending=[True, False])
