"""The responder's lists: totals, the order of visits, areas, files."""

from math import isnan

import pandas as pd
import streamlit as st

from desk.all_doors import all_doors_workbook
from desk.describe import event_words, word
from desk.habitable import counts
from desk.report_words import FORM_WORDS
from desk.sheets import visit_table
from desk.shelf import CountyShelf
from desk.triage import Triaged
from rules.times import local_time
from views import cache, choice, panels
from views.words import _

DOORS_SHOWN = 300
ORDER_HEIGHT = 330


def event_title(row: dict) -> str:
    """Name an event: what, how strong, when, in which form."""
    return f"{event_words(row)} · {_(FORM_WORDS[row['form']])}"


def totals(shelf: CountyShelf, event_id: str) -> None:
    """Show the county's total with its uncertainty."""
    found = shelf.triaged(event_id)
    total = found.heavy_total
    figures = {name: f"{value:,.0f}" for name, value in total.items()}
    known = not any(isnan(value) for value in total.values())
    st.metric(
        _("Houses heavily damaged or destroyed, expected"),
        figures.pop("middle") if known else _("unknown"),
        delta=_("between {low} and {high}", **figures) if known else None,
        delta_color="off",
        delta_arrow="off",
    )
    unknown, houses = found.result.unknown_households, len(found.heavy)
    told = _(
        "Hazard known at {known} of {houses} houses; the other {unknown} come last.",
        known=f"{houses - unknown:,}",
        houses=f"{houses:,}",
        unknown=f"{unknown:,}",
    )
    note = found.note(_)
    st.caption(f"{told} {note[:1].upper()}{note[1:]}")
    _habitable(found)
    _visited(found)


def _habitable(found: Triaged) -> None:
    """Show the two answers after a flood, and how many houses have none yet."""
    if found.habitable is None:
        return
    told = _(
        "May be lived in after the water: {yes} · may not: {no} · "
        "to be looked at: {open}",
        **{name: f"{n:,}" for name, n in counts(found.habitable).items()},
    )
    st.markdown(f"**{told}**")


def _visited(found: Triaged) -> None:
    """Show how many doors were visited, and how many of each tag."""
    counts = found.visited.counts()
    if not sum(counts.values()):
        return
    by_tag = " · ".join(f"{word(tag, _)} {n:,}" for tag, n in counts.items())
    told = _(
        "Visited {visited} of {houses} houses: {counts}",
        visited=f"{sum(counts.values()):,}",
        houses=f"{len(found.heavy):,}",
        counts=by_tag,
    )
    st.markdown(f"**{told}**")


def order(shelf: CountyShelf, event_id: str, filters: dict[str, str]) -> str:
    """Show the first doors of the order of visits, the visited ones below.

    Returns
    -------
    str
        The household of the ticked row, ``""`` if there is none.
    """
    st.subheader(_("Order of visits"))
    begun = bool(shelf.triaged(event_id).visited.doors.any())
    hidden = begun and choice.ask_switch(_("Hide visited houses"), "hide-visited")
    table = visit_table(shelf, event_id, filters, DOORS_SHOWN, unvisited_only=hidden)
    columns = _order_columns(table, begun and not hidden)
    event = st.dataframe(
        pd.DataFrame({name: values for name, (values, _f, _w) in columns.items()}),
        hide_index=True,
        height=ORDER_HEIGHT,
        column_config={
            n: _column(form, wide) for n, (_v, form, wide) in columns.items()
        },
        key=f"order-{panels.content_key(table['household_id'])}",
        on_select="rerun",
        selection_mode="single-row",
    )
    _explain_order(table)
    ticked = event.selection.rows
    return table["household_id"].iloc[ticked[0]] if ticked else ""


def _order_columns(table: pd.DataFrame, tags_shown: bool) -> dict[str, tuple]:
    """Return the values, the format and the width of each column by its title."""
    structures = [word(s, _) if s else _("unknown") for s in table["structure"]]
    tags = [word(tag, _) for tag in table["tag"]]
    times = [local_time(at) if at else "" for at in table["visited_at"]]
    classed = bool(table["first"].any())
    return {
        "#": (table["rank"], None, 44),
        _("Household"): (table["household_id"], None, 78),
        **({_("Tag"): (tags, None, 84)} if tags_shown else {}),
        **({_("Goes first"): (table["first"].replace(0, None), None, 62)}
           if classed else {}),
        _("Village"): (table["village_name"], None, 78),
        _("Score"): (table["score"], "%.2f", 52),
        _("Heavy damage"): (table["heavy"] * 100, "%.0f %%", 60),
        _("In danger"): (table["danger"], "%.2f", 56),
        _("Dependence"): (table["dependence"], "%.2f", 62),
        _("Effort"): (table["effort"], "%.2f", 56),
        _("People"): (table["people"], "%.1f", 52),
        _("Structure"): (structures, None, 120),
        **({_("Visited at"): (times, None, 118)} if tags_shown else {}),
    }  # fmt: skip


