"""What a column may be by what stands in it, where its heading does not say."""

import re
from collections.abc import Callable, Sequence
from unicodedata import normalize

from geo.column_words import plain_name
from geo.crs import CHINA_BOUNDS
from rules.language import N_
from rules.vocabulary import GROUPS, STRUCTURES, TAGS

MOST = 0.8  # of the filled cells must have the shape
_LEAST_CELLS = 1
_PAIR = re.compile(
    r"(?:point ?)?[\[(]?\s*([0-9]{1,3}\.[0-9]+)[\s,;/]+([0-9]{1,3}\.[0-9]+)\b.*", re.I
)
_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]+")

LOOKS = {
    "id_number": N_("its values look like identity numbers"),
    "village_code": N_("its values look like village codes"),
    "old_code": N_("its values look like village codes"),
    "phone": N_("its values look like telephone numbers"),
    "account": N_("its values look like accounts"),
    "lon": N_("its values look like longitudes"),
    "lat": N_("its values look like latitudes"),
    "place": N_("its values look like pairs of coordinates"),
    "grade": N_("its values look like grades"),
    "structure": N_("its values look like structures"),
    "group": N_("its values look like groups"),
    "tag": N_("its values look like tags"),
}


def shape_of(values: Sequence[str]) -> str:
    """Return the key of what most of some cells look like, ``""`` if of nothing.

    Examples
    --------
    >>> shape_of(["11010519491231002X", ""]), shape_of(["C级", "d"]), shape_of(["1"])
    ('id_number', 'grade', '')
    """
    texts = [normalize("NFKC", value).strip("' ") for value in values if value.strip()]
    if len(texts) < _LEAST_CELLS:
        return ""
    for key, fits in _SHAPES.items():
        if sum(map(fits, texts)) >= MOST * len(texts):
            return key
    return ""


def _matching(pattern: str) -> Callable[[str], bool]:
    form = re.compile(pattern)
    return lambda text: form.fullmatch(text) is not None


def _between(least: float, most: float) -> Callable[[str], bool]:
    return lambda text: bool(_DECIMAL.fullmatch(text)) and least <= float(text) <= most


def _is_pair(text: str) -> bool:
    return _PAIR.fullmatch(text) is not None


def _among(words: Sequence[str]) -> Callable[[str], bool]:
    known = {plain_name(word).removeprefix("农村") for word in words}
    return lambda text: (
        plain_name(text).removesuffix("结构").removeprefix("农村") in known
    )


_WEST, _SOUTH, _EAST, _NORTH = CHINA_BOUNDS
_SHAPES: dict[str, Callable[[str], bool]] = {
    "id_number": _matching("[1-9][0-9]{5}(19|20)[0-9]{9}[0-9Xx×]"),
    "village_code": _matching("[1-9][0-9]{11}"),
    "phone": _matching("1[3-9][0-9]{9}"),
    "account": _matching("62[0-9]{14,17}"),
    "place": _is_pair,
    "lon": _between(_WEST, _EAST),
    "lat": _between(_SOUTH, _NORTH),
    "grade": _matching("[A-Da-d]级?"),
    "structure": _among(STRUCTURES),
    "group": _among(GROUPS),
    "tag": _among(TAGS),
}
