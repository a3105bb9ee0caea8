"""What a layer hands to folium: a drawing that points to an address of ours.

Nothing but an address, numbers and colours goes into the page; names travel as
GeoJSON properties and become text there.
"""

from typing import ClassVar

import folium
from folium.elements import JSCSSMixin
from folium.plugins import VectorGridProtobuf
from folium.template import Template

HOUSE_ZOOM = 13  # single houses from here on, aggregates below


class Drawing(folium.map.Layer):
    """A layer made by one function of ``web/static``, see ``factory``.

    Parameters
    ----------
    address : str or None
        Where its data are; ``None`` when there are none to draw.
    show : bool
        Whether it is switched on when the page opens.
    **options : object
        Numbers, strings and lists the function takes, in its own spelling.
    """

    factory: ClassVar[str]
    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} =
            anfang.{{ this.factory }}({{ this.options|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, address: str | None, *, show: bool, **options: object) -> None:
        super().__init__(overlay=True, control=False, show=show and address is not None)
        self.address = address
        self.options = {"address": address or ""} | options


class Pictures(Drawing):
    """Pictures in tiles.  Options: ``pane``, ``maxNativeZoom``, ``opacity``."""

    factory = "pictures"


class Features(Drawing):
    """GeoJSON features, each with the number ``s`` of its style.

    Options: ``pane``, ``styles`` (Leaflet's path options and ``grow``, ``hatch``,
    ``casing``, ``sign``, ``radius``), ``minZoom``, ``maxZoom``.
    """

    factory = "features"


class Houses(JSCSSMixin, Drawing):
    """Vector tiles of houses.

    Options: ``pane``, ``minZoom``, ``colours``, and ``marks``, by class one of
    ``"dot"`` (where there are none), ``"bold"``, ``"ring"`` and ``"faint"``.
    """

    factory = "houses"
    default_js = VectorGridProtobuf.default_js


class Labels(Drawing):
    """Names at points.  Options: ``pane``, ``tall`` (text height in px by rank)."""

    factory = "labels"
