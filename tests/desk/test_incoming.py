"""Files that somebody brought lie in a folder of their own until they are taken in."""

import os
import time

import pytest

from desk.incoming import forget, keep_incoming
from desk.workspace import create_workspace
from rules.errors import FileError

HOURS = 3600


@pytest.fixture
def workspace(tmp_path):
    made = create_workspace(
        tmp_path / "w", county_code="990001", county_name="县", policy_code="990001"
    )
    yield made
    made.ledger.close()


def names(paths):
    return [path.name for path in paths]


def folders(workspace):
    return [*workspace.folder("incoming").iterdir()]


def test_what_was_brought_is_kept_as_it_came(workspace):
    content = bytes(range(256))
    (path,) = keep_incoming(workspace, [("台账.xlsx", memoryview(content))])
    assert (path.name, path.read_bytes()) == ("台账.xlsx", content)
    assert path.is_relative_to(workspace.root)


def test_files_of_one_name_do_not_overwrite_each_other(workspace):
    (first,) = keep_incoming(workspace, [("a.csv", b"1")])
    (second,) = keep_incoming(workspace, [("a.csv", b"2")])
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert first.parent != second.parent


def test_of_the_parts_of_a_shapefile_one_can_be_looked_at(workspace):
    parts = ["村界.shp", "村界.dbf", "村界.shx", "村界.prj", "村界.SBN", "别的.csv"]
    paths = keep_incoming(workspace, [(name, b"x") for name in parts])
    assert names(paths) == ["村界.shp", "别的.csv"]
    assert sorted(names(paths[0].parent.iterdir())) == sorted(parts)


def test_capital_letters_and_double_endings_belong_to_the_shapefile(workspace):
    parts = ["CJ.SHP", "CJ.DBF", "CJ.SHX", "CJ.shp.xml"]
    paths = keep_incoming(workspace, [(name, b"x") for name in parts])
    assert names(paths) == ["CJ.SHP"]


def test_a_table_beside_a_shapefile_of_its_name_can_be_looked_at(workspace):
    parts = ["村界.shp", "村界.dbf", "村界.shx", "村界.xlsx"]
    paths = keep_incoming(workspace, [(name, b"x") for name in parts])
    assert names(paths) == ["村界.shp", "村界.xlsx"]


def test_parts_without_the_shapes_can_all_be_looked_at(workspace):
    paths = keep_incoming(workspace, [("a.dbf", b"x"), ("a.prj", b"x")])
    assert names(paths) == ["a.dbf", "a.prj"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\桌面\\台账.xlsx", "台账.xlsx"),
        ("/abs/a.csv", "a.csv"),
        ("a\nb\t.csv", "ab.csv"),
        ("a\u202ebc.csv", "abc.csv"),
        (".hidden", ".hidden"),
        ("no ending", "no ending"),
        ("2023年.危房.台账.xlsx", "2023年.危房.台账.xlsx"),
    ],
)
def test_an_odd_name_keeps_to_its_folder(workspace, name, kept):
    (path,) = keep_incoming(workspace, [(name, b"x")])
    assert path.name == kept
    assert path.parent.parent == workspace.folder("incoming")


def test_a_name_too_long_for_the_disk_is_cut_before_its_ending(workspace):
    """A file system counts bytes; a Chinese letter takes three."""
    (path,) = keep_incoming(workspace, [("长" * 300 + ".geojson", b"x")])
    assert path.suffix == ".geojson"
    assert len(path.name.encode()) <= 255


@pytest.mark.parametrize("name", ["", ".", "..", "/", "a/..", " ", "\x00\x07", "..."])
def test_what_is_no_name_is_refused(workspace, name):
    with pytest.raises(FileError, match="no name of a file"):
        keep_incoming(workspace, [(name, b"x")])


def test_two_files_that_would_get_one_name_are_both_kept(workspace):
    paths = keep_incoming(workspace, [("a/x.csv", b"1"), ("b/x.csv", b"2")])
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]
    assert names(paths) == ["x.csv", "x-2.csv"]


def test_nothing_brought_is_nothing_to_look_at(workspace):
    assert keep_incoming(workspace, []) == []


def test_what_was_taken_in_is_forgotten_with_its_parts(workspace):
    shape, _ = keep_incoming(workspace, [("a.shp", b"x"), ("b.csv", b"y")])
    forget(shape)
    assert folders(workspace) == []
    forget(shape)  # again does no harm


def test_only_what_was_brought_is_ever_forgotten(workspace, tmp_path):
    own = tmp_path / "own" / "a.csv"
    own.parent.mkdir()
    own.write_bytes(b"x")
    forget(own)
    assert own.exists()


def test_what_was_left_for_a_day_is_swept_away_by_the_next(workspace):
    (old,) = keep_incoming(workspace, [("old.csv", b"x")])
    (recent,) = keep_incoming(workspace, [("recent.csv", b"x")])
    for path, hours in ((old, 25), (recent, 23)):
        then = time.time() - hours * HOURS
        os.utime(path.parent, (then, then))
    (new,) = keep_incoming(workspace, [("new.csv", b"x")])
    assert {*folders(workspace)} == {recent.parent, new.parent}
