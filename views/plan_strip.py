"""From left to right: who is at risk, who is entitled, what it costs, what is chosen.

Every number opens the households behind it.
"""

import numpy as np
import streamlit as st

from desk.plan_lists import GROUPS, OF_STEP, Figures, figures, households_of, members
from desk.planning import PlanFound
from desk.shelf import CountyShelf
from reports.proposal import Estimate
from rules.language import N_
from views import choice
from views.panels import content_key
from views.words import _, plain

MOST_SHOWN = 500
TEN_THOUSAND = 10_000
STEPS = {
    "at_risk": N_("1 Who is at risk"),
    "entitled": N_("2 Who is entitled"),
    "cost": N_("3 What it costs"),
    "chosen": N_("4 What is chosen"),
}


def strip(shelf: CountyShelf, found: PlanFound) -> None:
    """Show the four figures, and the households of the one that was opened."""
    told = figures(found, shelf.workspace.policy)
    for column, step in zip(st.columns(4, gap="small"), STEPS, strict=True):
        with column, st.container(border=True, gap="small", height="stretch"):
            value, says = _said(found, told, step)
            st.metric(_(STEPS[step]), value)
            st.caption(says)
            with st.container(horizontal=True, gap="small"):
                for group in OF_STEP[step]:
                    _open_button(told, group)
    if (binds := shelf.binding(found.settings)) is not None:
        st.info(plain(binds.said(_)))
    opened = choice.kept("opened")
    if opened in GROUPS:
        _list(shelf, found, opened)


def _open_button(told: Figures, group: str) -> None:
    st.button(
        f"{told.counts[group]:,} {_(GROUPS[group])}",
        key=f"open-{group}",
        type="tertiary",
        icon=":material/list:",
        on_click=choice.keep,
        args=("opened", group),
        disabled=not told.counts[group],
    )


def _said(found: PlanFound, told: Figures, step: str) -> tuple[str, str]:
    """Return the number of a step, and what it means."""
    if step == "at_risk":
        says = _(
            "people expected in heavily damaged houses within 30 years, 90 %: "
            "{low}–{high}",
            low=_few(told.at_risk.low),
            high=_few(told.at_risk.high),
        )
        return _few(told.at_risk.value), says
    if step == "entitled":
        says = _("households entitled to a measure, of {all} on record",
                 all=f"{len(found.assessed.exposure):,}")  # fmt: skip
        return f"{told.counts['entitled']:,}", says
    if step == "cost":
        says = _("10 000 yuan for all that a measure fits; the budget is {budget}",
                 budget=_money(found.settings.budget_cny))  # fmt: skip
        return _money(told.whole_cny), says
    says = _(
        "households in {villages} villages for {cost} of 10 000 yuan; {people} people "
        "kept from heavily damaged houses within 30 years, 90 %: {low}–{high}",
        villages=len(found.villages),
        cost=_money(found.plan.cost_cny),
        people=_few(found.saved.value),
        low=_few(found.saved.low),
        high=_few(found.saved.high),
    )
    return f"{len(found.houses):,}", says


def _few(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _money(amount_cny: int) -> str:
    return f"{amount_cny / TEN_THOUSAND:,.4f}".rstrip("0").rstrip(".")


def between(estimate: Estimate) -> str:
    """Write an estimate with its 90 % interval."""
    return f"{_few(estimate.value)} ({_few(estimate.low)}–{_few(estimate.high)})"


def _list(shelf: CountyShelf, found: PlanFound, group: str) -> None:
    rows = np.flatnonzero(members(found, shelf.workspace.policy, group))
    with st.container(border=True):
        head, close = st.columns([5, 1], vertical_alignment="center")
        head.markdown(
            f"**{_(GROUPS[group])}** · "
            + _("{shown} of {all} households, the greatest risk first",
                shown=f"{min(len(rows), MOST_SHOWN):,}", all=f"{len(rows):,}")
        )  # fmt: skip
        close.button(_("Close"), on_click=choice.keep, args=("opened", None))
        table = households_of(found, rows, _, MOST_SHOWN)
        picked = st.dataframe(
            table,
            hide_index=True,
            height=300,
            on_select="rerun",
            selection_mode="single-row",
            key=f"behind-{group}-{content_key(table.iloc[:, 0])}",
        )
        chosen = [row for row in picked["selection"]["rows"] if row < len(table)]
        if chosen:
            choice.keep("behind", str(table.iloc[chosen[0], 0]))
        st.download_button(
            _("Download all (CSV)"),
            data=lambda: _csv(found, rows),
            file_name=f"{group}.csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _csv(found: PlanFound, rows: np.ndarray) -> bytes:
    table = households_of(found, rows, _)
    return table.round(4).to_csv(index=False).encode("utf-8-sig")
