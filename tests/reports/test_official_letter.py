"""Notices in Word by GB/T 9704-2012: the sheet, the red head, who signs."""

import io
import shutil
import subprocess
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.letter import Letter, Sheet, in_ten_thousands, percent, shown
from reports.letter_layout import STAND_INS, width_in_characters
from reports.official_letter import official_letter

DAY = date(2026, 11, 22)
SENDER = "安和县住房和城乡建设局"
OFFICE = shutil.which("soffice")


def sheet(title="排名表", rows=((1, "甲镇", 0.125), (2, "乙镇", None))):
    return Sheet(
        title=title,
        headings=("排名", "乡镇", "逾期率"),
        rows=rows,
        widths=(1, 2, 1),
        left=(1,),
        ratios=(2,),
        says="截至2026年10月31日",
        notes=("注：一。",),
    )


def letter(**more):
    told = {
        "title": "关于工作进展情况的通报",
        "body": ("现将情况通报如下。", "# 一、总体情况", "全县进展正常。"),
        "sender": SENDER,
        "dated": DAY,
        "mark": f"{SENDER}文件",
        "number": "安建〔2026〕3号",
        "to": "各乡镇人民政府",
        "sheets": (sheet(),),
        "copies": "县财政局",
        "stamp": "演示数据",
    }
    return Letter(**told | more)


def paper(**more):
    return docx.Document(io.BytesIO(official_letter(letter(**more))))


def lines(made):
    return [line.text for line in made.paragraphs if line.text]


def part(name, **more):
    with zipfile.ZipFile(io.BytesIO(official_letter(letter(**more)))) as file:
        return file.read(name).decode()


def test_the_sheet_is_a4_with_the_margins_of_the_standard():
    """GB/T 9704-2012, 5: 37 mm above, 28 mm left, a text of 156 by 225 mm."""
    section = paper().sections[0]
    sides = ("page_width", "page_height", "top_margin", "left_margin")
    found = [round(getattr(section, side) / Mm(1)) for side in sides]
    assert found == [210, 297, 37, 28]
    wide = section.page_width - section.left_margin - section.right_margin
    high = section.page_height - section.top_margin - section.bottom_margin
    assert (round(wide / Mm(1)), round(high / Mm(1))) == (156, 225)


def test_22_lines_fit_on_a_page_and_28_characters_in_a_line():
    """GB/T 9704-2012, 5.2.4."""
    style = paper().styles["Normal"]
    line, size = style.paragraph_format.line_spacing, style.font.size
    assert 22 <= Mm(225) / line < 23
    tighter = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 <= Mm(156).pt / (size.pt + tighter) < 29
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"


def test_the_head_is_red_with_a_line_below_the_number():
    """GB/T 9704-2012, 7.2.4, 7.2.5, 7.2.7."""
    mark, number = [p for p in paper().paragraphs if p.text][:2]
    assert mark.text == "安和县住房和城乡建设局文件"
    assert str(mark.runs[0].font.color.rgb) == "D7000F"
    assert number.text == "安建〔2026〕3号"
    edge = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert edge.get(qn("w:color")) == "D7000F"


def test_a_long_name_of_an_office_stays_on_one_line():
    mark = paper(mark="某某自治县住房和城乡建设（人民防空）局文件").paragraphs[0]
    size = mark.runs[0].font.size.pt
    assert size * width_in_characters(mark.text) <= Mm(156).pt


def test_a_paper_upward_names_who_issues_it():
    """GB/T 9704-2012, 7.2.6."""
    assert "签发人：" in lines(paper(upward=True))[1]
    assert "签发人" not in "".join(lines(paper()))


def test_it_goes_from_title_to_signature_and_then_the_attachment():
    """GB/T 9704-2012, 7.3."""
    assert lines(paper())[2:] == [
        "关于工作进展情况的通报",
        "各乡镇人民政府：",
        "现将情况通报如下。",
        "一、总体情况",
        "全县进展正常。",
        "附件：排名表",
        SENDER,
        "2026年11月22日",
        "附件",
        "排名表",
        "截至2026年10月31日",
        "注：一。",
    ]


def test_several_attachments_are_numbered():
    """GB/T 9704-2012, 7.3.4, 7.3.7."""
    said = lines(paper(sheets=(sheet(), sheet("名单"))))
    assert [s for s in said if s.startswith("附件")] == [
        "附件：1. 排名表",
        "附件1",
        "附件2",
    ]


def test_a_long_list_stays_out_of_the_word_file_but_is_named():
    said = lines(paper(in_word=False))
    assert "附件：排名表" in said
    assert "附件" not in said


def test_what_is_put_up_has_its_table_above_the_signature():
    made = paper(mark="", inline=True, to="")
    assert lines(made)[0] == "关于工作进展情况的通报"
    body = [child.tag for child in made.element.body]
    signed = next(p._p for p in made.paragraphs if p.text == SENDER)
    assert body.index(qn("w:tbl")) < list(made.element.body).index(signed)


def test_cells_say_what_is_not_known_and_shares_in_per_cent():
    rows = [[cell.text for cell in row.cells] for row in paper().tables[0].rows]
    assert rows == [
        ["排名", "乡镇", "逾期率"],
        ["1", "甲镇", "12.5%"],
        ["2", "乙镇", "/"],
    ]
    assert shown(sheet(), (DAY, None, "<5")) == ["2026-11-22", "/", "<5"]
    assert (percent(None), percent(1)) == ("/", "100.0%")
    assert in_ten_thousands(123_456) == "12.3456"
    assert in_ten_thousands(0) == "0"


def test_copies_and_the_day_of_printing_stand_at_the_foot():
    """GB/T 9704-2012, 7.4."""
    *_, imprint = paper().tables
    assert [row.cells[0].text for row in imprint.rows] == [
        "　抄送：县财政局。",
        f"　{SENDER}\t2026年11月22日印发",
    ]
    place = imprint._tbl.tblPr.find(qn("w:tblpPr"))
    assert place.get(qn("w:tblpYSpec")) == "bottom"


def test_every_typeface_names_free_ones_that_may_stand_in():
    table = part("word/fontTable.xml")
    for name, (_, others) in STAND_INS.items():
        assert f'w:name="{name}"><w:altName w:val="{others}"/>' in table
    used = part("word/document.xml") + part("word/styles.xml")
    assert {"仿宋", "黑体", "楷体", "宋体"} <= {n for n in STAND_INS if n in used}


def test_the_same_notice_has_the_same_bytes():
    assert official_letter(letter()) == official_letter(letter())


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="not run here: no soffice")
def test_on_paper_a_page_has_22_lines_of_28_characters(tmp_path):
    """GB/T 9704-2012, 5.2.4: as LibreOffice sets it."""
    long = letter(body=("安" * 28 * 60, "完。"), sheets=())
    (tmp_path / "a.docx").write_bytes(official_letter(long))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    asked = [OFFICE, profile, "--headless", "--convert-to", "pdf", "a.docx"]
    subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    asked = ["pdftotext", "-f", "2", "-l", "2", "-layout", "a.pdf", "-"]
    said = subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True)
    full = [line.strip() for line in said.stdout.decode().splitlines()]
    assert [len(line) for line in full if "安" in line] == [28] * 22
