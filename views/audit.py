"""Page: who changed what, when, from what to what."""

from datetime import date

import pandas as pd
import streamlit as st

from desk.auditing import LogFilter, changes, log
from desk.current import current_shelf
from desk.field_words import FIELD_WORDS, SCOPE_WORDS, TABLE_WORDS
from views import choice
from views.file_panels import told
from views.words import _

LOG_HEIGHT = 420

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
        _("At"): [row["at"] for row in entries],
        _("By"): [row["actor"] for row in entries],
        _("Role"): [row["role"] or "" for row in entries],
        _("Act"): [row["verb"] for row in entries],
        _("Of"): [_(SCOPE_WORDS[row["scope"]]) for row in entries],
        _("Rows"): [row["rows"] for row in entries],
        _("Note"): [row["note"] for row in entries],
    }
)
st.caption(
    _("{count} entries, the newest first. Personal values are masked.",
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
            _("Thing"): [_(TABLE_WORDS[change.table]) for change in found],
            _("Number"): [change.thing for change in found],
            _("Field"): [
                _(FIELD_WORDS.get(change.field, change.field)) for change in found
            ],
            _("From"): ["—" if c.before is None else told(c.before) for c in found],
            _("To"): [told(c.after) for c in found],
        }
    ),
    hide_index=True,
    key="changes",
)
