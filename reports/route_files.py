"""The ways of teams as GPX and KML, for the maps and navigators on their phones.

Household numbers and places only, no name of a person.  Coordinates stay in CGCS2000,
which lies within a metre of the WGS 84 that both formats speak of.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from reports.pdf_paper import plain
from reports.team_sheet import Line, SheetStop, TeamSheet, arrival, degrees_of
from reports.team_sheet_list import danger_words, house_words
from rules.language import N_, translator
from rules.stamps import stamp_of

GPX = "http://www.topografix.com/GPX/1/1"
KML = "http://www.opengis.net/kml/2.2"
CREATOR = "Anfang"
DECIMALS = 7  # of a degree: a centimetre
_NOT_XML = re.compile("[\ufffe\uffff]")
# Told apart on a map by teams next to each other; in KML's order: alpha, blue, green,
# red.
_COLOURS = ("ff7f5110", "ff1e26b3", "ff2c7a1f", "ff8a2a7d", "ff0b6fb8", "ff5a5a00")


def route_gpx(sheets: Sequence[TeamSheet]) -> bytes:
    """Write a waypoint for each door, a route and a track for each team.

    A door without a place is left out: a navigator cannot lead there.
    """
    root = ET.Element("gpx", {"xmlns": GPX, "version": "1.1", "creator": CREATOR})
    about = ET.SubElement(root, "metadata")
    _say(about, "name", _title(sheets))
    _say(about, "desc", _about(sheets))
    for sheet in sheets:
        for stop in sheet.placed:
            _gpx_point(root, "wpt", sheet, stop)
    for sheet in sheets:
        route = ET.SubElement(root, "rte")
        _say(route, "name", _team(sheet))
        for stop in sheet.placed:
            _gpx_point(route, "rtept", sheet, stop)
    for sheet in sheets:
        _gpx_track(root, sheet)
    return _written(root)


def route_kml(sheets: Sequence[TeamSheet]) -> bytes:
    """Write a folder for each team: its base, its way, its doors."""
    root = ET.Element("kml", {"xmlns": KML})
    document = ET.SubElement(root, "Document")
    _say(document, "name", _title(sheets))
    _say(document, "description", _about(sheets))
    for number, colour in enumerate(_COLOURS):
        _kml_style(document, f"team{number}", colour)
    for number, sheet in enumerate(sheets):
        folder = ET.SubElement(document, "Folder")
        _say(folder, "name", _team(sheet))
        _kml_team(folder, sheet, f"#team{number % len(_COLOURS)}")
    return _written(root)


def _kml_team(folder: ET.Element, sheet: TeamSheet, style: str) -> None:
    say = translator(sheet.language)
    if sheet.base is not None:
        mark = _kml_mark(folder, f"{say('Start')} {sheet.base_name}".strip(), style)
        _kml_place(mark, "Point", [sheet.base])
    for line in _lines(sheet.route):
        mark = _kml_mark(folder, _team(sheet), style)
        _kml_place(mark, "LineString", line)
    for stop in sheet.placed:
        mark = _kml_mark(folder, _door(sheet, stop), style, _described(sheet, stop))
        _kml_place(mark, "Point", [(stop.lon, stop.lat)])


def _kml_mark(
    folder: ET.Element, name: str, style: str, description: str = ""
) -> ET.Element:
    mark = ET.SubElement(folder, "Placemark")
    _say(mark, "name", name)
    if description:
        _say(mark, "description", description)
    _say(mark, "styleUrl", style)
    return mark


def _kml_place(mark: ET.Element, kind: str, line: Line) -> None:
    shape = ET.SubElement(mark, kind)
    if kind == "LineString":
        _say(shape, "tessellate", "1")
    places = (f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}" for lon, lat in line)
    _say(shape, "coordinates", " ".join(places))


def _kml_style(document: ET.Element, name: str, colour: str) -> None:
    style = ET.SubElement(document, "Style", {"id": name})
    icon = ET.SubElement(style, "IconStyle")
    _say(icon, "color", colour)
    line = ET.SubElement(style, "LineStyle")
    _say(line, "color", colour)
    _say(line, "width", "3")


def _gpx_point(
    parent: ET.Element, kind: str, sheet: TeamSheet, stop: SheetStop
) -> None:
    point = ET.SubElement(parent, kind, _at((stop.lon, stop.lat)))
    _say(point, "name", _door(sheet, stop))
    _say(point, "desc", _described(sheet, stop))


def _gpx_track(root: ET.Element, sheet: TeamSheet) -> None:
    lines = list(_lines(sheet.route))
    if not lines:
        return
    track = ET.SubElement(root, "trk")
    _say(track, "name", _team(sheet))
    for line in lines:
        segment = ET.SubElement(track, "trkseg")
        for place in line:
            ET.SubElement(segment, "trkpt", _at(place))


def _at(place: tuple[float, float]) -> dict[str, str]:
    lon, lat = place
    return {"lat": f"{lat:.{DECIMALS}f}", "lon": f"{lon:.{DECIMALS}f}"}


def _lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines that have two places and more, without unknown ones."""
    known = (degrees_of(line).tolist() for line in lines)
    return (line for line in known if len(line) > 1)


def _title(sheets: Sequence[TeamSheet]) -> str:
    if not sheets:
        return CREATOR
    first = sheets[0]
    return f"{first.county} · {first.event_title} · {first.day}"


def _about(sheets: Sequence[TeamSheet]) -> str:
    """Say what must be known of the file: whether it is real, and its coordinates."""
    if not sheets:
        return ""
    say = translator(sheets[0].language)
    datum = say(
        N_("Coordinates in CGCS2000; a map in GCJ-02 shows them some 500 m aside.")
    )
    return " · ".join(filter(None, [stamp_of(sheets[0], say), datum]))


def _team(sheet: TeamSheet) -> str:
    return f"{translator(sheet.language)('Team')} {sheet.called}"


def _door(sheet: TeamSheet, stop: SheetStop) -> str:
    return f"{sheet.team}-{stop.place:02}"


def _described(sheet: TeamSheet, stop: SheetStop) -> str:
    say, english = translator(sheet.language), sheet.language == "en"
    parts = (
        stop.household_id,
        stop.village,
        house_words(stop, say, english=english),
        danger_words(stop, say),
        arrival(sheet, stop),
        stop.note,
    )
    return " · ".join(filter(None, parts))


def _say(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub(" ", plain(words))


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
