"""Page: who changed what, when, from what to what."""

from datetime import date

import pandas as pd
import streamlit as st

from desk.auditing import LogFilter, changes, log
from desk.current import current_shelf
from desk.field_words import SCOPE_WORDS
from desk.history_words import (
    act_word,
    field_word,
    local_time,
    thing_word,
    value_word,
)
from ledger.roles import ROLE_NAMES, Role
from views import choice
from views.words import _

LOG_HEIGHT = 420


def role_word(role: str | None) -> str:
    """Say in which role somebody acted; nothing where none is on record."""
    return _(ROLE_NAMES[Role(role)]) if role in {*Role} else role or ""


shelf = current_shelf()
workspace, acting = shelf.workspace, choice.acting()
st.title(_("Audit"))
first, _last = workspace.ledger.days() or (date.today(), date.today())
who, what, whose, since, until = st.columns([1, 1, 1.2, 0.8, 0.8])
with who:
    actor = choice.ask_text(_("By"), "audit-actor")
with what:
    scopes = ["", *SCOPE_WORDS]
    scope = choice.ask_one(
        _("Of"), scopes, "scope", lambda s: _(SCOPE_WORDS[s]) if s else _("all")
    )
with whose:
    household = choice.ask_text(_("Household"), "audit-household")
with since:
    begin = choice.ask_past_day(_("From"), "since", first)
with until:
    end = choice.ask_past_day(_("To"), "until", date.today())

asked = LogFilter(
    actor=actor, scope=scope, household_id=household, since=begin, until=end
)
entries = log(workspace, acting, asked)
shown = pd.DataFrame(
    {
        _("Entry"): [row["seq"] for row in entries],
        _("At"): [local_time(row["at"]) for row in entries],
        _("By"): [row["actor"] for row in entries],
        _("Role"): [role_word(row["role"]) for row in entries],
        _("Act"): [act_word(row["verb"], workspace.policy, _) for row in entries],
        _("Of"): [_(SCOPE_WORDS[row["scope"]]) for row in entries],
        _("Rows"): [row["rows"] for row in entries],
        _("Note"): [row["note"] for row in entries],
    }
)
st.caption(
    _("The newest {count} entries that were asked for. Personal values are masked.",
      count=len(entries))
)  # fmt: skip
picked = st.dataframe(
    shown,
    hide_index=True,
    height=LOG_HEIGHT,
    on_select="rerun",
    selection_mode="single-row",
    key="log",
)
rows = [row for row in picked["selection"]["rows"] if row < len(entries)]
if not rows:
    st.info(_("Pick an entry to see what it changed, from what to what."))
    st.stop()
entry = entries[rows[0]]
st.subheader(_("Entry {seq}", seq=entry["seq"]))
found = changes(workspace, acting, entry["seq"])
st.dataframe(
    pd.DataFrame(
        {
            _("Thing"): [thing_word(change, workspace.policy, _) for change in found],
            _("Number"): [change.thing for change in found],
            _("Field"): [field_word(change, _) for change in found],
            _("From"): [value_word(c, c.before, workspace.policy, _) for c in found],
            _("To"): [value_word(c, c.after, workspace.policy, _) for c in found],
        }
    ),
    hide_index=True,
    key="changes",
)
