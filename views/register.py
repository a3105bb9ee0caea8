"""Page: the register of map layers, which count and since when (图层登记)."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from desk.current import current_shelf
from desk.intake_words import KIND_WORDS
from desk.layer_register import STATE_WORDS, register
from desk.shelf import CountyShelf
from ledger.roles import Acting
from rules.editions import State
from rules.times import local_time
from views import choice, register_details
from views.forms import show_outcome
from views.panels import table_height
from views.words import _

TABLE_HEIGHT = 460


def shown(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return the register in the reader's words."""
    table = pd.DataFrame(
        {
            _("Layer"): [_(KIND_WORDS[row["kind"]]) for row in rows],
            _("Title"): [row["title"] for row in rows],
            _("State"): [_(STATE_WORDS[row["state"]]) for row in rows],
            _("In force from"): [row["begins_on"] for row in rows],
            _("Not in force from"): [row["valid_to"] for row in rows],
            _("Edition"): [row["edition"] for row in rows],
            _("Scale"): [row["scale"] for row in rows],
            _("Map source"): [row["source"] for row in rows],
            _("Features"): [row["features"] for row in rows],
            _("Repaired"): [row["repaired"] for row in rows],
            _("Area changed"): [row["area_change_ratio"] for row in rows],
            _("Overlap, m²"): [row["overlap_m2"] for row in rows],
            _("Gap, m²"): [row["gap_m2"] for row in rows],
            _("CRS as stated"): [row["crs"] for row in rows],
            _("Conversion"): [row["reading"] for row in rows],
            _("Imported"): [local_time(row["recorded_at"]) for row in rows],
            _("By"): [row["recorded_by"] for row in rows],
            _("Layer number"): [row["layer_id"] for row in rows],
        }
    )
    return table.astype(dict.fromkeys(measured(), float))


def measured() -> tuple[str, ...]:
    """Name the columns of the table that hold measured numbers."""
    return (_("Area changed"), _("Overlap, m²"), _("Gap, m²"))


def columns() -> dict[str, Any]:
    """Say how wide the columns are, and how measured numbers are written."""
    numbers = dict.fromkeys(measured(), "localized") | {_("Area changed"): "percent"}
    written = {
        name: st.column_config.NumberColumn(format=form)
        for name, form in numbers.items()
    }
    widths = {_("State"): 110, _("Edition"): 80, _("Scale"): 84, _("Map source"): 180}
    return written | {n: st.column_config.Column(width=w) for n, w in widths.items()}


def picked(rows: list[dict[str, Any]], key: str) -> dict[str, Any] | None:
    """Show the table; returns the row that somebody picked."""
    table = shown(rows)
    found = st.dataframe(
        table,
        hide_index=True,
        height=table_height(table, TABLE_HEIGHT),
        placeholder="—",
        column_config=columns(),
        on_select="rerun",
        selection_mode="single-row",
        key=key,
    )
    chosen = [at for at in found["selection"]["rows"] if at < len(rows)]
    return rows[chosen[0]] if chosen else None


def asked(shelf: CountyShelf, acting: Acting) -> tuple[list[dict[str, Any]], date, str]:
    """Ask for a kind and a day; returns the layers then, the day and the kind."""
    first, _last = shelf.workspace.ledger.days() or (date.today(), date.today())
    which, when = st.columns([1, 1])
    with when:
        day = choice.ask_day(_("As of"), first, date.today())
    rows = register(shelf.workspace, acting, day if day < date.today() else None)
    kinds = [kind for kind in KIND_WORDS if any(r["kind"] == kind for r in rows)]
    with which:
        kind = choice.ask_one(
            _("Layer"),
            ["", *kinds],
            "register-kind",
            lambda k: _(KIND_WORDS[k]) if k else _("all"),
        )
    order = [*KIND_WORDS]
    rows = [row for row in reversed(rows) if kind in ("", row["kind"])]
    return sorted(rows, key=lambda row: order.index(row["kind"])), day, kind


def main() -> None:
    """Show the register, and what is known of the picked layer."""
    shelf, acting = current_shelf(), choice.acting()
    st.title(_("Layer register"))
    show_outcome(shelf.workspace)
    rows, day, kind = asked(shelf, acting)
    if day < date.today():
        st.warning(_("As it stood on {day}, not today.", day=day.isoformat()))
    counting = sum(row["state"] is State.IN_FORCE for row in rows)
    told = _(
        "{count} layers on record, {counting} of them in force; pick one to see more.",
        count=len(rows),
        counting=counting,
    )
    st.caption(told)
    if rows and (row := picked(rows, f"register-{day}-{kind}")):
        register_details.show(shelf.workspace, acting, row, today=day == date.today())


main()
