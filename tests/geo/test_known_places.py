import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.known_places import (
    ABOLISHED,
    IN_A_CIRCLE,
    MERGED,
    NONE_LIKELY,
    ONLY_OF_THAT_NAME,
    RECODED,
    SAME_DIGITS,
    SAME_NAME,
    SAME_NAME_AND_DIGITS,
    SAME_SOUND,
    SEVERAL,
    STILL_IN_FORCE,
    KnownPlaces,
)

# 安河镇 was 100 and is 400 now; 青石镇 stayed 101.
NAMES = {
    "990001400": "安河镇",
    "990001400007": "柳沟村",
    "990001400008": "大小河村",
    "990001400009": "新桥村",
    "990001101": "青石镇",
    "990001101009": "新桥村",
    "990001101010": "石门村",
}
PLACES = KnownPlaces(NAMES, complete=True)


def changed(**more):
    return KnownPlaces(changes={f"9900011000{c[1:]}": n for c, n in more.items()})


def test_a_chain_of_changes_is_followed_to_its_end():
    places = changed(_01="990001100002", _02="990001100003")
    assert places.recode("990001100001") == ("990001100003", RECODED)
    assert places.recode("990001100003") == ("990001100003", None)


def test_an_abolished_place_has_no_code_any_more():
    places = changed(_01="990001100002", _02=None)
    assert places.recode("990001100001") == ("", ABOLISHED)


def test_changes_that_lead_in_a_circle_change_nothing():
    places = changed(_01="990001100002", _02="990001100001", _03="990001100001")
    assert places.recode("990001100001") == ("990001100001", IN_A_CIRCLE)
    assert places.recode("990001100003") == ("990001100003", IN_A_CIRCLE)


def test_a_town_takes_its_villages_along():
    places = KnownPlaces(changes={"990001100": "990001400", "990001400": "990001500"})
    assert places.recode("990001100007") == ("990001500007", RECODED)
    assert places.recode("990001100") == ("990001500", RECODED)


def test_the_own_change_of_a_village_counts_before_that_of_its_town():
    own = {"990001100": "990001400", "990001100007": "990001101010"}
    assert KnownPlaces(changes=own).recode("990001100007")[0] == "990001101010"


def test_a_village_that_the_register_does_not_have_is_not_made_up():
    places = KnownPlaces(NAMES, {"990001100": "990001400"}, complete=True)
    assert places.recode("990001100007") == ("990001400007", RECODED)
    assert places.recode("990001100666") == ("990001100666", None)


def test_a_code_in_force_is_left_alone_whatever_became_of_it_once():
    places = KnownPlaces(NAMES, {"990001101010": "990001400007"}, complete=True)
    assert places.recode("990001101010") == ("990001101010", STILL_IN_FORCE)


codes = st.sampled_from([f"99000110000{n}" for n in range(6)])


@given(st.dictionaries(codes, st.none() | codes, max_size=6), codes)
def test_recoding_ends_and_done_twice_changes_nothing_more(changes, code):
    places = KnownPlaces(changes=changes)
    now, note = places.recode(code)
    assert (now == "") == (note == ABOLISHED)
    if note == RECODED:
        assert places.recode(now) == (now, None)


@pytest.mark.parametrize(
    ("code", "village", "town", "likely", "reason"),
    [
        ("990001100007", "柳沟村委会", "安河镇", "990001400007", SAME_NAME),
        ("990001100007", "柳沟", "", "990001400007", ONLY_OF_THAT_NAME),
        ("990001100009", "新桥村", "安河乡", "990001400009", SAME_NAME),
        ("990001999009", "新桥村", "", "", SEVERAL),
        ("990001999010", "新桥村", "", "", SEVERAL),
        ("990001100777", "刘沟村", "安河镇", "990001400007", SAME_SOUND),
        ("990001100777", "大河村", "安河镇", "990001400008", MERGED),
        ("990001100010", "", "青石镇", "990001101010", SAME_DIGITS),
        ("990001100010", "旧名村", "青石镇", "990001101010", SAME_DIGITS),
        ("990002101010", "", "", "990001101010", SAME_DIGITS),
        ("990001999666", "无此村", "无此镇", "", NONE_LIKELY),
        ("", "", "", "", NONE_LIKELY),
    ],
)
def test_what_a_code_may_have_meant(code, village, town, likely, reason):
    assert PLACES.likely(code, village, town) == (likely, reason)


def test_of_two_villages_of_one_name_the_digits_decide():
    other = KnownPlaces({**NAMES, "990001101011": "柳沟村"}, complete=True)
    told = other.likely("990001100007", "柳沟村", "")
    assert told == ("990001400007", SAME_NAME_AND_DIGITS)


def test_a_recoded_town_is_looked_in_although_its_old_name_is_gone():
    places = KnownPlaces(NAMES, {"990001100": "990001400"}, complete=True)
    assert places.likely("990001100009", "新桥村", "旧河镇")[0] == "990001400009"


def test_two_that_are_equally_likely_are_none():
    names = {"990001400001": "柳沟村", "990001400002": "柳沟社区"}
    assert KnownPlaces(names).likely("990001400009", "柳沟", "") == ("", SEVERAL)
