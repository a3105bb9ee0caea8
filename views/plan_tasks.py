"""What the plan of record asks of casework: households to begin with."""

import pandas as pd
import streamlit as st

from desk.describe import TASK_NAMES
from desk.plan_tasks import task_of, tasks_to_begin
from desk.shelf import CountyShelf
from reports.proposal import MEASURE_WORDS
from views import choice
from views.panels import link_to_file, table_height
from views.words import _, plain

HEIGHT = 320


def to_begin(shelf: CountyShelf) -> None:
    """List the planned households of this area that have no case yet."""
    rows = tasks_to_begin(shelf.workspace, choice.acting())
    if not rows:
        return
    places = shelf.places()
    st.subheader(_("In the plan of record, no case yet: {count}", count=len(rows)))
    table = pd.DataFrame(
        {
            _("Household"): [row["household_id"] for row in rows],
            _("Village"): [
                places.get(row["village_code"], row["village_code"]) for row in rows
            ],
            _("Task"): [_(TASK_NAMES[row["task"]]) for row in rows],
            _("Measure"): [_(MEASURE_WORDS[row["measure"]]) for row in rows],
            _("Yuan"): [row["cost_cny"] for row in rows],
            _("Plan"): [f"{row['name']} · {row['year']}" for row in rows],
        }
    )
    picked = st.dataframe(
        table,
        hide_index=True,
        height=table_height(rows, HEIGHT),
        on_select="rerun",
        selection_mode="single-row",
        key="to-begin",
    )
    chosen = [row for row in picked["selection"]["rows"] if row < len(rows)]
    if chosen:
        link_to_file(rows[chosen[0]]["household_id"])


def of_household(shelf: CountyShelf, household_id: str) -> None:
    """Say what the plan of record has for a household."""
    row = task_of(shelf.workspace, choice.acting(), household_id)
    if row is not None:
        st.info(
            _(
                "In the plan of record {name} ({year}): {measure}, {cost} yuan.",
                name=plain(row["name"]),
                year=row["year"],
                measure=_(MEASURE_WORDS[row["measure"]]),
                cost=f"{row['cost_cny']:,}",
            ),
            icon=":material/assignment:",
        )
