"""What is known of one map layer: its facts, its faults, its versions, and forms."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from desk.case_hand import Hand
from desk.field_words import FIELD_WORDS
from desk.history_words import act_word
from desk.layer_editing import (
    AS_THEY_ARE,
    DAYS,
    EDITORS,
    WORDS,
    end_layer,
    reread_layer,
    set_layer,
)
from desk.layer_findings import Message
from desk.layer_register import findings_of, layer_history
from desk.workspace import Workspace
from geo.datum import READINGS, words_of
from ledger.roles import Acting
from rules.editions import State
from rules.times import local_time
from rules.vocabulary import RASTER_KINDS
from views.forms import Field, Outcome, show_form
from views.panels import table_height
from views.words import _, plain

Row = dict[str, Any]

OFTEN = ("gcj02", "gcj02x2", "bd09")
FINDINGS_HEIGHT = 260


def show(workspace: Workspace, acting: Acting, row: Row, *, today: bool) -> None:
    """Show a layer, and to those who keep the maps what may be said of it."""
    st.subheader(plain(row["title"]))
    facts, found = st.columns([1, 1.3], gap="medium")
    with facts:
        _facts(row)
    with found:
        _findings(workspace, row)
    if today and acting.role in EDITORS:
        with st.expander(_("Edition, scale, days in force"), icon=":material/edit:"):
            _ask_facts(workspace, acting, row)
        if row["state"] is not State.ENDED:
            with st.expander(_("End this layer"), icon=":material/event_busy:"):
                _ask_end(workspace, acting, row)
        if row["kind"] not in RASTER_KINDS:
            label = _("Read its coordinates otherwise")
            with st.expander(label, icon=":material/my_location:"):
                _ask_reading(workspace, acting, row)
    with st.expander(_("Versions and their files"), icon=":material/history:"):
        _history(workspace, acting, row)


def _facts(row: Row) -> None:
    changed = row["area_change_ratio"]
    cells = {
        _("Layer number"): row["layer_id"],
        _("Map source"): row["source"],
        _("Series"): row["series"],
        _("Edition"): row["edition"],
        _("Scale"): row["scale"],
        _("In force from"): row["begins_on"].isoformat(),
        _("Not in force from"): row["valid_to"] and row["valid_to"].isoformat(),
        _("Replaced by"): row["replaced_by"],
        _("Features"): f"{row['features']:,}",
        _("Repaired"): f"{row['repaired'] or 0:,}",
        _("Area changed"): None if changed is None else f"{changed:.4%}",
        _("Overlap, m²"): _area(row["overlap_m2"]),
        _("Gap, m²"): _area(row["gap_m2"]),
        _("CRS as stated"): row["crs"],
        _("Conversion"): row["reading"] and _reading(row["reading"]),
        _("Imported"): f"{local_time(row['recorded_at'])} · {row['recorded_by']}",
    }
    told = {name: plain(str(cell)) if cell else "—" for name, cell in cells.items()}
    table = pd.DataFrame(told.items(), columns=["", " "]).set_index("")
    st.table(table, hide_header=True)


def _area(m2: float | None) -> str | None:
    return None if m2 is None else f"{m2:,.0f}"


def _reading(name: str) -> str:
    message, values = words_of(name)
    return _(message, **values)


def _findings(workspace: Workspace, row: Row) -> None:
    if row["state"] is State.REPLACED:
        st.info(_("{id} counts in its place.", id=row["replaced_by"]))
    found = findings_of(workspace, row)
    if found is None:
        st.caption(_("Nobody looked for faults in it when it was taken in."))
        return
    lines = [f"- {plain(_(message, **values))}" for message, values in found["quality"]]
    if lines:
        st.warning("\n".join(lines))
    else:
        st.caption(_("Nothing was found wrong when it was taken in."))
    _table(_("Polygons made valid"), _remade(found["remade"]))
    _table(_("Overlaps, the worst first"), _overlaps(found["overlaps"]))
    _table(_("Gaps, the worst first"), _gaps(found["gaps"]))


def _remade(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Feature"): [one["row"] for one in rows],
            _("Area before, m²"): [round(one["before_m2"]) for one in rows],
            _("Area after, m²"): [round(one["after_m2"]) for one in rows],
        }
    )


def _overlaps(rows: Sequence[Row]) -> pd.DataFrame:
    values = [one["values"] or ("", "") for one in rows]
    return pd.DataFrame(
        {
            _("Feature"): [one["first"] for one in rows],
            _("Its value"): [_value(pair[0]) for pair in values],
            _("Other feature"): [one["second"] for one in rows],
            _("Value there"): [_value(pair[1]) for pair in values],
            _("Shared, m²"): [round(one["m2"]) for one in rows],
        }
    )


def _gaps(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Area, m²"): [round(one["m2"]) for one in rows],
            _("Longitude"): [round(one["lon"], 6) for one in rows],
            _("Latitude"): [round(one["lat"], 6) for one in rows],
        }
    )


def _table(title: str, table: pd.DataFrame) -> None:
    if len(table):
        st.markdown(f"**{title}**")
        areas = [name for name in table if "m²" in name]
        written = st.column_config.NumberColumn(format="localized")
        st.dataframe(
            table,
            hide_index=True,
            height=table_height(table, FINDINGS_HEIGHT),
            column_config=dict.fromkeys(areas, written),
        )


def _value(value: object) -> str:
    if value is None:
        return _("unknown")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _ask_facts(workspace: Workspace, acting: Acting, row: Row) -> None:
    st.caption(
        _(
            "Of one series the edition that came into force last counts; files of one "
            "edition count together. Nothing is erased."
        )
    )
    fields = [
        Field(name=n, label=_(FIELD_WORDS.get(f"layer.{n}", FIELD_WORDS[n])),
              kind="any_day" if n in DAYS else "text", value=row[n])
        for n in (*WORDS, *DAYS)
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        told = {name: values[name] or None for name in (*WORDS, *DAYS)}
        changed = {name: v for name, v in told.items() if v != row[name]}
        hand = Hand(workspace, acting)
        made = set_layer(hand, row["layer_id"], changed, version=row["version"])
        return Outcome(done=_done(made))

    key = f"layer-{row['layer_id']}-{row['version']}"
    show_form(key, fields, act, button=_("Save"))


def _ask_end(workspace: Workspace, acting: Acting, row: Row) -> None:
    st.caption(_("It stays on record and still counts for the days before."))
    fields = [
        Field(name="on", label=_("Does not count from"), kind="any_day",
              value=date.today()),
        Field(name="note", label=_("Reason"), kind="text"),
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        hand = Hand(workspace, acting, note=values["note"])
        made = end_layer(hand, row["layer_id"], values["on"], version=row["version"])
        return Outcome(done=_done(made))

    key = f"layer-end-{row['layer_id']}-{row['version']}"
    show_form(key, fields, act, button=_("End"))


def _ask_reading(workspace: Workspace, acting: Acting, row: Row) -> None:
    st.caption(
        _(
            "The conversion made when it was taken in is undone, and another is made; "
            "the file of the version before stays."
        )
    )
    now = row["reading"] or AS_THEY_ARE
    fields = [
        Field(name="reading", label=_("Its coordinates are"), kind="one",
              options=_readings(now), value=now, show=_reading),
        Field(name="note", label=_("Reason"), kind="text"),
    ]  # fmt: skip

    def act(values: dict[str, Any]) -> Outcome:
        hand = Hand(workspace, acting, note=values["note"])
        reading = values["reading"]
        reread_layer(hand, row["layer_id"], reading, version=row["version"])
        return Outcome(done=_("Recorded."))

    key = f"layer-reading-{row['layer_id']}-{row['version']}"
    show_form(key, fields, act, button=_("Read so"))


def _readings(now: str) -> tuple[str, ...]:
    """Return what coordinates may be: degrees, and metres where they were metres."""
    often = dict.fromkeys((AS_THEY_ARE, *OFTEN, now))
    if now.startswith("EPSG"):
        often |= dict.fromkeys(name for name in READINGS if "+" not in name)
    return tuple(often)


def _done(made: Sequence[Message]) -> str:
    told = [plain(_(message, **values)) for message, values in made]
    return " · ".join([_("Recorded."), *told])


def _history(workspace: Workspace, acting: Acting, row: Row) -> None:
    rows = layer_history(workspace, acting, row["layer_id"])
    table = pd.DataFrame(
        {
            _("At"): [local_time(one["at"]) for one in rows],
            _("By"): [one["actor"] for one in rows],
            _("Act"): [act_word(one["verb"], workspace.policy, _) for one in rows],
            _("Changed"): [_changes(one["changes"]) for one in rows],
            _("File"): [one["file"] for one in rows],
            _("Note"): [one["note"] for one in rows],
        }
    )
    st.dataframe(table, hide_index=True)


def _changes(changes: dict[str, tuple[Any, Any]]) -> str:
    told = []
    for name, (was, now) in changes.items():
        if name != "file":  # it has a column of its own
            word = FIELD_WORDS.get(f"layer.{name}", FIELD_WORDS.get(name, name))
            told.append(f"{_(word)}: {was or '—'} → {now or '—'}")
    return "; ".join(told)
