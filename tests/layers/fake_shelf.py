"""A shelf without a ledger: two towns, eight villages, as many houses as asked."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import rasterio
import shapely
from affine import Affine

from geo.crs import metric_crs, morton, to_metric
from geo.exposure import COLUMNS, Exposure
from layers.base import Description, Scale
from rules.vocabulary import GRADES

WEST, SOUTH, EAST, NORTH = 104.40, 31.20, 104.64, 31.32
BAD_NAME = "<img src=x onerror=alert(1)>`柳沟"
CRS = "EPSG:4490"


def table(geometries, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(geometries), crs=CRS)


def vectors():
    width = (EAST - WEST) / 4
    middle = (SOUTH + NORTH) / 2
    cells = [
        shapely.box(
            WEST + i * width, low, WEST + (i + 1) * width, low + (NORTH - SOUTH) / 2
        )
        for i in range(4)
        for low in (SOUTH, middle)
    ]
    codes = [f"99000110{i // 4 + 1}{200 + i % 4}" for i in range(8)]
    names = [
        "柳沟村",
        BAD_NAME,
        "石桥村",
        "上坝村",
        "大湾村",
        "青岩村",
        "白果村",
        "双河村",
    ]
    towns = [shapely.union_all(cells[:4]), shapely.union_all(cells[4:])]
    across = shapely.LineString(
        [(WEST, middle), (104.52, 31.25), (EAST, middle + 0.02)]
    )
    return {
        "village_boundary": table(cells, code=codes, name=names),
        "town_boundary": table(
            towns, code=["990001101", "990001102"], name=["安宁镇", "青山乡"]
        ),
        "county_boundary": table(
            [shapely.union_all(towns)], code=["990001"], name=["安房县"]
        ),
        "seismic_zone": table(
            [
                shapely.box(WEST, SOUTH, 104.47, NORTH),
                shapely.box(104.47, SOUTH, EAST, NORTH),
            ],
            design_intensity_degree=[6, 7],
        ),
        "flood_extent": table([across.buffer(0.004)], name=["1"]),
        "geohazard": table(
            shapely.points([(104.46, 31.3), (104.6, 31.22)]), radius_m=[900.0, np.nan]
        ),
        "fault": table(
            [shapely.LineString([(WEST, NORTH), (EAST, SOUTH)])], name=["断层"]
        ),
        "river": table([across], stream_order=[2]),
        "road": table(
            [
                shapely.LineString([(104.41, 31.21), (104.5, 31.3), (104.63, 31.31)]),
                shapely.LineString([(104.5, 31.21), (104.5, 31.3)]),
            ],
            road_class=["国道", "村道"],
        ),
        "bridge": table(shapely.points([(104.5, 31.2517)]), name=["桥"]),
        "facility": table(
            shapely.points([(104.45, 31.25), (104.55, 31.29)]),
            facility_kind=["school", "team_base"],
        ),
    }


# Villages of two plans, by their place in the list, with households.
PLANS = {"p1": {0: 30, 1: 20, 2: 10}, "p2": {1: 25, 2: 10, 5: 40}}
HOUSEHOLD_CNY = 30_000

NOT_DRAWN = (
    "no_house", "disaster_rebuild_aid", "housing_aid_before", "good_samaritan",
    "meets_seismic_standard", "retrofitted_on", "appraised_on", "grade_on_record",
)  # fmt: skip


def exposure(households, seed=1, villages=None):
    rng = np.random.default_rng(seed)
    boxes = np.array([cell.bounds for cell in villages.geometry])
    village = rng.integers(0, len(boxes), households)
    west, south, east, north = boxes[village].T
    lon = west + (east - west) * np.clip(rng.normal(0.5, 0.16, households), 0, 1)
    lat = south + (north - south) * np.clip(rng.normal(0.5, 0.16, households), 0, 1)
    code = morton(lon, lat)
    order = np.argsort(code, kind="stable")
    crs = metric_crs(104.5)
    easting_m, northing_m = to_metric(lon, lat, crs)

    def small(high, dtype, low=-1):
        return rng.integers(low, high, households).astype(dtype)

    made = Exposure(
        household_id=pa.chunked_array([[f"H{i:07d}" for i in range(households)]]),
        lon=lon, lat=lat, easting_m=easting_m, northing_m=northing_m,
        village=village.astype(np.int32),
        structure=small(8, np.int8), storeys=small(4, np.int8, 1),
        year_built=small(2020, np.int16, 1960), grade=small(4, np.int8),
        occupants=small(7, np.int16, 1), dependents=small(3, np.int16, 0),
        groups=small(255, np.uint16, 0), certified=small(255, np.uint16, 0),
        other_safe_home=small(2, np.int8), morton=code,
        village_codes=tuple(villages["code"]), village_names=tuple(villages["name"]),
        town_names=("安宁镇",) * 4 + ("青山乡",) * 4, metric_crs=crs,
        area_m2=np.full(households, np.nan),
        **{name: np.full(households, -1, COLUMNS[name]) for name in NOT_DRAWN},
    )  # fmt: skip
    return made.take(order)


class FakeShelf:
    version = "990001-7"
    county_name = "安房县"
    bounds = (WEST, SOUTH, EAST, NORTH)
    demonstration = True
    drill = False

    def __init__(self, folder: Path, households: int = 2000):
        self.folder = folder
        self.vectors = vectors()
        self.houses = exposure(households, villages=self.vectors["village_boundary"])
        self.rasters = {
            "dem": self._raster(
                "dem", lambda x, y: 600 + 500 * x + 200 * np.sin(9 * x + 7 * y)
            ),
            "flood_depth": self._raster(
                "depth", lambda x, y: np.where(abs(y - 0.5) < 0.1, 4 * x, np.nan)
            ),
        }
        self.shaking = self._raster("mmi", lambda x, y: 9 - 4 * x)

    def _raster(self, name, height):
        down, across = np.mgrid[0:60, 0:120]
        path = self.folder / f"{name}.tif"
        frame = Affine((EAST - WEST) / 120, 0, WEST, 0, (SOUTH - NORTH) / 60, NORTH)
        with rasterio.open(
            path, "w", driver="GTiff", width=120, height=60, count=1,
            dtype="float32", crs="EPSG:4326", transform=frame, nodata=np.nan,
        ) as target:  # fmt: skip
            target.write(height(across / 120, down / 60).astype(np.float32), 1)
        return path

    def vector(self, kind):
        return self.vectors.get(kind)

    def raster(self, kind):
        return self.rasters.get(kind)

    def source(self, kind):
        return "tests, 2026-01-01"

    def exposure(self):
        return self.houses

    def chosen(self, choice):
        mask = np.ones(len(self.houses), bool)
        if choice.get("grade"):
            mask &= self.houses.grade == GRADES.index(choice["grade"])
        if choice.get("town"):
            inside = np.array(
                [c.startswith(choice["town"]) for c in self.houses.village_codes]
            )
            mask &= inside[self.houses.village]
        return mask

    def house_classes(self, choice):
        return self.houses.grade.astype(np.uint8)

    def house_scale(self, choice):
        return Scale(title="Appraised grade", labels=GRADES)

    def event_raster(self, choice):
        return self.shaking if choice.get("event") else None

    def event_depth(self, choice):
        return self.rasters["flood_depth"] if choice.get("event") else None

    def event_extent(self, choice):
        return self.vectors["flood_extent"] if choice.get("event") else None

    def area_measures(self, level, choice):
        codes = [
            c[: {"town": 9, "village": 12}[level]] for c in self.houses.village_codes
        ]
        codes = list(dict.fromkeys(codes))
        values = np.linspace(0, 1, len(codes))
        values[-1] = np.nan
        counts = np.arange(len(codes)) * 10
        return pd.DataFrame(
            {"value": values, "numerator": counts, "denominator": 100}, codes
        )

    def area_scale(self, level, choice):
        return Scale(
            title="Completed", unit="%", limits=(0.2, 0.4, 0.6, 0.8), tone="progress"
        )

    def plan_classes(self, choice):
        classes = np.full(len(self.houses), 255, np.uint8)
        villages = PLANS.get(choice.get("plan"), {})
        planned = np.isin(self.houses.village, list(villages))
        planned &= np.arange(len(self.houses)) % 4 == 0
        classes[planned] = self.houses.structure[planned] % 5
        return classes

    def plan_villages(self, choice):
        ours = PLANS.get(choice.get("plan"), {})
        other = PLANS.get(choice.get("against"), ours) if ours else {}
        columns = {"code": [], "households": [], "cost_cny": [], "state": []}
        for place in sorted(ours | other):
            households = ours.get(place) or other[place]
            state = "leaves" if place not in ours else "enters"
            told = self.houses.village_codes[place], households
            told += (
                households * HOUSEHOLD_CNY,
                "kept" if place in other and place in ours else state,
            )
            for name, value in zip(columns, told, strict=True):
                columns[name].append(value)
        return pd.DataFrame(columns)

    def plan_title(self, choice):
        return f"plan {choice['plan']}, 2026-11-22" if choice.get("plan") else ""

    def event_origin(self, choice):
        return table([shapely.Point(104.5, 31.25)])

    def visited_doors(self, choice):
        doors = shapely.points([(104.51, 31.26), (104.52, 31.262), (104.53, 31.27)])
        return table(doors, tag=["绿", "黄", "红"])

    def mission_routes(self, choice):
        if not choice.get("mission"):
            return table([], kind=[], team=[], place=[])
        way = shapely.LineString([(104.5, 31.25), (104.51, 31.26), (104.52, 31.262)])
        doors = shapely.points([(104.51, 31.26), (104.52, 31.262)])
        kinds = ["base", "way", "door", "door"]
        return table(
            [shapely.Point(104.5, 31.25), way, *doors],
            kind=kinds, team=[0, 8, 8, 8], place=[0, 0, 1, 2],
        )  # fmt: skip

    def describe_house(self, position, choice):
        id_ = self.houses.household_id[position].as_py()
        return Description("house", id_, id_, (("Village", BAD_NAME),))

    def describe_place(self, lon, lat, choice):
        if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
            return None
        level = choice.get("level") or "village"
        areas = self.vectors[f"{level}_boundary"]
        found = areas[shapely.intersects_xy(areas.geometry.to_numpy(), lon, lat)].iloc[
            0
        ]
        return Description(
            level, found["code"], found["name"], (("Code", found["code"]),)
        )
