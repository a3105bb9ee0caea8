"""Notices to be put up (公示): the lawful minimum, to read and to print."""

from datetime import date

import pandas as pd
import streamlit as st

from desk.publication import (
    HEADINGS,
    publication,
    published_steps,
    require_somebody,
)
from desk.shelf import CountyShelf
from ledger.roles import Acting
from rules.errors import PlanningError
from views import cache, choice
from views.words import _, error_text


def show(shelf: CountyShelf, acting: Acting, area: str, day: date) -> None:
    """Offer the notice of a step for an area."""
    workspace = shelf.workspace
    policy, where = workspace.policy, area or acting.area or workspace.county_code
    past = day if day < date.today() else None
    with st.expander(_("Notice to put up"), icon=":material/campaign:"):
        step = choice.ask_one(
            _("Step"),
            published_steps(policy),
            "notice-step",
            lambda id_: policy.step(id_).name,
        )
        rows = publication(workspace, acting, step=step, area=where, on=past)
        try:
            require_somebody(rows, workspace, step, where, day)
        except PlanningError as error:
            st.info(error_text(error))
            return
        table = pd.DataFrame(rows, columns=[*HEADINGS]).rename(columns=HEADINGS)
        st.caption(
            _(
                "Case number, masked name, village, task, way, and the amount once "
                "paid: no more."
            )
        )
        st.dataframe(table, hide_index=True, key="notice", placeholder="")
        st.download_button(
            _("Notice (Excel)"),
            data=lambda: cache.notice_file(shelf.version, acting, (step, where), past),
            file_name=f"notice-{step}-{where}-{day.isoformat()}.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )
