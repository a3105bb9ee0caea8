"""Lists of intensity at points: ShakeMap stations, tables of a survey or a network."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo.crs import to_metric
from geo.isolated import read_isolated
from geo.isoseismals import read_degree, require_degrees
from geo.named_columns import Headings, named_columns
from geo.observations import Observations
from geo.origins import Origin, check_origins, origin_of, read_origin
from geo.sight import read_sheet
from geo.whole_files import written_whole
from rules.errors import FileError
from rules.language import N_
from rules.parameters import load_parameters

__all__ = [
    "Origin",
    "Stations",
    "check_origin",
    "read_origin",
    "read_stations",
    "read_written_stations",
    "write_stations",
]

HEADINGS: Headings = {
    "degree": (
        "intensity_degree",
        "烈度",
        "intensity",
        "mmi",
        "仪器烈度",
        "计算烈度",
        "实测烈度",
        "地震烈度",
        "烈度值",
        "instrumental_intensity",
    ),
    "lon": ("lon", "经度", "longitude", "东经", "lng", "经度(°)", "台站经度"),
    "lat": ("lat", "纬度", "latitude", "北纬", "纬度(°)", "台站纬度"),
    "name": (
        "name",
        "名称",
        "台站名称",
        "台站",
        "地点",
        "调查点",
        "台站代码",
        "code",
        "村",
    ),
    "kind": ("kind", "类型", "类别", "来源", "数据来源", "台站类型", "source"),
}
_REQUIRED = ("degree", "lon", "lat")
_MARKUP = (b"<?xml", b"<!doctype", b"<shakemap-data", b"<stationlist")
_INSTRUMENTS = ("仪器", "计算", "instrumental", "台")


@dataclass(frozen=True, kw_only=True)
class Stations:
    """Intensity at points.

    Attributes
    ----------
    file : str
    name, source : tuple of str
        Of each point: what it is called, and whose it is; may be empty.
    lon, lat : float64 arrays
        Degrees in EPSG:4490.
    degree : float64 array
        As the file has it: of ShakeMap, Modified Mercalli intensity.
    kind : tuple of str
        ``"observed"``, ``"felt"`` or ``"instrumental"``.
    origin : Origin or None
        The earthquake, where the list tells it.
    left_out : int
        Rows without place or intensity.
    """

    file: str
    name: tuple[str, ...]
    source: tuple[str, ...]
    lon: np.ndarray
    lat: np.ndarray
    degree: np.ndarray
    kind: tuple[str, ...]
    origin: Origin | None
    left_out: int = 0

    def __len__(self) -> int:
        """Count the points."""
        return len(self.degree)

    def observations(self, metric_crs: str) -> tuple[Observations, ...]:
        """Return what each source says, in the metres of a CRS."""
        easting_m, northing_m = to_metric(self.lon, self.lat, metric_crs)
        trust = load_parameters("observations")["kind"]
        groups = list(zip(self.kind, self.source, strict=True))
        found = []
        for kind, source in dict.fromkeys(groups):
            rows = np.array([group == (kind, source) for group in groups])
            found.append(
                Observations(
                    easting_m=easting_m[rows],
                    northing_m=northing_m[rows],
                    degree=self.degree[rows],
                    sigma_degree=trust[kind]["sigma"],
                    kind=kind,
                    offset_sigma_degree=trust[kind]["offset"],
                )
            )
        return tuple(found)


def read_stations(path: Path) -> Stations:
    """Read a list of points with intensity, in a child process.

    Parameters
    ----------
    path : Path
        A ShakeMap ``stationlist.xml``; or a table or point layer of any form with
        columns of intensity, longitude and latitude.

    Raises
    ------
    FileError
        If it is damaged, declares entities, or no point of it can be used.
    SchemaError
        If a table lacks one of the columns.
    """
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        return _from_xml(path)
    return _from_table(path)


def check_origin(
    stations: Stations, lon: float, lat: float, *, told_by: str = ""
) -> None:
    """Refuse a list whose earthquake lies elsewhere than another source says.

    Nothing is said of a list that tells no earthquake.

    Raises
    ------
    EventError
        With both places and the distance between them.
    """
    if stations.origin is not None:
        check_origins(stations.origin, lon, lat, told_by=told_by)


def _from_xml(path: Path) -> Stations:
    table = read_isolated("stationlist", path)
    if not len(table):
        raise FileError(N_("{file}: lists no station"), file=path.name)
    told = {name: table[name].to_pylist() for name in table.column_names}
    words = zip(told["netid"], told["source"], told["insttype"], strict=True)
    names = zip(told["name"], told["code"], strict=True)
    return _stations(
        path.name,
        {
            "name": [name or code for name, code in names],
            "source": [
                netid or source
                for netid, source in zip(told["netid"], told["source"], strict=True)
            ],
            "kind": [kind_of(" ".join(each), "instrumental") for each in words],
            "lon": told["lon"],
            "lat": told["lat"],
            "degree": told["intensity"],
        },
        origin_of(json.loads(table.schema.metadata[b"earthquake"]), path.name),
    )


def _from_table(path: Path) -> Stations:
    sheet = read_sheet(path)
    columns = named_columns(sheet, HEADINGS, _REQUIRED)
    rows = [cells for _, cells in columns.rows(sheet)]
    heading = sheet.line(columns.first - 1)[columns.places["degree"]]
    by_heading = any(word in heading.lower() for word in _INSTRUMENTS)
    usual = "instrumental" if by_heading else "observed"
    told = {name: [row.get(name, "") for row in rows] for name in HEADINGS}
    told["source"] = told["kind"]
    told["kind"] = [kind_of(words, usual) for words in told["source"]]
    return _stations(path.name, told, None)


def kind_of(words: str, usual: str) -> str:
    """Tell how an intensity came about, from what is said of its source.

    Examples
    --------
    >>> kind_of("DYFI USGS (Did You Feel It?)", "observed"), kind_of("", "observed")
    ('felt', 'observed')
    """
    plain = words.lower()
    for kind, known in load_parameters("observations")["words"].values.items():
        if any(word in plain for word in known):
            return kind
    return usual


def _stations(file: str, told: dict[str, list[str]], origin: Origin | None) -> Stations:
    lon, lat = (np.array([_number(t) for t in told[axis]]) for axis in ("lon", "lat"))
    degree = np.array([read_degree(text) for text in told["degree"]], float)
    degree = require_degrees(file, degree)
    used = np.isfinite(degree + lon + lat) & (abs(lat) <= 90.0) & (abs(lon) <= 180.0)
    if not used.any():
        message = N_(
            "{file}: none of its {count} points has a place and an intensity; "
            "give longitude and latitude in degrees"
        )
        raise FileError(message, file=file, count=len(used))
    rows = np.flatnonzero(used)
    words = {
        name: tuple(told[name][row] for row in rows)
        for name in ("name", "source", "kind")
    }
    return Stations(
        file=file,
        lon=lon[rows],
        lat=lat[rows],
        degree=degree[rows],
        origin=origin,
        left_out=int((~used).sum()),
        **words,
    )


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "").rstrip("°度EN "))
    except ValueError:
        return np.nan


def write_stations(stations: Stations, path: Path) -> None:
    """Keep a list as a Parquet file, all or nothing."""
    columns = {
        name: getattr(stations, name)
        for name in ("name", "source", "lon", "lat", "degree", "kind")
    }
    origin = stations.origin
    facts: dict = {"file": stations.file, "left_out": stations.left_out}
    if origin is not None:
        facts["origin"] = asdict(origin) | {
            "time": origin.time.isoformat() if origin.time else None
        }
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    table = table.replace_schema_metadata({"facts": json.dumps(facts)})
    with written_whole(path) as unfinished:
        pq.write_table(table, unfinished)


def read_written_stations(path: Path) -> Stations:
    """Read back what :func:`write_stations` wrote."""
    table = pq.read_table(path)
    facts = json.loads(table.schema.metadata[b"facts"])
    origin = facts.get("origin")
    if origin is not None:
        time = origin["time"]
        origin["time"] = datetime.fromisoformat(time) if time else None
        origin = Origin(**origin)
    return Stations(
        file=facts["file"],
        left_out=facts["left_out"],
        origin=origin,
        **{name: tuple(table[name].to_pylist()) for name in ("name", "source", "kind")},
        **{name: table[name].to_numpy() for name in ("lon", "lat", "degree")},
    )
