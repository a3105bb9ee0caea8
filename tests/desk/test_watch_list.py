"""The disaster-prone watch list: who is on it, when seen last, which sweep is next."""

import io
import json
from datetime import date, datetime

import numpy as np
import openpyxl
import pytest

from desk.judging import Judged
from desk.snapshot import exposure_of
from desk.sweeps import begin_sweep
from desk.watch_houses import IN_FLOOD, IN_GEOHAZARD, prone
from desk.watch_list import next_sweeps, watch_list, watch_workbook
from desk.watch_visits import last_seen, sweeps_walked
from ledger.schema import dwelling, finding, mission, sweep, visit
from tests.desk.field_world import OFFICER, TOWN, VILLAGE, made_workspace

ON = date(2025, 10, 15)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = made_workspace(tmp_path_factory.mktemp("watch") / "w")
    yield made
    made.ledger.close()


def found_by(workspace, **columns):
    """The households H1, H2 (without place), H3 with these hazards."""
    exposure = exposure_of(workspace)
    order = np.argsort(exposure.household_id.to_pylist())
    none = {"in_flood_way": [0, -1, 0], "flood_depth_m": [np.nan] * 3}
    none |= {"flood_return_period_years": [np.nan] * 3, "in_geohazard": [0, -1, 0]}
    hazards = {}
    for name, values in (none | columns).items():
        hazards[name] = np.empty(3, dtype=float)
        hazards[name][order] = values
    return Judged(exposure=exposure, hazards=hazards, verdicts={})


def ids(found, mask):
    return sorted(found.exposure.household_id.filter(mask).to_pylist())


def test_water_a_return_period_and_a_flood_way_put_a_house_on_the_list(workspace):
    """Rule E4."""
    for columns in (
        {"flood_depth_m": [0.4, np.nan, 0.0]},
        {"flood_return_period_years": [20, np.nan, np.nan]},
        {"in_flood_way": [1, -1, 0]},
    ):
        found = found_by(workspace, **columns)
        flood, geohazard = prone(found, extents=False)
        assert ids(found, flood) == ["H1"] and not geohazard.any()


def test_an_extent_that_says_nothing_of_itself_is_one_all_the_same(workspace):
    found = found_by(workspace, in_flood_way=[-1, -1, 0])
    assert ids(found, prone(found, extents=True)[0]) == ["H1"]
    assert not prone(found, extents=False)[0].any()


def test_a_house_without_place_is_on_no_list_but_counted(workspace):
    found = found_by(workspace, in_geohazard=[1, -1, 1], flood_depth_m=[1, 1, np.nan])
    told = watch_list(workspace, ON, known=found)
    names = ("village_code", "houses", "flood", "geohazard", "both", "unplaced")
    rows = [[village[name] for name in names] for village in told.villages]
    assert rows == [[VILLAGE, 2, 1, 1, 1, 1], ["990001101200", 1, 0, 1, 0, 0]]
    assert [h["why"] for h in told.houses if h["household_id"] == "H1"] == [
        (IN_FLOOD, IN_GEOHAZARD)
    ]
    assert told.missing == ("flood_extent", "geohazard")
    own = watch_list(workspace, ON, known=found, area=TOWN)
    assert [h["household_id"] for h in own.houses] == ["H1"]


def test_the_list_says_when_somebody_was_there_last(tmp_path):
    made = made_workspace(tmp_path / "w")
    rows = [
        {
            "visit_id": f"v{day}",
            "household_id": "H1",
            "kind": "patrol",
            "visited_on": day,
        }
        for day in (date(2024, 1, 1), date(2025, 6, 1))
    ]
    with made.ledger.writing(actor="t", verb="t", scope="visits") as entry:
        entry.write(visit, rows)
        entry.write(dwelling, [{"household_id": "H1", "lon": 104.5, "lat": 31.5}])
    (village,) = watch_list(
        made, ON, known=found_by(made, in_geohazard=[1, -1, 0])
    ).villages
    assert (village["last_visit"], village["visited"]) == (date(2025, 6, 1), 1)
    assert village["last_sweep"] is None
    made.ledger.close()


