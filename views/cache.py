"""The only cache of the pages: files made for download, by small keys."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import streamlit as st

from desk.briefing_paper import briefing_paper
from desk.case_ledgers import case_table, ledger_workbook
from desk.current import current_shelf, prepare
from desk.form_seen import FormSeen, form_seen
from desk.household_print import printed_household
from desk.intake_seen import Seen, columns_of, likely_systems, see
from desk.matching_tables import Matching, matching_of
from desk.order_file import order_csv
from desk.order_grade import graded_order
from desk.progress_answers import Answer, five_answers
from desk.publication import publication_workbook
from desk.sheets import village_map, visit_workbook
from desk.watch_list import WatchList, watch_list, watch_workbook
from desk.work_list import Waiting, work_list
from geo.mapping import ColumnMapping
from geo.self_grading import OrderGrading
from ledger.roles import Acting
from rules.adcode import Level
from rules.agenda import Agenda


@st.cache_resource(show_spinner=False)
def ready() -> bool:
    """Make sure there is a workspace; the demonstration is built once."""
    prepare()
    return True


@st.cache_data(max_entries=8, show_spinner=False)
def waiting(version: str, acting: Acting, everyones: bool) -> list[Waiting]:
    """Return the work list of somebody, until something is recorded."""
    workspace = current_shelf().workspace
    return work_list(workspace, acting, everyones=everyones)


@st.cache_data(max_entries=8, show_spinner=False)
def cases(version: str, acting: Acting, area: str, on: date | None) -> pd.DataFrame:
    """Return the cases of an area as a ledger lists them."""
    return case_table(current_shelf().workspace, acting, area, on)


@st.cache_resource(max_entries=4, show_spinner=False)
def matching(version: str, acting: Acting) -> Matching:
    """Return how lists and houses stand to each other, until something is recorded."""
    return matching_of(current_shelf().workspace, acting)


@st.cache_data(max_entries=8, show_spinner=False)
def order_file(version: str, event_id: str) -> bytes:
    """Return the order of visits as CSV."""
    shelf = current_shelf()
    return order_csv(shelf.triaged(event_id), shelf.slides(event_id))


@st.cache_data(max_entries=8, show_spinner=False)
def visit_file(version: str, event_id: str, town: str, lang: str) -> bytes:
    """Return the sheets of a town's villages as a workbook."""
    return visit_workbook(current_shelf(), event_id, town, lang)


@st.cache_data(max_entries=16, show_spinner=False)
def map_file(version: str, event_id: str, village: str, lang: str) -> bytes:
    """Return the printed map of a village as PNG."""
    return village_map(current_shelf(), event_id, village, lang)


@st.cache_data(max_entries=8, show_spinner=False)
def ledger_file(version: str, acting: Acting, level: Level, on: date) -> bytes:
    """Return the ledgers of a level as a workbook."""
    past = on if on < date.today() else None
    return ledger_workbook(current_shelf().workspace, acting, level, past)


@st.cache_data(max_entries=8, show_spinner=False)
def household_page(
    version: str, acting: Acting, household_id: str, on: date | None, lang: str
) -> bytes:
    """Return a household's file to print, as HTML."""
    return printed_household(current_shelf(), acting, household_id, on, lang)


@st.cache_data(max_entries=8, show_spinner=False)
def notice_file(
    version: str, acting: Acting, which: tuple[str, str], on: date | None
) -> bytes:
    """Return the notice of a step for an area as a workbook."""
    step, area = which
    workspace = current_shelf().workspace
    return publication_workbook(workspace, acting, step=step, area=area, on=on)


@st.cache_data(max_entries=8, show_spinner=False)
def meeting_file(
    version: str, state: int, agenda: Agenda, on: date, ending: str, lang: str
) -> bytes:
    """Return a meeting as one file, until something is recorded."""
    return briefing_paper(current_shelf(), agenda, on, ending, lang)


class Columns(NamedTuple):
    """Columns of a table as a person looks at them."""

    names: tuple[str, ...]
    examples: list[str]
    mapping: ColumnMapping
    reasons: dict[str, tuple[str, dict]]

    @property
    def width(self) -> int:
        """How many there are."""
        return len(self.names)


@st.cache_resource(max_entries=8, show_spinner=False)
def seen(version: str, path: str, part: str) -> Seen:
    """Return what is seen of a file that was brought."""
    return see(current_shelf().workspace, Path(path), part=part)


@st.cache_resource(max_entries=16, show_spinner=False)
def columns(version: str, path: str, part: str, target: str) -> Columns:
    """Return the columns of a brought table, and what they are taken for."""
    names, examples, proposal = columns_of(Path(path), part, target)
    return Columns(names, examples, proposal.mapping, proposal.reasons)


@st.cache_data(max_entries=16, show_spinner=False)
def likely_crs(version: str, bounds: tuple[float, ...] | None) -> list[str]:
    """Return the systems in which a file without one would lie in the county."""
    return likely_systems(current_shelf().workspace, bounds)


@st.cache_data(max_entries=4, show_spinner=False)
def order_grading(version: str, field_state: str, event_id: str) -> OrderGrading:
    """Return how the order of visits did, until the next finding."""
    return graded_order(current_shelf().triaged(event_id))


@st.cache_data(max_entries=4, show_spinner=False)
def watch_list_of(version: str, area: str, on: date) -> WatchList:
    """Return the disaster-prone watch list, until something is recorded."""
    shelf = current_shelf()
    return watch_list(shelf.workspace, on, area=area, known=shelf.judged())


@st.cache_data(max_entries=4, show_spinner=False)
def watch_file(version: str, area: str, on: date, lang: str) -> bytes:
    """Return the watch list as a workbook."""
    found = watch_list_of(version, area, on)
    return watch_workbook(current_shelf().workspace, found, lang, on)


@st.cache_resource(max_entries=6, show_spinner=False)
def form_of(version: str, filed: int, form: str, month: date) -> FormSeen:
    """Return a month's form, until something is recorded or filed."""
    return form_seen(current_shelf().workspace, form, month)


@st.cache_resource(max_entries=32, show_spinner=False)
def answers(version: str, position: int, on: date, exact: bool) -> tuple[Answer, ...]:
    """Return the answers to the leader's questions, until something is recorded."""
    return five_answers(current_shelf(), on, exact=exact)
