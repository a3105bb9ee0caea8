"""Tables of what an office hands upward: forms, money secured, meetings, notices.

None of it tells who somebody is.
"""

from sqlalchemy import Column, Date, Integer, String

from ledger.versions import key
from ledger.versions import versions as _versions

LONGEST_FIGURES = 4_000
LONGEST_REASONS = 8_000
LONGEST_VIEWS = 20_000

# A monthly form as it was handed in (rule R1); a correction is one more, none is
# written over.
form_filing = _versions(
    "form_filing",
    key("filing_id", 40),  # form, month and number: "form1-2026-10-1"
    Column("form", String(10), nullable=False),
    Column("month", String(7), nullable=False, index=True),  # "2026-10"
    Column("number", Integer, nullable=False),  # 1 is the first, then corrections
    Column("position", Integer, nullable=False),  # of the history it was counted from
    Column("made_at", String(32), nullable=False),
    Column("figures", String(LONGEST_FIGURES), nullable=False),  # JSON, by column
    Column("sha256", String(64), nullable=False),  # of the proof that is kept
    Column("reasons", String(LONGEST_REASONS), nullable=False),  # JSON, by check
    Column("note", String(400)),
)

# Money that a level of government set aside (rule R1, columns 19 and 20).
secured_fund = _versions(
    "secured_fund",
    key("fund_id", 64),
    Column("level", String(10), nullable=False),  # rules.vocabulary.FUND_LEVELS
    Column("task", String(40)),
    Column("amount_cny", Integer, nullable=False),
    Column("secured_on", Date, nullable=False),
    Column("document", String(120)),  # its number: by which it was set aside
)

# What is shown in a meeting, one view after the other.
meeting_agenda = _versions(
    "meeting_agenda",
    key("agenda_id", 40),
    Column("title", String(120), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("views", String(LONGEST_VIEWS), nullable=False),  # JSON
)

# What went out, so that a deadline can be told met (rules R2, R3).
notice_sent = _versions(
    "notice_sent",
    key("notice_id", 60),  # kind and month: "list-2026-10"
    Column("kind", String(20), nullable=False),
    Column("month", String(7), nullable=False),
    Column("sent_at", String(32), nullable=False),
    Column("sha256", String(64)),  # of the file that went out
    Column("note", String(200)),
)
