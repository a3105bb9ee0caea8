"""Rules of avoidance: whose they are, and what a county may do with them."""

from datetime import date

import pytest

from rules.errors import PolicyError
from rules.policy import counties_with_policy, load_policy
from rules.vocabulary import AVOID, TASKS
from tests.rules.policy_texts import load

TODAY = date(2026, 11, 22)


def of(policy, name):
    return [rule for rule in policy.rules if rule.task == name]


@pytest.mark.parametrize("adcode", counties_with_policy())
def test_they_bind_everywhere_and_are_never_a_clause_of_a_document(adcode):
    policy = load_policy(adcode)
    for name in AVOID:
        rules = of(policy, name)
        assert rules, name
        assert {rule.basis for rule in rules} == {"office"}
        assert {policy.document_of("rule", r.id) for r in rules} == {"本办公室的约定"}
        assert all(rule.in_force(TODAY) for rule in rules)
    assert set(policy.tasks) <= set(TASKS)


def test_a_fault_is_avoided_by_the_clauses_of_the_standard():
    clauses = [rule.clause for rule in of(load_policy("990001"), "avoid_fault")]
    assert all("GB 50011-2010" in clause and "4.1.7" in clause for clause in clauses)


def test_a_county_may_drop_one_or_change_it(tmp_path):
    dropped = '[[rule]]\nid = "avoid-flood-way"\ndrop = true\n'
    changed = (
        '[[rule]]\nid = "avoid-fault-degree"\ncolumn = "design_intensity_degree"\n'
        'at_least = 9\nclause = "1"\nbasis = "office"\n'
    )
    policy = load(tmp_path, dropped + changed)
    assert of(policy, "avoid_flood_way") == []
    (degree, *_) = of(policy, "avoid_fault")
    assert degree.conditions[0].value == 9
    assert of(policy, "avoid_geohazard")


def test_the_ground_under_a_house_is_no_reason_to_enter_a_task(tmp_path):
    text = (
        '[[rule]]\nid = "r"\ntask = "seismic_retrofit"\nclause = "1"\n'
        'since = 2024-01-01\ncolumn = "in_geohazard"\none_of = [false]\n'
    )
    with pytest.raises(PolicyError, match="in_geohazard is for rules of"):
        load(tmp_path, text)
