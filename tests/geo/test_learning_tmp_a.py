import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.houses import grade_probabilities
from geo.learned_damage import learned_damage
from geo.learning import Tags, learn
from geo.learning_doors import doors_of
from geo.learning_prior import prior_of
from geo.shaking import Shaking
from tests.geo.worlds import county

GREEN, YELLOW, RED = 0, 1, 2
KINDS = ("土坯", "砖木", "砖混", "穿斗木")


def two_villages(houses=60, apart_m=4000.0):
    """Houses of one village, then of another; none of the third."""
    village = np.repeat([0, 1], houses)
    return county(
        village=village,
        structure=[KINDS[i % len(KINDS)] for i in range(2 * houses)],
        storeys=[1] * (2 * houses),
        occupants=[3] * (2 * houses),
        dependents=[0] * (2 * houses),
        easting_m=village * apart_m,
        northing_m=np.zeros(2 * houses),
    )


def shaken(houses, degree=7.0, sigma=0.45):
    return Shaking(
        intensity_degree=np.full(len(houses), degree, np.float32),
        sigma_degree=sigma,
        between_sigma_degree=0.42,
        source="parameters",
    )


def visits(positions, tag, reason=0, grade=-1):
    count = len(positions)
    return Tags(
        position=np.array(positions, np.int64),
        tag=np.broadcast_to(np.array(tag, np.int8), count).copy(),
        damage_grade=np.broadcast_to(np.array(grade, np.int8), count).copy(),
        reason=np.full(count, reason, np.int8),
    )


def danger(houses, shaking, tags):
    """Return people in danger behind unvisited doors, by village."""
    learned = learn(houses, shaking, tags)
    heavy = learned_damage(houses, shaking, learned, tags).probabilities[:, 3:].sum(1)
    people = heavy * houses.occupants
    people[tags.position] = 0.0
    return np.bincount(houses.village, weights=people, minlength=2)


def test_without_findings_nothing_is_learnt():
    houses = two_villages()
    learned = learn(houses, shaken(houses), Tags.none())
    assert learned.residual_degree.tolist() == [0.0, 0.0, 0.0]
    # sqrt(.42**2 + .85 * .45**2): the event, and what a village has in common
    assert learned.residual_sd_degree[:2] == pytest.approx([0.590, 0.590], abs=1e-3)
    assert not learned.type_shift_degree.any()
    assert sum(learned.model_weight.values()) == pytest.approx(1.0)
    assert learned.tags_used == 0


def test_without_findings_the_damage_is_that_of_the_earthquake():
    houses = two_villages()
    shaking = shaken(houses)
    learned = learn(houses, shaking, Tags.none())
    found = learned_damage(houses, shaking, learned, Tags.none())
    expected = grade_probabilities(houses, shaking.intensity_degree, 0.6155)
    assert found.probabilities == pytest.approx(expected, abs=2e-3)
    assert found.found is None


def test_red_doors_raise_their_village_and_less_so_its_neighbour():
    houses = two_villages()
    shaking = shaken(houses)
    red = learn(houses, shaking, visits(range(12), RED))
    green = learn(houses, shaking, visits(range(12), GREEN))
    assert red.residual_degree[0] > red.residual_degree[1] > 0.05
    assert green.residual_degree[0] < green.residual_degree[1] < 0.0
    assert red.residual_sd_degree[0] < 0.59
    assert red.tags_used == 12


def test_a_far_village_learns_only_what_the_whole_event_has_in_common():
    near, far = two_villages(apart_m=1000.0), two_villages(apart_m=200_000.0)
    tags = visits(range(20), RED)
    of_near = learn(near, shaken(near), tags).residual_degree
    of_far = learn(far, shaken(far), tags).residual_degree
    assert of_near[1] > of_far[1] > 0.0
    assert of_far[1] == pytest.approx(of_far[2])  # nobody lives in the third


def test_visits_because_somebody_asked_weigh_less():
    houses = two_villages()
    shaking = shaken(houses)
    ordered, unknown, asked = (
        learn(houses, shaking, visits(range(12), RED, reason)).residual_degree[0]
        for reason in (0, -1, 1)
    )
    assert ordered > unknown > asked > 0.0