def _explain_order(table: pd.DataFrame) -> None:
    told = _(
        "Score = people in danger (probability of heavy damage × people at home at "
        "that hour) × dependence ÷ effort. The first {count} doors are shown, the "
        "file has all; tick one to see why.",
        count=int((table["tag"] == "").sum()),
    )
    visited = int((table["tag"] != "").sum())
    after = _("Below them {count} visited ones.", count=visited) if visited else ""
    st.caption(f"{told} {after}")


def _column(form: str | None, width: int) -> dict:
    if form is None:
        return st.column_config.Column(width=width)
    return st.column_config.NumberColumn(format=form, width=width)


def areas(shelf: CountyShelf, event_id: str, town: str) -> None:
    """Show the counts by town, or by village of a chosen town."""
    found = shelf.triaged(event_id)
    rows = found.villages(town) if town else found.towns()
    st.subheader(_("By village") if town else _("By town"))
    names = {
        "name": _("Name"),
        "households": _("Houses"),
        "unknown": _("unknown"),
        "struck": _("Intensity VI or above, or in water"),
        "heavy_low": _("Heavy, low"),
        "heavy_middle": _("Heavy, expected"),
        "heavy_high": _("Heavy, high"),
    }
    table = pd.DataFrame(rows).reindex(columns=["code", *names])
    whole = st.column_config.NumberColumn(format="%.0f")
    st.dataframe(
        table.rename(columns=names | {"code": _("Code")}),
        hide_index=True,
        column_config={names[n]: whole for n in names if n.startswith("heavy")},
        key="areas",
    )


def downloads(shelf: CountyShelf, event_id: str, town: str) -> None:
    """Offer the order, the sheets of a town's villages, and a village's map."""
    version = f"{shelf.version}-{shelf.field_state()}"
    lang = choice.language()
    columns = st.columns(3)
    columns[0].download_button(
        _("Order of all visits (CSV)"),
        data=lambda: cache.order_file(version, event_id),
        file_name=f"order-{event_id}.csv",
        icon=":material/download:",
        on_click="ignore",
    )
    columns[1].download_button(
        _("A sheet for each village (Excel)"),
        data=lambda: cache.visit_file(version, event_id, town, lang),
        file_name=f"visits-{event_id}.xlsx",
        icon=":material/download:",
        on_click="ignore",
    )
    with columns[1]:
        whole_workbook(shelf, event_id)
    villages = {
        row["code"]: row["name"] for row in shelf.triaged(event_id).villages(town)
    }
    with columns[2]:
        village = choice.ask_one(
            _("Village to print"), villages, "village", villages.get
        )
        st.download_button(
            _("Map of the village (PNG)"),
            data=lambda: cache.map_file(version, event_id, village, lang),
            file_name=f"map-{village}.png",
            icon=":material/download:",
            on_click="ignore",
        )


def whole_workbook(shelf: CountyShelf, event_id: str) -> None:
    """Offer the workbook of every door: written when asked for, with its progress."""
    state = (shelf.version, shelf.field_state(), event_id, choice.language())
    label = _("Workbook of all doors (Excel)")
    if st.button(label, icon=":material/table_view:"):
        bar = st.progress(0.0)

        def tell(done: int, of: int) -> None:
            bar.progress(done / max(of, 1))

        made = all_doors_workbook(shelf, event_id, choice.language(), progress=tell)
        bar.empty()
        choice.keep("all-doors", (state, made))
    kept = choice.kept("all-doors")
    if kept and kept[0] == state:
        st.download_button(
            _("Take the workbook"),
            data=kept[1],
            file_name=f"all-doors-{event_id}.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def chosen_door(
    shelf: CountyShelf, click: dict | None, ticked: str, event_id: str
) -> None:
    """Show the record of the chosen house, and why it is visited when it is.

    Parameters
    ----------
    click : dict or None
        What was clicked on the map just now.
    ticked : str
        The household of the ticked row, ``""`` if there is none.
    """
    on_map = click["id"] if click and click.get("kind") == "house" else None
    household_id = choice.newest("door", on_map, ticked or None)
    if household_id:
        panels.household(shelf, household_id, event_id)
