"""Rasters that claim more than they are, or have somebody beside them who points."""

import struct
import zlib
from base64 import b85decode
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

from tests.intake.hostile import RASTER, Gang
from tests.intake.hostile_links import OGR_VRT, VRT
from tests.intake.rasters import GRID, geotiff, grid, netcdf
from tests.intake.trap import Trap, filled

GANG = Gang(RASTER)


def empty(path: Path, side: int, dtype: str, **options: object) -> None:
    """Write a GeoTIFF of cells of which none is stored."""
    profile = {"width": side, "height": side, "count": 1, "dtype": dtype}
    profile |= {"tiled": True, "sparse_ok": True, "BIGTIFF": "YES", "crs": "EPSG:4490"}
    place = Affine(1e-6, 0, 104.5, 0, -1e-6, 31.3)
    with rasterio.open(
        path, "w", driver="GTiff", transform=place, **(profile | options)
    ):
        pass


for name, side, dtype in (
    ("of 40 billion cells.tif", 200_000, "float64"),
    ("of 900 million bytes.tif", 30_000, "uint8"),
    ("of 400 million numbers.tif", 20_000, "float64"),
):
    GANG.add(name, lambda path, trap, s=side, d=dtype: empty(path, s, d))


@GANG.file("one great tile.tif")
def _(path: Path, trap: Trap) -> None:
    empty(path, 16_384, "float64", blockxsize=16_384, blockysize=16_384)


@GANG.file("many bands.tif")
def _(path: Path, trap: Trap) -> None:
    empty(path, 64, "uint8", count=60_000, interleave="band")


@GANG.file("packed emptiness.tif")
def _(path: Path, trap: Trap) -> None:
    options = {"compress": "deflate", "zlevel": 9, "tiled": True}
    geotiff(path, np.zeros((3_000, 3_000), np.float32), **options)


for name, where in (
    ("overview elsewhere.tif", ".tif.ovr"),
    ("mask elsewhere.tif", ".tif.msk"),
    ("notes elsewhere.tif", ".tif.aux.xml"),
    ("wide notes elsewhere.tif", ".aux"),
):

    def beside(path: Path, trap: Trap, where: str = where) -> None:
        geotiff(path)
        text = filled(VRT.format(source="@TIF@"), trap)
        (path.parent / f"{path.stem}{where}").write_text(text)

    GANG.add(name, beside)

NOTES = """<PAMDataset><SRS>@URL@/srs</SRS><Metadata domain="xml:VRT" format="xml">{vrt}
</Metadata><Metadata domain="RPC"><MDI key="DEMFILE">@TIF@</MDI></Metadata>
<Metadata domain="GEOLOCATION"><MDI key="X_DATASET">@TIF@</MDI>
<MDI key="Y_DATASET">@TIF@</MDI></Metadata><PAMRasterBand band="1"><Description>@URL@
</Description><GDALRasterAttributeTable/></PAMRasterBand></PAMDataset>"""


@GANG.file("places elsewhere.tif")
def _(path: Path, trap: Trap) -> None:
    geotiff(path)
    text = filled(NOTES.format(vrt=VRT.format(source="@TIF@")), trap)
    path.with_name(f"{path.name}.aux.xml").write_text(text)


@GANG.file("notes inside.tif")
def _(path: Path, trap: Trap) -> None:
    geotiff(path)
    with rasterio.open(path, "r+") as raster:
        raster.update_tags(ns="GEOLOCATION", X_DATASET=trap.file(".tif"))
        raster.update_tags(1, ns="OVERVIEWS", OVERVIEW_FILE=trap.file(".tif"))
        raster.update_tags(ns="SUBDATASETS", SUBDATASET_1_NAME=f"{trap.url}/a.tif")
        raster.update_tags(OVERVIEW_FILE=f"/vsicurl/{trap.url}/a.ovr", SOURCE="<a/>")


def directory(*entries: tuple[int, int, int, int], after: int = 0) -> bytes:
    """Write the directory of a TIFF: tag, type, count and value of each entry."""
    told = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (
        b"II*\0" + struct.pack("<IH", 8, len(entries)) + told + struct.pack("<I", after)
    )


SHORT, LONG, ASCII = 3, 4, 2
SIZE = (256, LONG, 1, 3), (257, LONG, 1, 2), (258, SHORT, 1, 8), (262, SHORT, 1, 1)
STRIPS = (273, LONG, 1, 200), (278, LONG, 1, 2), (279, LONG, 1, 6)
MANY = 0xFFFFFFFF
for name, entries, after in (
    ("turns in a ring.tif", (*SIZE, *STRIPS), 8),
    (
        "4 billion strips.tif",
        (*SIZE, (273, LONG, MANY, 200), (279, LONG, MANY, 200)),
        0,
    ),
    (
        "a strip past the end.tif",
        (*SIZE, (273, LONG, 1, MANY), (279, LONG, 1, MANY)),
        0,
    ),
    ("4 billion letters.tif", (*SIZE, *STRIPS, (42112, ASCII, MANY, 8)), 0),
    ("4 billion wide.tif", ((256, LONG, 1, MANY), (257, LONG, 1, MANY), *STRIPS), 0),
    ("many bits.tif", (*SIZE, (277, SHORT, 1, 0xFFFF), *STRIPS), 0),
):

    def made(
        path: Path, trap: Trap, entries: tuple = entries, after: int = after
    ) -> None:
        path.write_bytes(directory(*sorted(entries), after=after) + bytes(300))

    GANG.add(name, made)


