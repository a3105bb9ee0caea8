"""Coordinates as offices write them: signs, letters, minutes, both in one cell."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

FORMS = ("empty", "number", "degrees", "minutes", "seconds", "unreadable")
EMPTY, NUMBER, DEGREES, MINUTES, SECONDS, UNREADABLE = range(len(FORMS))

Texts = Sequence[str | None] | pa.Array | pa.ChunkedArray

_PLAIN = r"^\s*[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?\s*$"
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_EAST = "longitude|lng|long|lon|east|东经|经度|东|e|west|西经|西|w"
_NORTH = "latitude|lat|north|北纬|纬度|北|n|south|南纬|南|s"
_HEAD = f"(?:(?P<east>{_EAST})|(?P<north>{_NORTH})|x|y|横坐标|纵坐标)?[:=\\s]*"
_TAIL = f"(?:(?P<east2>{_EAST})|(?P<north2>{_NORTH}))?"
_ANGLE = (
    rf"^{_HEAD}(?P<sign>[+-]?)(?P<d>\d+(?:\.\d*)?)"
    r"(?:\s*(?P<mark>°|度|deg|d|[:\-\s_])\s*(?:(?P<m>\d{1,2}(?:\.\d*)?)"
    r"(?:\s*(?:['′’‘´`]|分|m|[:\-\s_])\s*(?P<s>\d{1,2}(?:\.\d*)?))?"
    rf"\s*(?:['′’‘´`\"″”“]|分|秒|m|s){{0,2}})?)?\s*(?:米|m)?\s*{_TAIL}$"
)
# The usual way to write seconds, tried first: twenty times as fast.
_SECONDS = (
    r"^(?P<d>\d{1,3})[°度: -](?P<m>[0-5]?\d)['′’分: -]"
    r"(?P<s>[0-5]?\d(?:\.\d*)?)[\"″”秒'′]*$"
)
_NOTHING = r"^\s*(?:|-+|/|无|空|null|none|nan|na|n/a|nil|#n/a)\s*$"
_TOGETHER = rf"^[(\[\s]*(?P<x>{_NUMBER})\s*[,;、\s]\s*(?P<y>{_NUMBER})[)\]\s]*$"
# As ODK and Kobo write a place: latitude, longitude, altitude, accuracy.
_GEOPOINT = rf"^\s*(?P<y>{_NUMBER}) (?P<x>{_NUMBER}) {_NUMBER} {_NUMBER}\s*$"
_HARD = tuple(
    map(
        re.compile,
        (
            r"^(?P<a>\d+,\d+)(?:;|\s)\s*(?P<b>\d+,\d+)$",
            r"^(?P<a>[^;]+);(?P<b>[^;]+)$",
            r"^(?P<a>[^,、/|\t]+)[,、/|\t](?P<b>[^,、/|\t]+)(?:[,、/|\t][^,、/|\t]*)?$",
            rf"^point\s*\(?\s*(?P<a>{_NUMBER})\s+(?P<b>{_NUMBER})",
            r"^(?P<a>\d+ \d+ [\d.]+) (?P<b>\d+ \d+ [\d.]+)$",
            rf"^(?P<a>(?:{_EAST}|{_NORTH}|x|y)[^a-z东西南北经纬]+)"
            rf"(?P<b>(?:{_EAST}|{_NORTH}|x|y).+)$",
            rf"^(?P<a>[^a-z东西南北经纬]+(?:{_EAST}|{_NORTH}))\s*"
            rf"(?P<b>[^a-z东西南北经纬]+(?:{_EAST}|{_NORTH}))$",
            r"^(?P<a>[^°度]+[°度].*?)\s+(?P<b>[\d.]+\s*[°度].*)$",
        ),
    )
)


class Coordinates(NamedTuple):
    """Numbers read from texts.

    Attributes
    ----------
    x, y : float64
        As written, degrees or metres; a letter for east or north puts a number in its
        place.  Both ``NaN`` where there is no pair.
    unreadable : bool
        Something stands there that is no pair of coordinates.
    form : int8
        Position in ``FORMS`` of how the row is written.
    counts : dict
        Rows by form; and ``together``, of which both stood in one cell; and
        ``lettered``, of which letters said which is which.
    """

    x: np.ndarray
    y: np.ndarray
    unreadable: np.ndarray
    form: np.ndarray
    counts: dict[str, int]


def parse_coordinates(x_texts: Texts, y_texts: Texts | None = None) -> Coordinates:
    """Read pairs of coordinates from cells.

    Parameters
    ----------
    x_texts, y_texts : sequence of str, or pyarrow array
        Cells; the second is left out, empty or the same where both stand in one cell.

    Returns
    -------
    Coordinates
        One row for each cell; what cannot be read is ``NaN`` and marked.

    Examples
    --------
    >>> read = parse_coordinates(["103°30′15.2″E", "１０３．５", "31.2 N 103.5 E"],
    ...                          ["31度12分", "31.2", ""])
    >>> read.x.round(6).tolist(), read.y.tolist()
    ([103.504222, 103.5, 103.5], [31.2, 31.2, 31.2])
    """
    first = _text(x_texts)
    second = _text([""] * len(first) if y_texts is None else y_texts)
    together = _alone(first, second) & ~_matches(first, _PLAIN)
    together &= ~_matches(first, _NOTHING)
    if together.any():
        first, second = _split(first, second, together)
    one, two = _axis(first), _axis(second)
    return _paired(one, two, together)


class _Axis(NamedTuple):
    value: np.ndarray
    form: np.ndarray
    letter: np.ndarray  # 1 east, -1 north, 0 not said


def _text(texts: Texts) -> pa.Array:
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if not isinstance(texts, pa.Array):
        texts = pa.array(texts, pa.string())
    return pc.fill_null(texts.cast(pa.string()), "")


def _matches(texts: pa.Array, pattern: str) -> np.ndarray:
    found = pc.match_substring_regex(texts, pattern, ignore_case=True)
    found = pc.fill_null(found, False)
    return found.to_numpy(zero_copy_only=False).astype(bool)


def _alone(first: pa.Array, second: pa.Array) -> np.ndarray:
    same = pc.equal(first, second).to_numpy(zero_copy_only=False).astype(bool)
    return same | _matches(second, _NOTHING)


def _plainer(texts: pa.Array) -> pa.Array:
    """Make full-width signs plain, letters small, and points of decimal commas."""
    for pattern, plain in (("[º˚]", "°"), ("´", "'"), ("¨", '"')):  # NFKC undoes them
        texts = pc.replace_substring_regex(texts, pattern, plain)
    texts = pc.utf8_lower(pc.utf8_normalize(pc.utf8_trim_whitespace(texts), "NFKC"))
    for pattern, plain in (
        ("[−–—]", "-"),
        ("[。·]", "."),
        (r"^([+-]?(?:\d{1,2}|1[0-7]\d|180)),(\d+)$", r"\1.\2"),
        (r"^([+-]?\d{1,3}),(\d{3})((?:,\d{3})*(?:\.\d+)?)$", r"\1\2\3"),
        (r"^([+-]?\d{1,6}),(\d{3}(?:\.\d+)?)$", r"\1\2"),
        (r"(\d),(\d)", r"\1.\2"),
    ):
        texts = pc.replace_substring_regex(texts, pattern, plain)
    return texts


def _split(
    first: pa.Array, second: pa.Array, together: np.ndarray
) -> tuple[pa.Array, pa.Array]:
    """Take apart the cells that hold both coordinates."""
    rows = pa.array(together)
    cells = pc.utf8_normalize(pc.filter(first, rows), "NFKC")
    halves = np.full((2, len(cells)), "", object)
    left = np.ones(len(cells), bool)
    for pattern in (_GEOPOINT, _TOGETHER):
        found = pc.extract_regex(cells, pattern)
        hit = pc.is_valid(found).to_numpy(zero_copy_only=False) & left
        for half, name in zip(halves, "xy", strict=True):
            half[hit] = found.field(name).to_numpy(zero_copy_only=False)[hit]
        left &= ~hit
    for at in np.flatnonzero(left):
        halves[:, at] = _halves(cells[int(at)].as_py())
    return tuple(
        pc.replace_with_mask(texts, rows, pa.array(half, pa.string()))
        for texts, half in zip((first, second), halves, strict=True)
    )


def _halves(cell: str) -> tuple[str, str]:
    """Take one cell apart; what is not understood stays together, unreadable."""
    cell = cell.strip().lower().strip("()[]").strip()
    for pattern in _HARD:
        if found := pattern.match(cell):
            return found["a"], found["b"]
    return cell, ""


def _axis(texts: pa.Array) -> _Axis:
    """Read one coordinate of each row."""
    size = len(texts)
    value, form = np.full(size, np.nan), np.full(size, EMPTY, np.int8)
    letter = np.zeros(size, np.int8)
    plain, usual = _matches(texts, _PLAIN), _matches(texts, _SECONDS)
    numbers = pc.utf8_trim_whitespace(pc.filter(texts, pa.array(plain)))
    value[plain] = pc.cast(pc.utf8_ltrim(numbers, "+"), pa.float64())
    form[plain], form[usual] = NUMBER, SECONDS
    if usual.any():
        found = pc.extract_regex(pc.filter(texts, pa.array(usual)), _SECONDS)
        value[usual] = _degrees(*(_number(found.field(name)) for name in "dms"))
    odd = ~plain & ~usual & ~_matches(texts, _NOTHING)
    if odd.any():
        cells = _plainer(pc.filter(texts, pa.array(odd)))
        value[odd], form[odd], letter[odd] = _angles(cells)
    return _Axis(value, form, letter)


def _angles(cells: pa.Array) -> _Axis:
    """Read numbers with signs, letters, minutes and seconds."""
    found = pc.extract_regex(cells, _ANGLE)
    d, m, s = (_number(found.field(name)) for name in "dms")
    east, north = (
        pc.binary_join_element_wise(
            _filled(found.field(side)), _filled(found.field(f"{side}2")), ""
        )
        for side in ("east", "north")
    )
    is_east, is_north = _said(east), _said(north)
    back = _matches(found.field("sign"), "-") | _matches(east, "^(w|西)")
    back |= _matches(north, "^(s|南)")
    value = _degrees(d, m, s)
    good = _sound(d, m, s) & ~(is_east & is_north)
    marked = _said(_filled(found.field("mark"))) | is_east | is_north
    form = np.where(marked & (d <= 180), DEGREES, NUMBER)
    form = np.where(np.isfinite(m), np.where(np.isfinite(s), SECONDS, MINUTES), form)
    return _Axis(
        np.where(good, np.where(back, -value, value), np.nan),
        np.where(good, form, UNREADABLE).astype(np.int8),
        np.where(good, is_east.astype(np.int8) - is_north, 0),
    )


def _degrees(d: np.ndarray, m: np.ndarray, s: np.ndarray) -> np.ndarray:
    """Add minutes and seconds, where there are any."""
    return (
        d
        + np.where(np.isfinite(m), m, 0.0) / 60
        + np.where(np.isfinite(s), s, 0.0) / 3600
    )


def _sound(d: np.ndarray, m: np.ndarray, s: np.ndarray) -> np.ndarray:
    """Tell which are numbers, with only their last part broken."""
    has_m, has_s = np.isfinite(m), np.isfinite(s)
    fits = ~has_m | ((d % 1 == 0) & (d <= 180) & (m < 60))
    return np.isfinite(d) & fits & (~has_s | ((m % 1 == 0) & (s < 60)))


def _said(texts: pa.Array) -> np.ndarray:
    return pc.not_equal(texts, "").to_numpy(zero_copy_only=False).astype(bool)


def _filled(texts: pa.Array) -> pa.Array:
    return pc.fill_null(texts, "")


def _number(texts: pa.Array) -> np.ndarray:
    known = pc.if_else(pc.equal(texts, ""), None, texts)
    return pc.cast(known, pa.float64()).to_numpy(zero_copy_only=False)


def _paired(one: _Axis, two: _Axis, together: np.ndarray) -> Coordinates:
    """Put both coordinates of each row in their places."""
    turned = (one.letter < 0) | (two.letter > 0)
    x, y = np.where(turned, (two.value, one.value), (one.value, two.value))
    empty = (one.form == EMPTY) & (two.form == EMPTY)
    clash = (one.letter != 0) & (one.letter == two.letter)
    placed = np.isfinite(x) & np.isfinite(y) & ~clash
    form = np.where(empty, EMPTY, UNREADABLE)
    form[placed] = np.maximum(one.form, two.form)[placed]
    lettered = placed & ((one.letter != 0) | (two.letter != 0))
    counts = dict(
        zip(FORMS, np.bincount(form, minlength=len(FORMS)).tolist(), strict=True)
    )
    counts |= {
        "together": int((together & placed).sum()),
        "lettered": int(lettered.sum()),
    }
    return Coordinates(
        np.where(placed, x, np.nan),
        np.where(placed, y, np.nan),
        form == UNREADABLE,
        form.astype(np.int8),
        counts,
    )
