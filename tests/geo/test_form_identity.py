"""Rules G2 and G5: under which column a family counts at the month's end."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.form_identity import standings
from rules.form_facts import CertificateFact
from rules.policy import county_policy
from rules.vocabulary import REPORT_GROUPS

OCTOBER_31 = date(2026, 10, 31)
BEFORE, AFTER = date(2026, 10, 30), date(2026, 11, 3)
OFFICE = {"低保户": "民政", "分散供养特困人员": "民政", "低保边缘家庭": "民政"}


def listed(group, by="", on=BEFORE, *, removed=False, recorded=BEFORE):
    by = OFFICE.get(group, "乡村振兴") if by == "" else by
    return CertificateFact("A", group, by, on, removed, recorded)


def of_a(*rows, county="990001", at_risk_as=""):
    policy = county_policy(county)
    return standings(rows, policy, OCTOBER_31, at_risk_as).get("A")


@given(st.sets(st.sampled_from(REPORT_GROUPS), min_size=1))
def test_who_has_several_identities_counts_under_the_first_in_order(groups):
    """Rule G2: the eight categories have an order, the first certified one counts."""
    first = min(groups, key=REPORT_GROUPS.index)
    assert of_a(*[listed(group) for group in groups]).group == first


def test_an_identity_that_another_department_certified_does_not_count():
    """Rule G5: each group has its department."""
    found = of_a(listed("脱贫享受政策户", "民政"), listed("低保户"))
    assert found.group == "低保户"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (listed("低保户", None), "listed as 低保户, certified by nobody yet: 民政"),
        (listed("低保户", "残联"), "listed as 低保户, certified by nobody yet: 民政"),
        (listed("贫困残疾人家庭"), "on no list of a protected group"),
        (
            listed("低保户", on=AFTER, recorded=AFTER),
            "certified as 低保户 on 2026-11-03, after the month's end",
        ),
    ],
)
def test_who_is_not_certified_is_told_why(row, says):
    """Rule G5: who is not eligible yet is told which department is missing."""
    found = of_a(row)
    assert found.group == ""
    assert says in str(found.why)


def test_a_group_that_nobody_is_named_for_says_so():
    """Rule G5: ZB names nobody for 其他脱贫户."""
    found = of_a(listed("其他脱贫户"), county="370300")
    assert str(found.why).endswith("the policy names nobody who certifies it")


def test_a_certificate_without_a_day_counts():
    assert of_a(listed("低保户", on=None)).group == "低保户"


def test_a_certificate_of_october_counts_though_it_was_recorded_in_november():
    assert of_a(listed("低保户", recorded=AFTER)).group == "低保户"


def test_a_later_certificate_does_not_undo_the_earlier_one():
    rows = listed("低保户"), listed("低保户", on=AFTER, recorded=AFTER)
    assert of_a(*rows).group == "低保户"


def test_leaving_a_list_counts_from_the_day_it_was_recorded():
    gone = listed("低保户", removed=True)
    assert of_a(listed("低保户"), gone).group == ""
    gone = listed("低保户", removed=True, recorded=AFTER)
    assert of_a(listed("低保户"), gone).group == "低保户"


def test_a_certificate_that_is_taken_back_counts_no_longer():
    assert of_a(listed("低保户"), listed("低保户", None)).group == ""


AT_RISK = listed("易返贫致贫户")


@pytest.mark.parametrize("told", ["脱贫不稳定户", "边缘易致贫户"])
def test_a_family_at_risk_counts_as_its_monitoring_list_says(told):
    """Rule G2: XJ's group stands in ZB's columns under the name of its list."""
    assert of_a(AT_RISK, listed(told, None), county="140825").group == told


def test_a_family_at_risk_of_unknown_kind_is_listed_and_not_guessed():
    found = of_a(AT_RISK, listed("低保户"), county="140825")
    assert (found.group, found.certified) == ("", "易返贫致贫户")
    assert "no list tells whether as 脱贫不稳定户、边缘易致贫户" in str(found.why)


def test_the_office_may_say_what_all_families_at_risk_count_as():
    found = of_a(AT_RISK, county="140825", at_risk_as="边缘易致贫户")
    assert found.group == "边缘易致贫户"


def test_who_is_on_no_list_is_not_among_them():
    assert of_a() is None
