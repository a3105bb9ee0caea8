"""Record a visit: what was seen, heard, noted and photographed (rule W10)."""

from typing import Any

import streamlit as st

from desk.field_words import CODE_WORDS
from desk.fieldwork import Visited, record_visit
from desk.household_file import HouseholdFile
from desk.photographs import Shot
from desk.workspace import Workspace
from ledger.roles import Acting
from rules.vocabulary import VISIT_KINDS
from views.case_acts import YES_NO
from views.forms import Field, Outcome, show_form
from views.words import _


def show(workspace: Workspace, acting: Acting, file: HouseholdFile) -> None:
    """Offer to record a visit to a household."""
    fields = [
        Field(name="kind", label=_("Kind of visit"), kind="one", options=VISIT_KINDS,
              show=lambda kind: _(CODE_WORDS[kind])),
        Field(name="on", label=_("Visited on"), kind="day", value="today"),
        Field(name="seen", label=_("Seen"), kind="text"),
        Field(name="heard", label=_("Heard: the owner's words"), kind="text"),
        Field(name="defects", label=_("Defects"), kind="text"),
        Field(name="suspected", label=_("Suspected of danger"), kind="yes"),
        Field(name="part", label=_("Part of the house on the photograph"), kind="text"),
        Field(name="picture", label=_("Photograph"), kind="file"),
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        told = {n: values[n] or None for n in ("seen", "heard", "defects")}
        visited = Visited(
            kind=values["kind"],
            on=values["on"],
            suspected=YES_NO[values["suspected"]],
            **told,
        )
        picture = values["picture"]
        shots = ()
        if picture is not None:
            part = values["part"] or None
            shots = (Shot(picture=picture.getvalue(), part=part),)
        made = record_visit(workspace, acting, file.household_id, visited, shots=shots)
        missing = ", ".join(_(gap) for gap in made.gaps)
        done = _("Visit recorded.")
        if missing:
            done += " " + _("Still missing in the record: {what}", what=missing)
        return Outcome(done=done, warnings=made.warnings)

    with st.expander(_("Record a visit"), icon=":material/add_a_photo:"):
        show_form(f"visit-{file.household_id}", fields, act, button=_("Save"))
