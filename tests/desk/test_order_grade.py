"""Each door is graded by what was known before it was opened, and by nothing later."""

from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from desk import order_grade
from desk.order_grade import DISTANCE, LEARNED, PRIOR, graded_order
from desk.visited import Visited
from geo.self_grading import RANDOM, grading
from geo.shaking import Shaking
from tests.geo.worlds import county

DOORS = 240
HEAVY = np.arange(DOORS) % 3 == 0
WEST, EAST, LAT = 102.0, 102.4, 31.0


def found(prior=None, *, heavy=HEAVY, epicentre=(WEST, LAT), flood=False, minutes=None):
    """An event whose doors were all opened, one a minute, by falling prior."""
    exposure = county(
        lon=np.linspace(WEST, EAST, DOORS),
        lat=np.full(DOORS, LAT),
        village=np.arange(DOORS) % 3,
    )
    prior = np.linspace(0.9, 0.1, DOORS) if prior is None else prior
    minutes = np.arange(DOORS) if minutes is None else minutes
    at = [f"2026-11-22T{9 + m // 60:02d}:{m % 60:02d}:00+08:00" for m in minutes]
    before = SimpleNamespace(
        rank=np.argsort(np.argsort(-prior)) + 1,
        heavy=prior,
        people=np.ones(DOORS),
        dependence=np.ones(DOORS),
        effort=np.ones(DOORS),
        first=np.zeros(DOORS, dtype=np.int16),
    )
    seen = Visited(
        tag=np.where(heavy, 2, 0).astype(np.int8),
        damage_grade=np.full(DOORS, -1, np.int8),
        reason=np.zeros(DOORS, np.int8),
        stale=np.zeros(DOORS, bool),
        at=pa.array(at, pa.string()),
    )
    shaking = Shaking(
        intensity_degree=np.full(DOORS, 8, np.float32),
        sigma_degree=0.5,
        between_sigma_degree=0.3,
        source="parameters",
    )
    struck = SimpleNamespace(shaking=None if flood else shaking)
    lon, lat = epicentre or (None, None)
    return SimpleNamespace(
        exposure=exposure,
        visited=seen,
        before=before,
        struck=struck,
        event={"lon": lon, "lat": lat, "event_id": "e"},
    )


@pytest.fixture
def lessons(monkeypatch):
    """Note what each learning was given; what is learned finds every heavy door."""
    given = []

    def learned_damage(exposure, _shaking, _learned, _tags):
        # The world knows; the door is told by where it stands.
        place = np.round((exposure.lon - WEST) / (EAST - WEST) * (DOORS - 1)).astype(
            int
        )
        grades = np.zeros((len(place), 5))
        grades[:, 4] = HEAVY[place]
        return SimpleNamespace(probabilities=grades)

    monkeypatch.setattr(order_grade, "learn", lambda *told: given.append(told[2]))
    monkeypatch.setattr(order_grade, "learned_damage", learned_damage)
    return given


def test_a_door_is_ordered_by_what_the_doors_before_it_taught(lessons):
    late = np.arange(DOORS)[::-1].copy()  # the first door of the county was seen last
    graded_order(found(minutes=late))
    parts = grading()["parts"]
    sizes = [DOORS * n // parts for n in range(1, parts)]
    assert [len(tags) for tags in lessons] == sizes
    assert set(lessons[0].position) == set(range(DOORS - sizes[0], DOORS))


def test_the_first_doors_were_ordered_by_nothing_but_the_prior(lessons):
    told = graded_order(found())
    # All later heavy doors are foreseen; of the first ones no more than the prior says.
    learned, prior = told.order(LEARNED), told.order(PRIOR)
    assert 1 - HEAVY.mean() / 2 > learned.area_ratio.middle > prior.area_ratio.middle


def test_going_by_distance_is_what_the_order_is_held_against(lessons):
    told = graded_order(found(heavy=np.arange(DOORS) < 80))
    assert told.order(DISTANCE).found_ratio[-1] == 1.0
    assert told.order(DISTANCE).area_ratio.middle == pytest.approx(1 - 40 / DOORS)
    assert told.order(DISTANCE).gain_ratio is None
    assert told.order(RANDOM).gain_ratio.middle < 0


def test_without_an_epicentre_it_is_held_against_chance(lessons):
    told = graded_order(found(epicentre=None))
    assert [order.name for order in told.orders] == [PRIOR, LEARNED, RANDOM]
    assert told.order(PRIOR).gain_ratio is not None


def test_a_flood_teaches_nothing_and_is_graded_by_its_first_order(lessons):
    told = graded_order(found(flood=True, epicentre=None))
    assert [order.name for order in told.orders] == [PRIOR, RANDOM] and not lessons


def test_a_bad_order_is_told_as_bad(lessons):
    told = graded_order(found(prior=np.where(HEAVY, 0.1, 0.9), flood=True))
    assert told.order(PRIOR).found_ratio[4] == 0.0
    assert told.order(PRIOR).area_ratio.high < 0.5


def test_the_countys_first_class_comes_first_in_what_was_learned(lessons):
    event = found()
    event.before.first[~HEAVY] = 1  # the county sends teams to the others first
    assert graded_order(event).order(LEARNED).area_ratio.middle < 0.5


def test_too_few_findings_are_counted_and_nothing_is_learned(lessons):
    event = found()
    event.visited.tag[100:] = -1
    told = graded_order(event)
    assert (told.tags, told.orders, lessons) == (100, (), [])
