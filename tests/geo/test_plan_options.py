"""What may be proposed for a house, and for whom nothing may be yet."""

import numpy as np
import pytest

from geo.eligibility import Answer
from geo.plan_options import MEASURES, build_options, house_classes, towns_of
from geo.portfolio import Demand, solve
from rules.vocabulary import TASKS, WAYS
from tests.geo.plans import demand, money
from tests.geo.worlds import county

YES, NO, UNKNOWN = int(Answer.YES), int(Answer.NO), int(Answer.UNKNOWN)
COSTS = {(task, way): 12_000 for task in TASKS for way in WAYS}
AFTER = {"strengthen": 0.4, "hdc": 0.3, "rebuild": 0.1, "relocate": 0.1}
GRADES = ["A", "B", "C", "D"]


def proposed(exposure, *, seismic=NO, dangerous=NO, vetoed=NO, **more):
    count = len(exposure)

    def each(answer):
        return np.broadcast_to(np.array(answer, dtype=np.int8), (count,))

    whole = {
        "need": np.arange(count),
        "costs": COSTS,
        "risk": np.full(count, 1.0),
        "risk_after": {m: np.full(count, r) for m, r in AFTER.items()},
        "applicable": {m: np.ones(count, dtype=bool) for m in MEASURES},
    } | more
    entitled = dict(zip(TASKS, (each(dangerous), each(seismic)), strict=True))
    return build_options(exposure, entitled, each(vetoed), **whole)


def said(options):
    """Return (house, task, measure) of each option, in short."""
    names = ("dangerous", "seismic")
    return [
        (house, names[task], MEASURES[measure])
        for house, task, measure in zip(
            options.house.tolist(), options.task, options.measure, strict=True
        )
    ]


def houses(*grades, **columns):
    return county(grade=grades, village=[0] * len(grades), **columns)


def waiting(found):
    return {
        reason: np.flatnonzero(m).tolist()
        for reason, m in found.apart.items()
        if m.any()
    }


def test_grade_decides_the_measure():
    found = proposed(
        houses("C", "D", "B"), seismic=[NO, NO, YES], dangerous=[YES, YES, NO]
    )
    assert said(found.options) == [
        (0, "dangerous", "strengthen"),
        (1, "dangerous", "rebuild"),
        (2, "seismic", "hdc"),
    ]
    assert waiting(found) == {}


def test_who_may_enter_both_tasks_may_choose():
    found = proposed(houses("C", "D"), seismic=YES, dangerous=YES)
    assert said(found.options) == [
        (0, "dangerous", "strengthen"),
        (0, "seismic", "hdc"),
        (1, "dangerous", "rebuild"),
        (1, "seismic", "rebuild"),
    ]


def test_where_hdc_does_not_fit_the_seismic_task_rebuilds():
    fits = {"hdc": np.array([False])}
    found = proposed(houses("B"), seismic=YES, applicable=fits)
    assert said(found.options) == [(0, "seismic", "rebuild")]


def test_a_vetoed_house_is_only_ever_moved_and_no_other_is():
    found = proposed(
        houses("C", "D", "B"), seismic=YES, dangerous=YES, vetoed=[YES, NO, YES]
    )
    assert {m for house, _, m in said(found.options) if house != 1} == {"relocate"}
    assert {m for house, _, m in said(found.options) if house == 1} == {"rebuild"}


@pytest.mark.parametrize(
    "reason, facts",
    [
        ("entitlement_unknown", {"seismic": UNKNOWN}),
        ("veto_unknown", {"seismic": YES, "vetoed": UNKNOWN}),
        ("risk_unknown", {"seismic": YES, "risk": np.array([np.nan])}),
        ("cost_unknown", {"seismic": YES, "costs": {}}),
        ("no_measure", {"seismic": YES, "risk": np.array([0.1])}),
    ],
)
def test_who_waits_is_counted_by_reason(reason, facts):
    found = proposed(houses("B"), **facts)
    assert len(found.options) == 0
    assert waiting(found) == {reason: [0]}


def test_a_house_of_unknown_grade_or_village_and_a_family_without_one_wait():
    exposure = county(grade=["", "B", "B"], village=[0, -1, 0], no_house=[0, 0, 1])
    assert waiting(proposed(exposure, seismic=YES)) == {
        "village_unknown": [1],
        "no_house": [2],
        "grade_unknown": [0],
    }


def test_who_is_not_entitled_is_nowhere():
    found = proposed(houses("B"))
    assert waiting(found) == {} and len(found.options) == 0


def test_an_option_knows_its_place_its_price_and_its_gain():
    found = proposed(houses("D", structure=["土坯"]), dangerous=YES).options
    assert (found.village[0], found.town[0], found.cost_cny[0]) == (0, 0, 12_000)
    assert found.gain[0] == 0.9
    assert house_classes()[found.klass[0]] == ("土坯", "D")


def test_towns_are_numbered_by_code():
    assert towns_of(houses("B")) == ("990001001", "990001002")


def random_county(rng):
    count = int(rng.integers(1, 9))
    grade = rng.choice([*GRADES, ""], count).tolist()
    return county(grade=grade, village=rng.integers(-1, 3, count))


def vetoed_houses_stay_out(seed):
    rng = np.random.default_rng(seed)
    exposure = random_county(rng)
    answers = rng.choice([NO, UNKNOWN, YES], (3, len(exposure)), p=[0.2, 0.2, 0.6])
    found = proposed(
        exposure,
        seismic=answers[0],
        dangerous=answers[1],
        vetoed=answers[2],
        risk=rng.choice([np.nan, 0.2, 0.5, 1.0], len(exposure)),
    )
    asked = Demand(budgets=(money(int(rng.integers(0, 99)) * 1_000),), min_cluster=1)
    plan = solve(found.options, asked)
    chosen = found.options.take(plan.rows)
    moved = chosen.measure == MEASURES.index("relocate")
    assert (answers[2][chosen.house] == np.where(moved, YES, NO)).all()
    served = np.zeros(len(exposure), dtype=int)
    served[found.options.house] = 1
    told = served + sum(mask.astype(int) for mask in found.apart.values())
    entitled = np.maximum(answers[0], answers[1]) != NO
    assert (told == entitled).all()


@pytest.mark.parametrize("seed", range(60))
def test_no_vetoed_house_is_in_a_plan_but_to_be_moved(seed):
    vetoed_houses_stay_out(seed)


@pytest.mark.slow
def test_no_vetoed_house_is_in_any_of_10_000_counties():
    for seed in range(10_000):
        vetoed_houses_stay_out(seed)


def test_a_plan_of_nothing_costs_nothing():
    found = proposed(houses("B"))
    assert solve(found.options, demand(5_000)).cost_cny == 0
