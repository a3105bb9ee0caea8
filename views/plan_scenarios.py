"""Plans that were kept: save, name, compare two side by side, freeze one."""

from typing import Any

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.plan_paper import WRITERS, paper
from desk.plan_records import drop_plan, saved_plans
from desk.planning import PlanFound
from desk.scenarios import Compared, compare, freeze, save
from desk.shelf import CountyShelf
from ledger.roles import Role
from reports.proposal import MEASURE_WORDS
from rules.errors import PlanningError
from rules.language import N_
from views import choice
from views.compare_maps import show_compared
from views.forms import Field, Outcome, show_form
from views.plan_form import put_settings
from views.words import _, error_text, plain

TEN_THOUSAND = 10_000
CURRENT = "current"
STATES = {
    "draft": N_("draft"),
    "of_record": N_("plan of record"),
    "superseded": N_("superseded"),
}


def keep(shelf: CountyShelf, found: PlanFound) -> None:
    """Let a planner keep the plan under a name, and take it away on paper."""

    def act(values: dict[str, Any]) -> Outcome:
        kept = save(Hand(shelf.workspace, choice.acting()), values["name"] or "", found)
        return Outcome(done=_("Kept as {name}.", name=plain(kept.name)))

    if choice.acting().role is Role.PLANNER:
        field = Field(name="name", label=_("Name of this plan"), kind="text")
        show_form("keep-plan", [field], act, button=_("Keep"))
    take_away(shelf, found, "")


def take_away(shelf: CountyShelf, found: PlanFound, scenario: str) -> None:
    """Offer the proposal in Word and Excel."""
    titles = {".docx": _("Proposal (Word)"), ".xlsx": _("Tables (Excel)")}
    row = st.container(horizontal=True, gap="small")  # wraps where it is narrow
    for ending in WRITERS:
        row.download_button(
            titles[ending],
            data=lambda ending=ending: paper(
                shelf, found, ending, choice.language(), scenario=scenario
            ),
            file_name=f"pilot-proposal{ending}",
            key=f"paper-{scenario}-{ending}",
            icon=":material/description:",
            on_click="ignore",
        )


def scenarios(shelf: CountyShelf, found: PlanFound, asked: dict[str, str]) -> None:
    """Show the kept plans, and compare the plan on the screen with one of them."""
    rows = saved_plans(shelf.workspace, choice.acting())
    if not rows:
        st.info(_("No plan is kept yet: give this one a name above and keep it."))
        return
    _table(rows)
    names = {row["scenario_id"]: row["name"] for row in rows}
    names_now = {CURRENT: _("the plan on the screen")} | names
    left, right = st.columns(2)
    with left:
        one = choice.ask_one(_("Compare"), list(names), "plan-one", lambda i: names[i])
    with right:
        others = [key for key in names_now if key != one]
        other = choice.ask_one(
            _("with"), others, "plan-other", lambda i: names_now.get(i, i)
        )
    first = shelf.plan_at(one)
    second = found if other == CURRENT else shelf.plan_at(other)
    if first is None or second is None:
        st.warning(_("One of the two cannot be made any more from today's records."))
        return
    _compared(compare(first, second))
    keys = [one, found.settings.key() if other == CURRENT else other]
    titles = (names[one], names_now[other])
    show_compared(
        "planner",
        asked | {"plan": keys[0]},
        asked | {"plan": keys[1]},
        key="compare",
        titles=titles,
    )
    row = next(row for row in rows if row["scenario_id"] == one)
    _acts(shelf, row, first)


def _table(rows: list[dict[str, Any]]) -> None:
    told = [row["summary"] for row in rows]
    st.dataframe(
        pd.DataFrame(
            {
                _("Name"): [row["name"] for row in rows],
                _("State"): [_(STATES[row["state"]]) for row in rows],
                _("Kept on"): [row["made_on"] for row in rows],
                _("Budget, 10 000 yuan"): [
                    row["budget_cny"] / TEN_THOUSAND for row in rows
                ],
                _("Villages"): [one.get("villages") for one in told],
                _("Households"): [one.get("households") for one in told],
                _("People kept safe"): [
                    one.get("people", {}).get("value") for one in told
                ],
            }
        ),
        hide_index=True,
        column_config={
            _("People kept safe"): st.column_config.NumberColumn(format="%.2f")
        },
    )


def _compared(found: Compared) -> None:
    columns = st.columns(4)
    columns[0].metric(_("Households that enter"), f"{len(found.enters):,}")
    columns[0].caption(plain("、".join(found.villages_enter)) or "—")
    columns[1].metric(_("Households that leave"), f"{len(found.leaves):,}")
    columns[1].caption(plain("、".join(found.villages_leave)) or "—")
    columns[2].metric(_("10 000 yuan more"), f"{found.cost_cny / TEN_THOUSAND:+,.1f}")
    columns[3].metric(_("More people kept safe"), f"{found.people:+,.2f}")
    with st.expander(_("Who enters, who leaves")):
        for title, table in ((_("enters"), found.enters), (_("leaves"), found.leaves)):
            st.markdown(f"**{title}** · {len(table):,}")
            if len(table):
                st.dataframe(_houses(table), hide_index=True, height=200)


def _houses(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Household"): table["household_id"],
            _("Village"): table["village_code"],
            _("Measure"): [_(MEASURE_WORDS[name]) for name in table["measure"]],
            _("Yuan"): table["cost_cny"],
            _("People kept safe"): table["people"].round(3),
        }
    )


def _acts(shelf: CountyShelf, row: dict[str, Any], found: PlanFound) -> None:
    """Let a planner load, freeze or drop a kept plan."""
    st.markdown(f"**{plain(row['name'])}** · {_(STATES[row['state']])}")
    if row["position"] < shelf.exposure().position:
        st.warning(
            _("Households changed since it was kept: what is shown is made from "
              "today's records.")
        )  # fmt: skip
    take_away(shelf, found, row["name"])
    if choice.acting().role is not Role.PLANNER:
        return
    load, freezing, dropping = st.columns(3)
    load.button(
        _("Load into the form"), on_click=put_settings, args=(found.settings,),
        icon=":material/edit:",
    )  # fmt: skip
    if row["state"] != "draft":
        return
    hand = Hand(shelf.workspace, choice.acting())

    def act(_values: dict[str, Any]) -> Outcome:
        freeze(hand, row["scenario_id"], row["version"], found)
        message = _("{name} is the plan of record: {count} households are tasks now.",
                    name=plain(row["name"]), count=len(found.houses))  # fmt: skip
        return Outcome(done=message)

    with freezing:
        st.caption(
            _(
                "Freeze as the plan of record: {count} households become tasks; an "
                "earlier plan of this year is superseded.",
                count=len(found.houses),
            )
        )
        if st.checkbox(_("I have looked at it"), key=f"sure-{row['scenario_id']}"):
            show_form("freeze", [], act, button=_("Freeze"))
    if dropping.button(_("Drop this plan")):
        _try(lambda: drop_plan(hand, row["scenario_id"], version=row["version"]))


def _try(act: Any) -> None:
    try:
        act()
    except PlanningError as error:
        st.error(error_text(error))
        return
    st.rerun()
