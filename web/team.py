"""The page of one team in the field, its list of doors, and what it sends back.

Whoever has the link acts as the team: the secret in the address is the right.  A
link that is nobody's is told nothing, not even that it once was somebody's.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from functools import wraps
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from desk.field_returns import Answer, take_team_findings, take_team_photograph
from desk.team_work import door, require_team, team_work
from desk.workspace import Workspace
from rules.errors import AccessError, PlanningError
from rules.language import told
from rules.parameters import load_parameters
from web.answers import NEVER
from web.drawing import OpenShelf
from web.team_answers import (
    NO_LIST,
    NOWHERE,
    TOO_FAST,
    TOO_MUCH,
    Pace,
    body_of,
    changing,
    language_asked,
    list_in,
    refused,
)
from web.team_page import POLICY, team_html, worker_file

OF_STATUS = {400: NO_LIST, 413: TOO_MUCH}

Handler = Callable[["TeamPages", Request], Awaitable[Response]]


class _Secret(Convertor[str]):
    regex = "[A-Za-z0-9_-]{8,200}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("secret", _Secret())


def _for_a_team(handler: Handler) -> Handler:
    """Keep the pace of a link, and tell errors in the reader's language."""

    @wraps(handler)
    async def handled(pages: "TeamPages", request: Request) -> Response:
        wait_s = pages.pace.wait_s(request.path_params["token"])
        if wait_s:
            again = {"Retry-After": str(int(wait_s) + 1)}
            return refused(request, TOO_FAST, 429, **again)
        try:
            return await handler(pages, request)
        except AccessError:
            return refused(request, NOWHERE, 404)
        except PlanningError as error:
            sentence = {"error": told(error, language_asked(request))}
            return JSONResponse(sentence, 503, {"Cache-Control": NEVER})
        except HTTPException as error:
            message = OF_STATUS[error.status_code]
            return refused(request, message, error.status_code)

    return handled


class TeamPages:
    """Handlers over the open workspace."""

    def __init__(self, open_shelf: OpenShelf) -> None:
        self._open_shelf = open_shelf
        numbers = load_parameters("team_page")
        self._most = numbers["returns"]
        self._pictures = numbers["photographs"]
        # Who waits for the one that writes waits here, and holds nothing meanwhile.
        self._writing = asyncio.Lock()
        self._reading = asyncio.Semaphore(self._pictures["read_at_once"])
        self.pace = Pace(numbers["rate"]["requests_per_minute"])

    @_for_a_team
    async def page(self, request: Request) -> Response:
        """Serve the page."""
        language = language_asked(request)

        def made() -> str:
            workspace = self._workspace()
            team = require_team(workspace, request.path_params["token"])
            return team_html(team, workspace, language)

        html = await run_in_threadpool(made)
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": NEVER}
        return HTMLResponse(html, headers=headers)

    @_for_a_team
    async def work(self, request: Request) -> Response:
        """Tell the doors of the team in their order, and what was found there."""
        token = request.path_params["token"]
        found = await run_in_threadpool(lambda: team_work(self._workspace(), token))
        mission = found.team.mission
        told_of = {
            "mission": mission["mission_id"],
            "state": mission["state"],
            "stops": [asdict(stop) for stop in found.stops],
        }
        return changing(request, told_of)

    @_for_a_team
    async def door(self, request: Request) -> Response:
        """Tell of one door of the county; ``null`` if there is none."""
        token = request.path_params["token"]
        asked = request.query_params.get("household_id", "").strip()
        found = await run_in_threadpool(lambda: door(self._workspace(), token, asked))
        stop = None if found is None else asdict(found)
        return JSONResponse({"door": stop}, headers={"Cache-Control": NEVER})

    @_for_a_team
    async def findings(self, request: Request) -> Response:
        """Take in what was found; each row is answered."""
        token = request.path_params["token"]
        body = await body_of(request, self._most["most_bytes"])
        rows = list_in(body, self._most["most_rows"])
        async with self._writing:
            answers = await run_in_threadpool(
                lambda: take_team_findings(self._workspace(), token, rows)
            )
        return _answered(request, answers)

    @_for_a_team
    async def photographs(self, request: Request) -> Response:
        """Take in one picture of a finding."""
        token = request.path_params["token"]
        finding_id = request.query_params.get("finding_id", "")
        await run_in_threadpool(lambda: require_team(self._workspace(), token))
        content = await body_of(request, self._pictures["most_bytes"])

        async with self._reading:
            answer = await run_in_threadpool(
                lambda: take_team_photograph(
                    self._workspace(), token, finding_id, content
                )
            )
        return _answered(request, [answer])

    def _workspace(self) -> Workspace:
        return self._open_shelf().workspace


def _answered(request: Request, answers: Sequence[Answer]) -> Response:
    language = language_asked(request)

    def said(answer: Answer) -> dict[str, Any]:
        reason = answer.reason.told(language) if answer.reason else ""
        return {"id": answer.id, "state": answer.state, "reason": reason}

    told_of = {"answers": [said(answer) for answer in answers]}
    return JSONResponse(told_of, headers={"Cache-Control": NEVER})


def _worker(request: Request) -> Response:
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
    return FileResponse(worker_file(), media_type="text/javascript", headers=headers)


def _nowhere(request: Request) -> Response:
    return refused(request, NOWHERE, 404)


def team_routes(open_shelf: OpenShelf) -> list[BaseRoute]:
    """Return the routes of the teams' pages; what else begins alike is nowhere."""
    pages, one = TeamPages(open_shelf), "/team/{token:secret}"
    return [
        Route("/team/worker.js", _worker),
        Route(one, pages.page),
        Route(f"{one}/doors.json", pages.work),
        Route(f"{one}/door.json", pages.door),
        Route(f"{one}/findings", pages.findings, methods=["POST"]),
        Route(f"{one}/photographs", pages.photographs, methods=["POST"]),
        Route("/team/{rest:path}", _nowhere, methods=["GET", "POST", "PUT", "DELETE"]),
    ]
