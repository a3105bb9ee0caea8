"""What a leader is told of an event: its total, once enough doors have spoken."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from desk.describe import event_words
from desk.shelf import CountyShelf
from rules.parameters import load_parameters
from rules.times import CHINA_TIME, instant
from views.words import _, plain


def show(shelf: CountyShelf, day: date) -> None:
    """Tell the newest event's expected damage, or how many doors are missing for it.

    An event of long ago after which nobody was at a door is not spoken of.

    Before so many tags the total is a model's word alone, wrong by a factor of two
    and more; it stays with those who order the visits.
    """
    known = shelf.events()
    if not known:
        return
    event = known[-1]
    needed = load_parameters("follow_up")["grading"]["tags_needed"]
    visited = shelf.doors_visited(event["event_id"])
    if not visited and not _is_young(event, day):
        return
    if visited < needed:
        told = _(
            "After {event}: {visited} doors visited; what to expect of the county is "
            "told from {needed} on.",
            event=plain(_named(event)),
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
        event=plain(_named(event)),
        visited=f"{visited:,}",
        **figures,
    )
    st.markdown(told)


def _named(event: Mapping[str, Any]) -> str:
    """Name the event; a year at the end of its title is told by its day."""
    happened = instant(event["happened_at"])
    if happened is None:
        return event_words(event)
    title = event["title"].removesuffix(f"{happened.astimezone(CHINA_TIME).year}")
    return event_words({**event, "title": title.rstrip()})


def _is_young(event: Mapping[str, Any], day: date) -> bool:
    happened = instant(event["happened_at"])
    if happened is None:
        return False
    days = (day - happened.astimezone(CHINA_TIME).date()).days
    return days <= load_parameters("progress")["event"]["young_days"]
