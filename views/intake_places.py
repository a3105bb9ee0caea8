"""How coordinates are read: what the datum doctor found, and a person's word."""

import pandas as pd
import streamlit as st

from desk.intake_coordinates import PlaceGroup
from desk.intake_plan import AS_THEY_ARE
from geo.datum import Diagnosis, words_of
from views import choice
from views.words import _, plain

MOST_SHOWN = 6


def reading_word(reading: str) -> str:
    """Say a reading in the reader's words."""
    message, values = words_of(reading)
    return _(message, **values)


def told_by(found: Diagnosis) -> str:
    """Say what the doctor found, readings in the reader's words."""
    message, values = found.told
    named = {n: reading_word(v) for n, v in values.items() if n in ("best", "second")}
    return _(message, **values | named)


def ask_readings(groups: tuple[PlaceGroup, ...]) -> dict[str, str]:
    """Show what was found for each form of coordinates, and ask how to read them.

    Nothing but degrees as they are is taken without a person's word.
    """
    if not groups:
        return {}
    st.subheader(_("Where the houses are"))
    asked = [g for g in groups if len(groups) == 1 or not _is_odd(g)]
    told = {group.key: _ask_group(group, alone=len(asked) == 1) for group in asked}
    if odd := sum(group.rows for group in groups if group not in asked):
        st.caption(
            _(
                "{count} more rows are too few to judge: they are taken as they "
                "stand, and set aside where that cannot be.",
                count=f"{odd:,}",
            )
        )
    return {key: reading for key, reading in told.items() if reading}


def _is_odd(group: PlaceGroup) -> bool:
    return group.diagnosis.reading is None and not group.diagnosis.candidates


def _ask_group(group: PlaceGroup, *, alone: bool) -> str:
    found = group.diagnosis
    with st.container(border=True):
        if not alone:
            st.markdown(f"**{_('{count} rows', count=f'{group.rows:,}')}**")
        said = plain(told_by(found))
        if found.reading:
            proposed = _("Proposed: {reading}", reading=reading_word(found.reading))
            said = f"**{plain(proposed)}** · {said}"
        if found.reading in (None, AS_THEY_ARE):
            (st.info if found.reading is None else st.success)(said)
        else:
            st.warning(said)
        if found.ask:
            st.caption(plain(_(found.ask)))
        _show_candidates(group)
        options = _options(group)
        at = options.index(found.reading) if found.reading == AS_THEY_ARE else 0
        return st.selectbox(
            _("Read them as"),
            options,
            index=at,
            format_func=lambda r: reading_word(r) if r else _("— choose —"),
            key=f"reading-{group.key}-{choice.kept('drop-round') or 0}",
        )


def _options(group: PlaceGroup) -> list[str]:
    found = group.diagnosis
    named = [c.reading for c in found.candidates[:MOST_SHOWN]]
    first = [found.reading] if found.reading else []
    own = [AS_THEY_ARE] if group.degrees else []
    choices = list(dict.fromkeys([*first, *own, *named]))
    if found.reading == AS_THEY_ARE:
        return choices
    return [*own, *choices] if found.reading is None and own else ["", *choices]


def _show_candidates(group: PlaceGroup) -> None:
    shown = group.diagnosis.candidates[:MOST_SHOWN]
    if not shown:
        return
    table = pd.DataFrame(
        {
            _("Read as"): [reading_word(c.reading) for c in shown],
            _("In their village"): [_share(c.in_village) for c in shown],
            _("In the county"): [_share(c.in_county) for c in shown],
        }
    )
    st.dataframe(table, hide_index=True, key=f"candidates-{group.key}")


def _share(ratio: float | None) -> str:
    return _("unknown") if ratio is None or ratio != ratio else f"{ratio:.0%}"
