"""Ask an ASGI application without a network."""

import asyncio
import gzip
import json
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes

    def json(self):
        return json.loads(self.body)


def ask(app, address, **headers):
    """GET an address; ``_`` in header names stands for ``-``."""
    return asyncio.run(_ask(app, address, headers))


def send(app, address, body, **headers):
    """POST bytes, or what becomes JSON, to an address."""
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    return asyncio.run(_ask(app, address, headers, ("POST", told)))


async def _ask(app, address, headers, what=("GET", b"")):
    method, sent = what
    parts = urlsplit(address)
    named = {"host": "localhost:8501"} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1",
        "method": method, "scheme": "http", "path": parts.path, "root_path": "",
        "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
        "headers": [(k.lower().encode(), v.encode()) for k, v in named.items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8501),
    }  # fmt: skip
    said = []

    asked = iter([{"type": "http.request", "body": sent, "more_body": False}])

    async def receive():
        for message in asked:
            return message
        return await asyncio.Event().wait()  # one who asks and stays

    async def send(message):
        said.append(message)

    await app(scope, receive, send)
    told = Headers(raw=said[0]["headers"])
    body = b"".join(m.get("body", b"") for m in said[1:])
    if told.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(said[0]["status"], told, body)
