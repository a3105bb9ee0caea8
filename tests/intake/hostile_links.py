"""Files that are no data but point to some: under the names of what offices send."""

import json
from pathlib import Path
from zipfile import ZipFile

from tests.intake.hostile import RASTER, VECTOR, Gang
from tests.intake.trap import Trap, filled

VECTORS, RASTERS = Gang(VECTOR), Gang(RASTER)

OGR_VRT = """<OGRVRTDataSource><OGRVRTLayer name="canary">
<SrcDataSource relativeToVRT="0">@CSV@</SrcDataSource>
<GeometryType>wkbPoint</GeometryType><LayerSRS>EPSG:4490</LayerSRS>
<GeometryField encoding="PointFromColumns" x="lon" y="lat"/>
</OGRVRTLayer></OGRVRTDataSource>"""
CALLING_VRT = OGR_VRT.replace("@CSV@", "/vsicurl/@URL@/canary.csv")
for suffix in ("geojson", "gpkg", "csv", "shp", "kml", "gpx", "dxf", "zip"):
    VECTORS.text(f"pointing.{suffix}", OGR_VRT)
for suffix in ("geojson", "kml"):
    VECTORS.text(f"calling.{suffix}", CALLING_VRT)


def stream(command: str) -> str:
    """Write a pipeline of GDAL as a file."""
    return json.dumps({"type": "gdal_streamed_alg", "command_line": command})


VECTORS.text("pipeline.geojson", stream("gdal vector pipeline ! read @GEOJSON@"))
VECTORS.text(
    "calling pipeline.json", stream("gdal vector pipeline ! read @URL@/a.json")
)
RASTERS.text("pipeline.tif", stream("gdal raster pipeline ! read @TIF@"))

VRT = """<VRTDataset rasterXSize="3" rasterYSize="2"><SRS>EPSG:4490</SRS>
<GeoTransform>104.5, 0.01, 0, 31.3, 0, -0.01</GeoTransform>
<VRTRasterBand dataType="Float64" band="1"><SimpleSource>
<SourceFilename relativeToVRT="0">{source}</SourceFilename><SourceBand>1</SourceBand>
</SimpleSource></VRTRasterBand></VRTDataset>"""
for suffix in ("tif", "asc", "nc"):
    RASTERS.text(f"pointing.{suffix}", VRT.format(source="@TIF@"))
RASTERS.text("calling.tif", VRT.format(source="/vsicurl/@URL@/a.tif"))
PYTHON = VRT.replace(
    "<VRTRasterBand ", '<VRTRasterBand subClass="VRTDerivedRasterBand" '
)
CODE = "<PixelFunctionType>f</PixelFunctionType><PixelFunctionLanguage>Python" + (
    "</PixelFunctionLanguage><PixelFunctionCode><![CDATA[open('@TXT@').read()]]>"
    "</PixelFunctionCode></VRTRasterBand>"
)
RASTERS.text(
    "code.tif", PYTHON.format(source="@TIF@").replace("</VRTRasterBand>", CODE)
)

WMS = """<GDAL_WMS><Service name="{service}"><ServerUrl>@URL@/${{x}}</ServerUrl>
</Service><DataWindow><UpperLeftX>104</UpperLeftX><UpperLeftY>32</UpperLeftY><LowerRightX>105
</LowerRightX><LowerRightY>31</LowerRightY><SizeX>64</SizeX><SizeY>64</SizeY></DataWindow>
<Projection>EPSG:4326</Projection><BandsCount>3</BandsCount></GDAL_WMS>"""
for service in ("WMS", "TMS"):
    RASTERS.text(f"{service.lower()}.tif", WMS.format(service=service))
RASTERS.text(
    "wmts.tif",
    "<GDAL_WMTS><GetCapabilitiesUrl>@URL@/wmts?</GetCapabilitiesUrl></GDAL_WMTS>",
)
RASTERS.text(
    "wcs.tif",
    "<WCS_GDAL><ServiceURL>@URL@/wcs?</ServiceURL><CoverageName>a</CoverageName></WCS_GDAL>",
)
RASTERS.text(
    "mrf.tif",
    '<MRF_META><CachedSource><Source>@TIF@</Source></CachedSource><Raster><Size x="3" '
    'y="2"/><PageSize x="3" y="2" c="1"/><DataType>Float64</DataType></Raster>'
    "</MRF_META>",
)
RASTERS.text(
    "tile index.tif",
    "<GDALTileIndexDataset><IndexDataset>@GEOJSON@</IndexDataset></GDALTileIndexDataset>",
)
STAC = {
    "stac_version": "1.0.0",
    "stac_extensions": ["tiled-assets"],
    "properties": {"tiles:tile_matrix_set_links": {"a": {"url": "@URL@/a"}}},
    "asset_templates": {"a": {"href": "@URL@/{TileMatrix}"}},
}
RASTERS.text("stacta.tif", json.dumps(STAC))
STAC_ITEMS = {
    "type": "FeatureCollection",
    "stac_version": "1.0.0",
    "features": [
        {"type": "Feature", "geometry": None, "assets": {"a": {"href": "@URL@/a.tif"}}}
    ],
    "links": [{"rel": "next", "href": "@URL@/next"}],
}
VECTORS.text("stac items.geojson", json.dumps(STAC_ITEMS))

