"""Page: an event has struck; which doors in which order."""

import streamlit as st

from desk.current import current_shelf
from views import choice, event_form, visits
from views.filters import ask_filters
from views.map_component import show_map
from views.words import _

shelf = current_shelf()
st.title(_("After a disaster"))
events = {row["event_id"]: row for row in reversed(shelf.events())}
event_id = ""
if events:
    event_id = choice.ask_one(
        _("Event"), events, "event", lambda id_: visits.event_title(events[id_])
    )
with st.expander(_("Take a new event"), expanded=not events):
    event_form.ask_event()
if not event_id:
    st.info(_("No event yet. Take one above: a file, or four numbers typed in."))

filters = ask_filters(shelf)
map_side, list_side = st.columns([1.75, 1], gap="medium")
with map_side:
    asked = filters | {"event": event_id, "lang": choice.language()}
    clicked = show_map("responder", asked, key="responder-map", title=_("Map"))
with list_side:
    if event_id:
        visits.totals(shelf, event_id)
        visits.order(shelf, event_id, filters)
if event_id:
    visits.areas(shelf, event_id, filters["town"])
    visits.downloads(shelf, event_id, filters["town"])
visits.clicked(shelf, choice.latest("responder-click", clicked))
