"""Taking an event, or a newer report of one: a message, a file, or typed in."""

import tempfile
from datetime import datetime, time
from pathlib import Path

import streamlit as st

from desk.event_reports import TakenReport, likely_event, take_event, take_report
from desk.event_sources import NOTHING, Aid, Parameters, Source
from desk.report_words import message_words
from desk.shelf import CountyShelf
from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import load_parameters
from views import choice, visits
from views.event_level import ask_hours, ask_level
from views.words import _, error_text, plain

EARLIEST = datetime(1900, 1, 1)  # else the form reaches back ten years only
MESSAGE_HEIGHT = 150
FORM_WIDTH_PX = 460  # else the form is as narrow as its button
EXAMPLE = (
    "中国地震台网正式测定：5月12日14时28分在四川阿坝州汶川县"
    "（北纬31.00度，东经103.40度）发生8.0级地震，震源深度14千米。"
)
HAZARDS = {
    "": N_("as the file says"),
    "earthquake": N_("earthquake (intensity)"),
    "flood": N_("flood (depth or extent)"),
}
KINDS = ("xml", "tif", "tiff", "gpkg", "geojson", "json", "zip", "csv", "xlsx", "txt")
TAKE = N_("Take this event")
TAKEN = "event-taken"


def show_popover(shelf: CountyShelf, event_id: str) -> None:
    """Ask for an event in one of its forms; a taken one closes the form."""
    if taken := choice.kept(TAKEN):
        choice.keep(TAKEN, None)
        _tell(taken)
    # Another one once something was taken: the box is empty then, and closed.
    state = str(max((row["entry_seq"] for row in shelf.events()), default=0))
    with (
        st.popover(
            _("Take a new event"),
            icon=":material/add:",
            width="stretch",
            key=f"new-event-{state}",
        ),
        st.container(width=FORM_WIDTH_PX),
    ):
        _ask_event(shelf, event_id, state)


def _tell(taken: TakenReport) -> None:
    """Say what became of a report."""
    if not taken.is_new:
        told = _("This report is on record already; nothing has changed.")
    elif taken.number > 1:
        told = _("Taken as report {number} of the event.", number=taken.number)
    else:
        told = _("Event taken.")
    st.toast(told, icon=":material/check:")
    for remark in taken.remarks:
        st.toast(remark.said(_), icon=":material/info:")


def _ask_event(shelf: CountyShelf, event_id: str, state: str) -> None:
    names = (_("Message"), _("From a file"), _("Typed in"), _("Water level"))
    message, by_file, typed, level = st.tabs(names)
    with message:
        _ask_message(shelf, event_id, state)
    with by_file:
        newer = _is_newer(shelf, event_id, "file")
        with st.form("event-file", border=False):
            _ask_file(shelf, newer, state)
    with typed:
        newer = _is_newer(shelf, event_id, "typed")
        with st.form("event-typed", border=False):
            _ask_numbers(shelf, newer, state)
    with level:
        newer = _is_newer(shelf, event_id, "level")
        with st.form("event-level", border=False):
            if given := ask_level(state):
                _take(shelf, given[0], newer, given[1])


def _is_newer(shelf: CountyShelf, event_id: str, key: str) -> str:
    """Ask whether it is a newer report of the shown event; return which."""
    if not event_id:
        return ""
    shown = {row["event_id"]: row for row in shelf.events()}[event_id]
    label = _("A newer report of: {event}", event=plain(visits.event_title(shown)))
    return event_id if st.toggle(label, key=f"newer-{key}-{event_id}") else ""


def _ask_message(shelf: CountyShelf, event_id: str, state: str) -> None:
    """Ask for the text; what was read stands below the button, so that it stays."""
    text = st.text_area(
        _("Text of the message"),
        placeholder=EXAMPLE,
        height=MESSAGE_HEIGHT,
        key=f"event-message-{state}",
    ).strip()
    pressed = st.button(_("Take this message"), type="primary", width="stretch")
    if not text:
        if pressed:
            st.error(_("Paste the text of the message first."))
        return
    try:
        told, likely = message_words(text, _), likely_event(shelf.workspace, text)
    except PlanningError as error:
        st.error(error_text(error))
        return
    newer = _target(shelf, likely, event_id)
    st.info("  \n".join(plain(line) for line in told))
    if pressed:
        _take(shelf, text, newer)


def _target(shelf: CountyShelf, likely: str, event_id: str) -> str:
    """Ask what a message is of: by its time and place, unless somebody says else."""
    rows = {row["event_id"]: row for row in shelf.events()}
    options = {id_: _newer_words(rows.get(id_)) for id_ in (likely, "", event_id)}
    if len(options) == 1:
        return ""
    return st.radio(
        _("It is"),
        list(options),
        format_func=options.__getitem__,
        key=f"event-target-{likely}-{event_id}",
    )


def _newer_words(row: dict | None) -> str:
    if row is None:
        return _("a new event")
    return _("a newer report of: {event}", event=plain(visits.event_title(row)))


def _ask_file(shelf: CountyShelf, newer: str, state: str) -> None:
    file = st.file_uploader(
        _("ShakeMap grid.xml or list of stations, GeoTIFF, polygons, table of points"),
        type=[*KINDS],
        max_upload_size=500,
        key=f"event-file-{state}",
    )
    words = {hazard: _(word) for hazard, word in HAZARDS.items()}
    hazard = st.selectbox(
        _("What it shows"),
        list(words),
        format_func=words.__getitem__,
        key=f"event-hazard-{state}",
    )
    hours = ask_hours(st, f"event-hours-{state}")
    if not st.form_submit_button(_(TAKE), type="primary"):
        return
    if not file:
        st.error(_("Choose a file first."))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.getbuffer())
        _take(shelf, path, newer, Aid(hazard=hazard or None, hours=hours))


def _ask_numbers(shelf: CountyShelf, newer: str, state: str) -> None:
    limits = load_parameters("attenuation")["limits"]
    columns = iter(st.columns(5))

    def number(label: str, name: str, value: float | None, **looks: object) -> float:
        low, high = limits[name]
        key = f"event-{name}-{state}"
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
        key=f"event-time-{state}",
    )
    if not st.form_submit_button(_("Take this earthquake"), type="primary"):
        return
    if lon is None or lat is None:
        st.error(_("Longitude and latitude are missing."))
        return
    _take(
        shelf,
        Parameters(magnitude=magnitude, lon=lon, lat=lat, depth_km=depth_km, at=at),
        newer,
    )


def _take(shelf: CountyShelf, source: Source, newer: str, aid: Aid = NOTHING) -> None:
    """Take a report and show its event; an error stays where it was asked."""
    workspace, actor = shelf.workspace, choice.acting().name
    try:
        if newer:
            taken = take_report(workspace, actor, newer, source, aid)
        else:
            taken = take_event(workspace, actor, source, aid)
    except PlanningError as error:
        st.error(error_text(error))
        return
    choice.keep(TAKEN, taken)
    choice.arrive_at("event", taken.event_id)
