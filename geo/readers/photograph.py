"""Read a photograph, and write it anew without anything that it carried along."""

import io
import math
import struct
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from PIL import ExifTags, Image

from rules.errors import FileError
from rules.language import N_

FORMATS = ("JPEG", "PNG", "WEBP")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
# What EXIF's orientation asks to be done; 1 is upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)
_WHITE = (255, 255, 255)


def read(path: Path, options: dict) -> pa.Table:
    """Return one row: the picture as JPEG, its size, its place and its time.

    Columns: ``content`` (binary), ``width``, ``height`` (pixels), ``taken_at`` (ISO
    8601 without zone), ``lon``, ``lat`` (degrees); the last three are null where the
    picture does not say.
    """
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        message = N_("{file}: a HEIC picture; let the telephone save it as JPEG")
        raise FileError(message, file=path.name)
    try:
        with Image.open(path, formats=FORMATS) as picture:
            _require_few_pixels(picture, options["most_pixels"], path.name)
            told = _told(picture)
            edge = options["longest_edge_px"]
            picture.draft("RGB", (edge, edge))  # a JPEG need not be unfolded whole
            kept = plain(picture, edge, _TURNS.get(told.orientation))
    except _DAMAGED as error:
        message = N_("{file}: not a readable JPEG, PNG or WebP picture")
        raise FileError(message, file=path.name) from error
    row = {"content": encoded(kept, options["jpeg_quality"])}
    row |= {"width": kept.width, "height": kept.height, "taken_at": told.taken_at}
    row |= {"lon": told.lon, "lat": told.lat}
    return pa.Table.from_pylist([row], schema=SCHEMA)


SCHEMA = pa.schema(
    [
        ("content", pa.binary()),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("taken_at", pa.string()),
        ("lon", pa.float64()),
        ("lat", pa.float64()),
    ]
)


class _Told(NamedTuple):
    """What the picture says about itself."""

    orientation: int | None = None
    taken_at: str | None = None
    lon: float | None = None
    lat: float | None = None


def plain(
    picture: Image.Image, longest_edge_px: int, turn: Image.Transpose | None = None
) -> Image.Image:
    """Return pixels and nothing else: turned, opaque, no larger than allowed."""
    upright = picture if turn is None else picture.transpose(turn)
    if upright.has_transparency_data:
        layered = upright.convert("RGBA")
        upright = Image.new("RGBA", layered.size, (*_WHITE, 255))
        upright.alpha_composite(layered)
    drawn = upright.convert("RGB")
    drawn.thumbnail((longest_edge_px, longest_edge_px), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", drawn.size)
    bare.paste(drawn)
    return bare


def encoded(picture: Image.Image, quality: int) -> bytes:
    """Write a picture as JPEG; the same pixels give the same bytes."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def _require_few_pixels(picture: Image.Image, most: int, name: str) -> None:
    width, height = picture.size
    if width * height > most:
        message = N_("{file}: {width} x {height} pixels are too many; at most {most}")
        raise FileError(message, file=name, width=width, height=height, most=most)


def _told(picture: Image.Image) -> _Told:
    """Read place and time from the picture; what makes no sense is unknown."""
    try:
        exif = picture.getexif()
        details = exif.get_ifd(ExifTags.IFD.Exif)
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (*_DAMAGED, struct.error, TypeError, KeyError):
        return _Told()  # the pixels may be whole all the same
    base = ExifTags.Base
    lon = _degrees(gps, ExifTags.GPS.GPSLongitude, ("E", "W"), 180)
    lat = _degrees(gps, ExifTags.GPS.GPSLatitude, ("N", "S"), 90)
    known = lon is not None and lat is not None and (lon, lat) != (0, 0)
    return _Told(
        exif.get(base.Orientation),
        _moment(details.get(base.DateTimeOriginal) or exif.get(base.DateTime)),
        *((lon, lat) if known else (None, None)),
    )


def _degrees(gps: dict, tag: int, sides: tuple[str, str], most: int) -> float | None:
    """Turn degrees, minutes and seconds into degrees, west and south negative."""
    parts, side = gps.get(tag), gps.get(tag - 1)  # the reference stands before it
    if not isinstance(parts, tuple) or len(parts) != 3 or side not in sides:
        return None
    try:
        degrees, minutes, seconds = map(float, parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not (math.isfinite(value) and 0 <= value <= most):
        return None
    return round(value if side == sides[0] else -value, 6)


def _moment(text: object) -> str | None:
    try:
        return datetime.strptime(
            str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S"
        ).isoformat()
    except ValueError:
        return None
