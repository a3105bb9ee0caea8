"""How pilot villages are scored: parts, bounds and weights, as dated data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from math import isclose
from pathlib import Path

from rules.errors import PolicyError

PATH = Path(__file__).parent / "parameters" / "priority.toml"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the score, between fixed bounds."""

    id: str
    title: str
    weight: float
    least: float
    most: float
    unit: str
    scale: str = "linear"  # or "log": of one plus the value


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """The parts of the score, and what else the calculation assumes."""

    parts: tuple[Part, ...]
    above_design_degree: float
    source: str


@cache
def scoring(path: Path = PATH) -> Scoring:
    """Read the scoring parameters.

    Raises
    ------
    PolicyError
        If weights do not add up to one, or a bound is not below the other.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = tuple(Part(**table) for table in tables["part"])
    total = sum(part.weight for part in parts)
    if not isclose(total, 1.0) or any(part.least >= part.most for part in parts):
        raise PolicyError(
            "{file}: weights add up to {total}, not to 1, or bounds are crossed",
            file=path.name,
            total=total,
        )
    return Scoring(
        parts=parts,
        above_design_degree=tables["rare"]["above_design_degree"],
        source=tables["score"]["source"],
    )
