"""Rule R1: the monthly forms stand on paper as the annexes print them."""

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from reports.monthly_form import FormPaper, form_workbook, printed_value
from rules.forms import FORMS, load_form

LAYOUT = Path(__file__).with_name("form_layout.txt")
DIFFERS = {
    "form1": {"annex": "1", "name": "农村危房改造进度报表"},
    "form2": {"annex": "2", "name": "既有房屋抗震改造进度报表"},
}
VALUES = {n: n for n in range(1, 19)} | {n: n * 12_345 for n in range(19, 27)}
DATA_ROW = 8
THOUSANDTH_OF_A_YUAN = 1e-7  # in 万元
SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="not run here: soffice")


def paper(form: str = "form1", values=VALUES | {27: None}, **more) -> FormPaper:
    template = load_form(form)
    title = template.titled("甲县", date(2026, 10, 1))
    return FormPaper(template=template, title=title, values=values, **more)


def opened(*papers: FormPaper) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(form_workbook(papers))).worksheets[0]


def typed(form: str) -> dict[str, str]:
    """Read the fixture: the words by field."""
    rows = LAYOUT.read_text(encoding="utf-8").splitlines()
    told = (row.split(maxsplit=1) for row in rows if not row.startswith("#"))
    return {field: words.format(**DIFFERS[form]) for field, words in told}


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_is_where_the_document_has_it(form):
    """Rule R1: title, seals, headings, units, numbers and notes, cell by cell."""
    page, expected = opened(paper(form)), typed(form)
    found = {
        cell.coordinate: str(cell.value)
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None and cell.row not in (DATA_ROW, 14)
    }
    assert found == {field.partition(":")[0]: w for field, w in expected.items()}
    merged = {str(area) for area in page.merged_cells.ranges} - {"A14:AA14"}
    assert merged == {field for field in expected if ":" in field}


def test_numbers_are_numbers_exact_to_the_yuan_and_what_is_unknown_is_empty():
    page = opened(paper())
    row = [cell.value for cell in page[DATA_ROW]]
    assert row[:3] == [1, 2, 3]
    assert row[18:20] == [23.4555, 24.69]
    assert row[26] is None
    assert {cell.number_format for cell in page[DATA_ROW][18:]} == {"0.0000"}
    assert {cell.data_type for cell in page[DATA_ROW]} == {"n"}


def test_a_row_of_round_amounts_has_two_decimals_throughout():
    page = opened(paper(values={19: 590_000, 20: 412_800, 27: None}))
    assert {cell.number_format for cell in page[DATA_ROW][18:]} == {"0.00"}
    three = opened(paper(values={19: 590_000, 20: -12_340}))
    assert three["S8"].number_format == "0.000"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_the_yuan_can_be_read_back_from_the_paper(amount_cny):
    assert round(printed_value(amount_cny, is_money=True) * 10_000) == amount_cny


def test_it_prints_on_one_page_of_a4_across():
    page = opened(paper())
    assert page.page_setup.orientation == "landscape"
    assert int(page.page_setup.paperSize) == 9
    fits = page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight or 1
    assert fits == (1, 1)
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_a_draft_and_demonstration_data_say_so_and_move_nothing():
    page = opened(paper(state="草稿（未上报）", stamp="演示数据", remarks=("注：无",)))
    assert page["S1"].value == "草稿（未上报）　演示数据"
    assert (page["A2"].value, page["A8"].value) == (paper().title, 1)
    assert page["A14"].value == "注：无"


def test_words_that_look_like_a_formula_stay_words():
    page = opened(paper(remarks=("=1+1",)))
    assert (page["A14"].value, page["A14"].data_type) == ("=1+1", "s")


def test_a_corrected_heading_stands_only_where_the_office_chose_it():
    template = load_form("form1")
    meant = FormPaper(
        template=type(template)(**vars(template) | {"headings": "corrected"}),
        title="",
        values={},
    )
    assert opened(paper())["K5"].value == "农村易返贫致贫"
    assert opened(meant)["K5"].value == "脱贫享受政策户"


def test_a_workbook_of_both_forms_has_a_sheet_of_each():
    book = form_workbook(map(paper, FORMS))
    names = openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    assert names == ["农村危房改造进度报表", "既有房屋抗震改造进度报表"]


def converted(folder: Path, kind: str) -> Path:
    """Let LibreOffice open a form and write it again."""
    (folder / "form.xlsx").write_bytes(form_workbook([paper()]))
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    out = ["--outdir", str(folder / "out"), str(folder / "form.xlsx")]
    command = [SOFFICE, home, "--headless", "--convert-to", kind, *out]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "out" / f"form.{kind.partition(':')[0]}"


@needs_soffice
def test_libreoffice_reads_back_the_same_numbers_and_no_formula(tmp_path):
    written = converted(tmp_path, "xlsx:Calc MS Excel 2007 XML")
    before, after = (
        openpyxl.load_workbook(path).worksheets[0]
        for path in (tmp_path / "form.xlsx", written)
    )
    assert {cell.data_type for row in after for cell in row} <= {"n", "s"}
    for cell in (cell for row in before.iter_rows() for cell in row):
        same = after[cell.coordinate].value
        if isinstance(cell.value, float):
            assert same == pytest.approx(cell.value, abs=THOUSANDTH_OF_A_YUAN)
        else:
            assert same == cell.value


@pytest.mark.slow
@needs_soffice
def test_libreoffice_prints_it_on_one_page(tmp_path):
    assert converted(tmp_path, "pdf").read_bytes().count(b"/Type/Page/") == 1
