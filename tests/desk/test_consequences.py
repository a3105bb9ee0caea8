"""From the tag to the appraisal to the case: a tag is no grade."""

from datetime import date, timedelta

import numpy as np
import pytest

from desk.case_files import case_of
from desk.case_house import dispute_appraisal, record_appraisal
from desk.case_openings import open_cases, preview_openings
from desk.consequences import consequences
from ledger.schema import appraisal, dwelling, finding, hazard_event
from rules.casefile import Appraised
from rules.errors import CaseError
from tests.desk.case_world import (
    COUNTY,
    DANGEROUS,
    PLANNER,
    TOWN,
    TREASURY,
    VILLAGER,
    CaseWorld,
)
from tests.desk.found_world import found_by

BEGUN = date(2026, 3, 2)


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    made = CaseWorld(tmp_path_factory.mktemp("consequences") / "w")
    places = {"A": (104.5, 31.5), "B": (104.51, 31.5), "C": (104.6, 31.6)}
    rows = [{"household_id": h, "lon": x, "lat": y} for h, (x, y) in places.items()]
    made.write(dwelling, *rows)
    quake = {"event_id": "eq-001", "hazard": "earthquake", "form": "parameters"}
    quake |= {"title": "t", "happened_at": "2026-03-01T20:00:00+08:00"}
    quake |= {"magnitude": 6.5, "lon": 104.5, "lat": 31.5, "depth_km": 10.0}
    head = {"actor": "t", "verb": "t", "scope": "events", "at": made.at}
    with made.ledger.writing(**head) as entry:
        entry.write(hazard_event, [quake])
    yield made
    made.ledger.close()


@pytest.fixture
def world(county, tmp_path):
    made = county.copied(tmp_path / "w")
    yield made
    made.ledger.close()


def tag(world, household_id, tag, **more):
    row = {"finding_id": f"f-{household_id}-{tag}", "event_id": "eq-001", "tag": tag}
    row |= {"household_id": household_id, "visited_at": f"{world.on}T09:00:00+08:00"}
    head = {"actor": "t", "verb": "t", "scope": "findings", "at": world.at}
    with world.ledger.writing(**head) as entry:
        entry.write(finding, [row | more])


def grade(world, household_id, letter, on=None):
    """Write a grade as another office would bring it: with no case."""
    on = on or world.on
    row = {"appraisal_id": f"a-{household_id}-{on}", "household_id": household_id}
    world.write(appraisal, row | {"appraised_on": on, "grade": letter})
    world.write(dwelling, {"household_id": household_id, "grade": letter}
                | {"lon": 104.5, "lat": 31.5})  # fmt: skip


def following(world, **asked):
    found = found_by(world.workspace)
    return consequences(world.workspace, found, on=world.on, **asked)


def states(world):
    return {one.household_id: one.state for one in following(world)}


def test_yellow_red_and_damaged_doors_go_on_and_green_ones_do_not(world):
    tag(world, "A", "红")
    tag(world, "B", "绿")
    tag(world, "C", "绿", damage_grade=3)
    assert states(world) == {"A": "to_report", "C": "to_report"}
    assert [one.household_id for one in following(world, area=TOWN)] == ["A"]
    assert following(world, among=np.zeros(3, dtype=bool)) == []


def test_the_clocks_begin_where_the_danger_was_seen(world):
    tag(world, "A", "黄")
    world.later(6)
    (one,) = following(world)
    assert (one.due.due_on, one.due.days_late) == (BEGUN + timedelta(days=5), 1)
    assert one.appraise_by == BEGUN + timedelta(days=12)  # 5 to report, 7 to appraise


def test_a_reported_case_waits_for_its_appraisal(world):
    tag(world, "A", "红")
    case = world.open()
    assert states(world) == {"A": "to_appraise"}
    world.later(2)
    world.step(case, "reported")
    (one,) = following(world)
    assert (one.case_id, one.due.end) == (case.case_id, "appraised")
    assert one.appraise_by == BEGUN + timedelta(days=9)


@pytest.mark.parametrize(
    ("letter", "state"),
    [("A", "sound"), ("B", "sound"), ("C", "in_flow"), ("D", "in_flow")],
)
def test_the_appraisal_decides_what_the_tag_could_not(world, letter, state):
    tag(world, "A", "红")
    case = world.open()
    case = world.step(case, "reported")
    made = Appraised(grade=letter, on=world.on)
    record_appraisal(world.hand(PLANNER), world.now(case), made)
    (one,) = following(world)
    assert (one.state, one.grade, one.graded_on) == (state, letter, BEGUN)
    assert one.due is None and one.appraise_by is None


