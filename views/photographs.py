"""The photographs of a household, each with its part, day and place."""

import streamlit as st

from desk.household_file import HouseholdFile
from desk.photographs import photograph_path
from desk.workspace import Workspace
from views.words import _, plain

IN_A_ROW = 4


def show(workspace: Workspace, file: HouseholdFile) -> None:
    """Show what was photographed and what was noted on visits (rule W10)."""
    shots = file.rows.get("photograph", [])
    st.markdown(f"**{_('Visits and photographs')}**")
    for row in file.rows.get("visit", []):
        said = [row["visited_on"].isoformat(), row.get("visitor"), row.get("seen")]
        said += [row.get("defects"), row.get("heard")]
        st.markdown(f"- {plain(' · '.join(str(part) for part in said if part))}")
    for first in range(0, len(shots), IN_A_ROW):
        columns = st.columns(IN_A_ROW)
        for column, shot in zip(columns, shots[first:], strict=False):
            picture = photograph_path(workspace, shot["sha256"])
            column.image(picture.read_bytes(), caption=_caption(shot))
    if not shots:
        st.caption(_("No photograph yet."))


def _caption(shot: dict) -> str:
    parts = (shot["part"], (shot["taken_at"] or "")[:10])
    return plain(" · ".join(part for part in parts if part))
