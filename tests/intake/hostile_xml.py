"""XML that grows, points elsewhere, or is nested without end."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from tests.intake.events import PLAIN
from tests.intake.hostile import SHAKING, TABLE, VECTOR, Gang
from tests.intake.hostile_links import KML
from tests.intake.tables_books import write_book
from tests.intake.tables_old import ods_cell, ods_table, write_ods
from tests.intake.trap import Trap, filled
from tests.intake.vector_texts import GPX, WAYPOINTS

GANG = Gang(SHAKING)
STATIONS = """<?xml version="1.0"?>{doctype}<shakemap-data>
<earthquake id="1" lat="31" lon="104" mag="8"/><stationlist created="1">
<station code="{text}" name="{text}" insttype="a" lat="31.25" lon="104.5" source="SCSN"
 netid="a"><comp name="a"><acc value="1"/><vel value="1"/></comp></station>
</stationlist></shakemap-data>"""
LAUGHS = "<!DOCTYPE a [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)
)
OUTSIDE = "<!DOCTYPE a [<!ENTITY e SYSTEM 'file://@TXT@'>"
CALLING = "<!DOCTYPE a [<!ENTITY e SYSTEM '@URL@/e'>"
PARAMETER = "<!DOCTYPE a [<!ENTITY % p SYSTEM '@URL@/p.dtd'> %p;"
SUBSET = "<!DOCTYPE a SYSTEM '@URL@/a.dtd' ["
BIG = "<!DOCTYPE a [<!ENTITY e '" + "x" * 1_000_000 + "'>"
DECLARATIONS = {
    "laughs": (LAUGHS, "&l9;"),
    "outside": (OUTSIDE, "&e;"),
    "calling": (CALLING, "&e;"),
    "parameter": (PARAMETER, "a"),
    "subset": (SUBSET, "a"),
    "big": (BIG, "&e;" * 3000),
}


def grid(declaration: str, text: str) -> str:
    """Write a ShakeMap with something else in its event."""
    told = PLAIN.replace("<shakemap_grid", declaration + "]><shakemap_grid", 1)
    return told.replace("<grid_data>", f"<note>{text}</note><grid_data>").replace(
        'depth="16"', f'depth="{text}"' if len(text) < 9 else 'depth="16"'
    )


for name, (declaration, text) in DECLARATIONS.items():
    GANG.text(f"grid of {name}.xml", grid(declaration, text))
    stations = STATIONS.format(doctype=declaration + "]>", text=text)
    doors = (SHAKING[0], ("stations", {}), ("origin", {}), ("form", {}), SHAKING[2])
    GANG.text(f"stations of {name}.xml", stations, doors=doors)
for name in ("laughs", "outside", "calling"):
    declaration, text = DECLARATIONS[name]
    marks = KML.replace("<name>a</name>", f"<name>{text}</name>").format(inside="")
    marks = marks.replace("<kml", declaration + "]><kml", 1)
    GANG.text(f"marks of {name}.kml", marks, doors=VECTOR)
    points = GPX.format(inside=WAYPOINTS).replace("张三", text)
    points = points.replace("<gpx", declaration + "]><gpx", 1)
    GANG.text(f"points of {name}.gpx", points, doors=VECTOR)

DEEP, MANY = 100_000, 300_000
GANG.text("tags in tags.xml", PLAIN.replace("<grid_data>", "<a>" * DEEP))
GANG.text("many words.xml", PLAIN.replace("<event ", "<event " + "".join(
    f'a{n}="" ' for n in range(MANY))))  # fmt: skip
GANG.text("endless word.xml", PLAIN.replace('"e1"', '"' + "x" * 20_000_000 + '"'))
GANG.text("more nodes than there are.xml", PLAIN.replace('nlon="2"', 'nlon="14000"')
          .replace('nlat="2"', 'nlat="14000"'))  # fmt: skip
GANG.text("fewer than no nodes.xml", PLAIN.replace('nlon="2"', 'nlon="-2"'))
GANG.text("nodes without number.xml", PLAIN.replace('nlon="2"', 'nlon="inf"'))
GANG.text("field of a billion.xml", PLAIN.replace('index="3"', 'index="1000000000"'))
GANG.text("in seven bits.xml", PLAIN.replace("US-ASCII", "UTF-7"))
GANG.text(
    "style.xml", PLAIN.replace("?>", '?><?xml-stylesheet href="@URL@/s.xsl"?>', 1)
)
INCLUDE = (
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="@TXT@" parse="text"/>'
)
GANG.text("included.xml", PLAIN.replace("<grid_data>", INCLUDE + "<grid_data>"))


def changed(part: str, change: Callable[[str], str]) -> Callable[[Path, Trap], None]:
    """Return a writer of a workbook of which one part is changed."""

    def write(path: Path, trap: Trap) -> None:
        write_book(path, ("户编号", "姓名"), ("H001", "张三"))
        with ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        text = change(parts[part].decode())
        assert text != parts[part].decode()
        with ZipFile(path, "w", 8) as archive:
            for name, data in (parts | {part: filled(text, trap).encode()}).items():
                archive.writestr(name, data)

    return write


SHEET, WORDS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
for name in ("laughs", "outside", "calling", "big"):
    declaration, text = DECLARATIONS[name]

    def write_words(told: str, declaration: str = declaration, text: str = text) -> str:
        told = told.replace("<sst", declaration + "]><sst", 1)
        return told.replace("张三", text)

    GANG.add(f"words of {name}.xlsx", changed(WORDS, write_words), doors=TABLE)

    def write_ods_of(
        path: Path, trap: Trap, declaration: str = declaration, text: str = text
    ) -> None:
        write_ods(path, ods_table("a", (("甲",),)))
        with ZipFile(path) as archive:
            parts = {item: archive.read(item) for item in archive.namelist()}
        told = parts["content.xml"].decode().replace("甲", text)
        told = told.replace("<office:document", declaration + "]><office:document", 1)
        parts["content.xml"] = filled(told, trap).encode()
        with ZipFile(path, "w") as archive:
            for item, data in parts.items():
                archive.writestr(item, data)

    GANG.add(f"sheet of {name}.ods", write_ods_of, doors=TABLE)


def repeated(attribute: str, times: int) -> Callable[[Path, Trap], None]:
    """Return a writer of an .ods in which a cell with text is said to be many."""

    def write(path: Path, trap: Trap) -> None:
        cell = ods_cell("甲")
        row = f"<table:table-row>{cell}</table:table-row>"
        tag = "table-cell" if "columns" in attribute else "table-row"
        many = f'<table:{tag} table:{attribute}="{times}"'
        row = row.replace(f"<table:{tag}", many)
        write_ods(path, f'<table:table table:name="a">{row}</table:table>')

    return write


GANG.add(
    "many columns.ods", repeated("number-columns-repeated", 2**31 - 1), doors=TABLE
)
GANG.add("many rows.ods", repeated("number-rows-repeated", 2**31 - 1), doors=TABLE)
GANG.add("less than none.ods", repeated("number-rows-repeated", -1), doors=TABLE)
