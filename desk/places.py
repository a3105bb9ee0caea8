"""The places in force, and what became of older codes."""

from collections.abc import Iterable

import geopandas as gpd

from desk.layer_store import vector_layer
from desk.workspace import Workspace
from geo.known_places import KnownPlaces
from ledger.codes import code_changes
from ledger.households import place_names
from rules.adcode import Level
from rules.parameters import load_parameters

OUTLINES = "village_boundary"


def known_places(workspace: Workspace) -> KnownPlaces:
    """Return the places in force, and what became of older codes.

    Where the outlines of the villages are a layer in force, they are the register;
    else the places that households are recorded in, but for the codes that changed.
    """
    changes = changes_on_record(workspace)
    recorded = told_names(place_names(workspace.ledger).items())
    outlines = vector_layer(workspace, OUTLINES)
    drawn = {} if outlines is None else outline_names(outlines)
    old = KnownPlaces(changes=changes)
    in_force = {code: n for code, n in recorded.items() if old.recode(code)[0] == code}
    if _is_register(drawn, in_force):
        towns = vector_layer(workspace, "town_boundary")
        named = recorded | ({} if towns is None else outline_names(towns))
        return KnownPlaces(_of_register(drawn, named), changes, complete=True)
    return KnownPlaces(drawn | in_force, changes)


def changes_on_record(workspace: Workspace) -> dict[str, str | None]:
    """Return new codes by old ones; ``None``: abolished."""
    rows = code_changes(workspace.ledger)
    return {row["old_code"]: row["new_code"] for row in rows}


def outline_names(outlines: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the names of outlined villages by code; ``""`` unknown."""
    names = outlines.get("name", [None] * len(outlines))
    return told_names(zip(outlines["code"], names, strict=True))


def told_names(names: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Return names by code; ``""`` where one is missing."""
    return {code: name if isinstance(name, str) else "" for code, name in names}


def _is_register(drawn: dict[str, str], in_force: dict[str, str]) -> bool:
    """Tell whether outlines stand for all villages, not for those of a town."""
    villages = sum(len(code) == Level.VILLAGE for code in in_force)
    least = load_parameters("codes")["register"]["least_share_ratio"]
    return bool(drawn) and len(drawn) >= least * villages


def _of_register(drawn: dict[str, str], named: dict[str, str]) -> dict[str, str]:
    """Name the villages of the register, and the towns they lie in."""
    towns = {code[: Level.TOWN] for code in drawn}
    names = {code: name or named.get(code, "") for code, name in drawn.items()}
    return {town: named.get(town, "") for town in sorted(towns)} | names
