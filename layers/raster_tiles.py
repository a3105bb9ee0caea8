"""Rasters as small PNG tiles: classes of a number, each with its colour."""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from geo.rasters import web_tile
from layers.base import TileAddress

NOTHING = 255  # the transparent one among at most 256 colours


def class_tile(
    path: Path, tile: TileAddress, limits: tuple[float, ...], colours: tuple[str, ...]
) -> bytes | None:
    """Draw a tile of a raster by classes.

    Parameters
    ----------
    limits : tuple of float
        Lower limits of the classes, rising; below the first, and where the raster
        holds nothing, the tile is transparent.
    colours : tuple of str
        One css colour ``#rrggbb`` for each limit.

    Returns
    -------
    bytes or None
        A PNG; ``None`` if all of it is transparent.
    """
    values = web_tile(path, *tile)
    classes = np.digitize(values, limits) - 1
    drawn = np.isfinite(values) & (classes >= 0)
    if not drawn.any():
        return None
    return paletted_png(np.where(drawn, classes, NOTHING).astype(np.uint8), colours)


def paletted_png(indices: np.ndarray, colours: tuple[str, ...]) -> bytes:
    """Write a PNG of palette positions; ``NOTHING`` is transparent."""
    image = Image.fromarray(indices, mode=None).convert("P")
    image.putpalette([part for c in colours for part in ImageColor.getrgb(c)])
    return _written(image, transparency=NOTHING)


def rgba_png(pixels: np.ndarray) -> bytes:
    """Write a PNG of pixels, uint8 (height, width, 4)."""
    return _written(Image.fromarray(pixels))


def _written(image: Image.Image, **options: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG", compress_level=3, **options)
    return buffer.getvalue()
