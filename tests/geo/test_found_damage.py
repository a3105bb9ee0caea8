import numpy as np
import pytest

from geo.damage import Damage
from geo.found_damage import found_damage
from geo.learning import Tags


def expected(*rows):
    rows = np.array(rows, dtype=np.float32)
    none = np.zeros((1, len(rows)), np.float32)
    struck = np.ones(len(rows), bool)
    return Damage(probabilities=rows, heavy_scenarios=none, struck=struck)


def visits(position, tag, grade):
    names = {"position": np.int64, "tag": np.int8, "damage_grade": np.int8}
    values = {
        name: np.array(value, kind)
        for (name, kind), value in zip(
            names.items(), (position, tag, grade), strict=True
        )
    }
    return Tags(reason=np.zeros(len(position), np.int8), **values)


EVEN = [0.2, 0.2, 0.2, 0.2, 0.2]


def test_a_grade_that_was_written_is_the_grade():
    found = found_damage(expected(EVEN, EVEN), visits([1], [2], [3]))
    assert found.probabilities[1].tolist() == [0, 0, 1, 0, 0]
    assert found.probabilities[0] == pytest.approx(EVEN)
    assert found.found.tolist() == [False, True]


def test_a_tag_weighs_what_was_expected_by_how_inspectors_tag():
    found = found_damage(expected([0.5, 0, 0, 0.5, 0]), visits([0], [2], [-1]))
    # red at 1 in 100 houses of grade 1, at 76 of grade 4
    assert found.probabilities[0] == pytest.approx([1 / 77, 0, 0, 76 / 77, 0])


def test_a_tag_speaks_even_where_the_hazard_is_unknown():
    found = found_damage(expected([np.nan] * 5), visits([0], [0], [-1]))
    assert found.known.tolist() == [True]
    assert found.probabilities[0].argmax() == 0


def test_a_visit_without_a_word_and_no_visit_change_nothing():
    before = expected(EVEN)
    assert found_damage(before, Tags.none()) is before
    after = found_damage(before, visits([0], [-1], [-1]))
    assert after.probabilities[0] == pytest.approx(EVEN)


def test_what_is_in_it_already_is_not_put_in_twice():
    once = found_damage(expected([0.5, 0, 0, 0.5, 0]), visits([0], [1], [-1]))
    assert found_damage(once, visits([0], [1], [-1])) is once
