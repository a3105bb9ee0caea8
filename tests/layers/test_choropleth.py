import numpy as np
import pandas as pd

from layers import area, village
from layers.base import Scale
from layers.choropleth import class_labels, classify

LEADER = {"page": "leader", "lang": "en"}


def test_a_value_on_a_limit_belongs_to_the_class_above():
    assert classify(pd.Series([0.19, 0.2, 0.21]), (0.2,)).classes.tolist() == [0, 1, 1]


def test_no_data_is_not_zero():
    assert classify(pd.Series([np.nan, 0.0]), (0.2,)).classes.tolist() == [-1, 0]


def test_limits_are_printed_as_they_are_used():
    classified = classify(pd.Series([0.0, 1.0]), (0.05, 0.5))
    assert class_labels(classified, "%") == ["< 5", "5 – 50", "≥ 50"]
    assert class_labels(classified, "km") == ["< 0.05", "0.05 – 0.5", "≥ 0.5"]


def test_without_limits_quantiles_are_printed():
    classified = classify(pd.Series(np.arange(101.0)), ())
    assert classified.limits == (20, 40, 60, 80)
    assert class_labels(classified, "")[0] == "< 20"


def test_one_value_everywhere_is_one_class():
    classified = classify(pd.Series([7.0, 7.0]), ())
    assert classified.limits == ()
    assert class_labels(classified, "") == ["7 – 7"]


def test_nothing_known_has_no_limits():
    assert classify(pd.Series([np.nan]), ()).limits == ()


def styles(told):
    return [told["styles"][f["properties"]["s"]] for f in told["features"]]


def test_areas_without_data_are_hatched_and_zero_has_a_colour(shelf):
    first, *_, last = styles(area.features(shelf, LEADER | {"level": "village"}))
    assert first["fillColor"] == "#efefc6"
    assert last["hatch"]


def test_a_leader_sees_towns_first(shelf):
    assert len(area.features(shelf, LEADER)["features"]) == 2


def test_an_area_missing_from_the_measures_is_hatched(shelf, monkeypatch):
    nothing = pd.DataFrame(
        {"value": [], "numerator": [], "denominator": []}, dtype=float
    )
    monkeypatch.setattr(
        shelf, "area_measures", lambda level, choice: nothing, raising=False
    )
    assert all(style.get("hatch") for style in styles(area.features(shelf, LEADER)))
    labels = [entry.label for entry in area.legend(shelf, LEADER).entries]
    assert labels == ["no data"]


def test_circles_grow_with_the_number_by_area(shelf):
    told = village.features(shelf, {"page": "planner"})
    sizes = [f["properties"]["size"] for f in told["features"]]
    assert len(sizes) == 7  # the village that counts nobody has no circle
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 17.0
    assert sizes[3] == round(17 * (4 / 7) ** 0.5, 1)


def test_without_an_event_a_responder_has_no_measure(shelf):
    assert not area.available(shelf, {"page": "responder"})
    assert area.available(shelf, {"page": "responder", "event": "e1"})


def test_two_tones_differ(shelf):
    from layers.palette import class_colours

    risk = class_colours(Scale(title="", tone="risk"), 5)
    assert (
        len(set(risk) | set(class_colours(Scale(title="", tone="progress"), 5))) == 10
    )
