"""Every notice opened by LibreOffice and put on paper: nothing is lost on the way."""

import shutil
import subprocess
from datetime import date

import pytest

from desk.notices import NOTICE_KINDS, notice, notice_letter
from desk.shelf import CountyShelf
from tests.desk.notice_world import PLANNER, made_workspace

APRIL = date(2026, 4, 1)
OFFICE, READER = shutil.which("soffice"), shutil.which("pdftotext")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (OFFICE and READER), reason="not run here: no soffice"),
]


def run(folder, *asked):
    made = subprocess.run(
        asked, cwd=folder, check=True, capture_output=True, timeout=240
    )
    return made.stdout.decode()


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return of each notice what it should say, and what its PDF says by page."""
    folder = tmp_path_factory.mktemp("printed")
    made = made_workspace(folder / "w")
    shelf = CountyShelf(made)
    which = {kind: {} for kind in NOTICE_KINDS} | {"publication": {"step": "applied"}}
    letters = {
        kind: notice_letter(shelf, PLANNER, kind, APRIL, **which[kind])
        for kind in NOTICE_KINDS
    }
    for kind in NOTICE_KINDS:
        made_of = notice(shelf, PLANNER, kind, APRIL, **which[kind])
        (folder / f"{kind}.docx").write_bytes(made_of)
    made.ledger.close()
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [f"{kind}.docx" for kind in NOTICE_KINDS]
    run(folder, OFFICE, profile, "--headless", "--convert-to", "pdf", *files)
    pages = {
        kind: run(folder, READER, f"{kind}.pdf", "-").split("\f")[:-1]
        for kind in NOTICE_KINDS
    }
    return {kind: (letters[kind], pages[kind]) for kind in NOTICE_KINDS}


def plain(text):
    return "".join(text.split())


@pytest.mark.parametrize("kind", NOTICE_KINDS)
def test_a_notice_on_paper_says_what_it_should(printed, kind):
    """Rules R2, R3, R4, A2."""
    letter, pages = printed[kind]
    # A paragraph may run over a page's number and the stamp of the next page.
    numbered = enumerate(map(plain, pages), start=1)
    said = "".join(page.replace(f"—{number}—", "") for number, page in numbered)
    said = said.replace(letter.stamp, "")
    cells = [str(cell) for sheet in letter.sheets for cell in sheet.headings]
    lines = [line.removeprefix("# ") for line in letter.body]
    for text in (letter.title, letter.sender, *lines):
        assert plain(text) in said
    for text in cells:  # lines of narrow headings come out of a PDF interleaved
        assert {*plain(text)} <= {*said}


@pytest.mark.parametrize("kind", NOTICE_KINDS)
def test_every_page_has_its_number_and_its_stamp_and_none_is_empty(printed, kind):
    _, pages = printed[kind]
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in plain(page)
        assert "演示数据" in page
        assert len(plain(page)) > 20


@pytest.mark.parametrize("kind", NOTICE_KINDS)
def test_who_signs_does_not_stand_on_a_page_alone(printed, kind):
    """GB/T 9704-2012, 7.3.5.5: there is text on the page of the signature."""
    letter, pages = printed[kind]
    signed = next(p for p in pages if f"{letter.sender}\n" in p and "年" in p)
    last = [*letter.body, *(n for s in letter.sheets if letter.inline for n in s.notes)]
    assert plain(last[-1])[-10:] in plain(signed)
