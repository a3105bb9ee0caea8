"""The sheet of a notice: type area, typefaces and rules of GB/T 9704-2012.

The text takes 156 by 225 mm: 22 lines of 28 characters of size 3.  The typefaces it
names are those of every office; where one is missing, the font table of the file names
free ones that may stand in its place.
"""

from datetime import date
from unicodedata import east_asian_width

from docx.document import Document as Paper
from docx.enum.text import WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

SIZE_3, SIZE_4 = 16.0, 14.0
LINE_PT = 28.95  # 22 of them in 225 mm
TIGHTER_TWIPS = -5  # 28 characters in 156 mm
CHARACTER_PT = SIZE_3 + TIGHTER_TWIPS / 20
RED = RGBColor(0xD7, 0x00, 0x0F)
STYLES = ("Normal", "Plain", "Heading 1", "Heading 2")
SONG = "方正小标宋简体"
# What stands in for each elsewhere; the last ones are free (Open Font Licence).
STAND_INS = {
    SONG: ("roman", "Noto Serif SC,Noto Serif CJK SC,Source Han Serif SC"),
    "宋体": ("roman", "SimSun,Noto Serif SC,Noto Serif CJK SC,FandolSong"),
    "仿宋": ("roman", "仿宋_GB2312,FangSong,Zhuque Fangsong,FandolFang"),
    "楷体": ("script", "楷体_GB2312,KaiTi,LXGW WenKai,FandolKai"),
    "黑体": ("swiss", "SimHei,Noto Sans SC,Noto Sans CJK SC,FandolHei"),
}
THICK, THIN = 8, 4  # eighths of a point
BLACK = "000000"
_FLOATING = (
    '<w:tblpPr {ns} w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" '
    'w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
)
_FONT = (
    '<w:font {ns} w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
    '<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
)


def set_grid(paper: Paper) -> None:
    """Set 22 lines of 28 characters on a page."""
    for name in STYLES:
        style = paper.styles[name]
        shape = style.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = (
            WD_LINE_SPACING.EXACTLY,
            Pt(LINE_PT),
        )
        shape.space_before = shape.space_after = Pt(0)
        shape.widow_control = False
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(TIGHTER_TWIPS))
        style.element.rPr.find(qn("w:sz")).addprevious(spacing)  # the schema's order


def name_free_fonts(paper: Paper) -> None:
    """Say in the font table which fonts may stand in for each."""
    parts = paper.part.package.iter_parts()
    (part,) = [one for one in parts if one.partname == "/word/fontTable.xml"]
    table = parse_xml(part.blob)
    for known in table.findall(qn("w:font")):
        if known.get(qn("w:name")) in STAND_INS:
            table.remove(known)
    for name, (family, others) in STAND_INS.items():
        ns = nsdecls("w")
        told = _FONT.format(ns=ns, name=name, family=family, others=others)
        table.append(parse_xml(told))
    part._blob = serialize_part_xml(table)


def set_run(
    line: Paragraph,
    size: float,
    *,
    font: str = "",
    colour: RGBColor | None = None,
    bold: bool | None = None,
) -> None:
    """Set the letters of a line otherwise than its style does."""
    for run in line.runs:
        run.font.size, run.font.bold = Pt(size), bold
        if colour is not None:
            run.font.color.rgb = colour
        if font:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def rule(line: Paragraph, side: str, eighths: int, colour: str, space: int) -> None:
    """Draw a line above or below a paragraph.

    Parameters
    ----------
    side : str
        ``"top"`` or ``"bottom"``.
    eighths : int
        Thickness, in eighths of a point.
    space : int
        Points between text and line.
    """
    properties = line._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    borders.append(_edge(side, eighths, colour, space))


def indent(line: Paragraph, *, left: float = 0, right: float = 0) -> None:
    """Set a line in by so many characters, its first line not further."""
    shape = line.paragraph_format
    shape.first_line_indent = Pt(0)
    properties = line._p.get_or_add_pPr().get_or_add_ind()
    properties.set(qn("w:firstLineChars"), "0")
    shape.left_indent = Pt(left * CHARACTER_PT)
    shape.right_indent = Pt(right * CHARACTER_PT)


def to_foot(table: Table) -> None:
    """Let a table of one column stand at the foot of the type area of its page.

    LibreOffice before 7.6 leaves a table of this width where it is in the text.
    """
    properties = table._tbl.tblPr
    properties.insert_element_before(
        parse_xml(_FLOATING.format(ns=nsdecls("w"))),
        "w:tblOverlap",
        "w:bidiVisual",
        "w:tblW",
    )
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        edges = OxmlElement("w:tcBorders")
        top = THIN if number else THICK
        for side, eighths in (("top", top), ("bottom", THICK)):
            if side == "top" or number == last:
                edges.append(_edge(side, eighths, BLACK, 0))
        row.cells[0]._tc.get_or_add_tcPr().append(edges)


def _edge(side: str, eighths: int, colour: str, space: int) -> BaseOxmlElement:
    edge = OxmlElement(f"w:{side}")
    told = {"val": "single", "sz": eighths, "space": space, "color": colour}
    for name, value in told.items():
        edge.set(qn(f"w:{name}"), str(value))
    return edge


def chinese_date(day: date) -> str:
    """Write a day as papers are dated.

    Examples
    --------
    >>> chinese_date(date(2026, 1, 5))
    '2026年1月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def width_in_characters(text: str) -> float:
    """Return how wide a text is, a Chinese character counting one.

    Examples
    --------
    >>> width_in_characters("2026年1月5日")
    6.0
    """
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)
