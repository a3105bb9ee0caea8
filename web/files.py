"""Scripts, styles and fonts: a list of what may be asked for, served from here."""

import re
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from layers.assets import FONT, OWN, OWN_FOLDER, ROOT, versions
from web.answers import FOREVER

NPM_FOLDER = ROOT / "node_modules"
_FONT_FILE = re.compile(r"files/noto-sans-sc-[a-z0-9-]+-(400|600)-normal\.woff2?")
_ALLOWED = {
    "leaflet": re.compile(r"dist/leaflet\.(js|css)|dist/images/[a-z0-9-]+\.png"),
    "leaflet.vectorgrid": re.compile(r"dist/Leaflet\.VectorGrid\.bundled\.min\.js"),
    FONT[0]: re.compile(rf"(400|600)\.css|{_FONT_FILE.pattern}"),
}


def asset(request: Request) -> Response:
    """Serve one file of a package at its exact version."""
    package, version = request.path_params["package"], request.path_params["version"]
    path = _path_of(package, request.path_params["file"])
    if path is None or versions().get(package) != version:
        return PlainTextResponse("not served", 404)
    return FileResponse(path, headers={"Cache-Control": FOREVER})


def _path_of(package: str, file: str) -> Path | None:
    if package == OWN:
        return _own_files().get(file)
    allowed = _ALLOWED.get(package)
    if allowed is None or not allowed.fullmatch(file):
        return None
    path = NPM_FOLDER / package / file
    return path if path.is_file() else None


@cache
def _own_files() -> dict[str, Path]:
    return {path.name: path for path in OWN_FOLDER.iterdir()}
