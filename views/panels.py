"""Panels of records and lists that pages share."""

from collections.abc import Sized
from dataclasses import replace

import pandas as pd
import streamlit as st

from desk.describe import ANSWERS, RULE_COLUMNS, TASK_NAMES, figure, word
from desk.explain import place_of_village, why_household
from desk.shelf import CountyShelf
from geo.eligibility import Answer
from rules.vocabulary import STEPS
from views import choice
from views.words import _, plain

ROW_PX = 36
ICONS = {
    Answer.YES: ":material/check:",
    Answer.NO: ":material/close:",
    Answer.UNKNOWN: ":material/question_mark:",
}


def none_ranked(shelf: CountyShelf) -> str:
    """Say why there is no village to rank, and the way out."""
    if shelf.vector("seismic_zone") is None:
        return _("No seismic zone layer: import one.")
    return _(
        "No village to rank: no household that may be entitled lies in a "
        "zone of 7 degrees or above. Import a seismic zone layer or choose "
        "all towns."
    )


def parts_table(parts: list[dict]) -> pd.DataFrame:
    """Return the parts of a score as they are shown."""

    def number(value: float | None, unit: str = "") -> str:
        if value is None:
            return _("unknown")
        if unit == "ratio":
            return f"{value:.0%}"
        return f"{figure(value)} {_(unit)}" if unit else figure(value)

    return pd.DataFrame(
        {
            _("Part"): [_(p["title"]) for p in parts],
            _("Value"): [number(p["value"], p["unit"]) for p in parts],
            _("Weight"): [p["weight"] for p in parts],
            _("Points"): [number(p["points"]) for p in parts],
        }
    )


def household(shelf: CountyShelf, household_id: str, event_id: str = "") -> None:
    """Show a household's record (after an event), its verdicts, and its case."""
    acting = choice.acting()
    if event_id:
        acting = replace(acting, event_id=event_id)
    why = why_household(shelf, household_id, acting)
    place = place_of_village(shelf, why.village_code)
    st.subheader(_("Household {id}", id=plain(household_id)))
    rank = _("not ranked") if place.rank is None else f"{place.rank} / {place.ranked}"
    ranked = _("rank of its village: {rank}", rank=rank)
    name = plain(why.record["head_name"] or _("name not on record"))
    st.caption(f"{name} · {plain(place.town)} {plain(place.name)} · {ranked}")
    facts, law, case = st.columns(3, gap="medium")
    with facts:
        st.markdown(f"**{_('Record')}**")
        page = "responder" if event_id else "planner"
        asked = {"lang": choice.language(), "page": page, "event": event_id}
        described = shelf.describe_house(why.position, asked)
        cells = [[plain(cell) for cell in row] for row in described.rows]
        st.table(pd.DataFrame(cells, columns=["", " "]).set_index(""), hide_header=True)
        for row in why.record["memberships"] or ():
            department = row["certified_by"] or _("not certified by any department yet")
            st.caption(plain(f"{word(row['group_name'], _)}: {department}"))
    with law:
        st.markdown(f"**{_('What the law says')}**")
        _show_checks(why.checks)
    with case:
        st.markdown(f"**{_('Steps of the case')}**")
        _show_steps(shelf, why.steps)


def _show_checks(checks: list[dict]) -> None:
    for task, name in TASK_NAMES.items():
        st.markdown(_(name))
        for check in (c for c in checks if c["task"] == task):
            answer = check["answer"]
            office = f" ({_('office reading')})" if check["basis"] == "office" else ""
            asked = " / ".join(_(RULE_COLUMNS.get(c, c)) for c in check["columns"])
            st.caption(
                f"{ICONS[answer]} {asked}: {_(ANSWERS[answer])} · "
                f"{plain(check['clause'])}{office}"
            )


def _show_steps(shelf: CountyShelf, steps: list[tuple] | None) -> None:
    if not steps:
        st.caption(_("Not for this role.") if steps is None else _("No case."))
        return
    names = {step.id: step.name for step in shelf.workspace.policy.steps}
    for _case, step, day in sorted(steps, key=lambda s: (s[2], STEPS.index(s[1]))):
        st.caption(f"{day.isoformat()} · {plain(names[step])}")


def link_to_file(household_id: str) -> None:
    """Show the way to the file of a household."""
    choice.open_household(household_id)
    label = _("Open the household file of {id}", id=plain(household_id))
    st.page_link(choice.page("household"), label=label, icon=":material/folder_open:")


def content_key(codes: pd.Series) -> int:
    """Name the content of a list, so that a tick never moves on to another row."""
    return hash(tuple(codes))


def table_height(rows: Sized, most_px: int) -> int | str:
    """Let a short table be as high as its rows, and a long one scroll."""
    return "content" if len(rows) * ROW_PX < most_px else most_px
