"""One household's file, and any past day, out of a large ledger.

``python -m benchmarks.ledger_open [--households 200000] [--asked 60] [--runs 5]``
makes a county with a year of history (a fifth of the houses appraised anew, every
tenth household in a case) and prints how long it takes to open the ledger and read
every table of one household, and what a day a year ago takes as a multiple of today:
for one household and for the whole exposure.  The peer for one household is a bare
SQLite file that holds the present only, with an index on each ``household_id``.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import Table

from ledger.households import exposure_rows
from ledger.schema import (
    appraisal,
    case_step,
    document,
    dwelling,
    household,
    membership,
    payment,
    person,
    place,
    retrofit_case,
)
from ledger.store import Ledger, as_of_household

TODAY = date(2026, 11, 22)
YEAR_AGO = TODAY - timedelta(days=365)
VILLAGES = 400
STEPS = ("application", "village_review", "county_approval", "work_begun")
OF_HOUSEHOLD = [
    table
    for table in place.metadata.sorted_tables
    if "household_id" in table.columns and "entry_seq" in table.columns
]


def home(number: int) -> dict:
    return {
        "household_id": f"990001{number:012}",
        "head_name": f"户主{number}",
        "id_number": f"11010519491231{number % 10000:04}",
        "village_code": f"990001100{200 + number % VILLAGES}",
        "occupants": number % 6,
    }


def house(number: int, grade: str) -> dict:
    place_ = {"lon": 104 + number % 1000 / 1000, "lat": 31 + number % 997 / 1000}
    built = {"structure": "土坯", "storeys": 1, "year_built": 1980, "grade": grade}
    return {"household_id": f"990001{number:012}"} | place_ | built


def people(number: int) -> Iterator[dict]:
    for member in range(number % 3 + 1):
        id_ = f"990001{number:012}"
        told = {"person_id": f"{id_}-{member}", "household_id": id_, "sex": "男"}
        born = {"birth_date": date(1949, 12, 31), "name": f"人{number}"}
        yield told | born | {"id_number": f"11010519491231{member:04}"}


def case(number: int) -> dict[Table, list[dict]]:
    id_, case_id = f"990001{number:012}", f"C{number}"
    own = {"case_id": case_id, "household_id": id_}
    steps = [own | {"step": step, "on_date": TODAY} for step in STEPS]
    papers = [{"document_id": f"{case_id}-{n}", "kind": "photo"} for n in range(6)]
    paid = {"payment_id": f"P{number}", "source": "central", "amount_cny": 15_000}
    paid |= {"kind": "advance", "payee": "household", "paid_on": TODAY}
    return {
        retrofit_case: [own | {"task": "retrofit", "opened_on": TODAY}],
        case_step: steps,
        document: [own | paper for paper in papers],
        payment: [own | paid],
    }


def prepare(path: Path, households: int) -> None:
    """Write the survey of a year ago, and what came since; untimed."""
    ledger = Ledger.create(path)
    write(ledger, 400, survey(households))
    for month in range(10, 0, -1):
        appraised, under_way = (range(month, households, n) for n in (50, 100))
        write(ledger, month * 30, appraisals(appraised))
        for table in case(0):
            rows = (row for number in under_way for row in case(number)[table])
            write(ledger, month * 30, {table: rows})
    ledger.close()


def write(ledger: Ledger, days_ago: int, rows: dict[Table, Iterable[dict]]) -> None:
    at = datetime.combine(TODAY, datetime.min.time()) - timedelta(days=days_ago)
    head = {"actor": "benchmark", "verb": "write", "scope": "exposure", "at": at}
    with ledger.writing(**head) as entry:
        for table, part in rows.items():
            entry.write(table, part)


def survey(households: int) -> dict[Table, Iterable[dict]]:
    every = range(households)
    certified = ({"household_id": home(n)["household_id"]} for n in every if n % 2)
    return {
        household: map(home, every),
        dwelling: (house(n, "C") for n in every),
        membership: (row | {"group_name": "低保户"} for row in certified),
        person: (row for n in every for row in people(n)),
    }


def appraisals(numbers: range) -> dict[Table, Iterable[dict]]:
    told = {"grade": "D", "appraised_on": TODAY}
    ids = {n: home(n)["household_id"] for n in numbers}
    graded = ({"appraisal_id": f"A{n}", "household_id": ids[n]} | told for n in ids)
    return {dwelling: (house(n, "D") for n in numbers), appraisal: graded}


def bare_copy(ledger: Path, path: Path) -> None:
    """Write the peer: the present of each table, plain, with an index."""
    with sqlite3.connect(path) as bare:
        bare.execute("ATTACH ? AS ledger", (str(ledger),))
        for table in OF_HOUSEHOLD:
            keys = ", ".join(c.name for c in table.primary_key if c.name != "entry_seq")
            bare.execute(
                f"CREATE TABLE {table.name} AS SELECT *, max(entry_seq) "
                f"FROM ledger.{table.name} GROUP BY {keys}"
            )
            bare.execute(f"CREATE INDEX of_{table.name} ON {table.name} (household_id)")


def file_of(path: Path, id_: str, on: date | None) -> int:
    """Open the ledger and read everything about one household."""
    ledger = Ledger.open(path)
    try:
        position = ledger.position(on=on)
        queries = [as_of_household(t, position, id_) for t in OF_HOUSEHOLD]
        return sum(len(list(ledger.rows(query))) for query in queries)
    finally:
        ledger.close()


def bare_file_of(path: Path, id_: str) -> int:
    """Do the same in the peer."""
    bare = sqlite3.connect(path)
    try:
        query = "SELECT * FROM {} WHERE household_id = ?"
        return sum(
            len(bare.execute(query.format(t.name), (id_,)).fetchall())
            for t in OF_HOUSEHOLD
        )
    finally:
        bare.close()


def exposure_of(path: Path, on: date | None) -> int:
    """Read every household with its house, as of a day."""
    ledger = Ledger.open(path)
    try:
        return sum(1 for _ in exposure_rows(ledger, ledger.position(on=on)))
    finally:
        ledger.close()


def seconds(work: Callable[..., int], *arguments: object) -> float:
    start = time.perf_counter()
    if not work(*arguments):
        raise SystemExit("nothing was read")
    return time.perf_counter() - start


def report_one(path: Path, bare: Path, ids: list[str]) -> None:
    """Print how long the file of one household takes, today and a year ago."""
    now = [seconds(file_of, path, id_, None) for id_ in ids]
    then = [seconds(file_of, path, id_, YEAR_AGO) for id_ in ids]
    peer = [seconds(bare_file_of, bare, id_) for id_ in ids]
    print(
        f"one household, {len(ids)} asked: median {median(now) * 1e3:.0f} ms, worst "
        f"{max(now) * 1e3:.0f} ms; a bare file of the present "
        f"{median(peer) * 1e3:.1f} ms, ratio {median(now) / median(peer):.0f}"
    )
    print(f"a year ago: {median(then) / median(now):.2f} times today")


def report_all(path: Path, runs: int) -> None:
    """Print how long the whole exposure takes, today and a year ago."""
    pairs = [
        (seconds(exposure_of, path, None), seconds(exposure_of, path, YEAR_AGO))
        for _ in range(runs)
    ]
    today, past = (median(column) for column in zip(*pairs, strict=True))
    print(
        f"the whole exposure, {runs} runs: today {today:.2f} s, a year ago "
        f"{past:.2f} s, {past / today:.2f} times"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=200_000)
    parser.add_argument("--asked", type=int, default=60)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    dice = Random(1)
    numbers = [dice.randrange(asked.households) for _ in range(asked.asked)]
    with tempfile.TemporaryDirectory() as name:
        path, bare = Path(name) / "ledger.sqlite", Path(name) / "bare.sqlite"
        prepare(path, asked.households)
        bare_copy(path, bare)
        print(f"{asked.households:,} households with a year of history")
        report_one(path, bare, [home(number)["household_id"] for number in numbers])
        report_all(path, asked.runs)


if __name__ == "__main__":
    main()
