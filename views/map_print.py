"""Maps of progress to print: which measure, which area, which sheet."""

from datetime import date

import streamlit as st

from desk.map_paper import map_paper
from desk.progress_measures import FIRST, PROGRESS_MEASURES
from desk.shelf import CountyShelf
from rules.errors import PlanningError
from rules.language import N_, translator
from views import choice
from views.filters import town_names
from views.words import _, error_text

SIZES = ("A4", "A3")
ENDINGS = {".pdf": "PDF", ".png": N_("PNG, 300 dots an inch")}


def show(shelf: CountyShelf) -> None:
    """Ask for a map and draw it when it is asked for."""
    st.subheader(_("Printed maps"))
    st.caption(
        _("Published numbers only: no count under five can be read or worked out.")
    )
    days = shelf.workspace.ledger.days()
    if days is None:
        st.info(_("No case has been recorded yet; progress begins with the first one."))
        return
    towns = town_names(shelf)
    first, second = st.columns(2)
    with first:
        measure = choice.ask_one(
            _("Measure"),
            [FIRST, *(m for m in PROGRESS_MEASURES if m != FIRST)],
            "print-measure",
            lambda m: _(PROGRESS_MEASURES[m].title),
        )
        day = choice.ask_past_day(_("As of"), "print-day", date.today())
    with second:
        town = choice.ask_one(
            _("Town"),
            ["", *towns],
            "print-town",
            lambda t: towns.get(t) or _("whole county"),
        )
        size = choice.ask_one(_("Paper size"), SIZES, "print-size", str)
    across = choice.ask_switch(_("Wider than high"), "print-across")
    ending = choice.ask_one(_("As"), [*ENDINGS], "print-as", lambda e: _(ENDINGS[e]))
    asked = (measure, day, town, size, across, ending, choice.language())
    if st.button(_("Draw the map"), icon=":material/print:"):
        _draw(shelf, asked)
    made = choice.kept("printed-map")
    if made and made[0] == asked:
        _offer(made[1], f"{measure}-{day}-{size}{ending}")


def _draw(shelf: CountyShelf, asked: tuple) -> None:
    measure, day, town, size, across, ending, lang = asked
    try:
        with st.spinner(_("Drawing the map…")):
            content = map_paper(
                shelf,
                measure,
                day,
                town=town,
                size=size,
                across=across,
                ending=ending,
                say=translator(lang),
            )
    except PlanningError as error:
        st.error(error_text(error))
        return
    choice.keep("printed-map", (asked, content))


def _offer(content: bytes, name: str) -> None:
    st.download_button(
        _("Download {name}", name=name),
        content,
        file_name=name,
        icon=":material/download:",
        type="primary",
    )
    if name.endswith(".png"):
        st.image(content)
