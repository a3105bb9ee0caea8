"""Hostile files: each ends in one clear error, and nothing else happens."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import types

import geopandas as gpd
import pytest
import rasterio
from shapely import box

from geo import isolated
from geo.isolated import read_isolated
from geo.layer_files import read_layer
from geo.readers import NO_MEMORY, NO_ROOM, STRANGE, grids, vector
from rules.errors import CRSError, FileError

SECRET = "name,wkt\nsecret,POINT (103 31)\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="a fence of Linux")


def test_a_good_file_comes_through_with_everything(tmp_path):
    zones = gpd.GeoDataFrame(
        {"烈度": [8], "remark": ["甲"]},
        geometry=[box(103, 31, 104, 32)],
        crs="EPSG:4490",
    )
    zones.to_file(tmp_path / "zones.gpkg")
    table = read_isolated("content", tmp_path / "zones.gpkg", wanted="features")
    assert table["remark"].to_pylist() == ["甲"] and table["烈度"].to_pylist() == [8]
    assert "4490" in json.loads(table.schema.metadata[b"facts"])["wkt"]


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (
            ".geojson",
            '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}'
            "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        ),
        (
            ".gpkg",
            '{{"type": "FeatureCollection", "features": [], "crs": {{"type": "link", '
            '"properties": {{"href": "file://{secret}", "type": "ogcwkt"}}}}}}',
        ),
        (".shp", "/vsicurl/http://192.0.2.1/x.csv"),
        (".json", '{{"type": "Topology", "objects": {{}}, "arcs": []}}'),
    ],
)
def test_a_file_that_points_elsewhere_is_refused(tmp_path, suffix, content):
    secret = tmp_path / "secret.csv"
    secret.write_text(SECRET)
    path = tmp_path / f"upload{suffix}"
    path.write_text(content.format(secret=secret))
    with pytest.raises((FileError, CRSError)) as refused:
        read_layer(path, "geohazard")
    assert "secret" not in str(refused.value)


def test_a_virtual_raster_is_no_geotiff_whatever_its_name(tmp_path):
    path = tmp_path / "depth.tif"
    path.write_text("<VRTDataset rasterXSize='1' rasterYSize='1'></VRTDataset>")
    with pytest.raises(FileError, match=r"XML of an unknown kind \(VRTDataset\)"):
        read_layer(path, "flood_depth")
    with pytest.raises(FileError, match="not a readable GeoTIFF"):
        read_isolated("raster", path)  # even if somebody skips the first look


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        *(("fiona", driver) for driver in sorted({*vector.DRIVERS.values()})),
        *(("rasterio", driver) for driver in sorted({*grids.DRIVERS.values()})),
    ],
)
def test_a_child_knows_no_other_drivers_than_it_needs(library, allowed):
    asked = (
        "import sys\nfrom geo.readers.drivers import fenced, drivers_of\n"
        f"print(*drivers_of(fenced({library!r}, frozenset([{allowed!r}]))), sep=',')"
    )
    said = in_a_child(asked)
    assert said.stdout.decode().strip() == allowed, said.stderr


def in_a_child(code, **options):
    surroundings = isolated._surroundings() | {"PYTHONPATH": str(isolated._ROOT)}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=surroundings, capture_output=True, **options)


def test_a_driver_nobody_knew_of_is_left_out_at_a_second_start(tmp_path, monkeypatch):
    told = []

    def run(*_, env, **__):
        told.append(env["ANFANG_READER_SKIPS"])
        (tmp_path / "refusal.json").write_text('["HOLOGRAM"]')
        return types.SimpleNamespace(returncode=STRANGE if len(told) == 1 else 0)

    monkeypatch.setattr("geo.isolated.subprocess.run", run)
    monkeypatch.setattr("geo.isolated._strange_drivers", set())
    limits = isolated._limits(tmp_path)._asdict()
    isolated._run({"folder": str(tmp_path), "limits": limits}, "a.gpkg")
    assert told == ["", "HOLOGRAM"]


CONFINED = """
import sys
from pathlib import Path
from geo.readers.confinement import confine
limits = {"memory_bytes": 1 << 40, "seconds": 60, "file_bytes": 1 << 20}
confined = confine(Path(sys.argv[1]), Path(sys.argv[2]), limits)
"""


@LINUX
@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("open(sys.argv[1]).read()", ""),
        ("open(sys.argv[2] + '/mine', 'w').write('x')", ""),
        ("open(sys.argv[3]).read()", "PermissionError"),
        ("open(sys.argv[1], 'a')", "PermissionError"),
        ("open(sys.argv[3] + '.new', 'w')", "PermissionError"),
        ("open(sys.argv[2] + '/large', 'wb').write(bytes(2 << 20))", "OSError"),
        ("import subprocess; subprocess.run(['/bin/ls'])", "PermissionError"),
        (
            "import socket; socket.create_connection(('127.0.0.1', int(sys.argv[4])))",
            "Error",
        ),
    ],
)
def test_the_kernel_keeps_a_child_to_its_file_and_folder(tmp_path, code, says):
    for name in ("upload.csv", "secret.txt"):
        (tmp_path / name).write_text("1")
    (tmp_path / "folder").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        names = ("upload.csv", "folder", "secret.txt")
        paths = [str(tmp_path / name) for name in names]
        surroundings = os.environ | {"PYTHONPATH": str(isolated._ROOT)}
        command = [sys.executable, "-c", CONFINED + code, *paths, str(port)]
        said = subprocess.run(command, env=surroundings, capture_output=True)
    if b"confined = False" in said.stdout:
        pytest.skip("this kernel has no such fence")
    assert (said.returncode == 0) == (not says), said.stderr
    assert says in said.stderr.decode()


def died(code, said=b""):
    def run(*_, stderr, **__):
        stderr.write(said)
        return types.SimpleNamespace(returncode=code)

    return run


@pytest.mark.parametrize(
    ("code", "said", "says"),
    [
        (-signal.SIGSEGV, b"Segmentation fault", "cannot be read; it is damaged"),
        (1, b"RecursionError: too deep", "cannot be read; it is damaged"),
        (1, b"PanicException: index out of bounds", "cannot be read; it is damaged"),
        (-signal.SIGABRT, b"memory allocation of 549755813888 bytes", "more memory"),
        (NO_MEMORY, b"", "more memory"),
        (-9, b"", "more memory"),
        (NO_ROOM, b"", "too large when unpacked"),
        (-getattr(signal, "SIGXCPU", 24), b"", "takes too long"),
    ],
)
def test_a_child_that_dies_gives_one_clear_error(
    tmp_path, monkeypatch, code, said, says
):
    path = tmp_path / "map.gpkg"
    path.write_bytes(b"1")
    monkeypatch.setattr("geo.isolated.subprocess.run", died(code, said))
    with pytest.raises(FileError, match=rf"map\.gpkg: .*{says}") as refused:
        read_isolated("content", path)
    assert "".join(getattr(refused.value, "__notes__", [])) == said.decode()


def test_a_child_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    path = tmp_path / "map.gpkg"
    path.write_bytes(b"1")
    monkeypatch.setattr("geo.isolated._limits", lambda _: isolated.Limits(-4, 1, 1))
    with pytest.raises(FileError, match=r"map\.gpkg: takes too long"):
        read_isolated("content", path)


def test_a_small_file_gets_little_and_a_large_one_more(tmp_path):
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes(b"1")
    with large.open("wb") as file:
        file.truncate(100 << 20)
    assert isolated._limits(small).seconds <= 8
    assert isolated._limits(small).memory_bytes < 1 << 30
    assert isolated._limits(large) > isolated._limits(small)


@LINUX
def test_a_child_does_not_outlive_its_parent(tmp_path):
    code = CONFINED + "import time; print('up', flush=True); time.sleep(60)"
    parent = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1],"
        "*sys.argv[2:]])"
    )
    surroundings = os.environ | {"PYTHONPATH": str(isolated._ROOT)}
    command = [sys.executable, "-c", parent, code, __file__, str(tmp_path)]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE) as running:
        assert running.stdout.readline() == b"up\n"
        running.kill()
        began = time.monotonic()
        assert running.stdout.read() == b""  # closed when the child is gone
    assert time.monotonic() - began < 10


def test_a_raster_that_claims_to_be_endless_is_refused(tmp_path):
    path = tmp_path / "bomb.tif"
    profile = {"width": 400_000, "height": 400_000, "count": 1, "dtype": "float64"}
    profile |= {"tiled": True, "sparse_ok": True, "bigtiff": "yes", "crs": "EPSG:4490"}
    profile |= {"transform": rasterio.Affine(1e-5, 0, 103, 0, -1e-5, 32)}
    with rasterio.open(path, "w", driver="GTiff", **profile):
        pass
    with pytest.raises(
        FileError, match=r"bomb\.tif: 400000 x 400000 cells are too many"
    ):
        read_layer(path, "flood_depth")


def test_one_cell_far_away_costs_one_clear_error(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(
        FileError, match=r"far\.xlsx: .*delete cells far from the table"
    ):
        read_isolated("content", tmp_path / "far.xlsx", wanted="sight")
