"""``case contact``, ``case facts`` and ``case document --withdraw`` at a prompt."""

from datetime import date, timedelta

import pytest

from desk.acting import reading
from desk.workspace import workspace_at
from ledger.roles import Acting, Role
from tests.commands.conftest import household

DANGEROUS = "dangerous_house_retrofit"
ACCOUNT, PHONE = "6217000010001234567", "13912345678"
TOWN = ("--as", "town_officer", "--area", "990001100")


@pytest.fixture
def county(run, workspace, households):
    run("import", "households", workspace, households(household("A"), household("B")))
    return workspace


def account_of(workspace, household_id="A"):
    with workspace_at(workspace) as opened:
        reader = reading(opened, Acting("t", Role.FINANCE))
        return reader.unmask(household_id, "account", "test")


def test_an_account_is_imported_kept_and_entered_by_hand(run, county, households):
    """Rules M2, A2: a file without the column leaves it; none is ever exported."""
    with_account = household("A", account=ACCOUNT, phone="139 1234 5678")
    told = run("import", "households", county, households(with_account), "--json")
    assert (told["imported"], told["rejected"]) == (1, 0)
    assert account_of(county) == ACCOUNT
    out = county.parent / "e.csv"
    run("export", "households", county, out)
    written = out.read_text(encoding="utf-8")
    assert ACCOUNT not in written
    assert PHONE not in written
    again = run("import", "households", county, out, "--json")
    assert (again["imported"], again["rejected"]) == (0, 0)
    assert account_of(county) == ACCOUNT
    told = run("case", "contact", county, "A", "account=6228 4800 1234", *TOWN)
    assert told[0] == 0
    assert account_of(county) == "622848001234"


def test_a_rejected_account_says_why(run, county, households):
    rounded = household("C", account="6.217E+18")
    told = run("import", "households", county, households(rounded), "--json")
    (row,) = told["rows"]
    assert row["field"] == "account"
    assert "lost digits" in row["reason"]


def test_contact_and_facts_say_their_versions(run, county):
    """Rules H1, H2, A1."""
    first = run("case", "contact", county, "B", f"phone={PHONE}", *TOWN, "--json")
    words = ("occupants=2", "no_house=no", "structure=砖木", "area_m2=48.5")
    told = run("case", "facts", county, "B", *words, *TOWN, "--json")
    assert told["household_id"] == "B"
    assert told["versions"]["household"] > first["versions"]["household"]
    code, out, _ = run("case", "facts", county, "B", "no_house=?", *TOWN)
    assert (code, out.startswith("household B: recorded (version of ")) == (0, True)
    with workspace_at(county) as opened:
        reader = reading(opened)
        assert reader.dwelling("B")["structure"] == "砖木"
        home = reader.household("B")
    assert (home["occupants"], home["no_house"]) == (2, None)
    assert home["phone"] == "139****5678"


REFUSED = (
    (("contact", "{w}", "A", "account=6217"), "needs 8 to 32 digits"),
    (("contact", "{w}", "A", "phone"), "says no value"),
    (("contact", "{w}", "A", "colour=red"), "nothing that is set here"),
    (("contact", "{w}", "Z", "phone=13912345678"), "no household 'Z'"),
    (("contact", "{w}", "A", "phone=13912345678", "--version", "9"), "nothing was"),
    (("contact", "{w}", "A", "account=62170000", "--as", "finance"), "ask: town_off"),
    (("facts", "{w}", "A", "storeys=two"), "needs a whole number from 1 to 50"),
    (("facts", "{w}", "A", "grade=D"), "nothing that is set here"),
    (("facts", "{w}", "A", "no_house=是"), "is yes, no or not known"),
)


def test_what_cannot_be_is_one_line_and_code_2(run, county):
    """Rules A1, A2."""
    for words, says in REFUSED:
        code, _, said = run("case", *[word.format(w=county) for word in words])
        assert (code, said[:7], said.count("\n")) == (2, "error: ", 1), words
        assert says in said, words


def test_a_paper_is_withdrawn_with_a_reason(run, county, tmp_path):
    """Rule W12."""
    found_on = (date.today() - timedelta(days=2)).isoformat()
    opened = run("case", "open", county, "A", DANGEROUS, "--on", found_on, "--json")
    case_id = opened["case_id"]
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"%PDF-1.7 a")
    run("case", "document", county, case_id, "application", paper)
    (shown,) = run("case", "show", county, case_id, "--json")["cases"]
    (filed,) = shown["documents"]
    assert filed["kind"] == "application"
    words = ("case", "document", county, case_id, "--withdraw", filed["document_id"])
    code, _, said = run(*words)
    assert (code, "with a reason" in said) == (2, True)
    run(*words, "--reason", "放错了")
    (shown,) = run("case", "show", county, case_id, "--json")["cases"]
    assert shown["documents"] == []
    code, _, said = run("case", "document", county, case_id)
    assert (code, "holds no paper ''" in said) == (2, True)
