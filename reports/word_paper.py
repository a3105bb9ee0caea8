"""An official paper in Word: A4, headings, bordered tables, numbered pages.

Margins and page numbers are those of GB/T 9704-2012, the format of documents of the
Chinese administration.
"""

import re
import zipfile
from collections.abc import Container, Sequence
from datetime import date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from reports.word_styles import CENTRE, LEFT, RIGHT, set_styles

TEXT_WIDTH_MM = 156.0
MARGINS_MM = {"top": 37, "bottom": 35, "left": 28, "right": 26}
RED = RGBColor(0xB3, 0x26, 0x1E)
WHOLE_UNTIL_ROWS = 8  # a table this short is not torn between pages
MOST_LETTERS = 255  # of a title or an author
# Control characters and halves of pairs: XML has no place for them.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
CELL_PADDING_TWIPS = {"top": 40, "left": 70, "bottom": 40, "right": 70}
FILLED_CELL = "EDEFF1"
NUMERALS = "〇一二三四五六七八九"


def new_paper(language: str, stamp: str = "") -> Paper:
    """Return an empty A4 paper: styles set, pages numbered, the stamp on each.

    Parameters
    ----------
    language : str
        One of :data:`rules.language.LANGUAGES`.
    stamp : str
        In the header of every page; may be empty.
    """
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, length in MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(length))
    section.header_distance, section.footer_distance = Mm(18), Mm(24)
    set_styles(paper, language)
    paper.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        _number_pages(footer.paragraphs[0], side)
    for header in (section.header, section.even_page_header):
        _stamp(header.paragraphs[0], stamp)
    return paper


def _number_pages(line: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    line.alignment = side
    line.paragraph_format.first_line_indent = Pt(0)
    for text, kind in (("— ", None), ("", "PAGE"), (" —", None)):
        run = line.add_run(text)
        run.font.size = Pt(14)
        run.font.name = "宋体"
        if kind:
            _field(run._r, kind)


def _field(run: OxmlElement, instruction: str) -> None:
    for kind in ("begin", None, "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = instruction
        run.append(mark)


def _stamp(line: Paragraph, stamp: str) -> None:
    line.alignment = RIGHT
    line.paragraph_format.first_line_indent = Pt(0)
    if not stamp:
        return
    run = line.add_run(f" {stamp} ")
    run.font.size, run.font.bold, run.font.color.rgb = Pt(12), True, RED
    edge = OxmlElement("w:bdr")
    for name, value in (("val", "single"), ("sz", "12"), ("color", "B3261E")):
        edge.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(edge)


def heading_number(number: int, level: int, language: str) -> str:
    """Return the number before a heading: 一、 and （一）, or 1. and 1).

    Examples
    --------
    >>> heading_number(11, 1, "zh_CN"), heading_number(2, 2, "zh_CN")
    ('十一、', '（二）')
    >>> heading_number(3, 1, "en")
    '3. '
    """
    if not language.startswith("zh"):
        return f"{number}. " if level == 1 else f"({number}) "
    tens, ones = divmod(number, 10)
    ten = ("" if tens < 2 else NUMERALS[tens]) + "十" if tens else ""
    told = ten + (NUMERALS[ones] if ones or not tens else "")
    return f"{told}、" if level == 1 else f"（{told}）"


def add_line(paper: Paper, text: str, style: str = "Normal") -> Paragraph:
    """Add a paragraph; what a Word file cannot hold is left out of its text."""
    return paper.add_paragraph(_UNWRITABLE.sub("", text), style=style)


def add_table(
    paper: Paper,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_mm: Sequence[float],
    *,
    centred: Sequence[int] = (),
    least_row_mm: float = 0.0,
    sums_up: bool = False,
) -> None:
    """Add a table with borders whose first row stands on every page it reaches.

    Parameters
    ----------
    headings, rows : texts, as many as ``widths_mm``.
    widths_mm : sequence of float
        Scaled so that the table is as wide as the text.
    centred : sequence of int
        Columns whose cells stand in the middle.
    least_row_mm : float
        Of the rows below the headings, for what is written by hand.
    sums_up : bool
        The last row is the sum of the others.
    """
    table = paper.add_table(rows=0, cols=len(headings))
    table.style, table.autofit = "Table Grid", False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _pad(table)
    scale = TEXT_WIDTH_MM / sum(widths_mm)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width * scale)
    head = _add_row(table, headings, centred=range(len(headings)), bold=True, tied=True)
    head._tr.trPr.append(OxmlElement("w:tblHeader"))
    for cell in head.cells:
        _shade(cell)
    for number, texts in enumerate(rows, start=1):
        last = number == len(rows)
        tied = not last and len(rows) <= WHOLE_UNTIL_ROWS
        row = _add_row(table, texts, centred=centred, bold=sums_up and last, tied=tied)
        row.height = Mm(least_row_mm) if least_row_mm else None
    paper.add_paragraph(style="Note")


def _add_row(
    table: Table,
    texts: Sequence[str],
    *,
    centred: Container[int],
    bold: bool,
    tied: bool,
) -> _Row:
    """Add a row that is not torn; ``tied`` keeps it on the page of the next."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        line = _fill(cell, text, bold=bold, centred=place in centred)
        line.paragraph_format.keep_with_next = tied or None
    return row


def _pad(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, twips in CELL_PADDING_TWIPS.items():
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # the schema's order


def _fill(cell: _Cell, text: str, *, bold: bool, centred: bool) -> Paragraph:
    """Write the lines of a text into a cell; return the first."""
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for number, part in enumerate(text.split("\n")):
        line = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        line._p.style = "Cell"  # by its id: looking up 1 000 styles takes seconds
        line.add_run(_UNWRITABLE.sub("", part)).font.bold = bold or None
        line.alignment = CENTRE if centred else None
    return cell.paragraphs[0]


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", FILLED_CELL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.tcPr.find(qn("w:vAlign")).addprevious(shade)  # the schema's order


def add_picture(paper: Paper, content: bytes, says: str, height_mm: float) -> None:
    """Add a picture as wide as the text, or as high as given; ``says`` is its alt."""
    line = paper.add_paragraph(style="Caption")
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    shape = line.add_run().add_picture(BytesIO(content), width=Mm(TEXT_WIDTH_MM))
    if shape.height > Mm(height_mm):
        shape.width = round(shape.width * Mm(height_mm) / shape.height)
        shape.height = Mm(height_mm)
    told = shape._inline.docPr
    told.set("descr", _UNWRITABLE.sub("", says))


def paper_bytes(paper: Paper, title: str, author: str, made_on: date) -> bytes:
    """Return the file; the same paper of the same day has the same bytes."""
    facts = paper.core_properties
    title, author = (
        _UNWRITABLE.sub("", told)[:MOST_LETTERS] for told in (title, author)
    )
    facts.title, facts.author, facts.last_modified_by = title, author, author
    facts.comments, facts.revision = "", 1
    facts.created = facts.modified = datetime.combine(made_on, time())
    written, target = BytesIO(), BytesIO()
    paper.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, ZIPPED_AT)
            new.writestr(part, old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
