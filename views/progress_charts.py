"""Where people would rather look than read: plan, ageing, money."""

import pandas as pd
import streamlit as st

from desk.progress_charts import (
    AGES,
    ageing,
    forecast,
    money_by_source,
    plan_curve,
    published_ageing,
    published_plan_curve,
    standing,
)
from desk.shelf import CountyShelf
from layers.palette import KINDS, PROGRESS, RISK
from rules.language import N_
from views.progress_asked import Asked, reads_cases
from views.words import _

HEIGHT = 300
STEP_PX = 30
TEN_THOUSAND = 10_000
BLUE, ORANGE, INK = KINDS[0], KINDS[1], "#5a646e"
SUM_WORDS = {
    "secured_cny": N_("secured"),
    "allotted_cny": N_("allotted"),
    "paid_cny": N_("paid out"),
}


def plan(shelf: CountyShelf, asked: Asked) -> None:
    """Draw cases completed against what the stages ask for."""
    book, exact = shelf.progress_book(), reads_cases()
    if exact:
        curve = plan_curve(book, shelf.workspace.policy, asked.day)
    else:
        curve = published_plan_curve(shelf, asked.day)
    words = {"completed": _("completed"), "planned": _("asked for by the stage plan")}
    long = curve.rename(columns=words).melt("day", var_name="line", value_name="cases")
    long = long.dropna(subset=["cases"])
    days = pd.to_datetime(long["day"])
    long["day"] = days.dt.strftime("%Y-%m-%dT00:00:00")  # of the reader's own clock
    colour = {"domain": list(words.values()), "range": [BLUE, ORANGE]}
    dash = {"domain": list(words.values()), "range": [[1, 0], [6, 4]]}
    top = {"orient": "top", "title": None, "labelFontSize": 13, "labelLimit": 0}
    spec = {
        "height": HEIGHT,
        "mark": {"type": "line", "strokeWidth": 2.5, "tooltip": True},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None,
                  "axis": {"format": "%m-%d", "labelAngle": 0, "values": _ticks(days)}},
            "y": {"field": "cases", "type": "quantitative", "title": _("cases")},
            "color": {"field": "line", "scale": colour, "legend": top},
            "strokeDash": {"field": "line", "scale": dash, "legend": top},
        },
    }  # fmt: skip
    st.vega_lite_chart(long, spec, key="plan-chart", alt=_("Progress and stage plan"))
    _pace(shelf, asked)


def _ticks(days: pd.Series) -> list[dict[str, int]]:
    """Return the month-ends among the days, as the chart names days."""
    ends = days[days.dt.is_month_end].drop_duplicates().sort_values()
    return [{"year": d.year, "month": d.month, "date": d.day} for d in ends]


def _pace(shelf: CountyShelf, asked: Asked) -> None:
    for told in (standing(shelf, asked.day), forecast(shelf, asked.day)):
        st.markdown(told.said(_))
    st.caption(
        _("Between two stages a straight line is the office's own assumption; no "
          "document says how the work is spread.")
    )  # fmt: skip


def ages(shelf: CountyShelf, asked: Asked) -> None:
    """Draw how many open cases wait for which step, and since when."""
    book = shelf.progress_book()
    table = (ageing if reads_cases() else published_ageing)(book, asked.day)
    step, age, count = _("Waits for"), _("days"), _("cases")
    table = table.iloc[1:]  # nobody waits for the first step: with it a case begins
    long = table.melt(["step", "step_name"], list(AGES), var_name="age", value_name="n")
    long["shown"] = long["n"].astype(str).replace("0", "")
    digits = long["shown"].str.replace(",", "").str.extract(r"^(\d+)$")[0]
    long["many"] = pd.to_numeric(digits)
    order = table["step_name"].tolist()
    x = {"field": "age", "type": "ordinal", "sort": list(AGES), "title": age,
         "axis": {"labelAngle": 0, "orient": "top"}}  # fmt: skip
    y = {"field": "step_name", "type": "nominal", "sort": order, "title": None}
    tint = {"field": "many", "type": "quantitative", "legend": None,
            "scale": {"range": list(RISK[:4])}}  # fmt: skip
    hints = [{"field": "step_name", "title": step}, {"field": "age", "title": age},
             {"field": "shown", "title": count}]  # fmt: skip
    base = {"x": x, "y": y, "tooltip": hints}
    spec = {
        "height": STEP_PX * len(order),
        "layer": [
            {"mark": {"type": "rect", "stroke": "#ffffff"},
             "encoding": base | {"color": tint}},
            {"mark": {"type": "text", "color": "#20262c", "fontSize": 13},
             "encoding": base | {"text": {"field": "shown"}}},
        ],
    }  # fmt: skip
    st.markdown(
        _("Open cases by the step they wait for, and the days since the last one.")
    )
    st.vega_lite_chart(long, spec, key="age-chart", alt=_("Ageing of open cases"))


def money(shelf: CountyShelf, asked: Asked) -> None:
    """Draw what was secured, allotted and paid, by source."""
    table = money_by_source(shelf.workspace, asked.day, published=not reads_cases())
    words = {name: _(word) for name, word in SUM_WORDS.items()}
    table = (table / TEN_THOUSAND).rename(columns=words).reset_index()
    long = table.melt("source", var_name="sum", value_name="amount").dropna()
    unit, order = _("10 000 yuan"), list(words.values())
    colour = {"domain": order, "range": [PROGRESS[1], PROGRESS[3], PROGRESS[5]]}
    room = {"domainMax": 1.1 * max(long["amount"].max(), 1.0)}  # for the last number
    amount = {
        "field": "amount",
        "type": "quantitative",
        "title": unit,
        "scale": room,
        "axis": {"tickCount": 6},
    }
    base = {
        "y": {"field": "source", "type": "nominal", "title": None,
              "sort": table["source"].tolist()},
        "yOffset": {"field": "sum", "sort": order},
        "x": amount,
    }  # fmt: skip
    top = {"orient": "top", "title": None, "labelFontSize": 13}
    text = {"field": "amount", "format": ",.1~f"}  # whole numbers without .0
    spec = {
        "height": HEIGHT,
        "layer": [
            {"mark": {"type": "bar", "tooltip": True},
             "encoding": base | {
                 "color": {"field": "sum", "scale": colour, "legend": top}}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "color": INK},
             "encoding": base | {"text": text}},
        ],
    }  # fmt: skip
    st.vega_lite_chart(long, spec, key="money-chart", alt=_("Money by source"))
    st.caption(
        _("All that is on record of all years together, up to the day shown. No form "
          "asks what the centre has set aside: it shows no such bar.")
    )  # fmt: skip
