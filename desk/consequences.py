"""What follows from the findings: who is to be appraised, who enters the case flow.

A tag is no grade (rule W7): a door tagged 黄 or 红, or damaged more than lightly, is to
be appraised; only the appraisal's grade lets it into the flow (rules E3, H4).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from desk.triage import Triaged
from desk.workspace import Workspace
from geo.exposure import Exposure
from ledger.case_rows import Which
from ledger.cases import case_records
from rules.casefile import CaseFile, StepDone
from rules.clocks import Running, clocks
from rules.dossier import is_dispute_open
from rules.parameters import Table, load_parameters
from rules.times import CHINA_TIME, instant
from rules.vocabulary import GRADES, TAGS

STATES = ("to_report", "to_appraise", "may_enter", "in_flow", "sound")
FOUND, REPORTED, APPRAISED = "found", "reported", "appraised"
ASKED_AT_ONCE = 4_000
EPOCH = np.datetime64("1970-01-01", "D")

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What follows for one house.

    Attributes
    ----------
    tag : str
        ``""`` where nobody was there, and the house was graded all the same.
    visited_at : str or None
    state : str
        Of :data:`STATES`: ``to_report`` (no case open yet), ``to_appraise``,
        ``may_enter`` (graded C or D since, no case open), ``in_flow`` (the same, with
        a case), ``sound`` (graded A or B since).
    grade, graded_on : str, date or None
        Of an appraisal since the event; ``""`` and ``None`` without one.
    case_id : str
        Of the open case; ``""`` none.
    due : Running or None
        The clock that ends with the appraisal, or with the report where that comes
        first (rule W4); it is the policy's, ``None`` where that sets none.
    appraise_by : date or None
        When the appraisal is due, counted from the report's last day before there
        is a report.
    third_party : bool
        Whether a disputed grade waits for a third party (rule W7).
    retrofitted : bool
        Whether it was retrofitted before (rule H4).
    """

    household_id: str
    village_code: str
    village_name: str
    tag: str
    damage_grade: int | None
    visited_at: str | None
    state: str
    grade: str
    graded_on: date | None
    case_id: str
    due: Running | None
    appraise_by: date | None
    third_party: bool
    retrofitted: bool


def consequences(
    workspace: Workspace,
    found: Triaged,
    *,
    area: str = "",
    among: np.ndarray | None = None,
    on: date | None = None,
) -> list[Consequence]:
    """List the houses for which something follows from an event, the late ones first.

    Parameters
    ----------
    found : Triaged
        The event and its findings.
    area : str
        Code of a town or village; ``""`` the county.
    among : bool array, optional
        Which households are asked for, along the exposure; all by default.
    on : date, optional
        For the clocks; today in China by default.
    """
    day = on or datetime.now(CHINA_TIME).date()  # as the day of a visit is
    begun = _day(found.event)
    called = _called(found) | _newly_dangerous(found.exposure, begun)
    doors = np.flatnonzero(called if among is None else called & among)
    rows = [row for row in _rows(found, doors) if row["village_code"].startswith(area)]
    open_ = _open_files(workspace, (row["household_id"] for row in rows))
    made = [_consequence(workspace, row, open_, (begun, day)) for row in rows]
    return sorted(made, key=_urgency)


def appraisal_law() -> Table:
    """Return the parameters that say which doors go on to an appraisal."""
    return load_parameters("follow_up")["consequences"]


def _day(event: Row) -> date | None:
    happened = instant(event["happened_at"])
    return happened.astimezone(CHINA_TIME).date() if happened else None


def _called(found: Triaged) -> np.ndarray:
    """Tell which doors were tagged or damaged so that they are to be appraised."""
    law, seen = appraisal_law(), found.visited
    codes = [TAGS.index(tag) for tag in law["tags"]]
    called = np.isin(seen.tag, codes) | (seen.damage_grade >= law["from_damage_grade"])
    return called & seen.doors


def _newly_dangerous(exposure: Exposure, begun: date | None) -> np.ndarray:
    """Tell which houses were graded C or D since an event; without its day, none."""
    if begun is None:
        return np.zeros(len(exposure), dtype=bool)
    since = (np.datetime64(begun, "D") - EPOCH).astype(int)
    until = since + appraisal_law()["within_days"]
    codes = [GRADES.index(grade) for grade in appraisal_law()["dangerous_grades"]]
    graded = (exposure.appraised_on >= since) & (exposure.appraised_on <= until)
    return graded & np.isin(exposure.grade, codes)


