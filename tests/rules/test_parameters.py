import pytest

from rules.errors import PolicyError
from rules.parameters import load_parameters

FILES = (
    "attenuation",
    "flood",
    "fragility",
    "gem",
    "hazard_curve",
    "imputation",
    "intensity",
    "learning",
    "retrofit",
    "triage",
)


def written(folder, text):
    (folder / "made.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", FILES)
def test_every_table_says_where_it_comes_from(name):
    for table in load_parameters(name).tables.values():
        assert len(table.source) > 10
        assert table.values


def test_what_the_methods_leave_to_be_checked_is_marked():
    unverified = load_parameters("fragility").unverified()
    assert {"riskue_index", "grade", "storeys", "pager_types"} <= set(unverified)
    assert "pager" not in unverified
    assert load_parameters("attenuation")["epicentral"].verified is False


def test_lists_and_tables_cannot_be_changed():
    table = load_parameters("attenuation")["ellipse"]
    assert isinstance(table["region"]["川渝"]["long"], tuple)
    with pytest.raises(TypeError):
        table["region"]["川渝"] = {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[a", "made.toml: not TOML"),
        ("x = 1", "made.toml: x stands outside"),
        ("[a]\nx = 1", "table a needs source as a str"),
        ('[a]\nsource = ""', "table a needs source"),
        ('[a]\nsource = "s"\ndate = "2020"', "table a needs date as a date"),
        (
            '[a]\nsource = "s"\ndate = 2020-01-01\nverified = 1',
            "table a needs verified as a bool",
        ),
    ],
)
def test_a_file_that_is_no_parameter_file_is_refused(tmp_path, text, says):
    with pytest.raises(PolicyError, match=says):
        load_parameters("made", written(tmp_path, text))


def test_a_missing_file_table_or_value_is_named(tmp_path):
    good = '[a]\nsource = "s"\ndate = 2020-01-01\nverified = true\nx = 1'
    folder = written(tmp_path, good)
    with pytest.raises(PolicyError, match="no parameters other; there are: made"):
        load_parameters("other", folder)
    with pytest.raises(PolicyError, match=r"made.toml: no table b; tables are: a"):
        load_parameters("made", folder)["b"]
    with pytest.raises(PolicyError, match="table a has no value y; it has: x"):
        load_parameters("made", folder)["a"]["y"]
