"""The proposal in Word: its parts, its tables, and what an office expects of it."""

import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from PIL import Image

from reports.proposal import Signature
from reports.proposal_document import proposal_document
from rules.language import translator
from tests.reports.small_proposal import NAN, estimate, house, proposal, village

ENGLISH = translator("en")


def png():
    target = io.BytesIO()
    Image.new("RGB", (614, 830), "white").save(target, format="png")
    return target.getvalue()


def opened(**more):
    made = proposal_document(proposal(**more), ENGLISH)
    return docx.Document(io.BytesIO(made))


def chapters(paper):
    return [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]


def texts(paper):
    return [p.text for p in paper.paragraphs]


def table_under(paper, caption):
    """Return the cells of the table that stands below a caption."""
    body = list(paper.element.body)
    lines = [p for p in paper.paragraphs if p.style.name == "Caption"]
    captions = [p for p in lines if p.text.endswith(caption)]
    after = body[body.index(captions[0]._p) + 1]
    (table,) = [t for t in paper.tables if t._tbl is after]
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def paper():
    return opened(map_png=png(), map_says="Two villages in the south")


def test_the_chapters_stand_in_the_order_of_a_proposal(paper):
    assert chapters(paper) == [
        "1. What is proposed",
        "2. The pilot villages",
        "3. Why these villages",
        "4. Money and its sources",
        "5. Not to be retrofitted where they stand",
        "6. Villages not chosen",
        "7. How certain this is",
        "8. What is assumed, and what is to be checked",
        "9. Methods and sources",
        "Annex 1: Map of the pilot villages",
        "Annex 2: Parameters",
    ]


def test_chinese_chapters_are_numbered_as_offices_do():
    made = chapters(opened(language="zh_CN"))
    assert [words[:2] for words in made[:9]] == [
        "一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、",
    ]  # fmt: skip


def test_the_first_page_says_who_is_at_risk_and_what_is_chosen(paper):
    told = texts(paper)
    assert told[0].endswith("seismic retrofit in 安和县, 2027")
    assert told[1] == "县政府:"
    assert "1,200 households on record. 80 qualify, 12 cannot be decided" in told[3]
    assert "2 of 9 villages as pilots of 2027, with 8 households" in told[4]
    assert "strengthen with high-ductility concrete: 2" in told[4]
    assert told[4].endswith("for CNY 122,000 out of CNY 140,000.")
    assert "40.0 people" in told[5] and "(90 % interval 15.0–90.0)" in told[5]
    assert told[6:9] == ["Table 1  Main figures", "", "Proven optimal."]


def test_money_in_chinese_is_in_ten_thousands():
    told = " ".join(texts(opened(language="zh_CN")))
    assert "12.2万元" in told and "14万元" in told


def test_the_villages_add_up(paper):
    first, second, total = table_under(paper, "Chosen pilot villages")[1:]
    assert first[:9] == ["1", "甲镇", "一村", "–", "2", "1", "–", "3", "49,000"]
    assert first[9:] == ["1.0\n(0.50–2.5)", "75%"]
    assert second[:9] == ["2", "甲镇", "二村", "4", "–", "–", "1", "5", "73,000"]
    assert total[:9] == ["", "Sum", "", "4", "2", "1", "1", "8", "122,000"]
    assert total[9:] == ["3.0\n(1.0–5.0)", ""]


def test_each_village_has_its_reasons_and_what_would_undo_them(paper):
    first = table_under(paper, "Reasons by village")[1]
    assert first[2] == "1. 风险第一。\n2. 农户集中。\n3. 结构单一。"
    assert first[3] == "少 9 户则不入选。"


def test_money_is_told_by_source_and_by_town(paper):
    assert table_under(paper, "Money by source")[1:] == [
        ["中央", "两项", "100,000", "90,000", "10,000"],
        ["省级", "抗震", "40,000", "32,000", "8,000"],
        ["Sum", "", "140,000", "122,000", "18,000"],
    ]
    (town,) = table_under(paper, "Households and money by town")[1:]
    assert town == ["甲镇", "60", "2", "8", "90,000", "32,000", "3.0\n(1.0–5.0)"]


def test_a_demand_without_another_plan_says_so(paper):
    prices = [row[-2:] for row in table_under(paper, "and their price")[1:]]
    assert prices == [["0", "+0.50"], ["no such plan", "—"]]


def test_who_is_to_move_is_counted_and_the_rule_is_called_the_offices_own(paper):
    (row,) = table_under(paper, "move to a safe place")[1:]
    assert row == ["乙镇", "三村", "6", "5", "滑坡 4; 行洪 1", "not a pilot"]
    assert any(
        "rule of this office, not of a policy document" in t for t in texts(paper)
    )


