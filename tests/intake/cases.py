"""What a file of the corpus is called, how it is made, and what must come of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Line = tuple[str, ...]
Writer = Callable[[Path], None]

HEAD: Line = ("户编号", "户主姓名", "村代码", "经度", "纬度")
PEOPLE: tuple[Line, ...] = (
    ("H001", "张三", "990001101001", "104.5201", "31.2602"),
    ("H002", "李四", "990001101002", "104.5302", "31.2703"),
    ("H003", "欧阳娜娜", "990001101003", "104.5403", "31.2804"),
)
LEDGER: tuple[Line, ...] = (HEAD, *PEOPLE)
NEAR_DEGREES, NEAR_METRES, FULL_CIRCLE = 2e-6, 0.02, 360


@dataclass(frozen=True, kw_only=True)
class Case:
    """One file of the corpus.

    Attributes
    ----------
    write : callable
        Makes the file at a path; may put others beside it.
    door, options
        A function of :mod:`tests.intake.doors`, and how to call it.
    says : str or mapping
        A pattern of the English message that refuses it; or what must be found.
    """

    name: str
    write: Writer
    door: str
    says: str | Mapping[str, Any]
    options: Mapping[str, Any] = field(default_factory=dict)

    def faults(self, found: Mapping[str, Any]) -> list[str]:
        """Say how what came of the file differs from what must."""
        told = found.get("refused")
        if isinstance(self.says, str):
            if told is None:
                return [f"was not refused, but gave {str(found)[:300]}"]
            right = re.search(self.says, told)
            return [] if right else [f"refused otherwise: {told}"]
        if told is not None:
            return [f"refused: {told}"]
        return [
            f"{name} is {found.get(name)!r}, not {expected!r}"
            for name, expected in self.says.items()
            if not same(found.get(name), expected)
        ]


def same(found: Any, expected: Any) -> bool:
    """Compare things as JSON has them; numbers with a fraction nearly."""
    if isinstance(expected, Mapping):
        of_both = ((found or {}).get(key) for key in expected)
        return all(map(same, of_both, expected.values()))
    if isinstance(expected, list | tuple):
        alike = isinstance(found, list | tuple) and len(found) == len(expected)
        return alike and all(map(same, found, expected))
    if isinstance(expected, float):
        near = NEAR_METRES if abs(expected) > FULL_CIRCLE else NEAR_DEGREES
        return isinstance(found, int | float) and abs(found - expected) < near
    return found == expected


@dataclass
class Corpus:
    """The files of one kind, by name."""

    door: str
    cases: dict[str, Case] = field(default_factory=dict)

    def add(
        self, name: str, write: Writer, says: str | Mapping[str, Any], **options: Any
    ) -> None:
        """Add a file; ``options`` are for its door, which ``door`` may change."""
        if name in self.cases:
            raise KeyError(name)
        door = options.pop("door", self.door)
        self.cases[name] = Case(
            name=name, write=write, door=door, says=says, options=options
        )

    def file(self, name: str, says: str | Mapping[str, Any], **options: Any) -> Any:
        """Add the file that the decorated function writes to a path."""

        def added(write: Writer) -> Writer:
            self.add(name, write, says, **options)
            return write

        return added


def content(data: bytes) -> Writer:
    """Return a writer of these bytes."""

    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def lines(*rows: Line, **more: Any) -> dict[str, Any]:
    """Say which rows a sheet must have; rows without any text do not count."""
    return {"lines": [_without_end(row) for row in rows]} | more


def _without_end(row: Line) -> list[str]:
    used = max((at for at, cell in enumerate(row, start=1) if cell.strip()), default=0)
    return list(row[:used])
