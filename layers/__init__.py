"""What is drawn on the map: one module per layer, each ending in ``LAYER``.

A module dropped in this folder is on the map; nothing else names it.  Modules
without ``LAYER`` are the tools the layers share.
"""

import pkgutil
from functools import cache
from importlib import import_module
from types import MappingProxyType

from layers.base import Layer
from rules.errors import LayerError


@cache
def all_layers() -> MappingProxyType[str, Layer]:
    """Return every declared layer by id, in drawing order, the lowest first.

    Raises
    ------
    LayerError
        If two modules claim the same id.
    """
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = [import_module(f"layers.{name}") for name in names]
    layers = [module.LAYER for module in modules if hasattr(module, "LAYER")]
    layers.sort(key=lambda layer: (layer.kind, layer.place, layer.id))
    by_id = {layer.id: layer for layer in layers}
    if len(by_id) < len(layers):
        ids = [layer.id for layer in layers]
        twice = ", ".join(sorted({id_ for id_ in ids if ids.count(id_) > 1}))
        raise LayerError("two modules declare the layer {id}", id=twice)
    return MappingProxyType(by_id)
