"""``sweep`` without a screen."""

import csv

import pytest

from tests.commands.conftest import household


@pytest.fixture
def struck(workspace, run, households):
    rows = [household(f"A{n}", lon=104.5 + 0.001 * n) for n in range(6)]
    run("import", "households", workspace, households(*rows), "--json")
    told = run("event", "add", workspace, "--magnitude", 6.5, "--lon", 104.5,
               "--lat", 31.5, "--depth-km", 10, "--json")  # fmt: skip
    return workspace, told["event_id"]


def test_teams_are_sent_and_their_files_written(struck, run, tmp_path):
    workspace, event = struck
    out = tmp_path / "out"
    told = run("sweep", workspace, "--event", event, "--teams", 2, "--doors-per-day",
               2, "--base", "104.5,31.49", "--out", out, "--lang", "en",
               "--address", "http://10.0.0.5:8501", "--each", "--json")  # fmt: skip
    assert [team["doors"] for team in told["teams"]] == [2, 2]
    assert told["left_out"] == {"later: the teams are full": 2}
    start = told["mission_id"]
    assert {path.name for path in out.iterdir()} == set(told["files"])
    assert told["files"] == [
        f"{start}-teams.pdf", f"{start}-team-01.pdf", f"{start}-team-02.pdf",
        f"{start}.gpx", f"{start}.kml", f"{start}-teams.xlsx", f"{start}-links.csv",
    ]  # fmt: skip
    assert (out / f"{start}-teams.pdf").read_bytes().startswith(b"%PDF")
    with (out / f"{start}-links.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    token = told["tokens"]["2"]
    assert rows[1]["link"] == f"http://10.0.0.5:8501/team/{token}"


def test_teams_are_told_in_a_table(struck, run):
    workspace, event = struck
    words = (
        "sweep",
        workspace,
        "--event",
        event,
        "--teams",
        2,
        "--base",
        "104.5,31.49",
    )
    code, said, _ = run(*words)
    assert code == 0 and "6 doors for 2 teams" in said
    code, _, error = run(*words)
    assert code == 2 and "no door is left to visit there" in error
    assert run(*words, "--instead")[0] == 0


def test_what_cannot_be_done_is_one_line(struck, run):
    workspace, event = struck
    for words, says in (
        (("--base", "somewhere"), "no base 'somewhere'"),
        (("--base", "104,31", "--lang", "fr"), "no language 'fr'"),
        (("--base", "104,31", "--season", "after_rain"), "held by town"),
        (("--base", "104,31", "--blocked", "none.gpkg"), "none.gpkg"),
    ):
        code, _, error = run("sweep", workspace, "--event", event, "--teams", 2, *words)
        assert code == 2 and says in error
        assert error.count("\n") == 1
