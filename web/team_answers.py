"""What a team's page is asked and told: bodies with a limit, a pace, packed JSON."""

import hashlib
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from threading import Lock
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from rules.language import LANGUAGES, N_, translator
from web.answers import NEVER, packed

MINUTE_S = 60.0
MOST_LINKS = 10_000  # whose pace is remembered

NOWHERE = N_("This link leads nowhere. Ask for a new one.")
TOO_MUCH = N_("This is too much at once.")
TOO_FAST = N_("Too many requests; it goes on by itself in a moment.")
NO_LIST = N_("What was sent cannot be read.")


class Pace:
    """How often each link may ask within a minute."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: dict[str, deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def wait_s(self, link: str, now: float | None = None) -> float:
        """Count a request; returns how long to wait, 0 if it may go on.

        Examples
        --------
        >>> pace = Pace(2)
        >>> [pace.wait_s("a", now) for now in (0.0, 10.0, 20.0, 61.0)]
        [0.0, 0.0, 40.0, 0.0]
        """
        moment = time.monotonic() if now is None else now
        with self._lock:
            if len(self._asked) > MOST_LINKS:
                self._asked.clear()
            asked = self._asked[link]
            while asked and moment - asked[0] >= MINUTE_S:
                asked.popleft()
            if len(asked) >= self._most:
                return MINUTE_S - (moment - asked[0])
            asked.append(moment)
        return 0.0


def language_asked(request: Request) -> str:
    """Return the language of an address, or else of the browser.

    The first of ours that the browser names counts; Chinese if it names none.
    """
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    for part in request.headers.get("Accept-Language", "").lower().split(","):
        for language in LANGUAGES:
            if part.strip().startswith(language[:2]):
                return language
    return LANGUAGES[0]


def refused(request: Request, message: str, status: int, **headers: str) -> Response:
    """Answer with a sentence in the reader's language: to a page, or to a person."""
    sentence = translator(language_asked(request))(message)
    if "text/html" in request.headers.get("Accept", ""):
        return PlainTextResponse(sentence, status, {"Cache-Control": NEVER} | headers)
    told = {"error": sentence}
    return JSONResponse(told, status, {"Cache-Control": NEVER} | headers)


async def body_of(request: Request, most_bytes: int) -> bytes:
    """Read a body that may not be larger than a limit.

    Raises
    ------
    HTTPException
        With status 413 once it is larger; the rest is not read.
    """
    parts: list[bytes] = []
    size = 0
    async for part in _stream(request):
        size += len(part)
        if size > most_bytes:
            raise HTTPException(413)
        parts.append(part)
    return b"".join(parts)


async def _stream(request: Request) -> AsyncIterator[bytes]:
    try:
        async for part in request.stream():
            yield part
    except ClientDisconnect as gone:
        raise HTTPException(400) from gone


def list_in(body: bytes, most_rows: int) -> list[Any]:
    """Read a body that is a list.

    Raises
    ------
    HTTPException
        With status 400 if it is none, 413 if it is too long.
    """
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400) from error
    if not isinstance(rows, list):
        raise HTTPException(400)
    if len(rows) > most_rows:
        raise HTTPException(413)
    return rows


def changing(request: Request, told: dict[str, Any]) -> Response:
    """Answer with something that may have stayed the same since it was last asked."""
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"'
    headers = {"Cache-Control": NEVER, "ETag": tag, "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, is_packed = packed(plain)
        headers |= {"Content-Encoding": "gzip"} if is_packed else {}
    else:
        body = plain
    return Response(body, media_type="application/json", headers=headers)