def test_the_next_sweep_is_the_one_due_then_the_missed_then_that_of_next_year(tmp_path):
    made = made_workspace(tmp_path / "w")

    def state(on):
        one = next_sweeps(made, on)[TOWN]
        return one.window.season, one.state, one.window.until

    assert state(date(2025, 3, 1)) == ("after_thaw", "to_come", date(2025, 5, 31))
    assert state(ON) == ("after_rain", "due", date(2025, 11, 30))
    assert state(date(2025, 12, 24))[1] == "late"
    day, head = date(2025, 12, 24), {"actor": "t", "verb": "t", "scope": "visits"}
    head |= {"at": datetime(2025, 12, 24, 9)}
    row = {"area_code": TOWN, "begun_on": day}
    thaw, rain = (
        row | {"sweep_id": s, "season": s} for s in ("after_thaw", "after_rain")
    )
    for rows, left in (
        ([thaw], "under_way"),
        ([thaw | {"ended_on": day}, rain | {"ended_on": day}], "ended"),
    ):
        with made.ledger.writing(**head) as entry:
            entry.write(sweep, rows)
        assert state(day)[1] == left
    done = {"ended_on": day, "reported_on": day}
    with made.ledger.writing(**head) as entry:
        entry.write(sweep, [thaw | done, rain | done])
    assert state(day) == ("after_thaw", "to_come", date(2026, 5, 31))
    made.ledger.close()


def test_findings_of_teams_are_visits_too_and_walk_a_sweep(tmp_path):
    made = made_workspace(tmp_path / "w")
    begun, at = date(2025, 10, 1), datetime(2025, 10, 1, 8)
    (sweep_id,) = begin_sweep(made, OFFICER, "after_rain", TOWN, on=begun, at=at)
    told = {"mission_id": "m1", "season": "after_rain", "title": "m", "teams": 1}
    told |= {"made_at": "2025-10-02", "state": "open"}
    told |= {"settings": json.dumps({"sweep_id": sweep_id})}
    rows = [
        {"finding_id": f"f{door}", "event_id": "m1", "household_id": door, "tag": tag}
        | {"visited_at": "2025-10-03T09:00:00+08:00"}
        for door, tag in (("H1", "黄"), ("H2", "绿"), ("H3", "红"))
    ]
    for table, content, scope in (
        (mission, [told], "missions"),
        (finding, rows, "findings"),
    ):
        with made.ledger.writing(actor="t", verb="t", scope=scope) as entry:
            entry.write(table, content)
    (row,) = sweeps_walked(made)
    assert (row.visited, row.suspected, row.reported) == (2, 1, 0)  # H3 lies elsewhere
    assert last_seen(made)["H1"] == date(2025, 10, 3)
    made.ledger.close()


@pytest.mark.parametrize(("lang", "head"), [("en", "Household"), ("zh_CN", "户号")])
def test_the_workbook_has_villages_and_the_houses_behind_them(workspace, lang, head):
    found = watch_list(
        workspace, ON, known=found_by(workspace, in_geohazard=[1, -1, 1])
    )
    book = openpyxl.load_workbook(
        io.BytesIO(watch_workbook(workspace, found, lang, ON))
    )
    villages, houses = book.worksheets
    assert villages.max_row == houses.max_row == 4
    rows = [[cell.value for cell in row] for row in houses.iter_rows()]
    (heading,) = [row for row in rows if head in row]
    assert [row[heading.index(head)] for row in rows[2:]] == ["H1", "H3"]


def test_without_layers_the_list_is_empty_and_says_what_is_missing(workspace):
    told = watch_list(workspace, ON)
    assert (told.villages, told.houses) == ([], [])
    assert told.missing == ("flood_extent", "geohazard")
