"""What is said besides the next step: rules H10, W15."""

from rules.casework import notices
from rules.policy import county_policy
from tests.rules.world import case, day, policy, walked


def told(file, rules, on=0):
    return [str(notice) for notice in notices(file, rules, day(on))]


def test_a_case_beyond_the_years_task_is_paid_in_advance_by_the_county():
    """Rule W15."""
    (notice,) = notices(case(beyond_task=True), policy(), day(0))
    assert str(notice) == "beyond the year's task: the county advances the money"
    assert notice.who == ("county",)
    assert told(case(beyond_task=False), policy()) == []
    assert told(case(), policy()) == []


def test_saving_energy_is_encouraged_while_the_works_are_open():
    """Rule H10: in 新绛县, whose document asks for it."""
    xinjiang = county_policy("140825")
    open_, accepted = walked("works_started"), walked("county_acceptance")
    assert told(open_, xinjiang) == ["saving energy along with the works is encouraged"]
    assert told(accepted, xinjiang) == []
    clauses = [notice.clause for notice in notices(open_, xinjiang, day(0))]
    assert clauses == ["三(四)"]


def test_homes_fit_for_old_and_disabled_members_are_encouraged():
    """Rule H10: in 淄博市."""
    said = told(case(), county_policy("370300"))
    assert said == [
        "works for old or severely disabled members are encouraged along with it"
    ]
