"""Files out, from the command line."""


def test_an_empty_map_is_still_a_file(run, workspace, tmp_path):
    told = run("export", "map", workspace, tmp_path / "m.gpkg", "--json")
    assert told["exported"] == {"households": 0}
    assert (tmp_path / "m.gpkg").is_file()


def test_the_form_is_said_by_the_name_and_another_is_refused(run, workspace, tmp_path):
    code, _, told = run("export", "households", workspace, tmp_path / "a.doc")
    assert code == 2 and ".xlsx .gpkg .geojson .kml" in told
    code, _, told = run("export", "map", workspace, tmp_path / "a.kml")
    assert code == 2 and ".gpkg" in told


def test_a_layer_that_is_not_there_is_one_line(run, workspace, tmp_path):
    code, _, told = run("export", "layer", workspace, "road", tmp_path / "a.gpkg")
    assert code == 2 and told == (
        "error: no layer of kind road in this workspace; import one first\n"
    )


def test_households_leave_for_excel_by_the_end_of_the_name(run, workspace, tmp_path):
    code, out, _ = run("export", "households", workspace, tmp_path / "a.xlsx")
    assert (code, "0 households" in out) == (0, True)
