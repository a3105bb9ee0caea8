import json

import pytest

from geo.readers.geojson import look, read_features
from geo.readers.source import source_of
from rules.errors import FileError

POINT = {"type": "Point", "coordinates": [103, 31]}


def feature(**properties):
    return {"type": "Feature", "properties": properties, "geometry": POINT}


def read(tmp_path, content, **more):
    path = tmp_path / "a.geojson"
    if isinstance(content, list):
        content = {"type": "FeatureCollection", "features": content} | more
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, "utf-8")
    options = {"folder": tmp_path, "wanted": "features"}
    source = source_of(path, options)
    table = read_features(source, options)
    facts = json.loads(table.schema.metadata[b"facts"])
    assert look(source, options)["rows"] == len(table) + len(facts["broken"])
    return table.drop_columns("geometry").to_pylist(), facts


def test_a_number_here_and_a_word_there_are_both_words(tmp_path):
    rows, _ = read(tmp_path, [feature(烈度=7), feature(烈度="8度"), feature(烈度=None)])
    assert [row["烈度"] for row in rows] == ["7", "8度", None]


def test_numbers_stay_what_they_are(tmp_path):
    rows, _ = read(tmp_path, [feature(id=510722199001011234, a=1, b=True, c=2**70)])
    assert rows == [
        {"id": 510722199001011234, "a": 1, "b": True, "c": str(2**70), "row": 1}
    ]
    rows, _ = read(tmp_path, [feature(a=1), feature(a=0.5), feature(b=[1])])
    assert [row["a"] for row in rows] == [1.0, 0.5, None] and rows[2]["b"] == "[1]"


def test_a_bad_record_is_one_record(tmp_path):
    bad = feature() | {"geometry": {"type": "Point", "coordinates": ["x"]}}
    rows, facts = read(tmp_path, [feature(), bad, feature() | {"geometry": None}])
    assert [row["row"] for row in rows] == [1] and facts["broken"] == [2, 3]


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("urn:ogc:def:crs:EPSG::4490", "EPSG:4490"),
        ("EPSG:4544", "EPSG:4544"),
        ("urn:ogc:def:crs:EPSG:6.18:4490", "EPSG:4490"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("file.prj", ""),
    ],
)
def test_a_crs_is_known_by_its_number_only(tmp_path, name, crs):
    told = {"type": "name", "properties": {"name": name}}
    assert read(tmp_path, [feature()], crs=told)[1]["wkt"] == crs


def test_a_crs_that_is_a_link_is_none(tmp_path):
    link = {"type": "link", "properties": {"href": "https://example.invalid/crs"}}
    assert read(tmp_path, [feature()], crs=link)[1]["wkt"] == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"type": "Topology", "arcs": []}', "no GeoJSON"),
        ('{"name": "x"}', "no GeoJSON"),
        ('{"type": "FeatureCollection", "features": [1]}', "no GeoJSON"),
        ('{"type": "FeatureCollection", "features": 5}', "cannot be read"),
        ('{"type": "FeatureCollection"}', "cannot be read"),
        ('{"type": "FeatureCollection", "features": [', "cannot be read"),
        ('{"a":' * 100_000, "cannot be read"),
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path, text, says):
    with pytest.raises(FileError, match=says):
        read(tmp_path, text)


def test_more_attributes_than_any_office_has_are_refused(tmp_path):
    with pytest.raises(FileError, match="1 rows x 3000 columns are too many"):
        read(tmp_path, [feature(**{f"c{n}": n for n in range(3000)})])
