"""Steps, postings, clocks and money of the five documents, as read from the text."""

from datetime import date

import pytest

from rules.policy import load_policy

XJ, TQ, ZB = load_policy("140825"), load_policy("152224"), load_policy("370300")
YY, HN, DEMO = load_policy("370323"), load_policy("410000"), load_policy("990001")
SILENT = ()


def guarded(policy):
    return {(g.step, g.needs, g.of): g.clause for g in policy.guards}


STEPS = {
    "140825": "found appraised applied county_approval works_started "
    "county_acceptance paid struck_off",
    "152224": "found reported appraised applied county_approval works_started "
    "county_acceptance paid struck_off",
    "370300": "found reported appraised applied village_review town_review "
    "county_approval agreement works_started county_acceptance paid struck_off",
    "370323": "found appraised applied village_review town_review county_approval "
    "agreement works_started town_acceptance county_acceptance paid struck_off",
    "410000": "found appraised applied county_approval works_started "
    "county_acceptance paid struck_off",
    "990001": "found reported appraised applied village_review town_review "
    "county_approval agreement works_started town_acceptance county_acceptance paid "
    "struck_off",
}


@pytest.mark.parametrize("policy", [XJ, TQ, ZB, YY, HN, DEMO], ids=lambda p: p.adcode)
def test_casework_has_the_steps_the_document_names(policy):
    """Rules W1, W2, A1: who takes each step."""
    assert " ".join(step.id for step in policy.steps) == STEPS[policy.adcode]
    levels = {step.id: step.by for step in policy.steps}
    expected = {
        "found": "village",
        "county_approval": "county",
        "works_started": "town",
        "county_acceptance": "county",
        "paid": "finance",
    }
    assert expected.items() <= levels.items()


def test_only_what_no_document_names_is_a_step_of_the_office():
    """Rules W1, W2: 突泉 and 淄博 have no word for 销号."""
    office = [
        p.adcode for p in (XJ, TQ, ZB, YY, HN) if p.step("struck_off").basis == "office"
    ]
    assert office == ["152224", "370300"]
    for policy in (XJ, TQ, ZB, YY, HN):
        others = {step.basis for step in policy.steps if step.id != "struck_off"}
        assert others == {"document"}


def posted(policy):
    return [(one.step, one.place, one.days) for one in policy.publicity]


def test_publicity_is_where_and_as_long_as_the_document_says():
    """Rule W3: 沂源 three days each; 淄博 and 突泉 do not say how long."""
    assert posted(YY) == [("village_review", "village", 3), ("town_review", "town", 3)]
    assert posted(ZB) == [
        ("village_review", "village", None),
        ("town_review", "town", None),
        ("county_approval", "county", None),
    ]
    assert posted(TQ) == [
        ("county_approval", place, None) for place in ("county", "town", "village")
    ]
    assert posted(DEMO)[:2] == posted(YY)
    assert (XJ.publicity, HN.publicity) == (SILENT, SILENT)


def test_the_next_step_waits_for_the_posting():
    """Rule W3."""
    assert guarded(YY)["town_review", "publicity", "village_review"] == "附件 二"
    assert guarded(YY)["county_approval", "publicity", "town_review"] == "附件 三"
    assert guarded(TQ)["works_started", "publicity", "county_approval"] == "176 三(一)"
    assert guarded(ZB)["agreement", "publicity", "county_approval"] == "二(二)"


def test_a_hazard_is_reported_in_5_days_and_appraised_in_7_and_paid_in_30():
    """Rules W4, M2: 原则上 stands before the first and the last."""
    clocks = {(c.start, c.end): (c.days, c.by, c.in_principle) for c in ZB.clocks}
    assert clocks == {
        ("found", "reported"): (5, "town", True),
        ("reported", "appraised"): (7, "county", False),
        ("county_acceptance", "paid"): (30, "finance", True),
    }
    assert not any(clock.working_days for clock in ZB.clocks)
    assert {p.clocks for p in (XJ, TQ, YY, HN)} == {SILENT}


def needing(policy, needs):
    return [(g.step, g.ways, g.clause) for g in policy.guards if g.needs == needs]


def test_identity_comes_before_the_grade_in_henan():
    """Rules H6, G5."""
    assert needing(HN, "identity") == [("appraised", (), "二(一)")]
    assert needing(XJ, "identity") == [("county_approval", (), "四(一)1")]
    assert [needing(p, "identity") for p in (TQ, ZB, YY)] == [[], [], []]


def test_the_appraisal_is_posted_on_the_house_in_henan():
    """Rule H11."""
    assert needing(HN, "posted") == [("county_approval", (), "二(三)")]
    assert [needing(p, "posted") for p in (XJ, TQ, ZB, YY)] == [[], [], [], []]


def test_new_homes_need_a_design_in_zibo():
    """Rule H12."""
    assert needing(ZB, "design") == [
        ("works_started", ("拆除重建", "选址新建"), "三(二)")
    ]
    (guard,) = (guard for guard in ZB.guards if guard.needs == "design")
    assert guard.tasks == ("dangerous_house_retrofit",)


