"""From a layer to the drawing that points at its data.

An address carries the version of the data and that part of the choice which the
layer asks for, nothing else: what has not changed is not fetched again.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from layers.base import Choice, Layer, Shelf
from layers.elements import Drawing, Features, Houses, Labels, Pictures


def has_vector(kind: str) -> Callable[[Shelf, Choice], bool]:
    """Return the question whether a shelf holds features of a kind."""
    return lambda shelf, choice: shelf.vector(kind) is not None


def has_raster(kind: str) -> Callable[[Shelf, Choice], bool]:
    """Return the question whether a shelf holds a raster of a kind."""
    return lambda shelf, choice: shelf.raster(kind) is not None


def asked(layer: Layer, choice: Choice) -> tuple[tuple[str, str], ...]:
    """Return the part of a choice that changes a layer's data, in fixed order.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> asked(SimpleNamespace(asks=("town", "day")), {"day": "", "town": "990001001"})
    (('town', '990001001'),)
    """
    return tuple((key, choice[key]) for key in sorted(layer.asks) if choice.get(key))


def point_features(
    layer: Layer, shelf: Shelf, choice: Choice, **options: object
) -> Features:
    """Draw a layer's features; for the options see :class:`Features`."""
    return _pointed(Features, layer, shelf, choice, options)


def point_labels(
    layer: Layer, shelf: Shelf, choice: Choice, **options: object
) -> Labels:
    """Draw a layer's names; for the options see :class:`Labels`."""
    return _pointed(Labels, layer, shelf, choice, options)


def point_pictures(
    layer: Layer, shelf: Shelf, choice: Choice, **options: object
) -> Pictures:
    """Draw a layer's pictures; for the options see :class:`Pictures`."""
    return _pointed(Pictures, layer, shelf, choice, options)


def point_houses(
    layer: Layer, shelf: Shelf, choice: Choice, **options: object
) -> Houses:
    """Draw a layer's vector tiles; for the options see :class:`Houses`."""
    return _pointed(Houses, layer, shelf, choice, options)


_PATHS = {
    Features: "/features/{id}.geojson",
    Labels: "/features/{id}.geojson",
    Pictures: "/tiles/{id}/{{z}}/{{x}}/{{y}}.webp",
    Houses: "/tiles/{id}/{{z}}/{{x}}/{{y}}.pbf",
}


def _pointed(
    kind: type[Drawing], layer: Layer, shelf: Shelf, choice: Choice, options: dict
) -> Drawing:
    shown = layer.is_shown(choice)
    if not layer.available(shelf, choice):
        return kind(None, show=shown, **options)
    query = urlencode([("v", shelf.version), *asked(layer, choice)])
    address = f"{_PATHS[kind].format(id=layer.id)}?{query}"
    return kind(address, show=shown, **options)
