"""What a team sends from the field, row by row: taken once, in whatever order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.field_rows import finding_name, finding_row, require_meantime
from desk.photographs import Shot, require_household, taken_in
from desk.team_work import Team, require_team
from desk.workspace import Workspace
from geo.list_cells import CannotBe
from ledger.fieldwork import photographs
from ledger.findings import known_findings, villages_of
from ledger.missions import closed_at
from ledger.schema import finding, photograph, visit
from ledger.writing import Transaction
from rules.errors import FileError
from rules.language import N_
from rules.parameters import load_parameters
from rules.remarks import Remark
from rules.times import CHINA_TIME, instant, local_time

TAKEN, KNOWN, REFUSED = "taken", "known", "refused"
SOUND = "绿"
# What two that bear one number must agree in, to be the same finding.
SAID = (
    "household_id", "tag", "damage_grade", "reason", "visited_at", "occupied", "note",
)  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What became of one thing that was sent.

    Attributes
    ----------
    id : str
        As the sender named it; ``""`` if that could not be read.
    state : str
        ``"taken"``, ``"known"`` (it was here before) or ``"refused"``.
    reason : Remark or None
        Why it was refused.
    """

    id: str
    state: str
    reason: Remark | None = None


def take_team_findings(
    workspace: Workspace,
    token: str,
    rows: Sequence[object],
    *,
    at: datetime | None = None,
) -> list[Answer]:
    """Take in what a team found; each finding is kept once, whenever it arrives.

    Parameters
    ----------
    rows : sequence
        As :func:`desk.field_rows.finding_row` reads each; anything may stand here.
    at : datetime, optional
        When they are recorded; now unless a past is being set up.

    Returns
    -------
    list of Answer
        One for each row, in their order.

    Raises
    ------
    AccessError
        If the link is nobody's.
    """
    team = require_team(workspace, token)
    arriving = _Arriving(workspace, team, (at or datetime.now()).astimezone(CHINA_TIME))
    read = [arriving.read(raw) for raw in rows]
    with workspace.ledger.transaction() as transaction:
        arriving.compare([one for one in read if isinstance(one, dict)])
        answers = [arriving.answer(one) for one in read]
        if arriving.new:
            _write(transaction, team, [*arriving.new.values()], at)
    return answers


def take_team_photograph(
    workspace: Workspace,
    token: str,
    finding_id: str,
    content: bytes,
    *,
    at: datetime | None = None,
) -> Answer:
    """Take in a picture of what was found; the same one again changes nothing.

    Where the picture does not say when and where it was taken, the finding does.

    Raises
    ------
    AccessError
        If the link is nobody's.
    """
    team = require_team(workspace, token)
    found = known_findings(workspace.ledger, [finding_id]).get(finding_id)
    if found is None or _of_other(found, team):
        message = N_("the finding of this picture is not on record; send it first")
        return Answer(finding_id, REFUSED, Remark(message=message))
    home = require_household(workspace, found["household_id"])
    shot = Shot(picture=content, finding_id=finding_id)
    try:
        ((row,), _) = taken_in(workspace, home, [shot])
    except FileError as error:
        reason = Remark(message=error.message, values=error.values)
        return Answer(finding_id, REFUSED, reason)
    return _with_picture(workspace, team, _placed(row, found), at)


