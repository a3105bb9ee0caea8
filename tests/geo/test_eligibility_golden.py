"""What the five documents say of a household, against what is computed.

Rules G1, G3, G4, G5, H1, H2, H3, H4, H5, H6: the table is written by hand from the
texts, both sides of every limit and every gap.
"""

import pytest

from geo.entitlement import explain, judge_tasks
from tests.geo.casework_world import GOLDEN, POLICIES, PROFILES, TASKS, columns_of


def golden_cases():
    rule = ""
    for number, line in enumerate(GOLDEN.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            rule = line[1:].partition(":")[0].strip()
        elif line:
            cells = [cell.strip() for cell in line.split("|")]
            cells += [""] * (6 - len(cells))
            yield pytest.param(*cells, id=f"{number} {rule[:8]} {cells[0]}")


CASES = list(golden_cases())


def test_there_are_at_least_two_hundred_of_them():
    assert len(CASES) >= 200


@pytest.mark.parametrize(
    ("profile", "task", "facts", "answer", "clause", "missing"), CASES
)
def test_a_household_is_answered_as_its_document_says(
    profile, task, facts, answer, clause, missing
):
    """Rules G1, G3, G4, G5, H1, H2, H3, H4, H5, H6."""
    policy = POLICIES[profile]
    found = judge_tasks(columns_of(policy, facts), policy, PROFILES[profile][1])
    told = {one.task: one for one in explain(found, 0)}[TASKS[task]]
    assert told.answer.name.lower() == answer
    assert not clause or any(clause in one for one in told.clauses), told.clauses
    wanted = {m.fact: set(m.supplied_by) for m in told.missing}
    expected = dict(_asked(missing))
    assert wanted.keys() == expected.keys()
    assert all(who is None or wanted[f] == who for f, who in expected.items()), wanted


def _asked(missing):
    """Read ``低保户@民政; grade``: a fact and who supplies it, whoever if not said."""
    for one in filter(None, (part.strip() for part in missing.split(";"))):
        fact, at, who = one.partition("@")
        yield fact, set(filter(None, who.split("+"))) if at else None
