"""Eligibility over a workspace: one household, the county, a past day."""

import csv
from datetime import date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from desk import snapshot
from desk.eligibility import county_eligibility, eligibility
from desk.eligibility_tables import counts, owed, table_of, without_column
from desk.exporting import export_households
from desk.household_import import import_households
from desk.judging import judged
from desk.layer_store import add_layer
from desk.snapshot import coded_with, exposure_of
from desk.workspace import create_workspace
from geo.eligibility import Answer
from ledger.schema import dwelling, household, membership, person, visit
from rules.errors import PlanningError, PolicyError
from rules.policy import county_policy
from rules.vocabulary import GROUPS, HOUSEHOLD_COLUMNS

SURVEYED = datetime(2022, 5, 1, 8)
LATER = date(2022, 6, 1)
DANGEROUS, SEISMIC = "dangerous_house_retrofit", "seismic_retrofit"


def home(id_, **more):
    place = {"village_code": "370323100200", "lon": 118.0, "lat": 36.2}
    known = {"other_safe_home": "否", "disaster_rebuild_aid": "否", "structure": "土坯"}
    return {"household_id": id_, "head_name": "张三"} | place | known | more


def file_of(tmp_path, *rows):
    path = tmp_path / "households.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HOUSEHOLD_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(params=["370300"])
def workspace(tmp_path, request):
    made = create_workspace(
        tmp_path / "w", county_code="370323", county_name="x", policy_code=request.param
    )
    yield made
    made.ledger.close()


def certify(workspace, *pairs, at=None):
    with workspace.ledger.writing(
        actor="t", verb="certify", scope="exposure", at=at
    ) as entry:
        rows = [
            {"household_id": id_, "group_name": group, "certified_by": department}
            for id_, group, department in pairs
        ]
        entry.write(membership, rows)


@pytest.fixture
def filled(workspace, tmp_path):
    """Five families at 7 degrees."""
    rows = [
        home("dangerous", grade="D", groups="低保户"),
        home("sound", grade="A", groups="低保户", meets_seismic_standard="是"),
        home("weak", grade="B", groups="低保户", meets_seismic_standard="否"),
        home("uncertified", grade="C", groups="严重困难户"),
        home("unlisted", grade="D"),
    ]
    import_households(workspace, file_of(tmp_path, *rows), "t")
    civil = [(id_, "低保户", "民政") for id_ in ("dangerous", "sound", "weak")]
    certify(workspace, *civil)
    zones = {"design_intensity_degree": [7], "geometry": [box(117, 36, 119, 37)]}
    layer = gpd.GeoDataFrame(zones, crs="EPSG:4490")
    add_layer(workspace, "seismic_zone", layer, title="zones", source="test", actor="t")
    return workspace


def answers(found):
    return {one.task: one.answer.name.lower() for one in found.answers}


def test_one_household_is_told_its_answers_clauses_and_what_is_missing(filled):
    """Rules G5, H1, H5."""
    found = eligibility(filled, "uncertified")
    assert answers(found) == {DANGEROUS: "unknown", SEISMIC: "no"}
    assert found.overall is Answer.UNKNOWN
    assert found.departments == ("乡村振兴",) and found.category == ""
    (missing,) = found.answers[0].missing
    assert (missing.fact, missing.supplied_by) == ("严重困难户", ("乡村振兴",))
    assert found.answers[0].clauses == ("二(一), 五(一)", "二(一)")
    assert "48号" in found.documents["dangerous-certified"]
    assert eligibility(filled, "dangerous").category == "低保户"


def test_the_county_is_told_what_each_household_is_told(filled):
    """Rules H1, H5: one by one, or all at once."""
    table = table_of(county_eligibility(filled)).set_index(["household_id", "task"])
    for id_ in ("dangerous", "sound", "weak", "uncertified", "unlisted"):
        found = eligibility(filled, id_)
        for one in found.answers:
            row = table.loc[(id_, one.task)]
            assert row["answer"] == one.answer.name.lower()
            assert row["clauses"] == "; ".join(one.clauses)
            assert row["missing"] == "; ".join(m.fact for m in one.missing)
            assert row["category"] == found.category
    assert table.loc[("dangerous", DANGEROUS), "priority_rank"] == 1
    assert pd.isna(table.loc[("sound", DANGEROUS), "priority_rank"])


def test_the_county_counts_answers_and_says_who_owes_what(filled):
    """Rule G5."""
    county = county_eligibility(filled)
    assert counts(county) == [
        {"task": DANGEROUS, "yes": 1, "no": 3, "unknown": 1},
        {"task": SEISMIC, "yes": 1, "no": 4, "unknown": 0},
        {"task": "", "yes": 2, "no": 2, "unknown": 1},
    ]
    (row,) = owed(county)
    assert (row["fact"], row["supplied_by"]) == ("严重困难户", ("乡村振兴",))
    assert row["households"] == 1
    assert without_column(county) == []


@pytest.mark.parametrize("workspace", ["140825"], indirect=True)
def test_a_family_at_risk_without_its_column_is_listed(workspace, tmp_path):
    """Rule G2: not guessed."""
    rows = [
        home("a", groups="易返贫致贫户"),
        home("b", groups="易返贫致贫户;边缘易致贫户"),
    ]
    import_households(workspace, file_of(tmp_path, *rows), "t")
    certify(workspace, *[(id_, "易返贫致贫户", "乡村振兴") for id_ in "ab"])
    assert without_column(county_eligibility(workspace)) == ["a"]
    assert eligibility(workspace, "b").column == "边缘易致贫户"


