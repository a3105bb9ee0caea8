"""The five questions of who has five minutes, answered before anything else."""

import streamlit as st

from desk.progress_answers import Answer
from desk.progress_told import Told
from desk.shelf import CountyShelf
from views import cache, steering
from views.progress_asked import Asked, reads_cases
from views.words import _, plain

TIGHT = """<style>
[data-testid=stMainBlockContainer] { padding-top: 4rem }
.st-key-answers { gap: 0 }
.st-key-answers [data-testid=stMarkdownContainer] { margin-bottom: 0 }
.st-key-answers [data-testid=stMarkdown] p { margin: 0; padding: 0.2rem 0 }
.st-key-answers [data-testid=stHorizontalBlock] { gap: 0 0.75rem }
.st-key-answers button { min-height: 1.9rem; padding: 0 }
.st-key-answers button p { white-space: nowrap }
</style>"""
WIDTHS = [1, 5]  # question and answer


def show(shelf: CountyShelf, asked: Asked) -> None:
    """Answer each question in a line; the question shows it on map and chart."""
    position = shelf.newest()
    found = cache.answers(shelf.version, position, asked.day, reads_cases())
    st.html(TIGHT)
    with st.container(key="answers"):
        for place, answer in enumerate(found):
            _line(place, answer)


def _line(place: int, answer: Answer) -> None:
    shown = {"measure": answer.measure, "town": "", "village": ""}
    if answer.chart:
        shown["below"] = answer.chart
    question, said = st.columns(WIDTHS)
    question.button(
        _(answer.question),
        key=f"answer-{place}",
        type="tertiary",
        help=_("Show it on the map"),
        on_click=steering.choose,
        args=(shown,),
    )
    said.markdown(_emphasised(answer.told))


def _emphasised(told: Told) -> str:
    """Write the first sentence bold, for who reads no further."""
    first, whole = told.remark.said(_), told.said(_)
    rest = whole.removeprefix(first).lstrip()
    return f"**{plain(first)}** {plain(rest)}"
