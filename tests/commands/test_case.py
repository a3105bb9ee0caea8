"""``case`` at a prompt: the day's work of an office, every refusal with its clause."""

from datetime import date, timedelta

import pytest

from ledger.schema import membership
from ledger.store import Ledger
from tests.commands.conftest import household

TODAY = date.today()
DANGEROUS = "dangerous_house_retrofit"


def days_ago(days):
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.fixture
def county(run, workspace, households):
    run("import", "households", workspace, households(household("A"), household("B")))
    return workspace


@pytest.fixture
def case_id(run, county):
    found = run("case", "open", county, "A", DANGEROUS, "--on", days_ago(9), "--json")
    return found["case_id"]


def certify(workspace, household_id):
    ledger = Ledger.open(workspace / "ledger.sqlite")
    row = {"household_id": household_id, "group_name": "低保户"}
    row |= {"certified_by": "民政", "certified_on": TODAY - timedelta(days=30)}
    with ledger.writing(actor="t", verb="t", scope="exposure") as entry:
        entry.write(membership, [row])
    ledger.close()


def test_a_found_hazard_is_listed_with_its_clock(run, county, case_id):
    """Rules W1, W4: found nine days ago, reported within five, in principle."""
    (one,) = run("case", "list", county, "--json")["cases"]
    assert one["case_id"] == case_id
    assert (one["step"], one["step_name"], one["by"]) == ("reported", "上报", "town")
    assert (one["due_on"], one["days_late"]) == (days_ago(4), 4)
    assert (one["clause"], one["in_principle"]) == ("二(四)", True)


def test_the_list_is_narrowed_by_town_lateness_and_role(run, county, case_id):
    """Rules A1, W4."""

    def listed(*options):
        return len(run("case", "list", county, *options, "--json")["cases"])

    assert listed("--town", "990001100") == 1
    assert listed("--town", "990001101") == 0
    assert listed("--late") == 1
    town = ("--as", "town_officer", "--area", "990001100")
    assert listed("--mine", *town) == 1
    assert listed("--mine", "--as", "finance") == 0
    run("case", "step", county, case_id, "reported")
    assert listed("--late") == 0


def test_steps_are_taken_and_undone_with_a_reason(run, county, case_id):
    """Rule W2."""
    told = run("case", "step", county, case_id, "reported", "--json")
    assert told["clause"] == "二(四)"
    assert "4 days late" in told["warnings"][0]["says"]
    code, _, said = run("case", "step", county, case_id, "found", "--back")
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("error: going back needs a reason")
    run("case", "step", county, case_id, "found", "--back", "--reason", "报错了")
    (shown,) = run("case", "show", county, case_id, "--json")["cases"]
    assert [row["step"] for row in shown["steps"]] == ["found"]


def test_a_case_shows_what_is_next_and_what_forbids_it(run, county, case_id):
    """Rules H6, G5, W12: nobody has certified the family yet."""
    run("case", "step", county, case_id, "reported")
    (shown,) = run("case", "show", county, "A", "--json")["cases"]
    (following,) = shown["next"]
    assert (following["step"], following["by"]) == ("appraised", "county")
    assert following["allowed"] is None
    assert following["clause"] == "河南 二(一)"
    assert following["reasons"][0]["who"] == ["民政"]
    assert shown["missing_departments"] == ["民政"]
    code, out, _ = run("case", "show", county, case_id)
    assert code == 0
    assert "鉴定 (appraised), by county: not decided" in out
    code, _, said = run("case", "appraise", county, case_id, "D")
    assert code == 2
    assert "河南 二(一)" in said