def test_a_past_day_has_its_own_answer(workspace, tmp_path):
    """Rules G5, R5: the certificate came later."""
    row = {"household_id": "a", "village_code": "370323100200"}
    known = {"other_safe_home": False, "disaster_rebuild_aid": False}
    with workspace.ledger.writing(
        actor="t", verb="survey", scope="exposure", at=SURVEYED
    ) as entry:
        entry.write(household, [row | known])
        entry.write(dwelling, [{"household_id": "a", "grade": "D"}])
        entry.write(membership, [{"household_id": "a", "group_name": "低保户"}])
    certify(workspace, ("a", "低保户", "民政"), at=datetime(2022, 7, 1))
    assert answers(eligibility(workspace, "a", LATER))[DANGEROUS] == "unknown"
    assert answers(eligibility(workspace, "a"))[DANGEROUS] == "yes"
    then = county_eligibility(workspace, LATER)
    assert then.found.verdicts[DANGEROUS].eligible.tolist() == [Answer.UNKNOWN]
    with pytest.raises(PolicyError, match="in force on 2022-04-07"):
        county_eligibility(workspace, date(2022, 4, 7))


def test_a_household_that_is_not_there_is_named(filled):
    with pytest.raises(PlanningError, match="no household 'x' on record"):
        eligibility(filled, "x")


@pytest.mark.parametrize("workspace", ["410000"], indirect=True)
def test_a_task_the_policy_does_not_have_is_open_to_nobody(workspace, tmp_path):
    """Rule H5: 河南 knows no seismic task."""
    rows = [home("a", grade="D", groups="低保户")]
    import_households(workspace, file_of(tmp_path, *rows), "t")
    certify(workspace, ("a", "低保户", "民政"))
    verdicts = judged(workspace).verdicts
    assert verdicts[SEISMIC].eligible.tolist() == [Answer.NO]
    assert verdicts[DANGEROUS].eligible.tolist() == [Answer.YES]
    assert [*answers(eligibility(workspace, "a"))] == [DANGEROUS]


def test_damage_seen_on_a_visit_asks_for_a_new_appraisal(filled):
    """Rule H7."""
    assert not eligibility(filled, "sound").damaged
    seen = {"visit_id": "v", "household_id": "sound", "kind": "patrol"}
    with filled.ledger.writing(actor="t", verb="visit", scope="visits") as entry:
        entry.write(visit, [seen | {"visited_on": date.today(), "suspected": True}])
    assert eligibility(filled, "sound").damaged
    county = county_eligibility(filled)
    asked = county.exposure.household_id.filter(county.appraise == Answer.YES)
    assert asked.to_pylist() == ["sound"]


@pytest.mark.parametrize(
    ("born", "disabled", "answer"),
    [(1990, False, "no"), (1950, False, "unknown"), (1990, True, "unknown")],
)
def test_homes_for_the_old_and_the_disabled_are_advised(filled, born, disabled, answer):
    """Rule H10: the ledger knows who is old or disabled, not how severely."""
    one = {"person_id": "p", "household_id": "weak", "disabled": disabled}
    with filled.ledger.writing(actor="t", verb="x", scope="exposure") as entry:
        entry.write(person, [one | {"birth_date": date(born, 1, 1)}])
    told, rules = eligibility(filled, "weak").advice["accessibility"]
    assert told.name.lower() == answer
    assert [rule.clause for rule in rules] == ["二(三)"]


def test_a_snapshot_of_another_form_or_policy_is_never_read(filled, monkeypatch):
    """Old files stay unread: format, words and competences are in the name."""
    folder = filled.folder("snapshots")
    position = filled.ledger.position("exposure")
    (folder / f"exposure-{position}.parquet").write_bytes(b"an old form")
    first = exposure_of(filled)
    assert [p.name for p in folder.glob("exposure-*")] == [
        f"exposure-{snapshot.FORMAT}-{coded_with(filled.policy)}-{position}.parquet"
    ]
    monkeypatch.setattr(snapshot, "FORMAT", snapshot.FORMAT + 1)
    assert len(exposure_of(filled)) == len(first)
    assert coded_with(county_policy("370300")) != coded_with(county_policy("990001"))


def test_what_goes_out_comes_in_again_unchanged(filled, tmp_path):
    """Rules H1, H3, H4, G3: the new columns too, and their gaps."""
    more = {
        "no_house": "是", "housing_aid_before": "", "good_samaritan": "1",
        "area_m2": "54.5", "retrofitted_on": "2019/5/1", "groups": "低保户;其他脱贫户",
    }  # fmt: skip
    import_households(filled, file_of(tmp_path, home("more", **more)), "t")
    out = tmp_path / "out.csv"
    assert export_households(filled, out, with_hazards=False) == 6
    told = import_households(filled, out, "t")
    assert (told["imported"], told["unchanged"], told["rejected"]) == (0, 6, 0)
    row = pd.read_csv(out).set_index("household_id").loc["more"]
    assert row["no_house"] and row["retrofitted_on"] == "2019-05-01"
    assert row["area_m2"] == 54.5 and pd.isna(row["housing_aid_before"])
    assert row["groups"] == "低保户;其他脱贫户"


def test_all_thirteen_words_for_groups_are_kept(workspace, tmp_path):
    """Rules G1, G3, G4."""
    row = home("a", groups=";".join(GROUPS))
    import_households(workspace, file_of(tmp_path, row), "t")
    assert np.array_equal(exposure_of(workspace).groups, [2 ** len(GROUPS) - 1])
