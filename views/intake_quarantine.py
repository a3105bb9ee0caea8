"""Rows that were set aside: corrected on the page, or in Excel, or let go."""

from typing import Any

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.quarantine import (
    correct,
    dismiss,
    quarantine_file,
    set_aside_rows,
    take_suggested,
)
from desk.workspace import Workspace
from ledger.roles import Acting
from rules.errors import PlanningError
from views import choice
from views.forms import Outcome
from views.intake_run import field_word
from views.words import _, error_text

HEIGHT, HEAD_PX, ROW_PX = 420, 40, 35
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_quarantine(workspace: Workspace, files: list[dict[str, Any]]) -> None:
    """Show the rows of one file that wait, and what may be done with them."""
    left = {row["intake_id"]: row for row in files if row["waiting"]}
    if not left:
        st.info(_("No row waits: all that came in was taken."))
        return
    intake_id = choice.ask_one(
        _("File"), list(left), "aside-file",
        lambda id_: f"{left[id_]['file']} · {left[id_]['waiting']:,}",
    )  # fmt: skip
    acting = choice.acting()
    reason = _ask_reason(intake_id)
    rows = _opened(workspace, acting, intake_id, reason)
    names = list(dict.fromkeys(name for row in rows for name in row.cells))
    faulty = list(dict.fromkeys(p.field for row in rows for p in row.problems))
    shown = [n for n in names if n in faulty] + [n for n in names if n not in faulty]
    table = pd.DataFrame(
        [
            {"row": row.row, "why": _why(row)}
            | {n: row.cells.get(n, "") for n in shown}
            for row in rows
        ]
    )
    headings = {name: field_word(name) for name in shown}
    edited = st.data_editor(
        table,
        hide_index=True,
        height=min(HEIGHT, HEAD_PX + ROW_PX * len(table)),
        disabled=["row", "why"],
        column_config=headings
        | {
            "row": st.column_config.NumberColumn(_("Row"), pinned=True, width=56),
            "why": st.column_config.TextColumn(_("Reason"), width="large"),
        },
        key=f"aside-{intake_id}-{bool(reason)}-{left[intake_id]['waiting']}",
    )
    _offer(workspace, acting, intake_id, _changed(table, edited), rows)
    _offer_file(workspace, acting, intake_id, reason)


def _ask_reason(intake_id: str) -> str:
    """Ask for a reason to show names and numbers as they stand; it is recorded."""
    with st.popover(_("Show names and numbers as they stand"), icon=":material/key:"):
        reason = choice.ask_text(_("Why they are needed"), f"aside-reason-{intake_id}")
        st.caption(_("The reason goes on record with your name."))
    return reason


def _opened(workspace: Workspace, acting: Acting, intake_id: str, reason: str) -> list:
    """Open the rows once for each reason: every look goes on record."""
    masked = set_aside_rows(workspace, acting, intake_id)
    if not reason:
        return masked
    mark = (intake_id, reason, [row.row for row in masked])
    known = choice.kept("aside-rows")
    if known is None or known[0] != mark:
        known = (mark, set_aside_rows(workspace, acting, intake_id, reason))
        choice.keep("aside-rows", known)
    return known[1]


def _why(row: Any) -> str:
    said = [
        f"{field_word(p.field)}: {_(p.message, **p.values)}"
        + (f" → {p.suggestion}" if p.suggestion else "")
        for p in row.problems
    ]
    return "; ".join(said)


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for at in range(len(before)):
        for name in before.columns[2:]:
            old, new = before[name].iloc[at], after[name].iloc[at]
            if old != new:
                number = int(before["row"].iloc[at])
                found.setdefault(number, {})[name] = "" if new is None else str(new)
    return found


def _offer(
    workspace: Workspace,
    acting: Acting,
    intake_id: str,
    changed: dict[int, dict[str, str]],
    rows: list,
) -> None:
    hand = Hand(workspace, acting)
    offered = sum(any(p.suggestion for p in row.problems) for row in rows)

    def apply(corrections: dict[int, dict[str, str]] | None) -> None:
        try:
            if corrections is None:
                told = take_suggested(hand, intake_id)
            else:
                told = correct(hand, intake_id, corrections)
        except PlanningError as error:
            choice.keep("outcome", Outcome(error=error))
            return
        said = _("{corrected} rows taken in, {waiting} still wait.", **_counts(told))
        choice.keep("outcome", Outcome(done=said))

    def let_go(numbers: list[int]) -> None:
        gone = dismiss(hand, intake_id, numbers)
        choice.keep("outcome", Outcome(done=_("{count} rows let go.", count=gone)))

    take, follow, drop = st.columns(3)
    take.button(
        _("Take the corrected rows ({count})", count=len(changed)),
        on_click=apply, args=(changed,), disabled=not changed, type="primary",
        width="stretch",
    )  # fmt: skip
    with follow.popover(
        _("Take all suggestions ({count})", count=offered),
        disabled=not offered,
        width="stretch",
    ):
        st.dataframe(_offered(rows), hide_index=True)
        st.button(_("Take these suggestions"), on_click=apply, args=(None,))
    with drop.popover(_("Let all go"), width="stretch"):
        st.caption(_("They stay on record, but nobody is asked about them any more."))
        numbers = [row.row for row in rows]
        st.button(_("Let {count} rows go", count=len(numbers)), on_click=let_go,
                  args=(numbers,))  # fmt: skip


def _offered(rows: list) -> pd.DataFrame:
    """List what is suggested, cell by cell."""
    told = [(row.row, p) for row in rows for p in row.problems if p.suggestion]
    return pd.DataFrame(
        {
            _("Row"): [number for number, _p in told],
            _("Column"): [field_word(p.field) for _n, p in told],
            _("Value"): [p.value for _n, p in told],
            _("Suggestion"): [p.suggestion for _n, p in told],
        }
    )


def _counts(told: dict[str, Any]) -> dict[str, str]:
    return {name: f"{told[name]:,}" for name in ("corrected", "waiting")}


def _offer_file(
    workspace: Workspace, acting: Acting, intake_id: str, reason: str
) -> None:
    if not reason:
        st.caption(
            _("Names and numbers are hidden here. With a reason, the rows can be "
              "shown as they stand, or downloaded as Excel, corrected and dropped in "
              "again.")
        )  # fmt: skip
        return
    try:
        st.download_button(
            _("Download as Excel, to correct and drop in again"),
            lambda: quarantine_file(
                workspace, acting, intake_id, reason, choice.language()
            ),
            file_name=f"{_('Set aside')}-{intake_id}.xlsx",
            mime=EXCEL,
            icon=":material/download:",
            on_click="ignore",  # a run that follows may forget the file too early
        )
    except PlanningError as error:
        st.error(error_text(error))
