"""Page: in which villages and houses seismic retrofit begins, and why."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from desk.current import current_shelf
from desk.measures import MEASURES
from desk.planning import PlanFound
from desk.shelf import CountyShelf
from rules.errors import PlanningError
from rules.language import N_
from views import choice, panels, plan_scenarios, plan_tables, plan_why
from views.filters import ask_filters
from views.forms import show_outcome
from views.map_component import show_map
from views.plan_form import ask_settings
from views.plan_strip import strip
from views.words import _, error_text

COLOURS = {
    "grade": N_("Appraised grade"),
    "structure": N_("Structure"),
    "task": N_("Seismic retrofit"),
}
MAP_HEIGHT = "max(440px, calc(100vh - 330px))"
WIDTHS = {"plan": (1.2, 1), "ranking": (1, 1.4), "money": (1.2, 1)}  # map and list
VIEWS = {
    "plan": N_("Chosen villages"),
    "ranking": N_("Ranking"),
    "money": N_("Money"),
    "compare": N_("Kept plans"),
}


def main() -> None:
    """Show the map at once; the houses are chosen meanwhile."""
    shelf = current_shelf()
    st.title(_("Pilot planning"))
    show_outcome(shelf.workspace)
    form = st.sidebar.container()
    steps = st.container()
    tabs, taking = st.columns([3, 1], vertical_alignment="bottom")
    with tabs:
        view = choice.ask_view(_("Show"), list(VIEWS), "view", lambda v: _(VIEWS[v]))
    below = st.container()
    map_side, list_side = st.columns(WIDTHS.get(view, WIDTHS["plan"]), gap="medium")
    colours = {"lang": choice.language()} | _ask_colours(shelf)
    if not shelf.is_assessed():
        with map_side:
            _map(colours)
        with steps, st.spinner(_("Looking at every house…")):
            shelf.ranking()
        st.rerun()
    if shelf.ranking().empty:
        steps.info(panels.none_ranked(shelf))
        with map_side:
            _map(colours)
        return
    settings = ask_settings(shelf, form)
    asked = colours | {"plan": shelf.ask_plan(settings)}
    if not shelf.has_plan(settings):
        with map_side:
            _map(asked)
        try:
            with steps, st.spinner(_("Choosing the houses…")):
                shelf.plan(settings)
        except PlanningError as error:
            steps.error(error_text(error))
            return
        st.rerun()
    found = shelf.plan(settings)
    with steps:
        strip(shelf, found)
    with (
        taking,
        st.popover(_("Keep or print"), icon=":material/save:", width="stretch"),
    ):
        plan_scenarios.keep(shelf, found)
    if view == "compare":
        with below:
            plan_scenarios.scenarios(shelf, found, asked)
        return
    _show(shelf, found, asked, view, (map_side, list_side))


def _map(asked: dict[str, str]) -> dict | None:
    title = _("Map")
    return show_map("planner", asked, "planner-map", title=title, height=MAP_HEIGHT)


def _ask_colours(shelf: CountyShelf) -> dict[str, str]:
    """Ask what the map shows, and by what it is coloured."""
    measures = MEASURES["planner"]
    filters = ask_filters(shelf)
    with st.sidebar:
        measure = choice.ask_one(
            _("Colour areas by"), measures, "measure", lambda m: _(measures[m].title)
        )
        colour = choice.ask_one(
            _("Colour houses by"), COLOURS, "colour", lambda c: _(COLOURS[c])
        )
    return filters | {"measure": measure, "colour": colour}


def _show(
    shelf: CountyShelf,
    found: PlanFound,
    asked: dict[str, str],
    view: str,
    sides: tuple[DeltaGenerator, DeltaGenerator],
) -> None:
    """Show the list and its map, and why the newest choice is in the plan or not."""
    map_side, list_side = sides
    picked = ""
    with list_side:
        if view == "ranking":
            picked = plan_tables.ranking(shelf, found, asked["town"])
        elif view == "money":
            plan_tables.money(shelf, found)
        else:
            picked = plan_tables.chosen_villages(found)
        why = st.container()
    with map_side:
        asked = asked | {"selected": picked}
        clicked = _map(asked)
    row = {"kind": "village", "id": picked} if picked else None
    behind = choice.kept("behind")
    row = {"kind": "house", "id": behind} if behind and row is None else row
    newest = choice.newest("planner", clicked, row)
    if newest and newest.get("kind") == "house":
        with why:
            plan_why.house(shelf, found, newest["id"])
        panels.household(shelf, newest["id"])
    elif newest and newest.get("kind") == "village":
        with why:
            plan_why.village(shelf, found, newest["id"])
    else:
        why.caption(_("Click a village or a house to see why it is chosen or not."))


main()
