"""What a case says beside its steps: way and cost, moving in, the old house."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from secrets import token_hex
from types import MappingProxyType
from typing import Any

from desk.case_hand import (
    Hand,
    Recorded,
    Seen,
    key_of,
    on_case,
    recorded,
    require_allowed,
    require_open,
    with_task,
)
from desk.case_stale import Wanted, set_to
from ledger.case_rows import Row, current
from ledger.cases import CaseRecord
from ledger.roles import require_may_act
from ledger.schema import retrofit_case, vacated_house
from ledger.writing import Transaction
from rules.casefile import Vacated
from rules.casework import judge_moving_in
from rules.errors import CaseError
from rules.money import judge_area
from rules.reasons import Verdict
from rules.vocabulary import BUILDERS, LEVELS, TASKS, WAYS

VILLAGE, TOWN, COUNTY = LEVELS[:3]
APPLICANTS = ("household", VILLAGE)  # rule W2: who cannot apply is applied for
WHY_LEFT = ("moved", "rebuilt")  # rules W9, H8


def _one_of(words: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: value in words


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_size(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


# What may be set, who sets it (rule A1), and what it may be.
DETAILS: Mapping[str, tuple[str, Callable[[Any], bool]]] = MappingProxyType(
    {
        "task": (COUNTY, _one_of(TASKS)),
        "year": (COUNTY, _is_whole),
        "beyond_task": (COUNTY, _is_flag),
        "applied_by": (VILLAGE, _one_of(APPLICANTS)),
        "way": (TOWN, _one_of(WAYS)),
        "builder": (TOWN, _one_of(BUILDERS)),
        "area_m2": (TOWN, _is_size),
        "real_cost_cny": (TOWN, _is_whole),
        "seismic_strengthening": (TOWN, _is_flag),
        "structural_design": (TOWN, _is_flag),
        "energy_retrofit": (TOWN, _is_flag),
        "accessibility": (TOWN, _is_flag),
        "decoration_only": (TOWN, _is_flag),
    }
)


@dataclass(frozen=True, kw_only=True)
class OldHouse:
    """An old house left behind, as it was found; ``vacated_id`` of one on record."""

    house: Vacated
    left_on: date | None = None
    vacated_id: str = ""


def set_details(hand: Hand, what: Seen, told: Mapping[str, Any]) -> Recorded:
    """Say more about a case; ``None`` takes a detail back.

    Parameters
    ----------
    told : mapping
        Names of :data:`DETAILS` with their new values.

    Returns
    -------
    Recorded
        Its warnings say what rule M4 holds against the floor area.

    Raises
    ------
    CaseError
        If a name or a value is none, or the case is closed.
    AccessError, StaleEditError
        As :func:`desk.casework.take_step`.
    """
    with on_case(hand, what, set_to(**told)) as (transaction, record):
        file = record.file
        for name, value in told.items():
            _require_detail(name, value)
            require_may_act(hand.acting, DETAILS[name][0], file.village_code)
        require_open(record)
        row = _case_row(transaction, record) | dict(told)
        if not row["task"]:
            with_task(file)
        after = {name: told[name] for name in told if name in asdict(file)}
        area = judge_area(replace(file, **after), hand.policy)
        entry = hand.entry(transaction, "set details")
        entry.write(retrofit_case, [row])
    verdict = Verdict(
        allowed=True, clause=area.clause, warnings=area.reasons + area.warnings
    )
    return recorded(file, entry.seq, verdict)


def move_in(hand: Hand, what: Seen, *, on: date) -> Recorded:
    """Record that the family lives in its finished house (rules W8, W11).

    Raises
    ------
    CaseError
        Before the house has passed its acceptances.
    AccessError, StaleEditError
        As :func:`desk.casework.take_step`.
    """
    with on_case(hand, what, set_to(moved_in_on=on)) as (transaction, record):
        file = with_task(record.file)
        require_may_act(hand.acting, VILLAGE, file.village_code)
        verdict = judge_moving_in(file, hand.policy, on, hand.day)
        require_allowed(verdict)
        entry = hand.entry(transaction, "move in", verdict)
        row = _case_row(transaction, record) | {"moved_in_on": on}
        entry.write(retrofit_case, [row])
    return recorded(file, entry.seq, verdict)


def record_vacated(hand: Hand, what: Seen, old: OldHouse) -> Recorded:
    """Record an old house, or what has become of it (rules H8, W9).

    Raises
    ------
    CaseError
        If a word or a day cannot be, or there is no such old house.
    AccessError, StaleEditError
        As :func:`desk.casework.take_step`.
    """
    with on_case(hand, what, _as_left(old)) as (transaction, record):
        file, house = record.file, old.house
        require_may_act(hand.acting, VILLAGE, file.village_code)
        _require_word("why", house.why, WHY_LEFT)
        if house.moved_to is not None:
            _require_word("moved_to", house.moved_to, WAYS)
        for day in filter(None, (house.demolished_on, old.left_on)):
            hand.require_past(day)
        known = _vacated_row(record, old.vacated_id)
        own = {"vacated_id": f"{file.case_id}-{token_hex(4)}"}
        own |= {"household_id": file.household_id}
        told = asdict(house) | {"checked_on": hand.day}
        if old.left_on:
            told["vacated_on"] = old.left_on
        entry = hand.entry(transaction, "old house", scope="visits")
        entry.write(vacated_house, [own | known | told])
    return recorded(file, entry.seq, Verdict(allowed=True, clause=""))


def _as_left(old: OldHouse) -> Wanted:
    """Say that an old house was to be told anew, or to come to those on record."""

    def told(seen: CaseRecord) -> dict[str, Any]:
        ids = [row["vacated_id"] for row in seen.vacated]
        houses = zip(ids, seen.file.vacated, strict=True)
        others = [house for id_, house in houses if id_ != old.vacated_id]
        return {"vacated": (*others, old.house)}

    return told


def _require_detail(name: str, value: object) -> None:
    if name not in DETAILS:
        known = ", ".join(DETAILS)
        raise CaseError(
            "{name} is no detail of a case; there are: {known}", name=name, known=known
        )
    if value is not None and not DETAILS[name][1](value):
        raise CaseError(
            "{value!r} cannot be the {name} of a case", value=value, name=name
        )


def _require_word(name: str, value: str, words: tuple[str, ...]) -> None:
    if value not in words:
        raise CaseError(
            "{value!r} is no word for {name}; there are: {known}",
            value=value,
            name=name,
            known=", ".join(words),
        )


def _case_row(transaction: Transaction, record: CaseRecord) -> Row:
    """Return the case's own row, or the first one of a case with steps alone."""
    file = record.file
    row = current(transaction.connection, retrofit_case, case_id=file.case_id)
    return row or key_of(file) | {"task": file.task, "opened_on": file.opened_on}


def _vacated_row(record: CaseRecord, vacated_id: str) -> Row:
    if not vacated_id:
        return {}
    for row in record.vacated:
        if row["vacated_id"] == vacated_id:
            return {name: row[name] for name in ("vacated_id", "vacated_on")}
    raise CaseError(
        "no old house {id!r} on record for case {case}",
        id=vacated_id,
        case=record.file.case_id,
    )
