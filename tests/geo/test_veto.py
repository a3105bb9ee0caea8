"""Houses that should move: the office's rules, three-valued, never in the way."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, box

from geo.crs import STORED_CRS, to_stored
from geo.eligibility import Answer
from geo.hazards import HazardLayers, screen
from geo.veto import judge_vetoes, villages_out
from rules.policy import load_policy
from rules.vocabulary import AVOID
from tests.geo.worlds import METRIC_CRS, county

POLICY = load_policy("990001")
TODAY = date(2026, 11, 22)
EAST, NORTH = 500_000.0, 3_400_000.0
NO, UNKNOWN, YES = int(Answer.NO), int(Answer.UNKNOWN), int(Answer.YES)


def houses(*away_m, village=None, storeys=1):
    """So far east of the line 500 km, half a kilometre from one another."""
    count = len(away_m)
    east, north = EAST + np.array(away_m, float), NORTH + 500.0 * np.arange(count)
    lon, lat = to_stored(east, north, METRIC_CRS)
    return county(
        lon=lon, lat=lat, easting_m=east, northing_m=north,
        storeys=[storeys] * count, village=village or [0] * count,
    )  # fmt: skip


def strip(west_m, east_m, **facts):
    """Ground between two distances from the line."""
    ground = box(EAST + west_m, NORTH - 5_000, EAST + east_m, NORTH + 50_000)
    table = {name: [value] for name, value in facts.items()}
    return gpd.GeoDataFrame(table, geometry=[ground], crs=METRIC_CRS).to_crs(STORED_CRS)


def line(**facts):
    trace = LineString([(EAST, NORTH - 9_000), (EAST, NORTH + 90_000)])
    table = {name: [value] for name, value in facts.items()}
    return gpd.GeoDataFrame(table, geometry=[trace], crs=METRIC_CRS).to_crs(STORED_CRS)


def judged(exposure, policy=POLICY, on=TODAY, **layers):
    hazards = screen(exposure, HazardLayers(**layers))
    return judge_vetoes(exposure, hazards, policy, on)


def test_a_house_in_a_geohazard_should_move():
    found = judged(houses(10, 500), geohazards=strip(0, 100))
    assert found.by_rule["avoid_geohazard"].tolist() == [YES, NO]
    assert found.answer.tolist() == [YES, NO]
    assert found.reasons(0) == ("avoid_geohazard",)
    assert found.reasons(1) == ()


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"flood_way": "行洪区"}, YES),
        ({"flood_way": "是", "return_period_years": 100.0}, YES),
        ({"flood_way": "否"}, NO),
        ({"flood_way": None, "return_period_years": 20.0}, YES),
        ({"flood_way": None, "return_period_years": 100.0}, NO),
        ({"return_period_years": 50.0}, NO),
        ({"flood_way": "否", "return_period_years": 10.0}, YES),
        ({}, UNKNOWN),
        ({"return_period_years": np.nan}, UNKNOWN),
    ],
)
def test_a_flood_way_is_what_is_marked_so_or_often_under_water(facts, answer):
    found = judged(houses(10, 500), flood_extents=strip(0, 100, **facts))
    assert found.by_rule["avoid_flood_way"].tolist() == [answer, NO]


def test_of_two_extents_the_worse_counts():
    both = [strip(0, 100, flood_way="否"), strip(0, 50, flood_way="是")]
    extents = gpd.pd.concat(both, ignore_index=True)
    found = judged(houses(10, 70), flood_extents=extents)
    assert found.answer.tolist() == [YES, NO]


def test_without_a_layer_a_rule_is_not_judged_and_holds_nobody_up():
    found = judged(houses(10, 500))
    assert found.not_judged == AVOID
    assert found.by_rule == {}
    assert found.answer.tolist() == [NO, NO]
    assert not found.one_degree_more.any()


def test_a_house_without_place_is_unknown_to_what_is_judged():
    exposure = replace(
        houses(10),
        **{name: np.array([np.nan]) for name in ("lon", "lat", "easting_m")},
        northing_m=np.array([np.nan]),
    )
    hazards = screen(exposure, HazardLayers(geohazards=strip(0, 100)))
    kinds = {"geohazard"}
    found = judge_vetoes(exposure, hazards, POLICY, TODAY, kinds=kinds)
    assert found.answer.tolist() == [UNKNOWN]
    assert found.not_judged == ("avoid_flood_way", "avoid_fault")


def at(degree):
    return strip(-9_000, 90_000, design_intensity_degree=degree)


@pytest.mark.parametrize(
    ("degree", "answers"), [(7, [NO, NO]), (8, [YES, NO]), (9, [YES, YES])]
)
def test_a_fault_is_asked_from_8_degrees_on(degree, answers):
    """House 1 stands at 30 m, across the line for all we know; house 2 at 150 m."""
    faults = line(activity="全新世")
    exposure = houses(30, 150, storeys=3)
    found = judged(exposure, seismic_zones=at(degree), faults=faults)
    assert found.by_rule["avoid_fault"].tolist() == answers


def test_an_excepted_house_stays_and_is_built_for_one_degree_more():
    found = judged(houses(60, 300), seismic_zones=at(8), faults=line(activity="Q4"))
    assert found.answer.tolist() == [NO, NO]
    assert found.one_degree_more.tolist() == [True, False]


def test_near_a_fault_of_unknown_age_a_high_house_waits_and_a_low_one_is_built_better():
    told = {"seismic_zones": at(8), "faults": line(name="某断裂")}
    found = judged(houses(60, storeys=3), **told)
    assert (found.answer.tolist(), found.one_degree_more.tolist()) == (
        [UNKNOWN],
        [False],
    )
    found = judged(houses(60, storeys=1), **told)
    assert (found.answer.tolist(), found.one_degree_more.tolist()) == ([NO], [True])


def test_at_an_unknown_degree_only_houses_near_a_fault_wait():
    found = judged(houses(30, 300), faults=line(activity="全新世"))
    assert found.answer.tolist() == [UNKNOWN, NO]


def test_a_county_may_drop_a_rule():
    kept = tuple(r for r in POLICY.rules if r.task != "avoid_geohazard")
    policy = replace(POLICY, rules=kept)
    found = judged(houses(10), policy=policy, geohazards=strip(0, 100))
    assert (found.answer.tolist(), found.not_judged) == (
        [NO],
        ("avoid_flood_way", "avoid_fault"),
    )
    assert found.rules["avoid_geohazard"] == ()


def test_before_the_first_day_of_the_rules_nobody_should_move():
    found = judged(houses(10), on=date(2016, 7, 31), geohazards=strip(0, 100))
    assert found.answer.tolist() == [NO]


def test_a_village_mostly_so_is_out_and_says_why():
    #  village 0: two of three in the geohazard, one of them in water too
    #  village 1: one of two in the water
    #  village 2: nobody
    exposure = houses(10, 150, 900, 250, 900, 900, village=[0, 0, 0, 1, 1, 2])
    layers = {
        "geohazards": strip(0, 200),
        "flood_extents": strip(100, 300, flood_way="是"),
    }
    found = villages_out(exposure, judged(exposure, **layers))
    assert found.index.tolist() == [0, 1]
    assert found["vetoed"].tolist() == [2, 1]
    assert found["households"].tolist() == [3, 2]
    assert found["out"].tolist() == [True, False]
    assert found["reasons"].tolist() == [
        ("avoid_geohazard", "avoid_flood_way"),
        ("avoid_flood_way",),
    ]
    assert found["village_code"].tolist() == ["990001001001", "990001001002"]


def test_without_vetoes_no_village_is_out():
    exposure = houses(900)
    found = villages_out(exposure, judged(exposure, geohazards=strip(0, 100)))
    assert len(found) == 0
