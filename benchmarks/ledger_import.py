"""Import of a county's households, file to history, against a bare database.

``python -m benchmarks.ledger_import [--households 50000] [--runs 5]`` reads the same
CSV into a workspace (every row checked, compared, sealed, chained, in one entry) and,
as the peer, with ``csv`` and one ``executemany`` for each table into a bare SQLite file
with the same columns, keys and indexes; in turn, in one process.
"""

import argparse
import csv
import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median

from desk.household_import import import_households
from desk.workspace import create_workspace
from rules.vocabulary import HOUSEHOLD_COLUMNS, STRUCTURES

VILLAGES = 300
HOUSEHOLD = ("household_id", "head_name", "id_number", "village_code", "occupants")
HOUSEHOLD += ("dependents", "other_safe_home")
DWELLING = ("household_id", "lon", "lat", "structure", "storeys", "year_built", "grade")
TABLES = {
    "household": (HOUSEHOLD, "household_id"),
    "dwelling": (DWELLING, "household_id"),
    "membership": (("household_id", "name"), "household_id, name"),
}
BARE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + "".join(
    f"CREATE TABLE {name} ({', '.join(columns)}, PRIMARY KEY ({key})) WITHOUT ROWID;"
    for name, (columns, key) in TABLES.items()
)
BARE += "CREATE INDEX of_village ON household (village_code);"


def write_file(path: Path, households: int) -> None:
    """Write the household file; untimed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, HOUSEHOLD_COLUMNS)
        rows.writeheader()
        rows.writerows(map(row, range(households)))


def row(number: int) -> dict:
    village = 200 + number % VILLAGES
    return {
        "household_id": f"990001{number:012}",
        "head_name": f"户主{number}",
        "village_code": f"990001100{village}",
        "village_name": f"村{village}",
        "town_code": "990001100",
        "town_name": "安河镇",
        "lon": 104 + number % 1000 / 1000,
        "lat": 31 + number % 997 / 1000,
        "structure": STRUCTURES[number % len(STRUCTURES)],
        "storeys": 1 + number % 3,
        "year_built": 1960 + number % 60,
        "grade": "ABCD"[number % 4],
        "occupants": 1 + number % 5,
        "dependents": number % 2,
        "groups": "低保户" if number % 3 else "",
        "other_safe_home": "否",
    }


def ours(file: Path, folder: Path) -> float:
    workspace = create_workspace(
        folder, county_code="990001", county_name="县", policy_code="990001"
    )
    start = time.perf_counter()
    told = import_households(workspace, file, "benchmark")
    taken = time.perf_counter() - start
    workspace.ledger.close()
    if told["rejected"]:
        raise SystemExit(f"rejected: {told['rows'][:3]}")
    return taken


def peer(file: Path, path: Path) -> float:
    start = time.perf_counter()
    with sqlite3.connect(path) as bare, file.open(encoding="utf-8") as told:
        bare.executescript(BARE)
        rows = list(csv.DictReader(told))
        for name, columns in (("household", HOUSEHOLD), ("dwelling", DWELLING)):
            places = ", ".join(f":{column}" for column in columns)
            bare.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        groups = [(r["household_id"], g) for r in rows for g in r["groups"].split(";")]
        bare.executemany("INSERT INTO membership VALUES (?, ?)", groups)
    bare.close()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "households.csv"
        write_file(file, asked.households)
        runs = [
            (ours(file, folder / f"w{n}"), peer(file, folder / f"bare{n}.sqlite"))
            for n in range(asked.runs)
        ]
    own, bare = (median(column) for column in zip(*runs, strict=True))
    print(
        f"import of {asked.households:,} households, {asked.runs} runs: {own:.1f} s "
        f"(worst {max(a for a, _ in runs):.1f} s), bare SQLite {bare:.2f} s, "
        f"{own / bare:.0f} times"
    )


if __name__ == "__main__":
    main()
