"""Which drivers of GDAL a child may have: those of the one format, and no other.

``drivers.txt`` names every driver that a wheel of fiona, rasterio or pyogrio was
seen with; wheels of one version differ.  Should one bring another, the child stops
and names it, and is started again without it.
"""

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

CHILD, MORE = "ANFANG_READER", "ANFANG_READER_SKIPS"  # told by geo.isolated
_KNOWN = Path(__file__).with_name("drivers.txt")


class StrangeDrivers(ImportError):
    """The library has drivers that nobody knew of; ``names``."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(names)))
        self.names = names


def fenced(library: str, allowed: frozenset[str]) -> ModuleType:
    """Import fiona or rasterio with the allowed drivers only.

    Outside a child process, where it may be in use already, it is left as it is.

    Raises
    ------
    StrangeDrivers
        If it has others nevertheless.
    """
    if CHILD not in os.environ:
        return import_module(library)
    known = {*_KNOWN.read_text("utf-8").splitlines()}
    known |= {*filter(None, os.environ.get(MORE, "").split(","))}
    os.environ["GDAL_SKIP"] = ",".join(sorted(known - allowed))
    module = import_module(library)
    strangers = drivers_of(module) - allowed
    if strangers:
        raise StrangeDrivers(strangers)
    return module


def drivers_of(module: ModuleType) -> frozenset[str]:
    """Name the drivers that a library has now."""
    with module.Env() as surroundings:
        return frozenset(surroundings.drivers())