def _rows(found: Triaged, doors: np.ndarray) -> list[Row]:
    exposure, seen = found.exposure, found.visited
    ids = exposure.household_id.take(pa.array(doors)).to_pylist()
    at = seen.at.take(pa.array(doors)).to_pylist()
    codes, names = (*exposure.village_codes, ""), (*exposure.village_names, "")
    return [
        {
            "household_id": id_,
            "village_code": codes[exposure.village[door]],
            "village_name": names[exposure.village[door]],
            "tag": (*TAGS, "")[seen.tag[door]] if seen.doors[door] else "",
            "damage_grade": _known(seen.damage_grade[door]),
            "visited_at": moment,
            "grade": (*GRADES, "")[exposure.grade[door]],
            "appraised_on": _known(exposure.appraised_on[door]),
            "retrofitted": bool(exposure.retrofitted_on[door] >= 0),
        }
        for door, id_, moment in zip(doors, ids, at, strict=True)
    ]


def _known(value: np.integer) -> int | None:
    return None if value < 0 else int(value)


def _open_files(workspace: Workspace, ids: Iterable[str]) -> dict[str, CaseFile]:
    """Return the open case of each household; of several, the one opened first."""
    ledger, policy = workspace.ledger, workspace.policy
    wanted, found = [*ids], {}
    for first in range(0, len(wanted), ASKED_AT_ONCE):
        part = tuple(wanted[first : first + ASKED_AT_ONCE])
        which = Which(households=part, open_only=True)
        for record in case_records(ledger, policy, ledger.position(), which):
            file = record.file
            known = found.setdefault(file.household_id, file)
            if file.opened_on < known.opened_on:
                found[file.household_id] = file
    return found


def _consequence(
    workspace: Workspace,
    row: Row,
    open_: dict[str, CaseFile],
    days: tuple[date | None, date],
) -> Consequence:
    begun, on = days
    graded_on = _answered_on(row, begun, row.pop("appraised_on"))
    file = open_.get(row["household_id"])
    third = file is not None and is_dispute_open(file, on)
    state = _state(row["grade"], graded_on, file) if not third else "to_appraise"
    waits = state in ("to_report", "to_appraise")
    due, by = _due(workspace, row, file, on) if waits else (None, None)
    return Consequence(
        **row | {"grade": row["grade"] if graded_on else ""},
        state=state,
        graded_on=graded_on,
        case_id=file.case_id if file else "",
        due=due,
        appraise_by=by,
        third_party=third,
    )


def _answered_on(row: Row, begun: date | None, appraised_on: int | None) -> date | None:
    """Return the day of the appraisal that answers what was found; ``None`` none.

    A grade from before the event is none, and one that says sound is none if it was
    given before the door was tagged (rule H7).
    """
    if appraised_on is None or begun is None:
        return None
    day, visited = (EPOCH + appraised_on).item(), instant(row["visited_at"])
    if day < begun:
        return None
    sound = row["grade"] not in appraisal_law()["dangerous_grades"]
    seen = visited.astimezone(CHINA_TIME).date() if visited and row["tag"] else begun
    return None if sound and day < seen else day


def _state(grade: str, graded_on: date | None, file: CaseFile | None) -> str:
    if graded_on is None:
        return "to_appraise" if file else "to_report"
    if grade not in appraisal_law()["dangerous_grades"]:
        return "sound"
    return "in_flow" if file else "may_enter"


def _due(
    workspace: Workspace, row: Row, file: CaseFile | None, on: date
) -> tuple[Running | None, date | None]:
    """Return the clock that runs now, and when the appraisal is due."""
    file = _clocked(row, file)
    if file is None:
        return None, None
    policy, holidays = workspace.policy, workspace.holidays
    running = {one.end: one for one in clocks(file, policy, on, holidays)}
    report, appraise = running.get(REPORTED), running.get(APPRAISED)
    if file.done(REPORTED):
        return appraise, appraise and appraise.due_on
    if report is None or report.due_on is None:
        return report, None
    last = report.due_on
    told = (*file.steps, StepDone(step=REPORTED, on=last))
    later = clocks(replace(file, steps=told), policy, max(on, last), holidays)
    return report, next((one.due_on for one in later if one.end == APPRAISED), None)


def _clocked(row: Row, file: CaseFile | None) -> CaseFile | None:
    """Return the case whose clocks run; ``None`` where no day is known.

    They begin where the danger was seen, unless an open case waits for its appraisal.
    """
    if file is not None and file.steps and not file.done(APPRAISED):
        return file
    visited = instant(row["visited_at"])
    if visited is None:
        return None
    return _reported_by(row, visited.astimezone(CHINA_TIME).date())


def _reported_by(row: Row, day: date) -> CaseFile:
    """Return a case as it would stand had it been opened at the door."""
    return CaseFile(
        case_id="",
        household_id=row["household_id"],
        village_code=row["village_code"],
        task="",
        opened_on=day,
        steps=(StepDone(step=FOUND, on=day),),
    )


def _urgency(one: Consequence) -> tuple:
    tag = TAGS.index(one.tag) if one.tag else -1
    due = (one.due and one.due.due_on) or date.max
    return STATES.index(one.state) > 1, due, -tag, one.household_id
