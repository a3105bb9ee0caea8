"""Which layers count on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.editions import State, in_force, replaced_by, states

DAY = date(2026, 6, 1)


def row(id_, kind="seismic_zone", *, recorded=2020, **told):
    nothing = dict.fromkeys(("series", "edition", "valid_from", "valid_to"))
    named = {"layer_id": id_, "kind": kind, "recorded_on": date(recorded, 1, 1)}
    return nothing | named | told


def counting(*rows, on=DAY):
    return [found["layer_id"] for found in in_force(rows, on)]


def test_a_new_zonation_takes_the_place_of_the_old_one_from_its_day_on():
    rows = row("old"), row("new", valid_from=date(2026, 6, 1))
    assert counting(*rows, on=date(2026, 5, 31)) == ["old"]
    assert counting(*rows) == ["new"]
    assert states(rows, DAY) == {"old": State.REPLACED, "new": State.IN_FORCE}
    assert replaced_by(rows, "old", DAY)["layer_id"] == "new"
    assert replaced_by(rows, "new", DAY) is None


def test_without_a_day_of_its_own_a_layer_counts_from_its_import():
    rows = row("old", recorded=2020), row("new", recorded=2021)
    assert counting(*rows, on=date(2020, 12, 31)) == ["old"]
    assert counting(*rows, on=date(2021, 1, 1)) == ["new"]


def test_what_began_earlier_is_not_newer_for_being_imported_later():
    known = row("current", valid_from=date(2016, 6, 1))
    rows = known, row("historic", valid_from=date(2001, 8, 1), recorded=2026)
    assert counting(*rows) == ["current"]
    assert counting(*rows, on=date(2010, 1, 1)) == ["historic"]


def test_parts_of_one_edition_count_together():
    parts = [row(id_, edition="2015", valid_from=date(2016, 6, 1)) for id_ in "ab"]
    assert counting(row("older", valid_from=date(2001, 8, 1)), *parts) == ["a", "b"]


@pytest.mark.parametrize("kind", ["geohazard", "flood_extent", "road", "facility"])
def test_files_of_these_kinds_add_up_unless_a_series_is_named(kind):
    rows = row("a", kind), row("b", kind)
    assert counting(*rows) == ["a", "b"]
    named = [one | {"series": "隐患点年报"} for one in rows]
    assert counting(*named) == ["b"]


def test_two_named_series_of_one_kind_count_side_by_side():
    rows = row("national"), row("local", series="小区划")
    assert counting(*rows) == ["national", "local"]


def test_one_name_of_a_series_in_two_kinds_is_two_series():
    rows = row("a", "road", series="普查"), row("b", "river", series="普查")
    assert counting(*rows) == ["a", "b"]


def test_an_ended_layer_counts_up_to_the_day_before_and_gives_back_its_place():
    rows = row("old"), row("wrong", recorded=2021, valid_to=DAY)
    assert counting(*rows, on=date(2026, 5, 31)) == ["wrong"]
    assert counting(*rows) == ["old"]
    assert states(rows, DAY)["wrong"] is State.ENDED


def test_what_has_not_begun_does_not_count_yet():
    (found,) = states([row("a", valid_from=date(2027, 1, 1))], DAY).values()
    assert found is State.NOT_YET


days = st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2028, 1, 1)))
layers = st.lists(
    st.builds(
        row,
        st.uuids().map(str),
        st.sampled_from(["seismic_zone", "road"]),
        series=st.sampled_from([None, "x"]),
        edition=st.sampled_from([None, "1", "2"]),
        valid_from=days,
        valid_to=days,
    ),
    max_size=6,
)


@given(layers, st.dates(date(2019, 1, 1), date(2028, 1, 1)))
def test_whatever_is_replaced_is_replaced_by_what_counts(rows, on):
    rows = [one for one in rows if one["recorded_on"] <= on]
    counts = set(counting(*rows, on=on))
    for id_, state in states(rows, on).items():
        assert (state is State.IN_FORCE) == (id_ in counts)
        newer = replaced_by(rows, id_, on)
        assert newer is None or newer["layer_id"] in counts
        assert state is not State.REPLACED or newer is not None
