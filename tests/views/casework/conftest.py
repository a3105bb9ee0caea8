"""An app of its own for the pages of casework: their tests write to the ledger.

It shows a copy of the demonstration in which five families more have been found and
wait for their report.
"""

import shutil
from datetime import date, timedelta

import pytest

from desk.case_files import case_of, cases_on_record
from desk.case_hand import Hand, seen
from desk.case_house import record_appraisal
from desk.casework import open_case, take_step
from desk.eligibility import household_eligibility
from desk.workspace import open_workspace
from geo.eligibility import Answer
from ledger.reading import for_role
from ledger.roles import Acting, Role
from rules.casefile import Appraised, StepDone
from tests.browser import running_app

TASK = "dangerous_house_retrofit"
PLANNER = Acting("县住建", Role.PLANNER)


@pytest.fixture(scope="package")
def workspace(demo, tmp_path_factory):
    root = tmp_path_factory.mktemp("casework") / "w"
    shutil.copytree(demo, root)
    made = open_workspace(root)
    yield made
    made.ledger.close()


@pytest.fixture(scope="package")
def officer(workspace):
    """An officer of the first town, which is the one the page offers first."""
    codes = sorted(
        row["code"] for row in for_role(workspace.ledger, PLANNER).listed("place")
    )
    return Acting("镇办", Role.TOWN_OFFICER, next(c for c in codes if len(c) == 9))


@pytest.fixture(scope="package")
def families(workspace, officer):
    """Five families of one village each, found ten days ago, not reported yet."""
    taken = {r.file.household_id for r in cases_on_record(workspace)}
    rows = for_role(workspace.ledger, officer).households()
    free = [r["household_id"] for r in rows if r["household_id"] not in taken]
    for household_id in free[:5]:
        day = date.today() - timedelta(days=10)
        open_case(Hand(workspace, officer), household_id, TASK, on=day)
    return free


@pytest.fixture(scope="package")
def posted(workspace, families):
    """A family whose review hangs in the village since today."""
    hand, today = Hand(workspace, PLANNER), date.today()
    own = next(id_ for id_ in families[6:] if may_enter(workspace, id_))
    case = open_case(hand, own, TASK, on=today)
    case = take_step(hand, case, StepDone(step="reported", on=today))
    record_appraisal(hand, case, Appraised(grade="D", on=today))
    for step in ("applied", "village_review"):
        done = StepDone(step=step, on=today, posted_on=today)
        now = case_of(workspace, case.case_id)
        take_step(hand, seen(now), done)
    return own


@pytest.fixture(scope="package")
def address(workspace, families):
    with running_app(workspace.root) as address:
        yield address


def may_enter(workspace, household_id):
    answers = household_eligibility(workspace, household_id).answers
    return {TASK: Answer.YES}.items() <= {a.task: a.answer for a in answers}.items()
