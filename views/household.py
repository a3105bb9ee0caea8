"""Page: everything about one family (一户一档), and what is recorded about it next."""

from datetime import date

import streamlit as st

from desk.current import current_shelf
from desk.household_file import HouseholdFile, household_file
from desk.shelf import CountyShelf
from views import (
    cache,
    case_forms,
    choice,
    facts_form,
    file_panels,
    finding,
    photographs,
    plan_tasks,
)
from views.forms import show_outcome
from views.map_component import show_map
from views.words import _, plain

MAP_HEIGHT = "380px"


def head(file: HouseholdFile) -> None:
    """Name the family as far as the reader may know it, and where it lives."""
    name = file.household.get("head_name") or ""
    place = f"{file.town_name} {file.village_name}"
    st.subheader(plain(f"{name} {file.household_id} · {place}"))
    if file.on < date.today():
        st.warning(_("As it stood on {day}, not today.", day=file.on.isoformat()))


def cases(shelf: CountyShelf, file: HouseholdFile) -> None:
    """Show each case: what comes next on top, what was done below."""
    policy = shelf.workspace.policy
    for view in file.cases:
        with st.container(border=True):
            file_panels.next_up(view, policy)
            if file.on == date.today():
                case_forms.show(shelf.workspace, choice.acting(), view)
            file_panels.steps(view, policy)
            papers, money = st.columns([1.2, 1])
            with papers:
                file_panels.papers(view, policy)
            with money:
                file_panels.money(view, file.rows.get("payment", []))


def ground(file: HouseholdFile) -> None:
    """Show where the house stands and what threatens it there."""
    if "dwelling" not in file.rows:
        st.info(_("This role does not read where a house stands."))
        return
    lon, lat = file.dwelling.get("lon"), file.dwelling.get("lat")
    if lon is None or lat is None:
        st.info(_("No place on record: it cannot be shown on the map."))
        return
    asked = {"place": f"{lon:.6f},{lat:.6f}", "lang": choice.language()}
    show_map("household", asked, "household-map", title=_("Map"), height=MAP_HEIGHT)


shelf = current_shelf()
st.title(_("Household file"))
show_outcome(shelf.workspace)
found = finding.ask_household(shelf)
if not found:
    st.info(_("Search by name, village, household or identity number to open a file."))
    st.stop()
acting, lang = choice.acting(), choice.language()
first, _last = shelf.workspace.ledger.days() or (date.today(), date.today())
with st.sidebar:
    day = choice.ask_day(_("As of"), first, date.today())
past = day if day < date.today() else None
file = household_file(shelf.workspace, acting, found, past)
head(file)
plan_tasks.of_household(shelf, found)
cases(shelf, file)
if past is None:
    case_forms.begin(shelf.workspace, acting, file)
left, right = st.columns([1, 1.2], gap="medium")
with left:
    st.markdown(f"**{_('Record')}**")
    file_panels.facts(file)
    if past is None:
        facts_form.show(shelf.workspace, acting, file)
    finding.unmask(shelf, file)
with right:
    st.markdown(f"**{_('What the law says')}**")
    file_panels.law(file)
    ground(file)
photographs.show(shelf.workspace, file)
st.markdown(f"**{_('History')}**")
file_panels.history(file, shelf.workspace.policy)
st.download_button(
    _("File to print (HTML)"),
    data=lambda: cache.household_page(shelf.version, acting, found, past, lang),
    file_name=f"{found}.html",
    mime="text/html",
    icon=":material/print:",
    on_click="ignore",
)
