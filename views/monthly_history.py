"""What was handed in of a month: the form and its corrections, who and why."""

from functools import partial
from itertools import pairwise

import pandas as pd
import streamlit as st

from desk.form_filing import Filing, filings, found_as_filed
from desk.form_paper import form_file, paper_name
from desk.form_seen import FormSeen
from desk.form_words import changed_words
from desk.shelf import CountyShelf
from desk.workspace import Workspace
from rules.times import local_time
from views.words import _


def show(shelf: CountyShelf, seen: FormSeen) -> None:
    """List the filings of a form that was corrected, each with what it changed."""
    found = filings(shelf.workspace, seen.found.form, seen.found.month)
    if len(found) < 2:
        return
    columns, unknown = seen.found.template.columns, _("unknown")
    values = [one.values for one in found]
    changed = [
        changed_words(columns, *both, unknown=unknown) for both in pairwise(values)
    ]
    table = pd.DataFrame(
        {
            _("Filing"): [_name(one) for one in found],
            _("Filed"): [local_time(one.made_at) for one in found],
            _("Why it is corrected"): [one.note for one in found],
            _("Column: before, now"): ["", *changed],
            _("By"): [one.actor for one in found],
        }
    )
    with st.expander(_("All filings of this month")):
        st.dataframe(table, hide_index=True, height="content")
        st.caption(_("Each as it went out, ready to be printed again:"))
        row = st.container(horizontal=True, gap="small")
        for filing in found:
            row.download_button(
                _name(filing),
                data=partial(_paper, shelf.workspace, filing),
                file_name=paper_name(shelf.workspace, seen.found, number=filing.number),
                key=f"paper-{filing.filing_id}",
                icon=":material/download:",
                on_click="ignore",
            )


def _paper(workspace: Workspace, filing: Filing) -> bytes:
    return form_file(workspace, found_as_filed(workspace, filing), filing)


def _name(filing: Filing) -> str:
    if not filing.is_correction:
        return _("First filing")
    return _("Correction {number}", number=filing.number - 1)
