"""Page: lists and houses find each other (以人找房, 以房找人, rule G6)."""

from typing import Any

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.current import current_shelf
from desk.describe import word
from desk.field_words import FIELD_WORDS, told
from desk.matching import confirm, refuse, run_matching
from desk.matching_estimate import neither
from desk.matching_people import key_of
from desk.matching_tables import Matching
from geo.chapman import ASSUMPTIONS, WHY_LOWER_BOUND
from rules.errors import PlanningError
from rules.language import N_
from views import cache, choice
from views.forms import Field, Outcome, show_form, show_outcome
from views.panels import link_to_file, table_height
from views.words import _, error_text

TABLE_HEIGHT = 420
VIEWS = {
    "proposals": N_("To confirm"),
    "without_house": N_("On a list, without a house"),
    "dangerous_off_lists": N_("Dangerous house, on no list"),
    "grade_conflicts": N_("Grades that differ"),
    "identity_conflicts": N_("Numbers that cannot be right"),
    "endings": N_("Left the newest list"),
}
HIDDEN = ("list_id", "row_id", "version", "person_id", "name_level", "village_level",
          "phone_level", "weight")  # fmt: skip
MORE_WORDS = {
    "household_village_code": N_("village of the house"),
    "household_head_name": N_("head of the house"),
    "proposed": N_("proposals"),
    "list_grade": N_("grade on the list"),
    "household_ids": N_("households"),
}


def shown(table: pd.DataFrame, places: dict[str, str]) -> pd.DataFrame:
    """Return a table with its columns, and the villages, in the reader's words."""
    named = {**FIELD_WORDS, **MORE_WORDS}
    kept = table[[name for name in table if name not in HIDDEN]].copy()
    for name in kept:
        if name.endswith("village_code"):
            kept[name] = [places.get(code, code) for code in kept[name]]
        if name != "probability":
            values = [told(v, _) if v == v else _("unknown") for v in kept[name]]
            kept[name] = values
    return kept.rename(columns={n: _(named.get(n, n)) for n in kept})


def decide(hand: Hand, row: pd.Series) -> None:
    """Let a person say whether a row of a list means a household."""
    key = key_of(dict(row))

    def act(values: dict[str, Any]) -> Outcome:
        verb = confirm if values["means"] == "yes" else refuse
        verb(hand, key, row["household_id"], version=int(row["version"]))
        return Outcome(done=_("Recorded."))

    name = f"{row['name']} → {row['household_id']} {row['household_head_name']}"
    st.markdown(f"**{_('Is this the same family?')}** {name}")
    fields = [
        Field(name="means", label=_("Same family"), kind="one", options=("yes", "no"),
              show=lambda said: _("yes") if said == "yes" else _("no"))
    ]  # fmt: skip
    show_form(f"match-{key}-{row['household_id']}", fields, act, button=_("Save"))


def estimate(matching: Matching) -> None:
    """Say how many families are probably on neither of two lists: at least so many."""
    departments = sorted({row["department"] for row in matching.rows.values()})
    if len(departments) < 2:
        return
    st.subheader(_("On neither list"))
    first, second = departments[:2]
    with st.container(border=True):
        try:
            found = neither(matching, first, second)
        except PlanningError as error:
            st.caption(error_text(error))
            return
        st.metric(
            _("Families on neither list of {first} and {second}, at least",
              first=word(first, _), second=word(second, _)),
            f"{found.neither:,.0f}",
            delta=_("between {low} and {high}", low=f"{found.low:,.0f}",
                    high=f"{found.high:,.0f}"),
            delta_color="off",
            delta_arrow="off",
        )  # fmt: skip
        st.caption(_(WHY_LOWER_BOUND))
        for assumption in ASSUMPTIONS:
            st.caption(f"· {_(assumption)}")


def main() -> None:
    """Show the counts, one table, and what a person may decide."""
    shelf, acting = current_shelf(), choice.acting()
    workspace, places = shelf.workspace, shelf.places()
    hand = Hand(workspace, acting)
    st.title(_("Lists and houses"))
    show_outcome(shelf.workspace)
    matching = cache.matching(shelf.version, acting)
    counts = {name: len(getattr(matching, name)) for name in VIEWS}
    for column, name in zip(st.columns(len(VIEWS)), VIEWS, strict=True):
        column.metric(_(VIEWS[name]), f"{counts[name]:,}")
    view = choice.ask_one(
        _("Show"), list(VIEWS), "lists-view", lambda name: _(VIEWS[name])
    )
    table = getattr(matching, view)
    if table.empty:
        st.info(_("Nothing here."))
    picked = st.dataframe(
        shown(table, places),
        hide_index=True,
        height=table_height(table, TABLE_HEIGHT),
        on_select="rerun",
        selection_mode="single-row",
        key=f"lists-{view}",
    )
    rows = [row for row in picked["selection"]["rows"] if row < len(table)]
    if rows and view == "proposals":
        decide(hand, table.iloc[rows[0]])
    elif rows and "household_id" in table:
        link_to_file(table.iloc[rows[0]]["household_id"])
    estimate(matching)

    def again(_values: dict[str, Any]) -> Outcome:
        made = run_matching(hand)
        return Outcome(done=_("{exact} rows matched by identity number.", **made))

    show_form("match", [], again, button=_("Match by identity number now"))


main()
