"""What a notice of an office is made of, before it is a Word file or a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table that goes with a notice.

    Attributes
    ----------
    title : str
    says : str
        Above the table: the day it tells of, the unit.
    headings : tuple of str
    rows : tuple of tuples
        Values as they are counted; ``None`` is not known. In Word an unknown one is
        ``/``, a share is written in per cent.
    widths : tuple of float
        Of the columns, in any unit.
    left : tuple of int
        Columns of text, set to the left; the others stand in the middle.
    ratios : tuple of int
        Columns of shares, 0 to 1.
    notes : tuple of str
        Below the table.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    widths: tuple[float, ...]
    left: tuple[int, ...] = ()
    ratios: tuple[int, ...] = ()
    says: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A notice, in Chinese as it goes out.

    Attributes
    ----------
    title : str
        A line break in it is kept on paper.
    mark : str
        Whose paper it is (发文机关标志), red at its head; ``""`` without red head.
    number : str
        发文字号, blanks where the office fills it in.
    upward : bool
        To a higher office: it names who issues it (签发人).
    to : str
        主送机关; ``""`` to nobody by name.
    body : tuple of str
        Paragraphs; one that begins with ``# `` is a heading.
    sheets : tuple of Sheet
        Attached, each on a page of its own.
    in_word : bool
        Whether the sheets stand in the Word file; else only in the workbook.
    inline : bool
        The sheets stand in the text, above whoever signs, and are not attached.
    sender : str
        Who signs, above the date.
    copies : str
        抄送; ``""`` to nobody.
    stamp : str
        演示数据 and what else is printed at the head of each page.
    """

    title: str
    body: tuple[str, ...]
    sender: str
    dated: date
    mark: str = ""
    number: str = ""
    upward: bool = False
    to: str = ""
    sheets: tuple[Sheet, ...] = ()
    in_word: bool = True
    inline: bool = False
    copies: str = ""
    stamp: str = ""


def in_ten_thousands(amount_cny: int) -> str:
    """Write whole yuan in 万元, exactly.

    Examples
    --------
    >>> in_ten_thousands(177_000), in_ten_thousands(20_000), in_ten_thousands(1)
    ('17.7', '2', '0.0001')
    """
    return f"{Decimal(amount_cny).scaleb(-4).normalize():f}"


def percent(ratio: object) -> str:
    """Write a share in per cent with one digit, ``/`` where it is not known.

    Examples
    --------
    >>> percent(0.2), percent(float("nan")), percent("<5")
    ('20.0%', '/', '<5')
    """
    if isinstance(ratio, str):
        return ratio
    return "/" if ratio is None or ratio != ratio else f"{100 * ratio:.1f}%"


def shown(sheet: Sheet, row: Sequence[object]) -> list[str]:
    """Return the cells of a row as they are read on paper."""
    return [
        percent(value) if place in sheet.ratios else _cell(value)
        for place, value in enumerate(row)
    ]


def _cell(value: object) -> str:
    if value is None or value != value:
        return "/"
    return value.isoformat() if isinstance(value, date) else str(value)