def test_a_disputed_grade_waits_for_a_third_party(world):
    tag(world, "A", "红")
    case = world.step(world.open(), "reported")
    record_appraisal(
        world.hand(PLANNER), world.now(case), Appraised(grade="B", on=world.on)
    )
    dispute_appraisal(world.hand(VILLAGER), world.now(case))
    (one,) = following(world)
    assert (one.state, one.third_party) == ("to_appraise", True)


def test_a_grade_from_before_the_event_says_nothing(world):
    grade(world, "A", "D", on=date(2026, 2, 1))
    assert states(world) == {}
    tag(world, "A", "红")
    (one,) = following(world)
    assert (one.state, one.grade, one.graded_on) == ("to_report", "", None)


def test_a_sound_grade_from_before_the_tag_does_not_answer_it(world):
    grade(world, "A", "A")
    grade(world, "B", "D")
    world.later(1)
    tag(world, "A", "红")
    tag(world, "B", "红")
    assert states(world) == {"A": "to_report", "B": "may_enter"}


def test_a_house_graded_c_or_d_since_may_enter_though_nobody_tagged_it(world):
    """Rules E3 and H4."""
    grade(world, "A", "D")
    grade(world, "B", "B")
    (one,) = following(world)
    assert (one.household_id, one.tag, one.state) == ("A", "", "may_enter")


def test_tags_never_become_grades(world):
    tag(world, "A", "红")
    preview = preview_openings(world.hand(PLANNER), ["A"], DANGEROUS, on=world.on)
    (case_id,) = open_cases(world.hand(PLANNER), preview)
    file = case_of(world.workspace, case_id).file
    assert file.appraisals == ()
    assert [step.step for step in file.steps] == ["found"]
    found = found_by(world.workspace)
    assert (found.exposure.grade == -1).all()


def test_many_cases_are_opened_under_one_entry_with_numbers_in_a_row(world):
    hand = world.hand(PLANNER)
    preview = preview_openings(hand, ["B", "A", "B"], DANGEROUS, on=world.on)
    assert [row.household_id for row in preview.allowed] == ["B", "A"]
    before = world.ledger.position()
    made = open_cases(hand, preview)
    assert made == (f"{COUNTY}-2026-000001", f"{COUNTY}-2026-000002")
    assert world.ledger.position() == before + 1
    assert states(world) == {}  # nobody was there, and no grade


def test_a_preview_records_nothing_and_says_why_not(world):
    world.open("A")
    before = world.ledger.position()
    hand = world.hand(VILLAGER)
    rows = preview_openings(hand, ["A", "B", "C", "Z"], DANGEROUS, on=world.on).rows
    told = {
        row.household_id: (row.allowed, [str(r) for r in row.reasons]) for row in rows
    }
    assert told["A"] == (
        False,
        ["case 990001-2026-000001 of this household is still open"],
    )
    assert told["B"][0]
    assert not told["C"][0] and "outside of area" in told["C"][1][0]
    assert told["Z"] == (False, ["no household 'Z' on record"])
    assert world.ledger.position() == before


def test_an_ungraded_hazard_is_reported_whoever_lives_there(world):
    """Rule E2."""
    (row,) = preview_openings(world.hand(PLANNER), ["B"], DANGEROUS, on=world.on).rows
    assert row.allowed and row.warnings
    assert all(not warning.refuses for warning in row.warnings)


def test_a_dangerous_house_enters_only_with_a_family_that_may(world):
    grade(world, "A", "D")  # certified 低保户
    grade(world, "B", "D")  # on no list
    hand = world.hand(PLANNER)
    told = {
        row.household_id: (row.allowed, [str(r) for r in row.reasons])
        for row in preview_openings(hand, ["A", "B"], DANGEROUS, on=world.on).rows
    }
    assert told["A"] == (True, [])
    assert told["B"] == (False, ["the family may not enter the task"])


def test_what_changed_since_the_preview_refuses_all_of_it(world):
    hand = world.hand(PLANNER)
    preview = preview_openings(hand, ["A", "B"], DANGEROUS, on=world.on)
    world.open("A")
    before = world.ledger.position()
    with pytest.raises(CaseError, match="still open"):
        open_cases(hand, preview)
    assert world.ledger.position() == before


def test_nothing_to_open_and_a_task_that_is_none_are_refused(world):
    hand = world.hand(PLANNER)
    with pytest.raises(CaseError, match="no task 'x'"):
        preview_openings(hand, ["A"], "x", on=world.on)
    with pytest.raises(CaseError, match="no case may be opened"):
        open_cases(hand, preview_openings(hand, ["Z"], DANGEROUS, on=world.on))


def test_the_treasury_opens_no_case(world):
    rows = preview_openings(world.hand(TREASURY), ["A"], DANGEROUS, on=world.on).rows
    assert "does not take a step" in str(rows[0].reasons[0])
    assert not rows[0].allowed
