"""Every policy file proves itself with its own cases."""

from datetime import date

import numpy as np
import pytest

from geo.eligibility import DOES_NOT_APPLY, Answer, judge
from rules.errors import PolicyError
from rules.policy import POLICY_FOLDER, counties_with_policy, county_policy, load_policy
from rules.policy_words import COLUMNS, MILESTONES, OPTIONS
from rules.vocabulary import STEPS

PROFILES = ["140825", "152224", "370300", "370323", "410000", "990001"]
POLICIES = [load_policy(adcode) for adcode in counties_with_policy()]
CASES = [
    pytest.param(policy, case, id=f"{policy.adcode}: {case.task}: {case.says}")
    for policy in POLICIES
    for case in policy.cases
]
NEVER_UNKNOWN = {"seismic_standard_known", "unseen_since_retrofit"}
ANSWER = {True: Answer.YES, False: Answer.NO, None: Answer.UNKNOWN}
each_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda one: one.adcode)


def column(name, value):
    if not COLUMNS[name]:
        return np.array([np.nan if value is None else float(value)])
    if value is None:
        return np.array([-1], dtype=np.int8)
    code = value if isinstance(value, bool) else COLUMNS[name].index(value)
    return np.array([code], dtype=np.int8)


def columns_of(household):
    """As :func:`geo.eligibility.policy_columns` has them, for one household."""
    columns = {name: column(name, household.get(name)) for name in COLUMNS}
    if household.get("no_house"):
        gone = ("grade", "structure", "meets_seismic_standard")
        columns |= dict.fromkeys(gone, np.array([DOES_NOT_APPLY], dtype=np.int8))
    known = columns["meets_seismic_standard"] >= 0
    again = household.get("appraised_since_retrofit")
    unseen = household.get("retrofitted_before") is True and again is not True
    return columns | {
        "seismic_standard_known": known.astype(np.int8),
        "unseen_since_retrofit": np.array([unseen], dtype=np.int8),
    }


def answered(policy, case):
    asked = [r for r in policy.rules if r.task == case.task and r.in_force(case.on)]
    return judge(columns_of(case.household), asked).eligible.tolist()


@pytest.mark.parametrize(("policy", "case"), CASES)
def test_policy_decides_its_own_cases(policy, case):
    """Rules G5, H1, H2, H3, H4, H5, H7, H10."""
    assert answered(policy, case) == [ANSWER[case.eligible]]


@each_policy
def test_policy_shows_a_yes_a_no_and_an_unknown_of_each_task(policy):
    for task in policy.tasks:
        told = {case.eligible for case in policy.cases if case.task == task}
        assert told == {True, False, None}, task


@each_policy
def test_policy_proves_both_sides_of_the_grade_that_qualifies(policy):
    """Rule H1: D or C on one side, B on the other."""
    told = {
        (case.household.get("grade"), case.eligible)
        for case in policy.cases
        if case.task == "dangerous_house_retrofit"
    }
    assert ("B", False) in told
    assert {("C", True), ("D", True)} & told


@pytest.mark.parametrize("adcode", ["140825", "370300", "990001"])
def test_policy_proves_both_sides_of_7_degrees(adcode):
    """Rule H5."""
    told = {
        (case.household.get("design_intensity_degree"), case.eligible)
        for case in load_policy(adcode).cases
        if case.task == "seismic_retrofit"
    }
    assert {(7, True), (6, False)} <= told


@each_policy
def test_steps_keep_the_order_of_the_documents(policy):
    """Rules W1, W2: from found to struck off, never back."""
    steps = [step.id for step in policy.steps]
    assert steps == sorted(steps, key=STEPS.index)
    assert (steps[0], steps[-1]) == ("found", "struck_off")
    reached = [MILESTONES.index(step.milestone) for step in policy.steps]
    assert reached == sorted(reached)


@each_policy
def test_every_question_the_documents_leave_open_has_an_answer(policy):
    assert [option.id for option in policy.options] == list(OPTIONS)
    assert policy.option("publicity_first_day_counts").value is False
    assert policy.option("completed_by").value == "county_acceptance"
    assert {option.basis for option in policy.options} == {"office"}


@each_policy
def test_what_a_rule_asks_has_somebody_who_supplies_it(policy):
    """Rule G5: a group is supplied by its departments, anything else by a fact."""
    groups = {group.id for group in policy.groups}
    asked = {c.column for rule in policy.rules for c in rule.conditions}
    told = {fact.id for fact in policy.facts}
    assert asked - groups - NEVER_UNKNOWN <= told


@each_policy
def test_every_entry_says_its_document_and_its_clause(policy):
    for table, entries in (
        ("group", policy.groups),
        ("rule", policy.rules),
        ("step", policy.steps),
        ("guard", policy.guards),
        ("fact", policy.facts),
    ):
        for entry in entries:
            assert entry.clause
            assert policy.document_of(table, entry.id)


def test_the_counties_are_listed_and_the_office_is_none_of_them():
    assert counties_with_policy() == PROFILES
    assert (POLICY_FOLDER / "000000.toml").is_file()
    with pytest.raises(PolicyError, match=r"000000.*140825, 152224, 370300, 370323"):
        load_policy("000000")


def test_county_without_policy_is_told_which_there_are():
    with pytest.raises(PolicyError, match=r"990008.*370300, 370323, 410000, 990001"):
        load_policy("990008")


@pytest.mark.parametrize("adcode", ["", "../x", "37030", "370300/", "三七〇三〇〇"])
def test_what_is_no_code_has_no_policy(adcode):
    with pytest.raises(PolicyError, match="no policy for"):
        load_policy(adcode)


def test_a_policy_is_read_once():
    assert county_policy("370300") is county_policy("370300")


def test_before_the_document_there_is_no_rule():
    with pytest.raises(PolicyError, match="in force on 2022-04-07"):
        load_policy("370300").rules_of("seismic_retrofit", date(2022, 4, 7))


def test_unknown_steps_and_questions_are_told_which_there_are():
    city = load_policy("370300")
    assert city.step("town_review").by == "town"
    with pytest.raises(PolicyError, match=r"no step 'town_acceptance'.*found, report"):
        city.step("town_acceptance")
    with pytest.raises(PolicyError, match=r"no option 'x'.*two_cases"):
        city.option("x")


def test_what_a_county_took_over_keeps_its_document():
    county = load_policy("990001")
    assert county.document_of("clock", "report-hazard") == "淄建发〔2022〕48号"
    assert county.document_of("publicity", "village") == county.document
    assert county.document_of("option", "two_cases") == "本办公室的约定"
