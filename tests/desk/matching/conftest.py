from datetime import date

import pytest

from desk.case_hand import Hand
from desk.list_import import import_list
from desk.workspace import create_workspace
from ledger.schema import dwelling, household, person, place
from tests.desk.matching.world import OTHER, PLANNER, VILLAGE, number
from tests.geo.reading import read_here


@pytest.fixture
def hand(tmp_path):
    """Five families: A to C with a number, D with a member's, E nameless to lists."""
    made = create_workspace(
        tmp_path / "w", county_code="990001", county_name="x", policy_code="370300"
    )
    families = [
        ("A", "张建国", number(1), VILLAGE, "D"),
        ("B", "李秀英", number(2), VILLAGE, "A"),
        ("C", "王明芳", None, OTHER, "C"),
        ("D", "赵云", None, OTHER, "B"),
        ("E", "孙小红", number(5), OTHER, "D"),
    ]
    with made.ledger.writing(actor="t", verb="survey", scope="exposure") as entry:
        names = {"990001100": "安河镇", VILLAGE: "柳沟村", OTHER: "新桥村"}
        entry.write(place, [{"code": c, "name": n} for c, n in names.items()])
        entry.write(
            household,
            [
                {"household_id": h, "head_name": n, "id_number": i, "village_code": v}
                for h, n, i, v, _ in families
            ],
        )
        entry.write(
            dwelling, [{"household_id": h, "grade": g} for h, *_, g in families]
        )
        told = {"person_id": "D-2", "household_id": "D", "name": "周琴"}
        entry.write(person, [told | {"id_number": number(4)}])
    yield Hand(made, PLANNER)
    made.ledger.close()


@pytest.fixture
def take(hand, tmp_path, monkeypatch):
    """Import a list; what the child process does is tried with the files."""

    read_here(monkeypatch)

    def take(*lines, department="民政", group="低保户", by=None):
        path = tmp_path / "list.csv"
        path.write_text("姓名,身份证号,村,房屋等级\n" + "\n".join(lines), "utf-8")
        day = date(2023, 5, 1)
        return import_list(by or hand, path, department, group=group, certified_on=day)

    return take
