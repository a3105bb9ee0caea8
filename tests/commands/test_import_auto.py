"""``import auto``: one verb for whatever file an office has, and what it answers."""

import json

import pytest

from tests.desk.intake_world import (
    TOWN,
    clerks_file,
    csv_of,
    make_county,
    number_of,
    plain_rows,
    shifted_file,
)
from tests.geo.reading import read_here

GRID = """<?xml version="1.0" encoding="UTF-8"?>
<shakemap_grid xmlns="http://earthquake.usgs.gov/eqcenter/shakemap" event_id="x">
<event event_id="us2026anan" magnitude="6.6" depth="12" lat="31.02" lon="103.42"
 event_timestamp="2026-05-12T06:28:01UTC"/>
<grid_specification lon_min="103.3" lat_min="30.9" lon_max="103.5" lat_max="31.1"
 nominal_lon_spacing="0.2" nominal_lat_spacing="0.2" nlon="2" nlat="2"/>
<grid_field index="1" name="LON" units="dd"/>
<grid_field index="2" name="LAT" units="dd"/>
<grid_field index="3" name="MMI" units="intensity"/>
<grid_data>
103.3 31.1 7
103.5 31.1 7
103.3 30.9 8
103.5 30.9 8
</grid_data></shakemap_grid>"""
SEEN = {
    "file", "format", "encoding", "crs", "part", "parts", "rows_seen", "columns",
    "target", "kind", "taken_before", "coordinates",
}  # fmt: skip
TAKEN = {"imported", "unchanged", "rejected", "rows", "notes"}
ROW = {"row", "field", "value", "reason", "suggestion"}


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


@pytest.fixture
def workspace(tmp_path):
    made = make_county(tmp_path)
    made.ledger.close()
    return made.root


@pytest.fixture
def auto(run, workspace):
    """Bring a file; returns the JSON, or the exit code and what was said."""

    def call(path, *more, as_json=True):
        words = ("--json",) if as_json else ()
        return run("import", "auto", workspace, path, *more, *words)

    return call


def features(path, shape, **properties):
    one = {"type": "Feature", "properties": properties, "geometry": shape}
    told = {"type": "FeatureCollection", "features": [one]}
    path.write_text(json.dumps(told), "utf-8")
    return path


def square(west=103.4, south=31.0, side=0.06):
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def counts(told):
    return tuple(told[name] for name in ("imported", "unchanged", "rejected"))


def test_a_csv_of_households_says_what_was_seen_and_what_was_done(auto, tmp_path):
    rows = plain_rows(3)
    rows[1]["grade"] = "E"
    told = auto(csv_of(tmp_path / "户.csv", rows))
    assert told.keys() >= SEEN | TAKEN | {"mapping", "intake_id"}
    assert (told["file"], told["format"]) == ("户.csv", "csv")
    assert told["encoding"] == "utf-8"
    assert (told["target"], told["rows_seen"], told["crs"]) == ("households", 4, "")
    assert told["columns"][:2] == ["household_id", "head_name"]
    assert told["mapping"]["grade"] == "grade"
    assert counts(told) == (2, 0, 1)
    (row,) = told["rows"]
    assert row.keys() >= ROW
    assert (row["row"], row["field"], row["value"]) == (3, "grade", "E")


def test_a_clerks_excel_is_read_with_headings_in_two_rows(auto, tmp_path):
    told = auto(clerks_file(tmp_path / "台账.xlsx"))
    assert (told["format"], told["target"]) == ("xlsx", "households")
    assert told["mapping"]["structure"] == "住房情况/结构类型"
    assert counts(told) == (7, 0, 5)
    suggested = {(r["row"], r["field"]) for r in told["rows"] if r["suggestion"]}
    assert suggested == {(8, "lon"), (8, "lat")}


