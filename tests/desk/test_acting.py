"""Who the program acts for, and how much of another's change each may see (rule A2)."""

import pytest

from desk.acting import DESK, both_versions, reading
from desk.case_details import set_details
from desk.case_house import record_appraisal
from ledger.editing import edit
from ledger.roles import Acting, Role
from ledger.schema import household
from rules.casefile import Appraised
from rules.errors import StaleEditError
from tests.desk.case_world import (
    OFFICER,
    PLANNER,
    TREASURY,
    VILLAGER,
    CaseWorld,
)

HAND = {"role": "planner", "verb": "edit", "scope": "exposure"}


@pytest.fixture
def world(tmp_path):
    made = CaseWorld(tmp_path / "w")
    yield made
    made.ledger.close()


def stale_household(world):
    """Two people correct one family; the second is refused."""
    key = {"household_id": "A"}
    version = reading(world.workspace).household("A")["version"]
    first = {"head_name": "李四", "id_number": "11010519491231002X", "occupants": 4}
    head = HAND | {"version": version}
    edit(world.ledger, household, key, first, acting_name="王", **head)
    second = {"head_name": "王五", "account": "6217000010001234567", "occupants": 5}
    with pytest.raises(StaleEditError) as refused:
        edit(world.ledger, household, key, second, acting_name="赵", **head)
    return refused.value


def stale_case(world):
    """A grade and a way come while somebody else looks at the case."""
    case = world.open()
    world.step(case, "reported")
    grade = Appraised(grade="D", on=world.on)
    record_appraisal(world.hand(PLANNER), world.now(case), grade)
    set_details(world.hand(OFFICER), world.now(case), {"way": "修缮加固"})
    with pytest.raises(StaleEditError) as refused:
        set_details(world.hand(OFFICER), case, {"builder": "self"})
    return refused.value


def told(world, acting, error):
    rows = both_versions(world.workspace, acting, error)
    return {row["field"]: (row["base"], row["theirs"], row["mine"]) for row in rows}


def test_both_versions_are_shown_field_by_field_and_masked(world):
    """Rule A2."""
    seen = told(world, OFFICER, stale_household(world))
    assert seen == {
        "head_name": ("张*", "李*", "王*"),
        "id_number": (None, "110105********002X", None),
        "account": ("*****", "*****", "***************4567"),
        "occupants": (3, 4, 5),
    }


def test_of_both_versions_a_role_sees_what_it_reads(world):
    """Rules A1, A2."""
    error = stale_household(world)
    assert told(world, VILLAGER, error) == {
        "head_name": ("张*", "李*", "王*"),
        "id_number": (None, "1****************X", None),
        "occupants": (3, 4, 5),
    }
    assert {*told(world, TREASURY, error)} == {"head_name", "account"}
    assert told(world, Acting("x", Role.LEADER), error) == {}


def test_of_a_case_both_versions_are_shown(world):
    """Rule A2."""
    seen = told(world, OFFICER, stale_case(world))
    assert {*seen} == {"steps", "appraisals", "way", "builder"}
    assert seen["builder"] == (None, None, "self")
    assert seen["way"] == (None, "修缮加固", None)
    base, theirs, mine = seen["steps"]
    assert mine == base  # nobody wanted to change it
    assert [step["step"] for step in base] == ["found"]
    assert [step["step"] for step in theirs] == ["found", "reported", "appraised"]


def test_of_a_case_finance_sees_no_grade(world):
    """Rules A1, A2: the treasury reads steps and the way, and no appraisal."""
    error = stale_case(world)
    assert {*told(world, TREASURY, error)} == {"steps", "way", "builder"}
    assert told(world, Acting("x", Role.AUDITOR), error) == {}


def test_where_nobody_is_named_the_countys_officer_reads(world):
    assert (DESK.role, DESK.area) == (Role.PLANNER, "")
    assert reading(world.workspace).acting is DESK
    assert reading(world.workspace, VILLAGER).acting is VILLAGER
