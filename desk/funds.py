"""Money of the programme: set aside by levels of government, allotted to the county.

Rule M3 keeps the sources apart; rule R1 reports both, columns 19 to 23.  The treasury
and the county's officer record it (rule A1); what was wrong is withdrawn and stays in
the history.
"""

from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from typing import Any

import pandas as pd

from desk.acting import reading
from desk.case_hand import Hand, require_short
from desk.field_words import CODE_WORDS
from desk.workspace import Workspace
from geo.form_cells import SOURCE_OF_LEVEL
from ledger import office
from ledger.roles import Acting, Role, require_area
from ledger.schema import secured_fund
from rules.errors import AccessError, PlanningError, SchemaError
from rules.language import N_
from rules.remarks import Remark
from rules.vocabulary import FUND_LEVELS, SOURCES, TASKS

SECURED, ALLOTTED = "secured", "allotted"
MAY_RECORD = (Role.PLANNER, Role.FINANCE)
DOCUMENT_LENGTH = secured_fund.c.document.type.length
MOST_CNY = 2**31 - 1  # what every database keeps in the column
SCOPE = "money"
VERBS = {SECURED: "secure money", ALLOTTED: "allot money"}


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount that was set aside or allotted.

    Attributes
    ----------
    source : str
        Of money set aside one of ``FUND_LEVELS``, of an allotment one of ``SOURCES``.
    amount_cny : int
        Whole yuan; negative if it was taken back.
    task : str
        One of ``TASKS``; ``""`` if its document does not say.
    document : str
        Number of the document; of money set aside only.
    """

    source: str
    amount_cny: int
    on: date
    task: str = ""
    document: str = ""


def record_secured(hand: Hand, money: Money) -> str:
    """Record money that a level of government set aside; returns its number.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    SchemaError
        If the level or the task is none.
    PlanningError
        If the amount is not in whole yuan or nothing, its day has not come, or money
        is taken back without a reason (the hand's note) or without being there, or
        the same money is recorded a second time without one.
    """
    _require(hand, money, FUND_LEVELS)
    known = office.secured_funds(hand.workspace.ledger)
    same = [r for r in known if (r["level"], r["task"] or "") == _of(money)]
    _require_there(hand, money, same)
    row = {
        "fund_id": token_hex(8),
        "level": money.source,
        "task": money.task or None,
        "amount_cny": money.amount_cny,
        "secured_on": money.on,
        "document": require_short(money.document, DOCUMENT_LENGTH) or None,
    }
    _require_new(hand, row, known)
    _record(hand, SECURED, row)
    return row["fund_id"]


def record_allotment(hand: Hand, money: Money) -> str:
    """Record money that was allotted to the county (已下达到县); returns its number.

    Raises as :func:`record_secured` does.
    """
    _require(hand, money, SOURCES)
    known = office.allotments(hand.workspace.ledger)
    same = [r for r in known if (r["source"], r["task"] or "") == _of(money)]
    _require_there(hand, money, same)
    row = {
        "allotment_id": token_hex(8),
        "source": money.source,
        "task": money.task or None,
        "amount_cny": money.amount_cny,
        "allotted_on": money.on,
    }
    _require_new(hand, row, known)
    _record(hand, ALLOTTED, row)
    return row["allotment_id"]


def withdraw(hand: Hand, kind: str, thing_id: str) -> None:
    """Withdraw a record that was wrong, with the reason (the hand's note).

    Parameters
    ----------
    kind : {"secured", "allotted"}

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError
        If there is no such record, or no reason is given.
    """
    _require_may(hand)
    if not hand.note.strip():
        raise PlanningError(N_("say why the record is withdrawn"))
    with hand.workspace.ledger.transaction() as transaction:
        office.withdraw_money(
            transaction,
            lambda: hand.entry(transaction, "withdraw money", scope=SCOPE),
            kind,
            thing_id,
        )


def secured(
    workspace: Workspace, acting: Acting, on: date | None = None
) -> pd.DataFrame:
    """List the money that was set aside, the newest first, as a role reads it.

    Returns
    -------
    DataFrame
        ``fund_id, level, task`` (``""`` not said), ``amount_cny, secured_on,
        document``.

    Raises
    ------
    AccessError
        If the role reads no money of the county (rule A1).
    """
    return _listed(workspace, acting, "secured_fund", "secured_on", on)


def allotted(
    workspace: Workspace, acting: Acting, on: date | None = None
) -> pd.DataFrame:
    """List what was allotted to the county, the newest first, as a role reads it.

    Returns
    -------
    DataFrame
        ``allotment_id, source, task`` (``""`` not said), ``amount_cny, allotted_on``.

    Raises
    ------
    AccessError
        If the role reads no money of the county (rule A1).
    """
    return _listed(workspace, acting, "allotment", "allotted_on", on)


def _listed(
    workspace: Workspace, acting: Acting, name: str, day: str, on: date | None
) -> pd.DataFrame:
    rows: list[dict[str, Any]] = reading(workspace, acting).listed(name, on=on)
    columns = list(office.fields_of(name))
    told = pd.DataFrame(rows, columns=columns, dtype=object)
    told["task"] = ["" if task is None else task for task in told["task"]]
    return told.sort_values([day, columns[0]], ascending=[False, True])


def _of(money: Money) -> tuple[str, str]:
    return money.source, money.task


def _require_may(hand: Hand) -> None:
    require_area(hand.acting)
    county = hand.workspace.county_code
    own = county.startswith(hand.acting.area)
    if hand.acting.role not in MAY_RECORD or not own:
        raise AccessError(
            N_("a {role} does not record the money of the county; ask: {who}"),
            role=hand.acting.role.value,
            who=", ".join(sorted(role.value for role in MAY_RECORD)),
        )


def _require(hand: Hand, money: Money, sources: tuple[str, ...]) -> None:
    _require_may(hand)
    for value, words in ((money.source, sources), (money.task, ("", *TASKS))):
        if value not in words:
            raise SchemaError(
                N_("{value!r} is none of: {known}"),
                value=value,
                known=", ".join(filter(None, words)),
            )
    whole = isinstance(money.amount_cny, int) and not isinstance(money.amount_cny, bool)
    if not whole or not 0 < abs(money.amount_cny) <= MOST_CNY:
        raise PlanningError(
            N_("{amount} is no amount in whole yuan"), amount=money.amount_cny
        )
    hand.require_past(money.on)


def _require_there(hand: Hand, money: Money, same: list[dict[str, Any]]) -> None:
    """Refuse to take back without a reason, or more than there is."""
    if money.amount_cny > 0:
        return
    if not hand.note.strip():
        raise PlanningError(N_("say why the money is taken back"))
    there = sum(row["amount_cny"] for row in same)
    if there + money.amount_cny < 0:
        raise PlanningError(
            N_("only {there} of {amount} yuan are on record: {source}, {task}"),
            amount=f"{-money.amount_cny:,}",
            there=f"{there:,}",
            source=money.source,
            task=Remark(message=CODE_WORDS.get(money.task, N_("task not said"))),
        )


def _require_new(hand: Hand, row: dict[str, Any], known: list[dict[str, Any]]) -> None:
    """Refuse what was sent twice by a second click, unless a note says otherwise."""
    told = {name: row[name] for name in row if not name.endswith("_id")}
    same = any(all(one[name] == told[name] for name in told) for one in known)
    if same and not hand.note.strip():
        raise PlanningError(
            N_("the same money of {day} is on record; if it came twice, say so"),
            day=(row.get("secured_on") or row.get("allotted_on")).isoformat(),
        )


def _record(hand: Hand, kind: str, row: dict[str, Any]) -> None:
    with hand.workspace.ledger.transaction() as transaction:
        office.record_money(
            transaction,
            lambda: hand.entry(transaction, VERBS[kind], scope=SCOPE),
            kind,
            row,
        )


def by_source(
    workspace: Workspace, acting: Acting, year: int | None = None
) -> pd.DataFrame:
    """Add up what was secured and allotted, by task and source (rules M3, R1).

    Parameters
    ----------
    year : int, optional
        All years if not given.

    Returns
    -------
    DataFrame
        ``task`` (``""`` not said), ``source``, ``secured_cny``, ``allotted_cny``,
        whole yuan; a source of a task of which nothing is on record is left out.

    Raises
    ------
    AccessError
        If the role reads no money of the county (rule A1).
    """
    lines: dict[tuple[str, str], dict[str, int]] = {}
    for kind, table in (
        ("secured_cny", secured(workspace, acting)),
        ("allotted_cny", allotted(workspace, acting)),
    ):
        for row in table.to_dict("records"):
            day = row.get("secured_on") or row.get("allotted_on")
            if year not in (None, day.year):
                continue
            source = row.get("source") or SOURCE_OF_LEVEL[row["level"]]
            line = lines.setdefault((row["task"], source), {})
            line[kind] = line.get(kind, 0) + row["amount_cny"]
    columns = ("secured_cny", "allotted_cny")
    told = [
        {"task": task, "source": source} | {n: line.get(n, 0) for n in columns}
        for (task, source), line in sorted(lines.items(), key=_place)
    ]
    return pd.DataFrame(told, columns=["task", "source", *columns])


def _place(line: tuple[tuple[str, str], Any]) -> tuple[int, int]:
    (task, source), _amounts = line
    return ("", *TASKS).index(task), SOURCES.index(source)
