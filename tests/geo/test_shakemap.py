from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.shakemap import event_time, read_shakemap, read_strange_shakemap
from rules.errors import FileError

OLD = 'xmlns="http://earthquake.usgs.gov/eqcenter/shakemap"'
PREFIXED = 'xmlns:s="http://earthquake.usgs.gov/eqcenter/shakemap"'
UNITS = {"PGA": "pctg", "PGV": "cms", "LON": "dd", "LAT": "dd"}

# 103.0  103.1  103.2     degrees east
MMI = [[6.0, 7.0, 8.0], [5.0, 6.0, 7.0]]  # 31.1 north, then 31.0


def rows_of(fields, mmi=MMI):
    for row, lat in enumerate((31.1, 31.0)):
        for column, lon in enumerate((103.0, 103.1, 103.2)):
            value = {"LON": lon, "LAT": lat, "MMI": mmi[row][column]}
            yield " ".join(str(value.get(name, 1.0)) for name in fields)


def document(fields=("LON", "LAT", "MMI"), rows=None, *, namespace=OLD, top=""):
    p = "s:" if "xmlns:s" in namespace else ""
    tags = "".join(
        f'<{p}grid_field index="{i}" name="{name}" units="{UNITS.get(name, "")}"/>'
        for i, name in enumerate(fields, 1)
    )
    data = "\n".join(rows_of(fields) if rows is None else rows)
    return f"""<?xml version="1.0" encoding="UTF-8"?>{top}
<{p}shakemap_grid {namespace} event_id="x">
<{p}event event_id="us2008ryan" magnitude="7.9" depth="19" lat="30.986" lon="103.364"
 event_timestamp="2008-05-12T06:28:01UTC"/>
<{p}grid_specification lon_min="103.0" lat_min="31.0" lon_max="103.2" lat_max="31.1"
 nominal_lon_spacing="0.1" nominal_lat_spacing="0.1" nlon="3" nlat="2"/>
{tags}<{p}grid_data>
{data}
</{p}grid_data></{p}shakemap_grid>"""


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "grid.xml"
        path.write_text(text, encoding="utf-8")
        return read_shakemap(path)

    return read_text


@pytest.mark.parametrize("namespace", [OLD, PREFIXED, "", 'xmlns="urn:other"'])
def test_the_event_and_its_grid_are_read_in_any_namespace(read, namespace):
    shakemap = read(document(namespace=namespace))
    assert (shakemap.event_id, shakemap.magnitude) == ("us2008ryan", 7.9)
    assert (shakemap.lon, shakemap.lat, shakemap.depth_km) == (103.364, 30.986, 19)
    assert shakemap.time == datetime(2008, 5, 12, 6, 28, 1, tzinfo=UTC)
    assert shakemap.intensity_degree.tolist() == MMI
    assert shakemap.bounds == (103.0, 31.0, 103.2, 31.1)
    assert not shakemap.derived
    assert shakemap.sd_degree is None


@pytest.mark.parametrize(
    "fields",
    [("MMI", "LAT", "PGA", "LON"), ("PGV", "LON", "MMI", "STDMMI", "LAT"), ("MMI",)],
)
def test_fields_come_in_any_order(read, fields):
    assert read(document(fields)).intensity_degree.tolist() == MMI


def test_rows_may_come_south_first(read):
    fields = ("LON", "LAT", "MMI")
    rows = list(rows_of(fields))[::-1]
    assert read(document(fields, rows)).intensity_degree.tolist() == MMI


def test_between_nodes_the_intensity_is_bilinear_and_outside_unknown(read):
    shakemap = read(document())
    lon = np.array([103.0, 103.05, 103.2, 103.15, 102.99, 103.1, np.nan])
    lat = np.array([31.1, 31.05, 31.0, 31.1, 31.05, 31.11, 31.0])
    found = shakemap.sample(lon, lat)
    assert found[:4] == pytest.approx([6.0, 6.0, 7.0, 7.5])
    assert np.isnan(found[4:]).all()


def test_where_a_gap_is_nearest_nothing_is_invented(read):
    fields = ("LON", "LAT", "MMI")
    rows = list(rows_of(fields, [["nan", 7.0, 8.0], [0, 6.0, 7.0]]))
    shakemap = read(document(fields, rows))
    found = shakemap.sample(np.array([103.1, 103.04]), np.array([31.1, 31.05]))
    assert found[0] == pytest.approx(7.0)
    assert np.isnan(found[1])
    assert np.isnan(shakemap.intensity_degree[1, 0])  # 0 was not mapped


def test_the_uncertainty_of_the_file_is_kept(read):
    shakemap = read(document(("LON", "LAT", "MMI", "STDMMI")))
    assert shakemap.sample_sd(np.array([103.1]), np.array([31.1])).tolist() == [1.0]


