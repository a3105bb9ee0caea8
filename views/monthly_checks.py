"""The checks of a monthly form, and its filing: failed ones first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.form_filing import file_form
from desk.form_found import FormCheck, FormFound, NotCounted
from desk.form_seen import FormSeen, is_over
from desk.shelf import CountyShelf
from ledger.roles import Role
from views import choice
from views.forms import Field, Outcome, show_form
from views.panels import table_height
from views.words import _, plain

TABLE_HEIGHT = 300
SHOWN_NUMBERS = 200  # of households under one check


def show(shelf: CountyShelf, seen: FormSeen) -> None:
    """List the checks and who is not counted; offer to file."""
    found = seen.shown
    st.subheader(_("Checks"))
    fulfilled = [check for check in found.checks if check.ok]
    reasons = seen.filing.reasons if seen.filing else {}
    _summary(found, len(fulfilled), reasons)
    for check in (*found.refused, *found.to_explain):
        _one(check, reasons)
    with st.expander(_("{count} checks hold", count=len(fulfilled))):
        for check in fulfilled:
            _one(check, {})
    _left_out(found.not_counted)
    if choice.acting().role is Role.PLANNER:
        _filing(shelf, seen)


def _summary(found: FormFound, holding: int, reasons: Mapping[str, str]) -> None:
    said = _("{holding} of {count} hold", holding=holding, count=len(found.checks))
    if found.refused:
        said += " · " + _("{count} keep the form here", count=len(found.refused))
    signed = [check for check in found.to_explain if check.id in reasons]
    if signed:
        said += " · " + _("{count} explained, signed", count=len(signed))
    if open_ := len(found.to_explain) - len(signed):
        said += " · " + _("{count} need a reason", count=open_)
    st.markdown(plain(said))


def _one(check: FormCheck, reasons: Mapping[str, str]) -> None:
    icon = ":material/check:"
    if check.refuses:
        icon = ":red[:material/block:]"
    elif check.needs_reason:
        icon = ":orange[:material/edit_note:]"
    asked = f"**{plain(_(check.asks))}** · " if check.asks else ""
    said = asked + plain(check.says.told(choice.language()))
    clause = f" :gray[{plain(check.clause)}]" if check.clause else ""
    columns = ", ".join(map(str, check.cells))
    where = f" · {_('columns {columns}', columns=columns)}" if columns else ""
    st.markdown(f"{icon} {said}{where}{clause}")
    if reasons.get(check.id):
        st.caption(_("Signed reason: {reason}", reason=plain(reasons[check.id])))
    if check.households and not check.ok:
        shown = check.households[:SHOWN_NUMBERS]
        more = len(check.households) - len(shown)
        tail = f" … +{more:,}" if more else ""
        count = len(check.households)
        with st.expander(_("{count} households concerned", count=count)):
            st.markdown(plain(", ".join(shown) + tail))


def _left_out(missing: tuple[NotCounted, ...]) -> None:
    if not missing:
        return
    with st.expander(_("{count} cases are not counted", count=f"{len(missing):,}")):
        table = pd.DataFrame(
            {
                _("Household"): [one.household_id for one in missing],
                _("Why not counted"): [
                    one.why.told(choice.language()) for one in missing
                ],
            }
        )
        st.dataframe(table, hide_index=True, height=table_height(table, TABLE_HEIGHT))


def _filing(shelf: CountyShelf, seen: FormSeen) -> None:
    """Offer to file the form, or a correction."""
    corrects = seen.filing is not None
    st.subheader(_("Correct what was filed") if corrects else _("File the form"))
    if not is_over(seen.found.month, date.today()):
        st.caption(_("It can be filed when the month is over."))
    elif corrects and not seen.later:
        st.caption(_("The records still give what was filed: nothing to correct."))
    elif seen.found.refused:
        st.error(_("It cannot be filed before the checks above hold."))
        for check in seen.found.refused if corrects else ():
            _one(check, {})
    else:
        _ask(shelf, seen)


def _ask(shelf: CountyShelf, seen: FormSeen) -> None:
    """Ask for the reasons that are needed, and file."""
    found, acting, corrects = seen.found, choice.acting(), seen.filing is not None

    def act(values: dict[str, Any]) -> Outcome:
        told = {name: (words or "").strip() for name, words in values.items()}
        hand, note = Hand(shelf.workspace, acting), told.pop("note")
        filing = file_form(hand, found, told, note, before=seen.before)
        if not filing.is_correction:
            return Outcome(done=_("Filed. From now on these numbers stand."))
        number = filing.number - 1
        return Outcome(done=_("Filed as correction {number}.", number=number))

    note = _("Why it is corrected") if corrects else _("Note")
    fields = [*_reasons(seen), Field(name="note", label=note, kind="text")]
    if fields[1:]:
        st.caption(_("Each of these goes out with the reason that you sign:"))
    button = _("File the correction") if corrects else _("File the form")
    key = f"file-{found.form}-{found.month:%Y-%m}-{found.position}"
    show_form(key, fields, act, button=button)


def _reasons(seen: FormSeen) -> list[Field]:
    """Ask for a reason of each check that needs one; the last one signed stands."""
    signed = seen.filing.reasons if seen.filing else {}
    return [
        Field(
            name=check.id,
            label=check.says.told(choice.language()),
            above=plain(check.says.told(choice.language())),
            kind="text",
            value=signed.get(check.id, ""),
        )
        for check in seen.found.to_explain
    ]