def test_a_file_grows_by_grade_papers_details_and_money(run, county, case_id, tmp_path):
    """Rules H6, H11, W12, W14, M2."""
    certify(county, "A")
    run("case", "step", county, case_id, "reported")
    run("case", "appraise", county, case_id, "D", "--posted", TODAY.isoformat())
    values = ("way=修缮加固", "real_cost_cny=9000", "decoration_only=no")
    run("case", "set", county, case_id, *values)
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"%PDF-1.7 a")
    run("case", "document", county, case_id, "application", paper)
    (shown,) = run("case", "show", county, case_id, "--json")["cases"]
    assert (shown["owed_cny"], shown["standard_cny"]) == (9000, 12000)
    assert "住房等级鉴定表" in shown["missing_documents"]
    assert "农户申请" not in shown["missing_documents"]
    assert [step["step"] for step in shown["steps"]][-1] == "appraised"
    money = ("--source", "省级", "--kind", "whole", "--as", "finance")
    code, _, said = run("case", "pay", county, case_id, 9000, *money)
    assert (code, "县验收" in said) == (2, True)


def test_an_old_house_is_recorded_as_it_was_left(run, county, case_id):
    """Rule W9: 两断一清一锁."""
    run("case", "old-house", county, case_id, "why=moved", "locked=yes", "cleared=no")
    (shown,) = run("case", "show", county, case_id, "--json")["cases"]
    (house,) = shown["vacated"]
    assert (house["why"], house["locked"], house["cleared"]) == ("moved", True, False)
    assert house["water_off"] is None


def test_households_are_found_by_number_village_and_head(run, county, case_id):
    def ids(text):
        found = run("case", "find", county, text, "--json")["households"]
        return [one["household_id"] for one in found]

    assert ids(case_id) == ["A"]
    assert ids("B") == ["B"]
    assert ids("柳沟") == ["A", "B"]
    assert ids("990001100") == ["A", "B"]
    assert ids("nobody") == []


def test_a_case_beyond_the_years_task_says_who_pays_first(run, county, case_id):
    """Rule W15: 县级先行垫付."""
    run("case", "set", county, case_id, "beyond_task=yes", "way=修缮加固")
    (shown,) = run("case", "show", county, case_id, "--json")["cases"]
    assert any("county advances" in one["says"] for one in shown["notices"])
    assert shown["details"]["beyond_task"] is True
    assert shown["watch"]["watched"] is None


REFUSED = (
    (("step", "{w}", "990001-2020-000009", "reported"), "no case"),
    (("step", "{w}", "{c}", "agreement"), "first comes"),
    (("step", "{w}", "{c}", "sung"), "no step"),
    (("step", "{w}", "{c}", "reported", "--on", "2999-01-01"), "future"),
    (("step", "{w}", "{c}", "reported", "--on", "soon"), "is not a day"),
    (("step", "{w}", "{c}", "reported", "--failed"), "is no acceptance"),
    (("step", "{w}", "{c}", "reported", "--version", "1"), "nothing was over"),
    (("step", "{w}", "{c}", "reported", "--as", "leader"), "a leader does not"),
    (("open", "{w}", "A", DANGEROUS), "still open"),
    (("open", "{w}", "A", "new_roof"), "no task"),
    (("open", "{w}", "Z", DANGEROUS), "no household"),
    (("document", "{w}", "{c}", "poem"), "holds no paper"),
    (("document", "{w}", "{c}", "application", "no.pdf"), "no file no.pdf"),
    (("set", "{w}", "{c}", "way"), "says no value"),
    (("set", "{w}", "{c}", "way=飞走"), "cannot be the way"),
    (("set", "{w}", "{c}", "colour=红"), "is no detail"),
    (("set", "{w}", "{c}", "area_m2=wide"), "cannot be the area_m2"),
    (("old-house", "{w}", "{c}", "why=bored"), "no word for why"),
    (("show", "{w}", "Z"), "no household"),
    (("list", "{w}", "--as", "auditor"), "does not read"),
    (("list", "{w}", "--as", "town_officer"), "not the area"),
)


def test_what_cannot_be_is_one_line_and_code_2(run, county, case_id):
    """Rules W2, A1."""
    for words, says in REFUSED:
        filled = [word.format(w=county, c=case_id) for word in words]
        code, _, said = run("case", *filled)
        assert (code, said[:7], said.count("\n")) == (2, "error: ", 1), words
        assert says in said, words
