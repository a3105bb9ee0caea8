"""The meeting as a page: the same file as is carried away, made of today's data."""

from datetime import date
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from desk.agendas import agenda
from desk.briefing_paper import briefing_paper
from desk.recent import Recent
from desk.shelf import CountyShelf
from reports.briefing_html import script_digest
from rules.agenda import Agenda, usual_agenda
from rules.errors import PlanningError
from rules.language import N_, told, translator
from web.answers import NEVER
from web.asking import LONGEST_WORD, language_of
from web.drawing import OpenShelf

KEPT_MEETINGS = 8  # some 0.5 MB each
POLICY = (
    "default-src 'none'; script-src '{digest}'; style-src 'unsafe-inline'; "
    "font-src data:; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
REFUSED_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
PROGRESS_PAGE = "/leader"
BACK = N_("Back to the page of progress")
REFUSAL = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title><style>body {{ font: 20px/1.6 sans-serif; "
    "max-width: 36em; margin: 3em auto; padding: 0 1em }}</style>"
    '<p>{says}</p><p><a href="{back}">{words}</a></p></html>'
)
MEETING_PAGE = N_("Meeting")


class Meetings:
    """Handlers over the open shelf; a meeting is made once for a state of the data."""

    def __init__(self, open_shelf: OpenShelf) -> None:
        self._open_shelf = open_shelf
        self._made = Recent(KEPT_MEETINGS)

    def page(self, request: Request) -> Response:
        """Serve a meeting; an error a reader can act on is told in a sentence."""
        language = language_of(request)
        try:
            content = self._content(request, language)
        except PlanningError as error:
            return _refusal(told(error, language), language)
        policy = POLICY.format(digest=script_digest())
        headers = {"Content-Security-Policy": policy, "Cache-Control": NEVER}
        return HTMLResponse(content, headers=headers)

    def _content(self, request: Request, language: str) -> bytes:
        shelf = self._open_shelf()
        asked, day = _agenda_in(request, shelf), _day_in(request, shelf)
        state = shelf.newest()
        key = (shelf.version, state, asked, day, language)
        return self._made.get(
            key, lambda: briefing_paper(shelf, asked, day, ".html", language)
        )


def meeting_routes(open_shelf: OpenShelf) -> list[BaseRoute]:
    """Return the route ``/meeting``; ``agenda``, ``day``, ``lang`` may be left out."""
    return [Route("/meeting", Meetings(open_shelf).page)]


def _refusal(says: str, language: str) -> Response:
    """Tell an error on a page with a way back."""
    say = translator(language)
    page = REFUSAL.format(
        language=escape(language.replace("_", "-")),
        title=escape(say(MEETING_PAGE)),
        says=escape(says),
        back=escape(f"{PROGRESS_PAGE}?{urlencode({'lang': language})}"),
        words=escape(say(BACK)),
    )
    headers = {"Content-Security-Policy": REFUSED_POLICY, "Cache-Control": NEVER}
    return HTMLResponse(page, 400, headers)


def _agenda_in(request: Request, shelf: CountyShelf) -> Agenda:
    asked = request.query_params.get("agenda", "")[:LONGEST_WORD]
    return agenda(shelf.workspace, asked) if asked else usual_agenda()


def _day_in(request: Request, shelf: CountyShelf) -> date:
    asked = request.query_params.get("day", "")[:LONGEST_WORD]
    if not asked:
        return shelf.day
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        message = N_("{day!r} is no day; write it as 2026-10-31")
        raise PlanningError(message, day=asked) from error
