"""Where the headings of a table stand, and what they say together.

Tables begin with titles, with who filled them in and when; their headings take one,
two or three rows, some of them merged; beneath may stand numbers of columns or units.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from geo.column_words import is_heading_word, plain_name, units
from geo.sheets import Sheet
from rules.parameters import load_parameters

# What names its columns in its first row, and never otherwise.
NAMED_FIRST = frozenset(
    {"shapefile", "geopackage", "filegdb", "geojson", "kml", "gpx", "dxf", "kept"}
)
LOOKED_AT = 40  # rows in which a table must have begun
_GROUP_LETTERS = 16  # a longer text is a title, not the heading of a group
_MOST_ROWS = 4
_BODY_ROWS = 5
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*(e\+?[0-9]+)?%?")
_DAY = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}([-/.月][0-9]{1,2}日?)?.*|[0-9]{4}年")
_SIGNS = re.compile(r"[0-9]{15,17}[0-9x]|[a-d]级?|[是否√×]|yes|no|true|false")
_STRONG = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{12}|1[3-9][0-9]{9}")
_LETTERED = frozenset("甲乙丙丁戊")

Line = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Headings:
    """The headings of a sheet.

    Attributes
    ----------
    first : int
        The position of their first row in the sheet.
    count : int
        How many rows they take, with those of column numbers and of units; 0 if the
        table has none.
    names : tuple of str
        What they say of each place: ``住房情况/面积(平方米)``.
    """

    first: int
    count: int
    names: tuple[str, ...]

    @property
    def body(self) -> int:
        """The position of the first row beneath them."""
        return self.first + self.count


def fingerprint(headings: Headings) -> str:
    """Return what tells the headings of one kind of file from those of another.

    Examples
    --------
    >>> names = ("户 编号", "姓名")
    >>> fingerprint(Headings(first=0, count=1, names=names))[:8]
    '5a862ea1'
    """
    text = "\n".join(map(plain_name, headings.names))
    return hashlib.sha256(text.encode()).hexdigest()


def find_headings(sheet: Sheet) -> Headings:
    """Find the headings of a sheet.

    Files of features name their columns in their first row; in a table, it is the
    row with most of the words that are known, or where words end and values begin.
    """
    lines = head_of(sheet)
    if not lines:
        return Headings(first=0, count=0, names=("",) * sheet.cells.num_columns)
    if sheet.format in NAMED_FIRST:
        return Headings(first=0, count=1, names=tuple(lines[0]))
    best = _best(lines)
    if best is None:
        first = next((at for at, line in enumerate(lines) if any(line)), 0)
        return Headings(first=first, count=0, names=("",) * len(lines[0]))
    first = _upwards(lines, best)
    last = _downwards(lines, first, best)
    return _joined(lines, first, last)


def head_of(sheet: Sheet, rows: int = LOOKED_AT) -> list[list[str]]:
    """Return the first rows of a sheet, each cell in one line and without ends."""
    columns = [
        [_one_line(cell or "") for cell in column.to_pylist()]
        for column in sheet.cells.slice(0, rows).columns
    ]
    return [list(line) for line in zip(*columns, strict=True)]


def _one_line(cell: str) -> str:
    words = cell.split()
    between = "" if any(ord(sign) > 0x2E7F for sign in cell) else " "
    return between.join(words)


def _best(lines: list[list[str]]) -> int | None:
    """Return the row that is a heading most surely, if there is one."""
    known = [_known(line) if _may_head(line, lines) else 0 for line in lines]
    most = max(known)
    sure = most > 1 or _width(lines) <= 3
    if most and sure:
        return known.index(most)
    turn = _turn(lines)
    if turn is not None:
        return turn
    if most:
        return known.index(most)
    plain = [at for at, line in enumerate(lines) if _may_head(line, lines)]
    begun = [at for at, line in enumerate(lines) if any(map(_STRONG.fullmatch, line))]
    return None if begun or not plain else plain[0]


def _turn(lines: list[list[str]]) -> int | None:
    """Return the last row of words before the first rows that hold values."""
    for at, line in enumerate(lines[:-1]):
        if any(map(_STRONG.fullmatch, line)):
            return None
        wide = sum(map(bool, line)) >= _width(lines) / 2
        words = _may_head(line, lines) and not any(map(is_value, line))
        if wide and words and any(map(is_value, lines[at + 1])):
            return at
    return None


def _width(lines: list[list[str]]) -> int:
    return max(sum(map(bool, line)) for line in lines)


def _known(line: Line) -> float:
    """Count the known headings in a row, less the values."""
    texts = {cell for cell in line if cell}
    values = sum(map(is_value, texts))
    known = sum(map(is_heading_word, texts))
    return 0 if values > known / 2 else known - values


def _may_head(line: Line, lines: list[list[str]]) -> bool:
    texts = {cell for cell in line if cell}
    if not texts or is_note(line):
        return False
    return len(texts) > 1 or _width(lines) == 1


def is_note(line: Line) -> bool:
    """Tell whether a row says who filled in the table, when, or in what unit."""
    words = _note_words()
    texts = [cell for cell in line if cell]
    if not texts:
        return False
    labelled = [
        re.split("[:：]", text)[0] for text in texts if re.search("[:：]", text)
    ]
    if any(plain_name(label) in words for label in labelled):
        return len(set(texts)) <= 6
    alone = plain_name(texts[0]) in words and not is_heading_word(texts[0])
    return alone and len(set(texts)) <= 6


def _note_words() -> frozenset[str]:
    return frozenset(map(plain_name, load_parameters("columns")["left_out"]["notes"]))


def is_value(cell: str) -> bool:
    """Tell whether a cell holds a value rather than a word of a heading.

    Examples
    --------
    >>> is_value("1978年"), is_value("C级"), is_value("2023年收入"), is_value("")
    (True, True, False, False)
    """
    plain = normalize("NFKC", cell).strip().lower()
    forms = (_NUMBER, _DAY, _SIGNS)
    return any(form.fullmatch(plain) for form in forms) or plain in _value_words()


def _value_words() -> frozenset[str]:
    words = load_parameters("cell_words")
    return frozenset(words["structure"]["words"]) | {"砖混", "砖木", "土木", "砖混结构"}


def _upwards(lines: list[list[str]], best: int) -> int:
    """Take along the headings of groups above a row of headings."""
    first = best
    while first and best - first < _MOST_ROWS - 2 and _is_group(lines[first - 1]):
        first -= 1
    return first


def _is_group(line: Line) -> bool:
    texts = {cell for cell in line if cell}
    long = any(len(text) > _GROUP_LETTERS for text in texts)
    return len(texts) > 1 and not long and not is_note(line) and not _values(line)


def _values(line: Line) -> int:
    return sum(map(is_value, line))


def _downwards(lines: list[list[str]], first: int, best: int) -> int:
    """Return the last row of headings, with numbers of columns and units."""
    last = best
    while last + 1 < len(lines) and last + 1 - first < _MOST_ROWS:
        if not _goes_on(lines, last):
            break
        last += 1
    if last + 1 < len(lines) and _is_unit_row(lines[last + 1]):
        last += 1
    if last + 1 < len(lines) and _is_number_row(lines[last + 1], lines[last]):
        last += 1
    return last


def _goes_on(lines: list[list[str]], last: int) -> bool:
    """Tell whether the row beneath belongs to the headings too."""
    above, line = lines[last], lines[last + 1]
    fresh = [at for at, cell in enumerate(line) if cell and cell != above[at]]
    texts = [line[at] for at in fresh]
    if not texts or is_note(line) or any(map(is_value, texts)):
        return False
    known = sum(map(is_heading_word, texts))
    if known > len(texts) / 2 and (known == len(texts) or len(texts) > 2):
        return True
    beneath = lines[last + 2 : last + 2 + _BODY_ROWS]
    filled = [any(is_value(row[at]) for row in beneath) for at in fresh]
    return all(_is_under_group(above, at) for at in fresh) and sum(filled) * 2 > len(
        filled
    )


def _is_under_group(above: Line, at: int) -> bool:
    near = [above[other] for other in (at - 1, at + 1) if 0 <= other < len(above)]
    blank_right = at + 1 < len(above) and above[at] and not above[at + 1]
    return not above[at] or above[at] in near or bool(blank_right)


def _is_unit_row(line: Line) -> bool:
    texts = [plain_name(cell) for cell in line if cell]
    return bool(texts) and all(text in units() for text in texts)


def _is_number_row(line: Line, above: Line) -> bool:
    """Tell whether a row counts the columns: 甲 1 2 3."""
    texts = [plain_name(cell) for cell in line if cell]
    while texts and texts[0] in _LETTERED:
        texts = texts[1:]
    counted = texts == [str(number) for number in range(1, len(texts) + 1)]
    return counted and len(texts) > 3 and len(texts) * 2 > sum(map(bool, above))


def _joined(lines: list[list[str]], first: int, last: int) -> Headings:
    block = [list(line) for line in lines[first : last + 1]]
    words = [line for at, line in enumerate(block) if not at or not _counts(block, at)]
    for line, beneath in pairwise(words):
        if not _is_unit_row(beneath):
            _fill_forward(line, beneath)
    names = tuple(_name([line[at] for line in words]) for at in range(len(block[0])))
    return Headings(first=first, count=len(block), names=names)


def _counts(block: list[list[str]], at: int) -> bool:
    return at == len(block) - 1 and _is_number_row(block[at], block[at - 1])


def _fill_forward(line: list[str], beneath: Line) -> None:
    """Let the heading of a group stand above each of its columns."""
    for at in range(1, len(line)):
        if not line[at] and beneath[at]:
            line[at] = line[at - 1]


def _name(texts: list[str]) -> str:
    parts: list[str] = []
    for text in texts:
        if text and text not in parts:
            unit = parts and plain_name(text) in units()
            parts.append(f"({text.strip('()（）')})" if unit else text)
    return "/".join(parts).replace("/(", "(")
