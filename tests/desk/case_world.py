"""A village with two families, and an office that works on their cases day by day."""

import shutil
from copy import copy
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desk.case_files import case_of
from desk.case_hand import Hand, Seen, seen
from desk.case_papers import Paper, record_document
from desk.casework import open_case, post, take_step
from desk.workspace import create_workspace, open_workspace
from ledger.roles import Acting, Role
from ledger.schema import dwelling, household, membership, place
from rules.casefile import StepDone

VILLAGE, TOWN, COUNTY = "990001100200", "990001100", "990001"
ELSEWHERE = "990001101300"
DANGEROUS = "dangerous_house_retrofit"
BEGIN = date(2026, 3, 2)  # a Monday

VILLAGER = Acting("村报告员", Role.VILLAGE_REPORTER, VILLAGE)
OFFICER = Acting("镇办事员", Role.TOWN_OFFICER, TOWN)
PLANNER = Acting("县住建", Role.PLANNER, COUNTY)
TREASURY = Acting("县财政", Role.FINANCE, COUNTY)


class CaseWorld:
    """A workspace whose clock the test moves; ``on`` is today there."""

    def __init__(self, root: Path) -> None:
        self.on = BEGIN
        self.workspace = create_workspace(
            root, county_code=COUNTY, county_name="安和县", policy_code=COUNTY
        )
        self.write(place, {"code": VILLAGE, "name": "柳沟村"})
        self.write(household, home("A"), home("B"), home("C", ELSEWHERE))
        self.write(dwelling, *({"household_id": id_} for id_ in "ABC"))
        self.certify("A")

    def copied(self, root: Path) -> "CaseWorld":
        """Return another one that goes on from here."""
        shutil.copytree(self.workspace.root, root)
        other = copy(self)
        other.workspace = open_workspace(root)
        return other

    @property
    def ledger(self):
        return self.workspace.ledger

    @property
    def at(self) -> datetime:
        return datetime.combine(self.on, time(9))

    def later(self, days: int = 1) -> date:
        """Let days pass."""
        self.on += timedelta(days=days)
        return self.on

    def hand(self, acting: Acting, note: str = "") -> Hand:
        return Hand(self.workspace, acting, note, self.at)

    def write(self, table, *rows) -> None:
        head = {"actor": "t", "verb": "t", "scope": "exposure", "at": self.at}
        with self.ledger.writing(**head) as entry:
            entry.write(table, rows)

    def certify(self, household_id: str) -> None:
        row = {"household_id": household_id, "group_name": "低保户"}
        row |= {"certified_by": "民政", "certified_on": self.on}
        self.write(membership, row)

    def open(self, household_id: str = "A", acting: Acting = VILLAGER) -> Seen:
        return open_case(self.hand(acting), household_id, DANGEROUS, on=self.on)

    def step(self, case: Seen, step: str, acting: Acting = OFFICER, **more) -> Seen:
        """Take a step today, of a case as it now is."""
        done = StepDone(step=step, on=self.on, **more)
        return take_step(self.hand(acting), self.now(case), done)

    def post(self, case: Seen, step: str, acting: Acting = OFFICER) -> Seen:
        return post(self.hand(acting), self.now(case), step, on=self.on)

    def paper(self, case: Seen, kind: str, acting: Acting = OFFICER) -> Seen:
        return record_document(self.hand(acting), self.now(case), Paper(kind=kind))

    def now(self, case: Seen) -> Seen:
        return seen(case_of(self.workspace, case.case_id))

    def file(self, case: Seen, on: date | None = None):
        return case_of(self.workspace, case.case_id, on).file

    def steps(self, case: Seen, on: date | None = None) -> list[str]:
        return [done.step for done in self.file(case, on).steps]


def home(id_: str, village: str = VILLAGE) -> dict:
    row = {"household_id": id_, "village_code": village, "occupants": 3}
    row |= {"head_name": f"张{id_}", "account": f"6217{id_}"}
    return row | {"other_safe_home": False, "disaster_rebuild_aid": False}
