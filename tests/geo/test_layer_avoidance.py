"""What the layers of faults and floods say of the ground, as offices name it."""

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, box

from geo.eligibility import Answer
from geo.fault_setback import moved_in_holocene
from geo.hazards import flood_way_mark
from geo.layer_files import read_layer
from rules.errors import SchemaError

LINE = LineString([(104.4, 31.4), (104.8, 31.6)])
GROUND = box(104.4, 31.4, 104.6, 31.6)


def filed(path, shape, **columns):
    count = len(next(iter(columns.values())))
    table = gpd.GeoDataFrame(columns, geometry=[shape] * count, crs="EPSG:4490")
    table.to_file(path, driver="GeoJSON", engine="pyogrio")
    return path


def test_a_fault_tells_its_age_and_the_soil_above_it(tmp_path):
    path = filed(
        tmp_path / "断裂.geojson",
        LINE,
        断裂名称=["甲", "乙"],
        最新活动时代=["全新世", "晚更新世"],
        覆盖层厚度=["75m", None],
    )
    faults = read_layer(path, "fault")
    answers = [moved_in_holocene(text) for text in faults["activity"]]
    assert answers == [Answer.YES, Answer.NO]
    soil_m = faults["overburden_m"].tolist()
    assert soil_m[0] == 75.0 and np.isnan(soil_m[1])


def test_soil_of_no_sane_thickness_is_refused(tmp_path):
    path = filed(tmp_path / "断裂.geojson", LINE, overburden_m=[-3])
    with pytest.raises(SchemaError, match="overburden_m is -3, needs 0 to 5000"):
        read_layer(path, "fault")


@pytest.mark.parametrize(
    ("column", "value", "answer"),
    [
        ("行洪区", "是", Answer.YES),
        ("是否行洪区", "否", Answer.NO),
        ("flood_way", True, Answer.YES),
        ("FLOODWAY", 1, Answer.YES),
        ("flood_way", 0, Answer.NO),
        ("flood_way", "不清楚", Answer.UNKNOWN),
    ],
)
def test_a_flood_extent_may_be_marked_as_a_flood_way(tmp_path, column, value, answer):
    path = filed(tmp_path / "洪水.geojson", GROUND, **{column: [value]})
    (mark,) = read_layer(path, "flood_extent")["flood_way"]
    assert flood_way_mark(mark) is answer
