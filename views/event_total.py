"""What a leader is told of an event: its total, once enough doors have spoken."""

import streamlit as st

from desk.describe import event_words
from desk.shelf import CountyShelf
from rules.parameters import load_parameters
from views.words import _, plain


def show(shelf: CountyShelf) -> None:
    """Tell the newest event's expected damage, or how many doors are missing for it.

    Before so many tags the total is a model's word alone, wrong by a factor of two
    and more; it stays with those who order the visits.
    """
    known = shelf.events()
    if not known:
        return
    event = known[-1]
    needed = load_parameters("follow_up")["grading"]["tags_needed"]
    visited = shelf.doors_visited(event["event_id"])
    if visited < needed:
        told = _(
            "After {event}: {visited} doors visited; what to expect of the county is "
            "told from {needed} on.",
            event=plain(event_words(event)),
            visited=visited,
            needed=needed,
        )
        st.caption(told)
        return
    found = shelf.triaged(event["event_id"])
    figures = {name: f"{value:,.0f}" for name, value in found.heavy_total.items()}
    told = _(
        "After {event}: houses heavily damaged or destroyed, {middle} expected, "
        "between {low} and {high} (9 of 10), set right by what was found at "
        "{visited} doors.",
        event=plain(event_words(event)),
        visited=f"{visited:,}",
        **figures,
    )
    st.markdown(told)
