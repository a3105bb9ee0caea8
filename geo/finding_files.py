"""Returns from the field: what each team found at which door, as files bring it.

From a plain table, from the exports of ODK and Kobo, and from the visit sheets that
were filled in by hand and typed in: a door without a tag there was not visited.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from geo.finding_cells import (
    SOUTH_NORTH,
    WALL_ZONE,
    WEST_EAST,
    damage_grade,
    degree,
    identifier,
    is_after,
    is_before,
    lived_in,
    remark,
    tag_word,
    team_name,
    visit_reason,
    visit_time,
)
from geo.household_cells import Reject
from geo.list_cells import CannotBe
from geo.named_columns import Headings, NamedColumns, named_columns
from geo.sheets import Sheet
from rules.language import N_
from rules.times import local_time

HEADINGS: Headings = {
    "finding_id": (
        "finding_id", "记录编号", "_uuid", "meta/instanceid", "meta-instanceid",
        "instanceid", "key",
    ),
    "household_id": (
        "household_id", "household", "户号", "户编号", "农户编号", "住户编号",
    ),
    "tag": (
        "tag", "标签", "排查结论(绿、黄、红)", "found(green,yellow,red)", "排查结论",
        "评估结论", "检查结论", "结论",
    ),
    "damage_grade": (
        "damage_grade", "damagegrade(1to5)", "震损等级(1至5)", "震损等级", "破坏等级",
    ),
    "reason": ("reason", "入户原因", "reasonforthevisit", "来由", "原因"),
    "visited_at": (
        "visited_at", "visitedat", "入户时间", "检查时间", "排查时间", "时间", "end",
    ),
    "submitted_at": ("_submission_time", "submissiondate"),
    "team": (
        "team", "队伍", "小组", "班组", "_submitted_by", "submittername",
        "submitterid", "username",
    ),
    "occupied": ("occupied", "livedin", "有人住", "有人居住", "是否有人居住"),
    "note": ("note", "备注", "remarks"),
    # Of the team: a sheet's own longitude is that of the house.
    "lon": ("found_lon",),
    "lat": ("found_lat",),
}  # fmt: skip
REQUIRED = ("household_id", "tag")
# What tells that somebody was at a door; the rest a printed sheet says of each.
_BY_HAND = ("finding_id", "tag", "damage_grade", "visited_at")
ID_LENGTH = 32
SERVERS_ZONE = "+00:00"  # in which it writes when a form arrived
_OTHERWISE = N_("row {first} says something else under the same number")

Row = dict[str, Any]


@dataclass(frozen=True)
class PartReject(Reject):
    """Why a row was not taken, and in which sheet of a workbook it stands."""

    part: str = ""


@dataclass(frozen=True)
class FindingFile:
    """What a return holds.

    Attributes
    ----------
    rows : list of dict
        ``row``, ``part``, ``finding_id``, ``household_id``, ``tag``,
        ``damage_grade``, ``reason``, ``visited_at``, ``team``, ``occupied``,
        ``note``, ``lon``, ``lat``; ``None`` unknown.
    rejects : list of PartReject
        What is wrong with the rows that were refused.
    unvisited : int
        Doors of a visit sheet at which nobody was.
    repeated : int
        Rows that say again what another row says.
    """

    rows: list[Row] = field(default_factory=list)
    rejects: list[PartReject] = field(default_factory=list)
    unvisited: int = 0
    repeated: int = 0


@dataclass(frozen=True, kw_only=True)
class After:
    """The event after which the doors were visited.

    Attributes
    ----------
    happened_at : datetime or None
        With its zone; ``None`` unknown.
    now : datetime
        With its zone: nobody has been at a door later.
    """

    event_id: str
    happened_at: datetime | None
    now: datetime


def read_findings(
    sheet: Sheet, *, after: After, columns: NamedColumns | None = None
) -> FindingFile:
    """Check a return from the field, row by row.

    A finding without an id is named by event, door, time and team, so that it is
    the same one whenever it is read.

    Parameters
    ----------
    columns : NamedColumns, optional
        Where the sheet holds what, if its headings do not say it.

    Raises
    ------
    SchemaError
        If no row has the headings.
    """
    columns = columns or named_columns(sheet, HEADINGS, REQUIRED)
    reader = _Reader(after)
    unvisited = 0
    for number, cells in columns.rows(sheet):
        if any(cells.get(name) for name in _BY_HAND):
            reader.read(number, cells, sheet.part)
        else:
            unvisited += bool(cells.get("household_id"))
    return FindingFile(reader.rows, reader.rejects, unvisited)


def together(parts: Collection[FindingFile]) -> FindingFile:
    """Put the sheets of a file together, each finding once.

    Two that say different things under one id are not both right: the first is
    kept, the other refused with the row of the first.
    """
    first: dict[str, Row] = {}
    rejects = [reject for part in parts for reject in part.rejects]
    repeated = 0
    for row in (row for part in parts for row in part.rows):
        known = first.setdefault(row["finding_id"], row)
        if known is not row and said(known) != said(row):
            where = f"{known['part']} {known['row']}".strip()
            rejects.append(refusal(row, "finding_id", _OTHERWISE, {"first": where}))
        repeated += known is not row and said(known) == said(row)
    unvisited = sum(part.unvisited for part in parts)
    return FindingFile([*first.values()], rejects, unvisited, repeated)


def without(
    found: FindingFile, field: str, wrong: Mapping[str, tuple[str, dict[str, Any]]]
) -> FindingFile:
    """Refuse the findings in which something is wrong that no cell can tell.

    Parameters
    ----------
    field : str
        Where it shows.
    wrong : mapping
        Message id and its values, by ``finding_id``.
    """
    refused = [row for row in found.rows if row["finding_id"] in wrong]
    rejects = [refusal(row, field, *wrong[row["finding_id"]]) for row in refused]
    rows = [row for row in found.rows if row["finding_id"] not in wrong]
    return FindingFile(rows, found.rejects + rejects, found.unvisited, found.repeated)


def refusal(row: Row, field: str, message: str, values: dict[str, Any]) -> PartReject:
    """Return why a finding that could be read is not taken."""
    told = {"values": values, "part": row["part"]}
    return PartReject(row["row"], field, row[field] or "", message, **told)


def said(row: Row) -> tuple:
    """Return what a finding says, wherever it stands."""
    names = ("household_id", "tag", "damage_grade", "reason", "visited_at", "team")
    return tuple(row[name] for name in names)


def made_id(event_id: str, row: Row) -> str:
    """Name a finding that came without an id.

    Examples
    --------
    >>> row = {"household_id": "H1", "visited_at": None, "team": "一队"}
    >>> made_id("e", row) == made_id("e", row), len(made_id("e", row))
    (True, 32)
    """
    told = (event_id, *(row[n] or "" for n in ("household_id", "visited_at", "team")))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:ID_LENGTH]


class _Reader:
    """One sheet being read."""

    def __init__(self, after: After) -> None:
        self.after = after
        self.rows: list[Row] = []
        self.rejects: list[PartReject] = []

    def read(self, number: int, cells: dict[str, str], part: str) -> None:
        readers = self._readers()
        if not cells.get("visited_at") and cells.get("submitted_at"):
            cells = cells | {"visited_at": cells["submitted_at"]}
            readers["visited_at"] = partial(self._time, zone=SERVERS_ZONE)
        before, row = len(self.rejects), {"row": number, "part": part}
        for name, read in readers.items():
            text = cells.get(name, "")
            try:
                row[name] = read(text)
            except CannotBe as reason:
                told = PartReject(number, name, text, *reason.args, part=part)
                self.rejects.append(told)
        if len(self.rejects) == before:
            row["finding_id"] = row["finding_id"] or made_id(self.after.event_id, row)
            self.rows.append(row)

    def _readers(self) -> dict[str, Callable[[str], Any]]:
        return {
            "finding_id": identifier,
            "household_id": _household,
            "tag": tag_word,
            "damage_grade": damage_grade,
            "reason": visit_reason,
            "visited_at": self._time,
            "team": team_name,
            "occupied": lived_in,
            "note": remark,
            "lon": partial(degree, most=WEST_EAST),
            "lat": partial(degree, most=SOUTH_NORTH),
        }

    def _time(self, text: str, zone: str = WALL_ZONE) -> str | None:
        moment = visit_time(text, zone)
        if moment is None:
            return None
        if is_after(moment, self.after.now):
            raise CannotBe(N_("lies in the future"), {})
        begun = self.after.happened_at
        if begun is not None and is_before(moment, begun):
            told = {"time": local_time(begun.isoformat())}
            raise CannotBe(N_("lies before the event of {time}"), told)
        return moment


def _household(text: str) -> str:
    plain = identifier(text)
    if not plain:
        raise CannotBe(N_("is empty"), {})
    return plain
