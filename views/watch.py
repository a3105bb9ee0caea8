"""The disaster-prone watch list and the sweeps of the seasons (rules E4, W6)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from desk.field_words import CODE_WORDS
from desk.intake_words import KIND_WORDS
from desk.shelf import CountyShelf
from desk.sweeps import (
    SweepProgress,
    begin_sweep,
    end_sweep,
    report_sweep,
)
from desk.sweeps_due import SweepDue, sweeps_due
from desk.watch_list import COLUMNS, STATE_WORDS, WatchList
from desk.watch_visits import sweeps_walked
from desk.workspace import Workspace
from ledger.roles import STEPS_OF, Acting
from views import cache, choice
from views.forms import Field, Outcome, show_form, show_outcome
from views.panels import table_height
from views.words import _

TABLE_HEIGHT = 420
SEASONAL = ("after_thaw", "after_rain")
TOWN_DIGITS = 9


def show(shelf: CountyShelf) -> None:
    """Show who lives where it floods or slides, and how far the sweeps are."""
    acting, today = choice.acting(), date.today()
    show_outcome(shelf.workspace)
    watched, swept = st.tabs([_("Disaster-prone areas"), _("Sweeps")])
    with watched:
        _watched(shelf, acting.area, today)
    with swept:
        _due(shelf.workspace, acting.area, today)
        _progress(shelf.workspace, acting)
        _begin(shelf, acting)


def _watched(shelf: CountyShelf, area: str, on: date) -> None:
    version = f"{shelf.version}-{shelf.field_state()}"
    found = cache.watch_list_of(version, area, on)
    for kind in found.missing:
        told = _("No layer of this kind is in force: {kind}.", kind=_(KIND_WORDS[kind]))
        st.warning(f"{told} {_('What it would show is not known.')}")
    if not found.villages:
        st.info(_("No house is known to stand in a flood or geohazard layer."))
        return
    _totals(found)
    table = pd.DataFrame(found.villages, columns=[*COLUMNS])
    words = table["next_state"].map(STATE_WORDS, na_action="ignore")
    table["next_state"] = words.map(_, na_action="ignore")
    st.dataframe(
        table.rename(columns={name: _(title) for name, title in COLUMNS.items()}),
        hide_index=True,
        height=table_height(found.villages, TABLE_HEIGHT),
        placeholder="—",
        key="watch-list",
    )
    lang = choice.language()
    st.download_button(
        _("Watch list with all houses (Excel)"),
        data=lambda: cache.watch_file(version, area, on, lang),
        file_name=f"watch-list-{on}.xlsx",
        icon=":material/download:",
        on_click="ignore",
    )


def _totals(found: WatchList) -> None:
    flood, geohazard, both = (
        sum(village[name] for village in found.villages)
        for name in ("flood", "geohazard", "both")
    )
    unseen = sum(house["last_visit"] is None for house in found.houses)
    counts = st.columns(4)
    counts[0].metric(_("Houses on the list"), f"{flood + geohazard - both:,}")
    counts[1].metric(_("In flood layers"), f"{flood:,}")
    counts[2].metric(_("In geohazard layers"), f"{geohazard:,}")
    counts[3].metric(_("Never visited"), f"{unseen:,}")


def _due(workspace: Workspace, area: str, on: date) -> None:
    """Show which sweeps the year asks of each town, and which are missing."""
    rows = sweeps_due(workspace, on, area[:TOWN_DIGITS])
    st.markdown(f"**{_('Sweeps of {year}', year=on.year)}**")
    table = pd.DataFrame(
        {
            _("Town"): [row.town_name for row in rows],
            _("Sweep"): [_sweep_name(row) for row in rows],
            _("From"): [row.window.begins for row in rows],
            _("Until"): [row.window.until for row in rows],
            _("State"): [_(STATE_WORDS[row.state]) for row in rows],
            _("Clause"): [f"{r.window.document} {r.window.clause}" for r in rows],
        }
    )
    height = table_height(rows, TABLE_HEIGHT // 2)
    st.dataframe(table, hide_index=True, height=height, key="sweeps-due")


def _sweep_name(row: SweepDue) -> str:
    event = f" {row.window.event_id}" if row.window.event_id else ""
    return _(CODE_WORDS[row.window.season]) + event


def _progress(workspace: Workspace, acting: Acting) -> None:
    """Show how far each sweep is, and offer to end or report one."""
    rows = sweeps_walked(workspace, acting.area[:TOWN_DIGITS])
    st.markdown(f"**{_('Sweeps on record')}**")
    if not rows:
        st.caption(_("No sweep has been begun yet."))
        return
    table = pd.DataFrame(
        {
            _("Sweep"): [_(CODE_WORDS[row.season]) for row in rows],
            _("Town"): [row.town_name for row in rows],
            _("Begun"): [row.begun_on for row in rows],
            _("Ended"): [row.ended_on for row in rows],
            _("Reported on"): [row.reported_on for row in rows],
            _("Houses"): [row.households for row in rows],
            _("Visited"): [row.visited for row in rows],
            _("Suspected"): [row.suspected for row in rows],
            _("Of these reported"): [row.reported for row in rows],
        }
    )
    picked = st.dataframe(
        table,
        hide_index=True,
        height=table_height(rows, TABLE_HEIGHT // 2),
        placeholder="—",
        on_select="rerun",
        selection_mode="single-row",
        key="sweeps-on-record",
    )
    for row in picked["selection"]["rows"]:
        if row < len(rows) and _may_sweep(acting):
            _go_on(workspace, acting, rows[row])


def _may_sweep(acting: Acting) -> bool:
    return "town" in STEPS_OF.get(acting.role, ())


def _go_on(workspace: Workspace, acting: Acting, row: SweepProgress) -> None:
    """Offer the act that comes next in a sweep."""
    if row.reported_on is not None:
        st.caption(_("This sweep is ended and reported."))
        return
    verb: Callable[..., int]
    verb, label = (
        (report_sweep, _("Reported to the county on"))
        if row.ended_on
        else (end_sweep, _("The town was walked through by"))
    )

    def act(values: dict[str, Any]) -> Outcome:
        verb(workspace, acting, row.sweep_id, on=values["on"], version=row.version)
        return Outcome(done=_("Recorded: {what}", what=row.sweep_id))

    fields = [Field(name="on", label=label, kind="day", value="today")]
    show_form(f"sweep-{row.sweep_id}-{row.version}", fields, act, button=_("Save"))


def _begin(shelf: CountyShelf, acting: Acting) -> None:
    """Offer to begin a seasonal sweep of a town, or of every town."""
    if not _may_sweep(acting):
        return
    county = "county" in STEPS_OF[acting.role] and not acting.area
    towns = {c: n for c, n in shelf.places().items() if len(c) == TOWN_DIGITS}
    own = [code for code in towns if code.startswith(acting.area)]
    areas = [shelf.workspace.county_code, *own] if county else own
    fields = [
        Field(name="season", label=_("Sweep"), kind="one", options=SEASONAL,
              show=lambda season: _(CODE_WORDS[season])),
        Field(name="area", label=_("Town"), kind="one", options=areas,
              show=lambda code: towns.get(code, _("every town"))),
        Field(name="on", label=_("Begins on"), kind="day", value="today"),
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        made = begin_sweep(
            shelf.workspace, acting, values["season"], values["area"], on=values["on"]
        )
        return Outcome(done=_("Begun in {count} towns.", count=len(made)))

    with st.expander(_("Begin a sweep of a season"), icon=":material/directions_walk:"):
        show_form("begin-sweep", fields, act, button=_("Begin"))
