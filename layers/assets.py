"""Where the page's scripts, styles and fonts come from: this machine, only.

folium names addresses on seven hosts.  Here, and nowhere else, each one that is
used is replaced by an address of our own; any other is refused.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from rules.errors import LayerError

ROOT = Path(__file__).parents[1]
OWN_FOLDER = ROOT / "web" / "static"
OWN = "own"
SCRIPTS = (
    "map.js",
    "layers.js",
    "shapes.js",
    "labels.js",
    "panel.js",
    "popup.js",
    "linked.js",
)

# folium's key: package and file.  ``None``: folium asks for it, the page does not.
FOLIUM_SCRIPTS = {
    "leaflet": ("leaflet", "dist/leaflet.js"),
    "vectorGrid": ("leaflet.vectorgrid", "dist/Leaflet.VectorGrid.bundled.min.js"),
    "jquery": None,
    "bootstrap": None,
    "awesome_markers": None,
}
FOLIUM_STYLES = {
    "leaflet_css": ("leaflet", "dist/leaflet.css"),
    "bootstrap_css": None,
    "glyphicons_css": None,
    "awesome_markers_font_css": None,
    "awesome_markers_css": None,
    "awesome_rotate_css": None,
}
FONT = ("@fontsource/noto-sans-sc", ("400.css", "600.css"))

Links = list[tuple[str, str]]


@cache
def versions() -> dict[str, str]:
    """Return the served npm packages with their exact versions, and our own files.

    The version of our own files is a digest of their content, so that an address
    never outlives what it named.
    """
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    served = {"leaflet", "leaflet.vectorgrid", FONT[0]}
    found = {name: manifest["dependencies"][name] for name in sorted(served)}
    digest = hashlib.sha256()
    for path in sorted(OWN_FOLDER.iterdir()):
        digest.update(path.read_bytes())
    return found | {OWN: digest.hexdigest()[:12]}


def asset_address(package: str, file: str) -> str:
    """Return the address of a file of a served package.

    Raises
    ------
    LayerError
        If the package is not served.
    """
    if package not in versions():
        raise LayerError("the package {package} is not served", package=package)
    return f"/assets/{package}@{versions()[package]}/{file}"


def local_links(links: Links, known: dict[str, tuple[str, str] | None]) -> Links:
    """Replace folium's addresses by our own; drop what the page does not use.

    Raises
    ------
    LayerError
        If folium asks for something this table does not know.
    """
    unknown = ", ".join(sorted(key for key, _ in links if key not in known))
    if unknown:
        raise LayerError("folium asks for {keys}, not served locally", keys=unknown)
    return [(key, asset_address(*known[key])) for key, _ in links if known[key]]


def own_links() -> tuple[Links, Links]:
    """Return the page's own scripts and styles, the Chinese typeface among them."""
    scripts = [(name, asset_address(OWN, name)) for name in SCRIPTS]
    fonts = [(name, asset_address(FONT[0], name)) for name in FONT[1]]
    return scripts, [*fonts, ("map.css", asset_address(OWN, "map.css"))]
