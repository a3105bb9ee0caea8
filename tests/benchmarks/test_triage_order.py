"""What could be wrong in the simulated visits, apart from what they assume."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import triage_county, triage_truths
from benchmarks.triage_county import (
    County,
    Source,
    Truth,
    draw_county,
    draw_source,
    draw_truth,
    expected_degree,
)
from benchmarks.triage_order import Case, records_of, variants
from benchmarks.triage_ranker import exposure_of, tags_of, with_gaps
from benchmarks.triage_told import Record, efficiency, judged, pooled, told, totals
from benchmarks.triage_truths import HEAVY, STEPS_DEGREE, TRUTHS, exceedance
from benchmarks.triage_visits import (
    MOMENTS,
    ORDERS,
    Conditions,
    Outcome,
    by_report,
    by_structure,
    outcome,
    visit,
)
from geo.learning import Tags
from geo.triage import Interval
from rules.vocabulary import STRUCTURES, TAGS

WORDS = ("土坯", "夯土", "砖木", "石木", "砖混", "砖混圈梁构造柱", "穿斗木", "框架")


@pytest.fixture(scope="module")
def county() -> County:
    return draw_county(np.random.default_rng(1))


@pytest.fixture(scope="module")
def truth(county: County) -> Truth:
    return draw_truth(np.random.default_rng(2), county, "gbt", 6.3)


def heavy_at(truth: str, structure: str, degree: float) -> float:
    step = int(np.abs(STEPS_DEGREE - degree).argmin())
    return float(exceedance(truth)[WORDS.index(structure), step, HEAVY])


@pytest.mark.parametrize("module", [triage_county, triage_truths])
def test_the_truth_knows_nothing_of_the_product(module: object) -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if hasattr(node, "module")}
    ours = {name for name in imported if name.startswith(("geo", "desk", "benchmarks"))}
    assert ours <= {"benchmarks.triage_truths"}


@pytest.mark.parametrize("truth", TRUTHS)
def test_stronger_shaking_never_damages_less(truth: str) -> None:
    curves = exceedance(truth)
    assert (np.diff(curves, axis=1) >= -1e-9).all()  # along the intensity
    assert (np.diff(curves, axis=2) <= 1e-9).all()  # a worse grade is rarer
    assert curves.min() >= 0.0 and curves.max() <= 1.0


@pytest.mark.parametrize(
    ("truth", "structure", "degree", "published"),
    [
        ("pager", "土坯", 8.0, 0.55),
        ("pager", "砖混", 7.5, 0.09),
        ("riskue", "土坯", 8.0, 0.18),  # .22 less the height modifier of low houses
        ("hazus", "砖木", 6.59 + 3.17 * np.log10(0.26 * 9.81), 0.50),
    ],
)
def test_printed_probabilities_of_heavy_damage_come_back(
    truth: str, structure: str, degree: float, published: float
) -> None:
    assert heavy_at(truth, structure, degree) == pytest.approx(published, abs=0.01)


def test_the_rings_of_a_magnitude_seven_lie_where_they_are_published() -> None:
    # VII of M 7 in 川渝: 38 km along and 32 km across, from the ends of the rupture
    half_km = 10 ** (0.69 * 7.0 - 3.26) / 2
    north = Source(7.0, 0.0, 0.0, 10.0, strike=0.0)
    east_m = np.array([0.0, 32_200.0])
    north_m = np.array([(38.0 + half_km) * 1000.0, 0.0])
    assert expected_degree(north, east_m, north_m).round(1).tolist() == [7.0, 7.0]
    turned = north._replace(strike=np.pi / 2)
    assert expected_degree(turned, north_m, east_m).round(1).tolist() == [7.0, 7.0]


def test_nothing_is_shaken_more_than_the_epicentre(county: County) -> None:
    source = draw_source(np.random.default_rng(4), 6.8)
    highest = 4.15 + 0.11 * 6.8**2 - 0.05 * source.depth_km
    degree = expected_degree(source, county.east_m, county.north_m)
    assert degree.max() <= highest + 1e-9


def test_the_same_seed_gives_the_same_event(county: County, truth: Truth) -> None:
    again = draw_truth(np.random.default_rng(2), county, "gbt", 6.3)
    other = draw_truth(np.random.default_rng(3), county, "gbt", 6.3)
    assert np.array_equal(truth.damage_grade, again.damage_grade)
    assert truth.source == again.source != other.source


@pytest.mark.parametrize("model", TRUTHS)
def test_as_many_houses_fail_as_one_who_knows_expects(
    county: County, model: str
) -> None:
    drawn = [
        draw_truth(np.random.default_rng(s), county, model, 6.3) for s in range(20)
    ]
    expected = sum(one.heavy.sum() for one in drawn)
    failed = sum((one.damage_grade >= 4).sum() for one in drawn)
    assert failed == pytest.approx(expected, rel=0.05)


def test_teams_see_little_in_intact_houses_and_err_where_they_err(
    truth: Truth,
) -> None:
    red, intact = TAGS.index("红"), truth.damage_grade == 1
    assert (truth.tag[truth.damage_grade == 5] == red).mean() > 0.9
    assert (truth.tag[intact] == TAGS.index("绿")).mean() == pytest.approx(
        0.97, abs=0.02
    )
    assert (truth.wrong_tag != truth.tag).mean() == pytest.approx(0.03, abs=0.008)


def test_those_who_call_are_worse_off(truth: Truth) -> None:
    first = np.argsort(truth.call)[:300]
    assert truth.damage_grade[first].mean() > truth.damage_grade.mean() + 0.5


def test_the_product_is_told_the_ledger_and_nothing_else(county: County) -> None:
    exposure = exposure_of(county)
    assert len(exposure) == len(county)
    words = [STRUCTURES[code] for code in exposure.structure[:50]]
    assert words == [WORDS[code] for code in county.structure[:50]]
    assert np.allclose(exposure.easting_m, county.east_m)
    assert exposure.occupants.min() == exposure.occupants.max() == 3
    gappy = with_gaps(np.random.default_rng(0), exposure)
    assert (gappy.structure < 0).mean() == pytest.approx(0.05, abs=0.01)
    assert (gappy.grade < 0).mean() == pytest.approx(0.30, abs=0.03)


def test_each_day_takes_its_share_and_no_door_twice() -> None:
    call = np.arange(1000.0)[::-1]  # house 999 calls first

    def always_the_same(day: int, visited: np.ndarray, asked: np.ndarray) -> np.ndarray:
        assert len(visited) == 50 * day
        return np.arange(1000)

    visited, asked = visit(always_the_same, call, asked_share=0.2)
    assert len(visited) == len(set(visited.tolist())) == 200
    assert visited[:12].tolist() == [*range(999, 989, -1), 0, 1]
    assert np.flatnonzero(asked).tolist() == list(range(960, 1000))


def test_a_caller_visited_before_leaves_room_for_one_more() -> None:
    visited, asked = visit(
        lambda *_: np.arange(1000), np.arange(1000.0), asked_share=0.2
    )
    assert np.array_equal(np.sort(visited), np.arange(200))
    assert asked.sum() == 10  # those of the first day; later ones were on the way


def test_reports_of_tomorrow_order_nothing_today(county: County, truth: Truth) -> None:
    days = np.full(len(county), np.inf)
    days[county.village == 5], days[county.village == 7] = 0.5, 1.5
    told_later = replace(truth, report_day=days)
    first_village = [
        int(county.village[by_report(county, told_later, day)[0]]) for day in (1, 2)
    ]
    assert first_village == [5, 7]


def test_the_order_by_structure_begins_with_the_weakest(county: County) -> None:
    order = by_structure(np.random.default_rng(0), county)
    assert WORDS[county.structure[order[0]]] == "石木"
    assert WORDS[county.structure[order[-1]]] == "砖混圈梁构造柱"


def test_findings_are_written_as_the_product_reads_them() -> None:
    tags = tags_of(
        np.array([4, 0]),
        tag=np.array([0, 1, 2, 0, 2]),
        asked=np.array([True, False, False, False, False]),
        damage_grade=np.array([-1, -1, -1, -1, 5]),
    )
    assert tags.position.tolist() == [4, 0]
    assert tags.tag.tolist() == [2, 0]
    assert tags.damage_grade.tolist() == [5, -1]
    assert tags.reason.tolist() == [0, 1]


class Backwards:
    """A ranker that learns nothing, and shows what it was given."""

    def __init__(self, households: int) -> None:
        self.households = households
        self.given: list[Tags] = []

    def ranked(self, tags: Tags) -> tuple[np.ndarray, Interval]:
        self.given.append(tags)
        return np.arange(self.households)[::-1], Interval(1.0, 2.0, 3.0)


def test_nobody_does_better_than_one_who_knows(county: County, truth: Truth) -> None:
    ranker = Backwards(len(county))
    came = outcome(0, county, truth, ranker, Conditions(graded_ratio=0.5))
    assert set(came.recall) == set(ORDERS) and set(came.totals) == set(MOMENTS)
    assert max(came.recall.values()) == came.recall["oracle"]
    assert came.recall["adaptive"] == came.recall["static"]
    daily = round(0.05 * len(county))
    known = [len(tags.position) for tags in ranker.given]
    assert known == [0, daily, 2 * daily, 3 * daily, 200, 4 * daily]
    last = ranker.given[-1]
    assert np.array_equal(last.tag, truth.tag[last.position])
    assert (last.damage_grade > 0).mean() == pytest.approx(0.5, abs=0.06)


def test_a_blind_order_meets_the_share_it_visits(county: County, truth: Truth) -> None:
    draws = [
        outcome(s, county, truth, Backwards(len(county)), Conditions()).recall["random"]
        for s in range(10)
    ]
    assert np.mean(draws) == pytest.approx(0.2, abs=0.02)


def record(variant: str, adaptive: float, total: Interval) -> Record:
    recall = dict.fromkeys(ORDERS, 0.2) | {"oracle": 0.9, "distance": 0.4}
    recall |= {"static": 0.7, "adaptive": adaptive}
    came = Outcome(recall=recall, totals=dict.fromkeys(MOMENTS, total), heavy=100)
    return Record(variant, "pager", 6.3, 0, came)


def test_efficiency_is_the_share_of_the_way_to_one_who_knows() -> None:
    records = [record("with", 0.85, Interval(50.0, 90.0, 120.0))] * 2
    assert efficiency(records, "adaptive").tolist() == pytest.approx([0.9, 0.9])
    assert pooled(records, "static") == pytest.approx(0.6)
    covers, width, middle = totals(records, "end")
    assert covers.all() and width[0] == pytest.approx(0.7)
    assert middle[0] == pytest.approx(0.9)


def test_what_is_missed_is_said() -> None:
    good = record("with", 0.85, Interval(50.0, 90.0, 120.0))
    assert not [line for line in judged([good]) if "MISSED" in line]
    bad = record("with", 0.65, Interval(150.0, 200.0, 400.0))
    missed = "\n".join(line for line in judged([bad]) if "MISSED" in line)
    assert "adaptive ≥ static: 0.000 (≥ 0.95)" in missed
    assert "covers, end: 0.000 (≥ 0.85)" in missed
    assert "width, end, median: 2.500 (≤ 1.0)" in missed
    worse = good._replace(variant="wrong", came=bad.came)
    assert any("lost, wrong: 0.400" in line for line in judged([good, worse]))


def test_the_product_beats_distance_and_learns_in_every_variant() -> None:
    records = records_of(Case("riskue", 6.3, 0), ["with", "without"], seed=1)
    assert [one.variant for one in records] == ["with", "without"]
    known, unknown = (one.came.recall for one in records)
    assert known["oracle"] == unknown["oracle"]
    assert known["static"] != unknown["static"]
    for recall in (known, unknown):
        assert recall["random"] < recall["distance"] < recall["static"]
        assert recall["static"] < recall["adaptive"] < recall["oracle"]
    assert "== without ==" in told(records)


def test_the_true_model_can_be_left_out_of_the_ensemble() -> None:
    without = variants()["without"]
    assert without.models("riskue") == ("pager", "gbt")
    assert without.models("hazus") == ("pager", "riskue", "gbt")
    assert variants()["with"].models("riskue") == ("pager", "riskue", "gbt")
