"""Whom the five documents protect and which houses qualify, as read from the text."""

from datetime import date

import pytest

from rules.policy import load_policy
from rules.vocabulary import AVOID

XJ, TQ, ZB = load_policy("140825"), load_policy("152224"), load_policy("370300")
YY, HN, DEMO = load_policy("370323"), load_policy("410000"), load_policy("990001")
SILENT = ()


def certified(policy):
    return {group.id: group.certified_by for group in policy.groups}


def asked(policy, task, on):
    return {
        c.column: (c.test, c.value)
        for rule in policy.rules_of(task, on)
        for c in rule.conditions
    }


def test_xinjiang_protects_six_groups_and_names_who_certifies_each():
    """Rules G1, G5."""
    assert certified(XJ) == {
        "易返贫致贫户": ("乡村振兴",),
        "低保户": ("民政",),
        "分散供养特困人员": ("民政",),
        "严重困难户": ("乡村振兴",),
        "低保边缘家庭": ("民政",),
        "其他脱贫户": ("乡村振兴",),
    }
    assert {group.basis for group in XJ.groups} == {"document"}


def test_zibo_protects_eight_in_the_order_of_its_form_and_names_nobody_for_the_last():
    """Rules G2, G5."""
    assert list(certified(ZB).items()) == [
        ("脱贫享受政策户", ("乡村振兴",)),
        ("脱贫不稳定户", ("乡村振兴",)),
        ("边缘易致贫户", ("乡村振兴",)),
        ("低保户", ("民政",)),
        ("分散供养特困人员", ("民政",)),
        ("严重困难户", ("乡村振兴",)),
        ("低保边缘家庭", ("民政",)),
        ("其他脱贫户", ()),
    ]


def test_henan_and_tuquan_protect_four_key_groups_and_tuquan_two_more():
    """Rules G3, G5."""
    key = ["建档立卡贫困户", "低保户", "分散供养特困人员", "贫困残疾人家庭"]
    assert list(certified(HN)) == key
    assert list(certified(HN).values()) == [("扶贫",), ("民政",), ("民政",), ("残联",)]
    assert list(certified(TQ)) == [*key, "边缘易致贫户", "农村低收入人群"]
    named = {g.id: g.certified_by for g in TQ.groups if g.basis == "document"}
    assert named == {
        "低保户": ("民政",),
        "分散供养特困人员": ("民政",),
        "边缘易致贫户": ("扶贫",),
        "农村低收入人群": ("民政",),
    }


def test_in_henan_the_registered_poor_and_those_who_helped_others_go_first():
    """Rules G3, H9: 建档立卡 first, 见义勇为 given priority."""
    assert [group.id for group in HN.groups if group.first] == ["建档立卡贫困户"]
    assert [fact.id for fact in HN.facts if fact.first] == ["good_samaritan"]
    for policy in (XJ, ZB, TQ, YY):
        assert not [one for one in (*policy.groups, *policy.facts) if one.first]


def test_yiyuan_protects_four_groups_and_its_certificates_are_the_offices_reading():
    """Rules G4, G5: the plan names no department; for the last nobody is taken."""
    assert certified(YY) == {
        "建档立卡贫困户": ("扶贫",),
        "低保户": ("民政",),
        "低保边缘家庭": ("民政",),
        "其他困难群众": (),
    }
    assert [group.basis for group in YY.groups] == ["office"] * 3 + ["document"]


def test_the_demonstration_names_somebody_for_the_last_group():
    """Rule G5: from 新绛 三(一)."""
    assert certified(DEMO)["其他脱贫户"] == ("乡村振兴",)


@pytest.mark.parametrize(
    ("policy", "on", "basis"),
    [
        (XJ, date(2023, 7, 1), "document"),
        (TQ, date(2023, 7, 1), "document"),
        (ZB, date(2022, 7, 1), "document"),
        (YY, date(2020, 7, 1), "document"),
        (HN, date(2019, 7, 1), "office"),  # it says 危房 and names no grades
    ],
)
def test_grades_c_and_d_qualify_everywhere(policy, on, basis):
    """Rule H1."""
    rules = {r.id: r for r in policy.rules_of("dangerous_house_retrofit", on)}
    assert asked(policy, "dangerous_house_retrofit", on)["grade"] == (
        "one_of",
        ("C", "D"),
    )
    assert rules["dangerous-grade"].basis == basis


