"""Page: how far the county is, what is late and why, as of any day."""

import streamlit as st

from desk.current import current_shelf
from views import (
    event_total,
    progress_answers,
    progress_areas,
    progress_asked,
    progress_map,
    steering,
)
from views.words import _

WIDTHS = [1.4, 1]  # map and list


def main() -> None:
    """Show the answers first, then the map with its list, then what stands behind."""
    shelf = current_shelf()
    if shelf.progress_book().first_day is None:
        st.title(_("Progress"))
        st.info(_("No case has been recorded yet; progress begins with the first one."))
        return
    asked = progress_asked.ask(shelf)
    if asked.day < asked.last:
        st.caption(_("As it stood on {day}, not today.", day=asked.day.isoformat()))
    progress_answers.show(shelf, asked)
    map_side, list_side = st.columns(WIDTHS, gap="medium")
    with map_side:
        progress_map.show(shelf, asked)
        progress_asked.ask_days(asked)
        progress_asked.ask_manners()
    with list_side:
        progress_areas.show(shelf, asked)
        progress_areas.show_village(shelf, asked)
    event_total.show(shelf)
    steering.write_address(progress_asked.USUAL)


main()
