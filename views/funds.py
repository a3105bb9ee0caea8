"""Money of the county: set aside by levels of government, allotted, by source."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from desk import funds
from desk.acting import reads_table
from desk.case_hand import Hand
from desk.describe import TASK_NAMES
from desk.funds import ALLOTTED, MAY_RECORD, SECURED, Money
from desk.shelf import CountyShelf
from desk.shown_words import word
from rules.language import N_
from rules.vocabulary import FUND_LEVELS, SOURCES, TASKS
from views import choice
from views.forms import Field, Outcome, show_form
from views.panels import table_height
from views.words import _

ALL_YEARS = ""
CAME, BACK = "came", "back"
WAYS = {CAME: N_("came in"), BACK: N_("was taken back")}
HEIGHT = 280
LOCAL = SOURCES[1:]  # rule R1, column 19: province, prefecture and county


class Kind(NamedTuple):
    """What may be recorded: its titles, whose money it is, and how it is written."""

    title: str
    form: str
    whose: tuple[str, ...]
    whose_word: str


KINDS = {
    SECURED: Kind(
        N_("Money secured"),
        N_("Record money secured"),
        FUND_LEVELS,
        N_("secured by"),
    ),
    ALLOTTED: Kind(
        N_("Money allotted to the county"),
        N_("Record an allotment"),
        SOURCES,
        N_("source of money"),
    ),
}


def show(shelf: CountyShelf) -> None:
    """Show what was secured and allotted; let those who may record it do so."""
    acting = choice.acting()
    if not reads_table(acting, "secured_fund"):
        return
    st.subheader(_("Money secured and allotted"))
    tables = {
        SECURED: funds.secured(shelf.workspace, acting),
        ALLOTTED: funds.allotted(shelf.workspace, acting),
    }
    year = _ask_year(tables)
    told = funds.by_source(shelf.workspace, acting, year)
    if told.empty:
        st.info(_("No money is on record for this year."))
    else:
        _show_sums(told)
    may = acting.role in MAY_RECORD
    for (kind, table), tab in zip(
        tables.items(), st.tabs([_(one.title) for one in KINDS.values()]), strict=True
    ):
        with tab:
            _show_list(shelf, kind, _of_year(table, year), may=may)
            if may:
                with st.expander(_(KINDS[kind].form), icon=":material/add:"):
                    _show_form(shelf, kind)


def _ask_year(tables: Mapping[str, pd.DataFrame]) -> int | None:
    days = [day for table in tables.values() for day in table[_day(table)]]
    years = sorted({day.year for day in days} | {date.today().year}, reverse=True)
    options = [*map(str, years), ALL_YEARS]
    chosen = choice.ask_one(
        _("Year"), options, "money-year", lambda year: year or _("all years")
    )
    return int(chosen) if chosen else None


def _day(table: pd.DataFrame) -> str:
    return "secured_on" if "secured_on" in table else "allotted_on"


def _of_year(table: pd.DataFrame, year: int | None) -> pd.DataFrame:
    kept = [year in (None, day.year) for day in table[_day(table)]]
    return table[kept]


def _show_sums(told: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            _("Task"): [_task(task) for task in told["task"]],
            _("source of money"): [word(one, _) for one in told["source"]],
            _("Secured, yuan"): [
                amount if source in LOCAL else None  # central money is none of it
                for source, amount in zip(
                    told["source"], told["secured_cny"], strict=True
                )
            ],
            _("Allotted, yuan"): told["allotted_cny"],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        column_config=_amounts(shown),
        placeholder="",
        key="money-sum",
    )


def _show_list(
    shelf: CountyShelf, kind: str, table: pd.DataFrame, *, may: bool
) -> None:
    if table.empty:
        st.caption(_("Nothing is recorded."))
        return
    whose = table["level"] if kind == SECURED else table["source"]
    columns = {
        _("Day"): list(table[_day(table)]),
        _(KINDS[kind].whose_word): [word(one, _) for one in whose],
        _("amount, yuan"): list(table["amount_cny"]),
        _("Task"): [_task(task) for task in table["task"]],
    }
    if kind == SECURED:
        columns[_("by document")] = [one or "" for one in table["document"]]
    shown = pd.DataFrame(columns)
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=table_height(shown, HEIGHT),
        column_config=_amounts(shown),
        on_select="rerun" if may else "ignore",
        selection_mode="single-row",
        key=f"money-{kind}-{len(table)}-{choice.language()}",
    )
    rows = picked["selection"]["rows"] if may else []
    if rows and rows[0] < len(table):
        _show_withdrawal(shelf, kind, table.iloc[rows[0]].iloc[0])


def _amounts(shown: pd.DataFrame) -> dict[str, Any]:
    money = (_("Secured, yuan"), _("Allotted, yuan"), _("amount, yuan"))
    form = st.column_config.NumberColumn(format="localized")
    return {name: form for name in money if name in shown}


def _task(task: str) -> str:
    return _(TASK_NAMES[task]) if task else _("not said")


def _show_form(shelf: CountyShelf, kind: str) -> None:
    one = KINDS[kind]
    said = {name: word(name, _) for name in one.whose}
    tasks = {task: _task(task) for task in (*TASKS, "")}
    ways = {way: _(title) for way, title in WAYS.items()}
    fields = [
        Field(name="source", label=_(one.whose_word), kind="one", options=one.whose,
              show=said.__getitem__),
        Field(name="task", label=_("Task"), kind="one", options=tuple(tasks),
              value=TASKS[0], show=tasks.__getitem__),
        Field(name="amount", label=_("amount, yuan"), kind="money"),
        Field(name="on", label=_("Day"), kind="day", value="today"),
        Field(name="way", label=_("The money"), kind="one", options=tuple(ways),
              show=ways.__getitem__),
        Field(name="note", label=_("Note; why, if it was taken back"), kind="text"),
    ]  # fmt: skip
    if kind == SECURED:
        label = _("Number of the document")
        fields.append(Field(name="document", label=label, kind="text"))
    act = partial(_record, shelf, kind)
    hint = _("Money that was taken back is a record of its own: enter its amount "
             "without a sign, choose “{back}” under “{way}”, and say why.",
             back=_(WAYS[BACK]), way=_("The money"))  # fmt: skip
    st.caption(hint)
    show_form(f"money-{kind}", fields, act, button=_("Record"))


def _record(shelf: CountyShelf, kind: str, told: Mapping[str, Any]) -> Outcome:
    hand = Hand(shelf.workspace, choice.acting(), told["note"] or "")
    sign = -1 if told["way"] == BACK else 1
    money = Money(
        source=told["source"],
        amount_cny=sign * (told["amount"] or 0),
        on=told["on"] or date.today(),
        task=told["task"],
        document=told.get("document") or "",
    )
    record = funds.record_secured if kind == SECURED else funds.record_allotment
    record(hand, money)
    return Outcome(done=_("Recorded."))


def _show_withdrawal(shelf: CountyShelf, kind: str, number: str) -> None:
    why = Field(name="why", label=_("Why it is withdrawn"), kind="text")

    def act(told: Mapping[str, Any]) -> Outcome:
        hand = Hand(shelf.workspace, choice.acting(), told["why"] or "")
        funds.withdraw(hand, kind, number)
        return Outcome(done=_("The record is withdrawn; the history keeps it."))

    show_form(f"withdraw-{number}", [why], act, button=_("Withdraw this record"))
