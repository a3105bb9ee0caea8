"""The history of the cases: told in order, nearly lawful, with lists as lists are."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from geo.synthetic import make_county
from geo.synthetic.dossiers import dossiers
from geo.synthetic.history import first_day, make_history
from geo.synthetic.sketches import sketches
from rules.policy import county_policy
from rules.vocabulary import SOURCES, STEPS, VISIT_KINDS

from .conftest import TODAY

PAPERS = {paper.id: paper.from_step for paper in county_policy("990001").documents}


@pytest.fixture(scope="module")
def county():
    """Larger than that of the other tests: what is rare happens in it."""
    return make_county(9000, seed=1, until=TODAY)


def told(county):
    ids = county.cases["household_id"]
    homes = {id_: {"household_id": id_} for id_ in ids}
    return make_history(county, homes, homes)


@pytest.fixture(scope="module")
def history(county):
    return told(county)


@pytest.fixture(scope="module")
def rows(history):
    """Rows by table, in their order."""
    found = defaultdict(list)
    for dated in history:
        found[dated.table].append(dated.row)
    return found


@pytest.fixture(scope="module")
def files(county):
    return {dossier.case_id: dossier for dossier in dossiers(county)}


def test_the_same_county_has_the_same_history(county, history):
    assert told(county) == history


def test_days_follow_one_another_and_none_is_to_come(county, history):
    days = [dated.day for dated in history]
    assert days == sorted(days)
    assert days[0] >= first_day(county) and days[-1] <= county.until


def test_nothing_is_dated_after_it_was_recorded(history):
    names = ("on_date", "appraised_on", "paid_on", "visited_on", "dated", "posted_on")
    names += ("demolished_on", "vacated_on", "moved_in_on", "ended_on", "reported_on")
    for day, _, row in history:
        later = [n for n in names if row.get(n) is not None and row[n] > day]
        assert set(later) <= {"posted_on"} and not (later and row[later[0]] is None)


def test_a_file_holds_the_papers_of_the_steps_it_has_taken(rows, files):
    """Rule W12: what is missing is missing in few files only."""
    held = defaultdict(set)
    for row in rows["document"]:
        held[row["case_id"]].add(row["kind"])
    short = {
        id_
        for id_, file in files.items()
        if held[id_] != {p for p, step in PAPERS.items() if file.reached(step)}
    }
    assert {files[id_].slip for id_ in short} <= {"missing_paper"}
    assert len(short) < 0.02 * len(files)


def test_what_was_not_accepted_was_rectified_and_accepted_again(rows):
    """Rule W11."""
    tries = defaultdict(list)
    for row in rows["case_step"]:
        if row["step"].endswith("_acceptance"):
            tries[row["case_id"], row["step"]].append(row)
    twice = [made for made in tries.values() if len(made) > 1]
    assert twice
    for first, second in twice:
        assert not first["passed"] and first["reason"] and second["passed"]
        assert first["on_date"] < second["on_date"]


def test_what_was_undone_has_its_reason_and_was_done_again(rows):
    undone = [row for row in rows["case_step"] if row.get("removed")]
    assert undone and all(row["reason"] for row in undone)
    steps = {(r["case_id"], r["step"], r["on_date"]) for r in rows["case_step"]}
    for row in undone:
        again = {day for id_, step, day in steps if (id_, step) == _key(row)}
        assert max(again) > row["on_date"]


def _key(row):
    return row["case_id"], row["step"]


def test_money_comes_from_each_source_and_never_exceeds_the_cost(rows, files):
    """Rules M1, M2, M3: at most the real cost; an advance is half of the standard."""
    paid = defaultdict(Counter)
    for row in rows["payment"]:
        paid[row["case_id"]][row["kind"]] += row["amount_cny"]
        assert row["source"] in SOURCES and row["amount_cny"] > 0
        own = row["payee"] == "household"
        assert (row["account"] == files[row["case_id"]].account) == own
    assert {"advance", "balance", "whole"} <= {k for c in paid.values() for k in c}
    for id_, kinds in paid.items():
        assert kinds.total() <= files[id_].cost_cny
        assert kinds["advance"] <= files[id_].standard_cny // 2
        if kinds["advance"]:
            assert files[id_].builder == "organised" and not kinds["whole"]


def test_more_is_allotted_than_is_paid(rows):
    """Rule M3: allotted to the county, and paid out, by source."""
    for source in SOURCES:
        allotted, paid = (
            sum(row["amount_cny"] for row in rows[table] if row["source"] == source)
            for table in ("allotment", "payment")
        )
        assert allotted > paid > 0


def test_who_builds_anew_leaves_an_old_house(rows, files):
    """Rules H8, W9."""
    newest = {row["vacated_id"]: row for row in rows["vacated_house"]}
    whys = Counter(row["why"] for row in newest.values())
    assert whys["rebuilt"] and whys["moved"]
    for row in newest.values():
        file = files[row["vacated_id"].removesuffix("-old")]
        if file.reached("struck_off") and file.slip != "old_house_left":
            settled = row.get("demolished_on") or row.get("locked")
            assert settled, row


def test_every_hazard_was_found_by_somebody_who_wrote_it_down(rows, files):
    """Rules W5, W10: a patrol or a sweep, then the town, then the engineers."""
    kinds = defaultdict(set)
    for row in rows["visit"]:
        kinds[row["household_id"]].add(row["kind"])
        assert row["kind"] in VISIT_KINDS and row["seen"]
        assert not any("{" in (row[name] or "") for name in ("seen", "defects"))
    for file in files.values():
        assert kinds[file.household_id] & {"patrol", "sweep"}
        assert ("inspection" in kinds[file.household_id]) == file.reached("appraised")


def test_towns_are_swept_in_both_seasons_and_the_last_sweep_lacks_one(county, rows):
    """Rule W6."""
    sweeps = {row["sweep_id"]: row for row in rows["sweep"]}
    towns = defaultdict(set)
    for row in sweeps.values():
        towns[row["begun_on"].year, row["season"]].add(row["area_code"])
    assert {season for _, season in towns} == {"after_rain", "after_thaw"}
    assert len(towns) == 3
    counts = [len(found) for _, found in sorted(towns.items())]
    assert sorted(counts) == [11, 12, 12]
    visited = Counter(row.get("sweep_id") for row in rows["visit"])
    assert all(visited[id_] for id_ in sweeps)


def test_lists_are_badly_written_and_most_are_matched(county, rows):
    """Rule G6: on a list without a house; proposed; found."""
    keys = [(row["list_id"], row["identity"]) for row in rows["list_row"]]
    matched = {(row["list_id"], row["identity"]) for row in rows["match"]}
    assert len(set(keys)) == len(keys) and matched < set(keys)
    assert 0.75 < len(matched) / len(keys) < 0.98
    states = Counter(row["state"] for row in rows["match"])
    assert states["exact"] > 5 * states["confirmed"] > 0
    numbers = set(county.people["id_number"])
    for row in rows["list_row"]:
        assert row["id_number"] is None or row["id_number"] in numbers
    new = [row for row in rows["list_row"] if row["group_name"] == "其他脱贫户"]
    assert new and not {row["list_id"] for row in rows["match"]} & {new[0]["list_id"]}


def test_accepted_works_leave_no_grade_but_that_of_an_appraisal_since(county, history):
    """Rules H4, H7: in the order in which it is recorded."""
    accepted = county.steps[county.steps["step"] == "county_acceptance"]
    on = accepted.set_index("household_id")["on_date"].dt.date
    for day, table, row in history:
        if table == "dwelling" and day == on.get(row["household_id"]):
            assert row["grade"] is None or row["grade"] in "CD"
    again = [
        (day, row)
        for day, table, row in history
        if table == "appraisal" and row["appraisal_id"].endswith("-again")
    ]
    assert 0 < len(again) < len(on)
    for day, row in again:
        assert day == row["appraised_on"] > on[row["household_id"]]
        assert row["grade"] in ("A", "B") and row["reason"]


def test_certificates_are_recorded_when_they_were_given(county, history):
    """Rule H6: identity before the grade."""
    appraised = {
        d.row["household_id"]: d.day for d in history if d.table == "appraisal"
    }
    for day, table, row in history:
        if table == "membership":
            assert row["certified_on"] == day
            assert day <= appraised.get(row["household_id"], date.max)


def test_telephones_and_accounts_belong_to_nobody(county):
    contacts = county.contacts
    assert contacts["phone"].dropna().str.fullmatch(r"154\d{8}").all()
    assert contacts["account"].dropna().str.fullmatch(r"990001\d{13}").all()
    assert contacts["phone"].dropna().is_unique and contacts["phone"].isna().any()
    cases = contacts["household_id"].isin(county.cases["household_id"])
    assert contacts.loc[cases, "account"].notna().all()


def test_facts_are_known_of_who_has_a_case_and_unknown_of_some(county):
    """Rules H1, H3: who has a case has a house, and no aid for rebuilding."""
    homes = county.households.set_index("household_id")
    of_cases = homes.loc[county.cases["household_id"]]
    for name in ("no_house", "disaster_rebuild_aid"):
        assert not of_cases[name].fillna(True).any()
        assert homes[name].isna().any()
    homeless = homes[homes["no_house"].fillna(False)]
    assert len(homeless) and homeless["structure"].isna().all()
    assert homeless["area_m2"].isna().all()


def test_sketches_are_few_small_and_always_the_same(history, county):
    drawn = sketches(history, {}, county.seed)
    assert 8 < len(drawn) <= 24
    assert max(len(sketch.content) for sketch in drawn) < 40_000
    assert drawn == sketches(history, {}, county.seed)
    parts = Counter(s.dated.row["part"] for s in drawn if "vacated_id" in s.dated.row)
    assert set(parts) <= {"water_off", "power_off", "cleared", "locked"}


def test_steps_come_in_the_order_of_the_law(files):
    for file in files.values():
        taken = [STEPS.index(step) for step in file.days]
        assert taken == list(range(len(taken)))
        assert list(file.days.values()) == sorted(file.days.values())
