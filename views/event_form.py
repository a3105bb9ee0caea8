"""Taking an event: a file, or an earthquake typed in."""

import tempfile
from datetime import datetime, time
from pathlib import Path

import streamlit as st

from desk.current import current_workspace
from desk.events import Parameters, add_event_file, add_event_parameters
from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import load_parameters
from views import choice
from views.words import _, error_text

ACTOR = "responder's page"
EARLIEST = datetime(1900, 1, 1)  # else the form reaches back ten years only
HAZARDS = {
    "": N_("as the file says"),
    "earthquake": N_("earthquake (intensity)"),
    "flood": N_("flood (depth or extent)"),
}


def show_popover(known: int) -> None:
    """Ask for an event in one of its forms; a taken one closes the form."""
    key = f"new-event-{known}"
    with st.popover(
        _("Take a new event"), icon=":material/add:", width="stretch", key=key
    ):
        _ask_event(known)


def _ask_event(known: int) -> None:
    by_file, typed = st.tabs([_("From a file"), _("Typed in")])
    with by_file, st.form("event-file", border=False):
        _ask_file(known)
    with typed, st.form("event-typed", border=False):
        _ask_numbers(known)


def _ask_file(known: int) -> None:
    file = st.file_uploader(
        _("ShakeMap grid.xml, GeoTIFF, GeoPackage, GeoJSON or zipped Shapefile"),
        type=["xml", "tif", "tiff", "gpkg", "geojson", "json", "zip"],
        max_upload_size=500,
        key=f"event-file-{known}",
    )
    hazard = st.selectbox(
        _("What it shows"),
        list(HAZARDS),
        format_func=lambda h: _(HAZARDS[h]),
        key=f"event-hazard-{known}",
    )
    if st.form_submit_button(_("Take this event"), type="primary") and file:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(file.name).name
            path.write_bytes(file.getbuffer())
            _take(
                lambda: add_event_file(
                    current_workspace(), path, ACTOR, hazard=hazard or None
                )
            )


def _ask_numbers(known: int) -> None:
    limits = load_parameters("attenuation")["limits"]
    columns = iter(st.columns(5))

    def number(label: str, name: str, value: float | None, **looks: object) -> float:
        low, high = limits[name]
        key = f"event-{name}-{known}"
        return next(columns).number_input(label, low, high, value, key=key, **looks)

    magnitude = number(_("Magnitude"), "magnitude", 6.5, step=0.1)
    lon = number(_("Longitude"), "lon", None, format="%.4f")
    lat = number(_("Latitude"), "lat", None, format="%.4f")
    depth_km = number(_("Depth (km)"), "depth_km", 10.0, step=1.0)
    now = datetime.now().replace(second=0, microsecond=0)
    at = next(columns).datetime_input(
        _("Time"),
        now,
        min_value=EARLIEST,
        max_value=datetime.combine(now, time.max.replace(second=0, microsecond=0)),
        key=f"event-time-{known}",
    )
    if not st.form_submit_button(_("Take this earthquake"), type="primary"):
        return
    if lon is None or lat is None:
        st.error(_("Longitude and latitude are missing."))
        return
    given = Parameters(magnitude=magnitude, lon=lon, lat=lat, depth_km=depth_km, at=at)
    _take(lambda: add_event_parameters(current_workspace(), given, ACTOR))


def _take(add: object) -> None:
    try:
        event_id = add()
    except PlanningError as error:
        st.error(error_text(error))
        return
    choice.arrive_at("event", event_id)
