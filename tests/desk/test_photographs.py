"""Photographs: on record only when they lie in their file, and only once."""

import pytest

from desk import photographs
from desk.photographs import (
    Shot,
    missing,
    orphans,
    photograph_path,
    take_photograph,
)
from ledger import fieldwork
from rules.errors import AccessError, FileError, WorkspaceError

from .field_world import LEADER, OFFICER, REPORTER, made_workspace, picture


@pytest.fixture
def workspace(tmp_path):
    made = made_workspace(tmp_path / "w")
    yield made
    made.ledger.close()


def files(workspace):
    return sorted(workspace.folder("photographs").rglob("*.jpg"))


def test_a_photograph_is_kept_under_the_hash_of_what_is_kept(workspace):
    """Rule W10: a photograph of the damaged part, with its place."""
    shot = Shot(picture=picture(lon=104.5, lat=31.5), part="东山墙裂缝")
    taken = take_photograph(workspace, REPORTER, "H1", shot)
    assert files(workspace) == [photograph_path(workspace, taken.sha256)]
    assert photograph_path(workspace, taken.sha256).parent.name == taken.sha256[:2]
    (row,) = fieldwork.photographs(workspace.ledger, household_id="H1")
    assert (row["part"], row["lon"], row["lat"]) == ("东山墙裂缝", 104.5, 31.5)
    assert (row["width"], row["height"]) == (48, 32) and not taken.warnings


def test_the_same_picture_twice_is_one_file_and_one_row(workspace, tmp_path):
    path = tmp_path / "p.jpg"
    path.write_bytes(picture())
    once = take_photograph(workspace, REPORTER, "H1", Shot(picture=path))
    again = take_photograph(workspace, REPORTER, "H1", Shot(picture=picture()))
    assert once.sha256 == again.sha256 and len(files(workspace)) == 1
    assert len(fieldwork.photographs(workspace.ledger)) == 1


def test_one_picture_for_two_houses_warns(workspace):
    take_photograph(workspace, REPORTER, "H1", Shot(picture=picture()))
    taken = take_photograph(workspace, REPORTER, "H2", Shot(picture=picture()))
    assert [str(w) for w in taken.warnings] == [
        "the same picture is on record for another household"
    ]
    assert len(files(workspace)) == 1


def test_a_photograph_from_far_away_warns_and_is_taken(workspace):
    """Rule W10: the place of a photograph is that of the house."""
    shot = Shot(picture=picture(lon=104.51, lat=31.5))
    taken = take_photograph(workspace, REPORTER, "H1", shot)
    assert str(taken.warnings[0]) == (
        "the photograph was taken 950 m away from the house"
    )
    shot = Shot(picture=picture(90, lon=104.51, lat=31.5))
    assert not take_photograph(workspace, REPORTER, "H2", shot).warnings


def test_what_a_crash_leaves_behind_is_a_file_and_never_a_row(workspace, monkeypatch):
    class Crash(RuntimeError):
        pass

    def crashes():
        raise Crash

    monkeypatch.setattr(workspace.ledger, "transaction", crashes)
    with pytest.raises(Crash):
        take_photograph(workspace, REPORTER, "H1", Shot(picture=picture()))
    assert not fieldwork.photographs(workspace.ledger)
    assert orphans(workspace) == files(workspace) and len(files(workspace)) == 1


def test_a_write_that_fails_leaves_nothing(workspace, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(photographs.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        take_photograph(workspace, REPORTER, "H1", Shot(picture=picture()))
    assert not [f for f in workspace.folder("photographs").rglob("*") if f.is_file()]


def test_a_changed_file_is_named_and_not_shown(workspace):
    taken = take_photograph(workspace, REPORTER, "H1", Shot(picture=picture()))
    path = photograph_path(workspace, taken.sha256)
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(FileError, match=f"{taken.sha256}.jpg was changed"):
        photograph_path(workspace, taken.sha256)
    path.unlink()
    assert missing(workspace) == [taken.sha256]
    with pytest.raises(FileError, match="is missing"):
        photograph_path(workspace, taken.sha256)


@pytest.mark.parametrize("name", ["../ledger", "", "A" * 64, "ab" * 31])
def test_a_name_that_is_no_hash_opens_nothing(workspace, name):
    with pytest.raises(FileError, match="is not the name of a photograph"):
        photograph_path(workspace, name)


def test_who_does_no_fieldwork_there_takes_no_photograph(workspace):
    """Rule A1: the village reports, the town verifies, leaders look."""
    for acting, home in ((LEADER, "H1"), (REPORTER, "H3"), (OFFICER, "H3")):
        with pytest.raises(AccessError):
            take_photograph(workspace, acting, home, Shot(picture=picture()))
    with pytest.raises(WorkspaceError, match="no household 'H9' on record"):
        take_photograph(workspace, OFFICER, "H9", Shot(picture=picture()))
    assert not files(workspace)