def test_looking_takes_nothing_in(auto, tmp_path):
    path = csv_of(tmp_path / "a.csv", plain_rows(3))
    told = auto(path, "--look")
    assert told.keys() == SEEN | {"mapping"}
    assert not told["taken_before"]
    assert counts(auto(path)) == (3, 0, 0)


def test_the_same_file_twice_changes_nothing(auto, tmp_path):
    path = clerks_file(tmp_path / "台账.xlsx")
    auto(path)
    told = auto(path)
    assert told["taken_before"]
    assert counts(told) == (0, 7, 5)


def test_people_are_told_in_lines_and_tables(auto, tmp_path):
    code, out, _ = auto(clerks_file(tmp_path / "台账.xlsx"), as_json=False)
    assert code == 0
    assert "xlsx, 16 rows" in out
    assert "住房情况/结构类型 → structure" in out
    assert "households: 7 imported, 0 unchanged, 5 rejected" in out
    assert "Rows set aside: 7" in out


def test_people_who_look_are_told_what_it_brings(auto, tmp_path):
    code, out, _ = auto(csv_of(tmp_path / "a.csv", plain_rows(3)), "--look",
                        as_json=False)  # fmt: skip
    assert code == 0
    assert "it brings: households" in out


def test_a_layer_is_known_by_its_name_and_its_columns(auto, tmp_path):
    path = features(tmp_path / "抗震设防区划.geojson", square(), 设防烈度="8度")
    told = auto(path)
    assert (told["target"], told["kind"]) == ("layer", "seismic_zone")
    assert counts(told) == (1, 0, 0)
    assert counts(auto(path)) == (0, 1, 0)


def test_a_layer_that_does_not_say_what_it_shows_needs_a_word(auto, tmp_path):
    path = features(tmp_path / "x.geojson", square(), a=1)
    code, out, error = auto(path)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert error.startswith("error: x.geojson: does not say what it shows; say which: ")
    told = auto(path, "--kind", "flood_extent", "--edition", "2024")
    assert (told["kind"], told["imported"]) == ("flood_extent", 1)


def test_a_table_of_points_becomes_a_layer(auto, tmp_path):
    path = tmp_path / "地质灾害隐患点.csv"
    path.write_text(
        "编号,名称,灾害类型,影响半径,经度,纬度\n"
        "1,后山滑坡,滑坡,50,103.41,31.01\n"
        "2,沟口,泥石流,80,103.42,31.02\n",
        "gb18030",
    )
    told = auto(path, "--kind", "geohazard")
    assert (told["format"], told["encoding"]) == ("csv", "gb18030")
    assert (told["target"], told["kind"], told["imported"]) == ("layer", "geohazard", 2)
    assert counts(auto(path, "--kind", "geohazard")) == (0, 2, 0)


def test_findings_are_taken_for_their_event(auto, tmp_path):
    auto(csv_of(tmp_path / "a.csv", plain_rows(3)))
    grid = tmp_path / "grid.xml"
    grid.write_text(GRID, "utf-8")
    told = auto(grid)
    assert (told["format"], told["target"]) == ("shakemap", "event")
    assert told["imported"] == 1
    back = tmp_path / "排查回传.csv"
    back.write_text("户号,标签,破坏等级\nH00000,红,4\nH99999,绿,1\n", "utf-8")
    code, _, error = auto(back)
    assert (code, error.count("\n")) == (2, 1)
    assert "no event ''" in error
    told = auto(back, "--event", told["event_id"])
    assert told["target"] == "findings"
    assert (told["imported"], told["rejected"]) == (1, 1)
    assert [(r["row"], r["field"]) for r in told["rows"]] == [(3, "household_id")]


def test_codes_that_changed_are_taken(auto, tmp_path):
    path = tmp_path / "代码变更.csv"
    lines = f"旧代码,新代码,日期,依据\n{TOWN}007,{TOWN}200,2024-05-01,民函\n"
    path.write_text(lines, "utf-8")
    told = auto(path)
    assert (told["target"], counts(told)) == ("codes", (1, 0, 0))
    assert counts(auto(path)) == (0, 1, 0)


