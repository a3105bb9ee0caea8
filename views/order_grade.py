"""How good the order of visits was, told also when it was bad."""

import pandas as pd
import streamlit as st

from desk.order_grade import DISTANCE, LEARNED, PRIOR
from desk.shelf import CountyShelf
from geo.self_grading import RANDOM, Between, OrderGrading
from rules.language import N_
from views import cache
from views.words import _

NAMES = {
    LEARNED: N_("as it learned, each door before it was opened"),
    PRIOR: N_("as it was before the first finding"),
    DISTANCE: N_("by distance from the epicentre"),
    RANDOM: N_("by chance"),
}
FIFTH = 4  # of the curve's 20 steps: the first 20 % of the visits
CHART_HEIGHT = 320


def show(shelf: CountyShelf, event_id: str, filters: dict[str, str]) -> None:
    """Show what share of the heavily damaged houses each order found how early."""
    st.subheader(_("How good is the order?"))
    found = cache.order_grading(shelf.version, shelf.field_state(), event_id)
    if not found.orders:
        st.info(_not_yet(found))
        return
    counted = _(
        "{tags} doors visited, {heavy} of them heavily damaged.",
        tags=f"{found.tags:,}",
        heavy=f"{found.heavy:,}",
    )
    st.markdown(f"**{_verdict(found)}** {counted}")
    chart, table = st.columns([1.4, 1], gap="medium")
    with chart:
        _curves(found)
    with table:
        _table(found)
    st.caption(
        _(
            "Only doors that were visited are compared: an order that sends teams to "
            "the right ones leaves few others to be found, so it looks no better here "
            "than it is. Intervals (90 %) come from drawing villages again."
        )
    )


def _not_yet(found: OrderGrading) -> str:
    if not found.is_enough:
        return _(
            "Not yet: {tags} of {needed} findings. With fewer, nothing can be said.",
            tags=found.tags,
            needed=found.needed,
        )
    return _("All visited doors were found alike: no order can be told from another.")


def _verdict(found: OrderGrading) -> str:
    """Say in one sentence whether the order did better than what it is held against."""
    names = [order.name for order in found.orders]
    own = found.order(LEARNED if LEARNED in names else PRIOR)
    against = _(NAMES[DISTANCE if DISTANCE in names else RANDOM])
    gain = own.gain_ratio
    if gain.low > 0:
        return _("The order did better than going {against}.", against=against)
    if gain.high < 0:
        return _("The order did WORSE than going {against}.", against=against)
    return _("The order cannot be told from going {against}.", against=against)


def _curves(found: OrderGrading) -> None:
    visited, share = _("Share of the doors visited (%)"), _("Heavily damaged found (%)")
    curves = {_(NAMES[o.name]): o.found_ratio * 100 for o in found.orders}
    table = pd.DataFrame({visited: found.visited_ratio * 100} | curves)
    st.line_chart(
        table, x=visited, y=[*curves], y_label=share, x_label=visited,
        height=CHART_HEIGHT,
    )  # fmt: skip


def _table(found: OrderGrading) -> None:
    area, gain = _("Area below the curve"), _("Against the comparison")
    rows = {
        _("Order"): [_(NAMES[order.name]) for order in found.orders],
        _("Found in the first fifth"): [
            f"{order.found_ratio[FIFTH]:.0%}" for order in found.orders
        ],
        area: [_interval(order.area_ratio) for order in found.orders],
        gain: [_interval(order.gain_ratio, "+") for order in found.orders],
    }
    st.dataframe(rows, hide_index=True, key="order-grade")


def _interval(told: Between | None, sign: str = "") -> str:
    if told is None:
        return "—"
    low, middle, high = (f"{value:{sign}.2f}" for value in told)
    return middle if low == high else f"{middle} ({low} – {high})"