def picture(width: int, height: int) -> bytes:
    """Write the head of a PNG of a size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + body


def bytes_of(name: str, data: bytes) -> None:
    """Add a file of these bytes."""
    GANG.add(name, lambda path, trap: path.write_bytes(data) and None)


bytes_of("great picture.png", picture(200_000, 200_000))
bytes_of("great picture.tif", picture(0x7FFFFFFF, 0x7FFFFFFF))
bytes_of("of a telephone.heic", b"\0\0\0\x18ftypheic" + bytes(500))

GREAT = GRID.replace("ncols 3", "ncols 2000000000")
for name, text in (
    ("billions of columns.asc", GREAT),
    ("billions of cells.asc", GREAT.replace("nrows 2", "nrows 2000000000")),
    ("less than no columns.asc", GRID.replace("ncols 3", "ncols -3")),
    ("more columns than fit.asc", GRID.replace("ncols 3", f"ncols {10**20}")),
    ("cells of no size.asc", GRID.replace("cellsize 0.01", "cellsize 0")),
    ("cells of nan.asc", GRID.replace("0.01", "nan").replace("104.5", "inf")),
    ("cells said but not there.asc", GRID.replace("ncols 3", "ncols 30000")
     .replace("nrows 2", "nrows 30000")),
    ("an endless number.asc", GRID.replace("3.25", "3" * 20_000_000)),
    ("letters for numbers.asc", GRID + "x" * 10_000_000),
):  # fmt: skip
    GANG.add(name, lambda path, trap, text=text: grid(path, text))
for name, prj in (
    ("crs of an address.asc", "@URL@/a.prj"),
    ("crs of a file.asc", "@TXT@"),
    ("crs of a grid.asc", "+proj=longlat +nadgrids=@TXT@,@URL@/g"),
    ("crs of init.asc", "+init=@TXT@:a"),
):
    GANG.add(name, lambda path, trap, prj=prj: grid(path, GRID, filled(prj, trap)))


@GANG.file("pointing beside.asc")
def _(path: Path, trap: Trap) -> None:
    grid(path)
    path.with_suffix(".asc.aux.xml").write_text(filled(OGR_VRT, trap))


@GANG.file("4 billion places.nc")
def _(path: Path, trap: Trap) -> None:
    netcdf(path, "depth")
    data = path.read_bytes()
    at = data.index(b"lon\0") + 4
    path.write_bytes(data[:at] + b"\x7f\xff\xff\xff" + data[at + 4 :])


@GANG.file("names of 2 GB.nc")
def _(path: Path, trap: Trap) -> None:
    netcdf(path, "depth")
    data = path.read_bytes()
    at = data.index(b"depth") - 4
    path.write_bytes(data[:at] + b"\x7f\xff\xff\xff" + data[at + 4 :])


@GANG.file("turned.nc")
def _(path: Path, trap: Trap) -> None:
    netcdf(path, "depth")
    data = path.read_bytes()
    path.write_bytes(
        data.replace(b"latitude", b"..\0/etc/").replace(b"degrees", b"@URL@/a")
    )


# An HDF5 file whose values lie in canary.txt beside it, one whose group is a link to
# canary.nc, and one whose link goes round; written once with h5py, packed.
VALUES_BESIDE = (
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfHn5`dVe$!3nh{EOK<O1sFmXn(oCH){5NbZUx{x4OSCH!e"
    "XaHtU1`CAdU>F4>5qP*d27u@YC?A$ePcWgXOGzy#$v{ev9u(Tk$iN0MixI}xfY3}30hsl$bcxPq"
    "2D+3H>Rv`98CD<-;xjQp3}OeG%Lr8i$}t8w(z^iMd`OOBW`yMw0W_5XG>r!dw0s}Hf~qb#F)y*G"
    "Qm>?<1i}yY^LGLH3+5jM=Fv1w4gdh_COjh"
)
LINK_BESIDE = (
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfDwt9EF!=;1%?PDCp!5nRm^ceqP68?}05x9$YF-3XJS51~"
    "71?}rdq%;?1|F`C0m$iv14^G@LRAM#hXGWwmkFM7v8PNfpi3B$)Uz=tK-|IMz?za;P?90Uz>u7n"
    "msnJ(mzT_-@06IAVhEB40GK&IH2"
)
for name, packed in (("can.nc", VALUES_BESIDE), ("c.nc", LINK_BESIDE)):

    def with_canary(path: Path, trap: Trap, packed: str = packed) -> None:
        path.write_bytes(zlib.decompress(b85decode(packed)))
        (path.parent / "canary.txt").write_bytes(trap.file(".txt").read_bytes())
        (path.parent / "canary.nc").write_bytes(trap.file(".tif").read_bytes())

    GANG.add(name, with_canary)
bytes_of("noise.nc", zlib.decompress(b85decode(LINK_BESIDE))[:400] + b"\xff" * 400)
