"""What holds for any table of households, whatever stands in it."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.vocabulary import HOUSEHOLD_COLUMNS
from tests.geo.ledgers import check
from tests.geo.sheets import OTHER, WHOLE, sheet

CELLS = {
    "household_id": st.sampled_from(["H1", "H2", "Ｈ3", "", "1E+15"]),
    "id_number": st.sampled_from(
        [WHOLE, WHOLE.lower(), OTHER, "110105491231002", "1", ""]
    ),
    "village_code": st.sampled_from(["990001100200", "990001109200", "99", ""]),
    "village_name": st.sampled_from(["柳沟", "新桥", "合计", ""]),
    "structure": st.sampled_from(["砖木", "砖木结构", "土木", "?", ""]),
    "grade": st.sampled_from(["C", "c级", "丙", "/", "E", ""]),
    "area_m2": st.sampled_from(["54", "５４㎡", "0.3亩", "x", ""]),
    "year_built": st.sampled_from(["1978", "1978年", "31048", "2099", ""]),
    "retrofitted_on": st.sampled_from(["2019-05-01", "43586", "x", ""]),
    "no_house": st.sampled_from(["是", "×", "?", ""]),
    "lon": st.sampled_from(["103.5", "31.2", ""]),
    "lat": st.sampled_from(["31.25", "103.5", ""]),
}
LINES = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=8)


def as_sheet(lines, names=tuple(CELLS), titles=0):
    rows = [[line[name] for name in names] for line in lines]
    return sheet(*[["台账"]] * titles, names, *rows)


def outcome(found, shift=0):
    table = found.table.copy()
    table.index -= shift
    rejects = [
        (r.row - shift, r.field, r.value, r.message, r.suggestion)
        for r in found.rejects
    ]
    return table.astype(object).where(table.notna(), None).to_dict("index"), sorted(
        rejects
    )


@settings(deadline=None, max_examples=40)
@given(LINES)
def test_every_row_is_taken_refused_or_left_out_and_never_two_of_these(lines):
    found = check(as_sheet(lines))
    taken = set(found.table.index)
    refused = {reject.row for reject in found.rejects}
    left_out = {note.row for note in found.notes if not note.field}
    blank = {at for at, line in enumerate(lines, start=2) if not any(line.values())}
    assert not taken & refused and not (taken | refused) & left_out
    assert taken | refused | left_out | blank == set(range(2, len(lines) + 2))
    assert {note.row for note in found.notes if note.field} <= taken
    assert found.count == len(taken | refused)


@settings(deadline=None, max_examples=25)
@given(LINES, st.permutations(list(CELLS)), st.integers(0, 3))
def test_titles_and_the_order_of_columns_never_change_what_is_taken(
    lines, names, titles
):
    assert outcome(check(as_sheet(lines))) == outcome(
        check(as_sheet(lines, names, titles)), titles
    )


@settings(deadline=None, max_examples=40)
@given(LINES)
def test_what_was_taken_comes_in_again_unchanged_and_without_a_note(lines):
    first = check(as_sheet(lines)).table
    again = first.astype(object).where(first.notna(), "").astype(str)
    names = [name for name in HOUSEHOLD_COLUMNS if name in CELLS]
    second = check(sheet(names, *again[names].to_numpy().tolist(), format="kept"))
    assert second.rejects == [] and second.notes == []
    pd.testing.assert_frame_equal(
        first[names].reset_index(drop=True),
        second.table[names].reset_index(drop=True),
        check_index_type=False,
    )
