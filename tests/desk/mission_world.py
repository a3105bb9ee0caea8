"""The small county of the plans, shaken, with a river, a bridge and a base."""

import geopandas as gpd
from shapely import LineString, Point

from desk.case_hand import Hand
from desk.events import Parameters, add_event_parameters
from desk.layer_store import add_layer
from desk.mission_settings import MissionSettings
from ledger.roles import Acting, Role
from tests.desk import plan_world

QUAKE = Parameters(magnitude=6.5, lon=104.2, lat=31.5, depth_km=10)
EVENT = "eq-001"
BASE = (104.15, 31.5)
RESPONDER = Acting("周队长", Role.RESPONDER, event_id=EVENT)
PLANNER = plan_world.PLANNER


def made_workspace(root):
    """Make the county: the river runs between 石桥村 and 福寿村, east of the base."""
    made = plan_world.made_workspace(root)
    layers = {
        "river": LineString([(104.22, 31.0), (104.22, 32.0)]),
        "bridge": Point(104.22, 31.5),
        "facility": Point(*BASE),
    }
    for kind, shape in layers.items():
        columns = {"name": [kind], "geometry": [shape]}
        if kind == "facility":
            columns["facility_kind"] = ["team_base"]
        table = gpd.GeoDataFrame(columns, crs="EPSG:4490")
        add_layer(made, kind, table, title=kind, source="测试", actor="t")
    add_event_parameters(made, QUAKE, "t")
    return made


def settings(**more):
    return MissionSettings(**{"teams": 2, "base": BASE, "doors_per_day": 5} | more)


def hand(made, acting=RESPONDER):
    return Hand(made, acting)
