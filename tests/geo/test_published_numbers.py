"""Tables as they were printed, typed in here a second time."""

import numpy as np
import pytest

from geo.attenuation import epicentral_intensity, semi_axes
from geo.flood_damage import loss_ratio
from geo.fragility import exceedance, mean_damage_grade, mean_damage_index
from geo.instrumental import instrumental_intensity
from rules.parameters import load_parameters

TO_NINE = np.array([6.0, 7.0, 8.0, 9.0])


@pytest.mark.parametrize(
    ("degree", "pga_m_s2", "pgv_m_s"),
    [(6, 0.65, 0.055), (7, 1.35, 0.119), (8, 2.79, 0.257), (9, 5.76, 0.554)],
)
def test_gbt_17742_ground_motion_and_its_intensity(degree, pga_m_s2, pgv_m_s):
    # I_A = 3.17 lg a + 6.59, I_V = 3.00 lg v + 9.77
    by_acceleration = instrumental_intensity(np.array([pga_m_s2]), None)
    by_velocity = instrumental_intensity(None, np.array([pgv_m_s]))
    assert by_acceleration == pytest.approx([degree], abs=0.01)
    assert by_velocity == pytest.approx([degree], abs=0.01)


def test_the_rings_of_magnitude_seven_in_sichuan_and_chongqing():
    long_km, short_km = semi_axes("川渝", 7.0, TO_NINE)
    assert long_km.round().tolist()[:3] == [81, 38, 16] and round(long_km[3], 1) == 3.6
    assert short_km.round().tolist()[:3] == [78, 32, 12]
    assert round(short_km[3], 1) == 2.4


@pytest.mark.parametrize(
    ("region", "base", "long", "short"),
    [
        ("川渝", 10, (4.0293, 1.3003, -3.6404, 10), (2.3816, 1.3003, -2.8573, 5)),
        ("华北", np.e, (3.727, 1.429, -1.538, 2), (1.483, 1.429, -1.187, 4)),
        ("东北", np.e, (2.83, 1.42, -1.39, 15), (2.46, 1.42, -1.47, 10)),
        ("华南", np.e, (3.635, 1.612, -1.711, 20), (2.703, 1.578, -1.547, 14)),
        ("新疆", 10, (4.2697, 1.5175, -3.9902, 25), (3.2438, 1.3996, -3.3142, 15)),
        ("川藏", 10, (6.458, 1.2746, -4.4709, 25), (3.3682, 1.2746, -3.3119, 9)),
        ("宁甘", np.e, (4.864, 1.464, -1.783, 22), (3.032, 1.321, -1.343, 9)),
        ("云南", 10, (5.4154, 1.2792, -3.8738, 21), (3.3421, 1.1719, -2.8268, 7)),
    ],
)
def test_the_attenuation_of_every_region_is_as_printed(region, base, long, short):
    both = [base ** ((6.0 - a - b * 7.0) / c) - r for a, b, c, r in (long, short)]
    found = [axis.item() for axis in semi_axes(region, 7.0, 6.0)]
    assert found == pytest.approx(both)


def test_the_intensity_above_the_focus():
    assert epicentral_intensity(6.0, 10.0) == pytest.approx(7.61)


@pytest.mark.parametrize(
    ("kind", "collapse"),
    [
        ("A", [0, 0.05, 0.10, 0.325, 0.55, 0.70, 0.85]),
        ("UFB1", [0.02, 0.07, 0.12, 0.235, 0.35, 0.525, 0.70]),
        ("RS", [0.025, 0.04, 0.055, 0.10, 0.145, 0.2925, 0.44]),
        ("UFB", [0.01, 0.025, 0.04, 0.09, 0.14, 0.245, 0.35]),
        ("UCB", [0, 0.0025, 0.005, 0.0175, 0.03, 0.065, 0.10]),
        ("C3", [0, 0.001, 0.002, 0.011, 0.02, 0.065, 0.11]),
        ("C1", [0, 0.005, 0.01, 0.015, 0.02, 0.06, 0.10]),
        ("W", [0, 0, 0, 0.025, 0.05, 0.075, 0.10]),
    ],
)
def test_pager_collapse_of_every_type_in_china(kind, collapse):
    table = load_parameters("fragility")["pager"]
    assert table["intensity_degree"] == (6, 6.5, 7, 7.5, 8, 8.5, 9)
    assert table["collapse"][kind] == tuple(collapse)


def test_pager_mix_of_rural_houses_in_china():
    mix = load_parameters("fragility")["national_mix"].values
    printed = {"土坯": 0.40, "砖木": 0.35, "砖混": 0.10, "穿斗木": 0.095}
    assert dict(mix) == printed | {"框架": 0.03, "石木": 0.025}


@pytest.mark.parametrize(
    ("structure", "index", "mean"),
    [
        ("土坯", 0.84, [0.83, 1.62, 2.66, 3.66]),
        ("砖木", 0.74, [0.52, 1.09, 1.99, 3.06]),
        ("砖混圈梁构造柱", 0.451, [0.12, 0.27, 0.60, 1.24]),
        ("石木", 0.873, None),
        ("砖混", 0.616, None),
        ("穿斗木", 0.447, None),
    ],
)
def test_risk_ue_index_and_mean_grade(structure, index, mean):
    assert load_parameters("fragility")["riskue_index"][structure] == index
    law = 2.5 * (1 + np.tanh((TO_NINE + 6.25 * index - 13.1) / 2.3))
    found = mean_damage_grade(structure, TO_NINE)
    assert found == pytest.approx(law)
    if mean is not None:
        assert found == pytest.approx(mean, abs=0.006)


@pytest.mark.parametrize(
    ("structure", "heavy"), [("土坯", 0.22), ("砖木", 0.08), ("砖混圈梁构造柱", 0.001)]
)
def test_risk_ue_heavy_damage_at_eight(structure, heavy):
    found = exceedance("riskue", structure, np.array([8.0]))[0, 2]
    assert found == pytest.approx(heavy, abs=0.006)


@pytest.mark.parametrize(
    ("structure", "ranges"),
    [
        ("土坯", [(0.15, 0.44), (0.42, 0.62), (0.60, 0.90)]),
        ("穿斗木", [(0.11, 0.31), (0.29, 0.46), (0.44, 0.62)]),
        ("砖混", [(0.09, 0.27), (0.25, 0.50), (0.48, 0.69)]),
        ("砖混圈梁构造柱", [(0.05, 0.18), (0.16, 0.35), (0.33, 0.54)]),
        ("框架", [(0.04, 0.16), (0.14, 0.27), (0.25, 0.48)]),
    ],
)
def test_the_mean_damage_index_lies_within_the_ranges_of_gbt_17742(structure, ranges):
    found = mean_damage_index(structure, TO_NINE[1:])
    for index, (least, most) in zip(found, ranges, strict=True):
        assert least <= index <= most


def test_depth_and_damage_of_asian_homes_as_jrc_printed_them():
    depths = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 5, 6])
    printed = [0, 0.33, 0.49, 0.62, 0.72, 0.87, 0.93, 0.98, 1]
    assert loss_ratio(depths).tolist() == printed
