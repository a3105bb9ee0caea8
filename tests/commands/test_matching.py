"""``import list`` and ``match``, rules G5 and G6, without a screen."""

import pytest

from rules.identity import check_digit

FIRST17 = "99000119600101001"
NUMBER = FIRST17 + check_digit(FIRST17)


@pytest.fixture
def surveyed(workspace, run, households):
    home = {"village_code": "990001100200", "village_name": "柳沟村"}
    home |= {"town_code": "990001100", "town_name": "安河镇", "lon": 104.5, "lat": 31.5}
    told = [("A", "张建国", NUMBER, "D"), ("B", "王明芳", "", "C")]
    rows = [
        home | {"household_id": h, "head_name": name, "id_number": i, "grade": g}
        for h, name, i, g in told
    ]
    run("import", "households", workspace, households(*rows), "--json")
    return workspace


@pytest.fixture
def listed(surveyed, run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        f"姓名,身份证号,村\n张建国,{NUMBER},\n王明芬,,柳沟村\n刘某,12,\n", "utf-8"
    )
    told = run("import", "list", surveyed, path, "--department", "民政",
               "--group", "低保户", "--certified", "2023-05-01", "--json")  # fmt: skip
    assert (told["imported"], told["rejected"]) == (2, 1)
    return surveyed


def test_a_list_is_imported_matched_and_decided_on(listed, run):
    """Rules G5, G6."""
    told = run("match", listed, "--json")
    assert (told["exact"], told["memberships"], told["matched"]) == (1, 1, 1)
    (row,) = told["without_house"]
    assert [h["household_id"] for h in told["dangerous_off_lists"]] == ["B"]
    told = run("match", listed, "--confirm", row["list_id"], row["row_id"], "B",
               "--version", row["version"], "--as", "Li", "--json")  # fmt: skip
    assert told["matched"] == 2 and told["without_house"] == []
    code, _, error = run("match", listed, "--refuse", row["list_id"], row["row_id"],
                         "B", "--version", row["version"])  # fmt: skip
    assert code == 2 and "changed by somebody else" in error


def test_people_are_told_in_tables_without_whole_names(listed, run):
    code, told, _ = run("match", listed)
    assert code == 0
    assert "1 exact, 1 memberships, 1 matched" in told
    assert "without house: 1" in told and "dangerous off lists: 1" in told
    assert "王*" in told and "王明芬" not in told


def test_an_estimate_is_refused_where_too_few_are_on_both(listed, run):
    """Rule G6."""
    code, _, error = run("match", listed, "--between", "民政", "survey")
    assert code == 2 and "has no families" in error


def test_another_departments_group_is_refused_with_the_clause(surveyed, run, tmp_path):
    """Rule G5."""
    path = tmp_path / "list.csv"
    path.write_text("姓名\n张建国\n", "utf-8")
    code, _, error = run("import", "list", surveyed, path, "--department", "残联",
                         "--group", "低保户")  # fmt: skip
    assert code == 2 and "残联 does not certify 低保户" in error and "民政" in error


def test_rejected_rows_and_notes_are_told(surveyed, run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("姓名,身份证号,联系电话\n张三,12,\n李四,,138\n", "utf-8")
    code, told, _ = run("import", "list", surveyed, path, "--department", "民政",
                        "--group", "低保户")  # fmt: skip
    assert code == 0
    assert "1 imported, 0 unchanged, 0 left, 0 held, 1 rejected" in told
    assert "needs 17 digits" in told and "is no telephone number" in told
