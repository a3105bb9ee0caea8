"""Sending teams: how many, from where, for how long; and what they were given."""

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.event_reports import reports_of_event
from desk.mission_base import bases
from desk.mission_blocked import blocked_at
from desk.mission_record import Mission
from desk.mission_settings import MissionSettings
from desk.missions import CLOSED, MAY_SEND, OPEN, close_mission, make_mission
from desk.shelf import CountyShelf
from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import load_parameters
from rules.times import instant, local_time
from views import choice, team_papers
from views.filters import town_names
from views.panels import table_height
from views.words import _, error_text, plain

STATE_WORDS = {OPEN: N_("under way"), CLOSED: N_("closed")}
TYPED = ""
TABLE_HEIGHT = 420


def show(shelf: CountyShelf, event_id: str, filters: dict[str, str]) -> str:
    """Ask for teams, and show the missions of an event.

    Returns
    -------
    str
        The mission that is shown, for the map; ``""`` if there is none.
    """
    rows = {row["mission_id"]: row for row in shelf.missions(event_id)}
    may = choice.acting().role in MAY_SEND
    if may:
        with st.popover(_("Send teams"), icon=":material/groups:", width="stretch",
                        key=f"send-{len(rows)}"):  # fmt: skip
            _ask(shelf, event_id, filters, len(rows))
    if not rows:
        st.info(_("No team has been sent yet."))
        return ""
    titles = {id_: _title(row) for id_, row in rows.items()}
    chosen = choice.ask_one(_("Mission"), list(titles), "mission", titles.__getitem__)
    _show_mission(shelf, chosen, may)
    return chosen


def _title(row: dict) -> str:
    named = "" if row["title"] == row["mission_id"] else f" {row['title']}"
    at = local_time(row["made_at"])
    return f"{row['mission_id']}{named} · {at} · {_(STATE_WORDS[row['state']])}"


def _ask(
    shelf: CountyShelf, event_id: str, filters: dict[str, str], known: int
) -> None:
    """Ask for everything in one form; each new mission has a fresh one."""
    usual = load_parameters("sweeps")["teams"]
    places, towns = bases(shelf), town_names(shelf)
    typed, everywhere = _("typed in below"), _("all")
    with st.form(f"send-teams-{known}", border=False):
        left, middle, right = st.columns(3)
        teams = left.number_input(_("Teams of two"), 1, usual["most_teams"], 10)
        doors = middle.number_input(
            _("Doors a day for a team"), 1, 500, usual["doors_per_day"]
        )
        hours = right.number_input(_("Hours"), 1.0, 24.0, usual["hours"], step=0.5)
        base = st.selectbox(
            _("Where they set out"),
            [*places, TYPED],
            format_func=lambda name: name or typed,
        )
        at = st.text_input(
            _("Or its longitude and latitude"), placeholder="104.5123, 31.6234"
        )
        options = ["", *towns]
        town = st.selectbox(
            _("Town"),
            options,
            index=options.index(filters.get("town", "")),
            format_func=lambda code: towns.get(code) or everywhere,
        )
        closed = st.text_input(
            _("Closed places: longitude,latitude; more after a semicolon"),
            placeholder="104.5123,31.6234; 104.5311,31.6402",
        )
        instead = st.checkbox(
            _("Close the missions under way first and take their doors over"),
            value=True,
        )
        asked = st.form_submit_button(_("Plan their day"), type="primary")
    if asked:
        told = {"teams": teams, "doors_per_day": doors, "hours": hours, "area": town}
        place = (at, places.get(base))
        _send(shelf, event_id, told | {"instead": instead}, (place, closed))


def _send(
    shelf: CountyShelf,
    event_id: str,
    told: dict[str, object],
    typed: tuple[tuple[str, tuple[float, float] | None], str],
) -> None:
    (at, base), closed = typed
    hand = Hand(shelf.workspace, choice.acting())
    try:
        if at.strip():
            base = team_papers.place_of(shelf, at)
        if base is None:
            st.error(_("Say where the teams set out."))
            return
        settings = MissionSettings(base=base, blocked=blocked_at(closed), **told)
        with st.spinner(_("Sharing the doors and finding the ways…")):
            made = make_mission(hand, event_id, settings, shelf.triaged(event_id))
    except PlanningError as error:
        st.error(error_text(error))
        return
    team_papers.keep_tokens(made.mission_id, made.tokens)
    choice.arrive_at("mission", made.mission_id)


def _show_mission(shelf: CountyShelf, mission_id: str, may: bool) -> None:
    try:
        mission = shelf.mission(mission_id)
    except PlanningError as error:
        st.error(error_text(error))
        return
    doors = sum(team.doors for team in mission.teams)
    told = _("{doors} doors for {teams} teams", doors=f"{doors:,}",
             teams=len(mission.teams))  # fmt: skip
    st.markdown(f"**{told}**")
    _tell_if_outdated(shelf, mission)
    for why, count in mission.left_out.items():
        st.caption(f"{plain(_(why))}: {count:,}")
    _team_table(mission)
    team_papers.show(shelf, mission, may)
    if may and mission.state != CLOSED:
        _offer_to_close(shelf, mission)


def _tell_if_outdated(shelf: CountyShelf, mission: Mission) -> None:
    """Say that a report came after the ways were made: the doors may be others now."""
    made = instant(mission.made_at)
    if mission.event_id is None:
        return
    known = reports_of_event(shelf.workspace, mission.event_id)
    came = instant(known[-1]["received_at"])
    if came and made and came > made:
        told = _(
            "Report {number} came after these doors were shared out: the order of "
            "visits has changed since.",
            number=known[-1]["number"],
        )
        st.warning(told)


def _team_table(mission: Mission) -> None:
    teams = mission.teams
    table = pd.DataFrame(
        {
            _("Team"): [int(team.team) for team in teams],
            _("Doors"): [team.doors for team in teams],
            _("Way (km)"): [(team.length_m or 0.0) / 1000.0 for team in teams],
            _("Back after (h)"): [(team.minutes or 0.0) / 60.0 for team in teams],
            _("First door"): [
                team.stops[0].village_name if team.stops else "" for team in teams
            ],
        }
    )
    form = st.column_config.NumberColumn(format="%.1f")
    st.dataframe(
        table,
        hide_index=True,
        height=table_height(teams, TABLE_HEIGHT),
        column_config={_("Way (km)"): form, _("Back after (h)"): form},
        key=f"teams-{mission.mission_id}",
    )


def _offer_to_close(shelf: CountyShelf, mission: Mission) -> None:
    if not st.button(_("Close this mission"), icon=":material/lock:"):
        return
    try:
        close_mission(Hand(shelf.workspace, choice.acting()), mission.mission_id)
    except PlanningError as error:
        st.error(error_text(error))
        return
    choice.arrive_at("mission", mission.mission_id)
