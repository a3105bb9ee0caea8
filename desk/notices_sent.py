"""What went out to whom it may concern: so that a deadline can be told met (R2, R3)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.case_hand import Hand, require_short
from desk.workspace import Workspace
from ledger import office
from ledger.roles import require_may_act
from ledger.schema import notice_sent
from rules.errors import PlanningError
from rules.language import N_
from rules.times import CHINA_TIME, instant

KIND_LENGTH = notice_sent.c.kind.type.length
NOTE_LENGTH = notice_sent.c.note.type.length
SCOPE = "forms"


@dataclass(frozen=True, kw_only=True)
class NoticeSent:
    """A notice that went out.

    Attributes
    ----------
    month : date
        First day of the month it is about.
    sent_on : date
        The day it went out first.
    sha256 : str
        Of the file that went out; ``""`` if it is not known.
    """

    kind: str
    month: date
    sent_on: date
    sha256: str = ""
    note: str = ""


def record_sent(
    hand: Hand, kind: str, month: date, content: bytes | None = None
) -> NoticeSent:
    """Record that a notice went out, on the hand's day; the note goes along.

    Parameters
    ----------
    kind : str
        Of the notices, or of the papers of a policy's reports.
    month : date
        Any day of the month it is about.
    content : bytes, optional
        The file that went out.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError
        If the kind has no name, or the month has not come.
    """
    require_may_act(hand.acting, "county", hand.workspace.county_code)
    if not 0 < len(kind) <= KIND_LENGTH:
        raise PlanningError(N_("{kind!r} is no kind of notice"), kind=kind)
    hand.require_past(month.replace(day=1))
    row = {
        "notice_id": f"{kind}-{month:%Y-%m}",
        "kind": kind,
        "month": f"{month:%Y-%m}",
        "sent_at": _first_sent(hand, kind, month),
        "sha256": content and hashlib.sha256(content).hexdigest(),
        "note": require_short(hand.note, NOTE_LENGTH) or None,
    }
    with hand.workspace.ledger.transaction() as transaction:
        office.record_notice(
            transaction,
            lambda: hand.entry(transaction, "send notice", scope=SCOPE),
            row,
        )
    return _told(row)


def notices_sent(
    workspace: Workspace,
    kind: str | None = None,
    month: date | None = None,
    on: date | None = None,
) -> list[NoticeSent]:
    """Return what went out (of a kind, of a month) as of a day, the oldest first."""
    rows = office.notices_sent(workspace.ledger, on)
    told = [_told(row) for row in rows if kind in (None, row["kind"])]
    wanted = month and month.replace(day=1)
    return [one for one in told if wanted in (None, one.month)]


def _first_sent(hand: Hand, kind: str, month: date) -> str:
    """Return when it went out first: sent again later, it was not late."""
    rows = office.notices_sent(hand.workspace.ledger)
    before = [r for r in rows if (r["kind"], r["month"]) == (kind, f"{month:%Y-%m}")]
    moment = (hand.at or datetime.now()).astimezone()
    return before[0]["sent_at"] if before else moment.isoformat(timespec="seconds")


def _told(row: dict[str, Any]) -> NoticeSent:
    return NoticeSent(
        kind=row["kind"],
        month=date.fromisoformat(f"{row['month']}-01"),
        sent_on=instant(row["sent_at"]).astimezone(CHINA_TIME).date(),
        sha256=row["sha256"] or "",
        note=row["note"] or "",
    )
