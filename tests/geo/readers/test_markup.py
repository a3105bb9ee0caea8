import json

import pytest
import shapely

from geo.readers.markup import look, read_features
from geo.readers.source import source_of
from rules.errors import FileError

POINT = "<Point><coordinates>103,31</coordinates></Point>"
RING = "<LinearRing><coordinates>{}</coordinates></LinearRing>"
OUTER = f"<outerBoundaryIs>{RING}</outerBoundaryIs>"
SCHEMA = """<Schema id="s"><SimpleField name="户数" type="int"/>
<SimpleField name="比" type="xsd:double"/>
<SimpleField name="有" type="bool"/></Schema>"""


def mark(inside=POINT, name="甲"):
    return f"<Placemark><name>{name}</name>{inside}</Placemark>"


def data(**values):
    told = (f'<Data name="{k}"><value>{v}</value></Data>' for k, v in values.items())
    return f"<ExtendedData>{''.join(told)}</ExtendedData>{POINT}"


def cells(**values):
    told = (f'<SimpleData name="{k}">{v}</SimpleData>' for k, v in values.items())
    inside = f'<SchemaData schemaUrl="#s">{"".join(told)}</SchemaData>'
    return f"<ExtendedData>{inside}</ExtendedData>{POINT}"


def folder(inside, name=""):
    return f"<Folder>{f'<name>{name}</name>' if name else ''}{inside}</Folder>"


def read(tmp_path, inside, space="http://www.opengis.net/kml/2.2", **options):
    path = tmp_path / "a.kml"
    path.write_text(f'<kml xmlns="{space}"><Document>{inside}</Document></kml>')
    options = {"folder": tmp_path, "wanted": "features"} | options
    source = source_of(path, options)
    table = read_features(source, options)
    facts = json.loads(table.schema.metadata[b"facts"])
    assert look(source, options)["rows"] == len(table) + len(facts["broken"])
    return table.to_pylist(), facts


def shape(tmp_path, inside, **options):
    rows, facts = read(tmp_path, mark(inside), **options)
    assert facts["broken"] == ([] if rows else [1])
    return shapely.from_wkb(rows[0]["geometry"]).wkt if rows else None


def parts(tmp_path, inside):
    return read(tmp_path, inside, wanted="cells")[1]["parts"]


@pytest.mark.parametrize(
    "space",
    ["", "http://earth.google.com/kml/2.0", "http://www.opengis.net/kml/2.2"],
)
def test_the_name_space_does_not_matter(tmp_path, space):
    rows, facts = read(tmp_path, mark(), space)
    assert (rows[0]["Name"], rows[0]["row"]) == ("甲", 1)
    assert (facts["wkt"], facts["part"], facts["parts"]) == ("EPSG:4326", "", [])


def test_a_prefix_nobody_declared_does_not_matter(tmp_path):
    inside = f"<gx:balloonVisibility>1</gx:balloonVisibility>{POINT}"
    assert shape(tmp_path, inside) == "POINT (103 31)"


def test_folders_are_layers_where_placemarks_are_in_them(tmp_path):
    deep = folder(folder(mark(), "村") + folder(mark(), "村"), "乡")
    assert parts(tmp_path, deep) == ["村", "村 (#2)"]
    assert parts(tmp_path, folder(mark()) + folder(mark())) == ["Layer0", "Layer1"]
    mixed = "<name>台账</name>" + mark() + folder(mark(), "村") + folder("", "空")
    assert parts(tmp_path, mixed) == ["台账", "村"]
    assert parts(tmp_path, mark() + folder(mark(), "村")) == ["a", "村"]


def test_one_of_several_folders_must_be_named(tmp_path):
    two = folder(mark(name="乙"), "村") + folder(mark(), "镇")
    with pytest.raises(FileError, match="this file has: 村, 镇"):
        read(tmp_path, two)
    assert read(tmp_path, two, part="村")[0][0]["Name"] == "乙"
    with pytest.raises(FileError, match="has no part 县"):
        read(tmp_path, two, part="县")


def test_every_attribute_of_any_placemark_is_a_column(tmp_path):
    rows, _ = read(tmp_path, mark(data(甲="1")) + mark(data(乙="", 甲=" 2 ")) + mark())
    assert [(row["甲"], row["乙"]) for row in rows] == [
        ("1", None),
        (" 2 ", ""),
        (None, None),
    ]


