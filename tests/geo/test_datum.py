"""The datum doctor on batches whose datum is known to the test alone."""

from dataclasses import replace
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.datum import Reference, diagnose, diagnose_groups, parse_coordinates
from geo.datum_result import (
    ASK_OLD_DATUM,
    MISFIT,
    MOVED,
    NAMED,
    NAMED_GROSS,
    NOT_FINE,
    NOWHERE,
    TOO_FEW,
)
from rules.errors import CRSError
from tests.geo.datum_trials import same, trials
from tests.geo.datum_worlds import Batch, County, make_batch, make_county

PLACE = (103.40, 31.02)


@cache
def county() -> County:
    return make_county(np.random.default_rng(1), "scattered", PLACE)


def batch(truth: str, rows: int = 400, seed: int = 2, **options) -> Batch:
    options = {"reach": "county"} | options
    return make_batch(np.random.default_rng(seed), county(), rows, truth, **options)


def villages() -> Reference:
    return Reference(villages=county().villages)


def towns() -> gpd.GeoDataFrame:
    table = county().villages.assign(code=county().villages["code"].str[:9])
    return table.dissolve("code").reset_index()


def judged(drawn: Batch, reference: Reference):
    return diagnose(drawn.x, drawn.y, drawn.codes, reference)


def test_batches_of_all_sizes_are_never_named_wrongly():
    results = trials(120, seed=11, worlds=4, sizes=(20, 50, 100, 300))
    assert not (results["got"] == "wrong").any()
    assert (results.query("rows >= 100")["got"] == "right").mean() >= 0.9


@pytest.mark.slow
def test_the_promise_holds_over_two_thousand_batches():
    results = trials(2000, seed=12)
    right = results["got"] == "right"
    assert (results["got"] == "wrong").sum() <= 2
    assert right[results["rows"] >= 300].mean() >= 0.99
    assert right[results["rows"].between(90, 299)].mean() >= 0.9


@pytest.mark.parametrize(
    "truth",
    ["lonlat", "gcj02", "gcj02x2/swapped", "bd09", "EPSG:4543/swapped", "EPSG:4521"],
)
def test_a_good_batch_is_named_and_the_evidence_told(truth):
    found = judged(batch(truth), villages())
    assert same(found.reading, truth) and found.possible == (found.reading,)
    assert found.level == "village" and found.judged <= 400
    best, second = found.candidates[:2]
    assert best.reading == found.reading and best.in_village > 0.9 > second.in_village
    assert best.error_ratio == 1.0 < second.error_ratio
    assert 0.0 < found.margin < 1.0
    message, values = found.told
    assert message == NAMED and values["inside"] > values["second_inside"]
    assert (found.ask == ASK_OLD_DATUM) == truth.startswith("EPSG")


def test_a_zone_of_six_degrees_without_number_is_one_of_three_degrees():
    assert judged(batch("EPSG:4507"), villages()).reading == "EPSG:4544"
    assert same("EPSG:4507/swapped", "EPSG:4544/swapped")


def test_metres_made_from_shifted_degrees_are_seen():
    assert judged(batch("EPSG:4543+gcj02"), villages()).reading == "EPSG:4543+gcj02"


def test_few_rows_are_not_judged():
    found = judged(batch("gcj02", rows=10), villages())
    assert found.reading is None and found.told == (
        TOO_FEW,
        {"judged": 10, "least": 12},
    )


def test_places_in_another_county_are_nowhere():
    drawn = batch("lonlat")
    found = diagnose(drawn.x + 2.0, drawn.y, drawn.codes, villages())
    assert found.reading is None and found.told == (NOWHERE, {})


def test_wrong_villages_are_not_explained_by_a_shift():
    drawn = batch("lonlat")
    codes = np.random.default_rng(5).permutation(drawn.codes)
    found = diagnose(drawn.x, drawn.y, codes, villages())
    assert found.reading is None and found.told[0] == MISFIT


def test_a_datum_without_formula_is_not_called_by_the_name_of_its_neighbour():
    drawn = batch("lonlat", 1000)
    moved = drawn._replace(y=drawn.y + 300 / 111_320)
    found = judged(moved, villages())
    assert found.reading is None and found.told[0] == MOVED
    assert found.told[1]["metres"] in (150, 300, 450)
    assert found.told[1]["second_inside"] > found.told[1]["inside"]


@pytest.mark.parametrize("truth", ["lonlat", "gcj02", "bd09/swapped"])
def test_towns_and_the_county_do_not_see_a_shift(truth):
    whole = gpd.GeoDataFrame(geometry=[towns().union_all()], crs="EPSG:4490")
    drawn = batch(truth)
    for reference in (Reference(towns=towns()), Reference(county=whole)):
        found = judged(drawn, reference)
        assert found.reading is None and found.told[0] == NOT_FINE
        assert truth in found.possible


