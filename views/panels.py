"""Panels of records and lists that pages share."""

from collections.abc import Sized
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from desk.describe import ANSWERS, RULE_COLUMNS, TASK_NAMES, figure, word
from desk.explain import VillageWhy, why_household, why_village
from desk.shelf import CountyShelf
from geo.eligibility import Answer
from rules.scoring import scoring
from rules.vocabulary import STEPS
from views import choice
from views.words import _, plain

RANKING_HEIGHT = 480
ROW_PX = 36
ICONS = {
    Answer.YES: ":material/check:",
    Answer.NO: ":material/close:",
    Answer.UNKNOWN: ":material/question_mark:",
}


def ranking(shelf: CountyShelf, town: str) -> str:
    """Show the ranked villages; returns the code of the picked one, or ``""``."""
    table = shelf.ranking()
    table = table[table["village_code"].str.startswith(town)]
    if table.empty:
        st.info(_none_ranked(shelf))
        return ""
    st.subheader(_("Pilot villages, {count}", count=f"{len(table):,}"))
    shown = pd.DataFrame(
        {
            "#": table["rank"],
            _("Village"): table["village_name"],
            _("Town"): table["town_name"],
            _("Score"): table["score"],
            _("Entitled"): table["entitled"],
            _("Not known yet"): table["undecided"],
        }
    )
    widths = {"#": 44, _("Village"): 84, _("Town"): 84, _("Entitled"): 62}
    config = {n: st.column_config.Column(width=w) for n, w in widths.items()}
    config[_("Score")] = st.column_config.NumberColumn(format="%.3f", width=62)
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=RANKING_HEIGHT,
        on_select="rerun",
        selection_mode="single-row",
        column_config=config,
        key=f"ranking-{town}",
    )
    rows = [row for row in picked["selection"]["rows"] if row < len(table)]
    return str(table.iloc[rows[0]]["village_code"]) if rows else ""


def _none_ranked(shelf: CountyShelf) -> str:
    if shelf.vector("seismic_zone") is None:
        return _("No seismic zone layer: import one.")
    return _(
        "No village to rank: no household that may be entitled lies in a "
        "zone of 7 degrees or above. Import a seismic zone layer or choose "
        "all towns."
    )


def record(shelf: CountyShelf, asked: dict | None) -> None:
    """Show what was clicked on the map or picked in the list, by kind and id."""
    if asked and asked.get("kind") == "house":
        household(shelf, asked["id"])
    elif asked and asked.get("kind") == "village":
        village(shelf, asked["id"])
    else:
        st.caption(_("Click a village or a house to see its record and why."))


def village(shelf: CountyShelf, code: str) -> None:
    """Show a village's rank and the parts of its score."""
    why = why_village(shelf, code)
    st.subheader(plain(f"{why.town} {why.name}"))
    columns = st.columns(4)
    rank = _("not ranked") if why.rank is None else f"{why.rank} / {why.ranked}"
    columns[0].metric(_("Rank"), rank)
    score = _("unknown") if why.score is None else f"{why.score:.3f}"
    columns[1].metric(_("Score"), score)
    entitled = "—" if why.rank is None else f"{why.entitled} + {why.undecided}"
    columns[2].metric(_("Entitled, not known yet"), entitled)
    columns[3].metric(_("Households"), f"{why.households:,}")
    if not why.parts:
        st.caption(_why_unranked(shelf, why))
        return
    st.dataframe(_parts_table(why.parts), hide_index=True)
    st.caption(
        _(
            "Weights are the office's, not a document's: {source}",
            source=plain(_(scoring().source)),
        )
    )


def _why_unranked(shelf: CountyShelf, why: VillageWhy) -> str:
    if shelf.vector("seismic_zone") is None:
        return _("No seismic zone layer: import one.")
    place = shelf.exposure().village_codes.index(why.code)
    degree = shelf.judged().hazards["design_intensity_degree"]
    degree = degree[shelf.exposure().village == place]
    if unknown := np.count_nonzero(~(degree > 0)):  # NaN is not above 0 either
        return _(
            "Not ranked: the design intensity is unknown at {unknown} of {houses} "
            "households.",
            unknown=f"{unknown:,}",
            houses=f"{len(degree):,}",
        )
    return _("Below 7 degrees, or no family here may be entitled: outside the pilots.")


def _parts_table(parts: list[dict]) -> pd.DataFrame:
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
    place = why_village(shelf, why.village_code)
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


def table_height(rows: Sized, most_px: int) -> int | str:
    """Let a short table be as high as its rows, and a long one scroll."""
    return "content" if len(rows) * ROW_PX < most_px else most_px
