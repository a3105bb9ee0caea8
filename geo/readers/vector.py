"""Read a vector file record by record: one bad record is not a lost file."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import pyarrow as pa
import shapely
from fiona.errors import FionaError

from geo.readers.encoding import decoder_of, transcoded
from rules.errors import FileError
from rules.language import N_

_DRIVERS = {"geopackage": "GPKG", "shapefile": "ESRI Shapefile", "geojson": "GeoJSON"}
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_UNPACKED_BYTES = 4 << 30
ROW, SHAPE = "row", "geometry"  # added columns


def read(path: Path, options: dict) -> pa.Table:
    """Return the attributes, and ``geometry`` as WKB, of the only layer of a file.

    The metadata ``facts`` tell the CRS as WKT and the records without usable shape.

    Parameters
    ----------
    path : Path
        The file.
    options : dict
        ``format``: what :func:`geo.file_kinds.kind_of` found; ``folder``: where
        something may be unpacked.
    """
    name, form = path.name, options["format"]
    folder = Path(options["folder"])
    if form == "zip":
        path, form = _unpacked(path, folder), "shapefile"
    decode = str
    if form == "shapefile":
        _require_parts(path, name)
        decode = decoder_of(path)
    elif form == "geojson":
        path = transcoded(path, folder)
    try:
        return _table(path, _DRIVERS[form], decode, name)
    except (FionaError, UnicodeError, ValueError) as error:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        raise FileError(message, file=name) from error


def _unpacked(path: Path, folder: Path) -> Path:
    """Unpack the one Shapefile of an archive, and nothing else, into a folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [item for item in archive.infolist() if _is_part(item.filename)]
            stems = {item.filename[:-4] for item in parts if _ends(item) == ".shp"}
            if len(stems) != 1:
                message = N_("{file}: holds {count} Shapefiles; zip each one alone")
                raise FileError(message, file=path.name, count=len(stems))
            _require_room(parts, path.name)
            for item in parts:
                if item.filename[:-4] in stems:
                    target = (folder / "unpacked").with_suffix(_ends(item))
                    target.write_bytes(archive.read(item))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        message = N_("{file}: cannot be unpacked; zip the Shapefile again, no password")
        raise FileError(message, file=path.name) from error
    return folder / "unpacked.shp"


def _is_part(name: str) -> bool:
    path = Path(name)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return path.suffix.lower() in _PARTS and not hidden


def _ends(item: zipfile.ZipInfo) -> str:
    return Path(item.filename).suffix.lower()


def _require_room(parts: list[zipfile.ZipInfo], name: str) -> None:
    if sum(item.file_size for item in parts) > _UNPACKED_BYTES:
        raise FileError(N_("{file}: is too large when unpacked"), file=name)


def _require_parts(path: Path, name: str) -> None:
    present = {other.suffix.lower() for other in path.parent.glob(f"{path.stem}.*")}
    missing = [part for part in (".shx", ".dbf") if part not in present]
    if missing:
        message = N_(
            "{file}: a Shapefile is several files, and {missing} is missing; "
            "zip them together"
        )
        raise FileError(message, file=name, missing=", ".join(missing))


def _only_layer(path: Path, name: str) -> str | None:
    layers = fiona.listlayers(path)
    if len(layers) < 2:
        return None
    shaped = [layer for layer in layers if _shape_of(path, layer) != "None"]
    if len(shaped) != 1:
        message = N_("{file}: save one layer alone; this file has: {layers}")
        raise FileError(message, file=name, layers=", ".join(shaped or layers))
    return shaped[0]


def _shape_of(path: Path, layer: str) -> str:
    with fiona.open(path, layer=layer) as collection:
        return collection.schema["geometry"]


def _table(
    path: Path, driver: str, decode: Callable[[str], str], name: str
) -> pa.Table:
    options = {"layer": _only_layer(path, name), "enabled_drivers": [driver]}
    if decode is not str:
        options["encoding"] = "ISO-8859-1"  # every byte is a letter: decoded here
    with fiona.open(path, **options) as collection:
        kinds = {key: _arrow_type(kind) for key, kind in _fields(collection).items()}
        columns: dict[str, list] = {key: [] for key in kinds}
        shapes, broken, numbers = [], [], []
        for number, record in enumerate(collection, start=1):
            shape = _wkb(record.geometry)
            if shape is None:
                broken.append(number)
                continue
            numbers.append(number)
            shapes.append(shape)
            for key, kind in kinds.items():
                columns[key].append(_value(record.properties[key], kind, decode))
        facts = {"crs": collection.crs_wkt or "", "broken": broken, "driver": driver}
    arrays = {decode(key): pa.array(columns[key], kinds[key]) for key in kinds}
    arrays |= {ROW: pa.array(numbers, pa.int64()), SHAPE: pa.array(shapes, pa.binary())}
    return pa.table(arrays).replace_schema_metadata({"facts": json.dumps(facts)})


def _fields(collection: fiona.Collection) -> dict[str, str]:
    return collection.schema["properties"]


def _arrow_type(kind: str) -> pa.DataType:
    known = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    return known.get(kind.partition(":")[0].rstrip("0123456789"), pa.string())


def _value(value: Any, kind: pa.DataType, decode: Callable[[str], str]) -> Any:
    if value is None or kind != pa.string():
        return value
    return decode(str(value))


def _wkb(geometry: fiona.Geometry | None) -> bytes | None:
    """Return a shape flat, as WKB; ``None`` for none, an empty or an impossible one."""
    if geometry is None:
        return None
    try:
        shape = shapely.force_2d(shapely.geometry.shape(geometry))
    except (shapely.errors.ShapelyError, ValueError, TypeError, IndexError):
        return None
    finite = np.isfinite(shapely.get_coordinates(shape)).all()
    return None if shape.is_empty or not finite else shapely.to_wkb(shape)
