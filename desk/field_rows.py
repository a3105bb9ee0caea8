"""One finding as a telephone sends it: what may stand in it, and what it means."""

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from geo.finding_cells import is_after, is_before, visit_time
from geo.list_cells import CannotBe
from rules.language import N_
from rules.parameters import load_parameters
from rules.times import local_time
from rules.vocabulary import TAGS, VISIT_REASONS

LONGEST_ID = 64
LONGEST_TIME = 40
DAMAGE_GRADES = range(1, 6)
WEST_EAST, SOUTH_NORTH = 180.0, 90.0
_ID = re.compile(rf"[A-Za-z0-9_-]{{8,{LONGEST_ID}}}")

Row = dict[str, Any]


def finding_row(raw: dict[str, Any]) -> Row:
    """Read a finding that comes from a stranger's program.

    Parameters
    ----------
    raw : dict
        ``id, household_id, tag, visited_at`` and, where known, ``damage_grade,
        reason, occupied, note, lon, lat``; what else it holds is left aside.

    Returns
    -------
    dict
        The columns of a finding without event, team and time of receipt; ``None``
        unknown.

    Raises
    ------
    CannotBe
        If something in it cannot be: message id, and its values.

    Examples
    --------
    >>> raw = {"id": "0123456789", "household_id": "H1", "tag": "红"}
    >>> row = finding_row(raw | {"visited_at": "2026-11-22T06:05:00Z"})
    >>> row["visited_at"], row["damage_grade"], row["note"]
    ('2026-11-22T14:05:00+08:00', None, None)
    """
    lon, lat = _place(raw.get("lon"), raw.get("lat"))
    return {
        "finding_id": finding_name(raw),
        "household_id": _household(raw.get("household_id")),
        "tag": _one_of(raw.get("tag"), TAGS),
        "damage_grade": _damage_grade(raw.get("damage_grade")),
        "reason": _known(raw.get("reason"), lambda word: _one_of(word, VISIT_REASONS)),
        "visited_at": _moment(raw.get("visited_at")),
        "occupied": _known(raw.get("occupied"), _truth),
        "note": _known(raw.get("note"), _note),
        "lon": lon,
        "lat": lat,
    }


def finding_name(raw: dict[str, Any]) -> str:
    """Return the name that a telephone gave a finding.

    Raises
    ------
    CannotBe
        If it is none.
    """
    name = raw.get("id")
    if not (isinstance(name, str) and _ID.fullmatch(name)):
        raise CannotBe(N_("the number of this finding cannot be read"), {})
    return name


def require_meantime(row: Row, begun: datetime | None, now: datetime) -> None:
    """Refuse a visit before the event, or one that has not taken place yet.

    Parameters
    ----------
    begun : datetime or None
        When the event happened, with its zone; ``None`` unknown.

    Raises
    ------
    CannotBe
        If it is one of these.
    """
    ahead = timedelta(seconds=load_parameters("team_page")["clock"]["ahead_s"])
    if is_after(row["visited_at"], now + ahead):
        raise CannotBe(N_("its time lies in the future; set the telephone's clock"), {})
    if begun is not None and is_before(row["visited_at"], begun):
        told = {"time": local_time(begun.isoformat())}
        raise CannotBe(N_("its time lies before the event of {time}"), told)


def _known(value: Any, read: Callable[[Any], Any]) -> Any:
    return None if value is None or value == "" else read(value)


def _household(value: Any) -> str:
    fits = isinstance(value, str) and value.isprintable()
    if not (fits and 0 < len(value.strip()) <= LONGEST_ID):
        raise CannotBe(N_("no household of that number on record"), {})
    return value.strip()


def _one_of(value: Any, words: tuple[str, ...]) -> str:
    if not (isinstance(value, str) and value in words):
        raise CannotBe(N_("not one of: {known}"), {"known": " ".join(words)})
    return value


def _damage_grade(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or value not in DAMAGE_GRADES:
        raise CannotBe(N_("a damage grade is a number from 1 to 5"), {})
    return int(value)


def _moment(value: Any) -> str:
    fits = isinstance(value, str) and len(value) <= LONGEST_TIME
    moment = visit_time(value) if fits else None
    if moment is None:
        raise CannotBe(N_("is no time; write it as 2026-11-22 14:05"), {})
    return moment


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise CannotBe(N_("not one of: {known}"), {"known": "true false"})
    return value


def _note(value: Any) -> str | None:
    most = load_parameters("team_page")["returns"]["most_note_characters"]
    if not isinstance(value, str) or len(value) > most:
        raise CannotBe(N_("a note has at most {most} characters"), {"most": most})
    plain = "".join(sign if sign.isprintable() else " " for sign in value)
    return plain.strip() or None


def _place(lon: Any, lat: Any) -> tuple[float | None, float | None]:
    """Return where a team stood; a place that is none is not known."""
    if _is_degree(lon, WEST_EAST) and _is_degree(lat, SOUTH_NORTH):
        return float(lon), float(lat)
    return None, None


def _is_degree(value: Any, most: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) <= most and math.isfinite(value)
