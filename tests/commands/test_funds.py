"""``fund``: money secured and allotted, without a screen."""

TASK = "dangerous_house_retrofit"


def test_money_is_recorded_listed_and_withdrawn(workspace, run):
    """Rules M3, R1."""
    told = run("fund", "add", workspace, "secured", "省级", 500_000, "--task", TASK,
               "--on", "2026-03-01", "--document", "川财〔2026〕1号",
               "--json")  # fmt: skip
    run("fund", "add", workspace, "allotted", "中央", 9_000, "--json")
    listed = run("fund", "list", workspace, "--as", "leader", "--json")
    (row,) = listed["secured"]
    assert row == {
        "fund_id": told["id"],
        "level": "省级",
        "task": TASK,
        "amount_cny": 500_000,
        "secured_on": "2026-03-01",
        "document": "川财〔2026〕1号",
    }
    assert [row["task"] for row in listed["allotted"]] == [""]
    _, said, _ = run("fund", "list", workspace)
    assert "secured: 500,000 yuan" in said and "allotted: 9,000 yuan" in said
    code, said, _ = run(
        "fund", "add", workspace, "allotted", "中央", -4_000, "--note", "cut"
    )
    assert (code, "-4,000 yuan" in said) == (0, True)
    code, _, _ = run(
        "fund", "withdraw", workspace, "secured", told["id"], "--note", "entered twice"
    )
    assert code == 0
    assert run("fund", "list", workspace, "--json")["secured"] == []


def test_what_is_wrong_is_one_line(workspace, run):
    wrong = (
        (("add", "lost", "省级", 5), "'lost' is no kind of money"),
        (("add", "allotted", "县级", 5), "中央, 省级, 省级以下"),
        (("add", "secured", "省级", "--as", "auditor", 5), "finance, planner"),
        (("withdraw", "secured", "x", "--note", "y"), "no money 'x' on record"),
    )
    for (verb, *words), says in wrong:
        code, _, error = run("fund", verb, workspace, *words)
        assert (code, says in error) == (2, True), error
