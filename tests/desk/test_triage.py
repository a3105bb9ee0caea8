"""The order of visits gets better with every door that was opened."""

import shutil
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from desk.case_hand import Hand
from desk.demo import make_demo
from desk.events import Parameters, add_event_parameters
from desk.findings import import_findings
from desk.order_file import order_table
from desk.shelf import CountyShelf
from desk.triage import triage_event
from desk.visit_first import first_kinds, places_first, set_first_kinds
from desk.visit_why import visit_rows
from desk.workspace import open_workspace
from geo.sheets import Sheet
from ledger.roles import Acting, Role
from rules.errors import AccessError, PlanningError
from rules.times import CHINA_TIME

STRUCK = datetime(2025, 11, 18, 14, 0, tzinfo=CHINA_TIME)
PLANNER = Acting("县", Role.PLANNER)
HEAD = ["finding_id", "household_id", "tag", "reason", "visited_at"]


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    root = tmp_path_factory.mktemp("county") / "w"
    make_demo(root, households=1000, seed=5)
    return root


@pytest.fixture
def world(county, tmp_path):
    workspace = open_workspace(shutil.copytree(county, tmp_path / "w"))
    shelf = CountyShelf(workspace)
    west, south, east, north = shelf.bounds
    quake = {"lon": (west + east) / 2, "lat": (south + north) / 2, "depth_km": 10}
    given = Parameters(magnitude=6.2, at=STRUCK, **quake)
    yield shelf, add_event_parameters(workspace, given, "t")
    workspace.ledger.close()


def bring(workspace, event_id, ids, tag, when=STRUCK + timedelta(hours=3)):
    moments = [(when + timedelta(minutes=n)).isoformat() for n in range(len(ids))]
    names = [f"{tag}{n}-{id_}" for n, id_ in enumerate(ids)]
    columns = [names, ids, [tag] * len(ids), ["ordered"] * len(ids), moments]
    rows = zip(HEAD, *zip(*columns, strict=True), strict=True)
    cells = pa.table({str(at): pa.array(column) for at, column in enumerate(rows)})
    sheet = Sheet(cells=cells, rows=np.arange(1, len(ids) + 2), file="b", format="csv")
    told = import_findings(Hand(workspace, PLANNER), event_id, sheet)
    assert told["imported"] == len(ids), told["rows"]


def first_of_village(found, count):
    """Return doors of the village that is struck hardest, and the rest of it."""
    village = found.exposure.village[found.result.order[0]]
    there = np.flatnonzero(found.exposure.village == village)
    there = there[np.argsort(found.result.rank[there])]
    ids = found.exposure.household_id.take(pa.array(there[:count])).to_pylist()
    return ids, there[:count], there[count:]


def test_red_doors_raise_their_unvisited_neighbours_and_leave_the_order(world):
    """Rule E1."""
    shelf, event_id = world
    before = shelf.triaged(event_id)
    ids, opened, rest = first_of_village(before, 8)
    bring(shelf.workspace, event_id, ids, "红")
    after = shelf.triaged(event_id)
    assert after is not before
    assert not shelf.is_stale()  # the county itself is as it was
    assert after.heavy[rest].sum() > before.heavy[rest].sum()
    assert (after.rank[opened] > len(after.rank) - len(opened)).all()
    assert sorted(after.rank) == list(range(1, len(after.rank) + 1))
    np.testing.assert_array_equal(after.before.rank, before.rank)


def test_green_doors_lower_them(world):
    shelf, event_id = world
    before = shelf.triaged(event_id)
    ids, opened, _rest = first_of_village(before, 8)
    bring(shelf.workspace, event_id, ids, "绿")
    after = shelf.triaged(event_id)
    assert after.learned.residual_degree[after.exposure.village[opened[0]]] < 0
    assert after.heavy_total["middle"] < before.heavy_total["middle"]


def test_a_strong_aftershock_sends_teams_to_the_same_doors_again(world):
    shelf, event_id = world
    found = shelf.triaged(event_id)
    ids, opened, _rest = first_of_village(found, 5)
    bring(shelf.workspace, event_id, ids[1:], "绿")
    bring(shelf.workspace, event_id, ids[:1], "红")
    learned = shelf.triaged(event_id).learned
    head = found.event
    given = Parameters(
        magnitude=6.0,
        lon=head["lon"],
        lat=head["lat"],
        depth_km=8,
        at=STRUCK + timedelta(days=1),
    )
    add_event_parameters(shelf.workspace, given, "t")
    after = shelf.triaged(event_id)
    assert after.visited.stale[opened[1:]].all()
    assert after.visited.doors.nonzero()[0].tolist() == [opened[0]]  # no house heals
    known = after.learned.residual_degree  # what was found tells of the first shock
    np.testing.assert_allclose(known, learned.residual_degree)
    table = order_table(after).to_pydict()
    pairs = zip(table["household_id"], table["again"], strict=True)
    again = {household_id for household_id, old in pairs if old}
    assert again == set(ids[1:])


def test_the_countys_own_order_goes_before_the_score(world):
    shelf, event_id = world
    workspace = shelf.workspace
    assert first_kinds(workspace) == []
    assert not shelf.triaged(event_id).result.first.any()
    hand = Hand(workspace, PLANNER)
    assert set_first_kinds(hand, ["school", "cannot_leave"])
    assert not set_first_kinds(hand, ["school", "cannot_leave"])
    found = shelf.triaged(event_id)
    exposure = found.exposure
    helpless = (exposure.dependents > 0) & (exposure.dependents >= exposure.occupants)
    helpless &= exposure.occupants > 0
    assert 0 < helpless.sum() < len(exposure)
    np.testing.assert_array_equal(found.result.first, np.where(helpless, 2, 0))
    known = helpless & ~np.isnan(found.heavy)
    assert found.rank[known].max() < found.rank[~helpless].min()
    places = places_first(workspace, found.struck)
    assert set(places["kind"]) == {"school"}
    assert places["hazard"].is_monotonic_decreasing


def test_who_may_not_order_visits_and_what_is_no_kind_are_refused(world):
    shelf, _event_id = world
    town = Acting("镇", Role.TOWN_OFFICER, "990001001")
    with pytest.raises(AccessError, match="does not set the order"):
        set_first_kinds(Hand(shelf.workspace, town), ["school"])
    with pytest.raises(PlanningError, match="'palace' cannot go first"):
        set_first_kinds(Hand(shelf.workspace, PLANNER), ["palace"])


def test_the_parts_of_a_score_make_the_score(world):
    shelf, event_id = world
    found = triage_event(shelf.workspace, event_id)
    result, first = found.result, found.result.order[:50]
    score = result.danger * result.dependence / result.effort
    np.testing.assert_allclose(score[first], result.score[first], rtol=1e-5)
    told = dict(visit_rows(found, int(first[0]), str))
    assert told["Order of visit"] == "1"
    assert told["= score"] == f"{result.score[first[0]]:.2f}"
