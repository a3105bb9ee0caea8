"""Files that appear whole or not at all, whoever else writes the same one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from rules.errors import FileError
from rules.language import N_


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a name to write to; what was written then takes the place of ``path``.

    The name ends as ``path`` does.  After an error nothing is left behind.

    Raises
    ------
    FileError
        If there is no such folder.
    """
    if not path.parent.is_dir():
        message = N_("{file}: there is no folder {folder}; make it first")
        raise FileError(message, file=path.name, folder=str(path.parent))
    unfinished = path.with_name(f".{token_hex(4)}-{path.name}")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
