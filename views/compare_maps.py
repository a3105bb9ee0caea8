"""Two plans on two maps that move together: who enters, who leaves."""

from collections.abc import Iterable, Mapping
from html import escape

import streamlit as st

from desk.current import current_shelf
from layers.base import Entry
from layers.plan import house_entries, village_entries
from rules.language import N_
from views.map_component import show_map
from views.words import _, plain

HEIGHT = "max(400px, calc(100vh - 360px))"
ROWS = (N_("Villages"), N_("Houses (zoom in)"))
# How a sample is drawn, by its sign; ``{}`` is the colour.
SAMPLES = {
    "line": "width: 20px; border-top: 3px solid {}",
    "dash": "width: 20px; border-top: 3px dashed {}",
    "dot": "width: 10px; height: 10px; border-radius: 50%; background: {}",
    "ring": "width: 11px; height: 11px; box-sizing: border-box; border-radius: 50%; "
    "border: 2.5px solid {}",
}
ROW = "display: flex; flex-wrap: wrap; align-items: center; gap: 2px 16px"
ENTRY = "display: inline-flex; align-items: center; gap: 6px"
LARGE = "; font-size: 18px"  # in a meeting
GROUND = "background: #eef0ea; padding: 3px; border-radius: 3px"  # as on the map


def show_compared(
    page: str,
    asked_left: Mapping[str, str],
    asked_right: Mapping[str, str],
    key: str,
    *,
    titles: tuple[str, str],
) -> dict[str, object] | None:
    """Show the maps of two plans side by side, on a phone one below the other.

    Colours tell the way from the left plan to the right one, on both maps.

    Parameters
    ----------
    page : str
        One of :data:`layers.base.PAGES`.
    asked_left, asked_right : mapping
        Choices as :func:`views.map_component.show_map` takes them, each with its
        ``plan``; ``against`` and ``side`` are set here.
    key : str
        Of the two maps, the same on every run.
    titles : tuple of str
        Names of the plans, written above the maps.

    Returns
    -------
    dict or None
        What was clicked just now on either map.
    """
    plans = asked_left.get("plan", ""), asked_right.get("plan", "")
    choices = (
        {**asked_left, "against": plans[1], "side": "before"},
        {**asked_right, "against": plans[0], "side": ""},
    )
    _legend(choices[1])
    clicked = None
    names = ("left", "right")
    for side, name, choice, title in zip(
        st.columns(2, gap="small"), names, choices, titles, strict=True
    ):
        with side:
            st.markdown(f"**{plain(title)}**")
            own = {"title": f"{_('Map')}: {title}", "height": HEIGHT, "link": key}
            clicked = show_map(page, choice, f"{key}-{name}", **own) or clicked
    return clicked


def _legend(choice: Mapping[str, str]) -> None:
    """Say once, for both maps, what the colours mean."""
    *villages, broken = village_entries(current_shelf(), choice)
    villages = [entry._replace(sign="line") for entry in villages]
    rows = zip(ROWS, ([*villages, broken], house_entries()), strict=True)
    style = ROW + LARGE if choice.get("projector") else ROW
    st.html("".join(_row(_(title), entries, style) for title, entries in rows))


def _row(title: str, entries: Iterable[Entry], style: str) -> str:
    samples = "".join(
        f'<span style="{ENTRY}"><span style="{ENTRY}; {GROUND}" aria-hidden="true">'
        f'<i style="{SAMPLES[entry.sign].format(entry.colour)}"></i></span>'
        f"{escape(_words(entry))}</span>"
        for entry in entries
    )
    return f'<div style="{style}"><strong>{escape(title)}</strong>{samples}</div>'


def _words(entry: Entry) -> str:
    if entry.count is None:
        return _(entry.label)
    return _(entry.label, count=f"{entry.count:,.0f}")
