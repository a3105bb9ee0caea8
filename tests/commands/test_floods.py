"""A flood from a level of water, by command."""

import csv

import numpy as np
import pytest
from affine import Affine

from geo.raster_files import write_geotiff
from tests.commands.conftest import household


@pytest.fixture
def county(run, workspace, households, tmp_path):
    path = households(household("A", 104.505), household("B", 104.545))
    run("import", "households", workspace, path)
    return workspace


@pytest.fixture
def dem(run, county, tmp_path):
    """Ground of 410 m in the west and 420 m in the east, at the houses."""
    heights = np.full((10, 10), 410.0, np.float32)
    heights[:, 3:] = 420.0
    path = tmp_path / "dem.tif"
    frame = Affine(0.01, 0, 104.5, 0, -0.01, 31.55)
    write_geotiff(path, heights, frame, crs="EPSG:4490", unit="metre")
    assert run("import", "layer", county, path, "--kind", "dem")[0] == 0


LEVEL = ("--water-level-m", 412.5, "--lon", 104.505, "--lat", 31.5)


def test_from_a_level_to_the_two_answers(run, county, dem, tmp_path):
    add = ("event", "add", county, *LEVEL, "--hours", 30, "--time", "2026-07-01T08:00")
    told = run(*add, "--json")
    assert (told["event_id"], told["report"]) == ("flood-001", 1)
    assert any("sketch" in remark for remark in told["remarks"])
    assert any("edge of the elevation model" in remark for remark in told["remarks"])
    (row,) = run("event", "reports", county, "--event", "flood-001", "--json")[
        "reports"
    ]
    assert (row["title"], row["duration_h"]) == ("水位 412.5 m · 104.50, 31.50", 30.0)
    out = tmp_path / "order.csv"
    assert run("triage", county, "--event", "flood-001", "--out", out)[0] == 0
    with out.open(encoding="utf-8-sig") as file:
        doors = {row["household_id"]: row for row in csv.DictReader(file)}
    assert [doors[id_]["habitable"] for id_ in "AB"] == ["no", "yes"]
    assert float(doors["A"]["flood_depth_m"]) == 2.5
    later = ("event", "update", county, "--event", "flood-001", "--hours", 60)
    code, said, _ = run(*later, *LEVEL, "--time", "2026-07-02T20:00")
    assert (code, "a sketch" in said, "report 2" in said) == (0, True, True)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (LEVEL, "import an elevation model"),
        (LEVEL[:2], "give --lon and --lat"),
        ((*LEVEL, "--magnitude", 6), "a water level or an earthquake, not both"),
        ((*LEVEL, "--message", "x"), "give one of --message, --water-level-m"),
    ],
)
def test_what_a_level_needs_is_said(run, county, options, says):
    code, _, said = run("event", "add", county, *options)
    assert (code, says in said) == (2, True), said
