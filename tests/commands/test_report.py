"""Rule R1: the monthly forms without a screen, and what is typed wrong."""

import re
from datetime import date

import openpyxl
import pytest

from tests.desk.form_office import (
    LATE,
    VILLAGE,
    Office,
    case,
    copied,
    make_office,
)

MONTH = ("--month", "2026-10")
ENGLISH = re.compile("[A-Za-z]{3,}")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "w"
    make_office(root)
    office = Office(root)
    office.case("B", real_cost_cny=None)
    office.write("place", {"code": VILLAGE, "name": "柳沟村"}, on=LATE)
    office.workspace.ledger.close()
    return root


@pytest.fixture
def office(base, tmp_path):
    """Return an office that does not know what the works of family B cost."""
    copied(base, tmp_path / "w").workspace.ledger.close()
    return tmp_path / "w"


WHY = ("--reason", "costs_known=发票未到", "--reason", "fewer_explained=同上")


def test_the_form_its_proof_and_the_same_as_json(run, office, tmp_path):
    paper, proof = tmp_path / "form.xlsx", tmp_path / "proof.xlsx"
    written = ("--out", paper, "--proof", proof, *WHY)
    told = run("report", "form1", office, *MONTH, *written, "--json")
    assert {c["id"] for c in told["checks"]} >= {"started_total", "costs_known"}
    assert told["changed_since_filed"] == []
    assert openpyxl.load_workbook(paper).active["A8"].value == 2
    page = openpyxl.load_workbook(proof)["勾稽关系"]
    words = [str(c.value) for row in page.iter_rows(max_col=6) for c in row if c.value]
    assert [text for text in words if ENGLISH.search(text)] == []
    assert "发票未到" in words


def test_a_missing_reason_names_its_check_and_an_unknown_one_is_refused(
    run, office, tmp_path
):
    out = ("--out", tmp_path / "form.xlsx")
    code, _, said = run("report", "form1", office, *MONTH, *out)
    assert code == 2
    assert re.search(r"^  costs_known: .*cost of 1 completed", said, re.MULTILINE)
    code, _, said = run("report", "file", office, "--form", "form1", *MONTH)
    assert (code, "\n  costs_known: " in said) == (2, True)
    code, _, said = run("report", "form1", office, *MONTH, "--reason", "cost=x")
    assert (code, "no check 'cost'" in said) == (2, True)
    code, _, said = run("report", "form1", office, *MONTH, "--reason", "costs_known=")
    assert (code, "gives no reason" in said) == (2, True)


def test_a_filed_form_stands_warns_of_what_changed_and_is_corrected(run, office):
    file = ("report", "file", office, "--form", "form1", *MONTH)
    code, said, _ = run(*file, *WHY)
    assert (code, "form1-2026-10-1" in said) == (0, True)
    code, _, said = run("report", "form1", office, *MONTH, "--reason", "x=y")
    assert (code, "no check 'x'" in said) == (2, True)

    late = Office(office)
    late.write("retrofit_case", case("B") | {"real_cost_cny": 50_000}, on=date.today())
    late.workspace.ledger.close()
    code, said, _ = run("report", "form1", office, *MONTH)
    assert (code, "filed, no. 1" in said) == (0, True)
    assert "since it was filed the ledger changed in columns 27;" in said
    told = run("report", "form1", office, *MONTH, "--json")
    later = [{"number": 27, "filed": 30_000, "now": 80_000}]
    assert told["changed_since_filed"] == later

    code, _, said = run(*file)
    assert (code, "say why it is corrected" in said) == (2, True)
    code, said, _ = run(*file, "--note", "补录造价")
    assert (code, "form1-2026-10-2" in said) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("form1", "--month", "2026-13"), "'2026-13' is not a month"),
        (("form1", *MONTH, "--out", "missing/x.xlsx", *WHY), "no folder missing"),
        (("form1", *MONTH, "--out", "x.pdf", *WHY), "written as .xlsx"),
        (("map", "--out", "x.pdf", "--size", "A5"), "on A4, A3, not on A5"),
        (("map", "--out", "x.pdf", "--town", "1"), "no town '1'"),
        (("map", "--out", "x.pdf", *MONTH, "--on", "2026-10-02"), "not both"),
        (("file", "--form", "form3", *MONTH), "no form 'form3'"),
        (("ranking", *MONTH, "--out", "x.pdf"), "written as .docx"),
    ],
)
def test_what_is_typed_wrong_is_said_in_one_line(
    run, office, tmp_path, monkeypatch, words, said
):
    monkeypatch.chdir(tmp_path)
    verb, *more = words
    code, _, told = run("report", verb, office, *more)
    assert (code, said in told, "Traceback" in told) == (2, True, False)
    assert not list(tmp_path.glob("x.*"))


def test_a_month_that_still_runs_is_not_handed_in(run, office):
    month = f"{date.today():%Y-%m}"
    told = run("report", "file", office, "--form", "form1", "--month", month)
    assert (told[0], "when that day is over" in told[2]) == (2, True)


@pytest.mark.parametrize(
    "words", [("form1",), ("list", "--out", "x.docx"), ("briefing", "--out", "x.pdf")]
)
def test_a_month_that_has_not_begun_is_refused(run, office, words):
    month = f"{date.today().year + 1}-12"
    verb, *more = words
    told = run("report", verb, office, *more, "--month", month)
    assert (told[0], f"{month} has not begun yet" in told[2]) == (2, True)


def test_order_and_deadlines_are_told_of_the_day_of_their_paper(run, office):
    """Rules R3, R4."""
    order = run("report", "ranking", office, *MONTH, "--json")
    assert (order["as_of"], order["towns"][0]["rank"]) == ("2026-10-31", 1)
    due = run("report", "calendar", office, *MONTH, "--json")
    assert due["as_of"] == "2026-10-31"
    assert due["deadlines"]
