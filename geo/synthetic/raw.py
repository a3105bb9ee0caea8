"""The raw material of the county: what its makers may change without code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA_FOLDER = Path(__file__).parents[2] / "data"
COUNTY_FOLDER = DATA_FOLDER / "990001"


@cache
def table(name: str) -> dict[str, Any]:
    """Read ``data/990001/{name}.toml``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    return tomllib.loads((COUNTY_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
