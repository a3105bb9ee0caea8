"""The register of layers on the command line."""

import geopandas as gpd
import pytest
from shapely import box

from tests.geo.reading import read_here

BOTH = box(103.0, 31.0, 103.2, 31.1)


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


@pytest.fixture
def zones(tmp_path):
    """Write a file of zones of some degrees, all over the same ground."""

    def write(name, *degrees):
        table = gpd.GeoDataFrame(
            {"intensity": degrees}, geometry=[BOTH] * len(degrees), crs="EPSG:4490"
        )
        table.to_file(tmp_path / f"{name}.gpkg")
        return tmp_path / f"{name}.gpkg"

    return write


@pytest.fixture
def taken(run, workspace, zones):
    """Take a layer in; returns what was told."""

    def take(name, *degrees, options=()):
        path = zones(name, *degrees)
        kind = ("--kind", "seismic_zone", "--json")
        return run("import", "layer", workspace, path, *kind, *options)

    return take


def listed(run, workspace, *options):
    rows = run("layer", "list", workspace, "--json", *options)["layers"]
    return {row["layer_id"]: row["state"] for row in rows}


def test_an_import_says_what_is_wrong_and_what_it_replaces(run, workspace, taken):
    first = taken("old", 7)
    told = taken("new", 8, 7, options=("--edition", "2026 版"))
    assert told["overlaps"][0]["values"] == [8, 7]
    assert "say 8 and 7 degrees of the same" in told["quality"][1]
    assert told["quality"][2].startswith("replaces old (seismic_zone-1)")
    assert listed(run, workspace) == {
        first["layer_id"]: "replaced",
        told["layer_id"]: "in_force",
    }
    code, out, _ = run("layer", "list", workspace)
    assert code == 0 and "2026 版" in out


def test_a_layer_is_described_ended_and_its_versions_are_kept(run, workspace, taken):
    name = taken("map", 7)["layer_id"]
    days = ("--valid-from", "2016-06-01", "--edition", "2015 版")
    run("layer", "set", workspace, name, *days, "--name", "Li")
    told = run("layer", "end", workspace, name, "--on", "2026-01-01", "--json")
    assert told["told"] == [f"map ({name}) does not count any more"]
    assert listed(run, workspace) == {name: "ended"}
    versions = run("layer", "history", workspace, name, "--json")["versions"]
    assert [version["verb"] for version in versions] == [
        "import layer", "set layer", "end layer",
    ]  # fmt: skip
    assert versions[1]["actor"] == "Li"
    assert versions[1]["changes"]["edition"] == [None, "2015 版"]
    run("layer", "set", workspace, name, "--valid-to", "")
    assert listed(run, workspace) == {name: "in_force"}


def test_coordinates_are_read_otherwise_into_a_file_of_their_own(run, workspace, taken):
    name = taken("map", 7)["layer_id"]
    run("layer", "reread", workspace, name, "--reading", "gcj02")
    versions = run("layer", "history", workspace, name, "--json")["versions"]
    assert len({version["file"] for version in versions}) == 2


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("set", "{w}", "{id}"), "nothing to set"),
        (("set", "{w}", "moon", "--edition", "1"), "no layer moon"),
        (("end", "{w}", "{id}", "--on", "soon"), "'soon' is not a day"),
        (("set", "{w}", "{id}", "--edition", "1", "--as", "finance"), "ask: planner"),
        (("reread", "{w}", "{id}", "--reading", "x"), "no reading x"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(run, workspace, taken, words, fault):
    name = taken("map", 7)["layer_id"]
    filled = [word.format(w=workspace, id=name) for word in words]
    code, _, err = run("layer", *filled)
    assert (code, err.count("\n")) == (2, 1) and fault in err
