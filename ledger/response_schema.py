"""Tables of the hours after an event: its reports, missions of teams, who is first.

None of it tells who somebody is; the link of a team is kept as a hash only.
"""

from sqlalchemy import Boolean, Column, Float, Integer, String

from ledger.versions import key
from ledger.versions import versions as _versions

LONGEST_MESSAGE = 2_000
LONGEST_SETTINGS = 20_000

# One report of an event: a later one adds to what is known, none is written over.
event_report = _versions(
    "event_report",
    key("report_id", 80),  # the event's id and the number: "eq-001-002"
    Column("event_id", String(64), nullable=False, index=True),
    Column("number", Integer, nullable=False),  # 1 is the first
    Column("form", String(30), nullable=False),  # desk.hazard_now.FORMS
    Column("title", String(120), nullable=False),
    Column("happened_at", String(32)),
    Column("magnitude", Float),
    Column("lon", Float),
    Column("lat", Float),
    Column("depth_km", Float),
    Column("duration_h", Float),  # how long the water of a flood stood
    Column("file", String(120)),
    Column("sha256", String(64)),
    Column("received_at", String(32)),
    Column("withdrawn", Boolean),  # it was wrong, and counts no more
    Column("text", String(LONGEST_MESSAGE)),  # a message as it was pasted
)

# A day's work of teams after an event, or a sweep of a season (rule W6).
mission = _versions(
    "mission",
    key("mission_id", 40),
    Column("event_id", String(64), index=True),
    Column("season", String(20)),
    Column("title", String(120), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("teams", Integer, nullable=False),
    Column("base_lon", Float),
    Column("base_lat", Float),
    Column("settings", String(LONGEST_SETTINGS), nullable=False),  # JSON
    Column("state", String(12), nullable=False),  # ledger.missions.STATES
)

mission_team = _versions(
    "mission_team",
    key("mission_id", 40),
    key("team", 20),
    Column("name", String(80)),
    Column("token_sha256", String(64), index=True),  # of the link, kept nowhere else
    Column("doors", Integer),
    Column("length_m", Float),
    Column("minutes", Float),
)

mission_stop = _versions(
    "mission_stop",
    key("mission_id", 40),
    key("household_id", 64),
    Column("team", String(20), nullable=False, index=True),
    Column("place", Integer, nullable=False),  # in the team's order; 1 is first
    Column("arrive_min", Float),
    Column("walk_m", Float),
)

# The county's own order of those who are visited first; no document sets one.
visit_first = _versions(
    "visit_first",
    key("kind", 40),  # whom: a word of the desk
    Column("place", Integer, nullable=False),  # 1 is first
    Column("note", String(200)),
)
