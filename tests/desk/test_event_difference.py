"""What a newer report changed: who moved, by how much, and the true reason."""

import csv
import io

import numpy as np
import openpyxl
import pytest

from desk.difference_paper import difference_file, difference_sheet, write_difference
from desk.event_difference import difference
from desk.event_reports import take_event, take_report
from rules.errors import EventError, FileError
from tests.desk.event_world import EAST, WEST, find, made_county, message

FAR_WEST, FAR_EAST = 104.25, 104.75
CHANGED = "report 2 (message of the network) changed the hazard here"
PASSED = "nothing changed here; other doors moved past it"


@pytest.fixture
def workspace(tmp_path):
    made = made_county(tmp_path / "w", houses=60)
    take_event(made, "t", message(5.6, lon=FAR_WEST))
    yield made
    made.ledger.close()


@pytest.fixture
def moved(workspace):
    """The final message puts the earthquake under the other village."""
    told = message(5.6, lon=FAR_EAST, how="正式")
    take_report(workspace, "t", "eq-001", told)
    return workspace


def of(found, household_id):
    at = found.exposure.household_id.to_pylist().index(household_id)
    (row,) = found.rows(np.array([at]))
    return row


def test_the_villages_change_places_and_the_report_is_named(moved):
    found = difference(moved, "eq-001")
    assert (found.before["number"], found.after["number"]) == (1, 2)
    assert not found.by_findings
    east, west = of(found, "E000"), of(found, "W000")
    assert east.rank_before > 60 >= east.rank_after
    assert west.rank_before <= 60 < west.rank_after
    assert (east.village, str(east.why)) == ("东村", CHANGED)
    assert east.moved == east.rank_before - east.rank_after
    assert east.hazard_after > east.hazard_before + 0.05
    assert set(found.rank_after.tolist()) == set(range(1, 121))


def test_those_that_moved_far_come_first_by_the_new_order(moved):
    found = difference(moved, "eq-001")
    assert found.least_places == 50
    rows = list(found.rows(found.order(every=True)))
    far = [abs(row.moved) >= 50 for row in rows]
    assert far == sorted(far, reverse=True) and any(far) and len(rows) == 120
    places = [row.rank_after for row in rows if abs(row.moved) >= 50]
    assert places == sorted(places)
    assert len(found.order()) == sum(far) == found.far.sum()


def test_villages_are_counted_with_the_commonest_reason(moved):
    found = difference(moved, "eq-001")
    told = {row["code"]: row for row in found.villages()}
    assert told.keys() == {WEST, EAST}
    assert sum(row["moved"] for row in told.values()) == found.far.sum()
    assert {str(row["why"]) for row in told.values() if row["moved"]} == {CHANGED}


def test_a_report_that_tells_the_same_changes_nothing(workspace):
    told = message(5.6, lon=FAR_WEST, how="正式")
    take_report(workspace, "t", "eq-001", told)
    found = difference(workspace, "eq-001")
    assert not found.far.any() and not found.moved.any()
    assert {str(row.why) for row in found.rows(np.arange(120))} == {PASSED}
    assert found.total_before == found.total_after


def test_of_several_reports_the_one_that_changed_it_is_named(moved):
    take_report(moved, "t", "eq-001", message(5.7, lon=FAR_EAST, how="正式"))
    found = difference(moved, "eq-001", 1, 3)
    assert str(of(found, "E000").why) == CHANGED
    last = difference(moved, "eq-001")
    assert (last.before["number"], last.after["number"]) == (2, 3)
    assert "report 3" in str(of(last, "E000").why)


def test_with_one_report_the_findings_make_the_difference(workspace):
    rows = [(f"f{n}", f"W{n:03}", "红", "2025-11-23") for n in range(20)]
    find(workspace, "eq-001", *rows)
    found = difference(workspace, "eq-001")
    assert found.by_findings and found.before is found.after
    assert str(of(found, "W000").why) == "somebody was there"
    assert of(found, "W000").rank_after > 100
    others = {str(of(found, id_).why) for id_ in ("W030", "W059")}
    assert others == {
        "findings of teams in the village and near it changed what is expected"
    }


def test_a_finding_since_makes_another_difference(moved):
    """What was computed is kept only as long as nothing new is known."""
    before = difference(moved, "eq-001")
    assert difference(moved, "eq-001") is before
    find(moved, "eq-001", ("f1", "W000", "红", "2025-11-23"))
    assert difference(moved, "eq-001") is not before


def test_what_cannot_be_compared_is_refused(moved):
    with pytest.raises(EventError, match="report 2 came after report 1"):
        difference(moved, "eq-001", 2, 1)
    with pytest.raises(EventError, match="no report 5; its reports are: 1, 2"):
        difference(moved, "eq-001", 1, 5)
    with pytest.raises(EventError, match="no event"):
        difference(moved, "eq-9")


def test_the_sheet_says_the_same_in_either_language(moved):
    found = difference(moved, "eq-001")
    sheet = difference_sheet(moved, found, "en")
    assert (len(sheet.rows), sheet.households, sheet.unit) == (120, 120, "degree")
    assert sheet.before.startswith("1 · message of the network · ")
    assert sheet.moved_count == found.far.sum()
    assert len(difference_sheet(moved, found, "en", every=False).rows) < 120


def test_every_form_of_the_sheet_can_be_written(moved, tmp_path):
    found = difference(moved, "eq-001")
    for suffix in (".xlsx", ".pdf", ".csv"):
        write_difference(moved, found, tmp_path / f"d{suffix}", "en")
    rows = list(
        csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text("utf-8-sig")))
    )
    assert len(rows) == 120
    first = next(found.rows(found.order()))
    assert rows[0]["household_id"] == first.household_id
    assert int(rows[0]["moved"]) == first.moved
    book = openpyxl.load_workbook(tmp_path / "d.xlsx", read_only=True)
    assert len(book.sheetnames) == 2
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(FileError, match=r"\.docx"):
        difference_file(moved, found, ".docx", "en")