def test_an_appraised_grade_weighs_more_than_a_tag():
    houses = two_villages()
    shaking = shaken(houses)
    prior = prior_of(houses, shaking)
    tagged, graded = (
        doors_of(houses, shaking, prior, visits([0, 1, 2], RED, grade=grade))
        for grade in (-1, 5)
    )
    assert (graded.weight > tagged.weight).all()


def test_doors_of_unknown_shaking_and_visits_without_a_word_teach_nothing():
    houses = two_villages()
    shaking = shaken(houses)
    shaking.intensity_degree[0] = np.nan
    tags = visits([0, 1], [RED, -1])
    learned = learn(houses, shaking, tags)
    assert learned.tags_used == 0
    assert not learned.residual_degree.any()


def test_models_that_foresaw_the_findings_gain_weight_and_none_is_ruled_out():
    houses = two_villages()
    shaking = shaken(houses, 8.0)
    # all are green where every model expects many red, one more than the others
    learned = learn(houses, shaking, visits(range(0, 120, 2), GREEN))
    weights = learned.model_weight
    assert weights["riskue"] > weights["pager"] >= 0.05


def test_a_model_can_be_left_out():
    houses = two_villages()
    shaking = shaken(houses)
    tags = visits(range(12), RED)
    learned = learn(houses, shaking, tags, models=("riskue", "gbt"))
    assert set(learned.model_weight) == {"riskue", "gbt"}
    found = learned_damage(houses, shaking, learned, tags)
    assert found.probabilities.sum(axis=1) == pytest.approx(np.ones(120), abs=1e-5)


def test_a_household_without_a_village_learns_from_the_event_alone():
    houses = county(
        village=[0] * 30 + [-1],
        structure=["砖木"] * 31,
        occupants=[3] * 31,
        dependents=[0] * 31,
    )
    shaking = shaken(houses)
    before = grade_probabilities(houses, shaking.intensity_degree, 0.6155)
    tags = visits(range(12), RED)
    found = learned_damage(houses, shaking, learn(houses, shaking, tags), tags)
    assert found.probabilities[30, 3:].sum() > before[30, 3:].sum()
    assert found.probabilities[29, 3:].sum() > found.probabilities[30, 3:].sum()


tag_lists = st.lists(st.sampled_from([GREEN, YELLOW, RED]), min_size=10, max_size=30)


@settings(deadline=None, max_examples=250)
@given(tag_lists, st.sampled_from([6.0, 6.5, 7.2, 8.0, 9.0]), st.sampled_from([0, 2]))
def test_one_wrong_tag_among_ten_changes_a_village_by_a_tenth_at_most(
    tags, degree, wrong
):
    houses = two_villages()
    shaking = shaken(houses, degree)
    after = [wrong, *tags[1:]]
    right, changed = (
        danger(houses, shaking, visits(range(len(tags)), word))
        for word in (tags, after)
    )
    assert abs(changed[0] / right[0] - 1.0) <= 0.10


@settings(deadline=None, max_examples=250)
@given(tag_lists, st.integers(1, 9), st.sampled_from([6.0, 7.0, 8.0, 9.0]))
def test_one_wrong_tag_among_few_changes_less_than_the_prior_deviation(
    tags, count, degree
):
    houses = two_villages()
    shaking = shaken(houses, degree)
    few = tags[:count]
    after = [RED if few[0] == GREEN else GREEN, *few[1:]]
    right, changed = (
        danger(houses, shaking, visits(range(count), word)) for word in (few, after)
    )
    assert abs(changed[0] - right[0]) < prior_deviation(houses, degree, count)


def prior_deviation(houses, degree, visited):
    """Spread of the people in danger over the shaking alone, models averaged."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(9)
    rest = houses.take(np.arange(visited, 60))
    sd = np.hypot(0.42, 0.45)
    people = np.array(
        [
            (
                grade_probabilities(rest, np.full(len(rest), degree + sd * node), 0.0)[
                    :, 3:
                ].sum(1)
                * 3.0
            ).sum()
            for node in nodes
        ]
    )
    mean = np.average(people, weights=weights)
    return np.sqrt(np.average((people - mean) ** 2, weights=weights))
