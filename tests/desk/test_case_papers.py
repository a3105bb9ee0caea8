"""A paper filed by mistake is taken out with a reason, and stays in the history."""

import pytest

from desk.case_files import case_of
from desk.case_papers import FOLDER, Paper, record_document, withdraw_document
from ledger.audit import LogFilter
from ledger.reading import for_role
from ledger.schema import case_step
from rules.errors import AccessError, CaseError
from tests.desk.case_world import (
    OFFICER,
    PLANNER,
    TREASURY,
    VILLAGER,
    CaseWorld,
)


@pytest.fixture
def world(tmp_path):
    made = CaseWorld(tmp_path / "w")
    yield made
    made.ledger.close()


@pytest.fixture
def filed(world, tmp_path):
    """A case with one paper, and the paper's number."""
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"%PDF-1.7 of the neighbour")
    case = world.open()
    paper = Paper(kind="application", path=scan)
    record_document(world.hand(OFFICER), world.now(case), paper)
    (row,) = case_of(world.workspace, case.case_id).documents
    return case, row["document_id"]


def withdraw(world, case, id_, acting=OFFICER, note="放的是邻居家的"):
    return withdraw_document(world.hand(acting, note), world.now(case), id_)


def test_a_paper_filed_by_mistake_is_withdrawn_and_its_scan_stays(world, filed):
    """Rules W12, A2."""
    case, id_ = filed
    then = world.on
    world.later()
    done = withdraw(world, case, id_)
    assert done.version == world.now(case).version
    assert world.file(case).documents == frozenset()
    assert world.file(case, then).documents == {"application"}
    assert len(list(world.workspace.folder(FOLDER).iterdir())) == 1
    entry = for_role(world.ledger, PLANNER).log(LogFilter(household_id="A"))[0]
    assert entry["verb"] == "withdraw document"
    assert entry["note"].endswith("放的是邻居家的")


def test_of_two_papers_of_a_kind_one_stays(world, filed):
    """Rule W12."""
    case, id_ = filed
    world.paper(case, "application")
    withdraw(world, case, id_)
    assert world.file(case).documents == {"application"}


def test_a_paper_is_not_withdrawn_by_anybody_for_nothing_or_twice(world, filed):
    """Rules A1, A2, W12."""
    case, id_ = filed
    with pytest.raises(CaseError, match="withdrawn with a reason"):
        withdraw(world, case, id_, note=" ")
    with pytest.raises(AccessError):
        withdraw(world, case, id_, acting=TREASURY)
    with pytest.raises(CaseError, match="no paper 'x' on file for case"):
        withdraw(world, case, "x")
    withdraw(world, case, id_, acting=VILLAGER)
    with pytest.raises(CaseError, match="no paper"):
        withdraw(world, case, id_)


def test_once_a_case_is_struck_off_its_papers_stay(world, filed):
    """Rule W12: 销号 rested on the file as it was."""
    case, id_ = filed
    row = {"case_id": case.case_id, "household_id": "A", "step": "struck_off"}
    world.write(case_step, row | {"on_date": world.on})
    with pytest.raises(CaseError, match="was closed on"):
        withdraw(world, case, id_)
    assert world.file(case).documents == {"application"}
