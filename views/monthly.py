"""Page: the two monthly forms, each number with the households behind it."""

from datetime import date

import streamlit as st

from desk.current import current_shelf
from desk.form_paper import form_file, paper_name, proof_file
from desk.form_seen import (
    FormSeen,
    first_due,
    is_over,
    months_on_record,
    next_due,
)
from desk.form_words import FORM_WORDS, row_places, shown_row
from desk.shelf import CountyShelf
from rules.forms import FORMS, due_on
from rules.times import local_time
from views import cache, choice, funds, monthly_cell, monthly_checks, monthly_history
from views.form_table import clicked, show_table
from views.forms import show_outcome
from views.words import _, plain

TABLE = "form-table"
NOT_KNOWN = "?"


def main() -> None:
    """Ask for a month and a form; show the paper, and what is behind it."""
    shelf = current_shelf()
    st.title(_("Monthly forms"))
    show_outcome(shelf.workspace)
    which, when = st.columns([2, 1], vertical_alignment="bottom")
    with which:
        form = choice.ask_view(
            _("Which form"), FORMS, "form", lambda f: _(FORM_WORDS[f])
        )
    with when:
        month = _ask_month(shelf)
    with st.spinner(_("Counting…")):
        filed = shelf.newest("forms")
        seen = cache.form_of(shelf.version, filed, form, month)
    number = _open_cell(seen)
    _keep_address(form, number)
    _next(seen)
    _state(seen)
    template = seen.shown.template
    title = template.titled(shelf.county_name, month)
    show_table(template, _rows(seen), TABLE, title=title, chosen=number)
    _files(shelf, seen)
    behind, checks = st.columns([1.15, 1], gap="medium")
    with behind:
        monthly_cell.show(shelf, seen, number)
    with checks:
        monthly_checks.show(shelf, seen)
        monthly_history.show(shelf, seen)
    st.divider()
    funds.show(shelf)


def _ask_month(shelf: CountyShelf) -> date:
    """Ask for a month; by default the one whose form is due."""
    today = date.today()
    months = [f"{month:%Y-%m}" for month in months_on_record(shelf.workspace, today)]
    at = min(1, len(months) - 1)  # the month before the one that is running
    chosen = st.selectbox(
        _("Month"), months, index=at, key="month", bind="query-params"
    )
    return date.fromisoformat(f"{chosen}-01")


def _open_cell(seen: FormSeen) -> int:
    """Return the column that is open: clicked, or as the address says, or the first."""
    number = clicked(TABLE) or st.query_params.get("cell", "1")
    known = {str(one.number) for one in seen.shown.template.columns}
    return int(number) if str(number) in known else 1


def _keep_address(form: str, number: int) -> None:
    for name, value in (("form", form), ("cell", str(number))):
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def _next(seen: FormSeen) -> None:
    """Say which form is due next, and by when, whatever month is open."""
    today = date.today()
    month = next_due(seen.filed_months, today)
    due = due_on(seen.shown.template, month)
    said = _("Due next: the form of {month}, by {day}.", month=_month(month), day=due)
    if due < today:
        late = _("{days} days late", days=(today - due).days)
        said = f"{said} :orange-badge[{late}]"
    st.markdown(f":material/event_upcoming: {said}")


def _month(month: date) -> str:
    return f"{month:%Y-%m}"


def _state(seen: FormSeen) -> None:
    """Say what is looked at: a draft, or what was filed; and by when it is due."""
    shown, filing = seen.shown, seen.filing
    period = _("Counted from {since} to {until}.", since=shown.since, until=shown.until)
    if filing is not None:
        made = local_time(filing.made_at)
        said = _("Filed on {when}.", when=made)
        if filing.number > 1:
            said = _("Correction {number}, filed on {when}.",
                     number=filing.number - 1, when=made)  # fmt: skip
        note = _("Note: {note}", note=plain(filing.note)) if filing.note else ""
        st.success(f"{said} {period} {note}", icon=":material/lock:")
        if seen.later:
            count = len(seen.later)
            st.warning(_("The records now give {count} other numbers.", count=count))
    else:
        _draft(seen, period)


def _draft(seen: FormSeen, period: str) -> None:
    """Say of a form that was not filed by when it is due, or that it never was."""
    month, today = seen.shown.month, date.today()
    due, begins = (
        due_on(seen.shown.template, month),
        first_due(seen.filed_months, today),
    )
    if not is_over(month, today):
        running = _("Draft: the month is still running; the form is due on {day}.",
                    day=due)  # fmt: skip
        st.info(f"{running} {period}")
    elif month < begins:
        st.info(f"{_before_all(seen, begins)} {period}")
    elif due < today:
        late = _("Draft, not filed: it was due on {day}, {days} days ago.",
                 day=due, days=(today - due).days)  # fmt: skip
        st.warning(f"{late} {period}", icon=":material/schedule:")
    else:
        st.info(f"{_('Draft, not filed: due on {day}.', day=due)} {period}")


def _before_all(seen: FormSeen, begins: date) -> str:
    """Say that nothing was due of a month before this office's first form."""
    if seen.filed_months:
        return _("A count only: the forms filed here begin with {month}.",
                 month=_month(begins))  # fmt: skip
    return _("A count only: no form was filed here yet; {month} is the first due.",
             month=_month(begins))  # fmt: skip


def _rows(seen: FormSeen) -> list[tuple[str, dict[int, str]]]:
    """Return the rows of the table as they are read."""
    columns = seen.shown.template.columns
    values, before = seen.values, seen.before_values
    now = {number: change.after for number, change in seen.later.items()}
    rows = [(_("This month"), values, {"unknown": NOT_KNOWN})]
    if seen.before:
        rows.append((_("Last month"), before, {"unknown": NOT_KNOWN}))
        rows.append((_("More or fewer"), seen.change_values, {"sign": True}))
    if seen.later:
        rows.append((_("As counted now"), now, {}))
    places = row_places(columns, *(row for _words, row, _how in rows))
    return [
        (words, shown_row(columns, row, places=places, **how))
        for words, row, how in rows
    ]


def _files(shelf: CountyShelf, seen: FormSeen) -> None:
    """Offer the paper where it may go out, and always its proof."""
    workspace, shown = shelf.workspace, seen.shown
    row = st.container(horizontal=True, gap="small")
    row.download_button(
        _("Form (Excel)"),
        data=lambda: form_file(workspace, shown, seen.filing),
        file_name=paper_name(workspace, shown),
        key="form-paper",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        disabled=not seen.may_go_out,
    )
    row.download_button(
        _("Proof: every number with its households (Excel)"),
        data=lambda: proof_file(seen.proof(workspace)),
        file_name=paper_name(workspace, shown, proof=True),
        key="form-proof",
        icon=":material/fact_check:",
        on_click="ignore",
    )
    _say_what_goes_out(seen)


def _say_what_goes_out(seen: FormSeen) -> None:
    st.caption(
        _("The proof names households by their numbers only; it stays in the office.")
        if seen.may_go_out
        else _("The form goes out when all checks hold, or once it is filed with a "
               "signed reason for those that do not.")
    )  # fmt: skip


main()
