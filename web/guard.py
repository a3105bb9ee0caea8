"""The guard in front of everything, the websocket included.

A page of a stranger may make its own name point to this machine and then read it
as its own (DNS rebinding); so only names we know are answered.  Streamlit's own
addresses pass here as well.
"""

import os
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
VARIABLE = "ANFANG_HOSTS"  # more names, with commas, where an office shares one machine
POLICY_VIOLATION = 1008

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Streamlit's pages build their scripts and styles as they run; what counts is that
# nothing reaches another host and that no stranger frames them.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' {socket} data: blob:; "
    "media-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


def allowed_hosts() -> frozenset[str]:
    """Return the names this machine answers to: its own, and the configured ones."""
    more = os.environ.get(VARIABLE, "").split(",")
    return frozenset([*THIS_MACHINE, *(name.strip().lower() for name in more)]) - {""}


class Guard:
    """ASGI middleware: known hosts, no foreign origin, safe headers.

    Parameters
    ----------
    app : ASGI application
        What is guarded.
    hosts : iterable of str
        Names that are answered, without port; by default :func:`allowed_hosts`.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] | None = None) -> None:
        self.app = app
        self.hosts = frozenset(hosts) if hosts is not None else allowed_hosts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse strangers, pass everything else on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._known(host) or not _same_origin(headers.get("origin"), host):
            await _refuse(scope, receive, send)
            return
        await self.app(scope, receive, _with_headers(send, host))

    def _known(self, host: str) -> bool:
        return _name_of(f"//{host}") in self.hosts


def _name_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _same_origin(origin: str | None, host: str) -> bool:
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return
    told = f"This address is not served here. To serve it, name it in {VARIABLE}."
    await PlainTextResponse(told, 403, dict(HEADERS))(scope, receive, send)


def _with_headers(send: Send, host: str) -> Send:
    policy = PAGE_POLICY.format(socket=f"ws://{host} wss://{host}")

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", policy)
        await send(message)

    return sending
