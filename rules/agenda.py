"""Agendas: which views a meeting shows, in which order."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from rules.adcode import Level, level_of
from rules.errors import AdcodeError, PlanningError
from rules.language import N_
from rules.parameters import load_parameters

VIEW_NAMES = {
    "cover": N_("Cover"),
    "answers": N_("Five answers"),
    "map": N_("Map of a measure"),
    "compare": N_("Two days side by side"),
    "ranking": N_("Towns in order"),
    "deadlines": N_("Deadlines"),
    "plan": N_("Progress against the stage plan"),
    "ageing": N_("Ageing of open cases"),
    "money": N_("Money by source"),
}
COMPARE = "compare"
OF_MEASURE = ("map", COMPARE)  # the views that show a measure
MEETING = N_("Monthly meeting")
MOST_VIEWS = 40
MOST_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class AgendaView:
    """One view of a meeting.

    Attributes
    ----------
    kind : str
        One of ``VIEW_NAMES``.
    measure : str
        Of a map: an id of ``rules/parameters/progress.toml``; empty otherwise.
    town : str
        Nine digits: its villages are shown; empty: the towns of the county.
    months : int
        How many month ends back two days are compared; 0 of other views.
    """

    kind: str
    measure: str = ""
    town: str = ""
    months: int = 0

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Read a view from its values.

        Raises
        ------
        PlanningError
            If there is no such view, a map has no measure, or the town is none.
        """
        known = {k: str(values.get(k) or "") for k in ("kind", "measure", "town")}
        view = cls(**known, months=_months(known["kind"], values.get("months")))
        if view.kind not in VIEW_NAMES:
            kinds = " ".join(VIEW_NAMES)
            message = N_("no view {kind!r} of a meeting; there are: {kinds}")
            raise PlanningError(message, kind=view.kind, kinds=kinds)
        if view.kind in OF_MEASURE and not view.measure:
            raise PlanningError(N_("a map of a meeting names no measure"))
        if view.town and not _is_town(view.town):
            message = N_("{town!r} is not the code of a town (9 digits)")
            raise PlanningError(message, town=view.town)
        return view


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The views of a meeting, in their order; ``agenda_id`` is empty if not kept."""

    title: str
    views: tuple[AgendaView, ...]
    agenda_id: str = ""

    @classmethod
    def from_json(cls, title: str, text: str, agenda_id: str = "") -> Self:
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        PlanningError
            If the text is no list of views.
        """
        try:
            listed = json.loads(text)
        except json.JSONDecodeError as error:
            raise PlanningError(N_("the views of an agenda are unreadable")) from error
        return cls(title=title, views=views_of(listed), agenda_id=agenda_id)

    def to_json(self) -> str:
        """Write the views as text; what is not chosen is left out.

        Examples
        --------
        >>> Agenda(title="", views=(AgendaView(kind="cover"),)).to_json()
        '[{"kind": "cover"}]'
        """
        told = [{k: v for k, v in asdict(view).items() if v} for view in self.views]
        return json.dumps(told, ensure_ascii=False)


def views_of(listed: Sequence[Mapping[str, Any]]) -> tuple[AgendaView, ...]:
    """Read the views of an agenda.

    Raises
    ------
    PlanningError
        If there is none, there are too many, or one is not right.
    """
    if not isinstance(listed, list | tuple) or not listed:
        raise PlanningError(N_("an agenda needs at least one view"))
    if not all(isinstance(values, Mapping) for values in listed):
        raise PlanningError(N_("the views of an agenda are unreadable"))
    if len(listed) > MOST_VIEWS:
        message = N_("an agenda has at most {most} views, not {count}")
        raise PlanningError(message, most=MOST_VIEWS, count=len(listed))
    return tuple(AgendaView.from_values(values) for values in listed)


def usual_agenda() -> Agenda:
    """Return the agenda of an office that has saved none.

    Examples
    --------
    >>> [view.kind for view in usual_agenda().views][:3]
    ['cover', 'answers', 'map']
    """
    table = load_parameters("briefing")["agenda"]
    return Agenda(title=MEETING, views=views_of(table["views"]))


def _months(kind: str, told: object) -> int:
    if kind != COMPARE:
        return 0
    if told in (None, ""):
        return 1
    if not isinstance(told, int) or not 1 <= told <= MOST_MONTHS:
        message = N_("two days of a meeting lie 1 to {most} months apart, not {told}")
        raise PlanningError(message, most=MOST_MONTHS, told=told)
    return told


def _is_town(code: str) -> bool:
    try:
        return level_of(code) is Level.TOWN
    except AdcodeError:
        return False