class _Arriving:
    """Findings of one request, held against what is on record."""

    def __init__(self, workspace: Workspace, team: Team, now: datetime) -> None:
        self.workspace, self.team, self.now = workspace, team, now
        self.new: dict[str, Row] = {}
        self._begun = instant(team.event["happened_at"]) if team.event else None
        self._closed = closed_at(workspace.ledger, team.mission["mission_id"])

    def read(self, raw: object) -> Row | Answer:
        """Read a row, or say why it cannot be taken."""
        name = ""
        try:
            name = finding_name(raw if isinstance(raw, dict) else {})
            row = finding_row(raw)
            require_meantime(row, self._begun, self.now)
            self._require_going_on(row)
        except CannotBe as reason:
            message, values = reason.args
            return Answer(name, REFUSED, Remark(message=message, values=values))
        received = self.now.isoformat(timespec="seconds")
        own = {"event_id": self.team.occasion, "team": self.team.name}
        return row | own | {"received_at": received}

    def compare(self, rows: Sequence[Row]) -> None:
        """Look up what is on record of some findings and their doors."""
        ledger = self.workspace.ledger
        self._known = known_findings(ledger, (row["finding_id"] for row in rows))
        self._homes = villages_of(ledger, (row["household_id"] for row in rows))

    def answer(self, row: Row | Answer) -> Answer:
        """Tell what becomes of a finding; a new one is kept in ``new``."""
        if isinstance(row, Answer):
            return row
        name = row["finding_id"]
        old = self._known.get(name) or self.new.get(name)
        if old is not None:
            return _compared(name, row, old)
        if row["household_id"] not in self._homes:
            message = N_("no household of that number on record")
            return Answer(name, REFUSED, Remark(message=message))
        self.new[name] = row
        return Answer(name, TAKEN)

    def _require_going_on(self, row: Row) -> None:
        """Refuse what was found after the mission was closed, however late it comes."""
        closed = instant(self._closed)
        if closed is not None and instant(row["visited_at"]) > closed:
            told = {"time": local_time(self._closed)}
            raise CannotBe(N_("the mission was closed at {time}"), told)


def _compared(name: str, row: Row, old: Row) -> Answer:
    if old["event_id"] == row["event_id"] and _said(old) == _said(row):
        return Answer(name, KNOWN)
    message = N_("on record it says something else: {tag}, {at}, event {event}")
    told = {"tag": old["tag"], "at": old["visited_at"] or "-", "event": old["event_id"]}
    return Answer(name, REFUSED, Remark(message=message, values=told))


def _said(row: Row) -> tuple:
    return tuple(row[name] for name in SAID)


def _write(
    transaction: Transaction, team: Team, rows: list[Row], at: datetime | None
) -> None:
    entry = transaction.entry(
        actor=team.name,
        role=team.acting.role.value,
        verb="team findings",
        scope="findings",
        note=team.mission["mission_id"],
        at=at,
    )
    entry.write(finding, rows)
    if team.mission["season"]:
        entry.write(visit, [_visit_of(row, team) for row in rows])


def _visit_of(row: Row, team: Team) -> Row:
    """Return the visit of a seasonal sweep (rule W6) that a finding stands for."""
    return {
        "visit_id": row["finding_id"],
        "household_id": row["household_id"],
        "kind": "sweep",
        "sweep_id": team.sweep_id,
        "event_id": team.mission["event_id"],
        "visited_on": instant(row["visited_at"]).astimezone(CHINA_TIME).date(),
        "visitor": team.name,
        "seen": row["note"],
        "suspected": row["tag"] != SOUND,
        "lon": row["lon"],
        "lat": row["lat"],
    }


def _of_other(found: Row, team: Team) -> bool:
    return (found["event_id"], found["team"]) != (team.occasion, team.name)


def _placed(row: Row, found: Row) -> Row:
    place = {"lon": found["lon"], "lat": found["lat"]} if row["lon"] is None else {}
    at = instant(found["visited_at"])
    taken = row["taken_at"] or (at and at.replace(tzinfo=None).isoformat())
    return row | place | {"taken_at": taken}


def _with_picture(
    workspace: Workspace, team: Team, row: Row, at: datetime | None
) -> Answer:
    finding_id = row["finding_id"]
    most = load_parameters("team_page")["photographs"]["most_per_finding"]
    with workspace.ledger.transaction() as transaction:
        known = [
            taken["photograph_id"]
            for taken in photographs(workspace.ledger, household_id=row["household_id"])
            if taken["finding_id"] == finding_id
        ]
        if row["photograph_id"] in known:
            return Answer(finding_id, KNOWN)
        if len(known) >= most:
            message = N_("a finding has at most {most} pictures")
            reason = Remark(message=message, values={"most": most})
            return Answer(finding_id, REFUSED, reason)
        entry = transaction.entry(
            actor=team.name,
            role=team.acting.role.value,
            verb="photograph",
            scope="findings",
            note=team.mission["mission_id"],
            at=at,
        )
        entry.write(photograph, [row])
    return Answer(finding_id, TAKEN)
