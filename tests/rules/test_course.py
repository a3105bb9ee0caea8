"""One household from 发现 to 销号 under each county's own rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.casefile import StepDone, Vacated
from rules.casework import judge_step, milestone_of, transitions
from rules.clocks import clocks
from rules.payments import judge_payment
from rules.policy import counties_with_policy, county_policy
from tests.rules.world import case, day, graded, paid

WEEK = timedelta(days=7)
KNOWN = {
    "identity": True,
    "identity_on": day(-9),
    "eligible": True,
    "groups": ("低保户",),
    "builder": "self",
    "way": "拆除重建",
    "occupants": 2,
    "area_m2": 50.0,
    "real_cost_cny": 40_000,
    "structural_design": True,
    "decoration_only": False,
}


def ready(rules):
    """Return a case of which every fact is known and every paper on file."""
    papers = frozenset(paper.id for paper in rules.documents)
    house = Vacated(why="rebuilt", demolished_on=day(0))
    grade = graded(on=0, posted_on=day(1))
    return case(appraisals=(grade,), documents=papers, vacated=(house,), **KNOWN)


def settled(file, rules, on):
    """Return the case paid in full, to whom its county pays, and lived in."""
    for payee in ("household", "town"):
        money = replace(paid(25_000, payee=payee), on=on)
        if judge_payment(file, rules, money, on).allowed:
            return replace(file, payments=(money,), moved_in_on=on)
    raise AssertionError("nobody may be paid")


@pytest.mark.parametrize("adcode", counties_with_policy())
def test_a_case_with_everything_on_record_is_walked_to_its_end(adcode):
    """Rules W1, W2, W3, W8, W11, W12, M1, M2."""
    rules = county_policy(adcode)
    file, on = ready(rules), day(0)
    for row in rules.steps:
        if row.id == "paid":
            file = settled(file, rules, on)
        taken = StepDone(step=row.id, on=on, passed=True, posted_on=on)
        verdict = judge_step(file, rules, taken, on)
        assert verdict.allowed, (row.id, [str(reason) for reason in verdict.reasons])
        assert verdict.clause
        file = replace(file, steps=(*file.steps, taken))
        on += WEEK
    assert milestone_of(file, rules) == "struck_off"
    assert transitions(file, rules, on) == []
    assert not [c for c in clocks(file, rules, on) if c.state in ("overdue", "unknown")]


@pytest.mark.parametrize(
    ("adcode", "lost", "step"),
    [
        ("370300", {"eligible": None}, "county_approval"),
        ("370300", {"way": None}, "agreement"),
        ("370300", {"structural_design": None}, "works_started"),
        ("370300", {"documents": frozenset()}, "struck_off"),
        ("410000", {"identity_on": day(1)}, "appraised"),
        ("410000", {"appraisals": (graded(),)}, "county_approval"),
        ("410000", {"decoration_only": True}, "county_acceptance"),
        ("152224", {"appraisals": ()}, "county_approval"),
        ("152224", {"vacated": (Vacated(why="rebuilt"),)}, "struck_off"),
        ("140825", {"identity": None}, "county_approval"),
        ("140825", {"moved_in_on": None}, "struck_off"),
    ],
)
def test_what_is_taken_out_of_the_file_stops_the_case_at_its_step(adcode, lost, step):
    """Rules H6, H8, H11, H12, W8, W11, W12, W14."""
    rules = county_policy(adcode)
    file, on, halted = ready(rules), day(0), None
    for row in rules.steps:
        if row.id == "paid":
            file = settled(file, rules, on)
        taken = StepDone(step=row.id, on=on, passed=True, posted_on=on)
        verdict = judge_step(replace(file, **lost), rules, taken, on)
        if not verdict.allowed:
            halted = row.id
            break
        file = replace(file, steps=(*file.steps, taken))
        on += WEEK
    assert halted == step
