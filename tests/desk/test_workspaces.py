"""Workspaces at their edges: empty, without zones, with twins."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import openpyxl
import pandas as pd
import pytest

from desk.events import Parameters, add_event_parameters
from desk.exporting import export_households
from desk.household_import import import_households
from desk.progress import progress
from desk.sheets import visit_workbook
from desk.shelf import CountyShelf
from desk.snapshot import exposure_of
from desk.workspace import create_workspace, open_workspace
from ledger.households import place_names
from ledger.register import events
from rules.adcode import Level
from rules.errors import PlanningError
from rules.vocabulary import HOUSEHOLD_COLUMNS

NEAR = Parameters(magnitude=6.5, lon=104.5, lat=31.5, depth_km=10)


@pytest.fixture
def workspace(tmp_path):
    made = create_workspace(
        tmp_path / "w", county_code="990001", county_name="县", policy_code="990001"
    )
    yield made
    made.ledger.close()


def take(workspace, tmp_path, *rows):
    path = tmp_path / "households.csv"
    table = pd.DataFrame(rows).reindex(columns=list(HOUSEHOLD_COLUMNS))
    table.to_csv(path, index=False)
    return import_households(workspace, path, "t")


def home(id_, village="990001100200", **more):
    place = {"village_code": village, "village_name": "新华村", "structure": "土坯"}
    return {"household_id": id_, "lon": 104.5, "lat": 31.5} | place | more


def test_an_empty_workspace_has_empty_answers(workspace, tmp_path):
    assert len(exposure_of(workspace)) == 0
    assert len(CountyShelf(workspace).ranking()) == 0
    assert export_households(workspace, tmp_path / "e.csv", with_hazards=True) == 0


def test_without_zones_no_village_is_ranked_and_none_is_called_safe(
    workspace, tmp_path
):
    take(workspace, tmp_path, home("A", groups="低保户"))
    shelf = CountyShelf(workspace)
    assert len(shelf.ranking()) == 0
    assert shelf.judged().verdicts["seismic_retrofit"].eligible.tolist() == [1]


def test_villages_of_one_name_keep_a_sheet_each(workspace, tmp_path):
    take(workspace, tmp_path, home("A"), home("B", village="990001101200"))
    event = add_event_parameters(workspace, NEAR, "t")
    book = visit_workbook(CountyShelf(workspace), event, "", "en")
    sheets = openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    assert sorted(sheets) == ["新华村", "新华村 2"]


def test_a_new_name_alone_is_taken_and_an_empty_one_takes_nothing(workspace, tmp_path):
    take(workspace, tmp_path, home("A"))
    take(workspace, tmp_path, home("A", village_name="好村"))
    take(workspace, tmp_path, home("A", village_name=""))
    assert place_names(workspace.ledger)["990001100200"] == "好村"


def test_an_emptied_cell_becomes_unknown(workspace, tmp_path):
    take(workspace, tmp_path, home("A", grade="C"))
    take(workspace, tmp_path, home("A", grade=""))
    assert exposure_of(workspace).grade.tolist() == [-1]


def test_events_taken_at_once_are_all_kept(workspace, tmp_path):
    take(workspace, tmp_path, home("A"))
    with ThreadPoolExecutor(3) as threads:
        ids = list(
            threads.map(lambda _: add_event_parameters(workspace, NEAR, "t"), "abc")
        )
    assert sorted(ids) == ["eq-001", "eq-002", "eq-003"]
    assert len(events(workspace.ledger)) == 3


def test_a_day_to_come_has_no_progress(workspace, tmp_path):
    take(workspace, tmp_path, home("A"))
    with pytest.raises(PlanningError, match="has not come yet"):
        progress(workspace, date(2999, 1, 1), Level.TOWN)


def test_an_office_may_lay_its_own_days_off_over_the_official_table(workspace):
    """Rule W4: days of work are those the office works on."""
    day = date(2026, 11, 23)  # a Monday
    assert workspace.holidays.is_working(day)
    own = """
[2026]
source = "县政府通知"
date = 2026-11-22
verified = true
off = [{ name = "大风", from = 2026-11-23, to = 2026-11-23 }]
working = []
"""
    (workspace.root / "holidays.toml").write_text(own, encoding="utf-8")
    again = open_workspace(workspace.root)
    assert not again.holidays.is_working(day)
    again.ledger.close()
