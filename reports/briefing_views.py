"""The views of a meeting as HTML, one section each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from math import isfinite

from reports.briefing import (
    AgeingChart,
    AnswersView,
    CompareView,
    CoverView,
    Line,
    MapView,
    MoneyChart,
    PlanChart,
    TableView,
    View,
)
from reports.briefing_maps import Sheets, compare_view, map_view
from reports.chart_bars import NOT_COUNTED
from reports.chart_plan import COMPLETED, PLAN
from reports.charts import PHONE, SCREEN, chart_svg
from rules.language import N_

Say = Callable[[str], str]
Rows = Sequence[Sequence[str]]

MOST_ROWS, ONE_COLUMN = 28, 14  # of a table on one screen, and below each other
NUMBERS = N_("The numbers of this chart")
DAY, STEP, SOURCE = N_("Day"), N_("Waiting for"), N_("Source of the money")
NOTHING = "—"  # of a day ahead, or one that is not published
CLASSES = {
    CoverView: "cover",
    AnswersView: "answers",
    MapView: "mapped",
    CompareView: "compared",
    TableView: "listed",
    PlanChart: "chart",
    AgeingChart: "chart",
    MoneyChart: "chart",
}


def split_views(views: Sequence[View]) -> list[View]:
    """Part tables that are too long for a screen into several views."""
    return [part for view in views for part in _parts(view)]


def _parts(view: View) -> list[View]:
    if not isinstance(view, TableView) or len(view.rows) <= MOST_ROWS:
        return [view]
    begins = range(0, len(view.rows), MOST_ROWS)
    return [
        replace(
            view,
            title=f"{view.title} ({part}/{len(begins)})",
            rows=view.rows[begin : begin + MOST_ROWS],
            marked={
                at - begin: words
                for at, words in view.marked.items()
                if begin <= at < begin + MOST_ROWS
            },
        )
        for part, begin in enumerate(begins, start=1)
    ]


def view_html(view: View, number: int, sheets: Sheets, say: Say) -> str:
    """Write one view as a section; ``number`` counts from one."""
    map_number = f' data-map="{len(sheets.told)}"' if isinstance(view, MapView) else ""
    inside = _inside(view, number, sheets, say)
    shown = " shown" if number == 1 else ""
    return (
        f'<section class="view {CLASSES[type(view)]}{shown}" id="v{number}"'
        f'{map_number} aria-labelledby="t{number}">'
        f'<h2 id="t{number}" tabindex="-1">{escape(_title(view))}</h2>{inside}'
        "</section>"
    )


def _title(view: View) -> str:
    of_map = view.now if isinstance(view, CompareView) else view
    unit = getattr(of_map, "unit", "")
    return f"{view.title} ({unit})" if unit else view.title


def _inside(view: View, number: int, sheets: Sheets, say: Say) -> str:
    if isinstance(view, MapView):
        return map_view(view, sheets, say)
    if isinstance(view, CompareView):
        return compare_view(view, sheets, say)
    if isinstance(view, CoverView):
        return "".join(f"<p>{escape(line.text)}</p>" for line in view.lines)
    if isinstance(view, AnswersView):
        return f"<dl>{''.join(map(_answer, view.lines))}</dl>"
    if isinstance(view, TableView):
        return _listed(view)
    return _chart(view, number, say)


def _answer(line: Line) -> str:
    question, answer = escape(line.question), escape(line.text)
    return f"<div><dt>{question}</dt><dd>{answer}</dd></div>"


def _listed(view: TableView) -> str:
    """Write the sentence, then the rows: side by side in two halves if many."""
    rows = [
        f"<tr{' class=late' if at in view.marked else ''}>{_cells(row)}</tr>"
        for at, row in enumerate(view.rows)
    ]
    half = len(rows) if len(rows) <= ONE_COLUMN else -(-len(rows) // 2)
    tables = "".join(
        f'<div class="wide-table" tabindex="0"><table>{_head(view.heads)}'
        f"<tbody>{''.join(rows[at : at + half])}</tbody></table></div>"
        for at in range(0, len(rows), half or 1)
    )
    says = f'<p class="says">{escape(view.says)}</p>'
    return f'{says}<div class="halves">{tables}</div>'


def _chart(view: PlanChart | AgeingChart | MoneyChart, number: int, say: Say) -> str:
    drawn = "".join(
        chart_svg(view, say, form, f"c{number}{form.name[0]}").replace(
            "<svg ", f'<svg class="{form.name}" ', 1
        )
        for form in (SCREEN, PHONE)
    )
    heads, rows = _numbers(view, say)
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return (
        f'{drawn}<p class="says">{escape(view.says)}</p><details><summary>'
        f'{escape(say(NUMBERS))}</summary><div class="wide-table" tabindex="0"><table>'
        f"{_head(heads)}<tbody>{body}</tbody></table></div></details>"
    )


def _numbers(
    view: PlanChart | AgeingChart | MoneyChart, say: Say
) -> tuple[list[str], Rows]:
    """Return the numbers of a chart as a table, for those who do not see it."""
    if isinstance(view, PlanChart):
        rows = [
            [day.isoformat(), _whole(done), _whole(plan)]
            for day, done, plan in zip(view.days, view.done, view.planned, strict=True)
        ]
        return [say(DAY), say(COMPLETED), say(PLAN)], rows
    if isinstance(view, AgeingChart):
        rows = [[s, *own] for s, own in zip(view.steps, view.shown, strict=True)]
        return [say(STEP), *view.classes], rows
    rows = [
        [source, *(_sum(amount, say) for amount in own)]
        for source, own in zip(view.sources, view.amounts, strict=True)
    ]
    return [say(SOURCE), *view.states], rows


def _whole(value: float) -> str:
    return f"{value:,.0f}" if isfinite(value) else NOTHING


def _sum(value: float, say: Say) -> str:
    return f"{value:,.0f}" if isfinite(value) else say(NOT_COUNTED)


def _head(words: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{escape(word)}</th>' for word in words)
    return f"<thead><tr>{cells}</tr></thead>"


def _cells(row: Sequence[str]) -> str:
    """Write cells; a share, as 0–11 %, stays on one line."""
    return "".join(
        f"<td{' class=share' * words.endswith('%')}>{escape(words)}</td>"
        for words in row
    )
