"""Notices of a month, in Word and as a workbook (rules R2, R3, R4, A2)."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from desk.notice_calendar import calendar_letter
from desk.notice_frame import Asked, as_of
from desk.notice_list import list_letter
from desk.notice_publication import publication_letter
from desk.notice_ranking import ranking_letter, talk_letter
from desk.notice_towns import progress_letter
from desk.shelf import CountyShelf
from ledger.roles import Acting
from reports.letter import Letter
from reports.letter_workbook import letter_workbook
from reports.official_letter import official_letter
from rules.errors import PlanningError
from rules.language import N_

LETTERS: Mapping[str, Callable[[Asked], Letter]] = MappingProxyType(
    {
        "list": list_letter,
        "progress": progress_letter,
        "ranking": ranking_letter,
        "talk": talk_letter,
        "calendar": calendar_letter,
        "publication": publication_letter,
    }
)
NOTICE_KINDS = tuple(LETTERS)
NOTICE_NAMES = MappingProxyType(
    {
        "list": N_("Names handed upward"),
        "progress": N_("Progress of the towns"),
        "ranking": N_("Ranking of the towns"),
        "talk": N_("Towns to be spoken to"),
        "calendar": N_("Calendar of deadlines"),
        "publication": N_("Notice to put up"),
    }
)
ENDINGS = (".docx", ".xlsx")


def notice(
    shelf: CountyShelf,
    acting: Acting,
    kind: str,
    month: date,
    ending: str = ".docx",
    *,
    area: str = "",
    step: str = "",
    posted: date | None = None,
) -> bytes:
    """Make a notice of a month, in Chinese as it goes out.

    Parameters
    ----------
    kind : str
        One of :data:`NOTICE_KINDS`.
    month : datetime.date
        Any day of it; which day's state is told, see :func:`desk.notice_frame.as_of`.
    ending : str
        One of :data:`ENDINGS`.
    area : str
        Of the list and of what is put up: a code; ``""`` is the reader's own.
    step : str
        Of what is put up; the last published one if not given.
    posted : datetime.date, optional
        The day it is put up: today, of a past month its last day if not given.

    Raises
    ------
    AccessError
        If the role may not read what the notice tells.
    PlanningError
        If there is no such notice, or nothing is on record for the month.
    """
    if ending not in ENDINGS:
        raise PlanningError(
            N_("a notice is made as {known}, not as {ending!r}"),
            known=", ".join(ENDINGS),
            ending=ending,
        )
    which = {"area": area, "step": step, "posted": posted}
    letter = notice_letter(shelf, acting, kind, month, **which)
    made = official_letter if ending == ".docx" else letter_workbook
    return made(letter)


def notice_letter(
    shelf: CountyShelf,
    acting: Acting,
    kind: str,
    month: date,
    *,
    area: str = "",
    step: str = "",
    posted: date | None = None,
) -> Letter:
    """Return what a notice says, before it is a file; see :func:`notice`."""
    if kind not in LETTERS:
        raise PlanningError(
            N_("no notice {kind!r}; there are: {known}"),
            kind=kind,
            known=", ".join(NOTICE_KINDS),
        )
    first = month.replace(day=1)
    if first > date.today():
        raise PlanningError(N_("{month} has not begun yet"), month=f"{first:%Y-%m}")
    on = as_of(shelf, kind, first)
    if posted is not None:
        on = min(posted, date.today())
    asked = Asked(shelf, acting, first, on, area, step, kind, posted)
    return LETTERS[kind](asked)
