"""Read the largest table of an HTML page: what many systems call an Excel export."""

from html.parser import HTMLParser
from pathlib import Path

from geo.readers.cells import MOST_COLUMNS, require_bounds
from rules.errors import FileError
from rules.language import N_

_BLOCK = 1 << 20
_MOST_SPAN = 5_000


class _Tables(HTMLParser):
    """Hears tags, and fills tables; spanned cells stand in each of their places."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        self.below: list[dict[int, tuple[int, str]]] = []
        self.cell: list[str] | None = None
        self.span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.open.append([])
            self.tables.append(self.open[-1])
            self.below.append({})
        elif tag == "tr" and self.open:
            self._end_cell()
            self.open[-1].append([])
        elif tag in ("td", "th") and self.open and self.open[-1]:
            self._end_cell()
            told = dict(attrs)
            self.cell = []
            self.span = (_span(told.get("colspan")), _span(told.get("rowspan")))
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self.open:
            self.open.pop()
            self.below.pop()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is None or not self.open:
            return
        text = "\n".join(" ".join(t.split()) for t in "".join(self.cell).split("\n"))
        self.cell = None
        row, below = self.open[-1][-1], self.below[-1]
        self._from_above(row, below)
        across, down = self.span
        for place in range(len(row), min(len(row) + across, MOST_COLUMNS)):
            row.append(text.strip())
            if down > 1:
                below[place] = (len(self.open[-1]) + down - 1, text.strip())
        self._from_above(row, below)

    def _from_above(self, row: list[str], below: dict[int, tuple[int, str]]) -> None:
        while (held := below.get(len(row))) and held[0] >= len(self.open[-1]):
            row.append(held[1])


def _span(text: str | None) -> int:
    told = (text or "").strip()
    return min(int(told), _MOST_SPAN) if told.isdecimal() and int(told[:9]) else 1


def rows_of_page(text: Path, name: str) -> list[list[str]]:
    """Return the rows of the largest table of a page in UTF-8.

    Raises
    ------
    FileError
        If it has no table, or one larger than any office's.
    """
    parser = _Tables()
    with text.open(encoding="utf-8") as file:
        while block := file.read(_BLOCK):
            parser.feed(block)
    parser.close()
    rows = max(parser.tables, key=lambda rows: sum(map(len, rows)), default=[])
    width = max(map(len, rows), default=0)
    if not width:
        message = N_("{file}: a web page without a table; save the table as XLSX")
        raise FileError(message, file=name)
    require_bounds(len(rows), width, name)
    return rows
