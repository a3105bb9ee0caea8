"""The reports of an event, what the last one changed, and the sheet of it."""

from itertools import pairwise

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.difference_paper import WITH_FINDINGS, WITHOUT_FINDINGS, difference_file
from desk.event_difference import EventDifference, difference
from desk.event_forms import in_use
from desk.event_reports import MAY_WITHDRAW, reports_of_event, withdraw
from desk.report_words import FORM_WORDS, report_title
from desk.shelf import CountyShelf
from desk.stamps import file_name
from rules.errors import PlanningError
from rules.language import N_
from rules.times import local_time
from views import choice
from views.panels import table_height
from views.words import _, error_text, plain

DOORS_SHOWN = 200
TABLE_HEIGHT = 420
HAZARD_FORM = st.column_config.NumberColumn(format="%.2f")
FILES = {
    ".xlsx": N_("The difference as a workbook (Excel)"),
    ".pdf": N_("The difference on paper (PDF)"),
    ".csv": N_("The difference as a table (CSV)"),
}


def show(shelf: CountyShelf, event_id: str) -> None:
    """Show the reports of an event, and how two of them order the visits."""
    rows = reports_of_event(shelf.workspace, event_id)
    _table(rows)
    _messages(rows)
    if choice.acting().role in MAY_WITHDRAW:
        _withdraw(shelf, event_id, rows)
    st.subheader(_("What changed in the order of visits"))
    counted = {row["number"]: row for row in rows if not row["withdrawn"]}
    pair = _ask_pair(event_id, counted)
    try:
        with st.spinner(_("Comparing the orders of visits…")):
            found = difference(shelf.workspace, event_id, *pair)
    except PlanningError as error:
        st.error(error_text(error))
        return
    _show_difference(shelf, found)


def _table(rows: list[dict]) -> None:
    """Show what each report tells; what it does not tell stays empty."""
    base, others = in_use(rows)
    used = {row["number"] for row in (base, *others)}
    st.dataframe(
        pd.DataFrame(
            {
                "#": [row["number"] for row in rows],
                _("Form"): [_(FORM_WORDS[row["form"]]) for row in rows],
                _("Title"): [row["title"] for row in rows],
                _("Time"): [local_time(row["happened_at"] or "") for row in rows],
                _("Magnitude"): [row["magnitude"] for row in rows],
                _("Longitude"): [row["lon"] for row in rows],
                _("Latitude"): [row["lat"] for row in rows],
                _("Depth (km)"): [row["depth_km"] for row in rows],
                **_hours(rows),
                _("Received"): [local_time(row["received_at"] or "") for row in rows],
                _("Counts"): [
                    _("yes") if r["number"] in used else _("no") for r in rows
                ],
            }
        ),
        hide_index=True,
        height=table_height(rows, TABLE_HEIGHT),
        key="event-reports",
    )


def _hours(rows: list[dict]) -> dict[str, list[float | None]]:
    """Return a column of how long the water stood, where a report tells it."""
    hours = [row["duration_h"] for row in rows]
    known = any(hour is not None for hour in hours)
    return {_("Hours of water"): hours} if known else {}


def _messages(rows: list[dict]) -> None:
    for row in rows:
        if row["text"]:
            st.caption(f"{row['number']} · {plain(row['text'])}")


def _withdraw(shelf: CountyShelf, event_id: str, rows: list[dict]) -> None:
    counted = [row for row in rows if not row["withdrawn"]]
    if len(counted) < 2:  # the only one stays
        return
    titles = {row["number"]: report_title(row, _) for row in counted}
    with st.popover(_("Withdraw a wrong report"), key=f"withdraw-{len(counted)}"):
        number = st.selectbox(_("Report"), titles, format_func=titles.__getitem__)
        st.caption(_("It stays on record and counts no more."))
        if st.button(_("Withdraw it"), type="primary"):
            try:
                withdraw(Hand(shelf.workspace, choice.acting()), event_id, number)
            except PlanningError as error:
                st.error(error_text(error))
            else:
                st.rerun()


