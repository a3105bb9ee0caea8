"""The map of progress: one day, or two side by side, each with its checked sentence."""

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from desk.progress_story import figures, sentence
from desk.shelf import CountyShelf
from layers import area
from rules.adcode import Level
from views import choice, map_key, steering
from views.map_component import show_map
from views.progress_asked import Asked
from views.words import _, plain

HEIGHT = "clamp(380px, calc(100vh - 500px), 640px)"
PAIR_HEIGHT = "clamp(340px, calc(100vh - 500px), 520px)"


def show(shelf: CountyShelf, asked: Asked) -> None:
    """Show the place as a path, the map or two, and what each of them says."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        path(shelf, asked)
        _offer_meeting(asked)
    if not asked.two:
        _map(asked, asked.day, "leader-map", "")
        told(shelf, asked, asked.day)
        return
    map_key.show(area.legend(shelf, {"page": "leader", **asked.on_map(asked.day)}))
    sides = st.columns(2, gap="small")
    days = {"left": asked.before, "right": asked.day}
    for (side, day), column in zip(days.items(), sides, strict=True):
        with column:
            st.markdown(f"**{day.isoformat()}**")
            _map(asked, day, f"leader-{side}", "leader-pair")
            told(shelf, asked, day)


def _map(asked: Asked, day: date, key: str, link: str) -> None:
    show_map(
        "leader",
        asked.on_map(day),
        key,
        title=f"{_('Map')}: {day.isoformat()}",
        height=PAIR_HEIGHT if link else HEIGHT,
        link=link,
        on_click=_go,
    )


def _go(clicked: dict[str, object]) -> None:
    """Open a town that was clicked, or pick a village of it."""
    if clicked.get("kind") in ("town", "village"):
        code = str(clicked["id"])
        village = code if len(code) == Level.VILLAGE else ""
        steering.choose({"town": code[: Level.TOWN], "village": village})


def path(shelf: CountyShelf, asked: Asked) -> None:
    """Show the way from the county to the chosen place; each part leads back to it."""
    places = shelf.places()
    parts = [(shelf.county_name, {"town": "", "village": ""})]
    if asked.town:
        parts.append((places.get(asked.town, asked.town), {"village": ""}))
    if asked.village:
        parts.append((places.get(asked.village, asked.village), {}))
    row = {"horizontal": True, "gap": "xsmall", "vertical_alignment": "center"}
    with st.container(**row, width="content"):
        for place, (name, back) in enumerate(parts):
            if place:
                st.markdown("›", width="content")
            if place == len(parts) - 1:
                st.markdown(f"**{plain(name)}**", width="content")
            else:
                st.button(
                    plain(name), type="tertiary", key=f"path-{place}",
                    on_click=steering.choose, args=(back,),
                )  # fmt: skip


def _offer_meeting(asked: Asked) -> None:
    words = urlencode({"day": asked.day.isoformat(), "lang": choice.language()})
    address, icon = f"/meeting?{words}", ":material/slideshow:"
    st.link_button(_("Meeting mode"), address, icon=icon, type="tertiary")


def told(shelf: CountyShelf, asked: Asked, day: date) -> None:
    """Say in one sentence what the map of a day shows, from published numbers."""
    published = figures(shelf, day, exact=False)
    st.markdown(plain(sentence(published, asked.measure, asked.town).said(_)))
