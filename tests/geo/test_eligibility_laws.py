"""What filling a gap may do to an answer, and what it may not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.eligibility import Answer
from geo.entitlement import explain, judge_tasks, may_enter, missing_facts
from tests.geo.casework_world import POLICIES, PROFILES, columns_of

GAP = None
VALUES = {
    "grade": ("A", "B", "C", "D"),
    "structure": ("土坯", "框架"),
    "degree": ("6", "7", "8"),
    "no_house": ("yes", "no"),
    "other_safe_home": ("yes", "no"),
    "disaster_rebuild_aid": ("yes", "no"),
    "housing_aid_before": ("yes", "no"),
    "meets_seismic_standard": ("yes", "no"),
}
LISTED, OFF = "listed", "off"
OF_A_HOUSE = ("grade", "structure", "meets_seismic_standard")


def group_fact(profile, at):
    group = POLICIES[profile].groups[at]
    department = next(iter(group.certified_by), "民政")
    return group.id, f"{group.id}@{department}"


@st.composite
def families(draw):
    """Return a profile, and what is known of a family: facts with gaps."""
    profile = draw(st.sampled_from([*PROFILES]))
    known = {}
    for name, values in VALUES.items():
        known[name] = draw(st.sampled_from((GAP, *values)))
    groups = range(len(POLICIES[profile].groups))
    for at in draw(st.lists(st.sampled_from(groups), max_size=2, unique=True)):
        known[at] = draw(st.sampled_from((GAP, OFF, "certified")))
    if known["no_house"] == "yes":
        known |= dict.fromkeys(OF_A_HOUSE)
    return profile, known


def written(profile, known):
    words = []
    for name, value in known.items():
        if isinstance(name, int):
            listed, certified = group_fact(profile, name)
            words += {GAP: [listed], OFF: []}.get(value, [certified])
        elif value is not GAP:
            words.append(f"{name}={value}")
    return " ".join(words)


def told(profile, known):
    policy, day = POLICIES[profile], PROFILES[profile][1]
    found = judge_tasks(columns_of(policy, written(profile, known)), policy, day)
    return {one.task: one for one in explain(found, 0)}


def fillings(profile, known):
    """Yield the gap, and the family with that one gap filled, each way it may be."""
    for name, value in known.items():
        if value is not GAP:
            continue
        ways = VALUES.get(name, (OFF, "certified"))
        if name in OF_A_HOUSE and known["no_house"] == "yes":
            continue
        if name == "no_house" and any(known[part] for part in OF_A_HOUSE):
            ways = ("no",)
        for way in ways:
            yield name, known | {name: way}


@settings(max_examples=60, deadline=None)
@given(families())
def test_filling_a_gap_turns_no_known_answer_around(family):
    """Rules G5, H1: a gap is not a no, and what is decided stays decided.

    One reading of an office is different on purpose: until a house is appraised
    against the seismic standard, its structure speaks for it (rule H5).
    """
    profile, known = family
    before = told(profile, known)
    for gap, filled in fillings(profile, known):
        if gap == "meets_seismic_standard":
            continue
        for task, answer in told(profile, filled).items():
            if before[task].answer is not Answer.UNKNOWN:
                if group_nobody_certifies(profile, gap):
                    continue
                assert answer.answer is before[task].answer, (gap, filled)


def group_nobody_certifies(profile, gap):
    """Tell of a group for which no department is named: it is never filled."""
    return isinstance(gap, int) and not POLICIES[profile].groups[gap].certified_by


@settings(max_examples=60, deadline=None)
@given(families())
def test_what_is_not_asked_for_cannot_turn_an_open_answer_into_a_yes(family):
    """Rule G5: who is not asked cannot help; who is asked is asked for a gap."""
    profile, known = family
    for task, answer in told(profile, known).items():
        asked = {missing.fact for missing in answer.missing}
        assert bool(asked) is (answer.answer is Answer.UNKNOWN)
        for gap, filled in fillings(profile, known):
            name = fact_name(profile, gap)
            if answer.answer is Answer.UNKNOWN and name not in asked:
                after = told(profile, filled)[task].answer
                assert after is not Answer.YES, (gap, asked)


def fact_name(profile, gap):
    if isinstance(gap, int):
        return POLICIES[profile].groups[gap].id
    return {"degree": "design_intensity_degree"}.get(gap, gap)


@settings(max_examples=40, deadline=None)
@given(families())
def test_a_household_alone_is_told_what_the_county_is_told(family):
    """Rule G5."""
    profile, known = family
    policy, day = POLICIES[profile], PROFILES[profile][1]
    found = judge_tasks(columns_of(policy, written(profile, known)), policy, day)
    answers = explain(found, 0)
    assert may_enter(found)[0] == max(one.answer for one in answers)
    for one in answers:
        assert {*one.missing} == {*missing_facts(found, one.task)}
        assert bool(one.clauses)
