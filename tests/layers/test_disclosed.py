"""Areas whose number is published with a mark, or not at all."""

import numpy as np
import pandas as pd
import pytest

from layers import area, area_name
from layers.choropleth import limits_of, told_values
from layers.disclosed import STATES, area_styles, style_number

TOWN = "990001101"
VILLAGES = {"page": "leader", "lang": "en", "level": "village", "town": TOWN}
SHOWN = ("≈ 10 %", "≈ 90 %", "<5", "…")


@pytest.fixture
def published(shelf, monkeypatch):
    def measures(level, choice):
        day = 1.0 if choice.get("day") == "2026-01-31" else 2.0
        codes = [f"{TOWN}20{n}" for n in range(4)]
        values = [0.1 / day, 0.9 / day, np.nan, np.nan]
        states = ["known", "shrunk", "small", "withheld"]
        columns = {"value": values, "state": states, "shown": SHOWN}
        return pd.DataFrame(columns, index=codes)

    monkeypatch.setattr(shelf, "area_measures", measures, raising=False)
    return shelf


def test_each_state_has_a_look_of_its_own():
    """Rules R5, A2: few cases, a protected count and no data are not confused."""
    styles = area_styles(["#111111", "#222222"])
    looks = [styles[style_number(state, 1, 2)] for state in STATES]
    assert len({str(sorted(look.items())) for look in looks}) == len(STATES)
    assert looks[0]["fillColor"] == looks[1]["fillColor"] == "#222222"
    assert looks[1]["pattern"] == "dots"
    assert looks[4]["hatch"]


def test_a_leaders_villages_are_those_of_the_town(published):
    told = area.features(published, VILLAGES)
    looks = [told["styles"][f["properties"]["s"]] for f in told["features"]]
    assert len(looks) == 4
    assert [look.get("pattern", "") for look in looks] == ["", "dots", "", "grid"]


def test_the_legend_says_what_the_marks_mean(published):
    entries = area.legend(published, VILLAGES).entries
    assert [entry.label for entry in entries][-4:] == [
        "dots: class uncertain", "too few for a colour", "withheld",
        "no data",
    ]  # fmt: skip


def test_names_carry_what_is_published(published):
    told = [
        f["properties"] for f in area_name.features(published, VILLAGES)["features"]
    ]
    starred = {SHOWN[0], f"{SHOWN[1]} *", *SHOWN[2:]}  # its share is drawn to all
    assert {one["value"] for one in told} == starred
    assert {one["rank"] for one in told} == {"village"}


def test_classes_may_be_cut_by_the_values_of_another_day(published):
    choice = VILLAGES | {"day": "2026-06-30"}
    assert limits_of(published, "village", choice) == (0.2, 0.4, 0.6, 0.8)
    cut = limits_of(published, "village", choice | {"limits": "2026-01-31"})
    assert cut == limits_of(published, "village", VILLAGES | {"limits": "2026-01-31"})
    assert all(0.1 < limit < 0.9 for limit in cut)


def test_what_is_told_by_the_same_words_has_one_colour():
    """Rules R5, A2: else colours would tell apart what the numbers do not."""
    words = ["≈ 40 %", "≈ 40 %", "≈ 50 %", "<5"]
    measures = pd.DataFrame({"value": [0.38, 0.42, 0.5, np.nan], "shown": words})
    values = told_values(measures)
    assert values[:3].tolist() == pytest.approx([0.4, 0.4, 0.5])
    assert np.isnan(values[3])
    assert told_values(measures[["value"]]).tolist()[:2] == [0.38, 0.42]


def test_a_leader_is_shown_no_house(shelf):
    from layers.page import page_layers

    assert "house" not in {layer.id for layer in page_layers("leader")}
