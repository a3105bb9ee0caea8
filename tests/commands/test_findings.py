"""``findings`` and ``codes`` without a screen."""

import csv

import pytest

from tests.commands.conftest import household

HEAD = "finding_id,household_id,tag,damage_grade,reason,visited_at,team\n"


@pytest.fixture
def struck(workspace, run, households):
    rows = [household("A"), household("B", lon=104.51)]
    run("import", "households", workspace, households(*rows), "--json")
    told = run("event", "add", workspace, "--magnitude", 6.5, "--lon", 104.5,
               "--lat", 31.5, "--depth-km", 10, "--json")  # fmt: skip
    return workspace, told["event_id"]


@pytest.fixture
def returned(tmp_path):
    path = tmp_path / "findings.csv"
    path.write_text(
        f"{HEAD}f1,A,红,4,ordered,,一队\nf1,A,红,4,ordered,,一队\nf2,C,绿,,,,\n",
        "gb18030",
    )
    return path


def test_findings_are_imported_listed_and_shown_in_the_order(
    struck, returned, run, tmp_path
):
    workspace, event = struck
    told = run("findings", "import", workspace, returned, "--event", event, "--json")
    assert (told["imported"], told["unchanged"], told["rejected"]) == (1, 1, 1)
    assert [(row["row"], row["field"]) for row in told["rows"]] == [(4, "household_id")]
    _, said, _ = run("findings", "import", workspace, returned, "--event", event)
    assert "0 imported, 2 unchanged, 1 rejected" in said
    told = run("findings", "list", workspace, "--event", event, "--json")
    (row,) = told["findings"]
    assert (row["household_id"], row["tag"], row["damage_grade"]) == ("A", "红", 4)
    out = tmp_path / "order.csv"
    run("triage", workspace, "--event", event, "--out", out)
    with out.open(encoding="utf-8") as file:
        rows = {row["household_id"]: row for row in csv.DictReader(file)}
    assert (rows["A"]["tag"], rows["A"]["damage_grade"]) == ("红", "4")
    assert (rows["B"]["tag"], rows["B"]["visited_at"]) == ("", "")


def test_findings_of_no_event_and_of_no_role_are_one_line(struck, returned, run):
    workspace, event = struck
    code, _, error = run("findings", "list", workspace, "--event", "eq-9")
    assert code == 2 and "no event 'eq-9'" in error
    words = ("findings", "import", workspace, returned, "--event", event)
    code, _, error = run(*words, "--as", "leader")
    assert code == 2 and "a leader brings no findings" in error


def test_codes_are_imported_listed_and_households_recoded(struck, run, tmp_path):
    workspace, _ = struck
    path = tmp_path / "codes.csv"
    path.write_text("旧代码,新代码,日期,依据\n990001100,990001400,,民函\n", "gb18030")
    told = run("import", "codes", workspace, path, "--json")
    assert (told["imported"], told["rejected"]) == (1, 0)
    _, said, _ = run("codes", "list", workspace)
    assert "990001400" in said and "民函" in said
    (row,) = run("codes", "recode", workspace, "--json")["to_recode"]
    assert (row["new_code"], row["households"]) == ("990001400200", 2)
    told = run("codes", "recode", workspace, "--yes", "--json")
    assert told == {"households": 2, "villages": 1, "left": 0}
    _, said, _ = run("codes", "recode", workspace)
    assert "none" in said


def test_changes_are_kept_and_dropped_one_by_one(workspace, run):
    run("codes", "keep", workspace, "990001100200", "990001400200", "--source", "x",
        "--on", "2024-05-01")  # fmt: skip
    (row,) = run("codes", "list", workspace, "--json")["changes"]
    assert (row["new_code"], row["changed_on"]) == ("990001400200", "2024-05-01")
    run("codes", "drop", workspace, "990001100200")
    assert run("codes", "list", workspace, "--json") == {"changes": []}
    code, _, error = run("codes", "suggest", workspace)
    assert code == 2 and "no register of villages" in error
