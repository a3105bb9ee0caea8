"""Answers that a browser may keep, and errors in the reader's language."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rules.errors import PlanningError
from rules.language import told
from web.asking import language_of

Handler = Callable[[Request], Response]

FOREVER = "private, max-age=31536000, immutable"
NEVER = "no-store"
GZIP_LEVEL = 1  # this machine serves itself: speed counts, size hardly
GZIP_MINIMUM = 1024
PICTURE = b"RIFF"  # WebP: packed already


def answering(handler: Handler) -> Handler:
    """Turn an error a reader can act on into status 400 and a sentence."""

    @wraps(handler)
    def answered(request: Request) -> Response:
        try:
            return handler(request)
        except PlanningError as error:
            sentence = told(error, language_of(request))
            return JSONResponse({"error": sentence}, 400, {"Cache-Control": NEVER})

    return answered


def packed(content: bytes) -> tuple[bytes, bool]:
    """Compress content worth it; returns it, and whether it was."""
    if len(content) < GZIP_MINIMUM or content.startswith(PICTURE):
        return content, False
    return gzip.compress(content, GZIP_LEVEL, mtime=0), True


def kept_answer(
    request: Request, content: tuple[bytes, bool], *, media: str, version: str
) -> Response:
    """Answer with content that never changes under its address.

    The address names the version of the data; an address of another version gets
    today's content, which must not be kept.

    Parameters
    ----------
    content : tuple
        As :func:`packed` returns it.
    version : str
        Of the data the content was made from.
    """
    body, is_packed = content
    current = request.query_params.get("v") == version
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"Cache-Control": FOREVER if current else NEVER, "ETag": tag}
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers=headers)
    if is_packed:
        headers |= {"Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
    return Response(body, media_type=media, headers=headers)
