"""How good the order of visits was, told also when it was bad."""

import pandas as pd
import streamlit as st

from desk.order_grade import DISTANCE, LEARNED, PRIOR
from desk.shelf import CountyShelf
from geo.self_grading import RANDOM, Between, GradedOrder, OrderGrading
from rules.language import N_
from views import cache
from views.words import _

NAMES = {
    LEARNED: N_("as it learned"),
    PRIOR: N_("before the findings"),
    DISTANCE: N_("by distance"),
    RANDOM: N_("by chance"),
}
FIFTH = 4  # of the curve's 20 steps: the first 20 % of the visits
CHART_HEIGHT = 320


def show(shelf: CountyShelf, event_id: str, filters: dict[str, str]) -> None:
    """Show what share of the heavily damaged houses each order found how early."""
    st.subheader(_("How good is the order?"))
    with st.spinner(_("Grading the order of visits…")):
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
    _table(found)
    _curves(found)
    st.caption(
        _(
            "Each door counts as the order had it before the door was opened. Only "
            "visited doors are compared, those the order itself sent teams to: this "
            "tends to make it look worse. Intervals (90 %) come from drawing "
            "villages again; an area of 0.5 is chance."
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


def _by_name(found: OrderGrading) -> list[GradedOrder]:
    return sorted(found.orders, key=lambda order: [*NAMES].index(order.name))


def _curves(found: OrderGrading) -> None:
    visited, share = _("Share of the doors visited (%)"), _("Heavily damaged found (%)")
    curves = {_(NAMES[o.name]): o.found_ratio * 100 for o in _by_name(found)}
    table = pd.DataFrame({visited: found.visited_ratio * 100} | curves)
    st.line_chart(
        table, x=visited, y=[*curves], y_label=share, x_label=visited,
        height=CHART_HEIGHT,
    )  # fmt: skip


def _table(found: OrderGrading) -> None:
    area, gain = _("Area below the curve"), _("More than the one compared with")
    orders = _by_name(found)
    rows = {
        _("Order"): [_(NAMES[order.name]) for order in orders],
        _("Found in the first fifth"): [
            f"{order.found_ratio[FIFTH]:.0%}" for order in orders
        ],
        area: [_interval(order.area_ratio) for order in orders],
        gain: [_interval(order.gain_ratio, "+") for order in orders],
    }
    st.dataframe(rows, hide_index=True, key="order-grade")


def _interval(told: Between | None, sign: str = "") -> str:
    if told is None:
        return "—"
    low, middle, high = (f"{value:{sign}.2f}" for value in told)
    return middle if low == high else f"{middle} ({low} – {high})"
