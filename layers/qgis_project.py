"""A QGIS project over the tables of one file: the map opens as it is seen here."""

import io
import zipfile
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from geo.crs import STORED_CRS
from geo.xml_text import legal
from layers.qml import VERSION
from layers.qml_symbols import Shape

ELLIPSOID = "EPSG:7019"  # GRS 1980: to a tenth of a millimetre that of CGCS2000
_GEOMETRY = {"marker": "Point", "line": "Line", "fill": "Polygon"}


class View(NamedTuple):
    """What is shown: a CRS in metres, and west, south, east, north in it."""

    crs: str
    bounds: tuple[float, float, float, float]


class Placed(NamedTuple):
    """A table in the project, in its place from the top down.

    Attributes
    ----------
    table, title : str
    shape : {"marker", "line", "fill"}
    qml : str
        How it is drawn, as :func:`layers.qml.qml` writes it.
    shown : bool
        Whether it is switched on when the project opens.
    """

    table: str
    title: str
    shape: Shape
    qml: str
    shown: bool


def project(
    layers: Sequence[Placed],
    file: str,
    title: str,
    view: View,
) -> str:
    """Write a project as a GeoPackage keeps it: zipped, in hexadecimal digits.

    Parameters
    ----------
    layers : sequence of Placed
        The topmost first.
    file : str
        Name of the GeoPackage; renamed, it is to be pointed out to QGIS again.
    view : View
        What is shown first.
    """
    root = Element("qgis", {"version": VERSION, "projectname": legal(title)})
    SubElement(root, "title").text = legal(title)
    root.append(_crs("projectCrs", view.crs))
    tree = SubElement(root, "layer-tree-group")
    kept = SubElement(root, "projectlayers")
    order = SubElement(root, "layerorder")
    for layer in layers:
        source = f"./{file}|layername={layer.table}"
        told = {"id": _id(layer), "name": legal(layer.title), "providerKey": "ogr"}
        told |= {"checked": "Qt::Checked" if layer.shown else "Qt::Unchecked"}
        SubElement(tree, "layer-tree-layer", told | {"source": legal(source)})
        SubElement(order, "layer", {"id": _id(layer)})
        kept.append(_layer(layer, legal(source)))
    root.append(_canvas(view))
    root.append(_properties(view.crs))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qgs", tostring(root, encoding="utf-8"))
    return packed.getvalue().hex()


def _id(layer: Placed) -> str:
    return f"anfang_layer_{layer.table}"  # QGIS replaces a short one


def _crs(tag: str, crs: str) -> Element:
    made = Element(tag)
    told = SubElement(made, "spatialrefsys")
    SubElement(told, "srsid").text = "1"  # of no meaning, but without it none is read
    SubElement(told, "authid").text = crs
    return made


def _layer(layer: Placed, source: str) -> Element:
    drawn = fromstring(layer.qml)
    made = Element("maplayer", dict(drawn.attrib))
    made.set("type", "vector")
    made.set("geometry", _GEOMETRY[layer.shape])
    for tag, text in (
        ("id", _id(layer)),
        ("datasource", source),
        ("layername", legal(layer.title)),
    ):
        SubElement(made, tag).text = text
    made.append(_crs("srs", STORED_CRS))
    SubElement(made, "provider", {"encoding": "UTF-8"}).text = "ogr"
    made.extend(drawn)
    return made


def _properties(crs: str) -> Element:
    made = Element("properties")
    for group, name, kind, text in (
        ("SpatialRefSys", "ProjectionsEnabled", "int", "1"),
        ("SpatialRefSys", "ProjectCrs", "QString", crs),
        ("Measure", "Ellipsoid", "QString", ELLIPSOID),
        ("Paths", "Absolute", "bool", "false"),
    ):
        within = made.find(group)
        if within is None:
            within = SubElement(made, group)
        SubElement(within, name, {"type": kind}).text = text
    return made


def _canvas(view: View) -> Element:
    made = Element("mapcanvas", {"name": "theMapCanvas"})
    SubElement(made, "units").text = "meters"
    extent = SubElement(made, "extent")
    for tag, value in zip(("xmin", "ymin", "xmax", "ymax"), view.bounds, strict=True):
        SubElement(extent, tag).text = repr(float(value))
    made.append(_crs("destinationsrs", view.crs))
    return made
