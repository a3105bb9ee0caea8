"""The outline of the county, by whatever there is to draw it with."""

import shapely

from layers.base import Shelf


def county_outline(shelf: Shelf) -> shapely.Geometry | None:
    """Return the county's area in EPSG:4490; ``None`` without any boundaries."""
    for kind in ("county_boundary", "town_boundary"):
        areas = shelf.vector(kind)
        if areas is not None:
            return areas.geometry.union_all()
    return None
