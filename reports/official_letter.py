"""A notice in Word, laid out as GB/T 9704-2012 asks of papers of the administration."""

from collections.abc import Sequence

from docx.document import Document as Paper
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reports.letter import Letter, Sheet, shown
from reports.letter_layout import (
    CHARACTER_PT,
    LINE_PT,
    RED,
    SIZE_3,
    SIZE_4,
    SONG,
    THICK,
    chinese_date,
    indent,
    name_free_fonts,
    rule,
    set_grid,
    set_run,
    to_foot,
    width_in_characters,
)
from reports.word_paper import (
    TEXT_WIDTH_MM,
    add_line,
    add_table,
    new_paper,
    paper_bytes,
)
from reports.word_styles import CENTRE, RIGHT

TITLE_SIZE = 22.0  # size 2
MARK_LARGEST, MARK_WIDTH = 44.0, 440.0  # points
MARK_BELOW_TOP_MM = 35
SIGNED_FROM_RIGHT = 4.0  # characters
RULE_BELOW_PT = 11  # 4 mm
RED_HEX = str(RED)
HEADING = "# "


def official_letter(letter: Letter) -> bytes:
    """Write a notice to a Word file, A4; the same notice has the same bytes."""
    paper = new_paper("zh_CN", letter.stamp)
    set_grid(paper)
    name_free_fonts(paper)
    if letter.mark:
        _head(paper, letter)
    _title(paper, letter.title)
    if letter.to:
        add_line(paper, f"{letter.to}：", "Plain")
    _write(paper, letter.body)
    if letter.inline:
        for sheet in letter.sheets:
            _table(paper, sheet)
    else:
        _name_attachments(paper, letter)
    _sign(paper, letter)
    if letter.in_word and not letter.inline:
        for number, sheet in enumerate(letter.sheets, start=1):
            alone = len(letter.sheets) == 1
            _attach(paper, "附件" if alone else f"附件{number}", sheet)
    if letter.mark:
        _imprint(paper, letter)
    title = letter.title.replace("\n", "")
    return paper_bytes(paper, title, letter.sender, letter.dated)


def _head(paper: Paper, letter: Letter) -> None:
    """Write the red head: whose paper, its number, the red line."""
    mark = add_line(paper, letter.mark, "Plain")
    mark.alignment = CENTRE
    size = min(MARK_LARGEST, MARK_WIDTH / width_in_characters(letter.mark))
    set_run(mark, size, font=SONG, colour=RED, bold=True)
    mark.paragraph_format.space_before = Mm(MARK_BELOW_TOP_MM)
    mark.paragraph_format.line_spacing = Pt(size * 1.3)
    _blank(paper, 2)
    # A paper to a higher office names who issues it.
    told = f"　{letter.number}\t签发人：　　　　" if letter.upward else letter.number
    number = add_line(paper, told, "Plain")
    number.alignment = None if letter.upward else CENTRE
    number.paragraph_format.tab_stops.add_tab_stop(
        Mm(TEXT_WIDTH_MM) - Pt(CHARACTER_PT), WD_TAB_ALIGNMENT.RIGHT
    )
    rule(number, "bottom", 2 * THICK, RED_HEX, RULE_BELOW_PT)
    _blank(paper, 2)


def _title(paper: Paper, title: str) -> None:
    line = add_line(paper, title, "Title")
    set_run(line, TITLE_SIZE, font=SONG, bold=True)
    line.paragraph_format.space_after = Pt(LINE_PT)


def _write(paper: Paper, body: Sequence[str]) -> None:
    """Write the text; its end stays on the page of what is signed below it."""
    for text in body:
        heading = text.startswith(HEADING)
        style = "Heading 1" if heading else "Normal"
        line = add_line(paper, text.removeprefix(HEADING), style)
    line.paragraph_format.keep_with_next = True


def _name_attachments(paper: Paper, letter: Letter) -> None:
    if not letter.sheets:
        return
    _blank(paper, 1)[0].paragraph_format.keep_with_next = True
    titles = [sheet.title for sheet in letter.sheets]
    told = [f"{n}. {title}" for n, title in enumerate(titles, start=1)]
    told = titles if len(titles) == 1 else told
    for number, title in enumerate(told):
        line = add_line(paper, f"附件：{title}" if number == 0 else title, "Plain")
        indent(line, left=2 if number == 0 else 5)
        line.paragraph_format.keep_with_next = True


def _sign(paper: Paper, letter: Letter) -> None:
    """Sign and date: the date four characters from the right, the name centred over."""
    dated = chinese_date(letter.dated)
    wider = (width_in_characters(letter.sender) - width_in_characters(dated)) / 2
    aside = max(SIGNED_FROM_RIGHT, wider + 1)
    for line in _blank(paper, 2):
        line.paragraph_format.keep_with_next = True
    for text, right in ((letter.sender, aside - wider), (dated, aside)):
        line = add_line(paper, text, "Plain")
        line.alignment = RIGHT
        indent(line, right=right)
        line.paragraph_format.keep_with_next = text is letter.sender


def _attach(paper: Paper, label: str, sheet: Sheet) -> None:
    line = add_line(paper, label, "Plain")
    line.paragraph_format.page_break_before = True
    set_run(line, SIZE_3, font="黑体")
    _blank(paper, 1)
    title = add_line(paper, sheet.title, "Title")
    set_run(title, TITLE_SIZE - 2, font=SONG, bold=True)
    title.paragraph_format.space_after = Pt(LINE_PT / 2)
    _table(paper, sheet)


def _table(paper: Paper, sheet: Sheet) -> None:
    if sheet.says:
        add_line(paper, sheet.says, "Note").alignment = RIGHT
    middle = [n for n in range(len(sheet.headings)) if n not in sheet.left]
    rows = [shown(sheet, row) for row in sheet.rows]
    add_table(paper, sheet.headings, rows, sheet.widths, centred=middle)
    for note in sheet.notes:
        add_line(paper, note, "Note")


def _imprint(paper: Paper, letter: Letter) -> None:
    """Write who gets copies, and who printed it when, at the foot of the last page."""
    printed = f"　{letter.sender}\t{chinese_date(letter.dated)}印发"
    copies = [f"　抄送：{letter.copies}。"] if letter.copies else []
    table = paper.add_table(rows=0, cols=1)
    table.autofit = False
    table.columns[0].width = Mm(TEXT_WIDTH_MM)
    for text in (*copies, printed):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        line = row.cells[0].paragraphs[0]
        line.style = paper.styles["Plain"]
        line.add_run(text)
        set_run(line, SIZE_4)
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.tab_stops.add_tab_stop(
            Mm(TEXT_WIDTH_MM) - Pt(2 * SIZE_4), WD_TAB_ALIGNMENT.RIGHT
        )
    to_foot(table)
    end = add_line(paper, "", "Plain")
    end.paragraph_format.line_spacing = Pt(1)


def _blank(paper: Paper, lines: int) -> list[Paragraph]:
    return [add_line(paper, "", "Plain") for _ in range(lines)]