def _ask_pair(event_id: str, counted: dict[int, dict]) -> tuple[int, int]:
    """Ask which reports to compare: one with the next, or one with its findings."""
    numbers = list(counted)
    pairs = list(pairwise(numbers))[::-1]
    if len(numbers) > 2:
        pairs.append((numbers[0], numbers[-1]))
    pairs.append((numbers[-1], numbers[-1]))
    words = {pair: _pair_words(pair, counted) for pair in pairs}
    return st.selectbox(
        _("Compare"),
        list(words),
        format_func=words.__getitem__,
        key=f"difference-of-{event_id}-{len(numbers)}",
    )


def _pair_words(pair: tuple[int, int], counted: dict[int, dict]) -> str:
    first, last = (report_title(counted[number], _) for number in pair)
    if pair[0] == pair[1]:
        return f"{last}: {_(WITHOUT_FINDINGS)} → {_(WITH_FINDINGS)}"
    return f"{first} → {last}"


def _show_difference(shelf: CountyShelf, found: EventDifference) -> None:
    before, after, moved = st.columns(3)
    for box, label, total in (
        (before, _("Houses heavily damaged, before"), found.total_before),
        (after, _("Houses heavily damaged, after"), found.total_after),
    ):
        between = _("between {low} and {high}", low=f"{total.low:,.0f}",
                    high=f"{total.high:,.0f}")  # fmt: skip
        box.metric(
            label,
            f"{total.middle:,.0f}",
            delta=between,
            delta_color="off",
            delta_arrow="off",
        )
    label = _("Doors moved by {least} places or more", least=found.least_places)
    moved.metric(label, f"{int(found.far.sum()):,}")
    _doors(found)
    _villages(found)
    _files(shelf, found)


def _doors(found: EventDifference) -> None:
    rows = list(found.rows(found.order()[:DOORS_SHOWN]))
    if not rows:
        st.info(_("No door moved so far."))
        return
    hazard = _hazard_titles(found)
    st.dataframe(
        pd.DataFrame(
            {
                "#": [row.rank_after for row in rows],
                _("before"): [row.rank_before for row in rows],
                _("Earlier by"): [row.moved for row in rows],
                _("Household"): [row.household_id for row in rows],
                _("Village"): [row.village for row in rows],
                hazard[0]: [row.hazard_before for row in rows],
                hazard[1]: [row.hazard_after for row in rows],
                _("Why it moved"): [row.why.said(_) for row in rows],
            }
        ),
        hide_index=True,
        height=table_height(rows, TABLE_HEIGHT),
        column_config=dict.fromkeys(hazard, HAZARD_FORM),
        key="difference-doors",
    )
    told = _("The first {count} are shown, the file has all.", count=len(rows))
    st.caption(told)


def _villages(found: EventDifference) -> None:
    rows = [row for row in found.villages() if row["moved"]]
    if not rows:
        return
    hazard = _hazard_titles(found)
    with st.expander(_("By village")):
        st.dataframe(
            pd.DataFrame(
                {
                    _("Village"): [row["name"] or row["code"] for row in rows],
                    _("Households"): [row["households"] for row in rows],
                    _("Doors moved"): [row["moved"] for row in rows],
                    hazard[0]: [row["hazard_before"] for row in rows],
                    hazard[1]: [row["hazard_after"] for row in rows],
                    _("Why it moved"): [row["why"].said(_) for row in rows],
                }
            ),
            hide_index=True,
            height=table_height(rows, TABLE_HEIGHT),
            column_config=dict.fromkeys(hazard, HAZARD_FORM),
            key="difference-villages",
        )


def _hazard_titles(found: EventDifference) -> tuple[str, str]:
    earthquake = found.event["hazard"] == "earthquake"
    unit = _("degrees") if earthquake else _("m of water")
    return f"{_('before')} ({unit})", f"{_('after')} ({unit})"


def _files(shelf: CountyShelf, found: EventDifference) -> None:
    language, workspace = choice.language(), shelf.workspace
    numbers = f"{found.before['number']}-{found.after['number']}"
    for column, (suffix, label) in zip(st.columns(3), FILES.items(), strict=True):
        column.download_button(
            _(label),
            lambda suffix=suffix: difference_file(workspace, found, suffix, language),
            file_name=file_name(
                workspace, f"{found.event['event_id']}-{numbers}", suffix
            ),
            key=f"difference{suffix}",
            on_click="ignore",
        )
