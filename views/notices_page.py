"""Notices of an office (通知, 通报): read, taken away, and recorded as gone out."""

from datetime import date
from typing import NamedTuple

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.notice_frame import may_make
from desk.notices import NOTICE_KINDS, NOTICE_NAMES, notice, notice_letter
from desk.notices_sent import notices_sent, record_sent
from desk.publication import published_steps
from desk.shelf import CountyShelf
from ledger.roles import Role
from reports.letter import Letter, shown
from rules.errors import PlanningError
from rules.stages import months_back
from views import choice
from views.panels import table_height
from views.words import _, error_text, plain

MONTHS = 12
HEIGHT_PX = 420
OFFICE_FILE = "application/vnd.openxmlformats-officedocument."
FILES = {
    ".docx": ("Word", "wordprocessingml.document"),
    ".xlsx": ("Excel", "spreadsheetml.sheet"),
}


class _What(NamedTuple):
    """Which notice was asked for."""

    kind: str
    month: date
    step: str
    posted: date | None


def show(shelf: CountyShelf) -> None:
    """Ask which notice of which month; show it, hand it over, record that it went."""
    acting = choice.acting()
    kinds = [kind for kind in NOTICE_KINDS if may_make(acting, kind)]
    if not kinds:
        st.info(_("Your role makes no notices."))
        return
    left, right = st.columns(2)
    with left:
        kind = choice.ask_one(_("Notice"), kinds, "notice", _name)
    step, posted = "", None
    with right:
        if kind == "publication":
            today = date.today()
            posted = st.date_input(_("Day of posting"), today, key="put-up-on")
            first = min(posted, today).replace(day=1)
        else:
            first = _ask_month()
    if kind == "publication":
        step = _ask_step(shelf)
    try:
        letter = notice_letter(shelf, acting, kind, first, step=step, posted=posted)
    except PlanningError as error:
        st.info(error_text(error))
        return
    _hand_over(shelf, letter, _What(kind, first, step, posted))
    _preview(letter)


def _ask_month() -> date:
    months = [f"{day:%Y-%m}" for day in months_back(date.today(), MONTHS)]
    month = choice.ask_one(_("Month"), months, "notice-month", str)
    return date.fromisoformat(f"{month}-01")


def _name(kind: str) -> str:
    return _(NOTICE_NAMES[kind])


def _ask_step(shelf: CountyShelf) -> str:
    policy = shelf.workspace.policy
    steps = published_steps(policy)
    return choice.ask_one(
        _("Step"), steps, "put-up-step", lambda s: policy.step(s).name
    )


def _hand_over(shelf: CountyShelf, letter: Letter, what: _What) -> None:
    kind, month = what.kind, what.month
    which = {"step": what.step, "posted": what.posted}
    acting, columns = choice.acting(), st.columns(3)
    for column, ending in zip(columns, FILES, strict=False):
        column.download_button(
            FILES[ending][0],
            lambda ending=ending: notice(shelf, acting, kind, month, ending, **which),
            file_name=f"{letter.title}-{month:%Y-%m}{ending}".replace("\n", ""),
            mime=OFFICE_FILE + FILES[ending][1],
            icon=":material/download:",
            on_click="ignore",
            key=f"notice-{ending}",
            width="stretch",
        )
    if kind == "publication" or acting.role is not Role.PLANNER:
        return
    gone = notices_sent(shelf.workspace, kind, month)
    if gone:
        said = _("Went out on {day}.", day=gone[0].sent_on.isoformat())
        columns[2].caption(said)
    elif columns[2].button(
        _("Record that it went out"), icon=":material/send:", width="stretch"
    ):
        made = notice(shelf, acting, kind, month, ".docx")
        record_sent(Hand(shelf.workspace, acting), kind, month, made)
        st.rerun()


def _preview(letter: Letter) -> None:
    """Show what the notice says; the paper itself is Chinese in every language."""
    with st.container(border=True):
        st.subheader(letter.title.replace("\n", ""), anchor=False)
        for line in letter.body:
            heading = line.startswith("# ")
            text = line.removeprefix("# ")
            st.markdown(f"**{plain(text)}**" if heading else plain(text))
        for sheet in letter.sheets:
            st.caption(" ".join(filter(None, (sheet.title, sheet.says))))
            rows = [shown(sheet, row) for row in sheet.rows]
            st.dataframe(
                pd.DataFrame(rows, columns=list(sheet.headings)),
                hide_index=True,
                height=table_height(rows, HEIGHT_PX),
            )
            for note in sheet.notes:
                st.caption(plain(note))
