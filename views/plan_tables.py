"""The lists of the planner: chosen villages, the ranking, the money, the prices."""

import pandas as pd
import streamlit as st

from desk.plan_ranking import weights_by
from desk.plan_sentences import demands
from desk.planning import PlanFound
from desk.shelf import CountyShelf
from desk.village_choice import first_count
from geo.rank_methods import (
    agreement,
    combined_weights,
    data_weights,
    method_ranks,
)
from reports.proposal import MEASURE_WORDS
from rules.criteria import criteria, weights_of
from rules.language import N_
from views import choice
from views.panels import content_key, table_height
from views.words import _, plain

HEIGHT = 470
TEN_THOUSAND = 10_000
METHOD_WORDS = {
    "spotis": N_("SPOTIS (of record)"),
    "saw": "SAW",
    "topsis": "TOPSIS",
    "vikor": "VIKOR",
    "entropy": N_("entropy weights"),
    "copeland": N_("Copeland compromise"),
}


def chosen_villages(found: PlanFound) -> str:
    """List the villages of the plan; returns the code of the picked one, or ``""``."""
    table = found.villages
    if table.empty:
        st.info(_("Nothing is chosen: the money or a demand allows no house."))
        return ""
    shown = pd.DataFrame(
        {
            "#": table["rank"].astype("Int64"),
            _("Village"): table["village_name"],
            _("Town"): table["town_name"],
            _("Households"): table["households"],
            _("10 000 yuan"): table["cost_cny"] / TEN_THOUSAND,
            _("People kept safe"): table["people"],
        }
        | {
            _(words): table[name]
            for name, words in MEASURE_WORDS.items()
            if table[name].any()
        }
    )
    config = {
        "#": st.column_config.NumberColumn(width=44, help=_("Rank of record")),
        _("Village"): st.column_config.Column(width=84),
        _("Town"): st.column_config.Column(width=84),
        _("Households"): st.column_config.Column(width=70),
        _("10 000 yuan"): st.column_config.NumberColumn(format="%.1f", width=70),
        _("People kept safe"): st.column_config.NumberColumn(
            format="%.2f",
            width=90,
            help=_("from a heavily damaged house within 30 years, expected"),
        ),
    }
    key = f"chosen-villages-{found.settings.key()}"
    return _picked(shown, table["village_code"], config, key)


def _picked(
    shown: pd.DataFrame, codes: pd.Series, config: dict[str, object], key: str
) -> str:
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=table_height(shown, HEIGHT),
        on_select="rerun",
        selection_mode="single-row",
        column_config=config,
        key=f"{key}-{content_key(codes)}",
    )
    rows = [row for row in picked["selection"]["rows"] if row < len(codes)]
    code = str(codes.iloc[rows[0]]) if rows else ""
    return choice.stays_picked(key, codes, code)


def ranking(shelf: CountyShelf, found: PlanFound, town: str) -> str:
    """Show the rank of record beside the other methods; returns the picked village."""
    ranked, parts = found.ranked, criteria().parts
    drawn, k = shelf.draws(found.settings), first_count(found)
    ranks = method_ranks(ranked, parts, weights_by(found.settings))
    interval = drawn.interval()
    table = ranked[ranked["village_code"].str.startswith(town)]
    shown = pd.DataFrame(
        {
            "#": table["rank"],
            _("Village"): table["village_name"],
            _("Town"): table["town_name"],
            _("Score"): table["score"],
            _("In the plan"): table.index.isin(found.villages.index),
            _("First {k}", k=k): drawn.in_first(k).reindex(table.index),
            "90 %": [f"{row.low}–{row.high}" for row in
                     interval.reindex(table.index).itertuples()],
            _("Ties"): drawn.groups().reindex(table.index),
            _("Entitled"): table["entitled"],
            _("Not known yet"): table["undecided"],
        }
        | {_(words): ranks[name].reindex(table.index)
           for name, words in METHOD_WORDS.items() if name != "spotis"}
    )  # fmt: skip
    config = {
        "#": st.column_config.Column(width=44),
        _("Village"): st.column_config.Column(width=84),
        _("Town"): st.column_config.Column(width=84),
        _("Score"): st.column_config.NumberColumn(format="%.3f", width=62),
        _("First {k}", k=k): st.column_config.ProgressColumn(
            format="percent", min_value=0, max_value=1, width=80,
            help=_("Share of 1 000 draws of weights and data in which the village is "
                   "among the first {k}.", k=k),
        ),
        "90 %": st.column_config.Column(width=64, help=_("Interval of its rank")),
        _("Ties"): st.column_config.Column(
            width=60, help=_("Villages of one number cannot be told apart.")
        ),
    }  # fmt: skip
    st.subheader(_("Pilot villages, {count}", count=f"{len(table):,}"))
    key = f"ranking-{town}-{found.settings.key()}"
    picked = _picked(shown, table["village_code"], config, key)
    st.caption(_disagreement(found, ranks, k))
    with st.expander(_("Weights: as given, by the data, and both")):
        st.dataframe(_weights(found), hide_index=True)
    return picked