def test_without_intensity_it_is_computed_from_motion_and_says_so(read):
    fields = ("LON", "LAT", "PGA")
    rows = [row.replace(" 1.0", " 28.45") for row in rows_of(fields)]  # 2.79 m/s2
    shakemap = read(document(fields, rows))
    assert shakemap.derived
    assert shakemap.intensity_degree.ravel() == pytest.approx([8.0] * 6, abs=0.01)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2008-05-12T06:28:01UTC", datetime(2008, 5, 12, 6, 28, 1, tzinfo=UTC)),
        ("2008-05-12T06:28:01GMT", datetime(2008, 5, 12, 6, 28, 1, tzinfo=UTC)),
        ("2008-05-12 06:28:01 GMT", datetime(2008, 5, 12, 6, 28, 1, tzinfo=UTC)),
        ("2008-05-12T06:28:01.0Z", datetime(2008, 5, 12, 6, 28, 1, tzinfo=UTC)),
        ("2008-05-12T14:28:01+08:00", datetime(2008, 5, 12, 6, 28, 1, tzinfo=UTC)),
        ("2008-05-12T14:28:01", datetime(2008, 5, 12, 14, 28, 1)),
        ("2008-05-12T14:28:01local", datetime(2008, 5, 12, 14, 28, 1)),
        ("2008-05-12T14:28:01CST", datetime(2008, 5, 12, 14, 28, 1)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_of_every_zone_are_read_and_local_ones_stay_local(text, expected):
    assert event_time(text) == expected


def cut(text):
    return text[: text.index("103.2 31.1")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a ShakeMap grid.xml: no event, grid_specification"),
        ("household_id,lon\n1,2", "not a ShakeMap grid.xml"),
        ("<kml><Document/></kml>", "not a ShakeMap grid.xml"),
        (cut(document()), "cut off or damaged: 2 of 6 rows"),
        (document(rows=["103 31.1 6"] * 5), "cut off or damaged: 5 of 6 rows"),
        (document(rows=["103 31.1 6"] * 7), "cut off or damaged: 7 of 6 rows"),
        (document()[:-20], "cut off or damaged: 6 of 6 rows"),
        (document(rows=["103 31.1 6"] * 6), "do not lie on the grid"),
        (document(rows=["13 31.1 6"] * 6), "do not lie on the grid"),
        (document(rows=["103 31.1 VIII"] * 6), "something else than numbers"),
        (document(("LON", "LAT", "SVEL")), "neither MMI nor PGA nor PGV"),
        (document(("LON", "LAT", "PGA")).replace("pctg", "gal"), "PGA is in gal"),
        (document().replace('nlon="3"', 'nlon="many"'), "nlon is 'many'"),
        (document().replace('nlon="3"', 'nlon="1e9"'), "no such grid"),
        (document().replace('nlon="3"', 'nlon="nan"'), "no such grid"),
        (document().replace('lon_max="103.2"', 'lon_max="100"'), "no such grid"),
        (document().replace('index="2"', 'index="7"'), "not numbered from 1 to 3"),
        (document().replace('index="2"', ""), "without name or index"),
    ],
)
def test_what_is_no_whole_grid_is_refused(read, text, says):
    with pytest.raises(FileError, match=says):
        read(text)


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY file SYSTEM "file:///etc/hostname">',
        '<!ENTITY % remote SYSTEM "http://localhost/x.dtd"> %remote;',
    ],
)
def test_entities_are_refused(read, entity):
    with pytest.raises(FileError, match="declares XML entities"):
        read(document(top=f"<!DOCTYPE shakemap_grid [{entity}]>"))


def test_a_document_type_without_entities_is_harmless(read):
    top = '<!DOCTYPE shakemap_grid SYSTEM "http://localhost/shakemap.dtd">'
    assert read(document(top=top)).intensity_degree.tolist() == MMI


@given(st.binary(max_size=200))
def test_noise_is_refused_and_nothing_else_happens(tmp_path_factory, noise):
    path = tmp_path_factory.mktemp("noise") / "grid.xml"
    path.write_bytes(noise)
    with pytest.raises(FileError):
        read_shakemap(path)


def test_the_grid_of_a_stranger_is_read_apart_and_is_the_same(tmp_path):
    path = tmp_path / "grid.xml"
    path.write_text(document(), "utf-8")
    apart, here = read_strange_shakemap(path), read_shakemap(path)
    assert np.array_equal(apart.intensity_degree, here.intensity_degree)
    assert (apart.bounds, apart.time, apart.magnitude) == (
        here.bounds,
        here.time,
        here.magnitude,
    )
