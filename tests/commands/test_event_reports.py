"""Events from messages, their later reports, and what those changed, by command."""

import csv

import pytest

from tests.commands.conftest import household
from tests.desk.event_world import message


@pytest.fixture
def county(run, workspace, households):
    path = households(household("A", 104.3), household("B", 104.7))
    run("import", "households", workspace, path)
    return workspace


def test_from_a_message_to_the_difference_of_two(run, county, tmp_path):
    path = tmp_path / "message.txt"
    path.write_text(message(5.8, lon=104.3), "gb18030")
    told = run("event", "add", county, "--message", path, "--json")
    assert told == {"event_id": "eq-001", "report": 1, "is_new": True}
    again = run("event", "add", county, path)
    assert "on record already as report 1" in again[1]
    newer = message(5.8, lon=104.7, how="正式")
    code, said, _ = run("event", "update", county, "--event", "eq-001", "--message",
                        newer)  # fmt: skip
    assert (code, "event eq-001, report 2" in said) == (0, True)
    rows = run("event", "reports", county, "--event", "eq-001", "--json")["reports"]
    assert [(row["number"], row["lon"]) for row in rows] == [(1, 104.3), (2, 104.7)]
    out = tmp_path / "d.csv"
    told = run("diff", county, "--event", "eq-001", "--out", out, "--json")
    assert (told["before"], told["after"], told["households"]) == (1, 2, 2)
    assert told["heavy_before"]["low"] <= told["heavy_before"]["middle"]
    with out.open(encoding="utf-8-sig") as file:
        doors = {row["household_id"]: row for row in csv.DictReader(file)}
    assert (doors["B"]["rank_before"], doors["B"]["rank_after"]) == ("2", "1")


def test_a_withdrawn_report_is_listed_and_not_compared(run, county):
    run("event", "add", county, "--message", message(5.8))
    update = ("event", "update", county, "--event", "eq-001")
    run(*update, "--message", message(7.9, how="正式"))
    withdraw = ("event", "withdraw", county, "--event", "eq-001", "--report")
    assert run(*withdraw, 2)[0] == 0
    rows = run("event", "reports", county, "--event", "eq-001", "--json")["reports"]
    assert [row["withdrawn"] for row in rows] == [False, True]
    told = run("diff", county, "--event", "eq-001", "--json")
    assert (told["before"], told["after"], told["by_findings"]) == (1, 1, True)
    code, _, said = run(*withdraw, 1)
    assert (code, "the only one that counts" in said) == (2, True)


def test_numbers_are_a_report_too_and_missing_ones_are_named(run, county):
    run("event", "add", county, "--message", message(5.8))
    update = ("event", "update", county, "--event", "eq-001")
    numbers = ("--magnitude", 6.1, "--lon", 104.5, "--lat", 31.5)
    code, _, said = run(*update, *numbers)
    assert (code, "missing: --depth-km" in said) == (2, True)
    assert run(*update, *numbers, "--depth-km", 9, "--json")["report"] == 2
    assert run("diff", county, "--event", "eq-001")[0] == 0


def test_what_is_no_message_is_told_in_one_line(run, county):
    code, _, said = run("event", "add", county, "--message", "没有数字的一句话" * 30)
    assert (code, said.count("\n")) == (2, 1)
