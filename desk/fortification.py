"""What houses are to be built for: the table by place on record before the map."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.fortification import Fortified, fortify
from ledger.codes import code_changes
from ledger.zoning import fortification


def fortified(
    workspace: Workspace,
    exposure: Exposure,
    zoned: Mapping[str, np.ndarray],
    on: date | None = None,
) -> Fortified:
    """Say what each house is to be built for on a day; today's table by default.

    Parameters
    ----------
    zoned : mapping of str to ndarray
        Columns of :func:`geo.hazards.screen`.
    """
    return fortify(exposure, zoned, table_of(workspace, on))


def table_of(workspace: Workspace, on: date | None = None) -> list[dict[str, Any]]:
    """Return the table of a day, each place under the code that is now in force."""
    rows = fortification(workspace.ledger, on)
    changes = code_changes(workspace.ledger) if rows else []
    if not changes:
        return rows
    # it brings the sounds of names along, and most counties have no changes
    from geo.known_places import KnownPlaces

    now = KnownPlaces(changes={row["old_code"]: row["new_code"] for row in changes})
    return [row | {"place_code": now.recode(row["place_code"])[0]} for row in rows]


def with_table(
    workspace: Workspace,
    exposure: Exposure,
    zoned: Mapping[str, np.ndarray],
    on: date | None = None,
) -> dict[str, np.ndarray]:
    """Return the columns of a screening with what the table says in its place.

    Returns
    -------
    dict of str to ndarray
        ``design_intensity_degree`` and ``pga_g`` as in
        :class:`geo.fortification.Fortified`, with ``fortification_basis``,
        ``near_boundary`` and ``mixed_town`` (int8) and ``other_degree``.
    """
    found = fortified(workspace, exposure, zoned, on)
    return dict(zoned) | {
        "design_intensity_degree": found.design_intensity_degree,
        "pga_g": found.pga_g,
        "other_degree": found.other_degree,
        "fortification_basis": found.basis,
        "near_boundary": found.near_boundary.astype(np.int8),
        "mixed_town": found.mixed_town.astype(np.int8),
    }
