"""The lock of a workspace's jobs: held by the process that works, as long as it lives.

Whoever begins is quick to say so: nothing but the standard library is loaded here.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

LOCK = "job.lock"
_TRIES, _TRY_AGAIN_SECONDS = 10, 0.02
_FIRST_TEXT_BYTE = 1  # the byte before it is the one that is locked


def take_lock(root: Path, told: dict[str, Any]) -> int | None:
    """Take the lock for as long as this process lives.

    Parameters
    ----------
    told : dict
        Plain values for whoever asks.

    Returns
    -------
    int or None
        The open file, never to be closed; ``None`` if another process holds it.
    """
    handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    for _ in range(_TRIES):  # who only asks has it for a moment, too
        if _locked(handle):
            break
        time.sleep(_TRY_AGAIN_SECONDS)
    else:
        os.close(handle)
        return None
    os.ftruncate(handle, 0)
    os.lseek(handle, _FIRST_TEXT_BYTE, os.SEEK_SET)
    os.write(handle, json.dumps(told).encode())
    return handle


def held_by(root: Path) -> dict[str, Any] | None:
    """Return what the process that holds the lock told; ``None`` if nobody does."""
    path = root / LOCK
    if not path.is_file():
        return None
    handle = os.open(path, os.O_RDWR)
    try:
        if _locked(handle):
            return None
        os.lseek(handle, _FIRST_TEXT_BYTE, os.SEEK_SET)
        text = os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)
    try:
        return json.loads(text)
    except ValueError:
        return None  # it has just taken the lock and not said yet who it is


def _locked(handle: int) -> bool:
    """Lock the first byte of an open file, if nobody has; closing it lets go."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
