"""Taking an event: a file, or an earthquake typed in."""

import tempfile
from datetime import datetime
from pathlib import Path

import streamlit as st

from desk.current import current_workspace
from desk.events import Parameters, add_event_file, add_event_parameters
from rules.errors import PlanningError
from rules.language import N_
from views import choice
from views.words import _, error_text

ACTOR = "responder's page"
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
        _ask_event()


def _ask_event() -> None:
    by_file, typed = st.tabs([_("From a file"), _("Typed in")])
    with by_file, st.form("event-file", border=False):
        _ask_file()
    with typed, st.form("event-typed", border=False):
        _ask_numbers()


def _ask_file() -> None:
    file = st.file_uploader(
        _("ShakeMap grid.xml, GeoTIFF, GeoPackage, GeoJSON or zipped Shapefile"),
        type=["xml", "tif", "tiff", "gpkg", "geojson", "json", "zip"],
        max_upload_size=500,
    )
    hazard = st.selectbox(
        _("What it shows"), list(HAZARDS), format_func=lambda h: _(HAZARDS[h])
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


def _ask_numbers() -> None:
    columns = st.columns(5)
    magnitude = columns[0].number_input(_("Magnitude"), 3.0, 9.5, 6.5, 0.1)
    lon = columns[1].number_input(_("Longitude"), 70.0, 140.0, None, format="%.4f")
    lat = columns[2].number_input(_("Latitude"), 10.0, 55.0, None, format="%.4f")
    depth_km = columns[3].number_input(_("Depth (km)"), 0.0, 300.0, 10.0, 1.0)
    now = datetime.now().astimezone().replace(second=0, microsecond=0)
    at = columns[4].datetime_input(_("Time"), now.replace(tzinfo=None))
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
