"""Photographs: what comes from a telephone, and what only says that it does."""

import io
import math
import zlib

import numpy as np
import pytest
from PIL import ExifTags, Image

from geo.photographs import distance_m, read_photograph
from rules.errors import FileError

GPS = ExifTags.GPS


def picture(width=64, height=48):
    """A picture whose left half is red and whose right half is blue."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = pixels[:, width // 2 :, 2] = 255
    return Image.fromarray(pixels)


def exif(**gps):
    made = Image.Exif()
    made[ExifTags.Base.Make] = "Telephone of a neighbour"
    made[ExifTags.Base.DateTime] = "2026:07:01 09:30:00"
    made.get_ifd(ExifTags.IFD.GPSInfo).update({GPS[k]: v for k, v in gps.items()})
    return made


CHENGDU = {
    "GPSLongitudeRef": "E",
    "GPSLongitude": (104.0, 30.0, 36.0),
    "GPSLatitudeRef": "N",
    "GPSLatitude": (31.0, 30.0, 0.0),
}


@pytest.fixture
def saved(tmp_path):
    def save(image, name="p.jpg", **more):
        image.save(tmp_path / name, **more)
        return tmp_path / name

    return save


def test_place_and_time_are_kept_as_data_and_nothing_else_is_kept(saved):
    """Rule W10: the picture of the damaged part, with its place."""
    taken = read_photograph(saved(picture(), exif=exif(**CHENGDU)))
    assert (taken.lon, taken.lat) == (104.51, 31.5)
    assert taken.taken_at == "2026-07-01T09:30:00"
    kept = Image.open(io.BytesIO(taken.content))
    assert kept.format == "JPEG" and not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"neighbour" not in taken.content


@pytest.mark.parametrize(
    ("name", "mode"),
    [("p.png", "RGBA"), ("p.png", "P"), ("p.png", "L"), ("p.webp", "RGB")],
)
def test_other_formats_and_colours_become_the_same_kind_of_picture(saved, name, mode):
    taken = read_photograph(saved(picture().convert(mode), name))
    kept = Image.open(io.BytesIO(taken.content))
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (64, 48))


def test_a_picture_is_turned_upright(saved):
    # Held so that the top of the scene is at the right of the frame: red belongs left.
    turned = exif()
    turned[ExifTags.Base.Orientation] = 6
    taken = read_photograph(saved(picture(), exif=turned))
    assert (taken.width, taken.height) == (48, 64)
    kept = Image.open(io.BytesIO(taken.content))
    assert kept.getpixel((24, 5))[0] > 200 and kept.getpixel((24, 60))[2] > 200


def test_a_large_picture_is_kept_smaller(saved):
    taken = read_photograph(saved(picture(4000, 1000)))
    assert (taken.width, taken.height) == (2048, 512)


def test_the_same_picture_gives_the_same_bytes(saved):
    once, again = saved(picture(), "a.png"), saved(picture(), "b.png")
    assert read_photograph(once).content == read_photograph(again).content


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {"GPSLongitude": (104.0, 0.0, 0.0), "GPSLongitudeRef": "E"},
        CHENGDU | {"GPSLongitudeRef": "Q"},
        CHENGDU | {"GPSLatitude": (91.0, 0.0, 0.0)},
        CHENGDU | {"GPSLongitude": (0.0, 0, 0), "GPSLatitude": (0.0, 0, 0)},
    ],
)
def test_a_place_that_makes_no_sense_is_unknown(saved, gps):
    taken = read_photograph(saved(picture(), exif=exif(**gps)))
    assert (taken.lon, taken.lat) == (None, None)


def test_damaged_metadata_do_not_cost_the_picture(tmp_path, saved):
    content = saved(picture(), exif=exif(**CHENGDU)).read_bytes()
    start = content.index(b"Exif\0\0") + 6
    path = tmp_path / "bad.jpg"
    path.write_bytes(content[:start] + b"\xff" * 30 + content[start + 30 :])
    taken = read_photograph(path)
    assert taken.lon is None and taken.width == 64


def bomb():
    """A small PNG that says it has 60 000 by 60 000 pixels."""

    def chunk(kind, body):
        checked = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + checked

    head = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    rows = zlib.compress(bytes(1000))
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "p.jpg: the file is empty"),
        (b"<svg xmlns='x'/>", "not a readable JPEG, PNG or WebP"),
        (b"GIF89a" + bytes(40), "not a readable JPEG, PNG or WebP"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC picture; let the telephone"),
        (bomb(), "pixels are too many|not a readable"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path, content, says):
    path = tmp_path / "p.jpg"
    path.write_bytes(content)
    with pytest.raises(FileError, match=says):
        read_photograph(path)


def test_a_picture_cut_short_is_refused(tmp_path, saved):
    whole = saved(picture(400, 300)).read_bytes()
    path = tmp_path / "cut.jpg"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileError, match=r"cut\.jpg: not a readable"):
        read_photograph(path)


def test_too_large_a_file_is_not_even_opened(tmp_path):
    path = tmp_path / "film.jpg"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(FileError, match=r"film\.jpg: 50000000 bytes are too many"):
        read_photograph(path)


def test_distance_is_the_same_both_ways_and_unknown_stays_unknown():
    here, there = (104.5, 31.5), (104.51, 31.5)
    assert distance_m(here, there) == pytest.approx(949.9, abs=0.5)
    assert distance_m(there, here) == distance_m(here, there)
    assert math.isnan(distance_m(here, (104.5, None)))