def test_a_list_needs_the_department_that_certifies_it(auto, tmp_path):
    path = tmp_path / "低保名单.csv"
    lines = f"姓名,身份证号,保障类别,认定日期\n赵甲,{number_of(3)},低保户,2024-05-01\n"
    path.write_text(lines, "utf-8")
    code, _, error = auto(path)
    assert (code, error.count("\n")) == (2, 1)
    assert "民政" in error
    told = auto(path, "--department", "民政")
    assert (told["target"], counts(told), told["left"]) == ("list", (1, 0, 0), 0)
    assert counts(auto(path, "--department", "民政")) == (0, 1, 0)


def test_coordinates_that_were_shifted_are_refused_without_a_word(auto, tmp_path):
    path = shifted_file(tmp_path / "shifted.csv")
    (seen,) = auto(path, "--look")["coordinates"]
    assert (seen["rows"], seen["reading"]) == (600, "gcj02")
    code, _, error = auto(path)
    assert (code, error.count("\n")) == (2, 1)
    assert "gcj02" in error
    assert "lonlat to take them as they stand" in error


def test_the_proposed_conversion_is_made_where_somebody_says_so(auto, tmp_path):
    told = auto(shifted_file(tmp_path / "shifted.csv"), "--coordinates", "proposed")
    assert (told["reading"], told["converted"], told["imported"]) == ("gcj02", 600, 600)


def test_shifted_coordinates_are_taken_as_they_stand_where_somebody_says_so(
    auto, tmp_path
):
    told = auto(shifted_file(tmp_path / "shifted.csv"), "--coordinates", "lonlat")
    assert (told["reading"], told["converted"]) == (None, 0)


def test_the_wrong_reading_is_one_line(auto, tmp_path):
    path = shifted_file(tmp_path / "shifted.csv")
    code, _, error = auto(path, "--coordinates", "moon")
    assert (code, error.count("\n")) == (2, 1)
    assert "moon" in error


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("none.csv", None, "none.csv"),
        ("empty.csv", b"", "empty"),
        ("broken.xlsx", b"PK\x03\x04 nothing more", "broken.xlsx"),
        ("noise.bin", bytes(range(256)) * 4, "noise.bin"),
        ("half.geojson", b'{"type": "FeatureCollection", "features": [', "half"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_code_2(
    auto, tmp_path, name, content, fault
):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code, out, error = auto(tmp_path / name)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert error.startswith("error: ")
    assert fault in error


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--valid-from", "yesterday"), "'yesterday' is not a day"),
        (("--kind", "moon"), "seismic_zone"),
    ],
)
def test_a_word_that_cannot_be_is_one_line_and_code_2(auto, tmp_path, words, fault):
    path = features(tmp_path / "抗震设防区划.geojson", square(), 设防烈度="8度")
    code, _, error = auto(path, *words)
    assert (code, error.count("\n")) == (2, 1)
    assert fault in error


def test_a_sheet_that_is_not_there_is_one_line(auto, tmp_path):
    path = clerks_file(tmp_path / "台账.xlsx")
    code, _, error = auto(path, "--part", "苏州")
    assert (code, error.count("\n")) == (2, 1)
    assert "苏州" in error


def test_what_counts_rows_in_a_table_of_points_is_no_point(auto, tmp_path):
    """A total beneath the table, a column the format keeps for itself, and others."""
    path = tmp_path / "地质灾害隐患点.csv"
    path.write_text(
        "fid,地点,灾害类型,威胁半径(m),经度,纬度\n"
        "a,后山滑坡,滑坡,50,103.41,31.01\n"
        "合计,,,,1,\n"
        "b,沟口,泥石流,80,103.42,31.02\n",
        "utf-8",
    )
    told = auto(path, "--kind", "geohazard")
    assert (told["target"], told["imported"]) == ("layer", 2)