def _weights(found: PlanFound) -> pd.DataFrame:
    """Show the weights that rank, what entropy makes of the data, and their mean."""
    parts, given = criteria().parts, weights_by(found.settings)
    own = weights_of(parts, given)
    by_data = data_weights(found.ranked, parts)
    both = combined_weights(found.ranked, parts, given)
    return pd.DataFrame(
        {
            _("Criterion"): [_(part.title) for part in parts],
            _("Given"): [f"{own[part.id]:.3f}" for part in parts],
            _("Entropy"): [f"{by_data.get(part.id, 0.0):.3f}" for part in parts],
            _("Both"): [f"{both.get(part.id, 0.0):.3f}" for part in parts],
        }
    )


def _disagreement(found: PlanFound, ranks: pd.DataFrame, k: int) -> str:
    """Say how far the other methods agree, and that they can reverse ranks."""
    same = agreement(ranks, k)
    told = "、".join(
        f"{_(METHOD_WORDS[name])} {count}"
        for name, count in same.items()
        if name != "spotis"
    )
    parts = criteria().parts
    weights = data_weights(found.ranked, parts)
    heaviest = max(weights, key=weights.__getitem__)
    title = next(part.title for part in parts if part.id == heaviest)
    return plain(
        _(
            "Of the first {k} of record, so many are among the first {k} of: {told}. "
            "TOPSIS, VIKOR, entropy weights and Copeland can reverse two villages when "
            "a third one leaves; SPOTIS with fixed bounds cannot. The data alone would "
            "weigh most: {title}.",
            k=k,
            told=told,
            title=_(title),
        )
    )


def money(shelf: CountyShelf, found: PlanFound) -> None:
    """Show the money by source, the price of each demand, and the frontier."""
    left, right = st.container(), st.container()
    with left:
        st.markdown(f"**{_('Money by source')}**")
        rows = [
            {
                _("Source"): line.name,
                _("There is"): line.amount_cny / TEN_THOUSAND,
                _("Used"): found.plan.by_budget.get(line.name, 0) / TEN_THOUSAND,
            }
            for line in found.settings.budgets
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True)
        st.caption(_("in 10 000 yuan"))
        st.markdown(f"**{_('What a demand costs')}**")
        with st.spinner(_("Choosing again, once for each demand…")):
            told = demands(found, shelf.prices(found.settings), _)
        table = pd.DataFrame(
            {
                _("Demand"): [price.demand for price in told],
                _("Holds"): [price.holds for price in told],
                _("Moved by"): [price.moved for price in told],
                _("More people kept safe"): [price.change_people for price in told],
                _("Without it"): [price.dropped_people for price in told],
            }
        )
        st.dataframe(
            table,
            hide_index=True,
            column_config={
                name: st.column_config.NumberColumn(format="%.3f")
                for name in (_("More people kept safe"), _("Without it"))
            },
        )
        st.caption(
            _("Solved again with each demand moved by one unit; a budget by the least "
              "measure.")
        )  # fmt: skip
    with right:
        st.markdown(f"**{_('More money, more people kept safe')}**")
        table = shelf.frontier(found.settings)
        named = {"budget_cny": _("Budget, 10 000 yuan"),
                 "gain": _("People kept safe")}  # fmt: skip
        drawn = table.assign(budget_cny=table["budget_cny"] / TEN_THOUSAND)
        st.line_chart(drawn.rename(columns=named), x=named["budget_cny"],
                      y=named["gain"], height=260)  # fmt: skip
        st.dataframe(
            drawn.rename(
                columns=named
                | {"households": _("Households"), "villages": _("Villages")}
            ).drop(columns="cost_cny"),
            hide_index=True,
        )