def test_only_zibo_takes_in_no_house_and_refuses_another_home_and_a_second_aid():
    """Rules H1, H2, H3."""
    task, on = "dangerous_house_retrofit", date(2022, 7, 1)
    only = {"no_house", "other_safe_home", "disaster_rebuild_aid"}
    assert only <= asked(ZB, task, on).keys()
    clauses = {rule.id: rule.clause for rule in ZB.rules_of(task, on)}
    assert clauses["dangerous-grade"] == clauses["dangerous-only-home"] == "二(二)"
    assert clauses["dangerous-no-second-aid"] == "二(三)"
    for policy in (XJ, TQ, YY, HN):
        assert not only & asked(policy, task, date(2024, 1, 1)).keys()


def test_who_asks_for_seismic_retrofit_asks_for_7_degrees():
    """Rule H5: 淄博 of A or B below the standard; 新绛 without that limit."""
    seismic, on = "seismic_retrofit", date(2024, 1, 1)
    assert [p.adcode for p in (XJ, TQ, ZB, YY, HN) if seismic in p.tasks] == [
        "140825",
        "370300",
    ]
    for policy in (XJ, ZB, DEMO):
        degree = asked(policy, seismic, on)["design_intensity_degree"]
        assert degree == ("at_least", 7)
    (grade,) = (r for r in ZB.rules_of(seismic, on) if r.id == "seismic-grade")
    assert [c.value for c in grade.conditions] == [("A", "B")]
    assert asked(ZB, seismic, on)["meets_seismic_standard"] == ("one_of", (False,))
    assert asked(XJ, seismic, on)["grade"] == ("one_of", ("A", "B", "C", "D"))
    assert "meets_seismic_standard" not in asked(XJ, seismic, on)


def test_the_standard_is_read_from_the_structure_by_the_office_not_the_document():
    """Rule H5: an appraisal goes before that reading."""
    rules = {rule.id: rule for rule in ZB.rules}
    assert rules["seismic-standard"].basis == "office"
    assert rules["seismic-standard-appraised"].basis == "document"


def test_the_demonstration_adds_the_pilot_of_xinjiang():
    """Rules H1, H5."""
    rules = {r.id: r for r in DEMO.rules_of("seismic_retrofit", date(2026, 1, 1))}
    assert "seismic-grade" not in rules
    assert rules["seismic-standard"].clause == "新绛 二, 三(三); 淄博 三(二)"
    assert rules["seismic-intensity"].clause == "三(二)"


def test_a_house_retrofitted_before_may_come_back():
    """Rule H4: in 新绛, at 7 degrees and above, through the other task as well."""
    tasks = {p.adcode: {rule.task for rule in p.rules} for p in (XJ, TQ, ZB, YY, HN)}
    assert [a for a, found in tasks.items() if "re_entry" in found] == [
        "140825",
        "370300",
    ]
    assert [a for a, found in tasks.items() if "seismic_re_entry" in found] == [
        "140825"
    ]
    clauses = {r.clause for r in XJ.rules if r.task.endswith("re_entry")}
    assert clauses == {"四(一)2"}


def test_energy_and_accessible_homes_are_encouraged_where_the_document_says_so():
    """Rule H10."""
    said = {
        (policy.adcode, rule.task, rule.clause)
        for policy in (XJ, TQ, ZB, YY, HN)
        for rule in policy.rules
        if rule.task in {"energy_retrofit", "accessibility"}
    }
    assert said == {
        ("140825", "energy_retrofit", "三(四)"),
        ("370300", "accessibility", "二(三)"),
        ("410000", "accessibility", "二(七)"),
    }


def test_yiyuan_appraises_anew():
    """Rule H7."""
    told = [(one.groups, one.grades, one.repaired) for one in YY.reappraisals]
    assert told == [
        (("建档立卡贫困户",), ("B",), False),
        (("建档立卡贫困户",), ("C",), True),
        (("低保户", "低保边缘家庭", "其他困难群众"), (), False),
    ]
    assert {p.reappraisals for p in (XJ, TQ, ZB, HN)} == {SILENT}


@pytest.mark.parametrize(
    ("policy", "first"),
    [
        (XJ, date(2023, 1, 1)),
        (TQ, date(2023, 1, 1)),
        (ZB, date(2022, 4, 8)),
        (YY, date(2020, 6, 6)),
        (HN, date(2019, 4, 23)),
    ],
)
def test_rules_bind_from_the_day_of_their_document(policy, first):
    own = [rule for rule in policy.rules if rule.task not in AVOID]
    assert {rule.since for rule in own} == {first}


def test_yiyuan_binds_alone_under_its_own_document():
    """An older document of a county does not build on a younger one of its city."""
    entries = [("rule", rule.id) for rule in YY.rules if rule.task not in AVOID]
    assert {YY.document_of(*entry) for entry in entries} == {YY.document}
    assert "2020" in YY.document
