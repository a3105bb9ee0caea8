"""A workspace goes into one file and comes out of it, or it does not."""

import json
import zipfile

import pytest

from desk.keeping import (
    MANIFEST,
    backup_workspace,
    restore_workspace,
    verify_workspace,
)
from desk.workspace import LEDGER, create_workspace, workspace_at
from ledger.editing import newest_row
from ledger.schema import household
from rules.errors import FileError, WorkspaceError


@pytest.fixture
def workspace(tmp_path):
    made = create_workspace(
        tmp_path / "w", county_code="990001", county_name="县", policy_code="990001"
    )
    with made.ledger.writing(actor="t", verb="edit", scope="exposure") as entry:
        row = {"household_id": "A", "village_code": "990001100200"}
        entry.write(household, [row | {"head_name": "张三"}])
    (made.root / "layers" / "断层.gpkg").write_bytes(b"layer" * 1000)
    (made.folder("photographs") / "ab.jpg").write_bytes(bytes(range(256)))
    (made.root / "snapshots" / "exposure-1.parquet").write_bytes(b"made anew")
    (made.folder("backups") / "old.sqlite").write_bytes(b"older")
    yield made
    made.ledger.close()


@pytest.fixture
def packed(workspace, tmp_path):
    backup_workspace(workspace, tmp_path / "w.backup")
    return tmp_path / "w.backup"


def repacked(path, change):
    """Change the members of a backup behind its back."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_workspace_comes_back_whole(workspace, packed, tmp_path):
    told = restore_workspace(packed, tmp_path / "deep" / "new")
    assert (told["entries"], told["rows"]) == (1, 1)
    with workspace_at(tmp_path / "deep" / "new") as back:
        with back.ledger.engine.connect() as connection:
            row = newest_row(connection, household, {"household_id": "A"})
        assert row["head_name"] == "张三"
        assert back.ledger.index_of("x") == workspace.ledger.index_of("x")
        assert back.county_name == "县"
        assert back.mark != workspace.mark  # a browser keeps no pictures of the other
        assert verify_workspace(back, expect=told["head"])["sound"]
        layer = back.root / "layers" / "断层.gpkg"
        assert layer.read_bytes() == b"layer" * 1000
        assert (back.root / "photographs" / "ab.jpg").read_bytes() == bytes(range(256))
        assert not (back.root / "snapshots").exists()
        assert not (back.root / "backups").exists()


def test_a_backup_is_one_file_of_its_owner_and_says_what_it_holds(packed, workspace):
    assert packed.stat().st_mode & 0o77 == 0
    with zipfile.ZipFile(packed) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    assert manifest["head"] == verify_workspace(workspace)["head"]
    assert set(manifest["files"]) == {
        LEDGER,
        "ledger.key",
        "workspace.toml",
        "layers/断层.gpkg",
        "photographs/ab.jpg",
    }
    assert not list(packed.parent.glob("*.part"))


def test_a_backup_replaces_nothing_and_a_restore_neither(workspace, packed, tmp_path):
    with pytest.raises(WorkspaceError, match="exists already"):
        backup_workspace(workspace, packed)
    with pytest.raises(WorkspaceError, match="not an empty folder"):
        restore_workspace(packed, workspace.root)
    (tmp_path / "empty").mkdir()
    restore_workspace(packed, tmp_path / "empty")


def alter_photograph(members):
    members["photographs/ab.jpg"] = b"another"


def add_file(members):
    members["layers/more.gpkg"] = b"more"


def take_file(members):
    del members["layers/断层.gpkg"]


def climb_out(members):
    manifest = json.loads(members[MANIFEST])
    members["../out"] = members.pop("workspace.toml")
    manifest["files"]["../out"] = manifest["files"].pop("workspace.toml")
    members[MANIFEST] = json.dumps(manifest)


def newer(members):
    members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | {"format": 9})


def no_manifest(members):
    del members[MANIFEST]


def a_list(members):
    members[MANIFEST] = "[]"


def files_a_list(members):
    members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | {"files": []})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (alter_photograph, "ab.jpg in w.backup is not as it was backed up"),
        (add_file, "other files than it says"),
        (take_file, "other files than it says"),
        (climb_out, "other files than it says"),
        (newer, "format 9; this program reads 1"),
        (no_manifest, "no backup"),
        (a_list, "no backup"),
        (files_a_list, "other files than it says"),
    ],
)
def test_an_altered_backup_is_refused_and_leaves_nothing(
    packed, tmp_path, change, says
):
    repacked(packed, change)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FileError, match=says):
        restore_workspace(packed, tmp_path / "new")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.999])
def test_half_a_backup_is_refused(packed, tmp_path, kept):
    content = packed.read_bytes()
    packed.write_bytes(content[: int(kept if kept >= 1 else kept * len(content))])
    with pytest.raises(FileError, match="no backup, or a damaged one"):
        restore_workspace(packed, tmp_path / "new")


def test_another_history_under_the_same_name_is_refused(packed, tmp_path):
    def other_head(members):
        manifest = json.loads(members[MANIFEST]) | {"head": "ab" * 32}
        members[MANIFEST] = json.dumps(manifest)

    repacked(packed, other_head)
    with pytest.raises(WorkspaceError, match="not sound"):
        restore_workspace(packed, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_ledger_that_was_tampered_with_is_not_backed_up(workspace, tmp_path):
    with workspace.ledger.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER household_no_update")
        connection.exec_driver_sql("UPDATE household SET occupants = 9")
    with pytest.raises(WorkspaceError, match=r"entry 1, household .*altered"):
        backup_workspace(workspace, tmp_path / "x.backup")
    assert not list(tmp_path.glob("x.backup*"))
    told = verify_workspace(workspace)
    assert [f["key"] for f in told["faults"]] == [{"household_id": "A"}]
