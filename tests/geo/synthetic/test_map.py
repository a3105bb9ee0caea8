"""The map: borders fit, water runs down, roads arrive, hazards lie where they can."""

import numpy as np
import pytest
import shapely
from scipy import ndimage, sparse
from scipy.sparse import csgraph

from geo.synthetic.quakes import _planes


def sampled(raster, lon, lat, order=1):
    column, row = (
        (lon - raster.transform.c) / raster.transform.a,
        (lat - raster.transform.f) / raster.transform.e,
    )
    return ndimage.map_coordinates(
        raster.values, [row - 0.5, column - 0.5], order=order, mode="nearest"
    )


def test_villages_partition_towns_and_towns_the_county(metres):
    county = metres["county_boundary"].geometry[0]
    for kind in ("village_boundary", "town_boundary"):
        parts = metres[kind].geometry
        assert shapely.coverage_is_valid(parts.to_numpy())
        assert parts.area.sum() == pytest.approx(county.area, rel=1e-9)
    assert county.geom_type == "Polygon" and not county.interiors


def test_there_are_about_300_villages_in_12_towns(county):
    villages, towns = (county.layers[f"{k}_boundary"] for k in ("village", "town"))
    assert 270 <= len(villages) <= 330 and len(towns) == 12
    assert villages["name"].is_unique and towns["name"].is_unique
    assert villages["code"].is_unique and villages["code"].str.len().eq(12).all()
    assert set(villages["code"].str[:9]) == set(towns["code"])
    assert towns["code"].str.match("9900011..|9900012..").all()
    assert villages["code"].str[9:].astype(int).between(200, 399).all()
    assert towns["name"].str.endswith("乡").eq(towns["code"].str[6] == "2").all()


def test_outlines_look_drawn_and_not_cut(county):
    vertices = county.layers["village_boundary"].geometry.count_coordinates()
    assert 30 <= vertices.median() <= 80


def test_the_county_lies_within_its_region(county):
    west, south, east, north = county.layers["county_boundary"].total_bounds
    assert 104.20 < west < 104.30 and 31.27 < south < 31.37
    assert 104.68 < east < 104.80 and 31.70 < north < 31.80


def test_water_runs_down(county):
    for line in county.layers["river"].geometry:
        height_m = sampled(county.dem, *shapely.get_coordinates(line).T)
        assert (height_m - np.minimum.accumulate(height_m)).max() < 2.0


def test_mountains_stand_in_the_north_west_and_the_plain_in_the_south_east(county):
    height_m = county.dem.values
    assert 450 < height_m.min() < 520 and 1900 < height_m.max() < 3700
    rows, columns = height_m.shape
    assert height_m[: rows // 3, : columns // 2].mean() > 1000
    assert height_m[-rows // 3 :, columns // 2 :].mean() < 600


def test_bridges_stand_where_roads_cross_rivers(metres):
    roads, rivers = (metres[kind].union_all() for kind in ("road", "river"))
    bridges = metres["bridge"].geometry
    assert bridges.distance(roads).max() < 1 and bridges.distance(rivers).max() < 1
    crossings = shapely.intersection(roads, rivers)
    assert len(crossings.geoms) == pytest.approx(len(bridges), abs=2)


def test_roads_are_one_network(county):
    lines = county.layers["road"].geometry.to_numpy()
    points, line = shapely.get_coordinates(lines, return_index=True)
    _, joint = np.unique(points, axis=0, return_inverse=True)
    same = line[1:] == line[:-1]
    links = sparse.coo_array((np.ones(same.sum()), (joint[:-1][same], joint[1:][same])))
    links.resize((joint.max() + 1, joint.max() + 1))
    assert csgraph.connected_components(links, directed=False)[0] == 1
    classes = {"国道", "省道", "县道", "乡道", "村道"}
    assert set(county.layers["road"]["road_class"]) == classes


def test_faults_run_where_the_rupture_model_has_its_upper_edges(metres, county):
    faults = county.layers["fault"].to_crs("EPSG:4326").union_all()
    for plane in (_planes()[0], _planes()[2]):
        edge = shapely.LineString(plane[:2, :2])
        inside = edge & shapely.box(104.21, 31.26, 104.79, 31.79)
        assert inside.hausdorff_distance(faults & inside.buffer(1e-4)) < 1e-4


def test_zones_cover_the_county_and_one_border_halves_a_town(metres):
    zones = metres["seismic_zone"]
    assert zones.union_all().contains(metres["county_boundary"].geometry[0])
    assert dict(zip(zones["pga_g"], zones["design_intensity_degree"], strict=True)) == {
        0.05: 6,
        0.10: 7,
        0.15: 7,
        0.20: 8,
    }
    eight = zones[zones["design_intensity_degree"] == 8].union_all()
    towns = metres["town_boundary"].geometry
    shares = towns.intersection(eight).area / towns.area
    assert np.minimum(shares, 1 - shares).max() > 0.4
    six = zones[zones["design_intensity_degree"] == 6].union_all()
    county = metres["county_boundary"].geometry[0]
    assert 0.03 < county.intersection(six).area / county.area < 0.2


def test_the_flood_lies_along_the_rivers_and_within_its_extent(county, metres):
    depth = county.flood_depth
    row, column = np.nonzero(np.isfinite(depth.values))
    assert depth.values[row, column].min() > 0 and depth.values[row, column].max() < 8
    lon = depth.transform.c + (column + 0.5) * depth.transform.a
    lat = depth.transform.f + (row + 0.5) * depth.transform.e
    extent = county.layers["flood_extent"]
    hundred, twenty = (
        extent[extent["return_period_years"] == years].union_all()
        for years in (100, 20)
    )
    shapely.prepare(hundred)
    assert shapely.contains_xy(hundred, lon, lat).mean() > 0.97
    assert twenty.difference(hundred.buffer(3e-4)).is_empty
    assert extent["depth_m"].isna().any() and extent["depth_m"].notna().any()


def test_geohazards_lie_on_slopes_near_people(county):
    hazards = county.layers["geohazard"]
    assert set(hazards["hazard_type"]) == {"滑坡", "崩塌", "泥石流"}
    assert hazards["radius_m"].between(60, 400).all()
    slides = hazards[hazards["hazard_type"] == "滑坡"]
    height, width = np.gradient(county.dem.values, 92.7, 79.1)
    steep = county.dem._replace(values=np.degrees(np.arctan(np.hypot(height, width))))
    slope_degree = sampled(steep, slides.geometry.x, slides.geometry.y, order=0)
    assert np.median(slope_degree) > 18


def test_help_has_its_places(county):
    facilities = county.layers["facility"]
    counts = facilities["facility_kind"].value_counts()
    assert counts["team_base"] == 5 and counts["elderly_home"] == 12
    assert counts["school"] > 30
    assert facilities["name"].is_unique


def test_every_house_stands_in_its_village(county):
    homes = county.households.dropna(subset=["lon"])
    villages = county.layers["village_boundary"].set_index("code").geometry
    outlines = villages.loc[homes["village_code"]].to_numpy()
    assert shapely.contains_xy(outlines, homes["lon"], homes["lat"]).all()


def test_houses_keep_to_gentle_ground(county):
    homes = county.households.dropna(subset=["lon"])
    north, east = np.gradient(county.dem.values, 92.7, 79.1)
    slope = np.degrees(np.arctan(np.hypot(north, east)))
    steep = county.dem._replace(values=slope)
    assert np.median(sampled(steep, homes["lon"], homes["lat"])) < np.median(slope)
