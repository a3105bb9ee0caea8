"""The map as a page, its state, its tiles and its features."""

import json
import secrets
from base64 import b64decode
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from desk.recent import Recent
from layers import all_layers
from layers.base import Choice, Layer, Shelf
from layers.page import map_page, sheet_state
from layers.pointing import asked
from rules.errors import LayerError
from rules.language import N_, translator
from web.answers import NEVER, kept_answer, packed
from web.asking import choice_in, tile_in

OpenShelf = Callable[[], Shelf]

MEDIA = {"webp": "image/webp", "pbf": "application/x-protobuf"}
EMPTY = {
    "webp": b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="),
    "pbf": b"",
}
GEOJSON = "application/geo+json"
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; worker-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class Drawing:
    """Handlers over a shelf; what they made stays in ``recent``."""

    def __init__(self, open_shelf: OpenShelf, recent: Recent) -> None:
        self._open_shelf = open_shelf
        self._recent = recent

    def page(self, request: Request) -> Response:
        """Serve the map of a page, alone in a tab or in a frame of ours."""
        choice = choice_in(request)
        nonce = secrets.token_urlsafe(16)
        say = translator(choice["lang"])
        html = map_page(self._open_shelf(), choice, say, nonce)
        policy = POLICY.format(nonce=nonce)
        headers = {"Content-Security-Policy": policy, "Cache-Control": NEVER}
        return HTMLResponse(html, headers=headers)

    def state(self, request: Request) -> Response:
        """Tell where the layers of another choice are, and what they mean."""
        choice = choice_in(request)
        state = sheet_state(self._open_shelf(), choice, translator(choice["lang"]))
        return JSONResponse(state, headers={"Cache-Control": NEVER})

    def features(self, request: Request) -> Response:
        """Serve the features of a layer as GeoJSON."""
        shelf, choice = self._open_shelf(), choice_in(request)
        layer = _layer(request, "features")
        key = (shelf.version, layer.id, *asked(layer, choice))
        content = self._recent.get(key, lambda: _features(layer, shelf, choice))
        return kept_answer(request, content, media=GEOJSON, version=shelf.version)

    def tile(self, request: Request) -> Response:
        """Serve a tile of a layer; where there is nothing to draw, an empty one."""
        address = tile_in(request)
        shelf, choice = self._open_shelf(), choice_in(request)
        layer, suffix = _layer(request, "tile"), request.path_params["suffix"]
        key = (shelf.version, layer.id, address, *asked(layer, choice))

        def made() -> tuple[bytes, bool]:
            return packed(layer.tile(shelf, choice, address) or EMPTY[suffix])

        content = self._recent.get(key, made)
        media = MEDIA[suffix]
        return kept_answer(request, content, media=media, version=shelf.version)


def _layer(request: Request, part: str) -> Layer:
    id_ = request.path_params["layer"]
    layer = all_layers().get(id_)
    if layer is None or getattr(layer, part) is None:
        raise LayerError(N_("no layer {id!r}"), id=id_)
    return layer


def _features(layer: Layer, shelf: Shelf, choice: Choice) -> tuple[bytes, bool]:
    if not layer.available(shelf, choice):
        raise LayerError(N_("the layer {id} has no data"), id=layer.id)
    told = layer.features(shelf, choice)
    return packed(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
