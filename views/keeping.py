"""Page: prove the history (rule A2); nothing of a household is shown here."""

import streamlit as st

from desk.current import current_shelf
from desk.keeping import verify_workspace
from views import choice
from views.words import _, plain

workspace = current_shelf().workspace
st.title(_("Keeping"))
st.caption(
    _(
        "Every row has a fingerprint and every entry a link to the one before. "
        "The newest link is worth writing down: only it shows a tail that was cut off."
    )
)
expect = choice.ask_text(_("Link written down earlier"), "expected-head")
if st.button(_("Prove the history now"), type="primary"):
    found = verify_workspace(workspace, expect=expect)
    if found["sound"]:
        st.success(
            _(
                "Sound: {entries} entries, {rows} rows.",
                entries=f"{found['entries']:,}",
                rows=f"{found['rows']:,}",
            )
        )
    else:
        st.error(_("Not sound. The first fault is:"))
        first = found["faults"][0]
        st.json({name: str(value) for name, value in first.items()})
    st.markdown(f"{_('Newest link')}: `{plain(found['head'])}`")
st.caption(
    _("A backup in one file: python cli.py backup WORKSPACE FILE; see the README.")
)
