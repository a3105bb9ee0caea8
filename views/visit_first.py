"""The county's own order: who goes before all others, and which places."""

import streamlit as st

from desk.case_hand import Hand
from desk.shelf import CountyShelf
from desk.visit_first import KINDS, MAY_SET, first_kinds, places_first, set_first_kinds
from rules.errors import PlanningError
from views import choice
from views.words import _, error_text, plain


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
    st.markdown(f"**{_('First of all, by the county itself')}**")
    for row in table.itertuples():
        degree = _("unknown") if row.hazard != row.hazard else f"{row.hazard:.1f}"
        told = _("intensity {degree}", degree=degree)
        st.caption(f"{row.place} · {_(KINDS[row.kind])} · {plain(row.name)} · {told}")
