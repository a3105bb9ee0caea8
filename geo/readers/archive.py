"""Look into an archive, and unpack the one thing in it that can be read."""

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from rules.errors import FileError
from rules.language import N_

_MOST_ITEMS = 20_000
_MOST_BYTES = 4 << 30
_MOST_RATIO = 100  # packed text shrinks to a tenth, a drawing to a fiftieth
_FREE_BYTES = 32 << 20  # whatever the ratio
_BLOCK = 1 << 20
_ENCRYPTED = 1
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_DATABASE = (".gdbtable", ".gdbtablx", ".gdbindexes", ".atx", ".spx", ".freelist")
_TABLES = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".ods", ".xml")
_MAPS = (".gpkg", ".geojson", ".json", ".kml", ".gpx", ".dxf")
_RASTERS = (".tif", ".tiff", ".asc", ".nc")
_ALONE = (*_TABLES, *_MAPS, *_RASTERS)
_NESTED = (".zip", ".kmz", ".rar", ".7z", ".gz")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)


class Unpacked(NamedTuple):
    """What was taken out: its path, all there is to choose from, and which it is."""

    path: Path
    parts: tuple[str, ...] = ()
    part: str = ""


class Item(NamedTuple):
    """One file in an archive, under the name it was meant to have."""

    entry: zipfile.ZipInfo
    path: PurePosixPath

    @property
    def suffix(self) -> str:
        """Its suffix in small letters."""
        return self.path.suffix.lower()

    @property
    def stem(self) -> str:
        """Its name with folders, without suffix."""
        return str(self.path.with_suffix(""))


