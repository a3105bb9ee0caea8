"""The verbs as a script would call them: names, JSON keys, exit codes."""

import csv
import shutil

import geopandas as gpd
import pytest
from shapely import box

from desk.exporting import EXPORTED_COLUMNS
from rules.vocabulary import HOUSEHOLD_COLUMNS
from tests.commands.conftest import household


@pytest.fixture
def zones(tmp_path):
    path = tmp_path / "zones.gpkg"
    shapes = [box(104, 31, 104.5, 32), box(104.5, 31, 105, 32)]
    table = gpd.GeoDataFrame({"pga_g": [0.2, 0.05]}, geometry=shapes, crs="EPSG:4490")
    table.to_file(path)
    return path


def test_template_is_the_header_of_the_contract(run):
    _, out, _ = run("template")
    assert out.strip() == ",".join(HOUSEHOLD_COLUMNS)


def test_import_tells_imported_rejected_unchanged_and_each_bad_row(
    run, workspace, households
):
    path = households(
        household("A"), household("B", lon="east"), household("C", grade="E")
    )
    told = run("import", "households", workspace, path, "--json")
    assert {k: told[k] for k in ("imported", "rejected", "unchanged")} == {
        "imported": 1,
        "rejected": 2,
        "unchanged": 0,
    }
    rejected = {(r["row"], r["field"], r["value"]) for r in told["rows"]}
    assert rejected == {(3, "lon", "east"), (4, "grade", "E")}
    again = run("import", "households", workspace, path, "--json")
    assert (again["imported"], again["unchanged"]) == (0, 1)


def test_only_villages_at_seven_and_above_are_ranked(run, workspace, households, zones):
    """Rule H5."""
    other = {"village_code": "990001100201", "village_name": "石桥村"}
    run("import", "layer", workspace, zones, "--kind", "seismic_zone")
    path = households(household("A", lon=104.2), household("B", lon=104.8) | other)
    run("import", "households", workspace, path)
    villages = run("rank", workspace, "--json")["villages"]
    assert [v["village_code"] for v in villages] == ["990001100200"]
    points = [part["points"] for part in villages[0]["parts"] if part["points"]]
    assert sum(points) == pytest.approx(villages[0]["score"])


def test_export_says_every_hazard_and_where_it_came_from(
    run, workspace, households, zones, tmp_path
):
    run("import", "layer", workspace, zones, "--kind", "seismic_zone")
    run("import", "households", workspace, households(household("A", lon=104.5)))
    out = tmp_path / "out.csv"
    run("export", "households", workspace, out, "--with-hazards")
    (row,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert list(row)[: len(EXPORTED_COLUMNS)] == list(EXPORTED_COLUMNS)
    assert not {"head_name", "id_number"} & row.keys()  # rule A1
    assert float(row["design_intensity_degree"]) == 8  # on the line: the higher
    assert "zones" in row["design_intensity_degree_source"]
    assert row["flood_depth_m"] == row["flood_depth_m_source"] == ""


def test_four_numbers_make_an_event_and_an_order_of_visits(
    run, workspace, households, tmp_path
):
    path = households(household("A"), household("B", structure="框架"))
    run("import", "households", workspace, path)
    numbers = ("--magnitude", 6.8, "--lon", 104.4, "--lat", 31.5, "--depth-km", 10)
    when = ("--time", "2026-05-12T14:28:00+08:00")
    event = run("event", "add", workspace, *numbers, *when, "--json")["event_id"]
    assert run("event", "list", workspace, "--json")["events"][0]["event_id"] == event
    out = tmp_path / "order.csv"
    told = run("triage", workspace, "--event", event, "--out", out, "--json")
    total = told["heavy_total"]
    assert total["low"] <= total["middle"] <= total["high"]
    assert [town["code"] for town in told["towns"]] == ["990001100"]
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert list(rows[0])[:7] == ["household_id", "rank", "p1", "p2", "p3", "p4", "p5"]
    assert [row["household_id"] for row in rows] == ["A", "B"]
    grades = [float(rows[0][f"p{k}"]) for k in range(1, 6)]
    assert sum(grades) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("rank", "nowhere"), "nowhere is not a workspace; make one with: init"),
        (("triage", "{w}", "--event", "x"), "no event 'x'; events are: none yet"),
        (("event", "add", "{w}", "--lon", "104"), "missing: --magnitude --lat"),
        (("import", "layer", "{w}", "f.gpkg", "--kind", "moon"), "no layer kind moon"),
        (("progress", "{w}", "--as-of", "yesterday"), "'yesterday' is not a day"),
        (("progress", "{w}", "--as-of", "1999-01-01"), "nothing is recorded for 1999"),
        (("import", "households", "{w}", "no.csv"), "no.csv"),
    ],
)
def test_bad_input_is_one_clear_line_and_code_2(run, workspace, words, fault):
    code, _, err = run(*[word.format(w=workspace) for word in words])
    assert code == 2
    assert err.startswith("error: ")
    assert fault in err
    assert err.count("\n") == 1


def test_a_copied_workspace_is_the_same_workspace(run, workspace, households, tmp_path):
    run("import", "households", workspace, households(household("A")))
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(workspace, copy)
    shutil.rmtree(workspace)
    out = tmp_path / "out.csv"
    run("export", "households", copy, out)
    (row,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert row["household_id"] == "A"
