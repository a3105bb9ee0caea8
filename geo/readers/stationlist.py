"""Read a ShakeMap station list with the earthquake it tells of, or that alone."""

import json
from pathlib import Path
from xml.parsers import expat

import pyarrow as pa

from geo.gridxml import feed
from geo.readers.stations import refusing_entities
from rules.errors import FileError
from rules.language import N_

COLUMNS = ("code", "name", "lon", "lat", "intensity", "source", "netid", "insttype")
_MOST_STATIONS = 1_000_000
_HEADS = ("earthquake", "event")


class _Heard:
    def __init__(self, name: str) -> None:
        self.name = name
        self.earthquake: dict[str, str] = {}
        self.stations: list[dict[str, str]] = []

    def start(self, tag: str, told: dict[str, str]) -> None:
        plain = tag.rpartition(":")[2]
        if plain in _HEADS and not self.earthquake:
            self.earthquake = told
        elif plain == "station":
            if len(self.stations) >= _MOST_STATIONS:
                raise FileError(N_("{file}: the grid is too large"), file=self.name)
            self.stations.append({key: told.get(key, "") for key in COLUMNS})


def read(path: Path, options: dict) -> pa.Table:
    """Return a row of text for each station; maybe none.

    The metadata ``earthquake`` are the attributes of the earthquake as they stand.

    Raises
    ------
    FileError
        If it is no XML, is cut off, or declares entities; a declaration of elements
        does no harm.
    """
    heard = _Heard(path.name)
    parser = expat.ParserCreate()
    parser.StartElementHandler = heard.start
    parser.EntityDeclHandler = refusing_entities(path.name)
    parser.ExternalEntityRefHandler = refusing_entities(path.name)
    try:
        feed(parser, path)
    except (expat.ExpatError, LookupError, ValueError) as error:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        raise FileError(message, file=path.name) from error
    columns = [
        pa.array([s[key] for s in heard.stations], pa.string()) for key in COLUMNS
    ]
    table = pa.table(columns, names=list(COLUMNS))
    return table.replace_schema_metadata({"earthquake": json.dumps(heard.earthquake)})
