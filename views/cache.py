"""The only cache of the pages: files made for download, by small keys."""

import streamlit as st

from desk.current import current_shelf, prepare
from desk.sheets import pilot_workbook, village_map, visit_workbook
from desk.triage import order_csv


@st.cache_resource(show_spinner=False)
def ready() -> bool:
    """Make sure there is a workspace; the demonstration is built once."""
    prepare()
    return True


@st.cache_data(max_entries=8, show_spinner=False)
def order_file(version: str, event_id: str) -> bytes:
    """Return the order of visits as CSV."""
    return order_csv(current_shelf().triaged(event_id))


@st.cache_data(max_entries=8, show_spinner=False)
def visit_file(version: str, event_id: str, town: str, lang: str) -> bytes:
    """Return the sheets of a town's villages as a workbook."""
    return visit_workbook(current_shelf(), event_id, town, lang)


@st.cache_data(max_entries=16, show_spinner=False)
def map_file(version: str, event_id: str, village: str, lang: str) -> bytes:
    """Return the printed map of a village as PNG."""
    return village_map(current_shelf(), event_id, village, lang)


@st.cache_data(max_entries=8, show_spinner=False)
def pilot_file(version: str, lang: str) -> bytes:
    """Return the ranked pilot villages as a workbook."""
    return pilot_workbook(current_shelf(), lang)
