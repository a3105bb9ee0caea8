"""Every policy file proves itself with its own cases."""

from datetime import date

import numpy as np
import pytest

from geo.eligibility import Answer, judge
from rules.errors import PolicyError
from rules.policy import counties_with_policy, load_policy
from rules.vocabulary import GRADES, GROUPS, STEPS, STRUCTURES

POLICIES = [load_policy(adcode) for adcode in counties_with_policy()]
CASES = [
    pytest.param(policy, case, id=f"{policy.adcode}: {case.says}")
    for policy in POLICIES
    for case in policy.cases
]
COLUMNS = (
    "certified_group",
    "grade",
    "structure",
    "other_safe_home",
    "design_intensity_degree",
)
ANSWER = {True: Answer.YES, False: Answer.NO, None: Answer.UNKNOWN}
MINIMAL = """
adcode = "990009"
name = "x"
document = "x"
builds_on = ["370300"]
"""


def column(name, value):
    if name == "design_intensity_degree":
        return np.array([np.nan if value is None else float(value)])
    words = {"grade": GRADES, "structure": STRUCTURES}.get(name)
    code = words.index(value) if words and value else value
    return np.array([-1 if value is None else int(code)], dtype=np.int8)


@pytest.mark.parametrize(("policy", "case"), CASES)
def test_policy_decides_its_own_cases(policy, case):
    """Rules H1, H2, H5."""
    columns = {name: column(name, case.household.get(name)) for name in COLUMNS}
    verdict = judge(columns, policy.rules_of(case.task, case.on))
    assert verdict.eligible.tolist() == [ANSWER[case.eligible]]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.adcode)
def test_policy_shows_a_yes_a_no_and_an_unknown(policy):
    assert {case.eligible for case in policy.cases} == {True, False, None}


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.adcode)
def test_groups_stand_in_the_order_of_the_form(policy):
    """Rule G2."""
    assert tuple(group.id for group in policy.groups) == GROUPS


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.adcode)
def test_steps_keep_the_order_of_the_documents(policy):
    """Rule W2."""
    assert tuple(step.id for step in policy.steps) == STEPS


def test_each_department_certifies_its_own_groups():
    """Rule G5: nobody is named for the last group in the city's document."""
    city = {g.id: g.certified_by for g in load_policy("370300").groups}
    assert city["低保户"] == ("民政",)
    assert city["边缘易致贫户"] == ("乡村振兴",)
    assert city["其他脱贫户"] == ()


def test_the_demonstration_takes_three_days_of_publicity_and_the_pilot_clause():
    """Rules W3, H5."""
    county = load_policy("990001")
    days = {step.id: step.publicity_days for step in county.steps}
    assert days["village_review"] == days["town_review"] == 3
    rules = county.rules_of("seismic_retrofit", date(2026, 1, 1))
    assert "新绛" in {rule.id: rule for rule in rules}["seismic-grade"].clause
    assert "seismic-standard" not in {rule.id for rule in rules}


def write(tmp_path, text):
    city = load_text("370300")
    (tmp_path / "370300.toml").write_text(city, encoding="utf-8")
    (tmp_path / "990009.toml").write_text(MINIMAL + text, encoding="utf-8")
    return tmp_path


def load_text(adcode):
    from rules.policy import POLICY_FOLDER

    return (POLICY_FOLDER / f"{adcode}.toml").read_text(encoding="utf-8")


def test_a_lower_policy_may_not_change_what_the_higher_keeps_fixed(tmp_path):
    clause = (
        "[[rule]]\nid='seismic-intensity'\ntask='seismic_retrofit'\nclause='x'\n"
        "column='design_intensity_degree'\nat_least=6\nsince=2024-01-01\n"
    )
    with pytest.raises(PolicyError, match="'seismic-intensity' is fixed"):
        load_policy("990009", write(tmp_path, clause))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "[[rule]]\nid='r'\ntask='t'\nclause='c'\nsince=2024-01-01\ncolunm='x'",
            "give",
        ),
        (
            "[[rule]]\nid='r'\ntask='t'\nclause='c'\nsince=2024-01-01\n"
            "column='x'\nat_least=7\ntypo=1",
            "typo",
        ),
        ("[[step]]\nid='dance'\nname='x'\nmilestone='found'\nclause='c'", "dance"),
        ("[[group]]\nid='no group'\ncertified_by=[]\nclause='c'", "no group"),
        ("this is not toml", "not a policy file"),
    ],
)
def test_malformed_policy_is_refused(tmp_path, text, complaint):
    with pytest.raises(PolicyError, match=complaint):
        load_policy("990009", write(tmp_path, text))


def test_county_without_policy_is_told_which_there_are():
    with pytest.raises(PolicyError, match=r"990008.*370300, 990001"):
        load_policy("990008")


def test_before_the_document_there_is_no_rule():
    with pytest.raises(PolicyError, match="in force on 2022-04-07"):
        load_policy("370300").rules_of("seismic_retrofit", date(2022, 4, 7))
