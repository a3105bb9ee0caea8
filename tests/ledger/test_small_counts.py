"""Rule A1: leaders look at counts, and at no single family through them."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.schema import dwelling, household
from ledger.small_counts import protected
from ledger.store import Ledger
from rules.errors import AccessError

V = [f"99000110{town}20{village}" for town in (0, 1) for village in (0, 1, 2)]


def shown(*counts):
    table = protected(dict(zip(V, counts, strict=False)))
    return {code: area.shown for code, area in table.items()}


def test_a_count_below_five_is_not_shown():
    """Rule A1."""
    assert shown(4)[V[0]] == "<5"
    assert shown(0)[V[0]] == "<5"
    assert shown(5)[V[0]] == "5"


def test_one_small_count_takes_a_neighbour_with_it():
    """Rule A1: 40 - 30 - 7 would tell that the third village has 3."""
    assert shown(30, 7, 3) == {
        "990001": "40",
        "990001100": "40",
        V[0]: "30",
        V[1]: "…",
        V[2]: "<5",
    }


def test_two_small_counts_that_add_up_to_nothing_are_not_told_by_their_sum():
    """Rule A1: 50 - 50 would tell that both others have none."""
    told = shown(50, 0, 0)
    assert told[V[1]] == told[V[2]] == "<5"
    assert "50" not in (told[V[0]], told["990001100"]) or told[V[0]] == "…"


def test_a_town_of_one_village_does_not_tell_it():
    """Rule A1."""
    told = shown(30, 20, 40, 3)
    assert told[V[3]] == told["990001101"] == "<5"
    assert told["990001"] == "…" or told["990001100"] == "…"


TOWNS = (20, 13, 9, 8, 7, 7, 6, 5, 5, 4, 3, 1)


def of_towns(counts):
    """Return what is shown of towns, each of one village; the county's total first."""
    codes = [f"990001{town:03}200" for town in range(len(counts))]
    table = protected(dict(zip(codes, counts, strict=True)))
    return [area.shown for code, area in table.items() if len(code) < 12]


def test_small_towns_that_protect_each_other_cost_no_other_count():
    """Rule A1: 4, 3 and 1 have 8 together; each may still be anything below 5."""
    shown = [*map(str, TOWNS[:9]), "<5", "<5", "<5"]
    assert of_towns(TOWNS) == ["88", *shown]


def test_one_small_town_costs_the_smallest_town_that_hides_it_and_no_total():
    """Rule A1: beside a hidden 6 it could be 0 to 2 only; beside a 7, 0 to 3."""
    told = of_towns((20, 13, 9, 8, 7, 7, 6, 5, 5, 5, 5, 1))
    assert told == ["91", "20", "13", "9", "8", "7", "…", *"6555", "5", "<5"]


def test_totals_are_withheld_last():
    """Rule A1: where villages suffice, county and towns are told."""
    assert shown(30, 9, 0, 40, 12, 8) == {
        "990001": "99",
        "990001100": "39",
        "990001101": "60",
        V[0]: "30",
        V[1]: "…",
        V[2]: "<5",
        **dict(zip(V[3:], ("40", "12", "8"), strict=True)),
    }


def test_a_town_whose_only_large_village_hides_too_little_is_withheld_alone():
    """Rule A1: of 7, 0 and 0 the sum would tell that both others have at most 2."""
    told = shown(7, 0, 0, 40, 3, 4)
    assert told["990001"] == "54"
    assert (told["990001100"], told["990001101"]) == ("…", "…")
    assert [told[village] for village in V] == ["7", "<5", "<5", "40", "<5", "<5"]


def possible(table, most):
    """Return every state of the villages that fits what is shown: a reader's view."""
    codes = [code for code in table if len(code) == 12]
    for counts in product(range(most + 1), repeat=len(codes)):
        villages = dict(zip(codes, counts, strict=True))
        sums = {
            code: sum(n for v, n in villages.items() if v.startswith(code))
            for code in table
        }
        if all(_fits(sums[code], area) for code, area in table.items()):
            yield sums


def _fits(value, area):
    if area.count is not None:
        return value == area.count
    return value < 5 if area.shown == "<5" else value >= 5


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(V[:2] + V[3:5]), st.integers(0, 9), min_size=1))
def test_nobody_can_work_out_a_small_count(counts):
    """Rule A1: tried with every state of the county that fits what is shown."""
    table = protected(counts)
    small = {code for code, area in table.items() if area.shown == "<5"}
    states = list(possible(table, 14))
    for code in small:
        assert len({state[code] for state in states}) >= 4
    for state in states[:1]:
        assert state.keys() == table.keys()


@given(st.dictionaries(st.sampled_from(V), st.integers(0, 400), min_size=1))
def test_what_is_shown_is_true(counts):
    table = protected(counts)
    for code, area in table.items():
        true = sum(n for village, n in counts.items() if village.startswith(code))
        assert area.count in (None, true)
        assert area.count is None or true >= 5
        assert (area.shown == "<5") == (true < 5)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    homes = [
        {"household_id": f"{village}-{number}", "village_code": village}
        for village, many in ((V[0], 30), (V[1], 8), (V[2], 7))
        for number in range(many)
    ]
    graded = [
        {"household_id": home["household_id"], "grade": "B" if i % 5 else "D"}
        for i, home in enumerate(homes)
    ]
    with ledger.writing(actor="t", verb="import", scope="exposure") as entry:
        entry.write(household, homes)
        entry.write(dwelling, graded[:-2])
    yield ledger
    ledger.close()


def test_a_leader_reads_counts_and_no_household(ledger):
    """Rule A1."""
    leader = for_role(ledger, Acting("Wang", Role.LEADER))
    told = {area.code: area.shown for area in leader.counts("dangerous")}
    assert told[V[1]] == told[V[2]] == "<5"
    assert told["990001"] == "9"
    assert told[V[0]] == "6"
    with pytest.raises(AccessError, match="a leader does not read household"):
        leader.household(f"{V[0]}-0")
    with pytest.raises(AccessError, match="no count of all; there are: dangerous"):
        leader.counts("all")


def test_a_leader_of_a_town_sees_the_same_table_cut_out(ledger):
    """Rule A1: two leaders together know no more than one."""
    county = for_role(ledger, Acting("Wang", Role.LEADER)).counts("not_graded")
    town = for_role(ledger, Acting("Li", Role.LEADER, V[0][:9])).counts("not_graded")
    assert town == [area for area in county if area.code.startswith(V[0][:9])]
    assert all(area.shown == "<5" for area in town)


def test_counts_are_for_leaders(ledger):
    """Rule A1."""
    village = for_role(ledger, Acting("Li", Role.VILLAGE_REPORTER, V[0]))
    with pytest.raises(AccessError, match="does not read counts; ask: leader, planner"):
        village.counts("dangerous")
