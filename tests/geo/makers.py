"""Small files of many forms, as offices send them."""

import zipfile
from pathlib import Path

import fiona
import geopandas as gpd
from shapely import Point

PARTS = (".shp", ".shx", ".dbf", ".prj")


class _Gbk(zipfile.ZipInfo):
    """An entry as Chinese Windows writes it: GBK, and no word of it."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def points(crs="EPSG:4490"):
    columns = {"名称": ["甲", "乙"], "数": [1, 2]}
    shapes = [Point(103, 31), Point(103.5, 31)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4490").to_crs(crs)


def shapefile(folder, name="点"):
    """GBK, and no .cpg that says so."""
    path = folder / f"{name}.shp"
    points("EPSG:4543").to_file(path, encoding="GBK", engine="pyogrio")
    path.with_suffix(".cpg").unlink()
    return path


def zipped(path, entries):
    """Zip names and contents (bytes, or paths) with names in GBK."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            if isinstance(content, Path):
                content = content.read_bytes()
            archive.writestr(_Gbk(name), content)
    return path


def shapefile_entries(path, name):
    return {f"数据/{name}{part}": path.with_suffix(part) for part in PARTS}


def drawing(path):
    """A closed outline and a road, on two layers."""
    schema = {"geometry": "LineString", "properties": {"Layer": "str"}}
    lines = {"边界": [(0, 0), (100, 0), (100, 100), (0, 0)], "道路": [(0, 0), (9, 9)]}
    with fiona.open(path, "w", driver="DXF", schema=schema) as target:
        for layer, places in lines.items():
            places = [(500_000 + x, 3_400_000 + y) for x, y in places]
            geometry = {"type": "LineString", "coordinates": places}
            target.write({"geometry": geometry, "properties": {"Layer": layer}})
    return path


KML = """<?xml version="1.0"?>{before}<kml xmlns="http://www.opengis.net/kml/2.2">
<Document><Folder><name>隐患点</name><Placemark><name>甲</name>
<ExtendedData><Data name="等级"><value>大</value></Data></ExtendedData>
<Point><coordinates>103,31,500</coordinates></Point></Placemark></Folder>
<Folder><name>道路</name><Placemark><name>乙</name><LineString><coordinates>
103,31 103.1,31 103.1,31.1 103,31</coordinates></LineString></Placemark></Folder>
<NetworkLink><Link><href>http://192.0.2.1/a.kml</href></Link></NetworkLink>
</Document></kml>"""

GPX = """<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="31" lon="103"><name>甲</name></wpt></gpx>"""

GRID = (
    "ncols 3\nnrows 2\nxllcorner {x}\nyllcorner {y}\ncellsize {cell}\n"
    "NODATA_value -9999\n1 2 3\n4 5 -9999\n"
)


def netcdf(path, names=("depth", "speed")):
    from scipy.io import netcdf_file

    with netcdf_file(path, "w") as file:
        for name, values in (("lat", [30, 31, 32]), ("lon", [103, 104, 105, 106])):
            file.createDimension(name, len(values))
            axis = file.createVariable(name, "d", (name,))
            axis[:] = values
            axis.units = "degrees_north" if name == "lat" else "degrees_east"
        for number, name in enumerate(names, start=1):
            variable = file.createVariable(name, "f", ("lat", "lon"))
            variable[:] = number
            variable.units = "m"
    return path
