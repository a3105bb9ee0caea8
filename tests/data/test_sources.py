"""No dataset without its papers, and none changed behind their back."""

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rasterio

DATA_FOLDER = Path(__file__).parents[2] / "data"
FOLDERS = sorted(path for path in DATA_FOLDER.iterdir() if path.is_dir())


def source_of(folder):
    return tomllib.loads((folder / "SOURCE.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_dataset_says_its_title_origin_licence_and_date(folder):
    source = source_of(folder)
    assert source["title"] and source["origin"] and source["licence"]
    assert isinstance(source["date"], date)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_is_the_one_that_the_source_describes(folder):
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SOURCE.toml"
    }
    assert found == source_of(folder)["sha256"]


def test_no_pickle_is_among_the_data():
    assert not list(DATA_FOLDER.rglob("*.pickle"))


def test_the_two_files_of_wenchuan_disagree_by_one_degree_as_noted():
    places = []
    for name in ("stationlist.xml", "event.xml"):
        root = ElementTree.parse(DATA_FOLDER / "wenchuan-2008" / name).getroot()
        event = root.find("earthquake")
        places.append((float(event.get("lon")), float(event.get("lat"))))
    assert places == [(103.3639, 30.9858), (104.3639, 31.9858)]


def test_vs30_covers_the_county_with_a_margin():
    with rasterio.open(DATA_FOLDER / "wenchuan-2008" / "vs30.tif") as vs30:
        west, south, east, north = vs30.bounds
        assert west < 104.20 and south < 31.25 and east > 104.80 and north > 31.80
        assert vs30.crs.to_epsg() == 4326
        assert 180 < vs30.read(1).min() < vs30.read(1).max() <= 900