def test_a_rebuilt_family_leaves_no_old_house_behind_in_tuquan():
    """Rule H8."""
    assert needing(TQ, "old_house") == [
        ("struck_off", ("拆除重建", "选址新建"), "176 三(一)")
    ]


def test_a_family_that_moved_leaves_a_settled_house_in_yiyuan():
    """Rules W9, W14."""
    moved = ("周转房", "幸福院", "投亲靠友")
    assert needing(YY, "old_house") == [("struck_off", moved, "二(三), 四(一)")]
    assert needing(YY, "moved_in") == [("struck_off", moved, "四(一)")]


def test_a_dangerous_house_is_watched_until_the_family_lives_elsewhere():
    """Rule W8."""
    assert needing(TQ, "moved_in") == [("struck_off", (), "175 三(二)")]
    assert needing(XJ, "moved_in") == [("struck_off", (), "四(一)2")]
    assert [needing(p, "moved_in") for p in (ZB, HN)] == [[], []]


def test_what_failed_acceptance_is_not_the_end():
    """Rule W11: and painting alone is no retrofit."""
    assert guarded(HN)["struck_off", "passed", "county_acceptance"] == "二(五)"
    assert guarded(XJ)["struck_off", "passed", "county_acceptance"] == "五"
    assert guarded(YY)["county_acceptance", "passed", "town_acceptance"] == "附件 七"
    assert guarded(ZB)["paid", "passed", "county_acceptance"] == "四(三)"
    assert needing(HN, "more_than_paint") == [("county_acceptance", (), "二(五)")]


def test_zibo_lists_eight_papers():
    """Rule W12."""
    assert [paper.name for paper in ZB.documents] == [
        "农户申请",
        "身份证明",
        "县乡村三级审核评议及公示资料",
        "住房等级鉴定表",
        "三方服务协议",
        "质量安全巡查记录",
        "竣工验收表",
        "资金拨付凭证",
    ]
    assert needing(ZB, "documents") == [("struck_off", (), "三(四)")]
    assert {p.documents for p in (XJ, TQ, HN)} == {SILENT}


def test_reference_standards_of_zibo():
    """Rule M1: whole yuan; more where a repair strengthens against earthquakes."""
    told = {
        (s.task, s.ways): (s.at_least_cny, s.more_if_strengthened) for s in ZB.subsidies
    }
    dangerous, new = "dangerous_house_retrofit", ("拆除重建", "选址新建")
    assert told == {
        (dangerous, ("修缮加固",)): (12000, True),
        (dangerous, new): (25000, False),
        ("seismic_retrofit", ("修缮加固", *new)): (12000, False),
    }
    assert {p.subsidies for p in (XJ, TQ, YY, HN)} == {SILENT}


def paid_to(policy):
    return [(p.payee, p.builders, p.groups, p.agreement) for p in policy.paying]


def test_money_goes_to_the_familys_own_account_or_by_agreement_to_the_builder():
    """Rule M2: in 沂源 that of three groups goes through the town."""
    assert paid_to(ZB) == [
        ("household", (), (), False),
        ("household", ("organised",), (), False),
        ("builder", ("government",), (), True),
    ]
    assert [p.advance_ratio for p in ZB.paying] == [None, 0.5, None]
    assert paid_to(HN) == [("household", (), (), False)]
    others = ("低保户", "低保边缘家庭", "其他困难群众")
    assert paid_to(YY) == [
        ("household", ("self",), ("建档立卡贫困户",), False),
        ("builder", ("organised", "government"), ("建档立卡贫困户",), True),
        ("town", (), others, False),
    ]
    assert (XJ.paying, TQ.paying) == (SILENT, SILENT)


def test_a_rebuilt_home_has_20_square_metres_and_a_small_familys_40_to_60():
    """Rule M4: the first refuses, the second warns."""
    told = [
        (a.persons_from, a.persons_to, a.at_least_m2, a.at_most_m2, a.refuses)
        for a in ZB.areas
    ]
    assert told == [(1, None, 20, None, True), (1, 3, 40, 60, False)]
    assert {p.areas for p in (XJ, TQ, YY, HN)} == {SILENT}


def test_what_is_reported_monthly_and_by_which_day():
    """Rules R1, R2."""
    assert {r.id: (r.day, r.of_last_month) for r in ZB.reports} == {
        "dangerous-monthly": (2, True),
        "seismic-monthly": (2, True),
    }
    assert {r.id: r.day for r in XJ.reports} == {
        "town-progress": 20,
        "eligible-names": 5,
    }


def test_the_stages_of_the_campaigns():
    """Rule R4."""
    assert [s.until for s in XJ.stages] == [
        date(2023, 6, 15),
        date(2023, 11, 30),
        date(2023, 12, 31),
    ]
    assert [s.until for s in YY.stages] == [
        date(2020, 6, 10),
        date(2020, 6, 25),
        date(2020, 6, 30),
    ]
    assert {p.stages for p in (TQ, ZB, HN)} == {SILENT}
