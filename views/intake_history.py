"""The files that were taken in: how each was read; its conversion, undone."""

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.intake_history import convertible, reread
from desk.intake_plan import AS_THEY_ARE
from desk.intake_words import FORMAT_WORDS, TARGET_WORDS
from desk.workspace import Workspace
from geo.datum import READINGS
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
            _("When"): [_moment(row["at"]) for row in rows],
            _("Who"): [row["actor"] for row in rows],
            _("File"): [row["file"] for row in rows],
            _("Brought"): [_(TARGET_WORDS[row["target"]]) for row in rows],
            _("Kind"): [_(FORMAT_WORDS.get(r["format"], r["format"])) for r in rows],
            _("Rows"): [row["rows"] for row in rows],
            _("Taken in"): [row["imported"] for row in rows],
            _("As on record"): [row["unchanged"] for row in rows],
            _("Set aside"): [row["rejected"] for row in rows],
            _("Still waiting"): [row["waiting"] for row in rows],
            _("Conversion"): [row["reading"] or "—" for row in rows],
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


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).strftime("%Y-%m-%d %H:%M")


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
    if row["reading"] and (standing := convertible(workspace, row["intake_id"])):
        _ask_again(workspace, row, standing)


def _ask_again(workspace: Workspace, row: dict[str, Any], standing: int) -> None:
    """Offer to undo a conversion of coordinates, or to read them otherwise."""
    st.markdown(
        _(
            "The coordinates were read as **{reading}**; {count} houses stand where "
            "that put them.",
            reading=plain(reading_word(row["reading"])),
            count=f"{standing:,}",
        )
    )
    hand = Hand(workspace, choice.acting())
    others = [r for r in READINGS if ":" not in r and r != row["reading"]]
    options = [AS_THEY_ARE, "", *[r for r in others if r != AS_THEY_ARE]]

    def act(values: dict[str, Any]) -> Outcome:
        moved = reread(hand, row["intake_id"], values["reading"])
        return Outcome(done=_("{count} houses moved.", count=f"{moved:,}"))

    fields = [
        Field(
            name="reading", label=_("Read them as"), kind="one", options=options,
            show=lambda r: reading_word(r) if r else _("no place at all"),
        )
    ]  # fmt: skip
    show_form(f"reread-{row['intake_id']}", fields, act, button=_("Read them again"))
