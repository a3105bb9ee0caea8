"""What could be wrong in the simulated futures, apart from what they assume."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.damage_truths import STEPS_DEGREE, TRUTHS, standing, step_of, tables
from benchmarks.house_risk import county
from benchmarks.pilot_choices import best_of_each, by_rule
from benchmarks.seismic_futures import (
    Ground,
    Sources,
    assumed,
    draw_futures,
    ground_of,
    magnitudes,
    sources_of,
)
from geo.exposure import Exposure
from geo.hazard_curve import pga_of_intensity
from geo.plan_options import Options
from rules.vocabulary import GRADES, STRUCTURES


@pytest.fixture(scope="module")
def exposure() -> Exposure:
    random = np.random.default_rng(3)
    places = random.uniform(0.0, 20_000.0, (2, 300))
    return replace(county(300), easting_m=places[0], northing_m=places[1])


@pytest.fixture(scope="module")
def ground(exposure: Exposure) -> Ground:
    return ground_of(exposure)


@pytest.fixture(scope="module")
def sources(exposure: Exposure) -> Sources:
    return sources_of(exposure, [], "川渝")


@pytest.mark.parametrize("truth", TRUTHS)
def test_a_measure_never_makes_a_house_weaker(truth: str) -> None:
    as_it_stands, *after = tables(truth)
    assert all((table <= as_it_stands).all() for table in after)
    assert any((table < as_it_stands).any() for table in after)


@pytest.mark.parametrize("truth", TRUTHS)
def test_stronger_shaking_and_a_worse_grade_never_damage_less(truth: str) -> None:
    table = standing(truth)
    assert (np.diff(table, axis=-1) >= -1e-12).all()
    of_grade = table[:, :, [GRADES.index(grade) for grade in "ABCD"]]
    assert (np.diff(of_grade, axis=2) >= -1e-12).all()


def test_half_of_the_earth_houses_of_grade_d_fail_at_their_median() -> None:
    median_g = 0.26 * 0.80 * 0.66
    at = np.abs(pga_of_intensity(STEPS_DEGREE) - median_g).argmin()
    earth, worst = STRUCTURES.index("土坯"), GRADES.index("D")
    assert standing("hazus")[earth, 1, worst, at] == pytest.approx(0.5, abs=0.01)


def test_intensities_off_the_table_are_read_at_its_ends() -> None:
    assert step_of(np.array([-3.0, 1.0, 12.0, 15.0])).tolist() == [0, 0, 550, 550]


def test_every_future_holds_a_village_at_seven(
    sources: Sources, ground: Ground
) -> None:
    futures, drawn = draw_futures(1, 5, sources, ground, 0.5)
    assert len(futures) == 5 and drawn >= 5
    assert all(one.village_degree.max() >= 6.5 for one in futures)
    assert all(one.events for one in futures)
    village_means = np.stack([ground.shares @ one.degree for one in futures])
    highest = np.stack([one.village_degree for one in futures])
    assert (village_means >= highest - 1e-9).all()  # cell by cell, over all events


def test_the_same_seed_gives_the_same_futures(sources: Sources, ground: Ground) -> None:
    few, _ = draw_futures(5, 2, sources, ground, 0.5)
    more, _ = draw_futures(5, 3, sources, ground, 0.5)
    other, _ = draw_futures(6, 2, sources, ground, 0.5)
    assert [one.events for one in few] == [one.events for one in more[:2]]
    assert np.array_equal(few[1].degree, more[1].degree)
    assert few[0].events != other[0].events


def test_magnitudes_lie_between_the_ends_and_thin_out_by_b() -> None:
    drawn = magnitudes(np.random.default_rng(0), 200_000, 8.0)
    assert drawn.min() >= 5.0 and drawn.max() <= 8.0
    b = assumed()["seismicity"]["b_value"]
    assert (drawn >= 6.0).mean() == pytest.approx(10**-b, rel=0.04)


def test_neighbours_are_shaken_alike_and_strangers_are_not(ground: Ground) -> None:
    covariance = ground.root @ ground.root.T
    place = ground.east_m + 1j * ground.north_m
    away_km = np.abs(place[:, None] - place) / 1000.0
    assert np.allclose(np.diag(covariance), 1.0, atol=1e-5)
    assert np.allclose(covariance, np.exp(-3.0 * away_km / 20.0), atol=1e-5)


# house      0   0   1   2   3
# village    1   1   1   0   0      measure 0 of house 0 gains more per yuan
OPTIONS = Options(
    house=np.array([0, 0, 1, 2, 3]),
    village=np.array([1, 1, 1, 0, 0], dtype=np.int32),
    town=np.zeros(5, dtype=np.int32),
    task=np.zeros(5, dtype=np.int8),
    measure=np.array([2, 0, 0, 0, 0], dtype=np.int8),
    cost_cny=np.array([25, 12, 12, 25, 12]),
    gain=np.array([0.3, 0.2, 0.1, 0.5, 0.1]),
    need=np.array([2, 2, 1, 1, 2]),
    klass=np.zeros(5, dtype=np.int32),
)


def test_a_rule_takes_for_each_house_what_gains_most_per_yuan() -> None:
    assert best_of_each(OPTIONS).tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("budget_cny", "most_villages", "taken"),
    [
        (100, None, [2, 1, 3, 4]),  # village 1 first, the neediest first
        (100, 1, [2, 1]),
        (40, None, [2, 1, 4]),  # what the rest does not pay is passed over
        (11, None, []),
    ],
)
def test_a_rule_finishes_a_village_and_keeps_to_money_and_number(
    budget_cny: int, most_villages: int | None, taken: list[int]
) -> None:
    order = np.array([1, 0])
    assert by_rule(OPTIONS, order, budget_cny, most_villages).tolist() == taken
