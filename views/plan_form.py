"""What the planner asks for: money, demands, weights, and what must be in or out."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from desk.describe import TASK_NAMES
from desk.plan_ranking import compared
from desk.plan_settings import BudgetLine, PlanSettings
from desk.shelf import CountyShelf
from reports.proposal import MEASURE_WORDS
from rules.criteria import criteria
from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import TASKS
from views import choice
from views.words import _, error_text

TEN_THOUSAND = 10_000
FULL = 100  # of a slider
# Saaty's scale; below one, the second one weighs more.
RATIOS = (9, 7, 5, 3, 1, 1 / 3, 1 / 5, 1 / 7, 1 / 9)
WEIGHTINGS = {"sliders": N_("by sliders"), "ahp": N_("by comparing pairs (AHP)")}


def ask_settings(shelf: CountyShelf, box: DeltaGenerator) -> PlanSettings:
    """Ask in a box of the page for what a plan is made from."""
    law = load_parameters("planning")["plan"]
    names = village_names(shelf)
    with box:
        st.subheader(_("What is asked for"))
        amount = choice.ask_whole(
            _("Budget, 10 000 yuan"), "budget", law["budget_cny"] // TEN_THOUSAND
        )
        most = choice.ask_whole(
            _("Villages, at most"), "villages", law["most_villages"], least=1
        )
        first = choice.ask_whole(
            _("Only villages of so many first ranks"), "first", None, least=1
        )
        keep = choice.ask_some(_("Must be in"), list(names), "keep", names.__getitem__)
        drop = choice.ask_some(
            _("Must not be in"), list(names), "drop", names.__getitem__
        )
        demands = _ask_demands(shelf)
        budgets = _ask_sources(amount or 0)
        weights = _ask_weights()
    return PlanSettings(
        budgets=budgets,
        most_villages=most,
        first=first,
        keep=keep,
        drop=drop,
        keep_houses=tuple(choice.kept("keep-houses") or ()),
        drop_houses=tuple(choice.kept("drop-houses") or ()),
        **demands,
        **weights,
    )


def village_names(shelf: CountyShelf) -> dict[str, str]:
    """Return the villages that may be chosen, by code: town and village."""
    ranked = shelf.ranking().sort_values("village_code")
    return {
        row.village_code: f"{row.town_name} {row.village_name}"
        for row in ranked.itertuples()
    }


def _ask_demands(shelf: CountyShelf) -> dict[str, object]:
    towns = {
        code[:9]: name
        for code, name in zip(
            shelf.exposure().village_codes, shelf.exposure().town_names, strict=True
        )
    }
    with st.expander(_("Demands")):
        cluster = choice.ask_whole(
            _("Households to open a village, at least"), "cluster", 1, least=1
        )
        capacity = choice.ask_whole(
            _("Households that builders manage in a town"), "capacity", None, least=1
        )
        st.caption(_("At least so many households in a town:"))
        floors = choice.ask_table(
            pd.DataFrame({"town": pd.Series(dtype="str"),
                          "least": pd.Series(dtype="Int64")}),
            "floors",
            {
                "town": st.column_config.SelectboxColumn(
                    _("Town"), options=list(towns), format_func=towns.__getitem__
                ),
                "least": st.column_config.NumberColumn(_("Households"), min_value=0),
            },
        )  # fmt: skip
        measures = choice.ask_some(
            _("Only these measures (empty: all)"),
            list(MEASURE_WORDS),
            "measures",
            lambda name: _(MEASURE_WORDS[name]),
        )
    whole = floors.dropna()
    return {
        "min_cluster": cluster or 1,
        "capacity": capacity,
        "floors": tuple((row.town, int(row.least)) for row in whole.itertuples()),
        "measures": measures,
    }


def _ask_sources(amount: int) -> tuple[BudgetLine, ...]:
    """Ask for the sources of the money; the budget is one purse without them."""
    with st.expander(_("Sources of the money")):
        st.caption(_("With lines here the budget above is not used."))
        table = choice.ask_table(
            pd.DataFrame({"name": pd.Series(dtype="str"),
                          "amount": pd.Series(dtype="float"),
                          "task": pd.Series(dtype="str")}),
            "sources",
            {
                "name": st.column_config.TextColumn(_("Source")),
                "amount": st.column_config.NumberColumn(
                    _("10 000 yuan"), min_value=0.0
                ),
                "task": st.column_config.SelectboxColumn(
                    _("Only for"), options=["", *TASKS],
                    format_func=lambda t: _(TASK_NAMES[t]) if t else _("all"),
                ),
            },
        )  # fmt: skip
    return budget_lines(table, amount)


def budget_lines(table: pd.DataFrame, amount: int) -> tuple[BudgetLine, ...]:
    """Return the sources that are written down with a name and an amount.

    Parameters
    ----------
    table : pandas.DataFrame
        ``name``, ``amount`` (10 000 yuan) and ``task``; any may still be empty.
    amount : int
        The budget in 10 000 yuan, of one purse, where no source is whole.
    """
    whole = table.dropna(subset=["name", "amount"])
    lines = tuple(
        BudgetLine(
            name=name.strip(),
            amount_cny=round(money * TEN_THOUSAND),
            tasks=(task,) if isinstance(task, str) and task else (),
        )
        for name, money, task in whole[["name", "amount", "task"]].to_numpy()
        if name.strip()
    )
    purse = load_parameters("planning")["plan"]["purse"]
    return lines or (BudgetLine(name=purse, amount_cny=amount * TEN_THOUSAND),)


def _ask_weights() -> dict[str, object]:
    parts = criteria().parts
    with st.expander(_("Weights of the ranking")):
        st.caption(
            _(
                "They order the villages. They steer the plan only where it is limited "
                "to the first ranks; else it keeps as many people safe as it can."
            )
        )
        way = choice.ask_one(
            _("Weights"), list(WEIGHTINGS), "weighting", lambda w: _(WEIGHTINGS[w])
        )
        if way == "ahp":
            return {"weighting": "ahp", "pairwise": _ask_pairs()}
        told = {
            part.id: choice.ask_share(
                _(part.title), f"weight-{part.id}", round(part.weight * FULL)
            )
            for part in parts
        }
        own = {part.id: round(part.weight * FULL) for part in parts}
        st.caption(
            _("The weights are the office's: {source}", source=_(criteria().source))
        )
    if told == own or not any(told.values()):
        return {}
    return {"weights": tuple(told.items())}


def _ask_pairs() -> tuple[tuple[str, str, float], ...]:
    """Ask how many times each criterion outweighs the others; shows consistency."""
    parts = criteria().parts
    titles = {part.id: _(part.title) for part in parts}
    pairs = [
        (one.id, other.id) for at, one in enumerate(parts) for other in parts[at + 1 :]
    ]
    table = choice.ask_table(
        pd.DataFrame(pairs, columns=["one", "other"]).assign(ratio=1.0),
        "pairs",
        {
            "one": st.column_config.SelectboxColumn(
                _("First"), options=list(titles), format_func=titles.__getitem__,
                disabled=True,
            ),
            "other": st.column_config.SelectboxColumn(
                _("Second"), options=list(titles), format_func=titles.__getitem__,
                disabled=True,
            ),
            "ratio": st.column_config.SelectboxColumn(
                _("First : second"), options=[float(r) for r in RATIOS],
                format_func=_ratio, required=True,
            ),
        },
        grows=False,
    )  # fmt: skip
    told = tuple((row.one, row.other, float(row.ratio)) for row in table.itertuples())
    try:
        _weights, consistency = compared(told)
    except PlanningError as error:
        st.error(error_text(error))
        return told
    limit = load_parameters("criteria")["ahp"]["consistent_below"]
    says = _("Consistency ratio {ratio}; below {limit} the answers agree.",
             ratio=f"{consistency:.3f}", limit=limit)  # fmt: skip
    (st.caption if consistency < limit else st.warning)(says)
    return told


def _ratio(value: float) -> str:
    return f"{value:.0f} : 1" if value >= 1 else f"1 : {1 / value:.0f}"


def put_settings(settings: PlanSettings) -> None:
    """Fill the form with the settings of a kept plan, from a button."""
    purse = load_parameters("planning")["plan"]["purse"]
    one_purse = [line.name for line in settings.budgets] == [purse]
    sources = pd.DataFrame(
        [
            {
                "name": line.name,
                "amount": line.amount_cny / TEN_THOUSAND,
                "task": line.tasks[0] if line.tasks else "",
            }
            for line in settings.budgets
        ]
    )
    floors = pd.DataFrame(settings.floors, columns=["town", "least"])
    choice.put(
        {
            "budget": settings.budget_cny // TEN_THOUSAND,
            "villages": settings.most_villages,
            "keep": settings.keep,
            "drop": settings.drop,
            "keep-houses": settings.keep_houses,
            "drop-houses": settings.drop_houses,
            "cluster": settings.min_cluster,
            "first": settings.first,
            "capacity": settings.capacity,
            "measures": settings.measures,
            "floors": floors.astype({"town": "str", "least": "Int64"}),
            "sources": sources.iloc[:0] if one_purse else sources,
            "weighting": settings.weighting,
        }
        | {f"weight-{name}": value for name, value in _weights_of(settings).items()}
        | ({"pairs": _pairs_of(settings)} if settings.pairwise else {})
    )


def _weights_of(settings: PlanSettings) -> dict[str, int]:
    """Return where the sliders stand: at the office's own weights without others."""
    own = {part.id: part.weight * FULL for part in criteria().parts}
    return {
        name: round(value) for name, value in (own | dict(settings.weights)).items()
    }


def _pairs_of(settings: PlanSettings) -> pd.DataFrame:
    return pd.DataFrame(settings.pairwise, columns=["one", "other", "ratio"])
