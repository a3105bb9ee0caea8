"""A level of water typed in, read at a place: the ground around it is filled."""

from datetime import datetime
from typing import Any

import streamlit as st

from desk.event_sources import Aid, WaterLevel
from rules.parameters import load_parameters
from views.words import _


def ask_level(state: str) -> tuple[WaterLevel, Aid] | None:
    """Ask for a level, its place and how long the water stood.

    Parameters
    ----------
    state : str
        Tells one empty form from the next.

    Returns
    -------
    tuple or None
        What was typed in, once the button is pressed and nothing is missing.
    """
    limits = load_parameters("attenuation")["limits"]
    columns = st.columns(3)
    level_m = columns[0].number_input(
        _("Water level (m)"),
        *load_parameters("flood")["water_level"]["limits_m"],
        None,
        step=0.1,
        help=_("In the heights of the elevation model, not above the river bed."),
        key=f"level-m-{state}",
    )
    lon, lat = (
        column.number_input(
            label, *limits[name], None, format="%.4f", key=f"level-{name}-{state}"
        )
        for column, label, name in zip(
            columns[1:], (_("Longitude"), _("Latitude")), ("lon", "lat"), strict=True
        )
    )
    columns = st.columns(2)
    hours = ask_hours(columns[0], f"level-hours-{state}")
    at = columns[1].datetime_input(
        _("Time of the reading"),
        datetime.now().replace(second=0, microsecond=0),
        key=f"level-time-{state}",
    )
    st.caption(
        _(
            "The ground below the level is filled as far as it hangs together with the "
            "place: a sketch, to be replaced by a map of the flood when one comes."
        )
    )
    if not st.form_submit_button(_("Take this water level"), type="primary"):
        return None
    if None in (level_m, lon, lat):
        st.error(_("Level, longitude and latitude are all needed."))
        return None
    return WaterLevel(level_m=level_m, lon=lon, lat=lat, at=at), Aid(hours=hours)


def ask_hours(column: Any, key: str) -> float | None:
    """Ask for how many hours the water stood; ``None`` unknown."""
    label = _("Hours the water stood, if known")
    return column.number_input(label, 0.5, None, None, step=0.5, key=key)
