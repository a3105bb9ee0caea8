"""Page: in which villages seismic retrofit begins, and why."""

from functools import partial

import streamlit as st

from desk.current import current_shelf
from desk.measures import MEASURES
from rules.language import N_
from views import cache, choice, panels
from views.filters import ask_filters
from views.map_component import show_map
from views.words import _

COLOURS = {
    "grade": N_("Appraised grade"),
    "structure": N_("Structure"),
    "task": N_("Seismic retrofit"),
}

shelf = current_shelf()
measures = MEASURES["planner"]
filters = ask_filters(shelf)
with st.sidebar:
    measure = choice.ask_one(
        _("Colour areas by"), measures, "measure", lambda m: _(measures[m].title)
    )
    colour = choice.ask_one(
        _("Colour houses by"), COLOURS, "colour", lambda c: _(COLOURS[c])
    )
st.title(_("Pilot planning"))
map_side, list_side = st.columns([1.7, 1], gap="medium")
with list_side:
    picked = panels.ranking(shelf, filters["town"])
    st.download_button(
        _("Download the list (Excel)"),
        data=partial(cache.pilot_file, shelf.version, choice.language()),
        file_name="pilot-villages.xlsx",
        icon=":material/download:",
    )
with map_side:
    asked = filters | {"measure": measure, "colour": colour, "selected": picked}
    asked |= {"lang": choice.language()}
    clicked = show_map("planner", asked, key="planner-map", title=_("Map"))

row = {"kind": "village", "id": picked} if picked else None
panels.record(shelf, choice.newest("planner", clicked, row))
