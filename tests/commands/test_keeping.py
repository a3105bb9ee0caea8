from pathlib import Path

from ledger.engine import engine_of
from tests.commands.conftest import household


def tamper(workspace):
    engine = engine_of(Path(workspace) / "ledger.sqlite")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER household_no_update")
        connection.exec_driver_sql("UPDATE household SET occupants = 9")
    engine.dispose()


def test_a_workspace_is_proved_backed_up_and_restored(
    run, workspace, households, tmp_path
):
    run("import", "households", workspace, households(household("A")))
    proof = run("verify", workspace, "--json")
    assert (proof["sound"], proof["entries"], proof["faults"]) == (True, 1, [])
    kept = run("backup", workspace, tmp_path / "w.backup", "--json")
    assert kept["head"] == proof["head"]
    back = run("restore", tmp_path / "new", tmp_path / "w.backup", "--json")
    assert (back["entries"], back["rows"]) == (proof["entries"], proof["rows"])
    again = run("verify", tmp_path / "new", "--expect", proof["head"], "--json")
    assert again["head"] == proof["head"]


def test_a_history_that_does_not_hold_ends_with_code_1(run, workspace, households):
    run("import", "households", workspace, households(household("A")))
    tamper(workspace)
    code, out, _ = run("verify", workspace)
    assert code == 1
    assert "NOT SOUND" in out
    assert "household" in out and "the row was altered" in out
    assert run("verify", workspace, "--json")[0] == 1


def test_what_cannot_be_kept_is_one_line_and_code_2(run, workspace, tmp_path):
    (tmp_path / "taken").write_text("x")
    calls = [
        ("backup", workspace, tmp_path / "taken"),
        ("restore", workspace, tmp_path / "taken"),
        ("restore", tmp_path / "new", tmp_path / "taken"),
        ("restore", tmp_path / "new", tmp_path / "missing"),
        ("verify", workspace, "--expect", "abc"),
        ("verify", tmp_path / "nothing"),
    ]
    for words in calls:
        code, _, err = run(*words)
        assert (code, err.startswith("error: "), err.count("\n")) == (2, True, 1), words
