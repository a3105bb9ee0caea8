"""Find a household: by name, village, number; and look at one hidden value."""

import streamlit as st

from desk.case_search import Found, search
from desk.field_words import FIELD_WORDS
from desk.household_file import HouseholdFile, hidden_columns, look_at
from desk.shelf import CountyShelf
from views import choice
from views.forms import Field, Outcome, show_form
from views.words import _, plain


def ask_household(shelf: CountyShelf) -> str:
    """Ask which household, by a search; the one opened elsewhere is offered first."""
    hint = _("name, village, household, case or identity number")
    text = choice.ask_text(_("Search"), "search", hint)
    if not text:
        return choice.household()
    found = search(shelf.workspace, choice.acting(), text)
    if not found:
        st.info(_("Nothing found for {text}.", text=plain(text)))
        return ""
    rows = {one.household_id: one for one in found}
    if len(rows) == 1:
        return next(iter(rows))
    return choice.ask_one(
        _("Found: {count}", count=len(found)),
        list(rows),
        "found",
        lambda id_: _line(rows[id_]),
    )


def _line(one: Found) -> str:
    parts = (one.head_name, one.household_id, one.village_name, *one.case_ids)
    return " · ".join(part for part in parts if part)


def unmask(shelf: CountyShelf, file: HouseholdFile) -> None:
    """Offer to show one hidden value; who asked and why goes on record."""
    acting, id_ = choice.acting(), file.household_id
    named = {c: _(FIELD_WORDS[c]) for c in hidden_columns(acting, file)}
    if not named:
        return

    def look(values: dict) -> Outcome:
        column = values["column"]
        value = look_at(shelf.workspace, acting, (id_, column), values["reason"])
        return Outcome(done=f"{named[column]}: {value}")

    with st.expander(_("Show a hidden value"), icon=":material/visibility:"):
        st.caption(_("Who looked at what, and why, is kept in the history."))
        fields = [
            Field(name="column", label=_("Value"), kind="one", options=list(named),
                  show=named.__getitem__),
            Field(name="reason", label=_("Reason"), kind="text"),
        ]  # fmt: skip
        show_form(f"unmask-{id_}", fields, look, button=_("Show"))
