"""The eligibility verb: for people, for machines, for the offices that owe facts."""

import pandas as pd
import pytest

from tests.commands.conftest import household

OWED = {"grade": "D", "other_safe_home": "否", "disaster_rebuild_aid": "否"}


@pytest.fixture
def filled(workspace, households, run):
    refused = household("safe", **OWED | {"other_safe_home": "是"})
    path = households(household("open", **OWED), refused)
    run("import", "households", workspace, path)
    return workspace


def test_one_household_is_told_clauses_and_who_is_asked(filled, run):
    """Rules G5, H2."""
    told = run("eligibility", filled, "--household", "open", "--json")
    task = {task["task"]: task for task in told["tasks"]}["dangerous_house_retrofit"]
    assert (told["overall"], task["answer"]) == ("unknown", "unknown")
    assert [(m["fact"], m["supplied_by"]) for m in task["missing"]] == [
        ("低保户", ["民政"])
    ]
    assert "二(一), 五(一)" in task["clauses"]
    refused = run("eligibility", filled, "--household", "safe", "--json")["tasks"][0]
    assert refused["answer"] == "no" and refused["missing"] == []
    assert [rule["rule"] for rule in refused["refuses"]] == ["dangerous-only-home"]
    assert "48号" in refused["refuses"][0]["document"]


def test_a_table_says_the_same_to_people(filled, run):
    """Rule G5."""
    code, out, _ = run("eligibility", filled, "--household", "open")
    assert code == 0
    assert "unknown" in out and "民政" in out and "counted as: none yet" in out


def test_the_county_is_counted_and_written_row_by_row(filled, run, tmp_path):
    """Rule G5: the bureau sees whom to ask."""
    out = tmp_path / "eligibility.csv"
    told = run("eligibility", filled, "--out", out, "--json")
    counted = {row["task"]: row for row in told["tasks"]}
    assert counted["dangerous_house_retrofit"]["unknown"] == 1
    assert counted["dangerous_house_retrofit"]["no"] == 1
    asked = [(m["fact"], m["supplied_by"], m["households"]) for m in told["missing"]]
    assert ("低保户", ["民政"], 1) in asked
    table = pd.read_csv(out)
    assert len(table) == 4 and set(table["household_id"]) == {"open", "safe"}
    code, text, _ = run("eligibility", filled)
    assert code == 0 and "What is missing, and who supplies it" in text


def test_a_day_before_the_policy_and_an_unknown_household_are_refused(filled, run):
    code, _, err = run("eligibility", filled, "--on", "2020-01-01")
    assert code == 2 and "in force on 2020-01-01" in err
    code, _, err = run("eligibility", filled, "--household", "nobody")
    assert code == 2 and "no household 'nobody' on record" in err
