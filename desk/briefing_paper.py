"""A meeting to carry: one HTML file with everything in it, or one page as PDF."""

from datetime import date

from desk.briefing import briefing
from desk.shelf import CountyShelf
from reports.briefing_html import briefing_html
from reports.one_page import one_page
from rules.agenda import Agenda
from rules.errors import FileError
from rules.language import LANGUAGES, N_

WRITERS = {".html": briefing_html, ".pdf": one_page}


def briefing_paper(
    shelf: CountyShelf,
    agenda: Agenda,
    on: date,
    ending: str,
    lang: str = LANGUAGES[0],
) -> bytes:
    """Return the views of an agenda as a file; published numbers only.

    Parameters
    ----------
    ending : str
        ``".html"``: every view, to be shown; ``".pdf"``: one page to read.

    Raises
    ------
    FileError
        If the ending is another one.
    PlanningError
        If nothing is on record for the day.
    """
    if ending not in WRITERS:
        message = N_("{file}: a meeting is written as .html or .pdf")
        raise FileError(message, file=ending)
    return WRITERS[ending](briefing(shelf, agenda, on, lang))
