"""The frame of every page: the page list, the person's choice, one error door."""

import streamlit as st

from desk.current import current_shelf
from layers.assets import FONT, OWN_FOLDER, asset_address
from ledger.roles import ROLE_NAMES
from rules.errors import PlanningError
from rules.language import N_
from rules.stamps import stamp_of
from views import address, cache, choice, steering
from views.acting import PAGES_OF, ask_acting
from views.words import _, error_text, plain

# A picture of our own: Streamlit would fetch a material icon from another host.
ICON = str(OWN_FOLDER / "icon.svg")
st.set_page_config(page_title="安房图", layout="wide", page_icon=ICON)
fonts = "".join(f"@import url({asset_address(FONT[0], name)});" for name in FONT[1])
# Streamlit's captions are too pale to be read by everyone (WCAG 2.2 AA).
CAPTIONS = "[data-testid=stCaptionContainer] { color: inherit; opacity: 0.85 }"
st.html(f"<style>{fonts} {CAPTIONS} {address.HIDDEN}</style>")

PAGES = (
    ("planner", N_("Pilot planning"), ":material/home_work:", N_("Planner")),
    ("responder", N_("After a disaster"), ":material/emergency:", N_("Responder")),
    ("sweeps", N_("Watch and sweeps"), ":material/visibility:", N_("Responder")),
    ("leader", N_("Progress"), ":material/monitoring:", N_("Leader")),
    ("monthly", N_("Monthly forms"), ":material/table_chart:", N_("Leader")),
    ("papers", N_("Notices and maps"), ":material/print:", N_("Leader")),
    ("work", N_("Work list"), ":material/checklist:", N_("Casework")),
    ("household", N_("Household file"), ":material/folder_open:", N_("Casework")),
    ("lists", N_("Lists and houses"), ":material/compare_arrows:", N_("Casework")),
    ("ledgers", N_("Three ledgers"), ":material/table_view:", N_("Casework")),
    ("intake", N_("Files in and out"), ":material/upload_file:", N_("Casework")),
    ("register", N_("Layer register"), ":material/layers:", N_("Casework")),
    ("audit", N_("Audit"), ":material/history:", N_("Audit")),
    ("keeping", N_("Keeping"), ":material/verified:", N_("Audit")),
)


def main() -> None:
    """Show the frame, then the page."""
    st.logo(ICON, size="large")
    try:
        with st.spinner(_("Preparing the demonstration county (once)…")):
            cache.ready()
        shelf = current_shelf()
        head, foot = st.sidebar.container(), st.sidebar.container()
        with foot:
            own = PAGES_OF[ask_acting(shelf).role]
        page = st.navigation(pages_for(own))
        steering.come_to(page.url_path)
        with head:
            stamp = stamp_of(shelf, _)
            badge = f" :orange-badge[{stamp}]" if stamp else ""
            st.markdown(f"**安房图 · {plain(shelf.county_name)}**{badge}")
            choice.ask_language()
        page.run()
    except PlanningError as error:
        st.error(error_text(error))


def pages_for(own: tuple[str, ...]) -> dict[str, list]:
    """Return the pages by person; those of other roles are there, but not offered."""
    groups: dict[str, list] = {}
    pages = {}
    for name, title, icon, who in PAGES:
        pages[name] = st.Page(
            f"{name}.py" if name in own else not_for_this_role,
            title=_(title),
            icon=icon,
            url_path=name,
            visibility="visible" if name in own else "hidden",
        )
        groups.setdefault(_(who), []).append(pages[name])
        if name == own[0]:  # where no page is named; a name of its own stays valid
            home = st.Page(
                f"{name}.py",
                title=_(title),
                icon=icon,
                url_path="home",
                default=True,
                visibility="hidden",
            )
            groups[_(who)].append(home)
    choice.keep_pages(pages)
    return groups


def not_for_this_role() -> None:
    """Say that a page is another role's, and where this one begins."""
    role = choice.acting().role
    name = _(ROLE_NAMES[role])
    st.info(_("This page is not for the role {role}. Its own pages are:", role=name))
    for own in PAGES_OF[role]:
        st.page_link(choice.page(own))


main()
