"""Appraisals, publicity and papers of a case: rules W3, W7, W10, W12."""

import pytest

from rules.casework import judge_step
from rules.dossier import (
    Photographed,
    appraised_by,
    missing_documents,
    verification_gaps,
)
from rules.policy_tables import Document, Option
from tests.rules.world import (
    case,
    changed,
    day,
    graded,
    guarded,
    policy,
    posted,
    says,
    walked,
)


def verdict(rules, file, step, on=30):
    return judge_step(file, rules, step, day(on))


# Rule W3


@pytest.mark.parametrize(
    ("on", "allowed"), [(8, False), (9, False), (10, True), (11, True)]
)
def test_the_next_step_waits_for_three_full_days_of_publicity(on, allowed):
    """Rule W3: put up on day 6; days 7, 8 and 9 are full days."""
    publicity = (posted("village_review", 3),)
    rules = guarded(
        "publicity", "town_review", of="village_review", publicity=publicity
    )
    file = changed(walked("village_review"), "village_review", posted_on=day(6))
    assert verdict(rules, file, "town_review", on).allowed is allowed


def test_an_office_may_count_the_first_day_of_publicity():
    """Rule W3: put up on day 6; days 6, 7 and 8 count."""
    option = Option(
        id="publicity_first_day_counts", value=True, options=(False, True), says="…"
    )
    rules = guarded(
        "publicity",
        "town_review",
        of="village_review",
        publicity=(posted("village_review", 3),),
        options=(option,),
    )
    file = changed(walked("village_review"), "village_review", posted_on=day(6))
    assert verdict(rules, file, "town_review", 8).allowed is False
    assert verdict(rules, file, "town_review", 9).allowed is True


def test_a_posting_that_nobody_recorded_refuses_and_names_the_places():
    """Rule W3."""
    publicity = (
        posted("county_approval", None, place="county"),
        posted("county_approval", None, place="village"),
    )
    rules = guarded("publicity", "agreement", of="county_approval", publicity=publicity)
    answer = verdict(rules, walked("county_approval"), "agreement")
    assert (answer.allowed, answer.clause) == (False, "W3")
    assert says(answer) == [
        "no posting of 县审批 is on record; record it first, at: county, village"
    ]


@pytest.mark.parametrize(("on", "allowed"), [(7, False), (8, True)])
def test_where_no_length_is_stated_the_posting_itself_is_enough(on, allowed):
    """Rule W3: put up on day 8."""
    publicity = (posted("county_approval", None),)
    rules = guarded("publicity", "agreement", of="county_approval", publicity=publicity)
    file = changed(walked("county_approval"), "county_approval", posted_on=day(8))
    assert verdict(rules, file, "agreement", on).allowed is allowed


def test_the_longest_of_several_postings_counts():
    """Rule W3: 3 days at village, 7 at town; put up on day 6."""
    longest = posted("town_review", 7, place="town", clause="W3 town")
    publicity = (posted("town_review", 3), longest)
    rules = guarded(
        "publicity", "county_approval", of="town_review", publicity=publicity
    )
    file = changed(walked("town_review"), "town_review", posted_on=day(6))
    early = verdict(rules, file, "county_approval", 13)
    assert early.clause == "W3 town"  # of the posting that takes longest
    assert says(early) == [
        "镇审核, posted on 2026-03-08: the next step may follow from 2026-03-16"
    ]
    assert verdict(rules, file, "county_approval", 14).allowed


# Rule W7


def test_a_disputed_grade_waits_for_a_third_party():
    """Rule W7."""
    rules = guarded("appraised", "county_approval")
    disputed = graded("B", on=2, disputed=True)
    file = walked("town_review", appraisals=(disputed,))
    answer = verdict(rules, file, "county_approval")
    assert says(answer) == [
        "the owner disputes the grade: a third party appraises first"
    ]
    assert (answer.allowed, answer.clause) == (False, "G appraised")


@pytest.mark.parametrize(("on", "allowed"), [(1, False), (2, True), (4, True)])
def test_the_third_partys_grade_is_not_older_than_the_dispute(on, allowed):
    """Rule W7: disputed on day 2."""
    made = (graded("B", on=2, disputed=True), graded("C", on=on, third_party=True))
    file = walked("town_review", appraisals=made)
    assert verdict(policy(), file, "county_approval").allowed is allowed


def test_a_dispute_after_approval_is_told_but_undoes_nothing():
    """Rule W7."""
    file = walked("county_approval", appraisals=(graded(on=8, disputed=True),))
    answer = verdict(policy(), file, "agreement")
    assert answer.allowed
    assert len(answer.warnings) == 1


# Rule W12

PAPERS = (
    Document(id="application", name="农户申请", clause="W12", from_step="applied"),
    Document(id="payment", name="资金拨付凭证", clause="W12", from_step="paid"),
)


def test_what_the_file_lacks_is_listed_by_the_step_it_has_reached():
    """Rule W12."""
    rules = policy(documents=PAPERS)
    lacking = {
        id: [paper.id for paper in missing_documents(walked(id), rules)]
        for id in ("appraised", "applied", "struck_off")
    }
    assert lacking == {
        "appraised": [],
        "applied": ["application"],
        "struck_off": ["application", "payment"],
    }
    assert missing_documents(case(), rules) == ()


def test_an_incomplete_file_is_not_struck_off():
    """Rule W12."""
    rules = guarded("documents", "struck_off", documents=PAPERS)
    half = walked("paid", documents=frozenset({"application"}))
    full = walked("paid", documents=frozenset({"application", "payment"}))
    assert says(verdict(rules, half, "struck_off")) == [
        "missing in the file: 资金拨付凭证"
    ]
    assert verdict(rules, full, "struck_off").allowed


# Rule W10

PLACED = Photographed(part="东墙", longitude_degree=117.9, latitude_degree=36.2)
WHOLE = {"seen": "墙体开裂", "heard": "漏雨", "defects": "裂缝 2 cm"}


def test_a_verification_with_words_and_a_placed_photograph_is_complete():
    """Rule W10: 看、听、记、拍."""
    assert verification_gaps(**WHOLE, photographs=[PLACED]) == ()


@pytest.mark.parametrize(
    ("facts", "gap"),
    [
        ({"seen": None}, "observations (看) are missing"),
        ({"heard": " "}, "the owner's words (听) are missing"),
        ({"defects": ""}, "the defects (记) are missing; if there are none, say so"),
        ({"photographs": []}, "photographs (拍) are missing"),
        (
            {"photographs": [PLACED, Photographed(part="东墙", latitude_degree=36.2)]},
            "a photograph does not say where it was taken",
        ),
        (
            {"photographs": [Photographed(longitude_degree=0.0, latitude_degree=0.0)]},
            "a photograph does not say which part of the house it shows",
        ),
    ],
)
def test_each_gap_of_a_verification_is_named(facts, gap):
    """Rule W10."""
    assert verification_gaps(**WHOLE | {"photographs": [PLACED]} | facts) == (gap,)


def test_of_two_grades_on_one_day_the_one_recorded_last_counts():
    """Rule H7."""
    made = (graded("D", on=2), graded("B", on=2))
    assert appraised_by(case(appraisals=made), day(2)).grade == "B"
