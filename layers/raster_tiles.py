"""Rasters as small pictures: classes of a number, each with its colour."""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from geo.rasters import web_tile
from layers.base import TileAddress

RELIEF_QUALITY = 72  # of 100: soft shades need no more


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
        A WebP picture without loss; ``None`` if all of it is transparent.
    """
    values = web_tile(path, *tile)
    classes = np.digitize(values, limits) - 1
    drawn = np.isfinite(values) & (classes >= 0)
    if not drawn.any():
        return None
    palette = np.array([(*ImageColor.getrgb(c), 255) for c in colours], np.uint8)
    pixels = np.where(drawn[..., None], palette[classes], np.uint8(0))
    return _written(pixels, lossless=True, quality=0, method=0)


def soft_picture(pixels: np.ndarray) -> bytes:
    """Write pixels, uint8 (height, width, 4), as a small WebP picture with loss."""
    return _written(pixels, quality=RELIEF_QUALITY, method=1)


def _written(pixels: np.ndarray, **options: int) -> bytes:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "WEBP", **options)
    return buffer.getvalue()