def test_a_village_is_never_called_certain_nor_an_unknown_a_zero(paper):
    rows = table_under(paper, "Villages not chosen")[1:]
    assert [row[4] for row in rows] == ["<1%", "—"]
    assert [row[0] for row in rows] == ["3", "–"]


def test_a_parameter_says_whether_it_was_checked(paper):
    assert table_under(paper, "Table 9  Parameters")[1:] == [
        ["slope", "2.5", "own reading", "2026-01-01", "not checked"]
    ]


def test_the_stamp_stands_on_every_page(paper):
    (section,) = paper.sections
    for header in (section.header, section.even_page_header):
        assert "Demonstration data" in header.paragraphs[0].text


def test_without_a_stamp_the_headers_are_empty():
    (section,) = opened(stamp="").sections
    assert section.header.paragraphs[0].text == ""


def test_pages_are_a4_and_numbered_on_both_sides(paper):
    (section,) = paper.sections
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx(
        (210, 297), abs=0.1
    )
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml


def test_the_headings_of_every_table_are_repeated_and_no_row_is_torn(paper):
    for table in paper.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in table.rows)


def test_every_style_names_a_chinese_typeface(paper):
    for name in ("Title", "Normal", "Heading 1", "Heading 2", "Caption", "Cell"):
        style = paper.styles[name]
        assert style.type == WD_STYLE_TYPE.PARAGRAPH
        assert style.element.rPr.rFonts.get(qn("w:eastAsia")) in {
            "宋体", "仿宋", "黑体", "楷体",
        }  # fmt: skip


def test_the_map_has_words_for_those_who_do_not_see_it(paper):
    (picture,) = paper.inline_shapes
    assert picture._inline.docPr.get("descr") == "Two villages in the south"
    assert picture.height.mm <= 207.1
    assert picture.width / picture.height == pytest.approx(614 / 830, abs=0.001)


def test_without_a_map_the_parameters_are_the_first_annex():
    made = opened(map_png=b"")
    assert chapters(made)[-1] == "Annex 1: Parameters"
    assert not [t for t in texts(made) if "shown in annex" in t]


def test_three_sign_unless_others_are_named(paper):
    roles = [row.cells[0].text for row in paper.tables[-2].rows]
    assert roles == ["", "Prepared by", "Checked by", "Approved by"]
    named = opened(signatures=[Signature(role="Leader", name="李某")]).tables[-2]
    assert [c.text for c in named.rows[1].cells] == ["Leader", "李某", "", ""]


def test_empty_parts_say_that_they_are_empty():
    made = opened(
        villages=(),
        towns=(),
        demands=(),
        vetoed=(),
        passed=(),
        uncertainty=(),
        assumptions=(),
        methods=(),
        parameters=(),
    )
    told = texts(made)
    assert "Within these limits no village can be chosen." in told
    assert "No demand was made on the plan." in told
    assert "No household on record stands in such a place." in told
    assert "Every ranked village is chosen." in told
    assert told.count("Nothing is noted.") == 3
    assert "3. Money and its sources" in chapters(made)


def test_what_is_to_be_done_next_is_a_chapter_if_there_is_any():
    made = opened(next_steps=("Visit 12 families.",))
    assert "9. What is to be done next" in chapters(made)


def test_unknown_risk_is_a_dash():
    unknown = village(1, "一村", {"hdc": 1}, 12_000, removed=estimate(NAN, NAN, NAN))
    row = table_under(opened(villages=[unknown]), "Chosen pilot villages")[1]
    assert row[9] == "—"


def test_many_villages_passed_over_are_left_to_the_workbook():
    many = proposal().passed * 8
    made = opened(passed=many)
    assert len(table_under(made, "Villages not chosen")) == 11
    assert "6 more, with their reasons, are in the workbook." in texts(made)


def test_characters_that_a_file_cannot_hold_are_left_out():
    bad = village(1, "一\x00村\ud800", {"hdc": 1}, 12_000, reasons=("a\x0bb",))
    made = opened(villages=[bad], summary=("x\x07y",), county="安\x01和")
    assert table_under(made, "Chosen pilot villages")[1][2] == "一村"
    assert "xy" in texts(made)


def test_the_same_proposal_has_the_same_bytes():
    first, second = (proposal_document(proposal(), ENGLISH) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_household_is_told_of():
    made = proposal_document(proposal(houses=[house(1, household_id="77")]), ENGLISH)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b">77<" not in parts.read("word/document.xml")
