"""The files that were taken in: how each was read; its conversion, undone."""

from typing import Any

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.intake_history import convertible, reread
from desk.intake_plan import AS_THEY_ARE
from desk.intake_words import FORMAT_WORDS, TARGET_WORDS
from desk.workspace import Workspace
from geo.datum import READINGS
from rules.times import local_time
from views import choice
from views.forms import Field, Outcome, show_form
from views.intake_places import reading_word
from views.intake_run import field_word
from views.panels import table_height
from views.words import _, plain

HEIGHT = 420


def show_history(workspace: Workspace, rows: list[dict[str, Any]]) -> None:
    """List the files; of the picked one show how it was read."""
    if not rows:
        st.info(_("No file was taken in yet."))
        return
    table = pd.DataFrame(
        {
            _("When"): [local_time(row["at"]) for row in rows],
            _("Who"): [row["actor"] for row in rows],
            _("File"): [row["file"] for row in rows],
            _("Brought"): [_(TARGET_WORDS[row["target"]]) for row in rows],
            _("Kind"): [_(FORMAT_WORDS.get(r["format"], r["format"])) for r in rows],
            _("Rows"): [row["rows"] for row in rows],
            _("Taken in"): [row["imported"] for row in rows],
            _("As on record"): [row["unchanged"] for row in rows],
            _("Set aside"): [row["rejected"] for row in rows],
            _("Still waiting"): [row["waiting"] for row in rows],
            _("Conversion"): [
                reading_word(row["reading"]) if row["reading"] in READINGS else "—"
                for row in rows
            ],
        }
    )
    picked = st.dataframe(
        table,
        hide_index=True,
        height=table_height(table, HEIGHT),
        on_select="rerun",
        selection_mode="single-row",
        key="intakes",
    )
    chosen = [at for at in picked["selection"]["rows"] if at < len(rows)]
    if not chosen:
        st.caption(_("Pick a file to see how it was read."))
        return
    _show_one(workspace, rows[chosen[0]])


def _show_one(workspace: Workspace, row: dict[str, Any]) -> None:
    st.subheader(plain(row["file"]))
    columns = row["columns"]
    if columns:
        told = ", ".join(f"{plain(h)} → {field_word(f)}" for f, h in columns.items())
        st.markdown(told)
    for name, value in ((_("Letters"), row["encoding"]), (_("Sheet"), row["part"]),
                        (_("Coordinate system"), row["crs"])):  # fmt: skip
        if value:
            st.caption(f"{name}: {plain(value)}")
    st.caption(f"SHA-256: {row['sha256']}")
    for now, standing in convertible(workspace, row["intake_id"]).items():
        _ask_again(workspace, row, now, standing)


def _ask_again(
    workspace: Workspace, row: dict[str, Any], now: str, standing: int
) -> None:
    """Offer to undo a conversion of coordinates, or to read them otherwise."""
    st.markdown(
        _(
            "The coordinates are read as: {reading}; {count} houses stand where "
            "that put them.",
            reading=plain(reading_word(now)),
            count=f"{standing:,}",
        )
    )
    hand = Hand(workspace, choice.acting())
    others = [row["reading"], *[r for r in READINGS if ":" not in r]]
    options = [r for r in dict.fromkeys([AS_THEY_ARE, *others]) if r != now]

    def act(values: dict[str, Any]) -> Outcome:
        moved = reread(hand, row["intake_id"], values["reading"], now)
        return Outcome(done=_("{count} houses moved.", count=f"{moved:,}"))

    fields = [
        Field(
            name="reading", label=_("Read them as"), kind="one", options=options,
            value=options[0], show=reading_word,
        )
    ]  # fmt: skip
    show_form(
        f"reread-{row['intake_id']}-{now}", fields, act, button=_("Read them again")
    )
