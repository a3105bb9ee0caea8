"""What is behind a number of a monthly form: households, amounts, who came and went."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from desk import funds
from desk.describe import TASK_NAMES
from desk.form_found import CellChange
from desk.form_seen import FormSeen
from desk.form_words import UNIT_WORDS, column_words, shown_value
from desk.funds import ALLOTTED, SECURED
from desk.shelf import CountyShelf
from desk.shown_words import word
from geo.form_cells import FormCell, FormPart
from rules.adcode import Level
from rules.forms import FormColumn
from rules.language import N_
from views import choice
from views.acting import PAGES_OF
from views.panels import link_to_file, table_height
from views.words import _, plain

TABLE_HEIGHT = 420
WHOSE = {SECURED: N_("secured by"), ALLOTTED: N_("source of money")}
AMOUNT_UNKNOWN = N_("{count} more, whose amount is not known, are not counted.")
WITHOUT_TASK = N_("{count} more, recorded without a task, are not counted.")
Grants = Mapping[str, Mapping[str, Any]]  # by number, as the money page lists them


def show(shelf: CountyShelf, seen: FormSeen, number: int) -> None:
    """Show what a number counts, against last month, and each of its parts."""
    column, cell = seen.shown.template.column(number), seen.shown.cells[number]
    st.subheader(f"{number} · {column_words(column, _)}")
    _figures(column, seen, number)
    if cell.unknown:
        left_out = AMOUNT_UNKNOWN if column.what == "investment" else WITHOUT_TASK
        st.warning(_(left_out, count=cell.unknown))
    grants = _grants(shelf, column)
    if column.what in WHOSE:
        _grant_list(column, cell, grants)
    else:
        _parts(shelf, column, cell)
    for change, words in (
        (seen.changes.get(number), _("Since last month")),
        (seen.later.get(number), _("Since it was filed")),
    ):
        if change and (change.entered or change.left):
            _came_and_went(change, words, grants)


def _figures(column: FormColumn, seen: FormSeen, number: int) -> None:
    unit = _(UNIT_WORDS[column.unit])
    unknown = _("unknown")
    shown = shown_value(seen.values.get(number), column, unknown=unknown)
    said = [_("{value} {unit}", value=shown, unit=unit)]
    change = seen.changes.get(number)
    if change is not None:
        before = seen.before_values.get(number)
        told = shown_value(before, column, unknown=unknown)
        said.append(_("last month {value}", value=told))
        said.append(
            _("against last month: {entered} newly counted, {left} no longer",
              entered=len(change.entered), left=len(change.left))
        )  # fmt: skip
    st.markdown(" · ".join(map(plain, said)))


def _grants(shelf: CountyShelf, column: FormColumn) -> Grants:
    """Return the money that the column adds up, where it is nobody's in particular."""
    if column.what not in WHOSE:
        return {}
    listed = funds.secured if column.what == SECURED else funds.allotted
    table = listed(shelf.workspace, choice.acting())
    number, day = ("fund_id", "secured_on") if column.what == SECURED else (
        "allotment_id", "allotted_on")  # fmt: skip
    return {
        row[number]: row | {"whose": row.get("level") or row["source"], "on": row[day]}
        for row in table.to_dict("records")
    }


def _grant_list(column: FormColumn, cell: FormCell, grants: Grants) -> None:
    """List grants of money by day, each with where it came from and its document."""
    if not cell.parts:
        st.caption(_("Nothing is behind this number."))
        return
    rows = [
        {
            _(WHOSE[column.what]): word(grant["whose"], _) if grant else "—",
            _("Task"): _task(grant["task"]) if grant else _("withdrawn since"),
            _("Day"): grant.get("on"),
            **({_("Number of the document"): grant.get("document") or ""}
               if column.what == SECURED else {}),
            _("Amount, yuan"): part.amount,
        }
        for part in cell.parts
        for grant in [grants.get(part.thing_id, {})]
    ]  # fmt: skip
    table = pd.DataFrame(rows).sort_values(_("Day"), kind="stable")
    st.dataframe(
        table,
        hide_index=True,
        height=table_height(table, TABLE_HEIGHT),
        column_config=_amounts(),
        key=f"form-grants-{column.number}",
    )


def _task(task: str) -> str:
    return _(TASK_NAMES[task]) if task else _("not said")


def _amounts() -> dict[str, Any]:
    return {_("Amount, yuan"): st.column_config.NumberColumn(format="localized")}


def _parts(shelf: CountyShelf, column: FormColumn, cell: FormCell) -> None:
    """List what makes up a number; a row opens its household file."""
    if not cell.parts:
        st.caption(_("Nothing is behind this number."))
        return
    parts = sorted(cell.parts, key=lambda part: (part.village_code, part.household_id))
    opens = "household" in PAGES_OF[choice.acting().role]
    picked = st.dataframe(
        _table(shelf, column, parts),
        hide_index=True,
        height=table_height(parts, TABLE_HEIGHT),
        column_config=_amounts(),
        on_select="rerun" if opens else "ignore",
        selection_mode="single-row",
        key=f"form-parts-{column.number}",
    )
    rows = picked["selection"]["rows"] if opens else []
    chosen = [parts[row].household_id for row in rows if row < len(parts)]
    if chosen and chosen[0]:
        link_to_file(chosen[0])
    elif opens and any(part.household_id for part in parts):
        st.caption(_("Pick a row to open its household file."))


def _table(
    shelf: CountyShelf, column: FormColumn, parts: Sequence[FormPart]
) -> pd.DataFrame:
    places = shelf.places()
    codes = [part.village_code for part in parts]
    amounts = {_("Amount, yuan"): [part.amount for part in parts]}
    return pd.DataFrame(
        {
            _("Household"): [part.household_id or "—" for part in parts],
            _("Town"): [places.get(code[: Level.TOWN], "—") for code in codes],
            _("Village"): [places.get(code, "—") for code in codes],
            **(amounts if column.is_money else {}),
            _("Record number"): [part.thing_id for part in parts],
        }
    )


def _came_and_went(change: CellChange, words: str, grants: Grants) -> None:
    entered, left = len(change.entered), len(change.left)
    label = _("{since}: {entered} entered, {left} left",
              since=words, entered=entered, left=left)  # fmt: skip
    with st.expander(label):
        came = _rows(change.entered, _("entered"), grants)
        rows = [*came, *_rows(change.left, _("left"), grants)]
        table = pd.DataFrame(rows, columns=[_("Household or record"), _("What it did")])
        st.dataframe(table, hide_index=True, height=table_height(rows, TABLE_HEIGHT))


def _rows(ids: Iterable[str], words: str, grants: Grants) -> list[tuple[str, str]]:
    return [(_named(id_, grants.get(id_)), words) for id_ in ids]


def _named(id_: str, grant: Mapping[str, Any] | None) -> str:
    """Name a household by its number, a grant of money by what is known of it."""
    if grant is None:
        return id_
    amount = _("{amount} yuan", amount=f"{grant['amount_cny']:,}")
    told = (grant["on"].isoformat(), word(grant["whose"], _), grant.get("document"))
    return " · ".join(filter(None, (*told, amount)))
