"""What a layer file probably shows, by its shapes, its columns and its names."""

from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import normalize

from geo.layer_schema import POLYGONS, SCHEMAS
from rules.parameters import load_parameters
from rules.vocabulary import LAYER_KINDS, RASTER_KINDS

EVENT = "event"
_COLUMN_POINTS = 3  # a column that the kind asks for tells more than a word


class LayerGuess(NamedTuple):
    """A kind of layer, or ``"event"``, and how much speaks for it."""

    kind: str
    points: int
    words: tuple[str, ...]


def guess_layer(
    names: Iterable[str], columns: Iterable[str], shapes: Iterable[str]
) -> list[LayerGuess]:
    """Return what a vector layer may show, the likeliest first.

    Parameters
    ----------
    names : iterable of str
        Of the file and of its part.
    columns : iterable of str
        Names of its columns.
    shapes : iterable of str
        Kinds of geometry in it, as GEOS names them.

    Returns
    -------
    list of LayerGuess
        Kinds whose shapes fit; those that nothing speaks for come last, with 0.

    Examples
    --------
    >>> found = guess_layer(["滑坡隐患点.shp"], ["名称", "类型"], ["Point"])
    >>> found[0].kind
    'geohazard'
    """
    columns, shapes = [_plain(name) for name in columns], {*shapes}
    told = " ".join([*map(_plain, names), *columns])
    fitting = [kind for kind in SCHEMAS if _fits(kind, shapes)]
    if shapes & POLYGONS:
        fitting.insert(0, EVENT)
    found = [_judged(kind, told, columns) for kind in fitting]
    return sorted(found, key=lambda guess: -guess.points)


def guess_raster(names: Iterable[str]) -> list[LayerGuess]:
    """Return what a raster may show, by the names of the file, its part and unit."""
    told = " ".join(map(_plain, names))
    kinds = [kind for kind in LAYER_KINDS if kind in RASTER_KINDS]
    found = [_judged(kind, told, []) for kind in (*kinds, EVENT)]
    return sorted(found, key=lambda guess: -guess.points)


def _fits(kind: str, shapes: set[str]) -> bool:
    return not shapes - SCHEMAS[kind].shapes - {"Unknown", "GeometryCollection"}


def _judged(kind: str, told: str, columns: list[str]) -> LayerGuess:
    words = tuple(w for w in load_parameters("layer_words")[kind]["words"] if w in told)
    points = len(words)
    if kind == EVENT:  # isoseismals have the column that zones have, too
        points += any(name in columns for name in _intensity_columns())
    if kind in SCHEMAS and columns:
        schema = SCHEMAS[kind]
        known = {
            other
            for name in schema.one_of
            for other in (name, *schema.columns[name].names)
        }
        asked = known & {*columns}
        points += _COLUMN_POINTS if asked and words else len(asked)
        points -= _COLUMN_POINTS if schema.one_of and not asked else 0
    return LayerGuess(kind, points, words)


def _intensity_columns() -> tuple[str, ...]:
    column = SCHEMAS["seismic_zone"].columns["design_intensity_degree"]
    return ("intensity_degree", *column.names)


def _plain(name: str) -> str:
    return normalize("NFKC", name).strip().lower()
