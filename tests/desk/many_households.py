"""A household file of any length, made in a moment."""

from pathlib import Path

import numpy as np
import pandas as pd

from rules.identity import CHECK_CHARACTERS, WEIGHTS
from rules.vocabulary import STRUCTURES

COUNTY = "990001"
VILLAGES = 300


def write_file(path: Path, rows: int, *, first: int = 0, seed: int = 1) -> None:
    """Write a household file as an office has it; every row of it is good."""
    random = np.random.default_rng(seed)

    def one_of(words: list) -> np.ndarray:
        return np.array(words)[random.integers(0, len(words), rows)]

    village = random.integers(0, VILLAGES, rows)
    village = 990001100200 + village % 30 + village // 30 * 1000
    people = random.integers(1, 7, rows)
    given = list("伟芳娜敏静丽强磊军洋")
    columns = {
        "household_id": np.char.mod("990001%012d", np.arange(first, first + rows)),
        "head_name": np.char.add(one_of(list("王李张刘陈")), one_of(given)),
        "id_number": _identity_numbers(random, rows),
        "phone": np.char.mod("138%08d", random.integers(0, 10**8, rows)),
        "village_code": village,
        "village_name": np.char.mod("村%d", village % 100_000),
        "town_code": village // 1000,
        "town_name": np.char.mod("镇%d", village // 1000 % 1000),
        "lon": np.round(103.5 + random.random(rows), 6),
        "lat": np.round(30.5 + random.random(rows), 6),
        "structure": one_of([*STRUCTURES]),
        "storeys": random.integers(1, 4, rows),
        "year_built": random.integers(1960, 2020, rows),
        "grade": one_of(list("ABCD")),
        "occupants": people,
        "dependents": np.minimum(people, random.integers(0, 3, rows)),
        "groups": one_of(["", "", "低保户", "脱贫享受政策户;低保户"]),
        "other_safe_home": one_of(["是", "否", ""]),
    }
    pd.DataFrame(columns).to_csv(path, index=False)


def _identity_numbers(random: np.random.Generator, rows: int) -> np.ndarray:
    days = random.integers(0, 22_000, rows).astype("timedelta64[D]")
    born = np.datetime64("1940-01-01") + days
    told = pd.Series(born).dt.strftime("%Y%m%d").to_numpy(str)
    body = np.char.add(np.char.add(COUNTY, told), np.char.mod("%03d", rows * [7]))
    digits = body.astype("S17").view(np.uint8).reshape(-1, 17).astype(int) - ord("0")
    checks = np.array(list(CHECK_CHARACTERS))[digits @ np.array(WEIGHTS) % 11]
    return np.char.add(body, checks)
