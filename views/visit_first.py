"""The county's own order: who goes before all others, and which places."""

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.shelf import CountyShelf
from desk.visit_first import KINDS, MAY_SET, first_kinds, places_first, set_first_kinds
from rules.errors import PlanningError
from views import choice
from views.words import _, error_text


def show_popover(shelf: CountyShelf) -> None:
    """Show who goes first, and let those who may change it do so."""
    kinds = first_kinds(shelf.workspace)
    with st.popover(_("The county's own order"), icon=":material/low_priority:"):
        st.caption(
            _(
                "No document prescribes an order; what the county sets here goes "
                "before the score, the first kind before all."
            )
        )
        if choice.acting().role not in MAY_SET:
            st.write("、".join(_(KINDS[kind]) for kind in kinds) or _("None is set."))
            return
        key = f"visit-first-{'-'.join(kinds)}"
        with st.form(key, border=False):
            wanted = st.multiselect(
                _("Go first, in this order"),
                list(KINDS),
                default=kinds,
                format_func=lambda kind: _(KINDS[kind]),
                key=f"{key}-{choice.language()}",
            )
            if st.form_submit_button(_("Save"), type="primary"):
                _save(shelf, wanted)


def _save(shelf: CountyShelf, wanted: list[str]) -> None:
    try:
        set_first_kinds(Hand(shelf.workspace, choice.acting()), wanted)
    except PlanningError as error:
        st.error(error_text(error))
        return
    st.rerun()


def show_places(shelf: CountyShelf, event_id: str) -> None:
    """List the schools and homes for the aged that go first; nothing without any."""
    table = places_first(shelf.workspace, shelf.struck(event_id))
    if table.empty:
        return
    title = _("First of all: {count} schools and homes for the aged", count=len(table))
    with st.expander(title):
        shown = pd.DataFrame(
            {
                _("Class"): table["place"].tolist(),
                _("Kind"): [_(KINDS[kind]) for kind in table["kind"]],
                _("Name"): table["name"].tolist(),
                _("Intensity"): table["hazard"].tolist(),
            }
        )
        one = st.column_config.NumberColumn(format="%.1f")
        looks = {"hide_index": True, "column_config": {_("Intensity"): one}}
        st.dataframe(shown, key="places-first", **looks)