WFS = "<OGRWFSDataSource><URL>@URL@/wfs</URL></OGRWFSDataSource>"
VECTORS.text("wfs.geojson", WFS)
VECTORS.text("wfs.kml", '<?xml version="1.0"?>' + WFS)
for number, address in enumerate(
    (
        "WFS:@URL@/wfs",
        "/vsicurl/@URL@/a.geojson",
        "@URL@/a.geojson",
        "EEDA:projects/a",
        "OAPIF:@URL@/",
        "PG:host=127.0.0.1 port=@PORT@",
        "DAP:@URL@/a.nc",
    )
):
    VECTORS.text(f"address {number}.geojson", address)
RASTERS.text("address.nc", "@URL@/dods/a.nc")
RASTERS.text("address.tif", "/vsicurl/@URL@/a.tif")

POINT = {"type": "Point", "coordinates": [104.5, 31.25]}


def collection(**more: object) -> str:
    """Write GeoJSON of one point."""
    one = {"type": "Feature", "properties": {"name": "a"}, "geometry": POINT}
    return json.dumps({"type": "FeatureCollection", "features": [one]} | more)


GRIDS = "+proj=longlat +nadgrids=@TXT@"
for name, kind, told in (
    ("crs link.geojson", "link", {"href": "@URL@/crs"}),
    ("crs file.geojson", "link", {"href": "file://@TXT@", "type": "ogcwkt"}),
    ("crs url.geojson", "url", {"url": "@URL@/crs"}),
    ("crs of a url.geojson", "name", {"name": "@URL@/crs"}),
    ("crs of a file.geojson", "name", {"name": "@TXT@"}),
    ("crs of a grid.geojson", "name", {"name": GRIDS}),
    ("crs of init.geojson", "name", {"name": "+init=@TXT@:a"}),
):
    VECTORS.text(name, collection(crs={"type": kind, "properties": told}))
PAGED = {"exceededTransferLimit": True, "geometryType": "esriGeometryPoint"}
VECTORS.text("next page.json", collection(**PAGED))

KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
{inside}<Placemark><name>a</name><Point><coordinates>104.5,31.25</coordinates></Point>
</Placemark></Document></kml>"""
LINK = "<NetworkLink><name>b</name><Link><href>{to}</href></Link></NetworkLink>"
ICON = (
    "<Style id='s'><IconStyle><Icon><href>@URL@/i.png</href></Icon></IconStyle></Style>"
)
OVERLAY = "<GroundOverlay><Icon><href>@URL@/g.tif</href></Icon></GroundOverlay>"
for name, inside in (
    ("linked.kml", LINK.format(to="@URL@/b.kml")),
    ("linked file.kml", LINK.format(to="@TXT@")),
    ("icons.kml", ICON + "<styleUrl>@URL@/s.kml#s</styleUrl>"),
    ("overlay.kml", OVERLAY),
):
    VECTORS.text(name, KML.format(inside=inside))


@VECTORS.file("linked.kmz")
def _(path: Path, trap: Trap) -> None:
    with ZipFile(path, "w") as archive:
        text = KML.format(inside=LINK.format(to="@URL@/b.kmz"))
        archive.writestr("doc.kml", filled(text, trap))


@VECTORS.file("a pointer inside.zip")
def _(path: Path, trap: Trap) -> None:
    with ZipFile(path, "w") as archive:
        archive.writestr("towns.geojson", filled(OGR_VRT, trap))


GML = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file://@TXT@">]>
<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://ogr.maptools.org/ @URL@/a.xsd"><gml:featureMember><ogr:a>
<ogr:name>&e;</ogr:name><ogr:geometryProperty xlink:href="@URL@/g"/></ogr:a>
</gml:featureMember></ogr:FeatureCollection>"""
for suffix in ("gml", "kml", "geojson"):
    VECTORS.text(f"gml.{suffix}", GML)
SVG = """<svg xmlns="http://www.w3.org/2000/svg"><image href="@URL@/a.png"/>
<script>fetch("@URL@/b")</script></svg>"""
VECTORS.text("drawn.svg", SVG)
VECTORS.text("drawn.kml", SVG)
