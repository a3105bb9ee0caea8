"""Polygons made valid, ground that two share, ground that none covers."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from geo.layer_quality import covered_ratio, overlaps_and_gaps, repaired
from rules.errors import CRSError

METRES = "EPSG:4543"  # around 102 E
EAST, NORTH = 500_000, 3_400_000


def at(*corners):
    """Place corners given in metres near the middle of the zone."""
    return Polygon([(EAST + x, NORTH + y) for x, y in corners])


def square(west, south, east, north):
    return box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def table(*shapes, **columns):
    rows = {"row": range(1, len(shapes) + 1)} | columns
    return gpd.GeoDataFrame(rows, geometry=list(shapes), crs=METRES).to_crs(4490)


BOW_TIE = at((0, 0), (100, 100), (100, 0), (0, 100))  # two triangles of 2 500 m²
SPIKE = at((0, 0), (50, 0), (0, 0))  # no area at all


def test_a_bow_tie_becomes_two_triangles_and_all_of_it_is_told_as_change():
    left, repair = repaired(table(square(200, 0, 300, 150), BOW_TIE, code=["A", "B"]))
    assert left.geometry.is_valid.all() and left["code"].tolist() == ["A", "B"]
    (one,) = repair.remade
    assert (one.row, round(one.before_m2), round(one.after_m2)) == (2, 0, 5000)
    assert (repair.count, repair.lost) == (1, ())
    assert repair.area_change_ratio == pytest.approx(5_000 / 20_000, rel=1e-6)


def test_areas_are_square_metres_wherever_in_china_the_layer_lies():
    north = gpd.GeoDataFrame({"row": [1]}, geometry=[BOW_TIE], crs="EPSG:4552")
    _, repair = repaired(north.to_crs(4490))  # around 129 E
    assert repair.remade[0].after_m2 == pytest.approx(5_000, rel=1e-6)


def test_what_has_no_area_left_goes_and_is_named():
    left, repair = repaired(table(SPIKE, BOW_TIE, code=["A", "B"]))
    assert left["code"].tolist() == ["B"]
    assert (repair.count, repair.lost) == (1, (1,))


def test_a_layer_that_is_valid_is_left_as_it_is():
    zones = table(square(0, 0, 10, 10))
    left, repair = repaired(zones)
    assert left.equals(zones)
    assert (repair.count, repair.area_change_ratio, repair.remade) == (0, 0.0, ())


def test_lines_and_points_have_no_area_to_change():
    line = LineString([(EAST, NORTH), (EAST + 9, NORTH)])
    left, repair = repaired(table(line, Point(EAST, NORTH)))
    assert len(left) == 2 and np.isnan(repair.area_change_ratio)


ring = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=4, max_size=9
).map(lambda corners: at(*corners))


@settings(max_examples=25)
@given(st.lists(ring, min_size=1, max_size=4))
def test_whatever_was_drawn_comes_out_valid_with_its_own_code(rings):
    codes = [f"9900011{at:02d}" for at in range(len(rings))]
    features = table(*rings, code=codes)
    left, repair = repaired(features)
    assert left.geometry.is_valid.all() and not left.geometry.is_empty.any()
    assert set(left.geom_type) <= {"Polygon", "MultiPolygon"}
    assert all(one.before_m2 >= 0 and one.after_m2 >= 0 for one in repair.remade)
    assert not repair.area_change_ratio < 0
    kept = [code for row, code in enumerate(codes, 1) if row not in repair.lost]
    assert left["code"].tolist() == kept


def test_zones_of_different_degree_that_share_ground_are_told_with_both():
    # 8 | 7 and a strip of 10 m by 100 m that belongs to both
    zones = table(square(0, 0, 110, 100), square(100, 0, 200, 100), degree=[8, 7])
    found = overlaps_and_gaps(zones, column="degree")
    (pair,) = found.overlaps
    assert (pair.first, pair.second, pair.values) == (1, 2, (8, 7))
    assert round(found.overlap_m2) == round(pair.m2) == 1000
    assert found.gaps == () and found.gap_m2 == 0


def test_a_zone_inside_another_and_one_drawn_twice_are_overlaps_the_worst_first():
    inner = square(10, 10, 20, 30)
    found = overlaps_and_gaps(table(square(0, 0, 100, 100), inner, inner))
    shared = [(pair.first, pair.second, round(pair.m2)) for pair in found.overlaps]
    assert shared == [(1, 2, 200), (1, 3, 200), (2, 3, 200)]


def test_zones_that_only_touch_neither_overlap_nor_leave_a_gap():
    zones = table(*[square(x, y, x + 50, y + 50) for x in (0, 50) for y in (0, 50)])
    found = overlaps_and_gaps(zones)
    assert (found.overlaps, found.gaps) == ((), ())


def test_a_border_drawn_twice_is_neither_overlap_nor_gap():
    over = overlaps_and_gaps(table(square(0, 0, 101, 100), square(100, 0, 200, 100)))
    under = table(square(0, 0, 99, 100), square(100, 0, 200, 100))
    outline = table(square(0, 0, 200, 100))
    apart = overlaps_and_gaps(under, outline)
    assert (over.overlaps, apart.gaps) == ((), ())


def test_a_gap_is_ground_of_the_outline_and_told_with_a_place_in_it():
    zones = table(square(0, 0, 100, 100), square(160, 0, 200, 100))
    found = overlaps_and_gaps(zones, table(square(0, 0, 200, 150)))
    (gap,) = found.gaps  # 60 × 100 between them, 200 × 50 above: one piece
    assert round(found.gap_m2) == round(gap.m2) == 60 * 100 + 200 * 50
    assert gap.polygon.contains(Point(gap.lon, gap.lat))


def test_without_an_outline_a_gap_is_a_hole_the_worst_first():
    plate = square(0, 0, 200, 100)
    holes = square(10, 10, 20, 20), square(50, 10, 90, 30)
    zones = table(shapely.difference(plate, shapely.union_all(holes)))
    found = overlaps_and_gaps(zones)
    assert [round(gap.m2) for gap in found.gaps] == [800, 100]
    assert round(found.gap_m2) == 900


def test_features_are_named_by_their_number_in_the_file():
    zones = table(square(0, 0, 60, 60), square(0, 0, 50, 50)).assign(row=[7, 12])
    (pair,) = overlaps_and_gaps(zones).overlaps
    assert (pair.first, pair.second) == (7, 12)
    unnamed = zones.drop(columns="row")
    unnamed.attrs = {"rows": [3, 4]}
    (pair,) = overlaps_and_gaps(unnamed).overlaps
    assert (pair.first, pair.second) == (3, 4)


cell = st.tuples(*[st.integers(0, 6)] * 2, *[st.integers(1, 4)] * 2)


@settings(max_examples=25)
@given(st.lists(cell, min_size=1, max_size=6))
def test_shared_and_missing_ground_are_what_counting_cells_says(cells):
    boxes = [square(10 * x, 10 * y, 10 * (x + w), 10 * (y + h)) for x, y, w, h in cells]
    covered = np.zeros((10, 10), int)
    for x, y, w, h in cells:
        covered[x : x + w, y : y + h] += 1
    found = overlaps_and_gaps(table(*boxes), table(square(0, 0, 100, 100)))
    assert round(found.gap_m2) == 100 * (covered == 0).sum()
    assert round(found.overlap_m2) == 100 * (covered * (covered - 1) // 2).sum()


def test_nothing_drawn_has_neither_and_without_crs_nothing_is_measured():
    nothing = table(Point(EAST, NORTH))
    assert overlaps_and_gaps(nothing).overlap_m2 == 0
    with pytest.raises(CRSError, match="no CRS"):
        overlaps_and_gaps(table(square(0, 0, 1, 1)).set_crs(None, allow_override=True))


def test_how_much_of_the_old_map_the_new_one_covers():
    old = table(square(0, 0, 100, 100), square(100, 0, 200, 100))
    assert covered_ratio(table(square(0, 0, 100, 100)), old) == pytest.approx(0.5)
    assert np.isnan(covered_ratio(old, table(Point(EAST, NORTH))))
