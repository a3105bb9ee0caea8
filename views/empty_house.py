"""An empty house of one household: 两断一清一锁, with four photographs (rule W9)."""

from dataclasses import fields
from datetime import date
from typing import Any

import streamlit as st

from desk.board_doors import SECURED
from desk.describe import word
from desk.field_words import FIELD_WORDS
from desk.photographs import Shot
from desk.vacated import (
    Left,
    gaps_of,
    parts_shown,
    record_vacated,
    vacated_of,
)
from desk.workspace import Workspace
from ledger.roles import Acting
from rules.casefile import Vacated
from views.case_acts import YES_NO
from views.forms import Field, Outcome, reason_text, show_form
from views.words import _, plain


def show(workspace: Workspace, acting: Acting, household_id: str) -> None:
    """Show what each empty house of a household lacks, and take it in."""
    rows = vacated_of(workspace, household_id)
    shown = parts_shown(workspace, household_id=household_id)
    for row in rows:
        gaps = gaps_of(row, shown, date.today())
        where = word(row["moved_to"], _) if row["moved_to"] else ""
        day = row["vacated_on"].isoformat() if row["vacated_on"] else ""
        title = " · ".join(filter(None, [_("Empty house"), day, where]))
        with st.expander(plain(title), expanded=bool(gaps)):
            for gap in gaps:
                st.markdown(f"- {reason_text(gap)}")
            if not gaps:
                st.success(_("Settled: nothing is missing."))
            _ask(workspace, acting, row)


def _ask(workspace: Workspace, acting: Acting, row: dict[str, Any]) -> None:
    asked = []
    for part in SECURED:
        label = _(FIELD_WORDS[part])
        picture = _("Photograph: {part}", part=label)
        asked += [
            Field(name=part, label=label, kind="yes", value=row[part]),
            Field(name=f"{part}-picture", label=picture, kind="file"),
        ]
    threat = "threatens_neighbours"
    asked += [
        Field(name=threat, label=_(FIELD_WORDS[threat]), kind="yes", value=row[threat]),
        Field(name="demolished_on", label=_("Demolished on"), kind="day",
              value=row["demolished_on"]),
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        made = record_vacated(
            workspace, acting, row["household_id"], _left(row, values),
            vacated_id=row["vacated_id"], version=row["entry_seq"],
        )  # fmt: skip
        return Outcome(done=_("Recorded: {what}", what=made.vacated_id),
                       warnings=made.warnings)  # fmt: skip

    key = f"empty-{row['vacated_id']}-{row['entry_seq']}"
    show_form(key, asked, act, button=_("Save"))


def _left(row: dict[str, Any], values: dict[str, Any]) -> Left:
    """Return the house as it is on record, with what is said of it now."""
    known = {field.name: row[field.name] for field in fields(Vacated)}
    told = {name: YES_NO[values[name]] for name in (*SECURED, "threatens_neighbours")}
    told |= {"demolished_on": values["demolished_on"]}
    pictures = {part: values[f"{part}-picture"] for part in SECURED}
    return Left(
        house=Vacated(**known | told),
        checked_on=date.today(),
        left_on=row["vacated_on"],
        shots=tuple(
            Shot(picture=picture.getvalue(), part=part)
            for part, picture in pictures.items()
            if picture is not None
        ),
    )
