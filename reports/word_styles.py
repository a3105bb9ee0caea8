"""The typefaces and sizes of an official paper, by GB/T 9704-2012.

In English the same sheet with western habits.
"""

from dataclasses import dataclass

from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

OF_WORD_SINCE_2013 = "15"
LATIN = "Times New Roman"
LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
RIGHT, JUSTIFIED = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True)
class Look:
    """How paragraphs of a style are set; sizes in points."""

    font: str
    size: float
    line: float
    align: WD_ALIGN_PARAGRAPH = JUSTIFIED
    bold: bool = False
    before: float = 0
    after: float = 0
    indent: bool = False


CHINESE = {
    "Title": Look("宋体", 22, 34, CENTRE, bold=True, after=20),
    "Normal": Look("仿宋", 16, 28, indent=True),
    "Heading 1": Look("黑体", 16, 28, before=6, indent=True),
    "Heading 2": Look("楷体", 16, 28, bold=True, indent=True),
    "Caption": Look("黑体", 10.5, 16, CENTRE, before=6, after=3),
    "Cell": Look("宋体", 9.5, 14, LEFT),
    "Note": Look("宋体", 9, 13, after=6),
    "Plain": Look("仿宋", 16, 28, LEFT),
    "Reference": Look("仿宋", 14, 24, LEFT, indent=True),
}
ENGLISH = {
    "Title": Look("宋体", 20, 26, CENTRE, bold=True, after=16),
    "Normal": Look("宋体", 11.5, 17, LEFT, after=6),
    "Heading 1": Look("黑体", 14, 20, LEFT, bold=True, before=12, after=4),
    "Heading 2": Look("楷体", 12, 18, LEFT, bold=True, before=6, after=3),
    "Caption": Look("黑体", 10, 14, CENTRE, bold=True, before=6, after=3),
    "Cell": Look("宋体", 9, 12, LEFT),
    "Note": Look("宋体", 9, 12, LEFT, after=6),
    "Plain": Look("宋体", 11.5, 17, LEFT),
    "Reference": Look("宋体", 10.5, 15, LEFT, after=4),
}


def set_styles(paper: Paper, language: str) -> None:
    """Set the styles of a paper as its language asks."""
    looks = CHINESE if language.startswith("zh") else ENGLISH
    for name, look in looks.items():
        known = name in paper.styles
        style = (
            paper.styles[name]
            if known
            else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        _set_style(style, look)
    default = paper.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    default.set(qn("w:val"), "en-GB")
    default.set(qn("w:eastAsia"), "zh-CN")
    settings = paper.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    spacing = settings.find(qn("w:characterSpacingControl"))
    spacing.set(qn("w:val"), "compressPunctuation")
    mode = f".//{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']"
    settings.find(mode).set(qn("w:val"), OF_WORD_SINCE_2013)


def _set_style(style: ParagraphStyle, look: Look) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, None
    style.font.name, style.font.color.rgb = LATIN, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), look.font)
    fonts.set(qn("w:cs"), LATIN)
    shape = style.paragraph_format
    shape.alignment = look.align
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(look.line)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.keep_with_next = style.name.startswith("Heading") or style.name == "Caption"
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200" if look.indent else "0")
    indent.set(qn("w:firstLine"), str(round(look.size * 40)) if look.indent else "0")