def office_form(path: Path) -> str:
    """Return ``xlsx``, ``ods``, ``document`` (of an office, but no table), or none."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                inside = {name.partition("/")[0] for name in names}
                return "xlsx" if "xl" in inside else "document"
            if "mimetype" in names and "content.xml" in names:
                kind = archive.open("mimetype").read(200)
                return "ods" if b"opendocument.spreadsheet" in kind else "document"
    except _DAMAGED:
        return ""
    return ""


def require_small(path: Path, name: str) -> None:
    """Refuse an archive that is far larger inside.

    Raises
    ------
    FileError
        If it is, or if it is damaged.
    """
    with _opened(path, name) as archive:
        items = [Item(entry, PurePosixPath()) for entry in archive.infolist()]
        _require_room(items, path, name)


def unpack(path: Path, folder: Path, name: str, part: str) -> Unpacked:
    """Unpack what an archive holds: a Shapefile, a FileGDB, or one other file.

    Where several Shapefiles are, ``part`` names one; else the first is taken.

    Raises
    ------
    FileError
        If it is damaged, has a password, is too large, or holds nothing to read.
    """
    with _opened(path, name) as archive:
        items = _items(archive)
        shapes = sorted({item.stem for item in items if item.suffix == ".shp"})
        if any(item.suffix == ".gdbtable" for item in items):
            return Unpacked(_database(archive, items, folder, name), (), part)
        if shapes:
            return _shapefile(archive, items, shapes, (folder, name, part))
        return Unpacked(_single(archive, items, folder, name), (), part)


def _opened(path: Path, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _DAMAGED as error:
        message = N_("{file}: cannot be unpacked; zip the files again, no password")
        raise FileError(message, file=name) from error


def _items(archive: zipfile.ZipFile) -> list[Item]:
    """List the files that somebody put there, by the names they had in Chinese."""
    items = [Item(e, PurePosixPath(_meant(e))) for e in archive.infolist()]
    return [
        item
        for item in items
        if not item.entry.is_dir()
        and not item.path.name.startswith((".", "~$"))
        and "__MACOSX" not in item.path.parts
    ]


def _meant(entry: zipfile.ZipInfo) -> str:
    """Undo the code page 437 of an archive that does not say it is UTF-8."""
    name = entry.filename.replace("\\", "/")
    if entry.flag_bits & 0x800:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _shapefile(
    archive: zipfile.ZipFile,
    items: list[Item],
    shapes: list[str],
    wanted: tuple[Path, str, str],
) -> Unpacked:
    folder, name, part = wanted
    stems = {PurePosixPath(stem).name: stem for stem in shapes}
    if len(stems) < len(shapes):  # the same name in two folders
        stems = {stem: stem for stem in shapes}
    chosen = part or next(iter(stems))
    if chosen not in stems:
        _refuse_part(part, stems, name)
    parts = [i for i in items if i.stem == stems[chosen] and i.suffix in _SHAPEFILE]
    target = folder / "unpacked"
    _take(archive, {item: target.with_suffix(item.suffix) for item in parts}, name)
    several = tuple(stems) if len(stems) > 1 else ()
    return Unpacked(target.with_suffix(".shp"), several, chosen if several else "")


def _refuse_part(part: str, parts: Iterable[str], name: str) -> None:
    message = N_("{file}: has no part {part}; its parts are: {parts}")
    raise FileError(message, file=name, part=part, parts=", ".join(parts))


def _database(
    archive: zipfile.ZipFile, items: list[Item], folder: Path, name: str
) -> Path:
    tables = {item.path.parent for item in items if item.suffix == ".gdbtable"}
    if len(tables) > 1:
        message = N_("{file}: holds {count} databases; zip each one alone")
        raise FileError(message, file=name, count=len(tables))
    target = folder / "unpacked.gdb"
    target.mkdir()
    (place,) = tables
    parts = [i for i in items if i.path.parent == place and _is_of_database(i)]
    _take(archive, {item: target / item.path.name for item in parts}, name)
    return target


def _is_of_database(item: Item) -> bool:
    return item.suffix in _DATABASE or item.path.name in ("gdb", "timestamps")


def _single(
    archive: zipfile.ZipFile, items: list[Item], folder: Path, name: str
) -> Path:
    found = [item for item in items if item.suffix in _ALONE]
    main = [item for item in found if item.path.name.lower() == "doc.kml"]
    kml = [item for item in found if item.suffix == ".kml"]
    rasters = [item for item in found if item.suffix in _RASTERS]
    chosen = main[:1] or (kml if len(kml) == 1 else rasters or found)
    if len(chosen) != 1:
        raise _nothing_to_read(items, chosen, name)
    target = (folder / "unpacked").with_suffix(chosen[0].suffix)
    beside = [i for i in items if i.suffix == ".prj" and i.stem == chosen[0].stem]
    taken = {item: target.with_suffix(item.suffix) for item in (*chosen, *beside)}
    _take(archive, taken, name)
    return target


def _nothing_to_read(items: list[Item], found: list[Item], name: str) -> FileError:
    if found:
        message = N_("{file}: holds several files ({names}); give each one alone")
        names = ", ".join(item.path.name for item in found[:10])
        return FileError(message, file=name, names=names)
    if any(item.suffix in _NESTED for item in items):
        message = N_("{file}: an archive in an archive; unpack it once")
        return FileError(message, file=name)
    message = N_("{file}: the archive holds no table and no map that can be read")
    return FileError(message, file=name)


def _take(archive: zipfile.ZipFile, targets: dict[Item, Path], name: str) -> None:
    _require_room(targets, Path(archive.filename or name), name)
    try:
        for item, target in targets.items():
            with archive.open(item.entry) as source, target.open("wb") as copy:
                while block := source.read(_BLOCK):
                    copy.write(block)
    except _DAMAGED as error:
        message = N_("{file}: cannot be unpacked; zip the files again, no password")
        raise FileError(message, file=name) from error


def _require_room(items: Iterable[Item], path: Path, name: str) -> None:
    entries = [item.entry for item in items]
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        message = N_("{file}: has a password; save it again without one")
        raise FileError(message, file=name)
    size = sum(entry.file_size for entry in entries)
    allowed = max(_FREE_BYTES, _MOST_RATIO * path.stat().st_size)
    if len(entries) > _MOST_ITEMS or size > min(_MOST_BYTES, allowed):
        raise FileError(N_("{file}: is too large when unpacked"), file=name)