def test_the_county_sees_which_zone_and_which_way_round():
    whole = gpd.GeoDataFrame(geometry=[towns().union_all()], crs="EPSG:4490")
    found = judged(batch("EPSG:4521/swapped"), Reference(county=whole))
    assert found.reading == "EPSG:4521/swapped" and found.told[0] == NAMED_GROSS
    assert found.ask == ASK_OLD_DATUM and "EPSG:4521+gcj02/swapped" in found.possible


def test_rows_without_village_are_judged_by_the_county():
    drawn = batch("lonlat")
    found = diagnose(drawn.x, drawn.y, [None] * len(drawn.x), villages())
    assert found.level == "county" and found.reading is None


def test_houses_on_record_judge_where_no_village_has_borders():
    codes = county().villages["code"].to_numpy()[county().village]
    houses = pd.DataFrame({"lon": county().lon, "lat": county().lat, "code": codes})
    found = judged(batch("gcj02"), Reference(houses=houses[::3]))
    assert found.level == "houses" and found.reading == "gcj02"


def test_nothing_known_is_refused():
    with pytest.raises(CRSError, match="no outline and no household"):
        judged(batch("lonlat"), Reference())


def joined(*batches: Batch) -> Batch:
    parts = [
        np.concatenate(part) for part in zip(*(b[:3] for b in batches), strict=True)
    ]
    return Batch(*parts, truth="")


def test_a_mixture_is_called_one():
    drawn = joined(batch("lonlat", 600), batch("gcj02", 400, seed=3))
    found = judged(drawn, villages())
    assert found.reading is None and found.mixed
    assert set(found.possible) >= {"lonlat", "gcj02"}


def test_a_mixture_is_taken_apart_by_town():
    drawn = joined(batch("lonlat", 800), batch("gcj02", 800, seed=3))
    town = pd.Series(drawn.codes).str[:9].to_numpy()
    west = town < np.sort(town)[len(town) // 2]
    truly = np.repeat(["lonlat", "gcj02"], [800, 800])
    kept = (truly == "lonlat") == west
    groups = diagnose_groups(
        drawn.x[kept], drawn.y[kept], drawn.codes[kept], villages()
    )
    told = {found.reading: mask for mask, found in groups}
    assert set(told) - {None} == {"lonlat", "gcj02"}
    for reading in ("lonlat", "gcj02"):
        assert (truly[kept][told[reading]] == reading).mean() > 0.95


def test_rows_of_each_form_are_a_group():
    parts = [batch("gcj02", 300), batch("EPSG:4521/swapped", 200, seed=4)]
    drawn = joined(*parts, batch("lonlat", 150, seed=6))
    forms = np.repeat([1, 1, 4], [300, 200, 150])  # the last in minutes and seconds
    groups = diagnose_groups(drawn.x, drawn.y, drawn.codes, villages(), forms=forms)
    readings = [found.reading for _, found in groups]
    assert readings[:3] == ["gcj02", "EPSG:4521/swapped", "lonlat"]
    assert groups[-1][1].told == (NOWHERE, {})  # zeros and slips
    assert (np.sum([mask for mask, _ in groups], axis=0) == 1).all()


def test_texts_are_read_judged_and_named():
    drawn = batch("lonlat/swapped")
    read = parse_coordinates(
        [f"{y:.6f}" for y in drawn.x], [f"{x:.6f}" for x in drawn.y]
    )
    found = diagnose(read.x, read.y, drawn.codes, villages())
    assert found.reading == "lonlat/swapped"


@settings(max_examples=6)
@given(st.randoms(use_true_random=False))
def test_order_repetition_and_gaps_change_nothing(dice):
    drawn = batch("bd09", 120)
    rows = [*range(120), *dice.choices(range(120), k=60)]
    dice.shuffle(rows)
    x, y = np.append(drawn.x[rows], np.nan), np.append(drawn.y[rows], 31.0)
    codes = np.append(drawn.codes[rows], "990002100001")
    assert diagnose(x, y, codes, villages()) == judged(drawn, villages())


def test_a_large_batch_is_judged_by_a_sample_of_its_rows():
    drawn = batch("gcj02", 2000)
    again = np.random.default_rng(7).integers(2000, size=30_000)
    x = drawn.x[again] + np.arange(30_000) * 1e-9
    found = diagnose(x, drawn.y[again], drawn.codes[again], villages())
    assert (found.reading, found.judged) == ("gcj02", 5000)
    back = slice(None, None, -1)
    turned = diagnose(
        x[back], drawn.y[again][back], drawn.codes[again][back], villages()
    )
    assert replace(turned, told=found.told) == found
