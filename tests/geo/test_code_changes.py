import geopandas as gpd
from shapely.geometry import box

from geo.code_changes import (
    NAME_AND_GROUND,
    OTHER_PLACE,
    PART_OF_GROUND,
    POINT_APART,
    SAME_GROUND,
    WHOLE_TOWN,
    suggest_changes,
)
from geo.known_places import NONE_LIKELY, ONLY_OF_THAT_NAME, SAME_NAME

TOWN = {"990001100": "安河镇", "990001101": "青石镇"}


def outlines(**squares):
    """Squares of 0.01 degrees, one or more beside each other, by village code."""
    shapes = [box(104 + w / 100, 31, 104 + e / 100, 31.01) for w, e in squares.values()]
    codes = [code.removeprefix("c") for code in squares]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs="EPSG:4490")


def told(found):
    return [(one.old_code, one.new_code, one.reason) for one in found]


def test_what_is_in_both_editions_needs_no_change():
    names = TOWN | {"990001100007": "柳沟村"}
    assert suggest_changes(names, names) == []


def test_a_village_that_kept_its_name_is_found_by_it():
    old = TOWN | {"990001100007": "柳沟村", "990001100009": "某村"}
    new = TOWN | {"990001101012": "柳沟村"}
    assert told(suggest_changes(old, new)) == [
        ("990001100007", "990001101012", ONLY_OF_THAT_NAME),
        ("990001100009", "", NONE_LIKELY),
    ]


def test_a_town_that_moved_as_a_whole_is_told_once():
    old = TOWN | {"990001100007": "柳沟村", "990001100009": "新桥村"}
    new = {"990001400": "安河街道", "990001400007": "柳沟村", "990001400009": "新桥村"}
    assert told(suggest_changes(old, new)) == [("990001100", "990001400", WHOLE_TOWN)]


def test_ground_and_name_are_weighed_together():
    # before:  07 | 08 | 09 | 10        now:  11 | 12 12 | 13
    names = {"07": "甲村", "08": "乙村", "09": "丙村", "10": "丁村"}
    old = {f"9900011000{digits}": name for digits, name in names.items()}
    new = {"990001100011": "甲村", "990001100012": "和村", "990001100013": "戊村"}
    before = outlines(c990001100007=(0, 1), c990001100008=(1, 2),
                      c990001100009=(2, 3), c990001100010=(3, 4))  # fmt: skip
    now = outlines(c990001100011=(0, 1), c990001100012=(1, 3), c990001100013=(3, 4))
    found = suggest_changes(old, new, old_outlines=before, new_outlines=now)
    assert told(found) == [
        ("990001100007", "990001100011", NAME_AND_GROUND),
        ("990001100008", "990001100012", PART_OF_GROUND),
        ("990001100009", "990001100012", PART_OF_GROUND),
        ("990001100010", "990001100013", SAME_GROUND),
    ]
    assert [round(one.overlap_ratio, 3) for one in found] == [1, 1, 1, 1]


def test_where_name_and_ground_disagree_nothing_is_proposed():
    before, now = outlines(c990001100007=(0, 1)), outlines(c990001100012=(0, 1))
    new = {"990001100011": "甲村", "990001100012": "乙村"}
    kept = {"old_outlines": before, "new_outlines": now}
    found = suggest_changes({"990001100007": "甲村"}, new, **kept)
    assert told(found) == [("990001100007", "", POINT_APART)]


def test_a_code_given_to_another_village_is_pointed_out():
    old = {"990001100007": "柳沟村", "990001100009": "新桥村"}
    new = {"990001100007": "新桥村", "990001100010": "柳沟村"}
    assert told(suggest_changes(old, new)) == [
        ("990001100007", "", OTHER_PLACE),
        ("990001100009", "990001100007", SAME_NAME),
    ]
