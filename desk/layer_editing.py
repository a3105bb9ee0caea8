"""What may be changed of a layer on record; the version before stays as it was."""

from collections.abc import Mapping
from datetime import date
from secrets import token_hex
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from desk.case_hand import Hand
from desk.layer_findings import Message, keep_findings
from desk.layer_register import (
    findings_of,
    layer_of,
    layers_in_force,
    require_period,
    told_of_change,
)
from geo.crs import CHINA_BOUNDS
from geo.datum import convert, unconvert
from geo.feature_files import read_features, write_features
from ledger.editing import Edit, edit_together
from ledger.roles import Role
from ledger.schema import layer as layer_table
from rules.errors import AccessError, CRSError, LayerError
from rules.language import N_
from rules.vocabulary import RASTER_KINDS

EDITORS = (Role.PLANNER,)  # the county keeps its maps, rule A1
AS_THEY_ARE = "lonlat"
WORDS = ("title", "source", "series", "edition", "scale")
DAYS = ("valid_from", "valid_to")


def set_layer(
    hand: Hand, layer_id: str, changes: Mapping[str, Any], *, version: int | None = None
) -> list[Message]:
    """Say of a layer where it comes from, which edition it is, and when it counts.

    Parameters
    ----------
    changes : mapping
        Some of ``title, source, series, edition, scale`` and of ``valid_from``, the
        first day it counts, and ``valid_to``, the day from which it does not count
        any more; ``None`` and an empty text are *not stated*.
    version : int, optional
        Of the layer as it was seen; without it, as it is.

    Returns
    -------
    list of message ids with their values
        Which layers count now, and which do not any more.

    Raises
    ------
    AccessError
        If the role keeps no maps.
    LayerError
        If there is no such layer, or a value cannot be.
    StaleEditError
        If somebody changed the layer since it was seen.
    """
    require_may_edit(hand)
    row = layer_of(hand.workspace, layer_id)
    told = {name: _value(name, value) for name, value in changes.items()}
    whole = row | told
    require_period(whole["valid_from"], whole["valid_to"])
    return _change(hand, "set layer", layer_id, told, version or row["version"])


def end_layer(
    hand: Hand, layer_id: str, on: date, *, version: int | None = None
) -> list[Message]:
    """Let a layer count no more from a day on; whatever it replaced counts again.

    Raises
    ------
    AccessError, LayerError, StaleEditError
        As :func:`set_layer`.
    """
    require_may_edit(hand)
    row = layer_of(hand.workspace, layer_id)
    require_period(row["valid_from"], on)
    told = {"valid_to": on}
    return _change(hand, "end layer", layer_id, told, version or row["version"])


def reread_layer(
    hand: Hand, layer_id: str, reading: str, *, version: int | None = None
) -> str:
    """Read the coordinates of a layer anew: undo one conversion, make another.

    Parameters
    ----------
    reading : str
        What its coordinates are, see :mod:`geo.datum`; ``"lonlat"`` undoes a
        conversion and makes none.

    Returns
    -------
    str
        The name of the new file; that of the version before stays.

    Raises
    ------
    CRSError
        If there is no such reading, or it carries the layer out of China.
    AccessError, LayerError, StaleEditError
        As :func:`set_layer`.
    """
    require_may_edit(hand)
    row = layer_of(hand.workspace, layer_id)
    reading = reading or AS_THEY_ARE
    if row["kind"] in RASTER_KINDS:
        raise LayerError(
            N_("{id}: a raster is not read anew; save it in EPSG:4490"), id=layer_id
        )
    folder = hand.workspace.folder("layers")
    features = read_features(folder / row["file"])
    moved = _reread(features, row["reading"] or AS_THEY_ARE, reading)
    _require_in_china(moved, layer_id)
    target = folder / f"{layer_id}-{token_hex(4)}.parquet"
    write_features(moved, target)
    told = {"file": target.name, "reading": None if reading == AS_THEY_ARE else reading}
    verb = "read coordinates again"
    try:
        _change(hand, verb, layer_id, told, version or row["version"])
    except BaseException:
        target.unlink()
        raise
    if found := findings_of(hand.workspace, row):
        keep_findings(found, target)
    return target.name


def require_may_edit(hand: Hand) -> None:
    """Refuse a role that keeps no maps.

    Raises
    ------
    AccessError
        If it does not.
    """
    if hand.acting.role not in EDITORS:
        raise AccessError(
            N_("a {role} does not change the register of layers; ask: {who}"),
            role=hand.acting.role.value,
            who=", ".join(role.value for role in EDITORS),
        )


def _change(
    hand: Hand, verb: str, layer_id: str, told: dict[str, Any], version: int
) -> list[Message]:
    before = layers_in_force(hand.workspace)
    edit = Edit(layer_table, {"layer_id": layer_id}, told, version)
    head = {"acting_name": hand.acting.name, "role": hand.acting.role.value}
    head |= {"verb": verb, "scope": "layers", "note": hand.note, "at": hand.at}
    edit_together(hand.workspace.ledger, [edit], **head)
    return told_of_change(before, layers_in_force(hand.workspace))


def _value(name: str, value: Any) -> Any:
    """Return a value as it is kept, or say why it cannot be."""
    if name in DAYS:
        if value is not None and not isinstance(value, date):
            raise LayerError(N_("{name} needs a day, not {value!r}"), name=name,
                             value=value)  # fmt: skip
        return value
    if name not in WORDS:
        raise LayerError(
            N_("{name} of a layer is not set by hand; what is: {known}"),
            name=name,
            known=", ".join((*WORDS, *DAYS)),
        )
    text = " ".join((value or "").split())
    longest = layer_table.c[name].type.length
    if len(text) > longest or (not text and name in ("title", "source")):
        raise LayerError(
            N_("{name} needs 1 to {most} characters"), name=name, most=longest
        )
    return text or None


def _reread(features: gpd.GeoDataFrame, old: str, new: str) -> gpd.GeoDataFrame:
    def moved(places: np.ndarray) -> np.ndarray:
        given = unconvert(places[:, 0], places[:, 1], old)
        return np.column_stack(convert(*given, new))

    shapes = shapely.transform(features.geometry.to_numpy(), moved)
    return features.set_geometry(shapes, crs=features.crs)


def _require_in_china(features: gpd.GeoDataFrame, layer_id: str) -> None:
    west, south, east, north = features.total_bounds
    least_lon, least_lat, most_lon, most_lat = CHINA_BOUNDS
    inside = least_lon <= west <= east <= most_lon
    if not (inside and least_lat <= south <= north <= most_lat):  # NaN is not either
        raise CRSError(
            N_("{id}: read so, it lies outside China; nothing was changed"),
            id=layer_id,
        )
