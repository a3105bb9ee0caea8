"""Page: progress by town and village, as of any day."""

from datetime import date

import streamlit as st

from desk.current import current_shelf
from desk.measures import MEASURES
from ledger.roles import Role
from rules.adcode import Level
from views import choice, event_total, standing
from views.filters import town_names
from views.map_component import show_map
from views.words import _

shelf = current_shelf()
if standing.nothing_recorded(shelf):
    st.title(_("Progress"))
    st.info(_("No case has been recorded yet; progress begins with the first one."))
    st.stop()
first, _last = shelf.workspace.ledger.days() or (date.today(), date.today())
measures, towns = MEASURES["leader"], town_names(shelf)

with st.sidebar:
    projector = choice.ask_switch(_("Projector"), "projector")
title, day_box, measure_box, town_box = st.columns(
    [1.4, 1, 1.4, 1.2], vertical_alignment="bottom"
)
with day_box:
    day = choice.ask_day(_("As of"), first, date.today())
with measure_box:
    measure = choice.ask_one(
        _("Measure"), measures, "measure", lambda m: _(measures[m].title)
    )
with town_box:
    town = choice.ask_one(
        _("Town"), ["", *towns], "town", lambda t: towns.get(t) or _("whole county")
    )
title.title(_("Progress"))
notice = st.empty()  # always there, so that the map keeps its place
if day < date.today():
    notice.warning(_("As it stood on {day}, not today.", day=day.isoformat()))

event_total.show(shelf)
if choice.acting().role is Role.LEADER:
    standing.small_counts(shelf, choice.acting(), day, town)
    st.stop()
level = Level.VILLAGE if town else Level.TOWN
standing.figures(shelf, day, town, projector)
map_side, list_side = st.columns([1.7, 1], gap="medium")
with map_side:
    asked = {"measure": measure, "day": day.isoformat(), "town": town}
    asked |= {"level": level.name.lower(), "projector": "1" if projector else ""}
    asked |= {"lang": choice.language()}
    show_map("leader", asked, key="leader-map", title=_("Map"))
    st.markdown(standing.sentence(shelf, day, town))
with list_side:
    listed = standing.large_table if projector else standing.table
    listed(shelf, day, level, town, measure)
