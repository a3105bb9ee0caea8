"""Page: how far the county is, what is late and why, as of any day."""

import streamlit as st

from desk.current import current_shelf
from desk.shelf import CountyShelf
from rules.language import N_
from views import (
    agenda,
    event_total,
    progress_answers,
    progress_areas,
    progress_asked,
    progress_changes,
    progress_charts,
    progress_map,
    steering,
)
from views.words import _, plain

WIDTHS = [1.25, 1]  # map and list
BELOW = {
    "changes": (N_("What changed"), progress_changes.show),
    "plan": (N_("Stage plan"), progress_charts.plan),
    "ages": (N_("How long cases wait"), progress_charts.ages),
    "money": (N_("Money by source"), progress_charts.money),
    "meeting": (N_("Meeting"), lambda shelf, asked: agenda.show(shelf, asked.day)),
}


def main() -> None:
    """Show the answers first, then the map with its list, then what stands behind."""
    shelf = current_shelf()
    if shelf.progress_book().first_day is None:
        st.title(_("Progress"))
        st.info(_("No case has been recorded yet; progress begins with the first one."))
        return
    asked = progress_asked.ask(shelf)
    _say_which_day(asked)
    progress_answers.show(shelf, asked)
    map_side, list_side = st.columns(WIDTHS, gap="medium")
    with map_side:
        progress_map.show(shelf, asked)
        progress_asked.ask_days(asked)
        progress_asked.ask_manners(asked)
    with list_side:
        progress_areas.show(shelf, asked)
        progress_areas.show_village(shelf, asked)
    _below(shelf, asked)
    event_total.show(shelf, asked.last)
    steering.write_address(progress_asked.USUAL)


def _say_which_day(asked: progress_asked.Asked) -> None:
    unknown = steering.dropped()
    if unknown:
        st.warning(_("Not known here, and left out: {words}", words=plain(unknown)))
    told = []
    if asked.day < asked.last:
        told.append(_("As it stood on {day}, not today.", day=asked.day.isoformat()))
    if not progress_asked.reads_cases():
        told.append(_("Month-ends and today are published, no day between."))
    told.append(_("The five answers are of the whole county."))
    st.caption("  ".join(told))


def _below(shelf: CountyShelf, asked: progress_asked.Asked) -> None:
    view = steering.ask_view(_("Show"), list(BELOW), "below", lambda v: _(BELOW[v][0]))
    if asked.town:
        st.caption(_("Of the whole county, not of the chosen town alone."))
    BELOW[view][1](shelf, asked)


main()
