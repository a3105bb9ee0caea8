"""What a file is, what it brings, which column is which, how places are read."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from desk.current import current_shelf
from desk.describe import event_words, word
from desk.field_words import FIELD_WORDS
from desk.intake_coordinates import needs_word
from desk.intake_plan import Plan
from desk.intake_seen import Seen
from desk.intake_words import FORMAT_WORDS, KIND_WORDS, MORE_FIELDS, TARGET_WORDS
from desk.workspace import Workspace
from geo.column_words import fields_of
from geo.layer_guess import EVENT
from geo.mapping import ColumnMapping
from rules.errors import PlanningError
from rules.vocabulary import DEPARTMENTS, GROUPS, LAYER_KINDS, RASTER_KINDS
from views import cache, choice
from views.intake_places import ask_readings
from views.intake_run import offer_run
from views.words import _, error_text, plain

TABLES = ("households", "list", "findings", "codes", "layer")
LEFT_OUT = "—"


def show_seen(path: Path) -> Seen | None:
    """Say what was seen of a file, or why it cannot be read."""
    try:
        with st.spinner(_("Looking at the file…")):
            seen = cache.seen(current_shelf().version, str(path), "")
            if len(seen.sight.parts) > 1:
                part = _ask_part(seen)
                seen = cache.seen(current_shelf().version, str(path), part)
    except PlanningError as error:
        st.error(error_text(error), icon=":material/block:")
        return None
    sight = seen.sight
    facts = {
        _("Kind"): _(FORMAT_WORDS[sight.format]),
        _("Rows"): "—" if sight.rows is None else f"{sight.rows:,}",
        _("Columns"): f"{len(sight.columns):,}" if sight.columns else "—",
        _("Letters"): sight.encoding or "—",
        _("Coordinate system"): sight.crs or _("not stated"),
    }
    with st.container(border=True):
        st.markdown(f"**{plain(sight.file)}**")
        st.markdown(
            " · ".join(f"{name}: **{plain(told)}**" for name, told in facts.items())
        )
        for note in sight.notes:
            st.caption(plain(note))
        if seen.before:
            st.info(_("A file with this very content was taken in before."))
    return seen


def _ask_part(seen: Seen) -> str:
    parts = list(seen.sight.parts)
    at = parts.index(seen.sight.part) if seen.sight.part in parts else 0
    return st.selectbox(_("Sheet or layer"), parts, index=at, key=f"part-{seen.path}")


def ask_plan(workspace: Workspace, seen: Seen) -> None:
    """Ask what is not clear, show what is proposed, and offer the preview."""
    if seen.quarantine:
        st.info(_("These rows were set aside before; corrected, they are taken in."))
        offer_run(workspace, seen, Plan(target="households"), dict)
        return
    target = _ask_target(seen)
    told: dict = {"target": target, "part": seen.sight.part}
    if seen.proposal is not None:
        mapping = _ask_mapping(seen, target)
        if mapping is None:
            return
        told["mapping"] = mapping.to_json()
    if target == "households" and seen.proposal is not None:
        told["readings"] = ask_readings(seen.groups)
        if needs_word(seen.groups, told["readings"]):
            st.warning(_("Say how the coordinates are to be read."))
            return
    more = _ASKED[target](seen) if target in _ASKED else {}
    if more is None:
        return
    offer_run(workspace, seen, Plan(**told | more), lambda: _typed(seen))


def _typed(seen: Seen) -> dict[str, str]:
    """Return what stands in the boxes of a layer at the moment of the click.

    A box that was typed into last has not told the page yet.
    """
    names = {"edition": "edition", "scale": "scale", "series": "series",
             "valid_from": "since"}  # fmt: skip
    found = {ours: choice.now_in(f"{box}-{seen.path}") for ours, box in names.items()}
    return {name: str(value) for name, value in found.items() if value}


def _ask_target(seen: Seen) -> str:
    options = _targets(seen)
    proposed = seen.plan.target if seen.plan else _likeliest(seen, options)
    at = options.index(proposed) if proposed in options else 0
    label = _("What it brings")
    return st.selectbox(
        label,
        options,
        index=at,
        format_func=lambda t: _(TARGET_WORDS[t]),
        key=f"target-{seen.path}-{seen.sight.part}",
    )


def _likeliest(seen: Seen, options: list[str]) -> str:
    scores = seen.proposal.scores if seen.proposal else {}
    return max(options, key=lambda target: scores.get(target, 0.0))


def _targets(seen: Seen) -> list[str]:
    if seen.sight.family == "shakemap":
        return [EVENT]
    if seen.proposal is not None:
        return list(TABLES)
    return ["layer", EVENT]


def _ask_mapping(seen: Seen, target: str) -> ColumnMapping | None:
    """Show each column of the file and what it is taken for; a person may change it."""
    path, part = str(seen.path), seen.sight.part
    told = cache.columns(current_shelf().version, path, part, target)
    names = {LEFT_OUT: LEFT_OUT} | {_field_word(f): f for f in fields_of(target)}
    words = {field: word for word, field in names.items()}
    known = seen.remembered and seen.plan is not None and seen.plan.target == target
    mapping = seen.proposal.mapping if known else told.mapping
    taken = {place: field for field, place in mapping.columns.items()}
    table = pd.DataFrame(
        {
            "heading": [name or f"#{at + 1}" for at, name in enumerate(told.names)],
            "first": told.examples,
            "field": [words.get(taken.get(at), LEFT_OUT) for at in range(told.width)],
            "why": [_why(told.reasons.get(taken.get(at))) for at in range(told.width)],
        }
    )
    st.subheader(_("Which column is which"))
    if known:
        st.caption(_("As the last file with these headings was read."))
    edited = st.data_editor(
        table,
        hide_index=True,
        disabled=["heading", "first", "why"],
        column_config={
            "heading": _("Column in the file"),
            "first": _("First values"),
            "field": st.column_config.SelectboxColumn(
                _("Is taken as"), options=list(names), required=True
            ),
            "why": _("Why"),
        },
        key=f"mapping-{path}-{part}-{target}-{choice.language()}",
    )
    return _mapping_of(mapping, [names[w] for w in edited["field"]], target)


def _mapping_of(
    proposed: ColumnMapping, fields: list[str], target: str
) -> ColumnMapping | None:
    given = [field for field in fields if field != LEFT_OUT]
    twice = sorted({field for field in given if given.count(field) > 1})
    if twice:
        said = ", ".join(_field_word(field) for field in twice)
        st.error(_("Two columns are taken as the same: {names}", names=said))
        return None
    places = {field: at for at, field in enumerate(fields) if field != LEFT_OUT}
    units = {f: unit for f, unit in proposed.units.items() if f in places}
    return ColumnMapping(
        target=target, headings=proposed.headings, columns=places, units=units
    )


def _field_word(field: str) -> str:
    return _(MORE_FIELDS.get(field) or FIELD_WORDS.get(field, field))


def _why(told: tuple[str, Mapping] | None) -> str:
    return _(told[0], **told[1]) if told and told[0] else ""


def _ask_layer(seen: Seen) -> dict | None:
    options = _kinds(seen)
    kind = st.selectbox(
        _("What the layer shows"),
        options if options[0] == (seen.plan and seen.plan.kind) else ["", *options],
        format_func=lambda k: _(KIND_WORDS[k]) if k else _("— choose —"),
        key=f"kind-{seen.path}-{seen.sight.part}",
    )
    if not kind:
        return None
    told = {"kind": kind}
    if not seen.sight.crs and seen.proposal is None:
        told["crs"] = _ask_crs(seen)
        if not told["crs"]:
            return None
    with st.expander(_("Edition, scale, from when on")):
        left, right = st.columns(2)
        told["edition"] = left.text_input(_("Edition"), key=f"edition-{seen.path}")
        told["scale"] = right.text_input(_("Scale"), key=f"scale-{seen.path}")
        told["series"] = left.text_input(
            _("Series"),
            key=f"series-{seen.path}",
            help=_("Of one series the newest edition in force counts; files without "
                   "a common series add up."),
        )  # fmt: skip
        since = right.date_input(_("In force from"), None, key=f"since-{seen.path}")
        told["valid_from"] = since.isoformat() if since else ""
    return told


def _kinds(seen: Seen) -> list[str]:
    guessed = [g.kind for g in seen.guesses if g.kind != EVENT]
    raster = seen.sight.family == "raster"
    fitting = [k for k in LAYER_KINDS if (k in RASTER_KINDS) == raster]
    wanted = seen.plan.kind if seen.plan else ""
    first = [wanted] if wanted else []
    return list(dict.fromkeys([*first, *guessed, *(fitting if not guessed else [])]))


def _ask_crs(seen: Seen) -> str:
    """Ask for the system of a file that states none; propose what would fit."""
    offered = cache.likely_crs(current_shelf().version, seen.sight.bounds)
    st.warning(_("The file does not say in which coordinate system it is."))
    return st.selectbox(
        _("Coordinate system"),
        ["", *offered],
        format_func=lambda code: code or _("— choose —"),
        key=f"crs-{seen.path}",
        accept_new_options=True,
    )


def _ask_list(seen: Seen) -> dict | None:
    department = st.selectbox(
        _("Whose list"), DEPARTMENTS, format_func=lambda d: word(d, _)
    )
    group = st.selectbox(
        _("Group of rows that name none"),
        ["", *GROUPS],
        format_func=lambda g: word(g, _) if g else "—",
    )
    return {"department": department, "group": group}


def _ask_event(seen: Seen) -> dict | None:
    events = {row["event_id"]: row for row in reversed(current_shelf().events())}
    if not events:
        st.info(_("Take the event first, on the page After a disaster."))
        return None
    event_id = st.selectbox(
        _("After which event"),
        list(events),
        format_func=lambda e: event_words(events[e]),
    )
    return {"event_id": event_id}


def _ask_hazard(seen: Seen) -> dict | None:
    hazards = {"": _("as the file says"), "earthquake": _("earthquake (intensity)"),
               "flood": _("flood (depth or extent)")}  # fmt: skip
    told = st.selectbox(_("What it shows"), list(hazards), format_func=hazards.get)
    return {"hazard": told}


_ASKED = {
    "layer": _ask_layer,
    "list": _ask_list,
    "findings": _ask_event,
    "event": _ask_hazard,
}
