"""Read a ShakeMap ``stationlist.xml`` as a table: one row, one station."""

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from geo.gridxml import feed
from rules.errors import FileError
from rules.language import N_

HEADINGS = (
    "code",
    "name",
    "lon",
    "lat",
    "intensity",
    "pga_percent_g",
    "pgv_cm_s",
    "source",
)
_MOST_STATIONS = 1_000_000
_MOTIONS = {"pga": "pga_percent_g", "pgv": "pgv_cm_s"}


def refusing_entities(name: str) -> Callable[..., None]:
    """Return what a parser calls where a file declares an entity: it refuses."""

    def refuse(*_: object) -> None:
        message = N_("{file}: declares XML entities, which no ShakeMap does; refused")
        raise FileError(message, file=name)

    return refuse


class _Stations:
    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, told: dict[str, str]) -> None:
        if tag == "station":
            if len(self.found) >= _MOST_STATIONS:
                raise FileError(N_("{file}: the grid is too large"), file=self.name)
            self.found.append({key: told.get(key, "") for key in HEADINGS})
        elif tag in _MOTIONS and self.found:
            self._strongest(_MOTIONS[tag], told.get("value", ""))

    def _strongest(self, column: str, value: str) -> None:
        """Keep the largest of the components."""
        known = self.found[-1][column]
        try:
            if not known or float(value) > float(known):
                self.found[-1][column] = repr(float(value))
        except ValueError:
            return


def stations_of(path: Path, name: str) -> list[list[str]]:
    """Return the headings and a row of text for each station.

    ``pga_percent_g`` and ``pgv_cm_s`` are those of the strongest component.

    Raises
    ------
    FileError
        If it is no XML, is cut off, declares entities, or lists no station.
    """
    heard = _Stations(name)
    parser = expat.ParserCreate()
    parser.StartElementHandler = heard.start
    parser.EntityDeclHandler = refusing_entities(name)
    parser.ExternalEntityRefHandler = refusing_entities(name)
    try:
        feed(parser, path)
    except (expat.ExpatError, LookupError, ValueError) as error:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        raise FileError(message, file=name) from error
    if not heard.found:
        raise FileError(N_("{file}: lists no station"), file=name)
    return [[*HEADINGS], *(list(station.values()) for station in heard.found)]
