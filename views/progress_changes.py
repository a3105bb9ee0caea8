"""What changed between two days, town by town, and why."""

import pandas as pd
import streamlit as st

from desk.progress_changes import (
    SAME,
    Changes,
    changes,
    changes_told,
    published_changes,
    why_published,
)
from desk.progress_told import Told
from desk.shelf import CountyShelf
from ledger.roles import Acting
from rules.adcode import Level
from rules.language import N_
from views import choice
from views.panels import link_to_file, table_height
from views.progress_asked import Asked, reads_cases
from views.words import _, plain

HEIGHT = 470
WORDS = {
    "found": N_("found"),
    "filed": N_("filed"),
    "completed": N_("completed"),
    "paid": N_("paid in full"),
    "struck_off": N_("struck off"),
    "newly_overdue": N_("newly overdue"),
    "no_longer_overdue": N_("no longer overdue"),
    "went_back": N_("gone back"),
}
PUBLISHED_WORDS = {
    "found": N_("found"),
    "filed": N_("filed"),
    "completed": N_("completed"),
    "paid": N_("paid in full"),
    "struck_off": N_("struck off"),
    "overdue": N_("overdue"),
}


def show(shelf: CountyShelf, asked: Asked) -> None:
    """Tell what changed since the day that is compared with."""
    if asked.before >= asked.day:
        st.info(_("Nothing is recorded of an earlier day to compare with."))
        return
    days = {"before": asked.before.isoformat(), "day": asked.day.isoformat()}
    st.markdown(_("From {before} to {day}, by town.", **days))
    found = changes(shelf.progress_book(), asked.day, asked.before)
    if reads_cases():
        _exact(shelf, asked, found)
    else:
        _published(shelf, asked, found)


def _published(shelf: CountyShelf, asked: Asked, found: Changes) -> None:
    days = shelf.published(asked.day), shelf.published(asked.before)
    table = published_changes(*days, Level.TOWN)
    shown = {_("Name"): table["name"]}
    shown |= {
        _(word): table[f"{name}_change_shown"].replace(SAME, _(SAME))
        for name, word in PUBLISHED_WORDS.items()
    }
    st.dataframe(pd.DataFrame(shown), hide_index=True, height="content")
    st.caption(
        _("Changes are those between the published classes: what changed within a "
          "class is not shown; “…” is withheld.")
    )  # fmt: skip
    told = why_published(shelf.progress_book(), found)
    _say(told)


def _exact(shelf: CountyShelf, asked: Asked, found: Changes) -> None:
    if found.towns.empty:
        st.info(_("Nothing has changed between the two days."))
        return
    towns = found.towns.sort_values("newly_overdue", ascending=False, kind="stable")
    number = st.column_config.NumberColumn
    config = {name: number(_(word), width=72) for name, word in WORDS.items()}
    config["name"] = st.column_config.TextColumn(_("Name"), width=92)
    picked = st.dataframe(
        towns[["name", *WORDS]],
        hide_index=True,
        height=table_height(towns, HEIGHT),
        column_config=config,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"changes-{asked.day}-{asked.before}-{choice.language()}",
    )
    st.caption(_("Click a name to read why, a number to see its cases."))
    cells = picked["selection"]["cells"]
    row, column = cells[0] if cells and cells[0][0] < len(towns) else (0, "name")
    code = str(towns.index[row])
    _say(changes_told(shelf.progress_book(), found, code))
    if column in WORDS:
        _cases(shelf, found, (code, str(column)), choice.acting())


def _cases(
    shelf: CountyShelf, found: Changes, what: tuple[str, str], acting: Acting
) -> None:
    """List the cases that a number of the table counts."""
    (code, word), places = what, shelf.places()
    codes = found.cases["village_code"].astype("str")
    inside = codes.str.startswith(code) & codes.str.startswith(acting.area)
    cases = found.cases[inside & found.cases[word]]
    shown = pd.DataFrame(
        {
            _("Household"): cases["household_id"],
            _("Village"): [places.get(c, c) for c in cases["village_code"]],
            _("Case"): cases["case_id"],
        }
    )
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=table_height(shown, HEIGHT),
        on_select="rerun",
        selection_mode="single-row",
        key=f"changed-{code}-{word}-{choice.language()}",
    )
    rows = [row for row in picked["selection"]["rows"] if row < len(cases)]
    if rows:
        link_to_file(str(cases["household_id"].iloc[rows[0]]))


def _say(told: Told | None) -> None:
    if told is not None:
        st.markdown(plain(told.said(_)))
