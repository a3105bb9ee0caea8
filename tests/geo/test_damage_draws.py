import numpy as np
import pytest

from geo.houses import earthquake_damage
from geo.learned_damage import learned_damage
from geo.learning import Tags, learn
from geo.shaking import Shaking
from geo.triage import triage
from tests.geo.worlds import county


def struck(degree=7.5, between=0.42):
    houses = county(
        village=[0] * 40 + [1] * 40 + [-1] * 10,
        structure=["土坯", "砖木"] * 45,
        occupants=[3] * 90,
        dependents=[0] * 90,
    )
    shaking = Shaking(
        intensity_degree=np.full(90, degree, np.float32),
        sigma_degree=0.45,
        between_sigma_degree=between,
        source="parameters",
    )
    return houses, shaking


def tagged(positions, tag):
    count = len(positions)
    return Tags(
        position=np.array(positions, np.int64),
        tag=np.full(count, tag, np.int8),
        damage_grade=np.full(count, -1, np.int8),
        reason=np.zeros(count, np.int8),
    )


def learnt(houses, shaking, tags):
    return learned_damage(houses, shaking, learn(houses, shaking, tags), tags)


def test_sums_are_by_village_and_those_without_one_come_first():
    houses, shaking = struck()
    spread = learnt(houses, shaking, Tags.none()).spread
    sums = spread.sums(np.ones(90), houses.village + 1, 4)
    assert sums.shape == (3, 200, 4)
    assert (sums[..., 3] == 0.0).all()  # nobody lives in the third village
    assert sums[..., 0].max() <= 10.0
    assert sums[..., 1].max() <= 40.0
    assert spread.model_weight.sum() == pytest.approx(1.0)


def test_the_same_county_is_drawn_the_same_twice():
    houses, shaking = struck()
    first, second = (
        triage(houses, learnt(houses, shaking, Tags.none())).heavy_total
        for _ in range(2)
    )
    assert first == second


def test_the_models_together_lie_around_what_is_expected():
    houses, shaking = struck()
    total = triage(houses, learnt(houses, shaking, Tags.none())).heavy_total
    ensemble = earthquake_damage(houses, shaking).probabilities[:, 3:].sum()
    assert total.low < ensemble < total.high
    assert total.middle == pytest.approx(ensemble, rel=0.25)


def test_findings_narrow_the_interval():
    houses, shaking = struck()
    before = triage(houses, learnt(houses, shaking, Tags.none())).heavy_total
    tags = tagged(range(0, 80, 2), 0)
    after = triage(houses, learnt(houses, shaking, tags), tags=tags).heavy_total
    assert after.high - after.low < (before.high - before.low) / 2
    assert after.middle < before.middle


def test_an_unknown_hazard_everywhere_is_no_total():
    houses, shaking = struck(np.nan)
    found = triage(houses, learnt(houses, shaking, Tags.none()))
    assert np.isnan(found.heavy_total).all()
    assert np.isnan(found.people_total).all()
