"""``import fortification`` without a screen."""

from tests.commands.conftest import household


def test_a_table_is_taken_in_and_what_is_refused_is_told(
    workspace, run, households, tmp_path
):
    run("import", "households", workspace, households(household("A")), "--json")
    path = tmp_path / "区划.csv"
    path.write_text(
        "乡镇,峰值加速度,烈度\n安河镇,0.15g,Ⅶ\n无名镇,0.10,7\n安河镇,0.10,7\n",
        "gb18030",
    )
    told = run("import", "fortification", workspace, path, "--json")
    assert (told["imported"], told["unchanged"], told["rejected"]) == (1, 0, 1)
    (refused,), (noted,) = told["rows"], told["notes"]
    assert (refused["row"], refused["value"]) == (3, "无名镇")
    assert (noted["row"], noted["value"]) == (4, "990001100")
    _, said, _ = run("import", "fortification", workspace, path)
    assert "0 imported, 1 unchanged, 1 rejected" in said
    assert "Rejected rows" in said and "Taken otherwise" in said


def test_a_file_that_is_no_such_table_is_one_line(workspace, run, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    code, _, error = run("import", "fortification", workspace, path)
    assert code == 2 and "missing columns: 代码, 峰值加速度" in error
