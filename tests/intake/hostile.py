"""How a hostile file is described: what it is called, and the doors it tries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.intake.trap import Trap, filled

Trick = Callable[[Path, Trap], None]

Door = tuple[str, dict[str, Any]]
LOOK: Door = ("look", {})
VECTOR: tuple[Door, ...] = (
    LOOK,
    ("features", {}),
    ("sheet", {}),
    ("layer", {"kind": "geohazard"}),
    ("intensity", {}),
)
RASTER: tuple[Door, ...] = (
    LOOK,
    ("raster", {}),
    ("layer", {"kind": "flood_depth"}),
    ("event raster", {}),
)
TABLE: tuple[Door, ...] = (LOOK, ("sheet", {}), ("households", {}), ("list", {}))
SHAKING: tuple[Door, ...] = (LOOK, ("shakemap", {}), ("sheet", {}))


class Hostile(NamedTuple):
    """One file that means harm; the second of its doors reads it whole."""

    name: str
    write: Trick
    doors: tuple[Door, ...]


@dataclass
class Gang:
    """The hostile files of one kind, by name."""

    doors: tuple[Door, ...]
    files: dict[str, Hostile] = field(default_factory=dict)

    def add(self, name: str, write: Trick, *, doors: tuple = ()) -> None:
        """Add a file under the name with which it comes."""
        if name in self.files:
            raise KeyError(name)
        self.files[name] = Hostile(name, write, doors or self.doors)

    def text(self, name: str, text: str, *, doors: tuple = ()) -> None:
        """Add a file of text in which the trap is named."""

        def write(path: Path, trap: Trap) -> None:
            path.write_text(filled(text, trap), "utf-8")

        self.add(name, write, doors=doors)

    def file(self, name: str, *, doors: tuple = ()) -> Callable[[Trick], Trick]:
        """Add the file that the decorated function writes."""

        def added(write: Trick) -> Trick:
            self.add(name, write, doors=doors)
            return write

        return added
