"""A workspace whose maps are rectangles of a tenth of a degree."""

from datetime import date, datetime, timedelta

import geopandas as gpd
from shapely import box

from desk.layer_register import layers_in_force
from desk.layer_store import add_layer
from desk.workspace import create_workspace
from ledger.roles import Acting, Role

TODAY, DAY = date.today(), timedelta(days=1)
FIRST = datetime(2020, 5, 1, 8)
WEST, EAST = box(103.0, 31.0, 103.1, 31.1), box(103.1, 31.0, 103.2, 31.1)
BOTH = box(103.0, 31.0, 103.2, 31.1)


PLANNER = Acting("Li", Role.PLANNER)


def made(folder):
    return create_workspace(
        folder / "w", county_code="990001", county_name="x", policy_code="990001"
    )


def zones(*shapes, degree=(8, 7)):
    columns = {"design_intensity_degree": [float(d) for d in degree[: len(shapes)]]}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4490")


def added(workspace, kind, features, *, at=None, title="map", **facts):
    told = {"title": title, "source": "test", "actor": "t", "at": at}
    return add_layer(workspace, kind, features, facts=facts, **told)


def filed(folder, features, name="zones"):
    path = folder / f"{name}.geojson"
    features.to_file(path)
    return path


def said(told):
    return [message.format(**values) for message, values in told["quality"]]


def ids(workspace, kind="seismic_zone", on=None):
    return [row["layer_id"] for row in layers_in_force(workspace, kind, on)]
