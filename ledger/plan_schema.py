"""Tables of the planner: what places are built for, what is planned, and for whom.

None of it tells who somebody is.
"""

from sqlalchemy import Column, Date, Float, Integer, String

from ledger.versions import key
from ledger.versions import versions as _versions

LONGEST_JSON = 20_000

# What a town or village is built for, as the appendix of GB 18306 or a survey of the
# county lists it.
fortification = _versions(
    "fortification",
    key("place_code", 12),
    Column("pga_g", Float),
    Column("design_intensity_degree", Integer),
    Column("spectrum_period_s", Float),
    Column("source", String(200), nullable=False),
    Column("valid_from", Date),
)

# A plan that was computed and kept; one of each year may be the plan of record.
scenario = _versions(
    "scenario",
    key("scenario_id", 32),
    Column("name", String(80), nullable=False),
    Column("year", Integer, nullable=False),  # of the programme it is for
    Column("state", String(12), nullable=False),  # ledger.plans.STATES
    Column("budget_cny", Integer, nullable=False),
    Column("settings", String(LONGEST_JSON), nullable=False),  # JSON: what was asked
    Column("summary", String(LONGEST_JSON), nullable=False),  # JSON: what came of it
    Column("made_on", Date, nullable=False),
    Column("frozen_on", Date),
    Column("policy", String(200), nullable=False),  # the document it was computed by
    Column("position", Integer, nullable=False),  # of the households it was made from
)

# What a plan of record gives to a household: a task, until the case is opened.
planned_house = _versions(
    "planned_house",
    key("plan_id", 32),  # of its scenario
    Column("household_id", String(64), primary_key=True, index=True),
    Column("village_code", String(12), nullable=False),
    Column("task", String(40), nullable=False),
    Column("measure", String(20), nullable=False),  # rules.vocabulary.RETROFITS
    Column("way", String(20), nullable=False),  # rule W14
    Column("cost_cny", Integer, nullable=False),
    Column("budget", String(80)),  # which one pays
    Column("place_in_village", Integer),  # 1 is first
    Column("reason", String(400)),
)
