"""Look at a ShakeMap ``grid.xml``: its event and its grid, not its numbers."""

from xml.parsers import expat

from geo.gridxml import feed
from geo.readers.source import Source
from geo.readers.stations import refusing_entities
from rules.errors import FileError
from rules.language import N_


class _Seen(Exception):
    """Everything before the numbers was heard."""


def look(source: Source) -> dict:
    """Tell the event, the fields and the extent.

    Raises
    ------
    FileError
        If it is no XML of a grid, or declares entities.
    """
    heard: dict[str, dict] = {}
    fields: list[str] = []

    def start(tag: str, told: dict) -> None:
        name = tag.rpartition(":")[2]
        if name == "grid_data":
            raise _Seen
        heard.setdefault(name, told)
        if name == "grid_field":
            fields.append(told.get("name", ""))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refusing_entities(source.name)
    parser.ExternalEntityRefHandler = refusing_entities(source.name)
    try:
        feed(parser, source.path)
        raise expat.ExpatError
    except _Seen:
        return _facts(heard, fields, source)
    except (expat.ExpatError, LookupError, ValueError) as error:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        raise FileError(message, file=source.name) from error


def _facts(heard: dict[str, dict], fields: list[str], source: Source) -> dict:
    grid, event = heard.get("grid_specification", {}), heard.get("event", {})
    names = ("lon_min", "lat_min", "lon_max", "lat_max")
    try:
        bounds = [float(grid[name]) for name in names]
        rows = int(grid["nlon"]) * int(grid["nlat"])
    except (KeyError, ValueError):
        bounds, rows = None, None
    magnitude, place = event.get("magnitude"), event.get("event_description", "")
    said = [f"M {magnitude} {place}".strip()] if magnitude else []
    return {
        "family": "shakemap",
        "format": "shakemap",
        "wkt": "EPSG:4326",
        "rows": rows,
        "columns": fields,
        "bounds": bounds,
        "notes": said,
    }
