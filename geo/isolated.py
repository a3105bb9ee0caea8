"""Read a stranger's file in a child process that can be lost without harm.

GDAL opens what the bytes say, not what the name says, and follows what they point
to.  So the child knows only the drivers it needs, has no network, sees no other
file, and has little memory and time; what it read comes back as an Arrow table, what
it refused as an error.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyarrow as pa

import rules.errors
from geo.readers import NO_MEMORY, NO_ROOM, REFUSED, STRANGE
from geo.readers.drivers import CHILD, MORE
from rules.errors import FileError, PlanningError
from rules.language import N_

_ROOT = Path(__file__).parents[1]
_MB = 1 << 20
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89HDF")  # is more than it weighs
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "TZ", "LANG")
_NO_MEMORY_WORDS = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"realloc")
_strange_drivers: set[str] = set()  # of the wheels of this machine


class Limits(NamedTuple):
    """What a child may use: seconds of work, a little more by the clock."""

    seconds: int
    memory_bytes: int
    file_bytes: int


def read_isolated(
    reader: str, path: Path, *, keep: Path | None = None, **options: object
) -> pa.Table:
    """Read a file in a child process.

    Parameters
    ----------
    reader : str
        A module of :mod:`geo.readers` with a function ``read``.
    path : Path
        The file; or the folder of a FileGDB.
    keep : Path, optional
        Where to put the file ``kept`` that the reader makes.
    **options
        For the reader; plain values.

    Returns
    -------
    pyarrow.Table
        As the reader made it, with its metadata.

    Raises
    ------
    FileError
        If the child died, ran out of time or memory, or refused the file.
    PlanningError
        Whatever else the reader raised.
    """
    if not path.exists():
        raise FileError(N_("{file}: no such file"), file=path.name)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        job = {"reader": reader, "path": str(path.resolve()), "folder": folder}
        limits = _limits(path)
        _run(job | {"options": options, "limits": limits._asdict()}, path.name)
        if keep is not None:
            shutil.move(Path(folder, "kept"), keep)
        with pa.OSFile(str(Path(folder, "answer.arrow"))) as file:
            return pa.ipc.open_file(file).read_all()


def _limits(path: Path) -> Limits:
    """Grant little to a small file, and more to a large one."""
    folder = path if path.is_dir() else path.parent
    files = [p for p in folder.iterdir() if path.is_dir() or p.stem == path.stem]
    size = sum(file.stat().st_size for file in files if file.is_file())
    weight = size * (5 if path.is_dir() or _head(path) in _PACKED else 1)
    return Limits(
        seconds=min(300, 6 + weight // (3 * _MB)),
        memory_bytes=min(6 << 30, 768 * _MB + 12 * weight),
        file_bytes=min(6 << 30, 256 * _MB + 12 * weight),
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _run(job: dict, name: str) -> None:
    command = [sys.executable, "-s", "-W", "ignore", "-X", "utf8", "-m", "geo.readers"]
    said = Path(job["folder"], "said")
    try:
        with said.open("wb") as said_file:
            child = subprocess.run(
                [*command, json.dumps(job)],
                cwd=_ROOT,
                env=_surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said_file,
                timeout=job["limits"]["seconds"] + 2.5,
            )
    except subprocess.TimeoutExpired as error:
        raise _too_long(name) from error
    if child.returncode:
        _tell(child.returncode, job, said.read_bytes()[-20_000:], name)


def _tell(code: int, job: dict, said: bytes, name: str) -> None:
    """Turn the end of a child into one clear error; or start another."""
    note = Path(job["folder"], "refusal.json")
    if code == REFUSED:
        raise _told(json.loads(note.read_text("utf-8")))
    if code == STRANGE:
        found = set(json.loads(note.read_text("utf-8"))) - _strange_drivers
        if found:
            _strange_drivers.update(found)
            return _run(job, name)
    raise _loss(code, said, name)


def _loss(code: int, said: bytes, name: str) -> FileError:
    if code == -getattr(signal, "SIGXCPU", 0):
        return _too_long(name)
    if code == NO_ROOM:
        message = N_("{file}: is too large when unpacked")
    elif code in (NO_MEMORY, -9) or any(word in said for word in _NO_MEMORY_WORDS):
        message = N_(
            "{file}: needs more memory than a file of its size may; "
            "delete cells far from the table, or split it"
        )
    else:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
    error = FileError(message, file=name)
    error.add_note(said.decode(errors="replace")[-2000:])
    return error


def _too_long(name: str) -> FileError:
    message = N_("{file}: takes too long to read; split it or save it simpler")
    return FileError(message, file=name)


def _surroundings() -> dict[str, str]:
    """Return the environment of a child: nothing of ours but what Python needs."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {
        CHILD: "1",
        MORE: ",".join(sorted(_strange_drivers)),
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_HTTP_PROXY": "127.0.0.1:1",
        "GDAL_HTTPS_PROXY": "127.0.0.1:1",
        "GDAL_HTTP_TIMEOUT": "1",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
        "DXF_ENCODING": "UTF-8",  # as the readers hand it over
        "GDAL_CACHEMAX": "64",
        "GDAL_NUM_THREADS": "1",
        "GDAL_PAM_ENABLED": "NO",
        "GDAL_VRT_ENABLE_PYTHON": "NO",
        "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
        "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
        "SQLITE_LIST_ALL_TABLES": "NO",
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
    }


def _told(refusal: dict) -> PlanningError:
    kind = getattr(rules.errors, refusal["kind"])
    return kind(refusal["message"], **refusal["values"])
