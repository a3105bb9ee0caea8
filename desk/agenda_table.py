"""An agenda as a table that a person fills in, in the words of the reader."""

from collections.abc import Callable, Mapping

import pandas as pd

from desk.progress_measures import FIRST, PROGRESS_MEASURES
from rules.agenda import MOST_MONTHS, VIEW_NAMES, Agenda, views_of
from rules.errors import PlanningError
from rules.language import N_

Say = Callable[[str], str]

PLACE, VIEW, MEASURE, TOWN, MONTHS = COLUMNS = (
    N_("Place in order"),
    N_("View"),
    N_("Measure"),
    N_("Town"),
    N_("Months back"),
)
OF_TOWNS = ("map", "compare")


def agenda_table(agenda: Agenda, towns: Mapping[str, str], say: Say) -> pd.DataFrame:
    """Return the views of an agenda as rows; what a view does not ask is missing.

    Parameters
    ----------
    towns : mapping
        Names of towns by code.
    """
    rows = [
        (
            at,
            say(VIEW_NAMES[view.kind]),
            say(PROGRESS_MEASURES[view.measure].title) if view.measure else None,
            _named(view.town, towns),
            view.months or None,
        )
        for at, view in enumerate(agenda.views, start=1)
    ]
    table = pd.DataFrame(rows, columns=[say(name) for name in COLUMNS])
    table = table.astype({say(MONTHS): "Int64", say(PLACE): "Int64"})
    return table.astype({say(name): "object" for name in (VIEW, MEASURE, TOWN)})


def offered(towns: Mapping[str, str], say: Say) -> dict[str, list[str]]:
    """Return what may be chosen in each column, in the words of the reader."""
    return {
        say(VIEW): [say(name) for name in VIEW_NAMES.values()],
        say(MEASURE): [say(m.title) for m in PROGRESS_MEASURES.values()],
        say(TOWN): [_named(code, towns) for code in towns],
    }


def agenda_of(
    table: pd.DataFrame, agenda: Agenda, towns: Mapping[str, str], say: Say
) -> Agenda:
    """Read an agenda from a filled table; its title and number are kept.

    A map without a measure shows the first one; rows without a view are left out,
    and rows without a place come last.

    Raises
    ------
    PlanningError
        If no view is left, or a number of months is none.
    """
    ordered = table.sort_values(say(PLACE), kind="stable", na_position="last")
    kinds = {say(name): kind for kind, name in VIEW_NAMES.items()}
    measures = {say(m.title): id_ for id_, m in PROGRESS_MEASURES.items()}
    codes = {_named(code, towns): code for code in towns}
    rows = ordered.rename(columns={say(name): name for name in COLUMNS})
    views = []
    for row in rows.to_dict("records"):
        kind = kinds.get(row[VIEW], "")
        if not kind:
            continue
        on_map = kind in OF_TOWNS
        views.append(
            {
                "kind": kind,
                "measure": measures.get(row[MEASURE], FIRST) if on_map else "",
                "town": codes.get(row[TOWN], "") if on_map else "",
                "months": _whole(row[MONTHS]) if kind == "compare" else None,
            }
        )
    return Agenda(title=agenda.title, views=views_of(views), agenda_id=agenda.agenda_id)


def _named(code: str, towns: Mapping[str, str]) -> str | None:
    return f"{towns.get(code) or code} ({code})" if code else None


def _whole(told: object) -> int | None:
    if pd.isna(told):
        return None
    if told != int(told):
        message = N_("two days of a meeting lie 1 to {most} months apart, not {told}")
        raise PlanningError(message, most=MOST_MONTHS, told=told)
    return int(told)
