"""A small county to plan for: each village stands for something else.

柳沟村 has C houses, 石桥村 D houses, 河口村 sound ones that fail the standard and two
families on a landslide; 滩头村 lies in the flood way; of 新桥村 no structure is known;
平原村 stands on quiet ground; in 福寿村 nobody belongs to a protected group.
"""

from datetime import datetime

import geopandas as gpd
from shapely import LineString, box

from desk.layer_store import add_layer
from desk.workspace import Workspace, create_workspace
from ledger.roles import Acting, Role
from ledger.schema import dwelling, household, membership, place

TOWN, OTHER_TOWN, QUIET_TOWN = "990001100", "990001101", "990001102"
C_VILLAGE, D_VILLAGE, NOBODY = (f"{TOWN}{n}" for n in (200, 201, 202))
SOUND, FLOODED, UNSEEN = (f"{OTHER_TOWN}{n}" for n in (200, 201, 202))
QUIET = f"{QUIET_TOWN}200"
NAMES = {
    TOWN: "安和镇",
    OTHER_TOWN: "云顶乡",
    QUIET_TOWN: "平原镇",
    C_VILLAGE: "柳沟村",
    D_VILLAGE: "石桥村",
    NOBODY: "福寿村",
    SOUND: "河口村",
    FLOODED: "滩头村",
    UNSEEN: "新桥村",
    QUIET: "平原村",
}
# Village: its letter, households, west and south of its first house, its houses.
VILLAGES = {
    C_VILLAGE: ("C", 8, 104.10, 31.50, {"structure": "土坯", "grade": "C"}),
    D_VILLAGE: ("D", 6, 104.20, 31.50, {"structure": "砖木", "grade": "D"}),
    NOBODY: ("N", 3, 104.25, 31.55, {"structure": "土坯", "grade": "C"}),
    SOUND: ("S", 7, 104.30, 31.60, {"structure": "砖木", "grade": "B"}),
    FLOODED: ("F", 4, 104.40, 31.60, {"structure": "土坯", "grade": "C"}),
    UNSEEN: ("U", 5, 104.35, 31.70, {"grade": "C"}),
    QUIET: ("Q", 4, 104.80, 31.50, {"structure": "土坯", "grade": "C"}),
}
ON_LANDSLIDE = ("S5", "S6")
IN_FLOOD_WAY = ("F0", "F1", "F2")
HEAD, ID_NUMBER = "张三丰", "11010519491231002X"
LONG_AGO = datetime(2025, 3, 3, 8)
PLANNER = Acting("张县局", Role.PLANNER)
ACT = {"actor": "t", "verb": "survey", "scope": "exposure", "at": LONG_AGO}


def empty_workspace(root, **more) -> Workspace:
    told = {"county_name": "安和县", "policy_code": "990001", "demonstration": True}
    return create_workspace(root, county_code="990001", **told | more)


def made_workspace(root, villages=tuple(VILLAGES)) -> Workspace:
    """Make the county, its families entitled but for those of one village."""
    made = empty_workspace(root)
    homes = [one for code in villages for one in houses_in(code)]
    with made.ledger.writing(**ACT) as entry:
        entry.write(place, [{"code": c, "name": n} for c, n in NAMES.items()])
        entry.write(household, [family for family, _house in homes])
        entry.write(dwelling, [house for _family, house in homes])
        poor = [f["household_id"] for f, _ in homes if f["village_code"] != NOBODY]
        entry.write(membership, [certified(id_) for id_ in poor])
    add_layers(made)
    return made


def houses_in(code):
    """Yield family and house of a village, 50 m apart, of 1 to 5 people."""
    letter, count, west, south, kind = VILLAGES[code]
    for number in range(count):
        own = {"household_id": f"{letter}{number}"}
        family = own | {"village_code": code, "occupants": 1 + (3 * number) % 5}
        family |= {"head_name": HEAD, "id_number": ID_NUMBER, "dependents": number % 2}
        family |= {"other_safe_home": False, "disaster_rebuild_aid": False}
        family |= {"no_house": False}
        house = own | {"lon": west + 0.0005 * number, "lat": south, "storeys": 1}
        yield family, house | {"meets_seismic_standard": False} | kind


def certified(household_id):
    row = {"household_id": household_id, "group_name": "低保户"}
    return row | {"certified_by": "民政", "certified_on": LONG_AGO.date()}


def add_layers(made: Workspace) -> None:
    told = {"source": "测试", "actor": "t", "at": LONG_AGO}
    zones = {
        "pga_g": [0.2, 0.05],
        "design_intensity_degree": [8.0, 6.0],
        "geometry": [box(104, 31, 104.6, 32), box(104.6, 31, 105, 32)],
    }
    landslide = {
        "name": ["滑坡"],
        "geometry": [box(104.3024, 31.599, 104.3031, 31.601)],
    }
    flood = {
        "return_period_years": [10.0],
        "flood_way": ["是"],
        "geometry": [box(104.399, 31.599, 104.40125, 31.601)],
    }
    roads = {"name": ["县道"], "geometry": [LineString([(104.0, 31.5), (104.6, 31.5)])]}
    county = {
        "code": ["990001"],
        "name": ["安和县"],
        "geometry": [box(104, 31, 105, 32)],
    }
    for kind, columns in {
        "seismic_zone": zones,
        "geohazard": landslide,
        "flood_extent": flood,
        "road": roads,
        "county_boundary": county,
    }.items():
        add_layer(made, kind, gpd.GeoDataFrame(columns, crs="EPSG:4490"), title=kind,
                  **told)  # fmt: skip
