"""Photographs: taken in whole, kept once, named by what they show."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.workspace import Workspace
from geo.photographs import Photograph, distance_m, read_photograph
from geo.whole_files import written_whole
from ledger.fieldwork import household_place, photograph_hashes, same_picture
from ledger.roles import Acting, require_may_act
from ledger.schema import photograph
from rules.errors import FileError, WorkspaceError
from rules.language import N_
from rules.parameters import load_parameters
from rules.reasons import Reason

FOLDER = "photographs"
SUFFIX = ".jpg"
_HASH = re.compile(r"[0-9a-f]{64}")

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A picture to take in.

    Attributes
    ----------
    picture : Path or bytes
        A file, or what is in one.
    part : str or None
        Which part of the house it shows (rule W10); of an empty house one of
        ``water_off, power_off, cleared, locked`` (rule W9).
    visit_id, vacated_id, finding_id : str or None
        What it belongs to.
    """

    picture: Path | bytes
    part: str | None = None
    visit_id: str | None = None
    vacated_id: str | None = None
    finding_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A photograph on record; what it warns of refuses nothing."""

    photograph_id: str
    sha256: str
    warnings: tuple[Reason, ...] = ()


def take_photograph(
    workspace: Workspace,
    acting: Acting,
    household_id: str,
    shot: Shot,
    *,
    at: datetime | None = None,
) -> Taken:
    """Take in a photograph of a house (rule W10).

    The picture is read apart, written anew without what it carried along, and lies
    in its file before it is on record: whatever is on record is there.  The same
    picture of the same thing changes nothing.

    Parameters
    ----------
    at : datetime, optional
        When it is recorded; now unless a past is being set up.

    Raises
    ------
    WorkspaceError
        If there is no such household.
    AccessError
        If the role does no fieldwork, or not there.
    FileError
        If it is no picture that can be read.
    """
    home = require_household(workspace, household_id)
    require_may_act(acting, "village", home["village_code"])
    (row,), warnings = taken_in(workspace, home, [shot])
    id_, hashed = row["photograph_id"], row["sha256"]
    if id_ not in {known["photograph_id"] for known in _known(workspace, hashed)}:
        with workspace.ledger.transaction() as transaction:
            entry = transaction.entry(
                actor=acting.name,
                role=str(acting.role),
                verb="photograph",
                scope="visits",
                at=at,
            )
            entry.write(photograph, [row])
    return Taken(photograph_id=id_, sha256=hashed, warnings=warnings)


def require_household(workspace: Workspace, household_id: str) -> Row:
    """Return ``household_id, village_code, lon, lat`` of a household.

    Raises
    ------
    WorkspaceError
        If there is none of that number.
    """
    home = household_place(workspace.ledger, household_id)
    if home is None:
        raise WorkspaceError(N_("no household {id!r} on record"), id=household_id)
    return home | {"household_id": household_id}


def taken_in(
    workspace: Workspace, home: Row, shots: Sequence[Shot]
) -> tuple[list[Row], tuple[Reason, ...]]:
    """Keep pictures of a house in their files; returns rows, and what they warn of.

    Parameters
    ----------
    home : dict
        As :func:`require_household` returns it.
    """
    rows, warnings = [], []
    for shot in shots:
        taken = _read(shot.picture)
        hashed = keep(workspace, taken.content)
        warnings += _far(taken, home) + _reused(workspace, hashed, home)
        rows.append(_row(shot, taken, hashed, home["household_id"]))
    return rows, tuple(warnings)


def keep(workspace: Workspace, content: bytes) -> str:
    """Write a picture under its hash, whole or not at all; returns the hash."""
    hashed = hashlib.sha256(content).hexdigest()
    path = _place(workspace, hashed)
    if path.is_file():
        return hashed
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as unfinished, unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _settle(path.parent)
    return hashed


def photograph_path(workspace: Workspace, sha256: str) -> Path:
    """Return the file of a picture, after its content was checked.

    Raises
    ------
    FileError
        If the name is no hash, the file is missing, or it is not the picture that
        was recorded.
    """
    if not _HASH.fullmatch(sha256):
        raise FileError(N_("{name!r} is not the name of a photograph"), name=sha256)
    path = _place(workspace, sha256)
    if not path.is_file():
        message = N_("photograph {name} is missing; restore it from a backup")
        raise FileError(message, name=path.name)
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        message = N_("photograph {name} was changed; restore it from a backup")
        raise FileError(message, name=path.name)
    return path


def orphans(workspace: Workspace) -> list[Path]:
    """List files that no photograph on record names: what a crash left behind."""
    known = photograph_hashes(workspace.ledger)
    files = workspace.folder(FOLDER).rglob("*")
    return sorted(
        f for f in files if f.is_file() and f.name[: -len(SUFFIX)] not in known
    )


def missing(workspace: Workspace) -> list[str]:
    """List hashes of photographs on record whose file is not there."""
    known = photograph_hashes(workspace.ledger)
    return sorted(name for name in known if not _place(workspace, name).is_file())


def _place(workspace: Workspace, sha256: str) -> Path:
    return workspace.folder(FOLDER) / sha256[:2] / f"{sha256}{SUFFIX}"


def _settle(folder: Path) -> None:
    """Let the disk keep the new name too; Windows cannot open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _read(picture: Path | bytes) -> Photograph:
    with _as_file(picture) as path:
        return read_photograph(path)


@contextmanager
def _as_file(picture: Path | bytes) -> Iterator[Path]:
    if isinstance(picture, Path):
        yield picture
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, "photograph")
        path.write_bytes(picture)
        yield path


def _row(shot: Shot, taken: Photograph, hashed: str, household_id: str) -> Row:
    of = shot.visit_id or shot.vacated_id or shot.finding_id or household_id
    told = "\0".join((hashed, of, shot.part or ""))
    return {
        "photograph_id": hashlib.sha256(told.encode()).hexdigest()[:32],
        "sha256": hashed,
        "household_id": household_id,
        "visit_id": shot.visit_id,
        "vacated_id": shot.vacated_id,
        "finding_id": shot.finding_id,
        "part": shot.part,
        "taken_at": taken.taken_at,
        "lon": taken.lon,
        "lat": taken.lat,
        "width": taken.width,
        "height": taken.height,
    }


def _far(taken: Photograph, home: Row) -> list[Reason]:
    apart_m = distance_m((taken.lon, taken.lat), (home["lon"], home["lat"]))
    if not apart_m > load_parameters("photographs")["place"]["far_m"]:
        return []
    message = N_("the photograph was taken {metres} m away from the house")
    return [_warning(message, metres=round(apart_m))]


def _reused(workspace: Workspace, hashed: str, home: Row) -> list[Reason]:
    of = {row["household_id"] for row in _known(workspace, hashed)}
    if not of - {home["household_id"]}:
        return []
    return [_warning(N_("the same picture is on record for another household"))]


def _warning(message: str, **values: object) -> Reason:
    return Reason(message=message, values=values, basis="record", refuses=False)


def _known(workspace: Workspace, hashed: str) -> list[Row]:
    return same_picture(workspace.ledger, hashed)
