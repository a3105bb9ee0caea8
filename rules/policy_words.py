"""What may stand in a policy file: its tables, the words in them, their bounds.

The checks of :mod:`rules.policy_checks` are written as these tables; a new word of
law is one entry here.
"""

from types import MappingProxyType

from rules import policy_tables as tables
from rules.vocabulary import (
    ADVICE,
    AVOID,
    BUILDERS,
    DEPARTMENTS,
    GRADES,
    GROUPS,
    LEVELS,
    PAYEES,
    STEPS,
    STRUCTURES,
    TASKS,
    WAYS,
)

TABLES = MappingProxyType(
    {
        "group": tables.Group,
        "fact": tables.Fact,
        "rule": tables.Rule,
        "reappraisal": tables.Reappraisal,
        "step": tables.Step,
        "publicity": tables.Publicity,
        "guard": tables.Guard,
        "clock": tables.Clock,
        "subsidy": tables.Subsidy,
        "paying": tables.Paying,
        "area": tables.Area,
        "document": tables.Document,
        "report": tables.Report,
        "stage": tables.Stage,
        "option": tables.Option,
    }
)

# Columns of the ground under a house (geo.veto): for the rules of avoidance only.
GROUND = frozenset(
    {
        "in_geohazard",
        "in_flood_way",
        "flood_return_period_years",
        "fault_holocene",
        "in_fault_setback",
        "fault_exception",
    }
)

TESTS = frozenset({"at_least", "at_most", "one_of"})
NUMBERS = frozenset({"at_least", "at_most"})  # tests that compare

BOOLEAN = (True, False)
# Columns a rule may look at, and the words they hold; no words: a number.
COLUMNS = MappingProxyType(
    {
        "certified_group": BOOLEAN,
        **dict.fromkeys(GROUPS, BOOLEAN),  # certified in this very group
        "grade": GRADES,
        "structure": STRUCTURES,
        "other_safe_home": BOOLEAN,
        "design_intensity_degree": (),
        "no_house": BOOLEAN,
        "disaster_rebuild_aid": BOOLEAN,
        "meets_seismic_standard": BOOLEAN,
        "seismic_standard_known": BOOLEAN,  # never unknown: whether it was appraised
        "housing_aid_before": BOOLEAN,
        "retrofitted_before": BOOLEAN,
        "appraised_since_retrofit": BOOLEAN,
        "unseen_since_retrofit": BOOLEAN,  # never unknown: whether it has to be
        "good_samaritan": BOOLEAN,
        "elderly_in_hardship": BOOLEAN,
        "severely_disabled": BOOLEAN,
        **dict.fromkeys(sorted(GROUND), BOOLEAN),
        "flood_return_period_years": (),
    }
)

MILESTONES = ("found", "filed", "under_way", "completed", "struck_off")  # rule W1
# What a stage of the campaign asks of every case (rule R4); "" asks nothing.
STAGE_MILESTONES = (
    "",
    "filed",
    "started",
    "completed",
    "accepted",
    "paid",
    "struck_off",
)
PAPERS = ("", "form1", "form2", "list", "progress", "ranking")  # rules R1, R2, R3
ACCEPTANCES = ("town_acceptance", "county_acceptance")
BASES = ("document", "office")
# Questions the documents leave open; the last is who is served first (rule H9).
OPTIONS = (
    "forms_count_since",
    "completed_by",
    "two_cases",
    "uncertified_identity",
    "publicity_first_day_counts",
    "clock_first_day_counts",
    "slow_town",
    "fewer_than_last_month",
    "at_risk_group_counts_as",
    "priority_order",
)
AREAS = LEVELS[:3]
NEEDS = (
    "identity",
    "eligible",
    "publicity",
    "passed",
    "more_than_paint",
    "documents",
    "moved_in",
    "old_house",
    "design",
    "way",
    "posted",
    "appraised",
    "paid_in_full",
)
NEEDS_OF = frozenset({"publicity", "passed"})  # these ask about another step

# (table, field): the words it may hold.
WORDS = MappingProxyType(
    {
        ("group", "id"): GROUPS,
        ("group", "certified_by"): DEPARTMENTS,
        ("fact", "id"): tuple(COLUMNS),
        ("fact", "supplied_by"): (*DEPARTMENTS, *LEVELS, "third_party"),
        ("rule", "task"): (*TASKS, *ADVICE, *AVOID),
        ("reappraisal", "grades"): GRADES,
        ("step", "id"): STEPS,
        ("step", "milestone"): MILESTONES,
        ("step", "by"): LEVELS,
        ("publicity", "place"): AREAS,
        ("guard", "needs"): NEEDS,
        ("guard", "tasks"): TASKS,
        ("guard", "ways"): WAYS,
        ("clock", "by"): LEVELS,
        ("subsidy", "task"): TASKS,
        ("subsidy", "ways"): WAYS,
        ("paying", "payee"): PAYEES,
        ("paying", "builders"): BUILDERS,
        ("option", "id"): OPTIONS,
        ("report", "paper"): PAPERS,
        ("stage", "milestone"): STAGE_MILESTONES,
        ("case", "task"): (*TASKS, *ADVICE, *AVOID),
    }
)

# (table, field): the table of the same policy that must hold what it names.
REFERENCES = MappingProxyType(
    {
        ("reappraisal", "groups"): "group",
        ("publicity", "step"): "step",
        ("guard", "step"): "step",
        ("guard", "of"): "step",
        ("clock", "start"): "step",
        ("clock", "end"): "step",
        ("paying", "groups"): "group",
        ("document", "from_step"): "step",
    }
)

# (table, field): the least and the greatest number it may hold.
BOUNDS = MappingProxyType(
    {
        ("publicity", "days"): (1, 365),
        ("clock", "days"): (0, 3650),
        ("subsidy", "at_least_cny"): (0, 10**9),
        ("paying", "advance_ratio"): (0, 1),
        ("area", "persons_from"): (1, 99),
        ("area", "persons_to"): (1, 99),
        ("area", "at_least_m2"): (0, 10_000),
        ("area", "at_most_m2"): (0, 10_000),
        ("report", "day"): (1, 31),
        ("option", "limit_ratio"): (0, 1),
    }
)

# (table, field, field): the first stands before, or below, the second.
ORDERS = (
    ("rule", "since", "until"),
    ("area", "persons_from", "persons_to"),
    ("area", "at_least_m2", "at_most_m2"),
)
