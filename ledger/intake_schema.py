"""Tables of what comes in from files: how each was read, and what was set aside.

A row that was refused is kept, as it stood, until somebody corrects or dismisses it;
it may tell who somebody is, so all of its content is personal.
"""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String

from ledger.versions import key, personal
from ledger.versions import versions as _versions

LONGEST_CELLS = 20_000

# A file that was taken in, and how it was read.
intake = _versions(
    "intake",
    key("intake_id", 32),
    Column("file", String(200), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("target", String(20), nullable=False),  # rules.vocabulary.TARGETS
    Column("format", String(20), nullable=False),
    Column("part", String(200)),  # the sheet or layer of the file
    Column("encoding", String(20)),
    Column("crs", String(200)),  # as the file says
    Column("reading", String(40)),  # of its coordinates: geo.datum
    Column("mapping", String(8000)),  # JSON: which column is which
    Column("rows", Integer, nullable=False),
    Column("imported", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
)

quarantined_row = _versions(
    "quarantined_row",
    key("intake_id", 32),
    key("row", 12),  # as a spreadsheet counts
    Column("state", String(12), nullable=False),  # waiting, corrected, dismissed
    Column("fields", String(400)),  # the columns at fault
    personal("cells", String(LONGEST_CELLS)),  # JSON: text by column
    personal("problems", String(LONGEST_CELLS)),  # JSON: what was wrong, what may help
)

# How the columns of a file with these headings were read the last time.
source_mapping = _versions(
    "source_mapping",
    key("headings", 64),  # their fingerprint
    Column("target", String(20), nullable=False),
    Column("title", String(200), nullable=False),  # the file it was first told for
    Column("mapping", String(8000), nullable=False),
)

# Coordinates as a file gave them, where they were converted: the conversion can be
# undone, or done otherwise.
placement = _versions(
    "placement",
    key("household_id", 64),
    Column("intake_id", String(32), nullable=False, index=True),
    Column("x", Float, nullable=False),
    Column("y", Float, nullable=False),
    Column("reading", String(40), nullable=False),
    Column("lon", Float),  # what the reading made of them
    Column("lat", Float),
)

# A town or village that was recoded or merged; an empty new code: abolished.
code_change = _versions(
    "code_change",
    key("old_code", 12),
    Column("new_code", String(12)),
    Column("changed_on", Date),
    Column("source", String(200), nullable=False),
)

# What a team found at a door after an event.
finding = _versions(
    "finding",
    key("finding_id", 64),
    Column("event_id", String(64), nullable=False, index=True),
    Column("household_id", String(64), nullable=False, index=True),
    Column("tag", String(1), nullable=False),  # 绿 黄 红
    Column("damage_grade", Integer),  # 1 to 5; not a safety grade
    Column("reason", String(12)),  # ordered or asked
    Column("visited_at", String(32)),
    Column("team", String(80)),
    Column("occupied", Boolean),  # somebody lives in it yet
    Column("note", String(400)),
    Column("lon", Float),  # where the team stood
    Column("lat", Float),
    Column("received_at", String(32)),
)
