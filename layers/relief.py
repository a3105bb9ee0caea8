"""The ground: pale heights under soft light from the north-west."""

import numpy as np

from geo.rasters import web_tile
from geo.relief import hillshade_tile
from layers.base import PAGES, Choice, Entry, Kind, Layer, Legend, Shelf, TileAddress
from layers.elements import Pictures
from layers.pointing import has_raster, point_pictures
from layers.raster_tiles import soft_picture
from rules.language import N_

# Tints of cartographic custom, from valley floor to summit: pale, so that what
# matters stands out.
TINTS = np.array(
    [
        (229, 236, 221),
        (239, 240, 224),
        (244, 239, 223),
        (237, 228, 211),
        (228, 219, 207),
        (243, 241, 238),
    ],
    float,
)
HEIGHTS_M = (400.0, 600.0, 900.0, 1400.0, 2000.0, 3000.0)
LEVEL_LIGHT = np.sqrt(0.5)  # what level ground gets from a sun at 45 degrees
SHADE = 0.55  # how much of the light is taken away on a slope in full shade
DEEPEST_ZOOM = 12  # closer, the browser smooths what a 90 m model cannot tell

_SAMPLES = tuple(f"#{int(r):02x}{int(g):02x}{int(b):02x}" for r, g, b in TINTS)


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Name the height at which each tint begins to be pure."""
    labels = [f"{height:,.0f}" for height in HEIGHTS_M]
    entries = map(Entry, _SAMPLES, labels)
    return Legend(
        entries=tuple(entries), title=N_("Height"), unit="m", source=shelf.source("dem")
    )


def draw(shelf: Shelf, choice: Choice) -> Pictures:
    """Point to the tiles."""
    options = {"pane": "ground", "maxNativeZoom": DEEPEST_ZOOM}
    return point_pictures(LAYER, shelf, choice, **options)


def tile(shelf: Shelf, choice: Choice, address: TileAddress) -> bytes | None:
    """Draw one tile; ``None`` where the height model ends."""
    path = shelf.raster("dem")
    if path is None:
        return None
    heights = web_tile(path, *address)
    known = np.isfinite(heights)
    if not known.any():
        return None
    tint = _tinted(heights)
    light = hillshade_tile(path, *address) / LEVEL_LIGHT
    light = np.where(np.isfinite(light), light, 1.0)
    shaded = tint * (1 - SHADE * (1 - light))[..., None]
    alpha = np.where(known, 255, 0)
    shaded[~known] = 0
    return soft_picture(np.dstack([shaded, alpha]).clip(0, 255).astype(np.uint8))


def _tinted(heights_m: np.ndarray) -> np.ndarray:
    return np.dstack([np.interp(heights_m, HEIGHTS_M, band) for band in TINTS.T])


LAYER = Layer(
    id="relief",
    shown=PAGES - {"leader"},
    title=N_("Relief"),
    kind=Kind.GROUND,
    place=0,
    unit="m",
    available=has_raster("dem"),
    legend=legend,
    draw=draw,
    tile=tile,
)
