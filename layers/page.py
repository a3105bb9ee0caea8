"""The map as a page of its own, built by folium, and the state it is in.

The page is sent once; when the choice changes, only the state is asked for again
and the layers on the page are pointed to new addresses.
"""

from collections.abc import Callable
from typing import Any

import folium
from branca.element import CssLink, Figure, JavascriptLink, MacroElement
from folium.template import Template

from layers import all_layers
from layers.assets import FOLIUM_SCRIPTS, FOLIUM_STYLES, local_links, own_links
from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from rules.language import N_
from rules.stamps import stamp_of

Translate = Callable[[str], str]

WORDS = {
    "panel": N_("Layers and legend"),
    "opacity": N_("Opacity"),
    "source": N_("Source: "),
    "absent": N_(" (no data)"),
    "closer": N_("Zoom in to see it."),
    "farther": N_("Zoom out to see it."),
}
ZOOM_WORDS = {"zoomInTitle": N_("Zoom in"), "zoomOutTitle": N_("Zoom out")}
DEEPEST_ZOOM = 18
ESSENTIAL = (Kind.AREA, Kind.HAZARD, Kind.RESULT)  # unreadable without a legend
FRAME_MARGIN_RATIO = 0.6  # how far one may pan beyond the county


class Sheet(folium.Map):
    """folium's map, made by ``anfang.makeSheet`` and without inline styles."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id={{ this.get_name()|tojson }} role="application"
             aria-label="{{ this.words|e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = anfang.makeSheet(
            {{ this.get_name()|tojson }}, {{ this.options|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, words: str, **options: object) -> None:
        super().__init__(tiles=None, prefer_canvas=True)
        self.words = words
        self.options = {"preferCanvas": True} | options


class Start(MacroElement):
    """The last line of the page's script: hand the layers their state."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        anfang.start({
            {%- for id, drawing in this.drawings.items() %}
            {{ id|tojson }}: {{ drawing.get_name() }},
            {%- endfor %}
        }, {{ this.state|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, drawings: dict[str, folium.map.Layer], state: dict) -> None:
        super().__init__()
        self._name = "Start"
        self.drawings = drawings
        self.state = state


class Page(Figure):
    """The HTML around the map: local links only, one script with a nonce."""

    _template = Template(
        """<!DOCTYPE html>
<html lang="{{ this.language|e }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{{ this.title|e }}</title>
{% for _, address in this.styles -%}
<link rel="stylesheet" href="{{ address|e }}">
{% endfor -%}
</head>
<body class="{{ this.mode|e }}">
{{ this.html.render(**kwargs) }}
<div id="stamp" role="note" hidden></div>
<aside id="panel" role="region"></aside>
{% for _, address in this.scripts -%}
<script src="{{ address|e }}"></script>
{% endfor -%}
<script nonce="{{ this.nonce|e }}">
"use strict";
{{ this.script.render(**kwargs) }}
</script>
</body>
</html>
"""
    )

    def __init__(self, *, title: str, language: str, mode: str, nonce: str) -> None:
        super().__init__(title=title)
        self.language = language.replace("_", "-")
        self.mode = mode
        self.nonce = nonce
        self.scripts: list[tuple[str, str]] = []
        self.styles: list[tuple[str, str]] = []

    def render(self, **kwargs: Any) -> str:
        """Render the map and its layers, then link only what we serve ourselves."""
        for child in list(self._children.values()):
            child.render(**kwargs)
        links = list(self.header._children.items())
        scripts = [(k, e.url) for k, e in links if isinstance(e, JavascriptLink)]
        styles = [(k, e.url) for k, e in links if isinstance(e, CssLink)]
        own_scripts, own_styles = own_links()
        self.scripts = local_links(scripts, FOLIUM_SCRIPTS) + own_scripts
        self.styles = local_links(styles, FOLIUM_STYLES) + own_styles
        return self._template.render(this=self, kwargs=kwargs)


def page_layers(page: str) -> list[Layer]:
    """Return the layers a page offers, the lowest first."""
    return [layer for layer in all_layers().values() if page in layer.pages]


def sheet_state(shelf: Shelf, choice: Choice, translate: Translate) -> dict:
    """Tell which layers there are, where their data are, and what colours mean.

    Returns
    -------
    dict
        ``version``, ``query`` (the choice), ``stamp``, ``words`` and
        ``layers``: ``id``, ``title``, ``listed``, ``shown``, ``essential``,
        ``minZoom``, ``maxZoom``, ``address`` and ``legend`` each.
    """
    layers = page_layers(choice["page"])
    drawings = {layer.id: layer.draw(shelf, choice) for layer in layers}
    return _state(shelf, choice, translate, drawings)


def map_page(shelf: Shelf, choice: Choice, translate: Translate, nonce: str) -> str:
    """Build the page of a map.

    Parameters
    ----------
    shelf, choice : Shelf, Choice
        What to draw.
    translate : callable
        English message id to words in the reader's language.
    nonce : str
        What allows the page's one inline script to run.
    """
    projector = "projector" if choice.get("projector") else ""
    page = Page(
        title=shelf.county_name, language=choice["lang"], mode=projector, nonce=nonce
    )
    zoom_words = {name: translate(word) for name, word in ZOOM_WORDS.items()}
    sheet = Sheet(
        translate(N_("Map")),
        frame=_frame(shelf),
        maxBounds=_limits(shelf),
        maxZoom=DEEPEST_ZOOM,
        zoomWords=zoom_words,
    )
    page.add_child(sheet)
    layers = page_layers(choice["page"])
    drawings = {layer.id: layer.draw(shelf, choice) for layer in layers}
    for id_, drawing in drawings.items():
        sheet.add_child(drawing, name=id_)
    state = _state(shelf, choice, translate, drawings)
    sheet.add_child(Start(drawings, state))
    return page.render()


def _state(
    shelf: Shelf,
    choice: Choice,
    translate: Translate,
    drawings: dict[str, folium.map.Layer],
) -> dict:
    known = all_layers()
    layers = [
        _described(known[id_], drawing, shelf, choice, translate)
        for id_, drawing in drawings.items()
    ]
    # Where something was asked for by name, a short legend speaks of that alone.
    asked = {
        id_ for id_ in drawings if known[id_].needs and known[id_].is_listed(choice)
    }
    for told in layers:
        told["essential"] = told["id"] in asked if asked else told["essential"]
    return {
        "version": shelf.version,
        "query": {key: value for key, value in choice.items() if value},
        "stamp": stamp_of(shelf, translate),
        "words": {name: translate(word) for name, word in WORDS.items()},
        "layers": layers,
    }


def _described(
    layer: Layer,
    drawing: folium.map.Layer,
    shelf: Shelf,
    choice: Choice,
    translate: Translate,
) -> dict:
    address = drawing.address
    return {
        "id": layer.id,
        "title": translate(layer.title),
        "listed": layer.is_listed(choice) and bool(address or not layer.hides_empty),
        "shown": layer.is_shown(choice),
        "essential": layer.kind in ESSENTIAL,
        "minZoom": drawing.options.get("minZoom", 0),
        "maxZoom": drawing.options.get("maxZoom", DEEPEST_ZOOM),
        "address": address or "",
        "legend": address and _told(layer.legend(shelf, choice), translate),
    }


def _told(legend: Legend, translate: Translate) -> dict:
    entries = [
        {
            "colour": entry.colour,
            "label": _words(entry, translate),
            "sign": entry.sign,
        }
        for entry in legend.entries
    ]
    return {
        "entries": entries,
        "title": translate(legend.title) if legend.title else "",
        "unit": translate(legend.unit) if legend.unit else "",
        "source": translate(legend.source) if legend.source else "",
    }


def _words(entry: Entry, translate: Translate) -> str:
    words = translate(entry.label)
    return words if entry.count is None else words.format(count=f"{entry.count:,.0f}")


# Leaflet wants latitude first.
def _frame(shelf: Shelf) -> list[list[float]]:
    west, south, east, north = shelf.bounds
    return [[south, west], [north, east]]


def _limits(shelf: Shelf) -> list[list[float]]:
    west, south, east, north = shelf.bounds
    wide = (east - west) * FRAME_MARGIN_RATIO
    high = (north - south) * FRAME_MARGIN_RATIO
    return [[south - high, west - wide], [north + high, east + wide]]
