"""What one policy may not change in another, and what is left to it."""

import pytest

from rules import policy_words
from rules.errors import PolicyError
from tests.rules.policy_texts import (
    AT_7,
    GUARD,
    heading,
    load,
)

FIXED = [
    (
        '[[rule]]\nid = "seismic-intensity"\nclause = "1"\n'
        'column = "design_intensity_degree"\nat_least = 6',
        "rule 'seismic-intensity' is fixed by 淄建发〔2022〕48号: conditions",
    ),
    ('[[rule]]\nid = "seismic-certified"\ndrop = true', "is fixed by 淄建发"),
    ('[[step]]\nid = "applied"\nclause = "1"', "step 'applied' is fixed by"),
    ('[[clock]]\nid = "appraise"\ndays = 9\nclause = "1"', "is fixed by.*: days"),
    (
        '[[publicity]]\nid = "village"\nplace = "town"\nclause = "1"',
        "publicity 'village' is fixed by.*: place",
    ),
    (
        '[[subsidy]]\nid = "repair"\nat_least_cny = 11999\nclause = "1"',
        "subsidy 'repair' is fixed by.*: at_least_cny",
    ),
    ('[[subsidy]]\nid = "repair"\ndrop = true', "subsidy 'repair' is fixed by"),
    ('[[area]]\nid = "least"\nat_least_m2 = 15\nclause = "三"', "'least' is fixed by"),
    ('[[publicity]]\nid = "village"\ndays = 3', "no clause for what it changes"),
    ('[[guard]]\nid = "none"\ndrop = true', "guard 'none': nothing to drop"),
    (
        '[[group]]\nid = "农村低收入人群"\ncertified_by = []\nclause = "1"',
        "农村低收入人群.*淄建发.*allows no further group",
    ),
    (
        '[[publicity]]\nid = "village"\ndays = 3\nclause = "1"\nadjustable = true',
        "leaves . to others, which 淄建发〔2022〕48号 does not allow",
    ),
    (
        '[[subsidy]]\nid = "repair"\nat_least_cny = "much"\nclause = "1"',
        "cannot be compared",
    ),
    (
        '[[step]]\nid = "struck_off"\ndrop = true\n' + GUARD + 'step = "struck_off"\n'
        'needs = "way"',
        "step: unknown",
    ),
    (AT_7 + 'adjustable = ["weather"]', "adjustable: unknown.*weather"),
    (AT_7 + "adjustable = { until = 'sideways' }", "sideways.*is none of"),
    (AT_7 + "adjustable = 3", "adjustable is neither"),
]


@pytest.mark.parametrize(("text", "complaint"), FIXED)
def test_a_lower_policy_may_not_change_what_the_higher_keeps_fixed(
    tmp_path, text, complaint
):
    with pytest.raises(PolicyError, match=complaint):
        load(tmp_path, text)


def test_a_lower_policy_changes_what_is_left_to_it(tmp_path):
    """Rules M1, M4, W3: 各地可根据实际, upwards only where the city says so."""
    county = load(
        tmp_path,
        '[[subsidy]]\nid = "repair"\nat_least_cny = 15000\nclause = "二"\n'
        '[[area]]\nid = "small-family"\nat_most_m2 = 80\nclause = "三"\n'
        '[[publicity]]\nid = "town"\ndays = 7\nclause = "四"\n'
        '[[rule]]\nid = "seismic-grade"\ndrop = true\n',
    )
    subsidy = next(one for one in county.subsidies if one.id == "repair")
    assert (subsidy.at_least_cny, subsidy.ways) == (15000, ("修缮加固",))
    assert county.document_of("subsidy", "repair") == "document 990009"
    area = next(one for one in county.areas if one.id == "small-family")
    assert (area.at_least_m2, area.at_most_m2, area.clause) == (40, 80, "三")
    days = {one.id: one.days for one in county.publicity}
    assert days == {"village": None, "town": 7, "county": None}
    assert "seismic-grade" not in {rule.id for rule in county.rules}


def test_an_answer_of_the_office_becomes_the_documents_with_its_clause(tmp_path):
    county = load(
        tmp_path, '[[step]]\nid = "struck_off"\nname = "销档"\nclause = "九"\n'
    )
    step = county.step("struck_off")
    assert (step.name, step.basis, step.by) == ("销档", "document", "county")


def test_a_question_may_be_answered_otherwise(tmp_path):
    county = load(
        tmp_path, '[[option]]\nid = "slow_town"\nvalue = "limit"\nlimit_ratio = 0.2\n'
    )
    slow = county.option("slow_town")
    assert (slow.value, slow.limit_ratio, slow.basis) == ("limit", 0.2, "office")


MIDDLE = heading("990008", ["370300"])


def test_a_county_between_may_keep_for_itself_what_it_was_left(tmp_path):
    middle = MIDDLE + '[[publicity]]\nid = "town"\ndays = 5\nclause = "二"\n'
    text = '[[publicity]]\nid = "town"\ndays = 3\nclause = "一"\n'
    with pytest.raises(PolicyError, match="'town' is fixed by document 990008: days"):
        load(tmp_path, text, builds_on=["990008"], **{"990008": middle})


def test_a_county_between_may_pass_on_what_it_was_left(tmp_path):
    middle = (
        MIDDLE + '[[subsidy]]\nid = "repair"\nat_least_cny = 14000\nclause = "二"\n'
        'adjustable = { at_least_cny = "up" }\n'
    )
    files = {"990008": middle}
    text = '[[subsidy]]\nid = "repair"\nclause = "一"\nat_least_cny = '
    county = load(tmp_path, text + "14000\n", ["990008"], **files)
    assert {one.id: one.at_least_cny for one in county.subsidies}["repair"] == 14000
    with pytest.raises(PolicyError, match="fixed by document 990008: at_least_cny"):
        load(tmp_path, text + "13999\n", ["990008"], **files)


def test_what_comes_from_far_above_reaches_the_lowest(tmp_path):
    middle = MIDDLE + AT_7
    county = load(tmp_path, "", ["990008"], **{"990008": middle})
    assert county.document_of("rule", "r") == "document 990008"
    assert county.document_of("clock", "appraise") == "淄建发〔2022〕48号"
    assert county.document_of("option", "two_cases") == "本办公室的约定"


def test_of_several_the_first_named_is_the_highest(tmp_path):
    middle = heading("990008") + '[[step]]\nid = "applied"\nclause = "1"\n'
    with pytest.raises(PolicyError, match=r"990008\.toml.*'applied' is fixed"):
        load(tmp_path, "", ["370300", "990008"], **{"990008": middle})


def test_what_two_build_on_is_laid_once(tmp_path):
    middle = heading("990008", ["000000"]) + AT_7
    county = load(tmp_path, "", ["370300", "990008"], **{"990008": middle})
    assert len(county.options) == len(policy_words.OPTIONS)


def test_a_policy_cannot_build_on_itself(tmp_path):
    middle = heading("990008", ["990009"])
    with pytest.raises(PolicyError, match="990009 > 990008 > 990009"):
        load(tmp_path, "", ["990008"], **{"990008": middle})


def test_a_policy_cannot_build_on_what_is_not_there(tmp_path):
    with pytest.raises(PolicyError, match=r"990009.toml builds on 990007.toml, which"):
        load(tmp_path, "", ["990007"])
