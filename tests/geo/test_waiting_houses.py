import pytest

from geo.waiting_houses import WaitingHouses
from tests.geo.progress_world import Told, day

NOT_KNOWN = None


def waiting(told, position=9, on=None):
    history = told.history()
    found = WaitingHouses(told.tables(), history).at(
        history.at(position, on or day(20))
    )
    return history.household_ids[found].tolist()


def family(grade="D", mended=None, certified_by="民政", since=None):
    told = Told().home("1").add("houses", "h1", grade, mended)
    return told.add("memberships", "h1", "低保户", certified_by, since or day(1))


@pytest.mark.parametrize(
    ("facts", "waits"),
    [
        ({}, True),
        ({"grade": "C"}, True),
        ({"grade": "B"}, False),
        ({"grade": None}, False),
        ({"certified_by": None}, False),
        ({"certified_by": "残联"}, False),  # not competent for 低保户
        ({"since": day(21)}, False),
        ({"mended": day(3)}, False),  # repaired, not appraised since
    ],
)
def test_a_dangerous_house_of_a_certified_family_waits(facts, waits):
    """Rules G5, H4, W1: whom a competent department certified, whose grade holds."""
    assert waiting(family(**facts)) == ["h1"] * waits


def test_it_waits_until_a_case_is_opened():
    told = family().step("1", "found", day(5), at=4)
    assert waiting(told, 3) == ["h1"]
    assert waiting(told, 4, day(4)) == ["h1"]
    assert waiting(told, 4) == []


def test_it_waits_again_where_it_was_appraised_after_its_case_ended():
    """Rule H4: dangerous again, the family may enter again."""
    told = family().step("1", "found", day(2)).step("1", "struck_off", day(6))
    assert waiting(told) == []
    told.add("appraisals", "a1", "h1", day(9))
    assert waiting(told, on=day(8)) == []
    assert waiting(told) == ["h1"]


def test_nobody_on_record_waits_for_nothing():
    assert waiting(Told()) == []
