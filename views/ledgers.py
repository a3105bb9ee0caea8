"""Page: the three ledgers, county, town and village, of the same cases (三本台账)."""

from datetime import date

import streamlit as st

from desk.current import current_shelf
from ledger.roles import LEVEL_OF_AREA, Role
from rules.adcode import Level
from rules.language import N_
from views import cache, choice, notices
from views.panels import link_to_file, table_height
from views.words import _

TABLE_HEIGHT = 560
LEVELS = {
    "county": (Level.COUNTY, N_("county ledger")),
    "town": (Level.TOWN, N_("town ledgers")),
    "village": (Level.VILLAGE, N_("village ledgers")),
}

shelf = current_shelf()
workspace, acting = shelf.workspace, choice.acting()
first, _last = workspace.ledger.days() or (date.today(), date.today())
st.title(_("Three ledgers"))
own = LEVEL_OF_AREA.get(acting.role, Level.COUNTY)
levels = [name for name, (level, _title) in LEVELS.items() if level >= own]
kept, where, when = st.columns([1, 1, 1])
with kept:
    level = choice.ask_one(
        _("Ledger"), levels, "ledger-level", lambda name: _(LEVELS[name][1])
    )
with where:
    places = shelf.places() if own is Level.COUNTY else {}
    towns = {code: name for code, name in places.items() if len(code) == Level.TOWN}
    town = choice.ask_one(
        _("Town"), ["", *towns], "town", lambda t: towns.get(t) or _("whole area")
    )
with when:
    day = choice.ask_day(_("As of"), first, date.today())
if day < date.today():
    st.warning(_("As it stood on {day}, not today.", day=day.isoformat()))
past = day if day < date.today() else None
table = cache.cases(shelf.version, acting, town, past)
st.caption(
    _("{count} cases; pick one to open its household file.", count=f"{len(table):,}")
)
picked = st.dataframe(
    table.drop(columns=["village_code", "case_id"]),
    hide_index=True,
    height=table_height(table, TABLE_HEIGHT),
    placeholder="",
    on_select="rerun",
    selection_mode="single-row",
    key=f"ledger-{town}-{day}",
)
rows = [row for row in picked["selection"]["rows"] if row < len(table)]
if rows:
    link_to_file(table.iloc[rows[0]]["户编号"])
st.download_button(
    _("Ledgers (Excel)"),
    data=lambda: cache.ledger_file(shelf.version, acting, LEVELS[level][0], day),
    file_name=f"ledger-{level}-{day.isoformat()}.xlsx",
    icon=":material/download:",
    on_click="ignore",
)
if acting.role in (Role.VILLAGE_REPORTER, Role.TOWN_OFFICER, Role.PLANNER):
    notices.show(shelf, acting, town, day)
