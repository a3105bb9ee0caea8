"""A small county to take away: five households, an outline, zones, a road."""

from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from affine import Affine

from desk.layer_store import add_layer
from desk.workspace import create_workspace
from geo.raster_files import write_geotiff
from ledger.households import DWELLING_FIELDS, HOUSEHOLD_FIELDS
from ledger.schema import dwelling, household, membership, place

VILLAGE, OTHER = "990001100200", "990001200200"
LON, LAT = 104.51234567890123, 31.498765432109877  # every digit of a double
PLACES = {
    VILLAGE: "=1+1 <b>柳沟</b>",
    VILLAGE[:9]: "安河镇",
    OTHER: "石桥村",
    OTHER[:9]: "青山乡",
}


def home(id_, village=VILLAGE, **more):
    return {
        "household_id": id_,
        "village_code": village,
        "lon": 104.5,
        "lat": 31.5,
    } | more


HOMES = (
    home(
        "007",
        lon=LON,
        lat=LAT,
        structure="土坯",
        grade="D",
        groups=("低保户", "其他脱贫户"),
        head_name="张三",
        phone="13800000000",
        occupants=3,
        dependents=1,
        no_house=True,
        good_samaritan=False,
        area_m2=54.5,
    ),
    home(
        "-2",
        structure="砖混",
        storeys=2,
        year_built=1998,
        grade="B",
        retrofitted_on=date(2019, 5, 1),
        meets_seismic_standard=True,
    ),
    home("无处", lon=None, lat=None, grade="C"),
    home("12345678901234567890", village=OTHER, lon=104.7, grade="A"),
    home("e", village=OTHER, lon=104.71, lat=31.51),
)


def features(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4490")


def layers():
    west = shapely.box(104.4, 31.4, 104.6, 31.6)
    east = shapely.box(104.6, 31.4, 104.8, 31.6)
    line = shapely.LineString([(104.41, 31.41), (104.5, 31.5), (104.79, 31.59)])
    whole, slide = west.union(east), shapely.Point(104.45, 31.45)
    return {
        "county_boundary": features([whole], code=["990001"], name=["安和县"]),
        "village_boundary": features(
            [west, east], code=[VILLAGE, OTHER], name=["柳沟村", "石桥村"]
        ),
        "seismic_zone": features(
            [west, east], design_intensity_degree=[8.0, 6.0], pga_g=[0.2, np.nan]
        ),
        "road": features(
            [line, line], name=["甲", None], road_class=["国道", "机耕道"]
        ),
        "geohazard": features(
            [slide, east.buffer(-0.05)],
            name=["滑坡<1>", "崩塌"],
            hazard_type=["滑坡", None],
            radius_m=[120.5, np.nan],
        ),
    }


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A county that is only looked at."""
    yield from made(tmp_path_factory.mktemp("county"))


@pytest.fixture
def own_county(tmp_path):
    """A county that a test may change."""
    yield from made(tmp_path)


def made(folder):
    workspace = create_workspace(
        folder / "w",
        county_code="990001",
        county_name="安和县",
        policy_code="990001",
        demonstration=True,
    )
    for kind, content in layers().items():
        add_layer(workspace, kind, content, title=kind, source=f"{kind}.shp", actor="t")
    take(workspace, HOMES)
    yield workspace
    workspace.ledger.close()


def take(workspace, homes):
    """Write households as an import would."""
    groups = [
        {"household_id": one["household_id"], "group_name": group}
        for one in homes
        for group in one.get("groups", ())
    ]
    with workspace.ledger.writing(actor="t", verb="survey", scope="exposure") as entry:
        entry.write(place, [{"code": c, "name": n} for c, n in PLACES.items()])
        for table, names in (
            (household, HOUSEHOLD_FIELDS),
            (dwelling, DWELLING_FIELDS),
        ):
            entry.write(table, [rows_of(one, names) for one in homes])
        entry.write(membership, groups)


def rows_of(one, names):
    return {name: one.get(name) for name in ("household_id", *names)}


def depth(folder):
    """Write a raster of flood depth."""
    path = folder / "depth.tif"
    frame = Affine(0.01, 0, 104.4, 0, -0.01, 31.6)
    values = np.linspace(0, 3, 400, dtype=np.float32).reshape(20, 20)
    write_geotiff(path, values, frame, crs="EPSG:4490", unit="metre")
    return path
