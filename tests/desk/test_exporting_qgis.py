"""The map opens in QGIS as it is seen here: colours, classes, words, no feature lost.

Needs QGIS on the machine (Debian: python3-qgis); where it is not, this is not run.
"""

import json
import os
import subprocess
from functools import cache
from pathlib import Path

import pytest

from desk.household_map import BY_GRADE
from desk.map_export import export_map
from layers.palette import UNKNOWN, class_colours
from layers.seismic_zone import FILLS
from tests.desk.export_world import county

__all__ = ["county"]

CHECK = Path(__file__).with_name("qgis_check.py")
PYTHON = "/usr/bin/python3"  # of the system, as QGIS is
LAYERS = (
    "households", "village_circles", "geohazard_point", "road", "seismic_zone_line",
    "village_boundary", "seismic_zone", "village_areas",
)  # fmt: skip


@cache
def qgis_is_here():
    command = [PYTHON, "-c", "import qgis.core"]
    known = Path(PYTHON).is_file()
    return known and not subprocess.run(command, capture_output=True).returncode


@pytest.mark.slow
def test_qgis_draws_the_map_as_it_is_seen_here(county, tmp_path):
    if not qgis_is_here():
        pytest.skip("QGIS is not on this machine")
    export_map(county, tmp_path / "map.gpkg")
    command = [PYTHON, CHECK, tmp_path / "map.gpkg", tmp_path / "map.png", *LAYERS]
    offscreen = {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)}
    around = os.environ | offscreen
    ran = subprocess.run(
        command, env=around, capture_output=True, timeout=120, check=True
    )
    told = json.loads(ran.stdout)
    layers = told["layers"]
    assert set(layers) == set(LAYERS)
    assert {one["crs"] for one in layers.values()} == {"EPSG:4490"}
    assert {name: one["undrawn"] for name, one in layers.items()} == dict.fromkeys(
        LAYERS, 0
    )
    homes = layers["households"]
    colours = [*class_colours(BY_GRADE, 4), UNKNOWN]
    assert homes["renderer"] == "categorizedSymbol" and homes["count"] == 5
    assert homes["legend"] == {
        label: [css, "SimpleMarker"]
        for label, css in zip([*"ABCD", "未知"], colours, strict=True)
    }
    assert homes["styles"] == ["鉴定等级", "结构类型", "抗震改造"]
    assert homes["min_scale"] == 96516
    zones = layers["seismic_zone"]["legend"]
    assert zones == {"6": [FILLS[6], "SimpleFill"], "8": [FILLS[8], "SimpleFill"]}
    assert layers["village_areas"]["renderer"] == "RuleRenderer"
    assert layers["village_areas"]["legend"]["无数据"][1:] == [
        "SimpleFill", "LinePatternFill",
    ]  # fmt: skip
    assert layers["village_boundary"]["labels"]
    assert told["picture"]["errors"] == [] and len(told["picture"]["colours"]) > 20
    project = told["project"]
    assert (project["title"], project["crs"]) == ("演示数据 · 安和县", "EPSG:4544")
    assert project["names"][:2] == ["农房", "各村户数与指标"]
    *shown, last = project["layers"]
    assert shown == [[True, True, True]] * 9 and last == [True, True, False]
    assert b"Warning" not in ran.stderr, ran.stderr.decode()
