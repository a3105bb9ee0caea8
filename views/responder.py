"""Page: an event has struck; which doors in which order, and what follows."""

import streamlit as st

from desk.current import current_shelf
from rules.language import N_
from views import (
    board,
    choice,
    event_form,
    event_reports,
    follow_up,
    order_grade,
    teams,
    visit_first,
    visits,
)
from views.filters import ask_filters
from views.map_component import show_map
from views.words import _

VIEWS = {
    "order": N_("Order of visits"),
    "teams": N_("Teams"),
    "board": N_("Live board"),
    "follow": N_("What follows"),
    "reports": N_("Reports of the event"),
    "grade": N_("How good is the order?"),
}
BESIDE_MAP = ("order", "teams", "board")

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
    event_form.show_popover(shelf, event_id)
if not event_id:
    st.info(_("No event yet. Take one above: a message, a file, or four numbers."))

view = "order"
if event_id:
    view = choice.ask_view(_("View"), list(VIEWS), "view", lambda v: _(VIEWS[v]))
filters = ask_filters(shelf)


def beside_map() -> None:
    """Show the map and what belongs beside it."""
    map_side, list_side = st.columns([1.7, 1], gap="medium")
    ticked, mission = "", ""
    with list_side:
        if event_id and view == "order":
            visits.totals(shelf, event_id)
            visit_first.show_popover(shelf)
            visit_first.show_places(shelf, event_id)
            ticked = visits.order(shelf, event_id, filters)
        elif view == "teams":
            mission = teams.show(shelf, event_id, filters)
        elif view == "board":
            board.show(shelf, event_id, filters)
    with map_side:
        asked = filters | {"event": event_id, "lang": choice.language()}
        asked |= {"found": shelf.field_state(), "mission": mission}
        clicked = show_map("responder", asked, key="responder-map", title=_("Map"))
    if event_id:
        visits.chosen_door(shelf, clicked, ticked, event_id)
        if view == "order":
            visits.downloads(shelf, event_id, filters["town"])
            visits.areas(shelf, event_id, filters["town"])


if view in BESIDE_MAP:
    beside_map()
elif view == "follow":
    follow_up.show(shelf, event_id, filters)
elif view == "reports":
    event_reports.show(shelf, event_id)
else:
    order_grade.show(shelf, event_id, filters)
