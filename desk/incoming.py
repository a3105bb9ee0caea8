"""Files that somebody brought and nobody has taken in yet; they leave no trace."""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from desk.workspace import Workspace
from rules.errors import FileError
from rules.language import N_

FOLDER = "incoming"
_KEPT_SECONDS = 24 * 3600
_SHAPEFILE = ".shp"
_LONGEST_NAME = 120


def keep_incoming(
    workspace: Workspace, files: Iterable[tuple[str, memoryview | bytes]]
) -> list[Path]:
    """Write files that were brought together into a folder of their own.

    Returns
    -------
    list of Path
        What can be looked at: of the parts of a Shapefile only its ``.shp``.

    Raises
    ------
    FileError
        If a name is none.
    """
    root = workspace.folder(FOLDER)
    _forget_old(root)
    folder = root / token_hex(8)
    folder.mkdir()
    paths = []
    for name, content in files:
        path = folder / _plain(name)
        path.write_bytes(content)
        paths.append(path)
    shapes = {p.stem for p in paths if p.suffix.lower() == _SHAPEFILE}
    return [p for p in paths if p.stem not in shapes or p.suffix.lower() == _SHAPEFILE]


def forget(path: Path) -> None:
    """Remove what was brought together with a file."""
    if path.parent.parent.name == FOLDER:
        shutil.rmtree(path.parent, ignore_errors=True)


def _plain(name: str) -> str:
    """Return the name alone, whatever folders a browser tells."""
    plain = "".join(c for c in Path(name.replace("\\", "/")).name if c.isprintable())
    if not plain.strip(". "):
        raise FileError(N_("{name!r} is no name of a file; rename it"), name=name)
    stem, suffix = Path(plain).stem, Path(plain).suffix[:16]
    return f"{stem[:_LONGEST_NAME]}{suffix}"


def _forget_old(root: Path) -> None:
    """Remove what was left by somebody who went away."""
    for folder in root.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
