"""Keep a workspace: prove it, put it into one file, take it out of one again."""

import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

from desk.form_proofs import proof_faults
from desk.workspace import LEDGER, Workspace, renew_mark
from ledger.backups import BACKUPS, backup
from ledger.proof import Verification
from ledger.store import Ledger
from ledger.verifying import verify
from rules.errors import FileError, WorkspaceError

FORMAT = 1
MANIFEST = "manifest.json"
# Made anew when they are asked for, or copies themselves.
LEFT_OUT = ("snapshots", "incoming", "job.lock", BACKUPS)
AT_ONCE = 1 << 20
OWNER_ONLY = 0o600  # a backup holds the search key and everybody's data

Told = dict[str, Any]


def verify_workspace(workspace: Workspace, *, expect: str = "") -> Told:
    """Prove the ledger of a workspace, and the kept proofs of its forms.

    See :func:`ledger.verifying.verify`.

    Returns
    -------
    dict
        ``sound``, ``entries``, ``rows``, ``head`` and ``faults`` (dicts of ``entry,
        what, table, key``; the first entry's first).
    """
    found = verify(workspace.ledger, expect=expect)
    missing = proof_faults(workspace)
    told = {"sound": found.sound and not missing} | asdict(found)
    return told | {"faults": [*told["faults"], *missing]}


def backup_workspace(workspace: Workspace, path: Path) -> Told:
    """Put a whole workspace into one new file, while it is in use.

    Returns
    -------
    dict
        ``file``, ``entries``, ``rows``, ``head`` (write it down) and ``files``, how
        many there are beside the ledger.

    Raises
    ------
    WorkspaceError
        If the file exists, or the ledger is not sound: such a copy is no backup.
    """
    if path.exists():
        raise WorkspaceError("{file} exists already", file=path.name)
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        copy = Path(name) / LEDGER
        backup(workspace.ledger, copy)
        proof = _proved(copy)
        inside = {file.name: file for file in sorted(copy.parent.iterdir())}
        others = dict(_files(workspace.root))
        with _written_whole(path) as unfinished:
            _pack(unfinished, inside | others, _manifest(workspace, proof))
    return _told(path, proof) | {"files": len(others)}


def restore_workspace(path: Path, root: Path) -> Told:
    """Take a workspace out of a backup into a folder that is new or empty.

    Every file is held against its hash and the history is proved before the folder
    appears; what does not fit leaves nothing.

    Returns
    -------
    dict
        As :func:`backup_workspace`.

    Raises
    ------
    WorkspaceError
        If the folder is not empty.
    FileError
        If the file is no backup, a damaged or altered one, or of a newer program.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise WorkspaceError("{path} exists and is not an empty folder", path=root)
    root.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".restore-", dir=root.parent))
    try:
        manifest = _unpack(path, unfinished)
        proof = _proved(unfinished / LEDGER, expect=manifest["head"])
        renew_mark(unfinished)
        if root.exists():
            root.rmdir()
        unfinished.chmod(0o755)
        unfinished.replace(root)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return _told(path, proof) | {"files": len(manifest["files"])}


def _proved(path: Path, expect: str = "") -> Verification:
    ledger = Ledger.open(path)
    try:
        proof = verify(ledger, expect=expect)
    finally:
        ledger.close()
    if proof.first:
        raise WorkspaceError(
            "the history is not sound: entry {entry}, {table} {key}: {what}; "
            "compare with an earlier backup (verify lists all faults)",
            entry=proof.first.entry,
            table=proof.first.table,
            key=proof.first.key,
            what=proof.first.what,
        )
    return proof


def _told(path: Path, proof: Verification) -> Told:
    counts = {"entries": proof.entries, "rows": proof.rows}
    return {"file": str(path)} | counts | {"head": proof.head}


def _manifest(workspace: Workspace, proof: Verification) -> Told:
    return {
        "format": FORMAT,
        "made_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "county_code": workspace.county_code,
        "entries": proof.entries,
        "head": proof.head,
    }


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file of a workspace beside its ledger, by its name in the backup."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        is_ledger = path.parent == root and path.stem.startswith(Path(LEDGER).stem)
        left_out = is_ledger or inside.parts[0] in LEFT_OUT or path.suffix == ".part"
        if path.is_file() and not left_out:
            yield inside.as_posix(), path


@contextmanager
def _written_whole(path: Path) -> Iterator[IO[bytes]]:
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(unfinished, flags, OWNER_ONLY), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _pack(file: IO[bytes], files: dict[str, Path], manifest: Told) -> None:
    """Write the files, and last the manifest with the hash of each."""
    hashes = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in files.items():
            with path.open("rb") as source, _member(archive, name) as target:
                hashes[name] = _copied(source, target)
        told = json.dumps(manifest | {"files": hashes}, ensure_ascii=False, indent=1)
        archive.writestr(MANIFEST, told)


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    return archive.open(name, "w", force_zip64=True)


def _copied(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy in parts; return the hash of what went through."""
    seen = sha256()
    while part := source.read(AT_ONCE):
        seen.update(part)
        target.write(part)
    return seen.hexdigest()


def _unpack(path: Path, folder: Path) -> Told:
    """Write the files of a backup into a folder, each held against its hash."""
    with _legible(path), zipfile.ZipFile(path) as archive:
        manifest = _manifest_in(archive, path)
        for name, told in manifest["files"].items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("xb") as file:
                seen = _copied(source, file)
            if seen != told:
                raise FileError(
                    "{name} in {file} is not as it was backed up",
                    name=name,
                    file=path.name,
                )
            target.chmod(OWNER_ONLY)
    return manifest


def _manifest_in(archive: zipfile.ZipFile, path: Path) -> Told:
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise FileError(
            "{file} is a backup of format {found}; this program reads {known}",
            file=path.name,
            found=manifest["format"],
            known=FORMAT,
        )
    names = sorted([*manifest["files"], MANIFEST])
    if names != sorted(archive.namelist()) or not all(map(_stays_inside, names)):
        raise FileError("{file} holds other files than it says", file=path.name)
    return manifest


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not (name.startswith("/") or ".." in parts or "\\" in name or ":" in name)


@contextmanager
def _legible(path: Path) -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
        RuntimeError,
    ) as error:
        raise FileError(
            "{file} is no backup, or a damaged one", file=path.name
        ) from error
