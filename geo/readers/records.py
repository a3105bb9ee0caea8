"""Records of a map become a table: attributes, ``row``, and ``geometry`` as WKB."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

ROW, SHAPE = "row", "geometry"  # added columns
_BATCH = 10_000
_SHAPE_ERRORS = (
    shapely.errors.ShapelyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
)


def named(names: Iterable[str]) -> list[str]:
    """Return names that are all different, and none of the added columns'."""
    taken, found = {ROW, SHAPE}, []
    for name in names:
        free, number = name or "column", 1
        while free in taken:
            free, number = f"{name}_{number}", number + 1
        taken.add(free)
        found.append(free)
    return found


def flat_wkb(shape: object, closing: bool = False) -> bytes | None:
    """Return a shape flat, as WKB; ``None`` for none, an empty or an impossible one.

    Parameters
    ----------
    shape : bytes, GeoJSON-like mapping, or None
    closing : bool
        Whether a line that ends where it began is the outline of an area.
    """
    if shape is None:
        return None
    try:
        if isinstance(shape, bytes):
            flat = shapely.force_2d(shapely.from_wkb(shape))
        else:
            flat = shapely.force_2d(shapely.geometry.shape(shape))
        if closing and flat.geom_type == "LineString" and _closes(flat):
            flat = shapely.Polygon(flat.coords)
        finite = np.isfinite(shapely.get_coordinates(flat)).all()
        return None if flat.is_empty or not finite else shapely.to_wkb(flat)
    except _SHAPE_ERRORS:
        return None


def _closes(line: shapely.LineString) -> bool:
    return len(line.coords) > 3 and line.coords[0] == line.coords[-1]


class Gathering:
    """A table being gathered record by record."""

    def __init__(self, kinds: dict[str, pa.DataType]) -> None:
        names = [*named(kinds), ROW, SHAPE]
        types = [*kinds.values(), pa.int64(), pa.binary()]
        self.schema = pa.schema(list(zip(names, types, strict=True)))
        self.broken: list[int] = []
        self._columns: list[list] = [[] for _ in self.schema]
        self._batches: list[pa.RecordBatch] = []

    def take(self, number: int, values: Iterable[Any], shape: bytes | None) -> None:
        """Add a record, or note that it has no shape."""
        if shape is None:
            self.broken.append(number)
            return
        row = (*values, number, shape)
        for column, value in zip(self._columns, row, strict=True):
            column.append(value)
        if len(self._columns[0]) >= _BATCH:
            self._pack()

    def table(self, facts: dict) -> pa.Table:
        """Return everything, with ``facts`` and the broken records as metadata."""
        self._pack()
        told = {"facts": json.dumps(facts | {"broken": self.broken})}
        table = pa.Table.from_batches(self._batches, self.schema)
        return table.replace_schema_metadata(told)

    def _pack(self) -> None:
        arrays = [
            pa.array(column, kind)
            for column, kind in zip(self._columns, self.schema.types, strict=True)
        ]
        self._batches.append(pa.record_batch(arrays, schema=self.schema))
        self._columns = [[] for _ in self.schema]


def value_of(value: Any, kind: pa.DataType, decode: Callable[[str], str]) -> Any:
    """Return a value as its column needs it."""
    if value is None or kind != pa.string():
        return value
    if isinstance(value, bytes):
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return decode(str(value))


def kinds_of(shapes: Iterable[bytes | None]) -> list[str]:
    """Name the kinds of shapes, e.g. ``["MultiPolygon", "Polygon"]``."""
    known = [shapely.from_wkb(shape) for shape in shapes if shape is not None]
    return sorted({shape.geom_type for shape in known})


def bounds_of(shapes: Iterable[bytes | None]) -> list[float] | None:
    """Return west, south, east, north of shapes; ``None`` if there are none."""
    known = shapely.from_wkb([shape for shape in shapes if shape is not None])
    return shapely.total_bounds(known).tolist() if len(known) else None


def numbered(records: Iterable) -> Iterator[tuple[int, Any]]:
    """Count records from 1."""
    return enumerate(records, start=1)
