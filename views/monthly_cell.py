"""What is behind a number of a monthly form: households, amounts, who came and went."""

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from desk.form_found import CellChange
from desk.form_seen import FormSeen
from desk.form_words import UNIT_WORDS, column_words, shown_value
from desk.shelf import CountyShelf
from geo.form_cells import FormCell, FormPart
from rules.adcode import Level
from rules.forms import FormColumn
from views import choice
from views.acting import PAGES_OF
from views.panels import link_to_file, table_height
from views.words import _, plain

TABLE_HEIGHT = 420


def show(shelf: CountyShelf, seen: FormSeen, number: int) -> None:
    """Show what a number counts, against last month, and each of its parts."""
    column, cell = seen.shown.template.column(number), seen.shown.cells[number]
    st.subheader(f"{number} · {column_words(column, _)}")
    _figures(column, seen, number)
    if cell.unknown:
        st.warning(
            _("{count} more, whose amount is not known, are not counted.",
              count=cell.unknown)
        )  # fmt: skip
    _parts(shelf, column, cell)
    for change, words in (
        (seen.changes.get(number), _("Since last month")),
        (seen.later.get(number), _("Since it was filed")),
    ):
        if change and (change.entered or change.left):
            _came_and_went(change, words)


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
            _("{entered} entered, {left} left",
              entered=len(change.entered), left=len(change.left))
        )  # fmt: skip
    st.markdown(" · ".join(map(plain, said)))


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
        on_select="rerun" if opens else "ignore",
        selection_mode="single-row",
        key=f"form-parts-{column.number}",
    )
    rows = picked["selection"]["rows"] if opens else []
    chosen = [parts[row].household_id for row in rows if row < len(parts)]
    if chosen and chosen[0]:
        link_to_file(chosen[0])
    elif opens:
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


def _came_and_went(change: CellChange, words: str) -> None:
    entered, left = len(change.entered), len(change.left)
    label = _("{since}: {entered} entered, {left} left",
              since=words, entered=entered, left=left)  # fmt: skip
    with st.expander(label):
        rows = [*_rows(change.entered, _("entered")), *_rows(change.left, _("left"))]
        table = pd.DataFrame(rows, columns=[_("Household or record"), _("What it did")])
        st.dataframe(table, hide_index=True, height=table_height(rows, TABLE_HEIGHT))


def _rows(ids: Iterable[str], words: str) -> list[tuple[str, str]]:
    return [(thing_id, words) for thing_id in ids]
