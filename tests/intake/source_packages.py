"""Test files that others wrote for their own readers, out of their source packages.

pip fetches them, as it is set up here, and checks what it got.  It asks a package's
builder for name and version; one of ours answers, so that nothing is built or run.
"""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

PINNED = """\
fiona==1.10.1 \\
 --hash=sha256:b00ae357669460c6491caba29c2022ff0acfcbde86a95361ea8ff5cd14a86b68
python-calamine==0.9.1 \\
 --hash=sha256:458094c3dd41bd330c0a43d20e23489964ba28b3301687f1c5acc03c81d06a9f
"""
FILES = {
    "fiona": "fiona-1.10.1/tests/data",
    "calamine": "python_calamine-0.9.1/tests/data",
}
BUILDER = """
from email.parser import HeaderParser
from pathlib import Path

def get_requires_for_build_wheel(settings=None):
    return []

def prepare_metadata_for_build_wheel(folder, settings=None):
    told = HeaderParser().parsestr(Path("PKG-INFO").read_text("utf-8"))
    name = told["Name"].replace("-", "_")
    place = Path(folder, f"{name}-{told['Version']}.dist-info")
    place.mkdir()
    names = ("Metadata-Version", "Name", "Version")
    text = "".join(f"{name}: {told[name]}\\n" for name in names)
    place.joinpath("METADATA").write_text(text)
    return place.name
"""
BUILDERS = ("setuptools/build_meta.py", "setuptools/__init__.py", "maturin.py")


class NotFetched(Exception):
    """There is no pip, or it has no way to the index."""


def _surroundings(builders: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(builders)}


def fetched(folder: Path) -> dict[str, Path]:
    """Return the folders of test files by package.

    Raises
    ------
    NotFetched
        If pip could not get them; what it said.
    """
    for name in BUILDERS:
        builder = folder / "builders" / name
        builder.parent.mkdir(parents=True, exist_ok=True)
        builder.write_text(BUILDER)
    pins = folder / "pins.txt"
    pins.write_text(PINNED)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--no-binary", ":all:", "--no-build-isolation", "--require-hashes"]
    ran = subprocess.run(
        [*command, "--dest", folder, "--requirement", pins],
        env=_surroundings(folder / "builders"),
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise NotFetched(ran.stderr.strip()[-500:])
    for package in folder.glob("*.tar.gz"):
        with tarfile.open(package) as archive:
            archive.extractall(folder, filter="data")
    return {name: folder / place for name, place in FILES.items()}