def test_a_schema_tells_numbers_from_words(tmp_path):
    first, second = cells(户数="3", 比="0.5", 有="1"), cells(户数="", 有="false")
    rows, _ = read(tmp_path, SCHEMA + mark(first) + mark(second))
    told = [[row[name] for name in ("户数", "比", "有")] for row in rows]
    assert told == [[3, 0.5, True], [None, None, False]]


def test_a_word_among_numbers_makes_words_of_all(tmp_path):
    rows, _ = read(tmp_path, SCHEMA + mark(cells(户数="3")) + mark(cells(户数="三")))
    assert [row["户数"] for row in rows] == ["3", "三"]
    rows, _ = read(tmp_path, SCHEMA + mark(cells(户数="3", 比="nan", 未知="x")))
    assert (rows[0]["户数"], rows[0]["比"], rows[0]["未知"]) == (3, None, "x")


@pytest.mark.parametrize(
    ("inside", "wkt"),
    [
        ("<Point><coordinates> 103, 31 ,500</coordinates></Point>", "POINT (103 31)"),
        (RING.format("0,0 1,0 1,1 0,0"), "LINESTRING (0 0, 1 0, 1 1, 0 0)"),
        (
            f"<Polygon>{OUTER.format('0,0 9,0 9,9')}<innerBoundaryIs>"
            f"{RING.format('2,1 3,1 3,2 2,1')}</innerBoundaryIs></Polygon>",
            "POLYGON ((0 0, 9 0, 9 9, 0 0), (2 1, 3 1, 3 2, 2 1))",
        ),
        (f"<MultiGeometry>{POINT}<Point/></MultiGeometry>", "MULTIPOINT ((103 31))"),
        (
            f"<MultiGeometry>{POINT}{RING.format('0,0 1,0')}</MultiGeometry>",
            "GEOMETRYCOLLECTION (POINT (103 31), LINESTRING (0 0, 1 0))",
        ),
        (
            "<gx:MultiTrack><gx:Track><when>2026</when><gx:coord>1 2 3</gx:coord>"
            "<gx:coord>4 5 6</gx:coord></gx:Track></gx:MultiTrack>",
            "MULTILINESTRING ((1 2, 4 5))",
        ),
    ],
)
def test_shapes_are_read_flat(tmp_path, inside, wkt):
    assert shape(tmp_path, inside) == wkt


@pytest.mark.parametrize(
    "place",
    ["", "abc", "103", "103 31", "103,31,2,4", "103;31", "1_0,31", "nan,31", "inf,1"],
)
def test_what_is_no_place_is_not_put_at_zero(tmp_path, place):
    inside = f"<Point><coordinates>{place}</coordinates></Point>"
    assert shape(tmp_path, inside) is None
    rows, facts = read(tmp_path, mark(inside) + mark())
    assert [row["row"] for row in rows] == [2] and facts["broken"] == [1]
    assert read(tmp_path, mark(inside), wanted="cells")[0][0]["geometry"] == b""


def test_a_line_with_one_bad_place_has_no_shape(tmp_path):
    line = "<LineString><coordinates>1,2 x,3 4,5</coordinates></LineString>"
    assert shape(tmp_path, line) is None
    assert shape(tmp_path, f"<Polygon>{OUTER.format('0,0')}</Polygon>") is None


def test_a_path_that_closes_is_an_area_where_one_is_needed(tmp_path):
    path = RING.format("0,0 1,0 1,1 0,0")
    assert shape(tmp_path, path, areas=True) == "POLYGON ((0 0, 1 0, 1 1, 0 0))"


def test_pictures_and_links_are_no_features(tmp_path):
    link = "<NetworkLink><Link><href>http://192.0.2.1/</href></Link></NetworkLink>"
    unknown = f"<NetworkLinkControl>{folder(mark())}</NetworkLinkControl>"
    rows, _ = read(tmp_path, "<GroundOverlay/>" + link + unknown + mark())
    assert [row["Name"] for row in rows] == ["甲"]


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("</Document>", "cannot be read; it is damaged"),
        (mark("&nbsp;"), "cannot be read; it is damaged"),
        (mark("<MultiGeometry>" * 5_000 + "</MultiGeometry>" * 5_000), "cannot be"),
        (mark(data(**{f"a{n}": n for n in range(2_000)})), "columns are too many"),
    ],
)
def test_a_damaged_or_endless_file_is_refused(tmp_path, inside, says):
    with pytest.raises(FileError, match=says):
        read(tmp_path, inside)
