"""What a child process gives up before it opens a stranger's file.

Windows and macOS know none of the kernel's fences; there the list of drivers, the
proxy that leads nowhere and the limit of time remain.
"""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_DIE_WITH_PARENT, _NO_NEW_RIGHTS = 1, 38  # prctl
_NEW_NET, _NEW_USER = 0x4000_0000, 0x1000_0000  # unshare
# Landlock, the same numbers on every machine.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILES_BY_VERSION = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF}
_ALL_FILES, _ALL_NETS, _ALL_SCOPES = 0xFFFF, 3, 3
_IOCTL_DEVICE = 1 << 15
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
)
_CODE = ("geo", "rules")


class _Rules(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("nets", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def confine(path: Path, folder: Path, limits: dict[str, int]) -> bool:
    """Give up the network, other files, and more than a share of the machine.

    Parameters
    ----------
    path : Path
        What may be read: a file and its neighbours of the same stem, or a folder.
    folder : Path
        Where may be written.
    limits : dict
        ``memory_bytes`` (address space), ``seconds`` (of work), ``file_bytes``
        (the largest file to be written).

    Returns
    -------
    bool
        Whether the kernel keeps it from all other files.
    """
    _bound(limits)
    if _LIBC is None:
        return False
    _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if _LIBC.unshare(_NEW_NET):  # root may; others with a name space of their own
        _LIBC.unshare(_NEW_USER | _NEW_NET)
    return _see_only(_readable(path), folder)


def _bound(limits: dict[str, int]) -> None:
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, allowed = resource.getrlimit(what)
        if allowed != resource.RLIM_INFINITY:
            most = min(most, allowed)
        with suppress(ValueError, OSError):  # macOS knows some by name only
            resource.setrlimit(what, (most, most))


def _readable(path: Path) -> dict[Path, int]:
    """Say what may be opened: Python, this code, the file and what belongs to it."""
    root = Path(__file__).parents[2]
    python = {sys.prefix, sys.base_prefix, *sys.path} - {"", str(root)}
    code = [root / room for room in _CODE]
    places = [*map(Path, _SYSTEM), *map(Path, python), *code, path]
    beside = {} if path.is_dir() else {path.parent: _READ_FOLDER}  # names only
    if path.is_file():
        places += [p for p in path.parent.iterdir() if p.stem == path.stem]
    return dict.fromkeys(places, _READ_FILE | _READ_FOLDER) | beside


def _see_only(readable: dict[Path, int], folder: Path) -> bool:
    """Let the kernel refuse every other file, and every connection."""
    version = _LIBC.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return False
    rules = _Rules(
        _FILES_BY_VERSION.get(version, _ALL_FILES),
        _ALL_NETS if version >= 4 else 0,
        _ALL_SCOPES if version >= 6 else 0,
    )
    size = 8 if version < 4 else 16 if version < 6 else 24
    fence = _LIBC.syscall(_CREATE, ctypes.byref(rules), size, 0)
    if fence < 0:
        return False
    for place, rights in readable.items():
        _allow(fence, place, rights)
    _allow(fence, folder, rules.files & ~_IOCTL_DEVICE)
    _LIBC.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    return _LIBC.syscall(_RESTRICT, fence, 0) == 0


def _allow(fence: int, place: Path, rights: int) -> None:
    try:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not place.is_dir():
        rights &= _READ_FILE
    rule = _Beneath(rights, opened)
    _LIBC.syscall(_ADD, fence, 1, ctypes.byref(rule), 0)
    os.close(opened)
