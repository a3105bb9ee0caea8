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
_PARTS = frozenset(  # of a Shapefile; none of them tells anything without it
    {".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".cst", ".xml",
     ".ain", ".aih", ".atx", ".fbn", ".fbx", ".ixs", ".mxs"}
)  # fmt: skip
_LONGEST_NAME = 200  # bytes; a file system takes 255


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
        path = _free(folder / _plain(name))
        path.write_bytes(content)
        paths.append(path)
    shapes = {p.stem for p in paths if p.suffix.lower() == _SHAPEFILE}
    return [p for p in paths if not (p.suffix.lower() in _PARTS and _of(p) in shapes)]


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
    return f"{stem.encode()[:_LONGEST_NAME].decode(errors='ignore')}{suffix}"


def _free(path: Path) -> Path:
    """Return the path, or one with a number if there is such a file already."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def _of(part: Path) -> str:
    """Return the name of the Shapefile that a part may be of: a of a.shp.xml."""
    return part.stem.removesuffix(_SHAPEFILE)


def _forget_old(root: Path) -> None:
    """Remove what was left by somebody who went away."""
    for folder in root.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
