"""Under what a household counts, who goes first, who is appraised anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.advice import advise, damaged_since, to_appraise
from geo.eligibility import Answer, policy_columns
from geo.entitlement import explain, judge_tasks
from geo.exposure import Exposure
from geo.precedence import order_clauses, order_keys, priority_order
from geo.protection import departments_in, missing_departments, report_category
from rules.vocabulary import GRADES, GROUPS, REPORT_GROUPS, group_mask
from tests.geo.casework_world import POLICIES, PROFILES, columns_of, household
from tests.geo.worlds import county

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES


def counted(profile, facts):
    exposure, _ = household(POLICIES[profile], facts)
    found = report_category(exposure, POLICIES[profile])
    category, column = int(found.category[0]), int(found.column[0])
    return (
        GROUPS[category] if category >= 0 else None,
        REPORT_GROUPS[column] if column >= 0 else None,
    )


@pytest.mark.parametrize(
    ("facts", "category"),
    [
        ("低保户@民政", "低保户"),
        ("低保户@民政 脱贫享受政策户@乡村振兴", "脱贫享受政策户"),
        ("其他脱贫户 低保边缘家庭@民政 严重困难户@乡村振兴", "严重困难户"),
        ("脱贫不稳定户 边缘易致贫户@乡村振兴", "边缘易致贫户"),
        ("低保户", None),
        ("低保户@残联", None),
        ("建档立卡贫困户@扶贫", None),
        ("", None),
    ],
)
def test_a_household_counts_once_under_its_first_certified_identity(facts, category):
    """Rules G2, G5: an identity that no department certified does not count."""
    assert counted("淄博", facts) == (category, category)


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ("易返贫致贫户@乡村振兴 脱贫不稳定户", "脱贫不稳定户"),
        ("易返贫致贫户@乡村振兴 边缘易致贫户@乡村振兴", "边缘易致贫户"),
        ("易返贫致贫户@乡村振兴 边缘易致贫户 脱贫不稳定户", "脱贫不稳定户"),
        ("易返贫致贫户@乡村振兴", None),
        ("易返贫致贫户@乡村振兴 低保户@民政", None),
    ],
)
def test_a_family_at_risk_is_in_the_column_its_monitoring_list_tells(facts, column):
    """Rule G2: what no list tells is left open, to be listed, not guessed."""
    assert counted("新绛", facts) == ("易返贫致贫户", column)


def test_departments_that_have_yet_to_certify_are_named_only_where_nobody_has():
    """Rule G5."""
    policy = POLICIES["新绛"]
    told = {
        facts: departments_in(
            int(missing_departments(household(policy, facts)[0], policy.groups)[0])
        )
        for facts in (
            "低保户",
            "低保户 严重困难户",
            "低保户 严重困难户@乡村振兴",
            "低保户@扶贫",
            "建档立卡贫困户",
            "",
        )
    }
    assert [*told.values()] == [
        ("民政",), ("民政", "乡村振兴"), (), ("民政",), (), (),
    ]  # fmt: skip


def families(**columns) -> Exposure:
    return county(4, household_id=["d", "c", "b", "a"], **columns)


def ranks(profile, exposure, eligible=(YES,) * 4):
    answers = np.array(eligible, dtype=np.int8)
    return priority_order(exposure, POLICIES[profile], answers).tolist()


POOR = [group_mask(["低保户"])] * 4


def test_the_most_dangerous_house_goes_first():
    """Rule H9: D before C before the ungraded; equals by their ids."""
    world = families(grade=["C", "D", None, "C"], groups=POOR, certified=POOR)
    assert ranks("河南", world) == [3, 1, 4, 2]


def test_among_equal_houses_the_registered_poor_go_first():
    """Rule G3: 建档立卡 first."""
    groups = [group_mask([g]) for g in ("低保户", "建档立卡贫困户", "低保户")]
    groups.append(group_mask(["贫困残疾人家庭"]))
    world = families(grade=["D"] * 4, groups=groups, certified=groups)
    assert ranks("河南", world) == [3, 1, 2, 4]


def test_a_family_honoured_for_courage_goes_before_all():
    """Rule G3: 见义勇为, where the document says so; elsewhere it changes nothing."""
    facts = {"grade": ["D", "D", "D", "C"], "good_samaritan": [-1, 0, 0, 1]}
    world = families(groups=POOR, certified=POOR, **facts)
    assert ranks("河南", world) == [4, 3, 2, 1]
    assert ranks("沂源", world) == [3, 2, 1, 4]


def test_only_the_eligible_are_ranked():
    """Rule H9."""
    world = families(grade=["D"] * 4, groups=POOR, certified=POOR)
    assert ranks("河南", world, (YES, NO, UNKNOWN, YES)) == [2, 0, 0, 1]


def test_each_key_of_the_order_says_where_it_comes_from():
    """Rules G3, H9."""
    clauses = order_clauses(POLICIES["河南"])
    assert [*clauses] == [*order_keys(POLICIES["河南"])]
    assert "二(四)" in clauses["grade"] and "二(二)" in clauses["first_group"]


@given(st.lists(st.sampled_from([NO, UNKNOWN, YES]), min_size=1, max_size=30))
def test_ranks_are_a_permutation_of_the_eligible(answers):
    """Rule H9."""
    world = county(len(answers))
    found = ranks("河南", world, answers)
    assert sorted(filter(None, found)) == [*range(1, answers.count(YES) + 1)]


def asked_anew(facts):
    policy = POLICIES["沂源"]
    found = to_appraise(columns_of(policy, facts), policy)
    return {name: Answer(int(answer[0])) for name, answer in found.items()}


@pytest.mark.parametrize(
    ("facts", "answers"),
    [
        ("建档立卡贫困户@扶贫 grade=A", (NO, NO, NO)),
        ("建档立卡贫困户@扶贫 grade=B", (YES, NO, NO)),
        ("建档立卡贫困户 grade=B", (UNKNOWN, NO, NO)),
        ("建档立卡贫困户@扶贫", (UNKNOWN, UNKNOWN, NO)),
        ("建档立卡贫困户@扶贫 grade=C retrofitted_on=2019-05-01", (NO, UNKNOWN, NO)),
        (
            "建档立卡贫困户@扶贫 grade=C retrofitted_on=2019-05-01 "
            "appraised_on=2018-05-01",
            (NO, YES, NO),
        ),
        (
            "建档立卡贫困户@扶贫 grade=C retrofitted_on=2019-05-01 "
            "appraised_on=2019-05-01",
            (NO, NO, NO),
        ),
        ("建档立卡贫困户@扶贫 grade=C housing_aid_before=no", (NO, NO, NO)),
        ("低保户@民政 grade=A", (NO, NO, YES)),
        ("低保边缘家庭@民政", (NO, NO, YES)),
        ("低保户", (NO, NO, UNKNOWN)),
        ("grade=B", (NO, NO, NO)),
    ],
)
def test_who_is_appraised_anew(facts, answers):
    """Rule H7: B of the registered poor, C repaired and not seen since, all others."""
    found = asked_anew(facts)
    names = ("registered-b", "registered-c-repaired", "others-all")
    assert tuple(found[name] for name in names) == answers


def test_damage_seen_after_the_appraisal_asks_for_a_new_grade():
    """Rule H7."""
    world = county(4, appraised_on=[10, 10, -1, -1])
    assert damaged_since(world, np.array([11, 10, 5, -1])).tolist() == [
        True, False, True, False,
    ]  # fmt: skip


def test_a_policy_that_asks_for_no_new_appraisal_asks_nobody():
    """Rule H7."""
    policy = POLICIES["河南"]
    assert to_appraise(columns_of(policy, "低保户@民政 grade=B"), policy) == {}


def advice(profile, facts, **more):
    policy, day = POLICIES[profile], PROFILES[profile][1]
    found = advise(columns_of(policy, facts) | more, policy, day)
    return {name: Answer(int(v.eligible[0])) for name, v in found.items()}


AGAIN = "retrofitted_on=2018-05-01 appraised_on=2022-05-01"


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (f"低保户@民政 grade=C disaster_rebuild_aid=no {AGAIN}", YES),
        (f"低保户@民政 grade=B disaster_rebuild_aid=no {AGAIN}", NO),
        (f"低保户@民政 grade=C disaster_rebuild_aid=yes {AGAIN}", NO),
        (f"低保户@民政 grade=C {AGAIN}", UNKNOWN),
        (f"低保户 grade=C disaster_rebuild_aid=no {AGAIN}", UNKNOWN),
        ("低保户@民政 grade=C disaster_rebuild_aid=no", UNKNOWN),
        ("低保户@民政 grade=C disaster_rebuild_aid=no housing_aid_before=no", NO),
    ],
)
def test_a_house_retrofitted_earlier_and_dangerous_again_may_re_enter(facts, answer):
    """Rules H4, H3."""
    assert advice("淄博", facts)["re_entry"] == answer


BEFORE = "retrofitted_on=2022-05-01 appraised_on=2018-05-01"
KNOWN = "other_safe_home=no disaster_rebuild_aid=no no_house=no degree=8"


@pytest.mark.parametrize(
    ("profile", "supplied_by"),
    [
        ("新绛", ("county",)),
        ("淄博", ("county",)),
        ("演示", ("county", "third_party")),
    ],
)
@pytest.mark.parametrize("days", [BEFORE, "retrofitted_on=2022-05-01"])
def test_a_grade_from_before_the_works_opens_no_task(profile, supplied_by, days):
    """Rule H4: nor does what the house was built of; a new grade is asked for."""
    facts = f"低保户@民政 grade=D structure=土坯 {KNOWN} {days}"
    policy, day = POLICIES[profile], PROFILES[profile][1]
    for meets in ("", " meets_seismic_standard=no"):
        found = judge_tasks(columns_of(policy, facts + meets), policy, day)
        for answer in explain(found, 0):
            assert answer.answer == UNKNOWN, answer.task
            waits = [(m.fact, m.supplied_by) for m in answer.missing]
            assert waits == [("grade", supplied_by)]


@pytest.mark.parametrize("profile", ["新绛", "淄博", "演示"])
def test_a_house_that_meets_the_standard_since_its_works_waits_for_no_seismic_task(
    profile,
):
    """Rules H4, H5: once it is graded A the answers are those of any sound house."""
    facts = f"低保户@民政 grade=A structure=砖混 meets_seismic_standard=yes {KNOWN} "
    policy, day = POLICIES[profile], PROFILES[profile][1]
    found = judge_tasks(columns_of(policy, facts + AGAIN), policy, day)
    answers = [answer.answer for answer in explain(found, 0)]
    assert answers[0] == NO
    assert answers[1] == (YES if profile == "新绛" else NO)


def test_a_grade_from_before_the_works_ranks_as_none():
    """Rules H4, H9."""
    world = families(
        grade=["C", "D", None, "C"],
        groups=POOR,
        certified=POOR,
        retrofitted_on=[-1, 20, -1, -1],
        appraised_on=[-1, 10, -1, -1],
    )
    assert world.grade.tolist() == [2, -1, -1, 2]
    assert world.grade_on_record.tolist() == [2, 3, -1, 2]
    assert ranks("河南", world) == [2, 4, 3, 1]


def test_from_seven_degrees_it_may_instead_enter_the_seismic_task():
    """Rules H4, H5."""
    facts = f"低保户@民政 grade=D {AGAIN}"
    told = [advice("新绛", f"{facts} degree={degree}") for degree in (6, 7)]
    assert [one["re_entry"] for one in told] == [YES, YES]
    assert [one["seismic_re_entry"] for one in told] == [NO, YES]


def test_what_is_encouraged_along_with_the_works():
    """Rule H10: saving energy in one county, homes for the old and disabled in two."""
    assert advice("新绛", "低保户@民政")["energy_retrofit"] == YES
    assert advice("新绛", "低保户")["energy_retrofit"] == UNKNOWN
    disabled = {"severely_disabled": np.array([1], np.int8)}
    none = {"severely_disabled": np.array([0], np.int8)}
    assert advice("淄博", "", **disabled)["accessibility"] == YES
    assert advice("淄博", "")["accessibility"] == UNKNOWN
    assert advice("河南", "", **none)["accessibility"] == NO
    assert advice("沂源", "") == {}


def test_a_house_that_was_graded_stands_and_a_family_without_one_has_no_grade():
    """Rule H1."""
    policy = POLICIES["淄博"]
    assert columns_of(policy, "grade=B")["no_house"].tolist() == [0]
    assert columns_of(policy, "structure=土坯")["no_house"].tolist() == [0]
    assert columns_of(policy, "")["no_house"].tolist() == [-1]
    without = columns_of(policy, "no_house=yes")
    assert not np.isin(without["grade"], [-1, *range(len(GRADES))]).any()
    exposure, degree = household(policy, "no_house=yes grade=C")
    assert policy_columns(exposure, degree, policy)["no_house"].tolist() == [1]
