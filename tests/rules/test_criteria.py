from dataclasses import replace

import pytest

from rules.criteria import criteria, weights_of
from rules.errors import PolicyError
from rules.parameters import PARAMETER_FOLDER, load_parameters

PARTS = criteria().parts


def test_the_criteria_are_the_offices_and_say_so():
    """Rule H9 asks for an order of need; no document prescribes a score."""
    assert criteria().source.startswith("office rule")
    assert criteria().verified is False
    assert [part.id for part in PARTS] == [
        "risk",
        "need",
        "dependence",
        "homogeneity",
        "density",
        "access",
        "equity",
    ]
    assert [part.id for part in PARTS if part.falling] == [
        "density",
        "access",
        "equity",
    ]


def test_every_table_says_where_it_comes_from():
    for table in load_parameters("criteria").tables.values():
        assert len(table.source) > 10


@pytest.mark.parametrize(
    ("before", "after"),
    [("weight = 0.30", "weight = 0.31"), ("least = 10.0", "least = 1000.0")],
)
def test_weights_that_do_not_add_up_and_crossed_bounds_are_refused(
    tmp_path, before, after
):
    text = (PARAMETER_FOLDER / "criteria.toml").read_text(encoding="utf-8")
    changed = text.replace(before, after)
    (tmp_path / "criteria.toml").write_text(changed, encoding="utf-8")
    with pytest.raises(PolicyError, match="not to 1, or bounds are crossed"):
        criteria(tmp_path)


def test_sliders_of_any_sum_become_shares():
    weights = weights_of(PARTS, {"risk": 3, "equity": 1})
    assert weights["risk"] == 0.75
    assert weights["equity"] == 0.25
    assert weights["need"] == 0.0
    assert list(weights) == [part.id for part in PARTS]


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"riks": 1.0}, "riks: 1.0 is no weight of a criterion; there are: risk, need"),
        ({"risk": -1.0}, "risk: -1.0 is no weight"),
        ({"risk": float("nan")}, "risk: nan is no weight"),
        ({"risk": 0.0}, "all weights are zero"),
        ({}, "all weights are zero"),
    ],
)
def test_what_is_no_weight_is_refused(weights, says):
    with pytest.raises(PolicyError, match=says):
        weights_of(PARTS, weights)


def test_the_offices_weights_are_scaled_to_the_criteria_in_use():
    some = [replace(PARTS[0], weight=0.2), replace(PARTS[1], weight=0.2)]
    assert weights_of(some) == {"risk": 0.5, "need": 0.5}
