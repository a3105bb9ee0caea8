"""Import 50 000 households: python -m benchmarks.import_households [N] [--profile].

Target: at most 60 s from the file to the closed transaction, digests and seals
included, on SQLite; the same file again must change nothing.
"""

import cProfile
import csv
import pstats
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from desk.household_import import import_households
from desk.workspace import create_workspace, workspace_at
from rules.identity import check_digit
from rules.vocabulary import GRADES, HOUSEHOLD_COLUMNS, REPORT_GROUPS, STRUCTURES

TARGET_S = 60.0
COUNT = 50_000


def write_file(path: Path, count: int) -> None:
    draw = Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HOUSEHOLD_COLUMNS)
        writer.writerows(household(number, draw) for number in range(count))


def household(number: int, draw: Random) -> list[object]:
    seventeen = (
        f"990001{draw.randint(1930, 2004)}0{draw.randint(1, 9)}15{number % 1000:03d}"
    )
    village = f"990001{100 + number % 40}{200 + number % 9}"
    groups = ";".join(draw.sample(REPORT_GROUPS, draw.choice((0, 0, 1, 2))))
    values = {
        "household_id": f"H{number:07d}",
        "head_name": "王小明",
        "id_number": seventeen + check_digit(seventeen),
        "phone": f"154{number:08d}",
        "account": f"990001{number:013d}1",
        "village_code": village,
        "village_name": f"村{village[6:]}",
        "town_code": village[:9],
        "town_name": f"镇{village[6:9]}",
        "lon": f"{draw.uniform(103, 104):.6f}",
        "lat": f"{draw.uniform(31, 32):.6f}",
        "structure": draw.choice(STRUCTURES),
        "storeys": draw.randint(1, 3),
        "year_built": draw.randint(1960, 2020),
        "grade": draw.choice(GRADES),
        "occupants": 4,
        "dependents": draw.randint(0, 4),
        "groups": groups,
        "other_safe_home": draw.choice("是否"),
        "no_house": "否",
        "disaster_rebuild_aid": draw.choice(("是", "否", "")),
        "housing_aid_before": draw.choice(("是", "否", "")),
        "good_samaritan": "",
        "area_m2": draw.randint(20, 150),
        "meets_seismic_standard": draw.choice(("是", "否", "")),
        "retrofitted_on": draw.choice(("2019-05-01", "", "")),
    }
    return [values[name] for name in HOUSEHOLD_COLUMNS]


def main(count: int = COUNT) -> int:
    """Import a file twice; returns 1 if the target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        path, root = Path(folder) / "households.csv", Path(folder) / "w"
        write_file(path, count)
        create_workspace(
            root, county_code="990001", county_name="x", policy_code="990001"
        ).ledger.close()
        taken_s = []
        with workspace_at(root) as workspace:
            for _ in range(2):
                began = time.perf_counter()
                found = import_households(workspace, path, "benchmark")
                taken_s.append(time.perf_counter() - began)
                told = f"{found['imported']:,} new, {found['unchanged']:,} unchanged"
                print(f"{taken_s[-1]:6.1f} s  {told}, {found['rejected']} refused")
    print(f"target {TARGET_S:.0f} s for {COUNT:,}: ratio {taken_s[0] / TARGET_S:.2f}")
    return int(taken_s[0] > TARGET_S)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    if "--profile" not in sys.argv:
        sys.exit(main(*numbers))
    profiler = cProfile.Profile()
    profiler.runcall(main, *numbers)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(30)
