"""The frame of every page: the page list, the person's choice, one error door."""

import streamlit as st

from desk.current import current_shelf
from layers.assets import FONT, OWN_FOLDER, asset_address
from rules.errors import PlanningError
from rules.language import N_
from views import cache, choice
from views.words import _, error_text, plain

# A picture of our own: Streamlit would fetch a material icon from another host.
ICON = str(OWN_FOLDER / "icon.svg")
st.set_page_config(page_title="安房图", layout="wide", page_icon=ICON)
fonts = "".join(f"@import url({asset_address(FONT[0], name)});" for name in FONT[1])
st.html(f"<style>{fonts}</style>")

PAGES = (
    ("planner.py", N_("Pilot planning"), ":material/home_work:", N_("Planner")),
    ("responder.py", N_("After a disaster"), ":material/emergency:", N_("Responder")),
    ("leader.py", N_("Progress"), ":material/monitoring:", N_("Leader")),
)


def main() -> None:
    """Show the frame, then the page."""
    st.logo(ICON, size="large")
    groups: dict[str, list] = {}
    for path, title, icon, who in PAGES:
        shown = st.Page(path, title=_(title), icon=icon, url_path=path[:-3])
        groups.setdefault(_(who), []).append(shown)
    page = st.navigation(groups)
    try:
        with st.spinner(_("Preparing the demonstration county (once)…")):
            cache.ready()
        shelf = current_shelf()
        with st.sidebar:
            stamp = f" :orange-badge[{_('Demonstration data')}]"
            county = f"**安房图 · {plain(shelf.county_name)}**"
            st.markdown(county + stamp if shelf.demonstration else county)
            choice.ask_language()
        page.run()
    except PlanningError as error:
        st.error(error_text(error))


main()
