"""Page: an event has struck; which doors in which order."""

import streamlit as st

from desk.current import current_shelf
from views import choice, event_form, visits
from views.filters import ask_filters
from views.map_component import show_map
from views.words import _

shelf = current_shelf()
events = {row["event_id"]: row for row in reversed(shelf.events())}
title, event_box, add_box = st.columns([1.3, 2, 0.8], vertical_alignment="bottom")
title.title(_("After a disaster"))
event_id = ""
if events:
    with event_box:
        event_id = choice.ask_one(
            _("Event"), events, "event", lambda id_: visits.event_title(events[id_])
        )
with add_box:
    event_form.show_popover(len(events))
if not event_id:
    st.info(_("No event yet. Take one above: a file, or four numbers typed in."))

filters = ask_filters(shelf)
map_side, list_side = st.columns([1.7, 1], gap="medium")
with map_side:
    asked = filters | {"event": event_id, "lang": choice.language()}
    clicked = show_map("responder", asked, key="responder-map", title=_("Map"))
with list_side:
    if event_id:
        visits.totals(shelf, event_id)
        visits.order(shelf, event_id, filters)
visits.clicked(shelf, choice.latest("responder-click", clicked), event_id)
if event_id:
    visits.downloads(shelf, event_id, filters["town"])
    visits.areas(shelf, event_id, filters["town"])
