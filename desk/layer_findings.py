"""What is found of a layer when it is taken in: repairs, overlaps, gaps.

The sums are kept in the register, the findings themselves beside the layer's file.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from geo.layer_quality import Overlap, Quality, overlaps_and_gaps
from geo.whole_files import written_whole
from rules.language import N_
from rules.parameters import load_parameters

Message = tuple[str, dict[str, Any]]  # a message id and what fills its fields

# Polygons that share the ground out, and the column that tells them apart.
SHARING = {
    "seismic_zone": "design_intensity_degree",
    "county_boundary": "code",
    "town_boundary": "code",
    "village_boundary": "code",
}
DEGREE = SHARING["seismic_zone"]
_SHOWN_PAIRS = 3


def found_in(
    features: gpd.GeoDataFrame, kind: str, outline: gpd.GeoDataFrame | None
) -> dict[str, Any]:
    """Look at the features of a layer as they were read.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        As from :func:`geo.layer_files.read_layer`.
    outline : geopandas.GeoDataFrame or None
        Of the county, where it is known.

    Returns
    -------
    dict
        ``repaired``, ``area_change_ratio``, ``overlap_m2``, ``gap_m2`` (``None``
        where it is not asked), ``remade``, ``overlaps`` and ``gaps`` (the worst
        first, as many as anybody looks at) and ``quality``, messages of all that.
    """
    attrs = features.attrs
    ratio = attrs.get("area_change_ratio", np.nan)
    shared = _shared(features, kind, outline)
    most = load_parameters("layer_quality")["told"]["at_most"]
    return {
        "repaired": attrs.get("repaired", 0),
        "area_change_ratio": None if np.isnan(ratio) else ratio,
        "overlap_m2": shared.overlap_m2 if shared else None,
        "gap_m2": shared.gap_m2 if shared else None,
        "broken": attrs.get("broken", []),
        "remade": attrs.get("remade", [])[:most],
        "overlaps": [_plain(pair) for pair in shared.overlaps[:most]] if shared else [],
        "gaps": [
            {"m2": gap.m2, "lon": gap.lon, "lat": gap.lat}
            for gap in (shared.gaps[:most] if shared else ())
        ],
        "quality": [*_of_shapes(attrs), *_of_ground(shared, kind)],
    }


def nothing_found() -> dict[str, Any]:
    """Return what :func:`found_in` says where nothing is to be found."""
    sums = {"repaired": 0, "area_change_ratio": None}
    sums |= {"overlap_m2": None, "gap_m2": None}
    return sums | {n: [] for n in ("broken", "remade", "overlaps", "gaps", "quality")}


def keep_findings(found: dict[str, Any], layer_file: Path) -> None:
    """Write findings beside the file of a layer."""
    with written_whole(_beside(layer_file)) as unfinished:
        text = json.dumps(found, ensure_ascii=False, indent=1)
        unfinished.write_text(text, encoding="utf-8")


def kept_findings(layer_file: Path) -> dict[str, Any] | None:
    """Return what was found when a layer was taken in, ``None`` if nobody looked."""
    path = _beside(layer_file)
    if not path.is_file():
        return None
    return json.loads(path.read_text(encoding="utf-8"))


def _beside(layer_file: Path) -> Path:
    return layer_file.with_suffix(".findings.json")


def _shared(
    features: gpd.GeoDataFrame, kind: str, outline: gpd.GeoDataFrame | None
) -> Quality | None:
    if kind not in SHARING:
        return None
    own = outline if kind != "county_boundary" else None
    return overlaps_and_gaps(features, own, column=SHARING[kind])


def _plain(pair: Overlap) -> dict[str, Any]:
    values = [v.item() if hasattr(v, "item") else v for v in pair.values]
    values = [None if v != v else v for v in values]
    return {
        "first": pair.first,
        "second": pair.second,
        "m2": pair.m2,
        "values": values,
    }


def _of_shapes(attrs: dict[str, Any]) -> Iterator[Message]:
    if attrs.get("repaired"):
        message = N_(
            "{count} invalid polygons repaired; {share} of the area came or went"
        )
        share = f"{attrs['area_change_ratio']:.4%}"
        yield message, {"count": attrs["repaired"], "share": share}
    if broken := attrs.get("broken"):
        message = N_("{count} features without a usable shape were left out: {rows}")
        yield message, {"count": len(broken), "rows": _some(broken)}


def _of_ground(shared: Quality | None, kind: str) -> Iterator[Message]:
    if shared is None:
        return
    if shared.overlaps:
        message = N_("{count} pairs of polygons overlap, on {m2} m² in all")
        m2 = f"{shared.overlap_m2:,.0f}"
        yield message, {"count": f"{len(shared.overlaps):,}", "m2": m2}
    for pair in [p for p in shared.overlaps if kind in SHARING][:_SHOWN_PAIRS]:
        yield _of_pair(pair, kind)
    if shared.gaps:
        worst = shared.gaps[0]
        message = N_(
            "{count} gaps that no polygon covers, {m2} m² in all; "
            "the greatest, {worst} m², is at {lon}, {lat}"
        )
        yield (
            message,
            {
                "count": f"{len(shared.gaps):,}",
                "m2": f"{shared.gap_m2:,.0f}",
                "worst": f"{worst.m2:,.0f}",
                "lon": f"{worst.lon:.5f}",
                "lat": f"{worst.lat:.5f}",
            },
        )


def _of_pair(pair: Overlap, kind: str) -> Message:
    told = {"first": pair.first, "second": pair.second, "m2": f"{pair.m2:,.0f}"}
    one, other = pair.values or (None, None)
    told |= {"one": _word(one), "other": _word(other)}
    if SHARING[kind] == DEGREE and one != other:
        return N_(
            "features {first} and {second} say {one} and {other} degrees of the same "
            "{m2} m²"
        ), told
    return N_("features {first} ({one}) and {second} ({other}) share {m2} m²"), told


def _word(value: object) -> str:
    if value is None or value != value:
        return "?"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _some(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:10]))
    return f"{shown}, …" if len(rows) > 10 else shown
