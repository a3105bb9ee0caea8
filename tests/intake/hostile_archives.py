"""Archives that climb out, swell, point elsewhere, or lie of what is in them."""

import json
import struct
import zipfile
from io import BytesIO
from pathlib import Path

from tests.intake.hostile import VECTOR, Gang
from tests.intake.hostile_links import POINT
from tests.intake.maps import write_shapefile
from tests.intake.trap import Trap, filled

GANG = Gang(VECTOR)


def packed(path: Path, *items: tuple[str | zipfile.ZipInfo, bytes]) -> None:
    """Write an archive of these items."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in items:
            archive.writestr(name, data)


EVIL = json.dumps(
    {"type": "Feature", "properties": {"a": 1}, "geometry": POINT}
).encode()
for name, inside in (
    ("climbs.zip", "../../../../evil.geojson"),
    ("climbs by backslash.zip", "..\\..\\..\\evil.geojson"),
    ("begins at the root.zip", "@TXT@.geojson"),
    ("drive.zip", "C:\\evil.geojson"),
    ("stream.zip", "a.geojson:evil"),
    ("climbs with parts.zip", "../../../../evil.shp"),
    ("long name.zip", "a/" * 2000 + "evil.geojson"),
):

    def slip(path: Path, trap: Trap, inside: str = inside) -> None:
        packed(path, (filled(inside, trap), EVIL))

    GANG.add(name, slip)


@GANG.file("linked.zip")
def _(path: Path, trap: Trap) -> None:
    link = zipfile.ZipInfo("towns.geojson")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    packed(path, (link, str(trap.file(".geojson")).encode()))


@GANG.file("linked database.zip")
def _(path: Path, trap: Trap) -> None:
    link = zipfile.ZipInfo("a.gdb/a00000001.gdbtable")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    packed(path, (link, str(trap.file(".txt")).encode()), ("a.gdb/gdb", b"\x05\0\0\0"))


@GANG.file("archive in archive.zip")
def _(path: Path, trap: Trap) -> None:
    inner = b" " * (1 << 22)
    for _ in range(5):
        outer = BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.writestr(f"{copy}.zip", inner)
        inner = outer.getvalue()
    path.write_bytes(inner)


@GANG.file("swells.zip")
def _(path: Path, trap: Trap) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("towns.geojson", "w", force_zip64=True) as target,
    ):
        for _ in range(200):
            target.write(b" " * (1 << 20))


@GANG.file("lies of its size.zip")
def _(path: Path, trap: Trap) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("towns.geojson", b" " * (100 << 20))
    size = struct.pack("<I", 100 << 20)
    data = path.read_bytes()
    path.write_bytes(data.replace(size, struct.pack("<I", 1000)))


@GANG.file("one body under many names.zip")
def _(path: Path, trap: Trap) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b" " * (20 << 20))
        first = archive.infolist()[0]
        for number in range(2000):
            again = zipfile.ZipInfo(f"a{number}.shp")
            again.header_offset, again.CRC = first.header_offset, first.CRC
            again.compress_size, again.file_size = first.compress_size, first.file_size
            again.compress_type = first.compress_type
            archive.filelist.append(again)
        archive._didModify = True


@GANG.file("many items.zip")
def _(path: Path, trap: Trap) -> None:
    packed(path, *((f"{number}.shp", b"") for number in range(21_000)))


@GANG.file("odd names.zip")
def _(path: Path, trap: Trap) -> None:
    folder = path.with_name("odd")
    folder.mkdir()
    write_shapefile(folder / "a.shp")
    items = [
        (f"</script>\x1b'\"{part.suffix}", part.read_bytes())
        for part in folder.iterdir()
    ]
    packed(path, *items)
    for part in folder.iterdir():
        part.unlink()
    folder.rmdir()


GANG.add(
    "swollen.kmz", lambda path, trap: packed(path, ("doc.kml", b" " * (100 << 20)))
)
