"""One look tells what a file is; its cells come as text."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from geo.sight import look, read_sheet
from rules.errors import FileError
from tests.geo import makers
from tests.geo.reading import read_here

STATIONS = Path(__file__).parents[2] / "data" / "wenchuan-2008" / "stationlist.xml"


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(sheet):
    return [sheet.line(at) for at in range(len(sheet.rows))]


def test_a_chinese_csv_is_told_with_its_letters(tmp_path):
    path = written(tmp_path / "a.csv", "编号,姓名\n1,甲\n".encode("gbk"))
    sight = look(path)
    assert (sight.file, sight.format, sight.family) == ("a.csv", "csv", "table")
    assert (sight.encoding, sight.rows) == ("gb18030", 2)
    assert sight.columns == ("编号", "姓名") and sight.parts == ()
    sheet = read_sheet(path)
    assert lines(sheet) == [["编号", "姓名"], ["1", "甲"]]
    assert (sheet.rows.tolist(), sheet.encoding) == ([1, 2], "gb18030")


def test_a_workbook_names_its_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("户")["A1"] = "编号"
    book.save(tmp_path / "a.xlsx")
    sight = look(tmp_path / "a.xlsx")
    assert (sight.format, sight.part, sight.parts) == ("xlsx", "户", ("Sheet", "户"))


def test_what_only_excel_can_know_is_noted(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "=1+1", "#N/A"])
    book.active["C1"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    formulas, errors = look(tmp_path / "a.xlsx").notes
    assert "formulas have no value" in formulas and "such as #N/A" in errors


def test_a_page_called_excel_is_read_as_one(tmp_path):
    page = "<html><table><tr><td>编号<td>姓名<tr><td>1<td>甲</table></html>"
    path = written(tmp_path / "a.xls", page.encode("gbk"))
    assert (look(path).format, look(path).encoding) == ("xls", "gb18030")
    assert lines(read_sheet(path)) == [["编号", "姓名"], ["1", "甲"]]


def test_empty_columns_at_the_right_are_left_out(tmp_path):
    path = written(tmp_path / "a.csv", "a,b,,\n1,2,,\n")
    assert lines(read_sheet(path)) == [["a", "b"], ["1", "2"]]


def test_the_stations_of_wenchuan_are_read_in_spite_of_their_dtd():
    sight = look(STATIONS)
    assert (sight.format, sight.family, sight.rows) == ("stations", "stations", 482)
    head, first, *_ = lines(read_sheet(STATIONS))
    assert dict(zip(head, first, strict=True)) == {
        "code": "CEA.CEA01",
        "name": "",
        "lon": "101.99595",
        "lat": "29.99702",
        "intensity": "4.2",
        "pga_percent_g": "3.5",
        "pgv_cm_s": "",
        "source": "China Earthquake Authority",
    }


def test_a_shakemap_tells_its_event(tmp_path):
    head = '<shakemap_grid><event magnitude="7.9" event_description="汶川"/>'
    grid = '<grid_specification lon_min="103" lat_min="31" lon_max="104" lat_max="32"'
    rest = ' nlon="2" nlat="2"/><grid_field index="1" name="MMI"/><grid_data>'
    sight = look(written(tmp_path / "grid.xml", head + grid + rest))
    assert (sight.family, sight.rows, sight.columns) == ("shakemap", 4, ("MMI",))
    assert (sight.bounds, sight.notes) == ((103, 31, 104, 32), ("M 7.9 汶川",))


@pytest.mark.parametrize("root", ["shakemap_grid", "shakemap-data", "kml"])
def test_declared_entities_are_refused(tmp_path, root):
    entity = f'<!DOCTYPE x [<!ENTITY a "b">]><{root}><a>&a;</a></{root}>'
    with pytest.raises(FileError, match="declares XML entities"):
        look(written(tmp_path / "a.xml", '<?xml version="1.0"?>' + entity))


def test_a_map_tells_its_crs_columns_and_shapes(tmp_path):
    path = makers.shapefile(tmp_path)
    sight = look(path)
    assert (sight.format, sight.family) == ("shapefile", "features")
    assert (sight.crs, sight.encoding) == ("EPSG:4543", "gb18030")
    assert (sight.rows, sight.shapes) == (2, ("Point",))
    assert sight.columns == ("名称", "数")
    assert sight.bounds == pytest.approx((595506.6, 3431403.6, 643264.1, 3431940.3))


def test_points_of_a_map_stand_in_columns_of_their_own(tmp_path):
    sheet = read_sheet(makers.shapefile(tmp_path))
    assert lines(sheet) == [
        ["名称", "数", "lon", "lat"],
        ["甲", "1", "103", "31"],
        ["乙", "2", "103.5", "31"],
    ]
    assert sheet.rows.tolist() == [1, 2, 3]


def test_points_without_crs_are_given_as_they_stand(tmp_path):
    path = makers.shapefile(tmp_path)
    path.with_suffix(".prj").unlink()
    head, first, _ = lines(read_sheet(path))
    assert head == ["名称", "数", "x", "y"]
    assert float(first[2]) == pytest.approx(595506.556, abs=0.001)
    assert look(path).crs == ""


def test_a_column_of_a_map_that_is_called_lon_steps_aside(tmp_path):
    points = makers.points().rename(columns={"数": "lon"})
    points.to_file(tmp_path / "a.gpkg")
    assert lines(read_sheet(tmp_path / "a.gpkg"))[0] == ["名称", "lon_1", "lon", "lat"]


def test_an_archive_is_what_is_in_it(tmp_path):
    path = makers.shapefile(tmp_path)
    one = makers.zipped(tmp_path / "一.zip", makers.shapefile_entries(path, "村界"))
    assert (look(one).format, look(one).parts) == ("shapefile", ())
    two = makers.shapefile_entries(path, "村界") | makers.shapefile_entries(
        path, "镇界"
    )
    both = makers.zipped(tmp_path / "二.zip", two)
    assert (look(both).part, look(both).parts) == ("村界", ("村界", "镇界"))
    assert look(both, part="镇界").part == "镇界"
    with pytest.raises(FileError, match="has no part 县界; its parts are: 村界, 镇界"):
        look(both, part="县界")
    table = makers.zipped(tmp_path / "三.zip", {"表.csv": b"a,b\n1,2\n"})
    assert look(table).format == "csv"


def test_a_geodatabase_is_a_folder_or_zipped(tmp_path):
    folder = tmp_path / "a.gdb"
    layer = {"driver": "OpenFileGDB", "engine": "pyogrio", "layer": "点"}
    makers.points()[["名称", "geometry"]].to_file(folder, **layer)
    assert (look(folder).format, look(folder).rows) == ("filegdb", 2)
    files = {f"数据/a.gdb/{file.name}": file for file in folder.iterdir()}
    assert look(makers.zipped(tmp_path / "a.zip", files)).format == "filegdb"


def test_folders_of_a_kml_are_its_parts_and_links_are_left(tmp_path):
    path = written(tmp_path / "a.kml", makers.KML.format(before=""))
    sight = look(path)
    assert (sight.format, sight.crs) == ("kml", "EPSG:4326")
    assert (sight.part, sight.parts) == ("隐患点", ("隐患点", "道路"))
    assert sight.rows == 1 and "等级" in sight.columns
    with ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.write(path, "doc.kml")
        archive.writestr("files/a.png", b"\x89PNG")
    assert look(tmp_path / "a.kmz", part="道路").shapes == ("LineString",)


def test_a_gpx_shows_what_is_not_empty(tmp_path):
    sight = look(written(tmp_path / "a.gpx", makers.GPX))
    assert (sight.format, sight.rows, sight.shapes) == ("gpx", 1, ("Point",))


def test_grids_tell_their_size_and_variables(tmp_path):
    grid = makers.GRID.format(x=103, y=31, cell=0.5)
    sight = look(written(tmp_path / "a.asc", grid))
    assert (sight.format, sight.family, sight.crs) == ("asciigrid", "raster", "")
    assert (sight.rows, sight.bounds) == (2, (103, 31, 104.5, 32))
    sight = look(makers.netcdf(tmp_path / "a.nc"))
    assert (sight.format, sight.part) == ("netcdf", "depth")
    assert sight.parts == ("depth", "speed")


def test_metres_in_a_geojson_without_crs_have_none(tmp_path):
    place = '{"type": "Point", "coordinates": [500000, 3400000]}'
    feature = f'{{"type": "Feature", "properties": {{}}, "geometry": {place}}}'
    text = f'{{"type": "FeatureCollection", "features": [{feature}]}}'
    assert look(written(tmp_path / "a.geojson", text)).crs == ""
    assert look(written(tmp_path / "b.json", feature + "\n" + feature + "\n")).rows == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n \r\n", "the file is empty"),
        ("a.pdf", b"%PDF-1.7", "a document; copy its table into Excel"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "a picture; type its table into Excel"),
        ("a.dxf", b"AC1027\0\0", "a DWG drawing.*save it as DXF"),
        ("a.zip", b"Rar!\x1a\x07", "packed as RAR; unpack it"),
        ("a.dbf", b"\x03\x7c\x01\x01\0\0\0\0", "only one part of a Shapefile"),
        ("a.mdb", b"\0\1\0\0Standard Jet DB\0", "an Access database"),
        ("a.gpkg", b"SQLite format 3\0" + bytes(100), "a database, but no GeoPackage"),
        ("a.bin", b"ab\0\1\2\3", "not a table or map that can be read"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "an Excel 2003 XML table"),
        ("a.gml", b"<gml:FeatureCollection/>", "XML of an unknown kind"),
        ("a.tab", b"!table\n!version 300", "a MapInfo table"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(99), "not a readable Excel file"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"),
            "a document; copy its table",
        ),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "has a password; save it again without",
        ),
    ],
)
def test_what_is_no_table_and_no_map_is_refused_with_the_way_out(
    tmp_path, name, content, says
):
    with pytest.raises(FileError, match=says):
        look(written(tmp_path / name, content))


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"a.docx": b"x", "b.png": b"x"}, "holds no table and no map"),
        ({"a.csv": b"a,b", "b.csv": b"a,b"}, r"several files \(a.csv, b.csv\)"),
        ({"a.zip": b"PK"}, "an archive in an archive"),
        ({"a.xlsx": b"PK\x05\x06" + bytes(18)}, "an archive in an archive"),
        ({"__MACOSX/a.csv": b"x", "._b.csv": b"x"}, "holds no table and no map"),
        ({"word/document.xml": b"", "[Content_Types].xml": b""}, "a document"),
        ({"a.shp": b"x"}, "cannot be read; it is damaged"),
        ({"a.shp": b"\0\0\x27\x0a" + bytes(96)}, r".shx, .dbf is missing"),
        ({"../../a.csv": b"a,b\n1,2\n"}, ""),
    ],
)
def test_an_archive_is_unpacked_with_care(tmp_path, entries, says):
    (tmp_path / "in").mkdir()
    path = makers.zipped(tmp_path / "in" / "a.zip", entries)
    if says:
        with pytest.raises(FileError, match=says):
            look(path)
    else:
        assert look(path).rows == 2
    assert [p.name for p in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_an_archive_that_swells_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with ZipFile(path, "w", compression=8) as archive:
        archive.writestr("a.csv", bytes(100 << 20))
    with pytest.raises(FileError, match="too large when unpacked"):
        look(path)


def test_a_folder_that_is_no_database_is_refused(tmp_path):
    with pytest.raises(FileError, match="a folder, but no FileGDB"):
        look(tmp_path)
    with pytest.raises(FileError, match="no such file"):
        look(tmp_path / "none.csv")
